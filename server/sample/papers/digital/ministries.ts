/** What the report on digital transformation says about one ministry. */
export interface Ministry {
  readonly name: string;
  /** Systems it runs, each with what it does or has reached. */
  readonly systems: readonly (readonly [name: string, state: string])[];
  readonly achievement: string;
  readonly difficulty: string;
  readonly next: string;
  /** 0 to 1, what its figures follow. */
  readonly level: number;
}

export const MINISTRIES: readonly Ministry[] = [
  {
    name: 'Bộ Công an',
    level: 0.95,
    systems: [
      [
        'Cơ sở dữ liệu quốc gia về dân cư',
        'lưu trữ trên 106 triệu nhân khẩu, kết nối 18 bộ, ngành, 34 địa phương và 4 doanh nghiệp nhà nước',
      ],
      [
        'Nền tảng định danh và xác thực điện tử',
        'trên 65 triệu tài khoản đã kích hoạt, 42 tiện ích, bình quân 3,1 triệu lượt đăng nhập mỗi ngày',
      ],
      [
        'Trung tâm Dữ liệu quốc gia số 1',
        'đã vận hành giai đoạn đầu tại Hòa Lạc, tiếp nhận 11 cơ sở dữ liệu quốc gia và chuyên ngành',
      ],
      [
        'Hệ thống đăng ký, quản lý phương tiện',
        'phi địa giới toàn quốc; 98% trường hợp đăng ký xe mới trong nước nộp hồ sơ trên mạng',
      ],
    ],
    achievement:
      'Việc tích hợp giấy phép lái xe, đăng ký xe, thẻ bảo hiểm y tế, lý lịch tư pháp vào tài khoản định danh giúp người dân không phải mang bản giấy; xử lý vi phạm giao thông và nộp phạt qua mạng đạt 71%. Trong cứu trợ thiên tai, dữ liệu dân cư được dùng để lập danh sách hỗ trợ 418.000 hộ trong 36 giờ.',
    difficulty:
      'Nhu cầu truy vấn của các bộ, địa phương tăng 2,4 lần trong một năm; một số khung giờ cao điểm thời gian trả lời vượt 3 giây. Dữ liệu người nước ngoài, người gốc Việt chưa xác định quốc tịch còn thiếu thông tin.',
    next: 'Hoàn thành đưa Trung tâm Dữ liệu quốc gia số 1 vào vận hành đầy đủ, khởi công trung tâm số 2 và số 3; cấp tài khoản định danh cho người nước ngoài thường trú; phát hành 12 tiện ích mới trên ứng dụng định danh.',
  },
  {
    name: 'Bộ Quốc phòng',
    level: 0.8,
    systems: [
      ['Mạng truyền số liệu quân sự', 'kết nối 100% đơn vị đến cấp trung đoàn, có dự phòng vệ tinh'],
      ['Nền tảng chứng thực chữ ký số chuyên dùng', 'cấp 1,02 triệu chứng thư cho cơ quan Đảng, Nhà nước'],
      ['Hệ thống quản lý nghĩa vụ quân sự', 'đăng ký lần đầu trực tuyến tại 34 tỉnh, thành phố'],
    ],
    achievement:
      'Đăng ký nghĩa vụ quân sự lần đầu, tạm vắng, thay đổi nơi cư trú đã dùng dữ liệu dân cư, mỗi thanh niên giảm hai lần đi lại. Doanh nghiệp quân đội làm chủ thiết bị 5G, đã lắp đặt 12.700 trạm phát sóng sản xuất trong nước.',
    difficulty:
      'Việc kết nối giữa mạng quân sự và mạng dùng chung phải qua nhiều lớp kiểm soát, một số nghiệp vụ phối hợp cứu hộ còn phải nhập liệu hai lần.',
    next: 'Đưa cổng trao đổi dữ liệu an toàn hai chiều vào sử dụng; cấp chữ ký số di động cho lãnh đạo xã, phường; diễn tập bảo vệ hạ tầng số quan trọng.',
  },
  {
    name: 'Bộ Ngoại giao',
    level: 0.7,
    systems: [
      ['Hệ thống lãnh sự trực tuyến', 'phục vụ 94 cơ quan đại diện, 21 thủ tục toàn trình'],
      ['Cổng thông tin người Việt Nam ở nước ngoài', 'tiếp nhận 86.000 lượt hỏi đáp từ đầu năm'],
      ['Hệ thống quản lý đoàn ra, đoàn vào', 'liên thông với Bộ Công an và 34 địa phương'],
    ],
    achievement:
      'Hợp pháp hóa lãnh sự được thực hiện trên môi trường số với tem điện tử chống giả; thời gian giải quyết giảm từ 5 ngày còn 2 ngày làm việc. Hộ chiếu cấp tại nước ngoài dùng ảnh và dữ liệu từ Cơ sở dữ liệu quốc gia về dân cư.',
    difficulty:
      'Chênh lệch múi giờ và quy định bảo vệ dữ liệu của nước sở tại khiến việc đặt máy chủ, truyền dữ liệu gặp trở ngại tại 17 địa bàn.',
    next: 'Mở rộng thanh toán lệ phí lãnh sự bằng thẻ quốc tế; kết nối dữ liệu quốc tịch với Bộ Tư pháp; triển khai sổ tay bảo hộ công dân có cảnh báo theo vị trí.',
  },
  {
    name: 'Bộ Nội vụ',
    level: 0.72,
    systems: [
      [
        'Cơ sở dữ liệu quốc gia về cán bộ, công chức, viên chức',
        'đồng bộ 2,31 triệu hồ sơ; 96,4% đã đối khớp với dân cư',
      ],
      ['Sàn việc làm quốc gia', 'kết nối 1,4 triệu vị trí tuyển dụng, liên thông dữ liệu bảo hiểm xã hội'],
      [
        'Hệ thống lưu trữ điện tử quốc gia',
        'tiếp nhận 19 triệu hồ sơ số của các đơn vị hành chính đã kết thúc hoạt động',
      ],
    ],
    achievement:
      'Việc điều chuyển, hưởng chế độ của người nghỉ do sắp xếp bộ máy được xử lý trên dữ liệu, chi trả đúng hạn 98,7%. Phần mềm đánh giá công chức theo kết quả công việc thí điểm ở 9 tỉnh, thay phiếu tự nhận xét.',
    difficulty:
      'Hồ sơ người có công ở nhiều nơi chỉ còn bản giấy đã ố; quy trình xác minh liên tỉnh mất trung bình 41 ngày.',
    next: 'Hoàn thành số hóa 8,7 triệu hồ sơ người có công; ban hành khung năng lực số cho từng vị trí việc làm; kết nối sàn việc làm với nền tảng định danh.',
  },
  {
    name: 'Bộ Tư pháp',
    level: 0.74,
    systems: [
      ['Cơ sở dữ liệu hộ tịch điện tử toàn quốc', '121 triệu dữ liệu hộ tịch, 93% có bản điện tử'],
      ['Cổng Pháp luật quốc gia', '62 triệu lượt truy cập, có trợ lý ảo hỏi đáp pháp luật'],
      ['Cơ sở dữ liệu quốc gia về văn bản pháp luật', '168.000 văn bản, liên kết hiệu lực đến từng điều'],
    ],
    achievement:
      'Chứng thực bản sao điện tử đạt 9,6 triệu bản; khai sinh, khai tử liên thông thực hiện ở mọi xã, phường. Trợ lý ảo pháp luật trả lời kèm dẫn chiếu điều, khoản còn hiệu lực, đã phục vụ 4,2 triệu lượt hỏi.',
    difficulty:
      'Dữ liệu công chứng giữa các tỉnh chưa liên thông hoàn toàn, còn nguy cơ giao dịch trùng trên một tài sản; 12 địa phương chậm cập nhật dữ liệu ngăn chặn.',
    next: 'Vận hành cơ sở dữ liệu công chứng toàn quốc; hoàn thành rà soát mâu thuẫn pháp luật bằng công cụ trí tuệ nhân tạo đối với năm lĩnh vực; số hóa hồ sơ thi hành án.',
  },
  {
    name: 'Bộ Tài chính',
    level: 0.9,
    systems: [
      [
        'Hệ thống thuế điện tử',
        '99,6% doanh nghiệp khai, nộp thuế qua mạng; 3,9 triệu hộ kinh doanh được hỗ trợ bỏ thuế khoán',
      ],
      ['Hải quan số và Cơ chế một cửa quốc gia', '255 thủ tục của 13 bộ, 78.000 doanh nghiệp tham gia'],
      [
        'Hệ thống thông tin quốc gia về đầu tư và đăng ký doanh nghiệp',
        '100% hồ sơ thành lập doanh nghiệp nhận qua mạng',
      ],
      ['Cơ sở dữ liệu về dân cư tham gia bảo hiểm', '96,8 triệu người, xác thực với dân cư 99,1%'],
    ],
    achievement:
      'Hóa đơn điện tử khởi tạo từ máy tính tiền đạt 5,4 tỷ hóa đơn; hoàn thuế tự động cho 480.000 người nộp thuế thu nhập cá nhân với thời gian trung bình 3 ngày. Kho bạc Nhà nước kiểm soát chi điện tử 99,8% giao dịch.',
    difficulty:
      'Sau khi hợp nhất, bộ có trên 200 phần mềm nghiệp vụ, 31 phần mềm trùng chức năng; khối lượng dữ liệu đầu tư công chuyển đổi chưa thống nhất mã dự án.',
    next: 'Hợp nhất danh mục mã dự án; vận hành ứng dụng thuế dành cho hộ kinh doanh với tờ khai điền sẵn; triển khai đấu thầu qua mạng toàn trình đến cấp xã.',
  },
  {
    name: 'Bộ Công Thương',
    level: 0.69,
    systems: [
      ['Hệ thống cấp chứng nhận xuất xứ điện tử', '1,9 triệu bộ hồ sơ, tự động thông qua 38%'],
      ['Hệ thống quản lý thương mại điện tử', 'giám sát 930 sàn và ứng dụng, khóa 41.000 gian hàng vi phạm'],
      ['Nền tảng điều độ và thị trường điện', 'đo đếm từ xa 95% điểm bán điện'],
    ],
    achievement:
      'Doanh số thương mại điện tử bán lẻ ước đạt 31 tỷ USD, chiếm 11% tổng mức bán lẻ. Công tơ điện tử phủ 96% khách hàng, người dân theo dõi sản lượng từng ngày trên điện thoại.',
    difficulty:
      'Hàng giả trên sàn xuyên biên giới khó truy người bán; thiếu cơ chế chia sẻ dữ liệu vận chuyển, thanh toán giữa sàn và cơ quan quản lý.',
    next: 'Định danh bắt buộc người bán trên sàn; kết nối dữ liệu hải quan với quản lý thị trường; đưa sàn giao dịch xăng dầu thí điểm vào hoạt động.',
  },
  {
    name: 'Bộ Nông nghiệp và Môi trường',
    level: 0.66,
    systems: [
      [
        'Cơ sở dữ liệu quốc gia về đất đai',
        '49,7 triệu thửa đã đồng bộ, 61% đạt tiêu chí đúng, đủ, sạch, sống',
      ],
      ['Hệ thống giám sát tàu cá', '28.700 tàu trên 15 m có thiết bị, tín hiệu liên tục 97%'],
      ['Nền tảng quan trắc khí tượng thủy văn', '2.400 trạm tự động, cập nhật 10 phút một lần'],
      ['Hệ thống truy xuất nguồn gốc nông sản', '27.300 mã vùng trồng, 4.100 cơ sở đóng gói'],
    ],
    achievement:
      'Chiến dịch làm giàu, làm sạch dữ liệu đất đai đã đối khớp chủ sử dụng của 31 triệu thửa với dữ liệu dân cư; 19 tỉnh bỏ yêu cầu nộp bản sao giấy chứng nhận khi làm thủ tục. Bản tin cảnh báo lũ quét, sạt lở chi tiết đến cấp xã trước 6 giờ.',
    difficulty:
      'Nhiều nơi chỉ có bản đồ giải thửa lập từ thập niên 1990, sai số lớn; kinh phí đo mới ước 3.850 tỷ đồng chưa bố trí đủ.',
    next: 'Hoàn thành cơ sở dữ liệu đất đai toàn quốc trong năm tới; thí điểm giá đất theo vùng giá trị dựa trên dữ liệu giao dịch; công khai dữ liệu vận hành hồ chứa theo giờ.',
  },
  {
    name: 'Bộ Xây dựng',
    level: 0.71,
    systems: [
      ['Cơ sở dữ liệu quốc gia về nhà ở và thị trường bất động sản', 'kết nối 34 địa phương, 2.140 dự án'],
      [
        'Hệ thống thu phí không dừng và giao thông thông minh',
        '6,4 triệu phương tiện, 99,1% lưu lượng không dừng',
      ],
      ['Hệ thống quản lý cảng biển, đường thủy', 'cấp phép tàu ra, vào cảng toàn trình qua một cửa'],
      ['Nền tảng mô hình thông tin công trình', 'áp dụng bắt buộc cho dự án nhóm B trở lên'],
    ],
    achievement:
      'Tài khoản giao thông thay cho tài khoản thu phí, dùng được cho bến bãi và đổ xăng. Giấy phép lái xe, đăng kiểm số được lực lượng tuần tra chấp nhận trên toàn quốc; dữ liệu đăng kiểm công khai giúp 1,2 triệu chủ xe đặt lịch không phải xếp hàng.',
    difficulty:
      'Dữ liệu quy hoạch đô thị và quy hoạch giao thông ở hai hệ quy chiếu khác nhau; 16 địa phương chưa số hóa quy hoạch phân khu.',
    next: 'Ban hành bản đồ quy hoạch số thống nhất; kết nối giám sát hành trình với Cơ sở dữ liệu phương tiện; cấp phép xây dựng điện tử trong 10 ngày đối với nhà ở riêng lẻ.',
  },
  {
    name: 'Bộ Văn hóa, Thể thao và Du lịch',
    level: 0.6,
    systems: [
      ['Nền tảng quản trị và kinh doanh du lịch', '4.300 cơ sở lưu trú, bán vé điện tử tại 178 điểm'],
      ['Cơ sở dữ liệu di sản văn hóa', '128.000 hiện vật số hóa, 3.400 di tích có bản đồ ba chiều'],
      ['Hệ thống giám sát thông tin trên mạng', 'phân tích 41 triệu nội dung mỗi tháng'],
    ],
    achievement:
      'Thẻ Việt – thẻ du lịch thông minh phát hành 2,2 triệu thẻ; các nhà hát truyền trực tuyến 312 buổi diễn. Công tác báo chí, xuất bản được tiếp nhận nguyên trạng khi chuyển về bộ, không gián đoạn cấp phép.',
    difficulty:
      'Số hóa di sản cần thiết bị chuyên dùng, đơn giá chưa có định mức; thư viện cấp huyện cũ chưa rõ đơn vị quản lý.',
    next: 'Ban hành định mức số hóa di sản; hợp nhất bản quyền tác giả điện tử; mở dữ liệu du lịch cho doanh nghiệp khởi nghiệp.',
  },
  {
    name: 'Bộ Khoa học và Công nghệ',
    level: 0.84,
    systems: [
      ['Nền tảng tích hợp, chia sẻ dữ liệu quốc gia', '3,8 tỷ giao dịch lũy kế, 104 hệ thống tham gia'],
      ['Hệ thống giám sát, đo lường chính phủ số', 'đo tự động 132 cơ quan, địa phương theo ngày'],
      ['Sàn giao dịch công nghệ quốc gia', '9.600 công nghệ chào bán, 780 giao dịch thành công'],
      ['Nền tảng đào tạo kỹ năng số mở', '17,5 triệu lượt học viên'],
    ],
    achievement:
      'Bốn tập đoàn viễn thông đã phủ sóng 5G đến 59% dân số; hai tuyến cáp quang biển mới nâng dung lượng quốc tế thêm 34 Tbps. Danh mục 11 nhóm công nghệ chiến lược được gắn với 24 nhiệm vụ đặt hàng doanh nghiệp.',
    difficulty:
      'Cơ chế đặt hàng nghiên cứu chấp nhận rủi ro chưa có mẫu hợp đồng, nhiều chủ nhiệm còn e ngại; giải ngân quỹ phát triển khoa học chậm.',
    next: 'Trình Nghị định về chính quyền số; khai trương nền tảng dữ liệu mở quốc gia thế hệ mới; phủ 5G đến 90% dân số và xóa toàn bộ điểm lõm sóng thôn, bản có điện.',
  },
  {
    name: 'Bộ Giáo dục và Đào tạo',
    level: 0.82,
    systems: [
      ['Cơ sở dữ liệu ngành giáo dục', '24,8 triệu hồ sơ người học, 1,6 triệu nhà giáo đối khớp với dân cư'],
      ['Học bạ số', 'triển khai tại 100% trường tiểu học, 92% trường trung học'],
      ['Hệ thống thi và tuyển sinh', '1,16 triệu thí sinh đăng ký trực tuyến, thu lệ phí không tiền mặt'],
    ],
    achievement:
      'Văn bằng số được ký và tra cứu trên nền tảng định danh, thí điểm với 214.000 bằng đại học. Kỳ thi tốt nghiệp trung học phổ thông trên máy tính đã thi thử tại 12 tỉnh với 64.000 lượt.',
    difficulty:
      'Phòng máy ở vùng khó khăn lạc hậu; tỷ lệ học sinh trên một máy tính tại các tỉnh miền núi gấp ba lần thành phố.',
    next: 'Đưa giáo dục trí tuệ nhân tạo vào phổ thông; hoàn thành kho học liệu số dùng chung; bỏ bản sao học bạ giấy trong tuyển sinh đầu cấp.',
  },
  {
    name: 'Bộ Y tế',
    level: 0.67,
    systems: [
      ['Sổ sức khỏe điện tử', '34 triệu sổ trên ứng dụng định danh, 2.900 cơ sở gửi dữ liệu'],
      ['Bệnh án điện tử', '812 bệnh viện công bố thay bệnh án giấy'],
      ['Hệ thống giám định bảo hiểm y tế', 'tiếp nhận 187 triệu hồ sơ khám chữa bệnh'],
      ['Hệ thống trợ giúp xã hội', '3,9 triệu đối tượng, 91% chi qua tài khoản'],
    ],
    achievement:
      'Giấy chuyển tuyến, giấy hẹn khám lại điện tử dùng trên toàn quốc; người bệnh tiết kiệm ước 1.150 tỷ đồng chi phí đi lại. Tư vấn khám bệnh từ xa đưa bác sĩ tuyến cuối đến 1.510 trạm y tế.',
    difficulty:
      'Liên thông kết quả xét nghiệm giữa các bệnh viện mới đạt 22% vì chưa thống nhất chuẩn và mức phí; sự cố mất dữ liệu từng xảy ra tại hai bệnh viện.',
    next: 'Hoàn thành bệnh án điện tử ở 100% bệnh viện; ban hành chuẩn liên thông cận lâm sàng; quản lý đơn thuốc quốc gia để kiểm soát kháng sinh.',
  },
  {
    name: 'Bộ Dân tộc và Tôn giáo',
    level: 0.46,
    systems: [
      ['Cơ sở dữ liệu công tác dân tộc', 'thông tin 53 dân tộc thiểu số tại 1.516 xã'],
      [
        'Hệ thống theo dõi chương trình mục tiêu quốc gia',
        '38.400 công trình, cập nhật ảnh tiến độ hằng tháng',
      ],
      ['Cổng tiếng dân tộc', 'bản tin bằng 13 thứ tiếng, 5,1 triệu lượt nghe'],
    ],
    achievement:
      'Bộ phối hợp với Bộ Khoa học và Công nghệ thử nghiệm nhận dạng, tổng hợp giọng nói tiếng Mông, Khmer, Ê Đê phục vụ trung tâm hành chính công. Thủ tục đăng ký hoạt động tôn giáo thực hiện toàn trình ở cả ba cấp cũ đã chuyển về hai cấp.',
    difficulty:
      'Đội ngũ làm công nghệ thông tin chỉ có 14 người; dữ liệu điều tra năm năm một lần chưa phản ánh biến động di cư.',
    next: 'Mở rộng trợ lý giọng nói ra 8 thứ tiếng; đối khớp dữ liệu hộ nghèo dân tộc thiểu số với dân cư; hỗ trợ điện thoại thông minh cho người có uy tín trong cộng đồng.',
  },
  {
    name: 'Ngân hàng Nhà nước Việt Nam',
    level: 0.93,
    systems: [
      ['Hệ thống thanh toán điện tử liên ngân hàng', 'xử lý bình quân 830 nghìn tỷ đồng mỗi ngày'],
      ['Kho dữ liệu xác thực sinh trắc học khách hàng', '131 triệu hồ sơ khách hàng cá nhân đã đối chiếu'],
      ['Hệ thống thông tin phòng ngừa gian lận', 'cảnh báo 1,9 triệu giao dịch, ngăn chặn 2.300 tỷ đồng'],
    ],
    achievement:
      'Tỷ lệ người trưởng thành có tài khoản thanh toán đạt 88,3%; giao dịch qua mã QR tăng 52% về số lượng. Thanh toán QR xuyên biên giới mở tới Thái Lan, Lào, Campuchia và Trung Quốc.',
    difficulty:
      'Lừa đảo chuyển tiền biến tướng nhanh; dữ liệu tài khoản nghi ngờ giữa ngân hàng, ví điện tử và viễn thông chưa chia sẻ tức thời.',
    next: 'Vận hành cơ chế thử nghiệm có kiểm soát về ngân hàng mở; bắt buộc chia sẻ dữ liệu gian lận trong 5 phút; đưa tín dụng số nhỏ đến vùng nông thôn.',
  },
  {
    name: 'Thanh tra Chính phủ',
    level: 0.58,
    systems: [
      ['Cơ sở dữ liệu quốc gia về khiếu nại, tố cáo', '312.000 vụ việc, kết nối đến cấp xã'],
      ['Cơ sở dữ liệu kiểm soát tài sản, thu nhập', 'tiếp nhận 540.000 bản kê khai điện tử'],
    ],
    achievement:
      'Tiếp công dân trực tuyến được tổ chức ở 34 tỉnh; 1.240 vụ việc được đối thoại từ xa, 63% kết thúc ngay sau một phiên. Hệ thống tự phát hiện đơn trùng lặp, giảm 19% khối lượng xử lý.',
    difficulty:
      'Nhiều hồ sơ khiếu nại đất đai kéo dài có tài liệu giấy từ các huyện đã giải thể, cần số hóa lại.',
    next: 'Kết nối dữ liệu tài sản với thuế, đất đai, đăng ký phương tiện; lập bản đồ điểm nóng khiếu nại; hoàn thành số hóa 100 vụ việc phức tạp.',
  },
  {
    name: 'Văn phòng Chính phủ',
    level: 0.91,
    systems: [
      [
        'Cổng Dịch vụ công quốc gia',
        'điểm một cửa số duy nhất, 21,4 triệu tài khoản, 68 triệu hồ sơ đồng bộ',
      ],
      ['Trục liên thông văn bản quốc gia', '52 triệu văn bản gửi, nhận từ đầu năm'],
      [
        'Hệ thống thông tin phục vụ họp và xử lý công việc của Chính phủ',
        'gửi, nhận phiếu lấy ý kiến, tài liệu họp điện tử',
      ],
      ['Hệ thống thông tin báo cáo quốc gia', '18 bộ chỉ tiêu, 90% số liệu cập nhật tự động'],
    ],
    achievement:
      'Phiên họp Chính phủ không dùng tài liệu giấy; thời gian lấy ý kiến thành viên Chính phủ bằng phiếu giảm từ 6,2 ngày còn 2,8 ngày. Việc hợp nhất cổng dịch vụ công địa phương về một cổng hoàn thành tại 27 trên 34 tỉnh, thành phố.',
    difficulty:
      'Thủ tục hành chính nội bộ giữa các cơ quan chưa được công khai đầy đủ; chất lượng dữ liệu báo cáo của một số địa phương không khớp với hệ thống nguồn.',
    next: 'Hoàn thành hợp nhất cổng tại 7 địa phương còn lại; đo lường chất lượng phục vụ theo thời gian thực đến cấp xã; công bố bộ chỉ số chi phí tuân thủ thủ tục hành chính.',
  },
];
