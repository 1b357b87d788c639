import { seeded, vn } from '../figures.ts';
import { type Block, type Row, type TableBlock } from '../typeset/blocks.ts';

const ESSENTIAL: readonly (readonly [lead: string, services: readonly string[]])[] = [
  [
    'Bộ Công an',
    [
      'Xác nhận số chứng minh nhân dân khi đã được cấp căn cước',
      'Đăng ký thường trú',
      'Đăng ký tạm trú',
      'Khai báo tạm vắng',
      'Thông báo lưu trú',
      'Đăng ký, cấp biển số mô tô, xe gắn máy',
      'Đăng ký xe ô tô lần đầu',
      'Cấp hộ chiếu phổ thông',
      'Nộp phạt vi phạm hành chính về giao thông',
      'Cấp phiếu lý lịch tư pháp',
      'Đổi, cấp lại giấy phép lái xe',
    ],
  ],
  [
    'Bộ Tư pháp',
    [
      'Đăng ký khai sinh',
      'Đăng ký khai tử',
      'Đăng ký kết hôn',
      'Cấp bản sao trích lục hộ tịch',
      'Cấp giấy xác nhận tình trạng hôn nhân',
      'Chứng thực bản sao từ bản chính',
      'Đăng ký biện pháp bảo đảm bằng quyền sử dụng đất',
    ],
  ],
  [
    'Bộ Tài chính',
    [
      'Đăng ký thành lập doanh nghiệp',
      'Đăng ký hộ kinh doanh',
      'Đăng ký thuế lần đầu',
      'Khai, nộp lệ phí trước bạ',
      'Quyết toán thuế thu nhập cá nhân',
      'Hoàn thuế giá trị gia tăng',
      'Cấp thẻ bảo hiểm y tế',
      'Gia hạn thẻ bảo hiểm y tế theo hộ gia đình',
      'Đăng ký đóng bảo hiểm xã hội tự nguyện',
      'Giải quyết hưởng chế độ thai sản',
    ],
  ],
  [
    'Bộ Nông nghiệp và Môi trường',
    [
      'Đăng ký biến động quyền sử dụng đất',
      'Cung cấp thông tin đất đai',
      'Cấp đổi giấy chứng nhận quyền sử dụng đất',
      'Đăng ký khai thác thủy sản trên biển',
      'Cấp giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm',
    ],
  ],
  [
    'Bộ Nội vụ',
    [
      'Giải quyết hưởng trợ cấp thất nghiệp',
      'Cấp giấy phép lao động cho người nước ngoài',
      'Giải quyết chế độ ưu đãi người có công',
      'Đăng ký nội quy lao động',
    ],
  ],
  [
    'Bộ Y tế',
    [
      'Trợ cấp xã hội hằng tháng',
      'Hỗ trợ chi phí mai táng',
      'Cấp giấy khám sức khỏe điện tử cho người lái xe',
      'Cấp giấy chứng sinh điện tử',
    ],
  ],
  [
    'Bộ Giáo dục và Đào tạo',
    [
      'Đăng ký dự thi tốt nghiệp trung học phổ thông',
      'Đăng ký xét tuyển đại học',
      'Tuyển sinh đầu cấp',
      'Công nhận văn bằng nước ngoài',
    ],
  ],
  [
    'Bộ Xây dựng',
    [
      'Cấp giấy phép xây dựng nhà ở riêng lẻ',
      'Cấp phù hiệu xe kinh doanh vận tải',
      'Đăng ký mua, thuê mua nhà ở xã hội',
    ],
  ],
  [
    'Bộ Công Thương',
    ['Cấp điện mới từ lưới hạ áp', 'Thay đổi chủ thể hợp đồng mua bán điện', 'Thông báo khuyến mại'],
  ],
  ['Bộ Quốc phòng', ['Đăng ký nghĩa vụ quân sự lần đầu', 'Đăng ký tạm vắng nghĩa vụ quân sự']],
];

function servicesTable(): TableBlock {
  return {
    kind: 'table',
    size: 9.5,
    columns: [
      { title: 'STT', width: 6, align: 'center' },
      { title: 'Dịch vụ công thiết yếu', width: 46, align: 'left' },
      { title: 'Hồ sơ (nghìn)', width: 14, align: 'right' },
      { title: 'Trực tuyến (%)', width: 14, align: 'right' },
      { title: 'Thời gian (ngày)', width: 13, align: 'right' },
      { title: 'Giấy tờ cắt bỏ', width: 12, align: 'right' },
    ],
    rows: ESSENTIAL.flatMap(([lead, services]): Row[] => [
      { group: lead },
      ...services.map((service, index): Row => {
        const random = seeded(service);
        return [
          String(index + 1),
          service,
          vn(30 + random() ** 2 * 6900, 1),
          vn(58 + random() * 41, 1),
          vn(0.5 + random() * 9, 1),
          String(1 + Math.floor(random() * 5)),
        ];
      }),
    ]),
  };
}

