import { type PaperCalendar } from '../calendar.ts';
import { seeded } from '../figures.ts';
import { paperSource, type PaperSource } from '../paperSource.ts';
import { PROVINCES } from '../provinces.ts';
import { signature } from '../signers.ts';
import { prose, type Block, type Row, type TableBlock } from '../typeset/blocks.ts';

const AGENCY = 'Bộ Nội vụ';
const SUBJECT = 'về đẩy mạnh cải cách hành chính, hoàn thiện tổ chức bộ máy chính quyền địa phương hai cấp';

function submission(c: PaperCalendar): readonly Block[] {
  return prose(`
Thực hiện nhiệm vụ được giao tại Nghị quyết số 358/NQ-CP của Phiên họp Chính phủ thường kỳ trước, Bộ Nội vụ đã xây dựng dự thảo Nghị quyết của Chính phủ ${SUBJECT}, kính trình Chính phủ như sau:
# I. TÌNH HÌNH VẬN HÀNH CHÍNH QUYỀN ĐỊA PHƯƠNG HAI CẤP
## 1. Kết quả
Cả nước có 34 đơn vị hành chính cấp tỉnh và 3.321 đơn vị hành chính cấp xã (2.621 xã, 687 phường và 13 đặc khu). Sau thời gian đầu vận hành, 100% đơn vị cấp xã có trung tâm phục vụ hành chính công; tỷ lệ hồ sơ giải quyết đúng hạn đạt 93,4%; 1.065 thủ tục chuyển từ cấp huyện về cấp xã được tiếp nhận liên tục, không gián đoạn.
Chế độ, chính sách đối với người nghỉ việc theo quy định về sắp xếp tổ chức bộ máy đã chi trả cho 98,7% số người có quyết định. Số đầu mối bên trong các sở, ngành giảm 41%; cơ cấu ngạch công chức cấp xã có 88,6% trình độ đại học trở lên.
## 2. Hạn chế
*Về nhân lực:* còn thiếu 8.430 công chức chuyên môn sâu so với vị trí việc làm được phê duyệt, nhất là địa chính, xây dựng, tài chính và công nghệ thông tin; trong khi đó nhóm văn phòng, nội vụ dôi dư 5.190 người.
*Về cơ sở vật chất:* 417 xã, phường làm việc tại từ ba địa điểm trở lên; 16.123 cơ sở nhà đất dôi dư, mới có phương án xử lý 9.870 cơ sở.
*Về phân cấp, phân quyền:* qua rà soát 28 nghị định về phân định thẩm quyền, có 91 nhiệm vụ giao cho cấp xã chưa phù hợp năng lực, 37 nhiệm vụ chồng chéo giữa sở chuyên ngành và Ủy ban nhân dân cấp xã.
# II. NỘI DUNG CHÍNH CỦA DỰ THẢO NGHỊ QUYẾT
1. Giao biên chế theo vị trí việc làm và khối lượng công việc đo được trên hệ thống, thay cho bình quân theo đơn vị.
2. Cho phép biệt phái công chức cấp tỉnh về cấp xã tối đa 24 tháng, giữ nguyên phụ cấp cao hơn; mỗi xã biên giới, hải đảo được ưu tiên ít nhất 02 người.
3. Điều chỉnh 91 nhiệm vụ theo ba nhóm: chuyển lên cấp tỉnh 34, giữ ở cấp xã kèm hỗ trợ 46, bãi bỏ 11.
4. Hoàn thành xử lý trụ sở dôi dư, ưu tiên làm trường học, trạm y tế, nhà văn hóa và nhà công vụ cho công chức ở xa.
5. Chấm điểm cải cách hành chính bằng dữ liệu, bãi bỏ 12 biểu báo cáo định kỳ.
# III. TÁC ĐỘNG
Không làm tăng tổng biên chế giai đoạn ${c.year}–2030. Kinh phí tăng thêm cho biệt phái và đào tạo ước 612 tỷ đồng một năm, được bù đắp từ tiết kiệm chi thường xuyên do giảm đầu mối. Việc bãi bỏ biểu báo cáo giúp mỗi xã giảm khoảng 46 giờ công mỗi tháng.
# IV. Ý KIẾN CỦA CÁC CƠ QUAN
Đã có 15 trên 16 bộ, cơ quan và 34 trên 34 địa phương trả lời. Hai vấn đề còn ý kiến khác nhau: (i) thời hạn biệt phái, Bộ Y tế và Bộ Giáo dục và Đào tạo đề nghị 36 tháng đối với viên chức; (ii) thẩm quyền cấp giấy phép xây dựng nhà ở riêng lẻ, Bộ Xây dựng đề nghị giữ ở cấp xã đối với phường. Bộ Nội vụ đã tiếp thu ý kiến thứ hai; với ý kiến thứ nhất, đề nghị giữ 24 tháng và được gia hạn một lần 12 tháng.
Bộ Nội vụ kính trình Chính phủ xem xét, biểu quyết thông qua Nghị quyết./.
`);
}

