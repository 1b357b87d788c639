import { type PaperCalendar } from '../calendar.ts';
import { paperSource, type PaperSource } from '../paperSource.ts';
import { signature } from '../signers.ts';
import { prose, type Block, type TableBlock } from '../typeset/blocks.ts';
import { DECREE_ARTICLES } from './publicServicesDecree.ts';

const SUBJECT =
  'quy định về chính quyền số và cung cấp dịch vụ công trực tuyến toàn trình trên Cổng Dịch vụ công quốc gia';

function comparison(): TableBlock {
  return {
    kind: 'table',
    caption: 'Bảng 1. So sánh chính sách chủ yếu với quy định hiện hành',
    columns: [
      { title: 'Nội dung', width: 22, align: 'left' },
      { title: 'Quy định hiện hành', width: 36, align: 'left' },
      { title: 'Dự thảo Nghị định', width: 42, align: 'left' },
    ],
    rows: [
      [
        'Nơi nộp hồ sơ',
        'Cổng Dịch vụ công quốc gia và các cổng cấp bộ, cấp tỉnh',
        'Một cổng duy nhất; các cổng cấp bộ, cấp tỉnh chỉ còn là hệ thống xử lý phía sau',
      ],
      [
        'Giấy tờ đã có trong cơ sở dữ liệu',
        'Khuyến khích cơ quan nhà nước tự tra cứu',
        'Nghiêm cấm yêu cầu người dân nộp lại; vi phạm bị xử lý kỷ luật',
      ],
      [
        'Địa giới',
        'Theo nơi cư trú hoặc nơi đặt trụ sở, trừ một số thủ tục',
        'Phi địa giới toàn quốc đối với 1.084 thủ tục tại Phụ lục I',
      ],
      ['Quá hạn giải quyết', 'Gửi thư xin lỗi', 'Xin lỗi, hoàn 100% phí, lệ phí trong 05 ngày làm việc'],
      [
        'Người không dùng được thiết bị số',
        'Chưa quy định riêng',
        'Có quyền được hỗ trợ trực tiếp tại cấp xã, bưu cục, tổ công nghệ số cộng đồng; không phân biệt đối xử',
      ],
      [
        'Trợ lý ảo, trí tuệ nhân tạo',
        'Chưa quy định',
        'Chỉ hỗ trợ; quyết định bất lợi cho công dân phải do người có thẩm quyền ban hành',
      ],
    ],
  };
}

function submission(c: PaperCalendar): readonly Block[] {
  return [
    ...prose(`
Thực hiện Chương trình công tác của Chính phủ năm ${c.year}, Bộ Khoa học và Công nghệ chủ trì, phối hợp với Văn phòng Chính phủ, Bộ Công an và các cơ quan liên quan xây dựng dự thảo Nghị định ${SUBJECT}. Bộ Khoa học và Công nghệ kính trình Chính phủ các nội dung sau:
# I. SỰ CẦN THIẾT BAN HÀNH
Nghị quyết số 57-NQ/TW của Bộ Chính trị yêu cầu quản lý nhà nước trên môi trường số, kết nối và vận hành thông suốt giữa các cơ quan trong hệ thống chính trị. Luật Giao dịch điện tử số 20/2023/QH15 và Luật Dữ liệu số 60/2024/QH15 giao Chính phủ quy định chi tiết việc dùng lại dữ liệu trong giải quyết thủ tục hành chính.
Từ khi tổ chức chính quyền địa phương hai cấp, Ủy ban nhân dân cấp xã tiếp nhận 1.065 nhóm thủ tục trước đây của cấp huyện. Khảo sát của Bộ tại 640 trung tâm phục vụ hành chính công cấp xã cho thấy: 27% hồ sơ “trực tuyến” thực chất do công chức nhập hộ; 34% người nộp hồ sơ vẫn phải cung cấp bản chụp giấy tờ đã có trong cơ sở dữ liệu; bình quân một công chức phải đăng nhập 4,6 phần mềm mỗi ngày.
Việc duy trì song song 34 cổng cấp tỉnh và 19 cổng cấp bộ làm tăng chi phí, phân tán dữ liệu và gây lúng túng cho người dân. Do đó cần một nghị định thống nhất, quy định nghĩa vụ của cơ quan nhà nước thay vì chỉ khuyến khích.
# II. MỤC ĐÍCH VÀ QUAN ĐIỂM CHỈ ĐẠO
1. Lấy người dân, doanh nghiệp làm trung tâm; mỗi thông tin chỉ phải cung cấp một lần.
2. Dữ liệu là căn cứ giải quyết, hồ sơ giấy là ngoại lệ phải giải trình.
3. Không ai bị bỏ lại phía sau: người cao tuổi, người khuyết tật, đồng bào dân tộc thiểu số có kênh trực tiếp với chất lượng tương đương.
4. Bảo đảm an toàn thông tin, bảo vệ dữ liệu cá nhân ngay từ khâu thiết kế; ghi nhật ký mọi lần truy cập.
# III. QUÁ TRÌNH XÂY DỰNG
Bộ đã tổng kết thi hành quy định hiện hành; đánh giá tác động của năm chính sách; đăng tải dự thảo trên Cổng thông tin điện tử Chính phủ trong 60 ngày; nhận 1.312 lượt góp ý, trong đó 74 ý kiến của cơ quan nhà nước và 38 ý kiến của hiệp hội. Hội đồng thẩm định của Bộ Tư pháp có Báo cáo số 498/BCTĐ-BTP; cơ quan chủ trì đã tiếp thu toàn bộ 22 ý kiến thẩm định về kỹ thuật và giải trình 03 ý kiến về nội dung.
# IV. BỐ CỤC VÀ NỘI DUNG CHÍNH
Dự thảo gồm 5 chương, 26 điều, bỏ 11 quy định đang phân tán tại bốn nghị định. Các chính sách chủ yếu như sau:
`),
    comparison(),
    ...prose(`
# V. NGUỒN LỰC VÀ ĐIỀU KIỆN BẢO ĐẢM THI HÀNH
Kinh phí nâng cấp nền tảng dùng chung giai đoạn đầu là 1.284 tỷ đồng, bố trí từ 3% chi ngân sách dành cho khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số. Đổi lại, việc dừng vận hành cổng riêng tiết kiệm khoảng 410 tỷ đồng mỗi năm; người dân và doanh nghiệp tiết kiệm ước 3.900 tỷ đồng mỗi năm chi phí đi lại, sao chụp.
# VI. VẤN ĐỀ CÒN Ý KIẾN KHÁC NHAU
## 1. Thời điểm dừng cổng dịch vụ công cấp bộ, cấp tỉnh (Điều 25)
Đa số ý kiến đề nghị dừng sau 06 tháng kể từ ngày Nghị định có hiệu lực. Hai thành phố đề nghị 12 tháng vì đang có hợp đồng thuê dịch vụ. Cơ quan chủ trì đề nghị chọn 06 tháng và cho phép gia hạn tối đa 03 tháng theo quyết định của Thủ tướng Chính phủ.
## 2. Hoàn phí khi giải quyết quá hạn (khoản 2 Điều 17)
Bộ Tài chính đề nghị chỉ hoàn 50%. Cơ quan chủ trì cho rằng mức 100% rõ ràng, dễ thực hiện, và số hồ sơ quá hạn hiện chỉ chiếm 2,3%, tổng số tiền hoàn ước 18 tỷ đồng một năm, có thể tự cân đối.
Bộ Khoa học và Công nghệ kính trình Chính phủ xem xét, biểu quyết thông qua và trình Thủ tướng thay mặt Chính phủ ký ban hành./.
`),
  ];
}

