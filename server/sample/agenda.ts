import type { AgendaItem } from '../../shared/domain/records/meeting.ts';

/** One line of the coming session's agenda. */
export interface SampleItem extends Pick<AgendaItem, 'title' | 'summary' | 'unit' | 'minutes'> {
  /** `m1` … as the papers name it; sub-items have no papers of their own. */
  readonly key: string;
  /** User name of who presents. */
  readonly presenter: string;
  readonly children: readonly SampleItem[];
}

const item = (
  key: string,
  presenter: string,
  unit: string,
  minutes: number,
  title: string,
  summary: string,
  children: readonly SampleItem[] = [],
): SampleItem => ({ key, presenter, unit, minutes, title, summary, children });

/** `month` and `year`: what the session's reports cover. */
export const sessionAgenda = (month: number, year: number): readonly SampleItem[] => [
  item(
    'm1',
    'botruong.taichinh',
    'Bộ Tài chính',
    25,
    `Tình hình kinh tế – xã hội tháng ${month} và ${month} tháng năm ${year}`,
    'Chính phủ thảo luận, cho ý kiến về tình hình kinh tế – xã hội, kết quả thực hiện nhiệm vụ, giải pháp chủ yếu và định hướng điều hành thời gian tới.',
    [
      item(
        'm1-1',
        'botruong.taichinh',
        'Bộ Tài chính',
        15,
        'Thu, chi ngân sách nhà nước và cân đối vĩ mô',
        'Nghe báo cáo tóm tắt; các thành viên Chính phủ trao đổi về dự kiến cả năm.',
      ),
      item(
        'm1-2',
        'thongdoc',
        'Ngân hàng Nhà nước Việt Nam',
        10,
        'Điều hành chính sách tiền tệ, tín dụng',
        'Nghe báo cáo bổ sung về lãi suất, tỷ giá và tăng trưởng tín dụng.',
      ),
    ],
  ),
  item(
    'm2',
    'botruong.taichinh',
    'Bộ Tài chính',
    30,
    'Dự thảo Nghị quyết về các nhiệm vụ, giải pháp trọng tâm thúc đẩy tăng trưởng kinh tế, tháo gỡ điểm nghẽn đầu tư',
    'Chính phủ thảo luận và biểu quyết thông qua dự thảo Nghị quyết (lần 2).',
  ),
  item(
    'm3',
    'botruong.taichinh',
    'Bộ Tài chính',
    20,
    `Tình hình giải ngân vốn đầu tư công ${month} tháng năm ${year}`,
    'Chính phủ cho ý kiến về giải pháp đẩy nhanh tiến độ tại các bộ, địa phương có tỷ lệ giải ngân dưới mức bình quân.',
  ),
  item(
    'm4',
    'botruong.khoahoc',
    'Bộ Khoa học và Công nghệ',
    25,
    'Dự thảo Nghị định quy định về chính quyền số và cung cấp dịch vụ công trực tuyến toàn trình',
    'Chính phủ thảo luận và biểu quyết thông qua dự thảo Nghị định.',
  ),
  item(
    'm5',
    'botruong.khoahoc',
    'Bộ Khoa học và Công nghệ',
    20,
    'Chuyển đổi số quốc gia và Đề án 06',
    'Chính phủ nghe báo cáo tổng thể đến từng địa phương và cho ý kiến về nhiệm vụ năm tới.',
    [
      item(
        'm5-1',
        'botruong.congan',
        'Bộ Công an',
        10,
        'Khai thác Cơ sở dữ liệu quốc gia về dân cư',
        'Nghe báo cáo về kết nối, chia sẻ dữ liệu phục vụ giải quyết thủ tục hành chính.',
      ),
    ],
  ),
  item(
    'm6',
    'botruong.nongnghiep',
    'Bộ Nông nghiệp và Môi trường',
    20,
    'Công tác ứng phó, khắc phục hậu quả thiên tai tại miền Trung và Tây Nguyên',
    'Chính phủ nghe báo cáo và cho ý kiến về hỗ trợ các địa phương bị thiệt hại.',
  ),
  item(
    'm7',
    'botruong.noivu',
    'Bộ Nội vụ',
    30,
    'Dự thảo Nghị quyết về đẩy mạnh cải cách hành chính, hoàn thiện tổ chức bộ máy chính quyền địa phương hai cấp',
    'Chính phủ thảo luận và biểu quyết thông qua dự thảo Nghị quyết.',
  ),
  item(
    'm8',
    'botruong.congan',
    'Bộ Công an',
    20,
    'Bảo đảm an ninh mạng đối với hệ thống thông tin quan trọng',
    'Nội dung mật. Chính phủ nghe báo cáo và cho ý kiến chỉ đạo; tài liệu được thu hồi sau phiên họp.',
  ),
  item(
    'm9',
    'botruong.vanhoa',
    'Bộ Văn hóa, Thể thao và Du lịch',
    15,
    `Công tác thông tin báo chí, dư luận xã hội tháng ${month}`,
    'Chính phủ nghe báo cáo.',
  ),
];

/** `month` and `year`: what the earlier session's reports covered. */
export const earlierAgenda = (month: number, year: number): readonly SampleItem[] => [
  item(
    'hop-truoc-1',
    'botruong.taichinh',
    'Bộ Tài chính',
    40,
    `Tình hình kinh tế – xã hội tháng ${month} và ${month} tháng năm ${year}`,
    'Chính phủ thảo luận, cho ý kiến.',
  ),
  item(
    'hop-truoc-2',
    'botruong.vpcp',
    'Văn phòng Chính phủ',
    30,
    'Nghị quyết Phiên họp Chính phủ thường kỳ',
    'Chính phủ thảo luận và biểu quyết thông qua Nghị quyết Phiên họp.',
  ),
  item(
    'hop-truoc-3',
    'botruong.vpcp',
    'Văn phòng Chính phủ',
    10,
    'Kết luận của Thủ tướng Chính phủ',
    'Thông báo kết luận được gửi đến các thành viên Chính phủ sau Phiên họp.',
  ),
];