function resolution(c: PaperCalendar): readonly Block[] {
  return prose(`
= CHÍNH PHỦ
> Căn cứ Luật Tổ chức Chính phủ số 63/2025/QH15;
> Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;
> Căn cứ Luật Cán bộ, công chức số 80/2025/QH15;
> Theo đề nghị của Bộ trưởng Bộ Nội vụ;
> Trên cơ sở kết quả biểu quyết của các thành viên Chính phủ,
= QUYẾT NGHỊ:
## Điều 1. Mục tiêu đến hết năm ${c.year + 1}
1. 100% đơn vị hành chính cấp xã bố trí đủ công chức chuyên môn theo vị trí việc làm được phê duyệt.
2. Tỷ lệ hồ sơ giải quyết đúng hạn và trước hạn tại cấp xã đạt từ 97% trở lên; mức độ hài lòng của người dân đạt từ 92% trở lên.
3. Hoàn thành xử lý 100% trụ sở, cơ sở nhà đất dôi dư; không để hoang hóa, lãng phí.
4. Giảm ít nhất 50% chế độ báo cáo định kỳ đối với cấp xã so với thời điểm Nghị quyết có hiệu lực.
## Điều 2. Bố trí, sử dụng đội ngũ cán bộ, công chức, viên chức
1. Ủy ban nhân dân cấp tỉnh điều hòa biên chế giữa các xã, phường, đặc khu trong tổng biên chế được giao, căn cứ quy mô dân số, diện tích, số hồ sơ phát sinh và tính chất địa bàn.
2. Công chức cấp tỉnh, viên chức có chuyên môn phù hợp được biệt phái về cấp xã tối đa 24 tháng, gia hạn không quá một lần với thời gian 12 tháng; được bảo lưu tiền lương, phụ cấp ở mức cao hơn, được ưu tiên khi xem xét bổ nhiệm.
3. Bộ Nội vụ tổ chức tập huấn theo hình thức cầm tay chỉ việc cho công chức cấp xã; mỗi công chức một cửa được tập huấn tối thiểu 40 giờ trong năm ${c.year + 1}.
## Điều 3. Điều chỉnh phân cấp, phân quyền
1. Chuyển lên cấp tỉnh 34 nhiệm vụ cần chuyên môn sâu về thẩm định công nghệ, an toàn đập, đánh giá tác động môi trường, cấp phép khoáng sản theo Phụ lục I.
2. Giữ ở cấp xã 46 nhiệm vụ, kèm quy trình mẫu, công cụ số và đầu mối hỗ trợ của sở chuyên ngành trả lời trong 02 ngày làm việc. Phường tiếp tục cấp giấy phép xây dựng nhà ở riêng lẻ.
3. Các bộ trình sửa đổi, bãi bỏ quy định liên quan đến 11 nhiệm vụ không còn cần thiết trước ngày 30 tháng 6 năm ${c.year + 1}.
## Điều 4. Trụ sở, phương tiện, hạ tầng số
1. Trụ sở dôi dư được chuyển đổi công năng theo thứ tự ưu tiên: trường học, trạm y tế, thiết chế văn hóa, nhà công vụ, sau đó mới đấu giá.
2. Bảo đảm mỗi trung tâm phục vụ hành chính công cấp xã có tối thiểu 06 máy trạm, 02 máy quét, đường truyền dự phòng và máy phát điện ở vùng thường xuyên bị chia cắt.
3. Xã có diện tích trên 300 km² hoặc bị chia cắt được bố trí điểm tiếp nhận vệ tinh, ô tô công vụ dùng chung.
## Điều 5. Đo lường và công khai
1. Kết quả cải cách hành chính được đánh giá hằng tháng từ dữ liệu hệ thống; thôi thực hiện tự chấm điểm.
2. Kết quả của từng xã, phường, đặc khu được công khai trên Cổng Dịch vụ công quốc gia và là căn cứ khen thưởng, xử lý trách nhiệm.
## Điều 6. Tổ chức thực hiện
1. Bộ Nội vụ là cơ quan thường trực, báo cáo Chính phủ hằng quý. Thanh tra Chính phủ thanh tra trách nhiệm thực hiện tại ít nhất 08 địa phương.
2. Bộ Tài chính bố trí kinh phí; Bộ Khoa học và Công nghệ bảo đảm nền tảng đo lường.
3. Nghị quyết này có hiệu lực từ ngày ký ban hành./.
`);
}

