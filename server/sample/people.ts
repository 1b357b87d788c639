/** Somebody of the sample Government. Nobody real: names are invented, positions are those of 2025 after the mergers. */
export interface SamplePerson {
  readonly username: string;
  readonly name: string;
  readonly position: string;
  readonly unit: string;
  readonly part: 'chair' | 'deputy' | 'member' | 'secretary' | 'guest' | 'administrator';
}

const minister = (username: string, name: string, ministry: string): SamplePerson => ({
  username: `botruong.${username}`,
  name,
  position: `Bộ trưởng ${ministry}`,
  unit: ministry,
  part: 'member',
});

const deputy = (username: string, name: string): SamplePerson => ({
  username: `ptt.${username}`,
  name,
  position: 'Phó Thủ tướng Chính phủ',
  unit: 'Chính phủ',
  part: 'deputy',
});

const OFFICE = 'Văn phòng Chính phủ';

/** In protocol order. The 27 members first, as in case C1 of the rules; then the secretariat, a guest, the administrator. */
export const SAMPLE_PEOPLE: readonly SamplePerson[] = [
  {
    username: 'thutuong',
    name: 'Nguyễn Hữu Khải',
    position: 'Thủ tướng Chính phủ',
    unit: 'Chính phủ',
    part: 'chair',
  },
  { ...deputy('thuongtruc', 'Trần Quang Vĩnh'), position: 'Phó Thủ tướng Thường trực Chính phủ' },
  deputy('noichinh', 'Lê Đình Thạch'),
  deputy('kinhte', 'Phan Thị Bích Liên'),
  deputy('khoagiao', 'Võ Minh Trí'),
  deputy('nongnghiep', 'Đoàn Văn Thuận'),
  deputy('congnghiep', 'Hồ Sĩ Nguyên'),
  deputy('doingoai', 'Dương Khánh Hòa'),
  minister('quocphong', 'Cao Trọng Nghĩa', 'Bộ Quốc phòng'),
  minister('congan', 'Trịnh Văn Khôi', 'Bộ Công an'),
  minister('ngoaigiao', 'Lương Thế Duy', 'Bộ Ngoại giao'),
  minister('noivu', 'Vũ Thị Thanh Bình', 'Bộ Nội vụ'),
  minister('tuphap', 'Nguyễn Thị Minh Nguyệt', 'Bộ Tư pháp'),
  minister('taichinh', 'Đặng Quốc Vinh', 'Bộ Tài chính'),
  minister('congthuong', 'Tạ Hồng Phong', 'Bộ Công Thương'),
  minister('nongnghiep', 'Hoàng Minh Giám', 'Bộ Nông nghiệp và Môi trường'),
  minister('xaydung', 'Bạch Đăng Khoa', 'Bộ Xây dựng'),
  minister('vanhoa', 'Lý Thu Hương', 'Bộ Văn hóa, Thể thao và Du lịch'),
  minister('khoahoc', 'Phạm Đức Long Hải', 'Bộ Khoa học và Công nghệ'),
  minister('giaoduc', 'Chu Thị Diệu Anh', 'Bộ Giáo dục và Đào tạo'),
  minister('yte', 'Mai Xuân Phúc', 'Bộ Y tế'),
  minister('dantoc', 'Nông Quốc Thái', 'Bộ Dân tộc và Tôn giáo'),
  {
    username: 'botruong.vpcp',
    name: 'Bùi Thế Nghĩa',
    position: 'Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ',
    unit: OFFICE,
    part: 'member',
  },
  {
    username: 'thongdoc',
    name: 'Đinh Công Hiếu',
    position: 'Thống đốc Ngân hàng Nhà nước Việt Nam',
    unit: 'Ngân hàng Nhà nước Việt Nam',
    part: 'member',
  },
  {
    username: 'tongthanhtra',
    name: 'Lưu Bá Tòng',
    position: 'Tổng Thanh tra Chính phủ',
    unit: 'Thanh tra Chính phủ',
    part: 'member',
  },
  {
    username: 'bt.dacbiet1',
    name: 'Kiều Thị Hạnh Dung',
    position: 'Bộ trưởng, phụ trách cải cách thể chế',
    unit: 'Chính phủ',
    part: 'member',
  },
  {
    username: 'bt.dacbiet2',
    name: 'Thái Hoàng Nam',
    position: 'Bộ trưởng, phụ trách các dự án trọng điểm quốc gia',
    unit: 'Chính phủ',
    part: 'member',
  },
  {
    username: 'thuky',
    name: 'Đỗ Thị Hồng Vân',
    position: 'Phó Chủ nhiệm Văn phòng Chính phủ',
    unit: OFFICE,
    part: 'secretary',
  },
  {
    username: 'thuky2',
    name: 'Nguyễn Tiến Lộc',
    position: 'Vụ trưởng Vụ Tổng hợp',
    unit: OFFICE,
    part: 'secretary',
  },
  {
    username: 'khachmoi',
    name: 'Trương Vĩnh Sơn',
    position: 'Chủ tịch Ủy ban nhân dân thành phố Hải Phòng',
    unit: 'Ủy ban nhân dân thành phố Hải Phòng',
    part: 'guest',
  },
  {
    username: 'quantri',
    name: 'Phùng Gia Bảo',
    position: 'Quản trị hệ thống',
    unit: 'Trung tâm Tin học, Văn phòng Chính phủ',
    part: 'administrator',
  },
];

/** Members of the Government: those with a seat and a vote. */
export const isMember = ({ part }: SamplePerson): boolean =>
  part === 'chair' || part === 'deputy' || part === 'member';

const PASSPHRASES: { readonly [P in SamplePerson['part']]: string } = {
  chair: 'chu-toa-2026',
  deputy: 'thanh-vien-2026',
  member: 'thanh-vien-2026',
  secretary: 'thu-ky-2026',
  guest: 'khach-moi-2026',
  administrator: 'quan-tri-2026',
};

export interface SampleSignIn {
  readonly username: string;
  readonly passphrase: string;
  /** In Vietnamese, as printed at the start. */
  readonly role: string;
  readonly name: string;
}

const ROLES: { readonly [P in SamplePerson['part']]: string } = {
  chair: 'Chủ trì',
  deputy: 'Thành viên',
  member: 'Thành viên',
  secretary: 'Thư ký',
  guest: 'Khách mời',
  administrator: 'Quản trị hệ thống',
};

/** Who can sign in to the sample with what: printed at the start, used by tests. */
export const sampleSignIns = (): readonly SampleSignIn[] =>
  SAMPLE_PEOPLE.map(({ username, name, part }) => ({
    username,
    passphrase: PASSPHRASES[part],
    role: ROLES[part],
    name,
  }));
