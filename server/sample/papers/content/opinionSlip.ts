import { type PaperCalendar } from '../calendar.ts';
import { paperSource, type PaperSource } from '../paperSource.ts';
import { signature } from '../signers.ts';
import { prose, type Block, type TableBlock } from '../typeset/blocks.ts';

const ITEM = 'phieu-lay-y-kien';
const SUBJECT = 'Kế hoạch quốc gia ứng phó sự cố tràn dầu trên các tuyến vận tải biển trọng điểm';

function submission(c: PaperCalendar): readonly Block[] {
  return prose(`
Theo Quy chế làm việc của Chính phủ, đối với nội dung cần quyết định gấp mà không tổ chức thảo luận tại phiên họp, Thủ tướng Chính phủ quyết định lấy ý kiến thành viên Chính phủ bằng phiếu. Văn phòng Chính phủ xin gửi các đồng chí thành viên Chính phủ dự thảo Quyết định ban hành ${SUBJECT} với các nội dung chính sau:
# I. LÝ DO LẤY Ý KIẾN BẰNG PHIẾU
Mùa gió mùa đông bắc bắt đầu sớm hơn trung bình nhiều năm; từ đầu quý đã xảy ra ba vụ va chạm tàu tại vùng biển từ Hải Phòng đến Quảng Trị, trong đó một vụ làm tràn khoảng 62 tấn dầu nhiên liệu. Kế hoạch hiện hành được ban hành trước khi sắp xếp đơn vị hành chính, còn giao nhiệm vụ cho cấp huyện và cho các bộ đã hợp nhất nên lực lượng tại chỗ lúng túng khi huy động.
# II. QUÁ TRÌNH CHUẨN BỊ
Bộ Quốc phòng chủ trì soạn thảo; đã lấy ý kiến 9 bộ và 21 tỉnh, thành phố ven biển, tất cả đều nhất trí về sự cần thiết. Ý kiến về phương tiện, kinh phí đã được tiếp thu; còn một nội dung khác nhau là mức dự trữ vật tư tại chỗ của các cảng loại I.
# III. NỘI DUNG XIN Ý KIẾN
1. Nhất trí hay không nhất trí việc Thủ tướng Chính phủ ký ban hành Quyết định kèm theo.
2. Lựa chọn mức dự trữ phao quây dầu tối thiểu của cảng loại I: *Phương án 1:* 2.000 m (Bộ Quốc phòng, Bộ Xây dựng đề nghị); *Phương án 2:* 1.200 m (Bộ Tài chính đề nghị, tăng dần trong ba năm).
3. Ý kiến khác (nếu có).
Đề nghị đồng chí gửi Phiếu lấy ý kiến trước 17 giờ 00 ${c.long(-4)}. Quá thời hạn trên, đồng chí không trả lời được tính là không biểu quyết; kết quả sẽ được tổng hợp, báo cáo Thủ tướng Chính phủ trong ngày làm việc tiếp theo./.
`);
}

function forceTable(): TableBlock {
  return {
    kind: 'table',
    caption: 'Bảng 1. Lực lượng, phương tiện huy động theo khu vực',
    columns: [
      { title: 'Khu vực', width: 24, align: 'left' },
      { title: 'Trung tâm ứng phó', width: 28, align: 'left' },
      { title: 'Tàu chuyên dụng', width: 14, align: 'right' },
      { title: 'Phao quây (m)', width: 14, align: 'right' },
      { title: 'Thời gian đến hiện trường (giờ)', width: 20, align: 'right' },
    ],
    rows: [
      ['Quảng Ninh – Hải Phòng', 'Miền Bắc (Hải Phòng)', '6', '9.400', '4'],
      ['Ninh Bình – Nghệ An', 'Miền Bắc (Hải Phòng)', '3', '4.100', '7'],
      ['Hà Tĩnh – Huế', 'Miền Trung (Đà Nẵng)', '4', '5.600', '6'],
      ['Đà Nẵng – Gia Lai', 'Miền Trung (Đà Nẵng)', '5', '7.250', '5'],
      ['Đắk Lắk – Lâm Đồng', 'Nam Trung Bộ (Khánh Hòa)', '4', '5.900', '6'],
      ['Thành phố Hồ Chí Minh – Đồng Nai', 'Miền Nam (Vũng Tàu)', '9', '14.800', '3'],
      ['Vĩnh Long – Cà Mau', 'Miền Nam (Vũng Tàu)', '3', '3.700', '9'],
      ['An Giang – Phú Quốc', 'Tây Nam (Phú Quốc)', '4', '4.450', '5'],
    ],
  };
}

