import { type PaperCalendar } from '../calendar.ts';
import { paperSource, type PaperSource } from '../paperSource.ts';
import { signature } from '../signers.ts';
import { prose, type Block, type TableBlock } from '../typeset/blocks.ts';

function damageTable(): TableBlock {
  return {
    kind: 'table',
    caption: 'Bảng 1. Thiệt hại chủ yếu theo địa phương',
    size: 10.5,
    columns: [
      { title: 'Địa phương', width: 24, align: 'left' },
      { title: 'Nhà sập, trôi', width: 15, align: 'right' },
      { title: 'Nhà ngập', width: 15, align: 'right' },
      { title: 'Lúa, hoa màu (ha)', width: 17, align: 'right' },
      { title: 'Gia súc, gia cầm (con)', width: 18, align: 'right' },
      { title: 'Ước tính (tỷ đồng)', width: 17, align: 'right' },
    ],
    rows: [
      ['Quảng Trị', '47', '21.360', '2.140', '38.200', '684'],
      ['Huế', '86', '58.900', '3.275', '91.500', '2.310'],
      ['Đà Nẵng', '214', '76.400', '4.860', '142.700', '3.180'],
      ['Quảng Ngãi', '132', '19.850', '2.015', '64.300', '1.245'],
      ['Gia Lai', '318', '33.700', '5.930', '205.600', '2.970'],
      ['Đắk Lắk', '461', '71.250', '9.480', '618.400', '4.865'],
      ['Khánh Hòa', '173', '28.110', '6.120', '118.900', '1.920'],
      ['Lâm Đồng', '95', '7.430', '4.880', '27.800', '1.016'],
      ['**Cộng**', '**1.526**', '**317.000**', '**38.700**', '**1.307.400**', '**18.190**'],
    ],
  };
}

function reliefTable(): TableBlock {
  return {
    kind: 'table',
    caption: 'Bảng 2. Đề xuất hỗ trợ từ dự phòng ngân sách trung ương',
    size: 10.5,
    columns: [
      { title: 'Địa phương', width: 24, align: 'left' },
      { title: 'Nhà ở, dân sinh', width: 18, align: 'right' },
      { title: 'Đê, kè, hồ đập', width: 18, align: 'right' },
      { title: 'Giao thông', width: 16, align: 'right' },
      { title: 'Giống, vật tư', width: 16, align: 'right' },
      { title: 'Cộng (tỷ đồng)', width: 17, align: 'right' },
    ],
    rows: [
      ['Quảng Trị', '45', '70', '40', '25', '180'],
      ['Huế', '120', '165', '90', '45', '420'],
      ['Đà Nẵng', '190', '205', '135', '60', '590'],
      ['Quảng Ngãi', '95', '85', '75', '35', '290'],
      ['Gia Lai', '185', '120', '110', '75', '490'],
      ['Đắk Lắk', '310', '215', '160', '135', '820'],
      ['Khánh Hòa', '130', '115', '80', '65', '390'],
      ['Lâm Đồng', '60', '75', '95', '40', '270'],
      ['**Cộng**', '**1.135**', '**1.050**', '**785**', '**480**', '**3.450**'],
    ],
  };
}