const LATE: readonly (readonly [task: string, lead: string, reason: string, due: string])[] = [
  [
    'Liên thông kết quả xét nghiệm, chẩn đoán hình ảnh giữa các bệnh viện',
    'Bộ Y tế',
    'Chưa thống nhất chuẩn dữ liệu và giá dịch vụ',
    '6',
  ],
  [
    'Kết nối cơ sở dữ liệu công chứng toàn quốc',
    'Bộ Tư pháp',
    'Bốn địa phương dùng phần mềm không có giao diện kết nối',
    '3',
  ],
  [
    'Cấp tài khoản định danh tổ chức cho hộ kinh doanh',
    'Bộ Tài chính',
    'Đối khớp mã số thuế với số định danh còn sai lệch',
    '4',
  ],
  [
    'Đưa cơ sở dữ liệu quy hoạch về Trung tâm Dữ liệu quốc gia',
    'Bộ Xây dựng',
    'Khác hệ quy chiếu, thiếu siêu dữ liệu',
    '7',
  ],
  ['Ban hành định mức thuê dịch vụ điện toán đám mây', 'Bộ Tài chính', 'Chờ khảo sát giá thị trường', '2'],
  [
    'Hoàn thành kiểm kê điểm lõm sóng tại khu vực biên giới',
    'Bộ Khoa học và Công nghệ',
    'Địa hình hiểm trở, mưa lũ kéo dài',
    '3',
  ],
  ['Số hóa hồ sơ người có công giai đoạn hai', 'Bộ Nội vụ', 'Nhà thầu chậm, phải chấm dứt hợp đồng', '9'],
  [
    'Hợp nhất cổng dịch vụ công tại bảy địa phương',
    'UBND cấp tỉnh',
    'Hợp đồng thuê dịch vụ chưa hết hạn',
    '6',
  ],
  [
    'Cập nhật giá đất vào cơ sở dữ liệu đất đai',
    'Bộ Nông nghiệp và Môi trường',
    'Bảng giá mới chưa gắn với từng thửa',
    '5',
  ],
  [
    'Chuẩn hóa địa chỉ số theo đơn vị hành chính mới',
    'Bộ Khoa học và Công nghệ',
    'Trùng tên đường sau khi nhập xã, phường',
    '4',
  ],
  [
    'Kết nối dữ liệu phòng, chống rửa tiền với định danh',
    'Ngân hàng Nhà nước Việt Nam',
    'Đang hoàn thiện quy chế chia sẻ',
    '3',
  ],
  [
    'Đưa văn bằng số của cơ sở giáo dục nghề nghiệp lên ứng dụng',
    'Bộ Giáo dục và Đào tạo',
    'Dữ liệu trước năm 2016 chưa số hóa',
    '8',
  ],
  ['Vận hành hệ thống quản lý xử lý vi phạm hành chính', 'Bộ Tư pháp', 'Sửa đổi mẫu biểu theo luật mới', '5'],
  [
    'Giám sát hành trình tàu cá dưới 15 m',
    'Bộ Nông nghiệp và Môi trường',
    'Chưa chọn được thiết bị phù hợp giá thành',
    '10',
  ],
  ['Bản đồ số di tích quốc gia đặc biệt', 'Bộ Văn hóa, Thể thao và Du lịch', 'Thiếu định mức chi', '7'],
  ['Trợ lý giọng nói tiếng dân tộc thiểu số', 'Bộ Dân tộc và Tôn giáo', 'Thiếu dữ liệu huấn luyện', '11'],
];

function lateTable(year: number): TableBlock {
  return {
    kind: 'table',
    columns: [
      { title: 'STT', width: 6, align: 'center' },
      { title: 'Nhiệm vụ', width: 38, align: 'left' },
      { title: 'Cơ quan chủ trì', width: 22, align: 'left' },
      { title: 'Nguyên nhân chậm', width: 30, align: 'left' },
      { title: 'Hạn mới', width: 11, align: 'center' },
    ],
    rows: LATE.map(([task, lead, reason, due], index) => [
      String(index + 1),
      task,
      lead,
      reason,
      `${due}/${year}`,
    ]),
  };
}

/** The appendices that list services and late tasks. */
export function listAppendices(nextYear: number): readonly Block[] {
  return [
    { kind: 'part', label: 'PHỤ LỤC III', title: '53 DỊCH VỤ CÔNG THIẾT YẾU CỦA ĐỀ ÁN 06', newPage: true },
    servicesTable(),
    { kind: 'part', label: 'PHỤ LỤC IV', title: 'NHIỆM VỤ CHẬM TIẾN ĐỘ VÀ THỜI HẠN MỚI', newPage: true },
    lateTable(nextYear),
  ];
}
