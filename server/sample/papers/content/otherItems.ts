import { type PaperCalendar } from '../calendar.ts';
import { paperSource, type PaperSource } from '../paperSource.ts';
import { signature } from '../signers.ts';
import { prose, type Block, type TableBlock } from '../typeset/blocks.ts';

function groupTable(): TableBlock {
  return {
    kind: 'table',
    caption: 'Bảng 1. Kết quả kiểm tra theo nhóm hệ thống',
    columns: [
      { title: 'Nhóm hệ thống', width: 40, align: 'left' },
      { title: 'Số hệ thống', width: 14, align: 'right' },
      { title: 'Đạt yêu cầu', width: 14, align: 'right' },
      { title: 'Phải khắc phục', width: 15, align: 'right' },
      { title: 'Thời hạn', width: 17, align: 'center' },
    ],
    rows: [
      ['Dịch vụ công, dữ liệu dân cư', '14', '12', '2', '30 ngày'],
      ['Tài chính, ngân hàng, kho bạc', '19', '17', '2', '30 ngày'],
      ['Điện lực, dầu khí', '11', '8', '3', '45 ngày'],
      ['Giao thông, hàng không, cảng biển', '16', '11', '5', '60 ngày'],
      ['Y tế, bảo hiểm xã hội', '9', '6', '3', '60 ngày'],
      ['Thủy lợi, hồ chứa, khí tượng', '7', '4', '3', '90 ngày'],
      ['**Cộng**', '**76**', '**58**', '**18**', ''],
    ],
  };
}

function security(c: PaperCalendar): readonly Block[] {
  return [
    ...prose(`
Thực hiện chỉ đạo của Thủ tướng Chính phủ, Bộ Công an báo cáo Chính phủ kết quả kiểm tra công tác bảo đảm an ninh mạng đối với hệ thống thông tin quan trọng và đề xuất nhiệm vụ thời gian tới như sau:
# I. KẾT QUẢ KIỂM TRA
## 1. Phạm vi
Từ đầu năm, Bộ Công an đã chủ trì kiểm tra 76 hệ thống thông tin thuộc sáu nhóm; nội dung gồm quản lý tài khoản đặc quyền, sao lưu và khôi phục, giám sát, cập nhật bản vá, an ninh chuỗi cung ứng và năng lực ứng phó. Việc kiểm tra được thực hiện trực tiếp, kết hợp diễn tập không báo trước tại 21 đơn vị.
## 2. Đánh giá chung
Có 58 hệ thống đạt yêu cầu, 18 hệ thống phải khắc phục. So với kỳ kiểm tra trước, thời gian trung bình phát hiện sự cố giảm từ 31 giờ xuống 9 giờ; thời gian khôi phục dịch vụ giảm từ 52 giờ xuống 20 giờ. Không ghi nhận sự cố làm gián đoạn dịch vụ thiết yếu quá 24 giờ.
`),
    groupTable(),
    ...prose(`
## 3. Tồn tại chủ yếu
Thứ nhất, 11 hệ thống dùng chung tài khoản quản trị giữa đơn vị vận hành và nhà thầu; nhật ký không gắn được với từng người. Thứ hai, 7 hệ thống có bản sao lưu nhưng chưa từng khôi phục thử, trong đó 3 bản sao lưu không khôi phục được tại thời điểm kiểm tra. Thứ ba, hợp đồng thuê dịch vụ của 9 đơn vị không quy định nghĩa vụ thông báo sự cố. Thứ tư, các trạm quan trắc và điều khiển hồ chứa đầu tư trước đây không tách biệt mạng điều khiển với mạng văn phòng.
Nguyên nhân chính là nhân lực chuyên trách còn mỏng: bình quân mỗi hệ thống quan trọng chỉ có 2,4 người làm an ninh mạng; 6 đơn vị chưa thành lập bộ phận chuyên trách.
# II. DỰ BÁO
Hoạt động tống tiền bằng mã hóa dữ liệu và xâm nhập qua nhà cung cấp phần mềm có xu hướng tăng. Thủ đoạn giả giọng nói, hình ảnh để lừa người có thẩm quyền phê duyệt lệnh chuyển tiền, cấp quyền truy cập sẽ tinh vi hơn. Các dịp nghỉ lễ dài ngày và thời điểm thiên tai là lúc hệ thống dễ bị lợi dụng.
# III. ĐỀ XUẤT
1. Người đứng đầu cơ quan chủ quản chịu trách nhiệm hoàn thành khắc phục đối với 18 hệ thống đúng thời hạn tại Bảng 1; báo cáo bằng văn bản mật về Bộ Công an.
2. Trước ngày ${c.short(-45)}, chấm dứt sử dụng tài khoản quản trị dùng chung; bắt buộc xác thực nhiều yếu tố bằng thiết bị vật lý đối với tài khoản đặc quyền.
3. Mỗi quý khôi phục thử toàn bộ từ bản sao lưu ngoại tuyến; kết quả do đơn vị độc lập xác nhận.
4. Bổ sung điều khoản an ninh mạng mẫu vào hợp đồng thuê dịch vụ công nghệ thông tin; Bộ Tài chính hướng dẫn dự toán.
5. Tách mạng điều khiển của 7 hệ thống thủy lợi, hồ chứa; ưu tiên kinh phí dự phòng để hoàn thành trước mùa lũ tới.
6. Tổ chức diễn tập cấp quốc gia trong Quý II năm ${c.year + 1} với tình huống giả định mất đồng thời trung tâm dữ liệu và đường truyền.
Đề nghị các đồng chí thành viên Chính phủ bảo quản tài liệu theo quy định về bảo vệ bí mật nhà nước và nộp lại sau phiên họp.
Bộ Công an kính trình Chính phủ xem xét, chỉ đạo./.
`),
  ];
}