function report(c: PaperCalendar): readonly Block[] {
  return [
    ...prose(`
Bộ Nông nghiệp và Môi trường, cơ quan thường trực Ban Chỉ đạo Phòng thủ dân sự quốc gia về phòng, chống thiên tai, báo cáo Chính phủ công tác ứng phó, khắc phục hậu quả mưa lũ tại miền Trung, Tây Nguyên và nhiệm vụ cấp bách thời gian tới như sau:
# I. DIỄN BIẾN THIÊN TAI
Từ giữa tháng trước đến ngày ${c.short(10)}, khu vực từ Quảng Trị đến Khánh Hòa và phía đông Tây Nguyên chịu ba đợt mưa đặc biệt lớn liên tiếp do không khí lạnh kết hợp nhiễu động gió đông. Tổng lượng mưa phổ biến từ 900 đến 1.500 mm; trạm Bạch Mã đo được 1.739 mm trong 24 giờ, cao nhất từ trước đến nay. Đỉnh lũ trên sông Ba, sông Kỳ Lộ, sông Cái Ninh Hòa vượt mức lịch sử từ 0,4 đến 1,1 m; đô thị Huế, Hội An, Quy Nhơn, Tuy Hòa ngập sâu dài ngày.
Sạt lở đất xảy ra tại 412 điểm, làm đứt Quốc lộ 1, các tuyến đèo nối đồng bằng với Tây Nguyên và đường sắt Bắc – Nam ở bảy vị trí. Có thời điểm 1,2 triệu hộ mất điện, 340 xã, phường mất liên lạc di động từng phần.
# II. CÔNG TÁC ỨNG PHÓ
Thủ tướng Chính phủ đã ban hành 9 công điện, lập Sở Chỉ huy tiền phương tại Đắk Lắk và Gia Lai. Lực lượng vũ trang huy động 84.600 lượt người, 2.870 lượt phương tiện, 14 chuyến bay trực thăng tiếp tế. Các địa phương sơ tán 62.300 hộ với 214.800 người; điểm mới là danh sách người cần sơ tán trước được lập từ dữ liệu dân cư đến từng thôn.
Việc vận hành 88 hồ chứa lớn tham gia cắt giảm lũ đã giữ lại trên 3,1 tỷ m³ nước; tuy vậy một số hồ nhỏ dưới 3 triệu m³ tràn tự do, không có khả năng điều tiết, thông tin xả lũ đến vùng hạ du còn chậm.
# III. THIỆT HẠI
Tính đến ngày ${c.short(9)}, thiên tai làm 102 người chết, 13 người mất tích, 148 người bị thương. Thiệt hại kinh tế ước tính ban đầu 18.190 tỷ đồng.
`),
    damageTable(),
    ...prose(`
# IV. KHẮC PHỤC HẬU QUẢ
1. Đã trợ cấp gia đình có người chết, mất tích; bố trí chỗ ở tạm cho 1.526 hộ mất nhà. Đến nay 98,7% khách hàng có điện trở lại; đường sắt Bắc – Nam thông tuyến; 24 trên 31 điểm đứt quốc lộ đã thông xe bước một.
2. Xuất cấp 9.860 tấn gạo, 160 tấn hóa chất khử khuẩn, 1,4 triệu liều vắc-xin gia súc, 2.300 tấn giống lúa, ngô và rau. Ngành ngân hàng cơ cấu lại nợ cho 47.200 khách hàng.
3. Chiến dịch xây dựng, sửa chữa lại nhà ở được phát động với mục tiêu hoàn thành nhà sửa chữa trước cuối năm, nhà xây mới trước Tết Nguyên đán.
# V. TỒN TẠI, BÀI HỌC
Dự báo lượng mưa cực đoan ở quy mô nhỏ còn sai số lớn; mạng lưới đo mưa tự động tại lưu vực sông Kỳ Lộ, sông Ba thưa. Quy hoạch dân cư ven sông, dưới sườn dốc chưa gắn với bản đồ rủi ro. Ở cấp xã, sau khi không còn cấp huyện, phương tiện cứu hộ đường thủy thiếu: bình quân một xã ven sông mới có 1,6 xuồng máy.
Nơi nào cán bộ đến từng nhà vận động di dời trước 12 giờ thì không có thương vong; nơi nào chờ nước lên mới sơ tán thì trả giá rất đắt. Thông tin vận hành hồ phải đến người dân bằng nhiều kênh, kể cả loa tay và chuông nhà thờ, chùa, khi mất điện, mất sóng.
# VI. NHIỆM VỤ CẤP BÁCH VÀ KIẾN NGHỊ
1. Các tỉnh, thành phố hoàn thành rà soát 2.140 điểm nguy cơ sạt lở; di dời khẩn cấp 3.870 hộ trước mùa mưa tới, ưu tiên tái định cư xen ghép.
2. Giao Bộ Xây dựng hoàn thành kiên cố hóa các đoạn quốc lộ xung yếu; giao Bộ Công Thương và Bộ Khoa học và Công nghệ thống nhất bản đồ ưu tiên khôi phục điện, viễn thông.
3. Sửa đổi quy trình vận hành liên hồ chứa trên bốn lưu vực theo hướng dành dung tích phòng lũ nhiều hơn; lắp 620 trạm đo mưa tự động và loa cảnh báo dùng pin mặt trời.
4. Kiến nghị Chính phủ hỗ trợ 3.450 tỷ đồng từ dự phòng ngân sách trung ương theo Bảng 2; phần còn lại do ngân sách địa phương và nguồn huy động hợp pháp bảo đảm.
`),
    reliefTable(),
    ...prose('Bộ Nông nghiệp và Môi trường kính báo cáo, đề nghị Chính phủ xem xét, quyết định./.'),
    signature(
      'environment',
      ['- Như trên;', '- Ban Chỉ đạo PTDS quốc gia;', '- Bộ Tài chính;', '- Lưu: VT, ĐĐ.'],
      'byHand',
    ),
  ];
}

/** Item 6: the report on storms and floods, which reached the secretariat on paper and was scanned. */
export function disasterPapers(c: PaperCalendar): readonly PaperSource[] {
  const title = 'Báo cáo công tác ứng phó, khắc phục hậu quả thiên tai tại miền Trung và Tây Nguyên';
  return [
    paperSource(
      c,
      {
        key: 'thien-tai',
        version: 1,
        itemKey: 'm6',
        title,
        fileName: 'Scan BC phong chong thien tai.pdf',
        documentType: 'report',
        agency: 'Bộ Nông nghiệp và Môi trường',
        number: '9176/BC-BNNMT',
        classification: 'public',
      },
      {
        daysBefore: 7,
        kind: 'BÁO CÁO',
        subject: 'Công tác ứng phó, khắc phục hậu quả mưa lũ tại miền Trung, Tây Nguyên và nhiệm vụ cấp bách',
        addressee: 'Chính phủ',
      },
      report(c),
      {
        scanned: {
          office: 'VĂN PHÒNG CHÍNH PHỦ',
          lines: ['CÔNG VĂN ĐẾN  Số: 10.327', `Ngày: ${c.short(6)}`, 'Chuyển: Vụ NN, Vụ KTTH'],
        },
      },
    ),
  ];
}