const TASKS: readonly (readonly [string, readonly (readonly [string, string, string, number])[]])[] = [
  [
    'I. Cải cách thể chế',
    [
      [
        'Rà soát 28 nghị định phân định thẩm quyền, trình sửa đổi theo trình tự rút gọn',
        'Bộ Tư pháp',
        'Nghị định',
        3,
      ],
      ['Ban hành bộ quy trình mẫu cho 46 nhiệm vụ giữ ở cấp xã', 'Bộ Nội vụ', 'Quyết định', 2],
      [
        'Bãi bỏ 12 biểu báo cáo định kỳ, hợp nhất số liệu vào hệ thống',
        'Văn phòng Chính phủ',
        'Thông tư, quyết định',
        4,
      ],
    ],
  ],
  [
    'II. Cải cách thủ tục hành chính',
    [
      [
        'Công bố 1.084 thủ tục thực hiện không phụ thuộc địa giới',
        'Văn phòng Chính phủ',
        'Quyết định của Thủ tướng',
        3,
      ],
      ['Tái cấu trúc 25 nhóm thủ tục có số hồ sơ lớn nhất', 'Các bộ, ngành', 'Quy trình điện tử', 6],
      [
        'Cắt giảm thành phần hồ sơ trong lĩnh vực đất đai, hộ tịch, bảo trợ xã hội',
        'Bộ NN&MT, Bộ Tư pháp, Bộ Y tế',
        'Thông tư',
        5,
      ],
    ],
  ],
  [
    'III. Tổ chức bộ máy, công chức',
    [
      ['Phê duyệt điều hòa biên chế giữa các xã trong tỉnh', 'UBND cấp tỉnh', 'Quyết định', 2],
      ['Biệt phái 3.200 công chức, viên chức về cấp xã', 'UBND cấp tỉnh', 'Quyết định cá biệt', 4],
      ['Tập huấn 40 giờ cho 39.800 công chức một cửa', 'Bộ Nội vụ', 'Khóa học, chứng nhận', 9],
      ['Hướng dẫn chế độ công chức đặc khu, xã đảo', 'Bộ Nội vụ', 'Thông tư', 5],
    ],
  ],
  [
    'IV. Tài chính công, tài sản công',
    [
      ['Phê duyệt phương án xử lý 6.253 cơ sở nhà đất còn lại', 'UBND cấp tỉnh', 'Quyết định', 6],
      ['Hướng dẫn định mức trang thiết bị trung tâm phục vụ hành chính công', 'Bộ Tài chính', 'Thông tư', 3],
    ],
  ],
  [
    'V. Chính quyền số',
    [
      [
        'Lắp đặt đường truyền dự phòng cho 812 xã thường bị chia cắt',
        'Bộ Khoa học và Công nghệ',
        'Biên bản nghiệm thu',
        8,
      ],
      [
        'Vận hành bảng theo dõi chất lượng phục vụ cấp xã',
        'Bộ Khoa học và Công nghệ',
        'Hệ thống thông tin',
        4,
      ],
      [
        'Kiểm tra an toàn thông tin trung tâm dữ liệu 34 tỉnh, thành phố',
        'Bộ Công an',
        'Báo cáo kiểm tra',
        7,
      ],
    ],
  ],
];

function planTable(c: PaperCalendar): TableBlock {
  return {
    kind: 'table',
    columns: [
      { title: 'STT', width: 5, align: 'center' },
      { title: 'Nhiệm vụ', width: 44, align: 'left' },
      { title: 'Cơ quan chủ trì', width: 21, align: 'left' },
      { title: 'Sản phẩm', width: 17, align: 'left' },
      { title: 'Hoàn thành', width: 13, align: 'center' },
    ],
    rows: TASKS.flatMap(([group, tasks]): Row[] => [
      { group },
      ...tasks.map(([task, lead, product, months], index) => [
        String(index + 1),
        task,
        lead,
        product,
        `${months}/${c.year + 1}`,
      ]),
    ]),
  };
}

function staffTable(): TableBlock {
  return {
    kind: 'table',
    caption: 'Bảng 2. Dự kiến biệt phái công chức, viên chức về cấp xã theo địa phương',
    unit: 'người',
    size: 9.5,
    columns: [
      { title: 'STT', width: 6, align: 'center' },
      { title: 'Địa phương', width: 32, align: 'left' },
      { title: 'Số đơn vị cấp xã', width: 15, align: 'right' },
      { title: 'Địa chính, xây dựng', width: 15, align: 'right' },
      { title: 'Tài chính, kế toán', width: 15, align: 'right' },
      { title: 'Công nghệ thông tin', width: 15, align: 'right' },
    ],
    rows: PROVINCES.map(({ name, communes }, index) => {
      const random = seeded(`biệt phái ${name}`);
      const people = () => String(Math.round(communes * (0.18 + random() * 0.26)));
      return [String(index + 1), name, String(communes), people(), people(), people()];
    }),
  };
}