function topicTable(): TableBlock {
  return {
    kind: 'table',
    caption: 'Bảng 1. Các nhóm chủ đề được báo chí và dư luận quan tâm nhiều nhất',
    columns: [
      { title: 'STT', width: 6, align: 'center' },
      { title: 'Chủ đề', width: 44, align: 'left' },
      { title: 'Tin, bài', width: 13, align: 'right' },
      { title: 'Lượt thảo luận', width: 16, align: 'right' },
      { title: 'Tích cực (%)', width: 13, align: 'right' },
    ],
    rows: [
      ['1', 'Khắc phục hậu quả mưa lũ, tái định cư', '9.412', '2.361.000', '71,4'],
      ['2', 'Vận hành chính quyền địa phương hai cấp', '6.870', '1.148.000', '58,9'],
      ['3', 'Giá đất, nhà ở xã hội', '5.226', '1.905.000', '37,2'],
      ['4', 'Công trình hạ tầng khánh thành, khởi công', '4.903', '684.000', '82,6'],
      ['5', 'Thuế đối với hộ kinh doanh', '3.318', '1.277.000', '44,1'],
      ['6', 'Tuyển sinh, sách giáo khoa dùng chung', '2.954', '1.013.000', '52,7'],
      ['7', 'Lừa đảo trên mạng', '2.671', '936.000', '33,5'],
    ],
  };
}

