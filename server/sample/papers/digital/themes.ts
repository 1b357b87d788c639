import { type ProvinceFigures } from './indicators.ts';

/** One chapter of the report's second part, with what its table and figure show for every province. */
export interface Theme {
  readonly title: string;
  readonly text: string;
  readonly table: {
    readonly caption: string;
    readonly columns: readonly (readonly [
      title: string,
      of: (figures: ProvinceFigures) => number,
      digits: number,
    ])[];
  };
  readonly figure: {
    readonly caption: string;
    readonly unit: string;
    readonly series: readonly (readonly [name: string, of: (figures: ProvinceFigures) => number])[];
  };
}

export const THEMES: readonly Theme[] = [
  {
    title: 'Hoàn thiện thể chế, chính sách số',
    text: `
Trong kỳ báo cáo, Quốc hội đã thông qua 6 luật, Chính phủ ban hành 19 nghị định trực tiếp điều chỉnh môi trường số. Khung pháp lý về dữ liệu, giao dịch điện tử, bảo vệ dữ liệu cá nhân, công nghiệp công nghệ số về cơ bản đã đầy đủ; lần đầu tiên tài sản số và thử nghiệm có kiểm soát được quy định trong luật.
## Những điểm mới quan trọng
Thứ nhất, giấy tờ điện tử trên ứng dụng định danh có giá trị ngang bản gốc trong mọi thủ tục, cơ quan từ chối phải chịu trách nhiệm bằng văn bản. Thứ hai, nhiệm vụ khoa học và công nghệ được chấp nhận rủi ro, miễn trách nhiệm dân sự khi đã tuân thủ quy trình. Thứ ba, ngân sách dành tối thiểu 3% cho khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số, tăng dần theo nhu cầu.
## Vướng mắc còn lại
Vẫn còn 17 luật chuyên ngành yêu cầu nộp bản giấy; 46 thông tư quy định mẫu tờ khai có ô chữ ký tay; định mức chi thuê dịch vụ đám mây chưa có nên địa phương áp dụng khác nhau. Bộ Tư pháp đã tổng hợp, đề nghị sửa theo phương thức một nghị định sửa nhiều nghị định.`,
    table: {
      caption: 'Mức độ hoàn thành nhiệm vụ và đánh giá chung theo địa phương',
      columns: [
        ['Điểm đánh giá', (f) => f.score, 1],
        ['Kinh phí (tỷ đồng)', (f) => f.spending, 1],
        ['Hồ sơ đúng hạn (%)', (f) => f.onTime, 1],
        ['Số hệ thống', (f) => f.systems, 0],
      ],
    },
    figure: {
      caption: 'Điểm đánh giá chuyển đổi số của các địa phương',
      unit: 'điểm, thang 100',
      series: [['Điểm', (f) => f.score]],
    },
  },
  {
    title: 'Phát triển hạ tầng số',
    text: `
Hạ tầng viễn thông tiếp tục mở rộng: cáp quang đến 100% xã, phường, đặc khu; sóng di động đến 99,8% dân số; mạng 5G do bốn doanh nghiệp khai thác đã phủ các trung tâm hành chính, khu công nghiệp, cảng biển, sân bay. Việt Nam xếp thứ 15 thế giới về tốc độ băng rộng di động theo số liệu quốc tế.
## Trung tâm dữ liệu và điện toán đám mây
Cả nước có 41 trung tâm dữ liệu thương mại, tổng công suất thiết kế 221 MW. Cơ quan nhà nước đã chuyển 54% hệ thống lên đám mây; chi phí vận hành bình quân giảm 22%. Trung tâm Dữ liệu quốc gia bước đầu tiếp nhận hệ thống của 11 bộ, ngành.
## Khắc phục hạ tầng sau thiên tai
Các đợt bão, lũ làm gián đoạn 9.260 trạm phát sóng. Các doanh nghiệp khôi phục 85% trong 48 giờ nhờ trạm lưu động, chuyển vùng giữa các mạng và 146 máy điện thoại vệ tinh. Bài học là phải dự trữ nguồn điện tối thiểu 8 giờ tại các trạm trục và có bản đồ ưu tiên khôi phục chung giữa viễn thông và điện lực.`,
    table: {
      caption: 'Hạ tầng viễn thông theo địa phương',
      columns: [
        ['Hộ có cáp quang (%)', (f) => f.broadband, 1],
        ['Dân số phủ 5G (%)', (f) => f.fiveG, 1],
        ['Điểm lõm sóng', (f) => f.deadSpots, 0],
        ['Số hệ thống', (f) => f.systems, 0],
      ],
    },
    figure: {
      caption: 'Tỷ lệ dân số được phủ sóng 5G',
      unit: '%',
      series: [['Phủ sóng 5G', (f) => f.fiveG]],
    },
  },
  {
    title: 'Xây dựng, kết nối và khai thác dữ liệu',
    text: `
Thủ tướng Chính phủ đã ban hành danh mục 116 cơ sở dữ liệu quốc gia và chuyên ngành phải đưa về Trung tâm Dữ liệu quốc gia. Đến nay 63 cơ sở dữ liệu đã được đánh giá chất lượng, trong đó 38 cơ sở dữ liệu đạt tiêu chí đúng, đủ, sạch, sống, thống nhất, dùng chung.
## Chia sẻ dữ liệu
Nền tảng tích hợp, chia sẻ dữ liệu quốc gia thực hiện trung bình 4,7 triệu giao dịch một ngày. Chín dịch vụ dữ liệu được dùng nhiều nhất gồm xác nhận thông tin công dân, tình trạng hôn nhân, quan hệ hộ gia đình, mã số thuế, đăng ký doanh nghiệp, bảo hiểm, đất đai, giấy phép lái xe và hộ nghèo.
## Chất lượng dữ liệu
Đối soát cho thấy tỷ lệ sai lệch giữa dữ liệu hộ tịch và dân cư còn 0,8%; giữa đất đai và dân cư còn 11,6%. Cơ chế sửa sai theo phản ánh của người dân giúp cập nhật 1,3 triệu bản ghi, thời gian trung bình 4,2 ngày.`,
    table: {
      caption: 'Số hóa và dùng lại dữ liệu theo địa phương',
      columns: [
        ['Số hóa hồ sơ (%)', (f) => f.digitised, 1],
        ['Dùng lại dữ liệu (%)', (f) => f.reused, 1],
        ['Hồ sơ tiếp nhận (nghìn)', (f) => f.files, 1],
        ['Thanh toán trực tuyến (%)', (f) => f.paidOnline, 1],
      ],
    },
    figure: {
      caption: 'Số hóa hồ sơ và dùng lại dữ liệu',
      unit: '% số hồ sơ',
      series: [
        ['Dùng lại dữ liệu', (f) => f.reused],
        ['Số hóa hồ sơ', (f) => f.digitised],
      ],
    },
  },
  {
    title: 'Cung cấp dịch vụ công trực tuyến',
    text: `
Cổng Dịch vụ công quốc gia trở thành điểm tiếp nhận duy nhất tại 27 địa phương. Toàn quốc có 4.370 thủ tục cung cấp trực tuyến, trong đó 2.216 thủ tục toàn trình; 25 nhóm thủ tục có số lượng hồ sơ lớn chiếm 74% tổng số hồ sơ. Tỷ lệ người dân tự làm không cần hỗ trợ tăng từ 31% lên 49%.
## Sau khi không tổ chức cấp huyện
Hồ sơ tiếp nhận tại cấp xã tăng 2,6 lần. Những tuần đầu hệ thống nghẽn vào giờ cao điểm, thời gian gửi hồ sơ có lúc đến 11 phút; sau khi mở rộng năng lực và tách luồng ký số, thời gian trung bình còn 38 giây. Việc làm thủ tục không phụ thuộc địa giới trong tỉnh giúp giảm quãng đường trung bình từ 17 km xuống 6 km.
## Chất lượng phục vụ
Khảo sát 28.000 người trong kỳ cho thấy 87,1% hài lòng; điểm chưa hài lòng tập trung ở biểu mẫu dài, phải tải lên giấy tờ đã có và thông báo trạng thái khó hiểu. Nhóm nông dân, người cao tuổi đánh giá cao việc được hướng dẫn tại nhà văn hóa thôn vào buổi tối.`,
    table: {
      caption: 'Kết quả tiếp nhận, giải quyết hồ sơ theo địa phương',
      columns: [
        ['Hồ sơ (nghìn)', (f) => f.files, 1],
        ['Trực tuyến năm trước (%)', (f) => f.onlineBefore, 1],
        ['Trực tuyến (%)', (f) => f.online, 1],
        ['Đúng hạn (%)', (f) => f.onTime, 1],
      ],
    },
    figure: {
      caption: 'Tỷ lệ hồ sơ trực tuyến toàn trình',
      unit: '% số hồ sơ',
      series: [
        ['Năm trước', (f) => f.onlineBefore],
        ['Năm nay', (f) => f.online],
      ],
    },
  },
  {
    title: 'Triển khai Đề án 06 về dữ liệu dân cư, định danh và xác thực điện tử',
    text: `
Trong 58 nhiệm vụ của giai đoạn, các bộ, ngành, địa phương hoàn thành 44 nhiệm vụ, đang thực hiện 11 nhiệm vụ, chậm 3 nhiệm vụ. Năm nhóm tiện ích phục vụ người dân, doanh nghiệp, quản lý, phát triển công dân số và kết nối dữ liệu đều có sản phẩm cụ thể.
## Tiện ích phục vụ người dân
Dịch vụ công thiết yếu hoàn thành 51 trên 53 dịch vụ; riêng cấp đổi giấy phép lái xe, xác nhận cư trú, đăng ký khai sinh đã thay thế hoàn toàn bản giấy. Người dân dùng hình ảnh căn cước trên ứng dụng khi đi máy bay tại 22 cảng hàng không; xác thực sinh trắc học lúc làm thủ tục rút xuống 20 giây.
## An sinh xã hội
Tất cả 34 địa phương chi trả trợ cấp qua tài khoản; 3,5 triệu người nhận trợ cấp hằng tháng đúng ngày, tiết kiệm 280 tỷ đồng chi phí tổ chức chi trả. Khi có thiên tai, tài khoản an sinh trên ứng dụng định danh giúp chuyển tiền hỗ trợ trong 24 giờ.
## Nhiệm vụ chậm
Ba nhiệm vụ chậm gồm liên thông kết quả cận lâm sàng, kết nối dữ liệu công chứng và cấp tài khoản định danh tổ chức cho hộ kinh doanh. Trách nhiệm thuộc Bộ Y tế, Bộ Tư pháp và Bộ Tài chính; thời hạn mới đã được Tổ công tác thống nhất.`,
    table: {
      caption: 'Định danh điện tử và chữ ký số theo địa phương',
      columns: [
        ['Định danh kích hoạt (%)', (f) => f.identity, 1],
        ['Có chữ ký số (%)', (f) => f.signature, 1],
        ['Chi trả qua tài khoản (%)', (f) => f.cashless, 1],
        ['Hồ sơ (nghìn)', (f) => f.files, 1],
      ],
    },
    figure: {
      caption: 'Tỷ lệ người trưởng thành kích hoạt tài khoản định danh điện tử',
      unit: '%',
      series: [['Đã kích hoạt', (f) => f.identity]],
    },
  },
  {
    title: 'Phát triển kinh tế số',
    text: `
Tỷ trọng giá trị tăng thêm của kinh tế số trong GDP ước đạt 19,6%; doanh thu công nghiệp công nghệ số ước 172 tỷ USD, xuất khẩu phần cứng, điện tử chiếm trên 80%. Cả nước có 78.400 doanh nghiệp công nghệ số, 2.050 doanh nghiệp có doanh thu từ thị trường nước ngoài.
## Hộ kinh doanh và doanh nghiệp nhỏ
Việc bỏ thuế khoán là bước ngoặt: 1,9 triệu hộ đã dùng phần mềm bán hàng, hóa đơn điện tử. Cơ quan thuế cung cấp phần mềm miễn phí và đường dây hỗ trợ; tỷ lệ tờ khai sai sót giảm từ 14% xuống 5% sau hai kỳ khai.
## Bán dẫn và trí tuệ nhân tạo
Có 7.200 kỹ sư thiết kế vi mạch; nhà máy chế tạo chip đầu tiên trong nước đã khởi công. Hai trung tâm tính toán hiệu năng cao cho doanh nghiệp thuê theo giờ, ưu đãi 30% cho doanh nghiệp khởi nghiệp. Điểm nghẽn là nguồn điện ổn định và nhân lực có kinh nghiệm trên năm năm.`,
    table: {
      caption: 'Kinh tế số theo địa phương',
      columns: [
        ['Tỷ trọng năm trước (%)', (f) => f.shareBefore, 1],
        ['Tỷ trọng năm nay (%)', (f) => f.share, 1],
        ['Doanh nghiệp công nghệ số', (f) => f.firms, 0],
        ['Không tiền mặt (%)', (f) => f.cashless, 1],
      ],
    },
    figure: {
      caption: 'Tỷ trọng kinh tế số trong GRDP',
      unit: '%',
      series: [
        ['Năm trước', (f) => f.shareBefore],
        ['Năm nay', (f) => f.share],
      ],
    },
  },
  {
    title: 'Phát triển xã hội số và công dân số',
    text: `
Phong trào “Bình dân học vụ số” lan đến từng thôn, tổ dân phố: 93.400 tổ công nghệ số cộng đồng với 452.000 thành viên. Tỷ lệ người trưởng thành dùng điện thoại thông minh đạt 89,4%; thanh toán không dùng tiền mặt tăng 43% về số lượng.
## Thu hẹp khoảng cách số
Chương trình tặng điện thoại, gói dữ liệu cho hộ nghèo, cận nghèo đã đến 316.000 hộ. Thư viện, nhà văn hóa, bưu điện xã trở thành điểm truy cập công cộng. Đối với người khuyết tật, 61% cổng thông tin của cơ quan nhà nước đạt chuẩn tiếp cận mức cơ bản, còn 39% chưa đọc được bằng phần mềm đọc màn hình.
## An toàn cho người dân trên mạng
Thiệt hại do lừa đảo trực tuyến vẫn lớn, ước 14.200 tỷ đồng. Các nhà mạng chặn 3,6 triệu cuộc gọi giả mạo; chiến dịch “Không một mình” bảo vệ trẻ em trước lừa đảo, bắt cóc trực tuyến đến 15.000 trường học.`,
    table: {
      caption: 'Xã hội số theo địa phương',
      columns: [
        ['Tổ công nghệ số', (f) => f.teams, 0],
        ['Lượt tập huấn', (f) => f.trained, 0],
        ['Không tiền mặt (%)', (f) => f.cashless, 1],
        ['Có chữ ký số (%)', (f) => f.signature, 1],
      ],
    },
    figure: {
      caption: 'Tỷ lệ người trưởng thành có chữ ký số',
      unit: '%',
      series: [['Chữ ký số', (f) => f.signature]],
    },
  },
  {
    title: 'Nhân lực số',
    text: `
Nhân lực công nghệ số cả nước ước 1,67 triệu người, tăng 9%. Có 168 cơ sở đào tạo đại học và 520 cơ sở giáo dục nghề nghiệp đào tạo ngành liên quan; chỉ tiêu tuyển sinh vi mạch, trí tuệ nhân tạo, an toàn thông tin tăng 28%.
## Khu vực công
Cấp xã còn thiếu khoảng 2.900 người chuyên trách. Chính sách hỗ trợ 5 triệu đồng một tháng cho người làm chuyên trách chuyển đổi số, an toàn thông tin đã được 29 địa phương áp dụng, giúp tỷ lệ nghỉ việc giảm một nửa. Khoảng 412.000 cán bộ, công chức hoàn thành khóa học về trí tuệ nhân tạo.
## Chuyên gia và hợp tác
Mạng lưới chuyên gia người Việt ở nước ngoài có 1.900 thành viên; 63 chuyên gia về nước làm việc theo cơ chế hợp đồng đặc biệt. Vướng mắc là thủ tục bổ nhiệm, thuê nhà công vụ và chứng minh thu nhập còn rườm rà.`,
    table: {
      caption: 'Đào tạo, bồi dưỡng kỹ năng số theo địa phương',
      columns: [
        ['Lượt tập huấn', (f) => f.trained, 0],
        ['Tổ công nghệ số', (f) => f.teams, 0],
        ['Doanh nghiệp công nghệ số', (f) => f.firms, 0],
        ['Điểm đánh giá', (f) => f.score, 1],
      ],
    },
    figure: {
      caption: 'Số lượt cán bộ, công chức, cộng tác viên được tập huấn',
      unit: 'lượt',
      series: [['Lượt tập huấn', (f) => f.trained]],
    },
  },
  {
    title: 'An toàn thông tin, bảo vệ dữ liệu cá nhân',
    text: `
Các lực lượng chức năng ghi nhận 46.700 vụ tấn công mạng, giảm 8% về số vụ nhưng mức độ tinh vi tăng; tấn công vào chuỗi cung ứng phần mềm chiếm 17%. Có 1.870 trên 2.140 hệ thống thông tin cấp độ 3 trở lên triển khai đủ phương án bảo vệ.
## Thực thi pháp luật về bảo vệ dữ liệu cá nhân
Cơ quan chức năng tiếp nhận 12.600 hồ sơ đánh giá tác động; xử phạt 214 tổ chức, thu hồi 5 đường dây mua bán dữ liệu với trên 160 triệu bản ghi. Các cơ quan nhà nước rà soát, xóa 88 triệu bản ghi thu thập quá mức cần thiết.
## Ứng cứu sự cố
Thời gian phản ứng trung bình của mạng lưới ứng cứu là 47 phút. Kinh nghiệm từ ba sự cố lớn cho thấy đơn vị có bản sao lưu ngoại tuyến khôi phục trong 1–2 ngày, đơn vị không có phải mất trên hai tuần. Yêu cầu bắt buộc từ năm tới: mỗi hệ thống quan trọng có ba bản sao, ở hai nơi, một bản tách rời mạng.`,
    table: {
      caption: 'An toàn hệ thống thông tin theo địa phương',
      columns: [
        ['Số hệ thống', (f) => f.systems, 0],
        ['Đã phê duyệt cấp độ', (f) => f.systemsApproved, 0],
        ['Sự cố phải xử lý', (f) => f.incidents, 0],
        ['Điểm lõm sóng', (f) => f.deadSpots, 0],
      ],
    },
    figure: {
      caption: 'Hệ thống thông tin và số đã phê duyệt cấp độ an toàn',
      unit: 'hệ thống',
      series: [
        ['Tổng số', (f) => f.systems],
        ['Đã phê duyệt', (f) => f.systemsApproved],
      ],
    },
  },
];