function plan(c: PaperCalendar): readonly Block[] {
  return [
    ...prose(`
Bộ Nội vụ xây dựng Kế hoạch triển khai Nghị quyết của Chính phủ ${SUBJECT} (kèm theo Tờ trình số 188/TTr-BNV), gồm các nội dung sau:
# I. YÊU CẦU
1. Mỗi nhiệm vụ có một cơ quan chủ trì, một sản phẩm và một thời hạn; không giao chung chung “phối hợp thực hiện”.
2. Thời hạn là ngày làm việc cuối cùng của tháng nêu trong bảng. Nhiệm vụ quá hạn được hiển thị công khai và báo cáo tại phiên họp Chính phủ gần nhất.
# II. PHÂN CÔNG NHIỆM VỤ
`),
    planTable(c),
    ...prose(`
# III. BIỆT PHÁI VÀ TẬP HUẤN
Số lượng biệt phái do Ủy ban nhân dân cấp tỉnh đăng ký trên cơ sở thiếu hụt thực tế của từng xã; Bộ Nội vụ kiểm tra, bảo đảm không làm thiếu người ở sở chuyên ngành. Ưu tiên người tự nguyện, có kinh nghiệm công tác tại cấp huyện trước đây.
`),
    staffTable(),
    ...prose(`
# IV. KINH PHÍ VÀ CHẾ ĐỘ BÁO CÁO
Kinh phí thực hiện do ngân sách nhà nước bảo đảm theo phân cấp; riêng 11 tỉnh chưa tự cân đối được ngân sách trung ương hỗ trợ 60% chi phí biệt phái. Các cơ quan cập nhật kết quả trên hệ thống trước ngày 25 hằng tháng, không gửi báo cáo giấy./.
`),
  ];
}

/** Item 7: administrative reform, put to the vote. */
export function reformPapers(c: PaperCalendar): readonly PaperSource[] {
  const capital = SUBJECT.charAt(0).toUpperCase() + SUBJECT.slice(1);
  return [
    paperSource(
      c,
      {
        key: 'tt-cai-cach',
        version: 1,
        itemKey: 'm7',
        title: `Tờ trình dự thảo Nghị quyết ${SUBJECT}`,
        fileName: 'To trinh NQ cai cach hanh chinh.pdf',
        documentType: 'submission',
        agency: AGENCY,
        number: '188/TTr-BNV',
        classification: 'public',
      },
      {
        daysBefore: 8,
        kind: 'TỜ TRÌNH',
        subject: `Dự thảo Nghị quyết của Chính phủ ${SUBJECT}`,
        addressee: 'Chính phủ',
      },
      [
        ...submission(c),
        signature('interior', ['- Như trên;', '- Văn phòng Chính phủ;', '- Lưu: VT, TCBC, CQĐP.']),
      ],
    ),
    paperSource(
      c,
      {
        key: 'nq-cai-cach',
        version: 1,
        itemKey: 'm7',
        title: `Dự thảo Nghị quyết của Chính phủ ${SUBJECT}`,
        fileName: 'Du thao NQ cai cach hanh chinh.pdf',
        documentType: 'draft_resolution',
        agency: 'Chính phủ',
        number: '…/NQ-CP',
        classification: 'public',
      },
      { daysBefore: 8, kind: 'NGHỊ QUYẾT', subject: capital, draft: 'DỰ THẢO' },
      [
        ...resolution(c),
        signature(
          'government',
          [
            '- Ban Bí thư Trung ương Đảng;',
            '- Thủ tướng, các Phó Thủ tướng;',
            '- Các bộ, cơ quan ngang bộ;',
            '- HĐND, UBND các tỉnh, thành phố;',
            '- Lưu: VT, TCCV (2b).',
          ],
          'unsigned',
        ),
      ],
      { outline: true },
    ),
    paperSource(
      c,
      {
        key: 'kh-cai-cach',
        version: 1,
        itemKey: 'm7',
        title: 'Kế hoạch triển khai Nghị quyết về cải cách hành chính, hoàn thiện tổ chức bộ máy',
        fileName: 'Ke hoach trien khai cai cach hanh chinh.pdf',
        documentType: 'plan',
        agency: AGENCY,
        number: '189/KH-BNV',
        classification: 'internal',
      },
      {
        daysBefore: 8,
        kind: 'KẾ HOẠCH',
        subject:
          'Triển khai Nghị quyết của Chính phủ về đẩy mạnh cải cách hành chính, hoàn thiện tổ chức bộ máy',
      },
      [
        ...plan(c),
        signature('interior', ['- Thành viên Chính phủ;', '- UBND các tỉnh, thành phố;', '- Lưu: VT, CCHC.']),
      ],
    ),
  ];
}