function decree(c: PaperCalendar): readonly Block[] {
  return [
    ...prose(`
> Căn cứ Luật Tổ chức Chính phủ số 63/2025/QH15;
> Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;
> Căn cứ Luật Giao dịch điện tử số 20/2023/QH15;
> Căn cứ Luật Căn cước số 26/2023/QH15;
> Căn cứ Luật Dữ liệu số 60/2024/QH15;
> Căn cứ Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15;
> Theo đề nghị của Bộ trưởng Bộ Khoa học và Công nghệ;
> Chính phủ ban hành Nghị định ${SUBJECT}.
`),
    ...prose(DECREE_ARTICLES.replaceAll('{nămSau}', String(c.year + 1))),
  ];
}

/** Item 4: the decree on digital government, put to the vote. */
export function publicServicesPapers(c: PaperCalendar): readonly PaperSource[] {
  const name = `${SUBJECT.charAt(0).toUpperCase()}${SUBJECT.slice(1)}`;
  return [
    paperSource(
      c,
      {
        key: 'tt-dich-vu-cong',
        version: 1,
        itemKey: 'm4',
        title: `Tờ trình dự thảo Nghị định ${SUBJECT}`,
        fileName: 'To trinh ND chinh quyen so.pdf',
        documentType: 'submission',
        agency: 'Bộ Khoa học và Công nghệ',
        number: '236/TTr-BKHCN',
        classification: 'public',
      },
      { daysBefore: 9, kind: 'TỜ TRÌNH', subject: `Dự thảo Nghị định ${SUBJECT}`, addressee: 'Chính phủ' },
      [
        ...submission(c),
        signature('science', [
          '- Như trên;',
          '- Văn phòng Chính phủ;',
          '- Bộ Tư pháp, Bộ Công an;',
          '- Lưu: VT, PC, CĐSQG.',
        ]),
      ],
    ),
    paperSource(
      c,
      {
        key: 'nd-dich-vu-cong',
        version: 1,
        itemKey: 'm4',
        title: `Dự thảo Nghị định ${SUBJECT}`,
        fileName: 'Du thao ND chinh quyen so.pdf',
        documentType: 'draft_decree',
        agency: 'Chính phủ',
        number: '…/NĐ-CP',
        classification: 'public',
      },
      { daysBefore: 9, kind: 'NGHỊ ĐỊNH', subject: name, draft: 'DỰ THẢO' },
      [
        ...decree(c),
        signature(
          'government',
          [
            '- Ban Bí thư Trung ương Đảng;',
            '- Thủ tướng, các Phó Thủ tướng Chính phủ;',
            '- Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ;',
            '- HĐND, UBND các tỉnh, thành phố trực thuộc trung ương;',
            '- Tòa án nhân dân tối cao;',
            '- Viện kiểm sát nhân dân tối cao;',
            '- Lưu: VT, KSTT (2b).',
          ],
          'unsigned',
        ),
      ],
      { outline: true },
    ),
  ];
}