function press(c: PaperCalendar): readonly Block[] {
  return [
    ...prose(`
Bộ Văn hóa, Thể thao và Du lịch báo cáo Chính phủ tình hình thông tin báo chí, dư luận xã hội tháng ${c.month} và định hướng tuyên truyền thời gian tới.
# I. TÌNH HÌNH THÔNG TIN
Trong tháng, 812 cơ quan báo chí đăng, phát khoảng 148.000 tin, bài về hoạt động của Chính phủ, các bộ và địa phương, tăng 6,8% so với tháng trước. Tỷ lệ tin, bài phản ánh tích cực đạt 61,2%; trung tính 27,5%; phản ánh tồn tại, hạn chế 11,3%. Các cơ quan báo chí đã kịp thời đưa tin cảnh báo thiên tai đến cấp xã; 34 đài phát thanh, truyền hình địa phương duy trì bản tin thời tiết mỗi giờ trong những ngày mưa lũ.
`),
    topicTable(),
    ...prose(`
# II. MỘT SỐ VẤN ĐỀ CẦN LƯU Ý
1. Thông tin sai sự thật về vỡ đập, xả lũ lan truyền trên mạng xã hội trong hai ngày ${c.short(24)} và ${c.short(23)}; cơ quan chức năng đã xử lý 43 trường hợp. Kinh nghiệm cho thấy nơi nào công bố số liệu vận hành hồ chứa theo giờ thì tin giả tắt nhanh hơn.
2. Dư luận băn khoăn về khoảng cách đi lại đến trung tâm phục vụ hành chính công ở các xã rộng, về bảng giá đất mới và nghĩa vụ của hộ kinh doanh khi bỏ thuế khoán.
3. Còn 9 bộ, 14 địa phương trả lời báo chí chậm quá 05 ngày làm việc; có 26 câu hỏi gửi qua hệ thống chưa được phân công người trả lời.
# III. ĐỊNH HƯỚNG VÀ KIẾN NGHỊ
1. Tập trung tuyên truyền kết quả phiên họp Chính phủ, các nghị quyết vừa được thông qua; gương người tốt trong cứu hộ, cứu nạn; công trình hoàn thành trước tiến độ.
2. Các bộ, địa phương có vấn đề dư luận quan tâm chủ động cung cấp thông tin trong 24 giờ; người phát ngôn có mặt tại họp báo Chính phủ thường kỳ.
3. Giao Bộ Nông nghiệp và Môi trường công khai số liệu vận hành liên hồ chứa; giao Bộ Tài chính phát hành tài liệu hỏi – đáp dễ hiểu cho hộ kinh doanh.
4. Chuẩn bị nội dung họp báo sau ${c.sessionName}: phân công Văn phòng Chính phủ dự thảo thông cáo, hoàn thành trong ngày họp.
Bộ Văn hóa, Thể thao và Du lịch kính báo cáo Chính phủ./.
`),
  ];
}

/** Item 8, classified, and item 9. */
export function otherPapers(c: PaperCalendar): readonly PaperSource[] {
  return [
    paperSource(
      c,
      {
        key: 'an-ninh-mang',
        version: 1,
        itemKey: 'm8',
        title: 'Báo cáo công tác bảo đảm an ninh mạng đối với hệ thống thông tin quan trọng',
        fileName: 'Bao cao an ninh mang.pdf',
        documentType: 'report',
        agency: 'Bộ Công an',
        number: '97/BC-BCA',
        classification: 'confidential',
      },
      {
        daysBefore: 6,
        kind: 'BÁO CÁO',
        subject: 'Kết quả kiểm tra, bảo đảm an ninh mạng đối với hệ thống thông tin quan trọng',
        addressee: 'Chính phủ',
      },
      [
        ...security(c),
        signature('security', ['- Thành viên Chính phủ (để báo cáo);', '- Lưu: VT, A05. Bản số: 01.']),
      ],
    ),
    paperSource(
      c,
      {
        key: 'bao-chi',
        version: 1,
        itemKey: 'm9',
        title: `Báo cáo công tác thông tin báo chí, dư luận xã hội tháng ${c.month}`,
        fileName: `Bao cao bao chi thang ${c.month}.pdf`,
        documentType: 'report',
        agency: 'Bộ Văn hóa, Thể thao và Du lịch',
        number: '305/BC-BVHTTDL',
        classification: 'internal',
      },
      {
        daysBefore: 5,
        kind: 'BÁO CÁO',
        subject: `Công tác thông tin báo chí, dư luận xã hội tháng ${c.month} năm ${c.year}`,
        addressee: 'Chính phủ',
        headAgency: 'BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH',
      },
      [
        ...press(c),
        signature('culture', [
          '- Thành viên Chính phủ;',
          '- Ban Tuyên giáo và Dân vận Trung ương;',
          '- Lưu: VT, CBC.',
        ]),
      ],
    ),
  ];
}