function plan(c: PaperCalendar): readonly Block[] {
  return [
    ...prose(`
= THỦ TƯỚNG CHÍNH PHỦ
> Căn cứ Luật Tổ chức Chính phủ số 63/2025/QH15;
> Căn cứ Luật Phòng thủ dân sự số 18/2023/QH15;
> Căn cứ Bộ luật Hàng hải Việt Nam;
> Theo đề nghị của Bộ trưởng Bộ Quốc phòng;
> Trên cơ sở ý kiến của các thành viên Chính phủ bằng phiếu,
= QUYẾT ĐỊNH:
## Điều 1. Ban hành Kế hoạch
Ban hành kèm theo Quyết định này ${SUBJECT}.
## Điều 2. Hiệu lực
Quyết định này có hiệu lực từ ngày ký, thay thế các nội dung về ứng phó sự cố tràn dầu trên biển tại kế hoạch đã ban hành trước ngày 01 tháng 7 năm 2025.
## Điều 3. Trách nhiệm thi hành
Các Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Chủ tịch Ủy ban nhân dân 21 tỉnh, thành phố ven biển và Chủ tịch Ủy ban Quốc gia Tìm kiếm Cứu nạn chịu trách nhiệm thi hành Quyết định này./.
`),
    signature(
      'primeMinister',
      ['- Như Điều 3;', '- Ban Bí thư Trung ương Đảng;', '- Văn phòng Quốc hội;', '- Lưu: VT, NC (2b).'],
      'unsigned',
    ),
    {
      kind: 'part',
      label: 'KẾ HOẠCH',
      title: SUBJECT.replace('Kế hoạch q', 'Q').toUpperCase(),
      newPage: true,
    },
    ...prose(`
# I. MỤC TIÊU VÀ PHƯƠNG CHÂM
1. Phát hiện, báo động trong 30 phút; triển khai phao quây trong 04 giờ tại vùng nước cảng và không quá 09 giờ trên tuyến xa bờ; thu gom tối thiểu 60% lượng dầu trong 72 giờ đầu.
2. Thực hiện phương châm bốn tại chỗ; cấp tỉnh chỉ huy thống nhất, cấp xã bảo vệ bờ và hỗ trợ dân cư; trung ương chi viện khi sự cố vượt quá 500 tấn hoặc liên tỉnh.
# II. PHÂN CẤP SỰ CỐ
*Mức nhỏ* (dưới 20 tấn): chủ tàu, cảng, kho xăng dầu tự ứng phó, báo cáo cảng vụ hàng hải và Ủy ban nhân dân cấp xã. *Mức trung bình* (từ 20 đến 500 tấn): Chủ tịch Ủy ban nhân dân cấp tỉnh chỉ huy, trung tâm ứng phó khu vực tham gia. *Mức lớn* (trên 500 tấn): Ủy ban Quốc gia Tìm kiếm Cứu nạn điều hành, Bộ Ngoại giao thông báo cho các nước có nguy cơ bị ảnh hưởng.
# III. LỰC LƯỢNG, PHƯƠNG TIỆN
`),
    forceTable(),
    ...prose(`
# IV. CÁC GIAI ĐOẠN ỨNG PHÓ
## 1. Tiếp nhận và xử lý thông tin
Thông tin sự cố gửi về số trực ban 24/7 của trung tâm khu vực; trực ban xác minh bằng ảnh vệ tinh, thiết bị bay không người lái và đài thông tin duyên hải. Mô hình lan truyền dầu phải có kết quả dự báo đầu tiên trong 60 phút.
## 2. Khoanh vùng, thu gom
Ưu tiên chặn hướng dầu vào cửa sông, rừng ngập mặn, vùng nuôi và bãi tắm. Chất phân tán chỉ được dùng ở độ sâu trên 20 m, cách bờ trên 05 hải lý, có chấp thuận bằng văn bản của Bộ Nông nghiệp và Môi trường.
## 3. Khắc phục, bồi thường
Chi phí được tạm ứng từ dự phòng ngân sách, sau đó đòi bồi thường từ chủ tàu, tổ chức bảo hiểm và quỹ quốc tế. Hồ sơ thiệt hại của ngư dân do Ủy ban nhân dân cấp xã lập trong 15 ngày.
# V. TỔ CHỨC THỰC HIỆN
1. Bộ Quốc phòng tổ chức diễn tập hằng năm tại một khu vực; lần đầu tại Đà Nẵng trong Quý II năm ${c.year + 1}.
2. Bộ Xây dựng kiểm tra vật tư dự trữ tại 34 cảng loại I và loại II trước ngày ${c.short(-60)}.
3. Bộ Khoa học và Công nghệ chia sẻ ảnh vệ tinh trong vòng 03 giờ kể từ khi có yêu cầu.
4. Ủy ban nhân dân các tỉnh, thành phố ven biển cập nhật kế hoạch cấp tỉnh trong 60 ngày, bãi bỏ nhiệm vụ giao cho cấp huyện.
`),
  ];
}

/** What members decide on by opinion slip, outside the session. */
export function opinionSlipPapers(c: PaperCalendar): readonly PaperSource[] {
  return [
    paperSource(
      c,
      {
        key: 'phieu-tt-tran-dau',
        version: 1,
        itemKey: ITEM,
        title: `Tờ trình lấy ý kiến thành viên Chính phủ về ${SUBJECT}`,
        fileName: 'To trinh lay y kien KH tran dau.pdf',
        documentType: 'submission',
        agency: 'Văn phòng Chính phủ',
        number: '10482/TTr-VPCP',
        classification: 'public',
      },
      {
        daysBefore: 5,
        kind: 'TỜ TRÌNH',
        subject: `Lấy ý kiến thành viên Chính phủ về dự thảo Quyết định ban hành ${SUBJECT}`,
        addressee: 'Các đồng chí thành viên Chính phủ',
      },
      [
        ...submission(c),
        signature('office', [
          '- Như trên;',
          '- Thủ tướng Chính phủ (để b/c);',
          '- Bộ Quốc phòng;',
          '- Lưu: VT, NC.',
        ]),
      ],
    ),
    paperSource(
      c,
      {
        key: 'phieu-kh-tran-dau',
        version: 1,
        itemKey: ITEM,
        title: `Dự thảo Quyết định ban hành ${SUBJECT}`,
        fileName: 'Du thao KH ung pho tran dau.pdf',
        documentType: 'plan',
        agency: 'Thủ tướng Chính phủ',
        number: '…/QĐ-TTg',
        classification: 'public',
      },
      { daysBefore: 5, kind: 'QUYẾT ĐỊNH', subject: `Ban hành ${SUBJECT}`, draft: 'DỰ THẢO' },
      plan(c),
      { outline: true },
    ),
  ];
}
