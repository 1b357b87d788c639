/** What sets one province apart in the report on digital transformation. */
export interface ProvinceNotes {
  /** How it came to be on 1 July 2025, and what it is like. */
  readonly origin: string;
  readonly initiative: string;
  readonly difficulty: string;
  /** The two fields its digital economy leans on. */
  readonly strengths: readonly [string, string];
}

type Data = readonly [
  origin: string,
  strengths: readonly [string, string],
  initiative: string,
  difficulty: string,
];

const NOTES: Readonly<Record<string, Data>> = {
  'Tuyên Quang': [
    'hình thành trên cơ sở hợp nhất tỉnh Hà Giang và tỉnh Tuyên Quang, có đường biên giới dài trên 270 km và 22 dân tộc cùng sinh sống',
    ['du lịch cao nguyên đá', 'cam sành, chè shan tuyết'],
    'Mô hình “Chợ phiên số” đặt điểm hỗ trợ lưu động tại 61 chợ phiên vùng cao, mỗi phiên bình quân giúp 140 lượt người làm thủ tục hộ tịch, bảo hiểm y tế và mở tài khoản thanh toán.',
    'Còn 96 thôn chưa có điện lưới ổn định, trạm thu phát sóng chạy bằng năng lượng mặt trời nên ngày mưa dài thường mất liên lạc.',
  ],
  'Cao Bằng': [
    'giữ nguyên địa giới, là tỉnh biên giới có địa hình chia cắt mạnh, dân cư phân tán trên các thung lũng đá vôi',
    ['cửa khẩu Trà Lĩnh, Tà Lùng', 'du lịch thác Bản Giốc'],
    'Tỉnh đưa nền tảng cửa khẩu số vào vận hành tại Trà Lĩnh, rút thời gian thông quan mỗi xe nông sản từ 4 giờ xuống còn 55 phút.',
    'Công chức công nghệ thông tin cấp xã mới đạt 0,4 người mỗi xã; 11 xã phải thuê chung một người bảo trì.',
  ],
  'Lai Châu': [
    'giữ nguyên địa giới, diện tích lớn, mật độ dân số thấp nhất cả nước, nhiều bản cách trung tâm xã trên 30 km',
    ['thủy điện', 'chè, sâm Lai Châu'],
    'Tổ công nghệ số cộng đồng gồm trưởng bản, giáo viên cắm bản và chiến sĩ biên phòng đã ghi lại 48 video hướng dẫn bằng tiếng Thái, Mông, Hà Nhì.',
    'Thu nhập thấp khiến tỷ lệ hộ có điện thoại thông minh mới đạt 68%, kéo theo tỷ lệ tài khoản định danh được kích hoạt chưa cao.',
  ],
  'Lào Cai': [
    'được hợp nhất từ tỉnh Yên Bái và tỉnh Lào Cai, là đầu mối giao thương của hành lang Côn Minh – Hải Phòng',
    ['du lịch Sa Pa', 'logistics cửa khẩu quốc tế'],
    'Bản đồ số cảnh báo lũ quét tích hợp 212 trạm đo mưa tự động, phát cảnh báo bằng loa thông minh đến từng thôn trước 45 phút.',
    'Hai hệ thống một cửa cũ dùng mã hồ sơ khác nhau, việc hợp nhất dữ liệu lịch sử còn 118.000 hồ sơ chưa đối soát xong.',
  ],
  'Thái Nguyên': [
    'được hợp nhất từ tỉnh Bắc Kạn và tỉnh Thái Nguyên, trung tâm giáo dục, y tế của vùng trung du và miền núi phía Bắc',
    ['công nghiệp điện tử', 'đào tạo nhân lực số'],
    'Ứng dụng C-ThaiNguyen nay dùng chung cho toàn tỉnh mới, có 412.000 người dùng thường xuyên và là kênh phản ánh hiện trường chính của cấp xã.',
    'Chênh lệch lớn giữa khu vực phía nam và các xã vùng cao phía bắc: số máy tính bình quân mỗi công chức chênh nhau 1,9 lần.',
  ],
  'Điện Biên': [
    'giữ nguyên địa giới, là tỉnh duy nhất tiếp giáp hai quốc gia, có 19 dân tộc và nhiều xã đặc biệt khó khăn',
    ['du lịch lịch sử', 'cà phê, mắc ca'],
    'Bảo tàng số Chiến thắng Điện Biên Phủ số hóa ba chiều 1.260 hiện vật, năm qua đón 780.000 lượt tham quan trực tuyến.',
    'Tỷ lệ người dùng chữ ký số cá nhân mới đạt 9,7% dân số trưởng thành, phần lớn là cán bộ, giáo viên.',
  ],
  'Lạng Sơn': [
    'giữ nguyên địa giới, có hai cửa khẩu quốc tế và chín cửa khẩu phụ, lưu lượng hàng hóa thuộc nhóm lớn nhất tuyến biên giới phía Bắc',
    ['cửa khẩu thông minh', 'thương mại điện tử xuyên biên giới'],
    'Cửa khẩu thông minh Hữu Nghị – Hữu Nghị Quan thí điểm xe tự hành không người lái, xử lý tờ khai trước khi hàng đến cửa khẩu.',
    'Dịch vụ thuê ngoài tại nền tảng cửa khẩu số chiếm 40% chi công nghệ thông tin của tỉnh, thiếu người quản lý hợp đồng.',
  ],
  'Sơn La': [
    'giữ nguyên địa giới, là tỉnh có diện tích cây ăn quả lớn nhất miền Bắc và ba hồ thủy điện lớn',
    ['nông sản truy xuất nguồn gốc', 'sữa, cà phê'],
    'Có 3.420 mã số vùng trồng được quản lý trên nền tảng số; mận, nhãn và cà phê Sơn La gắn mã truy xuất khi bán qua sàn.',
    'Đường truyền cáp quang dọc Quốc lộ 6 bị đứt 27 lần do sạt lở, mỗi lần ảnh hưởng từ 5 đến 14 xã.',
  ],
  'Phú Thọ': [
    'được hợp nhất từ ba tỉnh Vĩnh Phúc, Hòa Bình và Phú Thọ, có cả vùng công nghiệp phát triển lẫn vùng núi khó khăn',
    ['công nghiệp ô tô, xe máy', 'lễ hội, du lịch về nguồn'],
    'Trung tâm điều hành thông minh hợp nhất ba trung tâm cũ về một, giảm 34% chi phí vận hành và theo dõi được 148 đơn vị cấp xã trên một bản đồ.',
    'Ba tỉnh cũ có ba kiến trúc dữ liệu đất đai khác nhau; mới đồng bộ được 64% thửa đất.',
  ],
  'Hà Nội': [
    'giữ nguyên địa giới, tổ chức lại thành 126 xã, phường, là nơi tập trung cơ quan trung ương, viện nghiên cứu và trường đại học lớn',
    ['công nghệ thông tin, phần mềm', 'thương mại điện tử'],
    'Ứng dụng công dân số iHanoi có 2,6 triệu tài khoản; 94% phản ánh được xử lý đúng hạn và người phản ánh chấm điểm từng lần trả lời.',
    'Khối lượng hồ sơ đất đai và hộ tịch tại 15 phường nội đô vượt 1,8 lần năng lực thiết kế của điểm phục vụ.',
  ],
  'Hải Phòng': [
    'được hợp nhất từ tỉnh Hải Dương và thành phố Hải Phòng, có cảng nước sâu Lạch Huyện và khu thương mại tự do',
    ['cảng biển số', 'công nghiệp hỗ trợ'],
    'Hệ thống cảng điện tử kết nối hải quan, cảng vụ và 1.140 doanh nghiệp vận tải; xe vào cổng không dừng quá 90 giây.',
    'Hồ sơ giấy của Hải Dương trước năm 2015 còn 3,1 triệu trang chưa số hóa, ảnh hưởng việc dùng lại dữ liệu.',
  ],
  'Bắc Ninh': [
    'được hợp nhất từ tỉnh Bắc Giang và tỉnh Bắc Ninh, có tỷ trọng công nghiệp điện tử cao nhất cả nước',
    ['điện tử, bán dẫn', 'làng nghề trên sàn điện tử'],
    'Tỉnh cấp phép lao động cho 38.600 chuyên gia, lao động kỹ thuật hoàn toàn trên môi trường số với thời gian trung bình 2,7 ngày.',
    'Dân số cơ học tăng nhanh quanh khu công nghiệp làm dữ liệu cư trú của 9 phường biến động trên 20% mỗi năm.',
  ],
  'Quảng Ninh': [
    'giữ nguyên địa giới, có đặc khu Vân Đồn và Cô Tô, nhiều năm ở nhóm đầu về cải cách hành chính',
    ['du lịch, dịch vụ biển', 'khai thác than thông minh'],
    'Ki-ốt tự phục vụ tại 54 xã, phường, đặc khu nhận diện bằng căn cước, cấp 31 loại kết quả ngay tại chỗ kể cả ngoài giờ.',
    'Đường truyền ra các xã đảo còn phụ thuộc một tuyến cáp biển, khi sự cố phải chuyển sang vệ tinh với băng thông thấp.',
  ],
  'Hưng Yên': [
    'được hợp nhất từ tỉnh Thái Bình và tỉnh Hưng Yên, dân cư đông, kinh tế chuyển nhanh từ nông nghiệp sang công nghiệp và đô thị',
    ['khu công nghiệp sạch', 'nhãn lồng, lúa gạo'],
    'Đề án 06 cấp thôn: 1.870 tổ công nghệ số “đi từng ngõ, gõ từng nhà” làm sạch dữ liệu an sinh cho 402.000 người.',
    'Trụ sở phân tán ở hai trung tâm cách nhau 45 km, công chức sở, ngành phải họp trực tuyến 71% số cuộc họp.',
  ],
  'Ninh Bình': [
    'được hợp nhất từ ba tỉnh Hà Nam, Nam Định và Ninh Bình, có mật độ di sản và làng nghề dày đặc',
    ['du lịch di sản', 'công nghiệp dệt may, ô tô'],
    'Vé điện tử liên điểm và bản đồ du lịch thông minh phủ 214 di tích; doanh thu du lịch qua kênh số chiếm 46%.',
    'Kho lưu trữ của ba tỉnh cũ chưa hợp nhất, tra cứu hồ sơ người có công phải qua ba phần mềm.',
  ],
  'Thanh Hóa': [
    'giữ nguyên địa giới, có số đơn vị hành chính cấp xã lớn thứ hai cả nước, trải từ biên giới Việt – Lào đến biển',
    ['lọc hóa dầu Nghi Sơn', 'du lịch biển Sầm Sơn'],
    'Cuộc thi “Bản, làng số” thu hút 1.530 thôn; các tiêu chí được chấm tự động từ dữ liệu thay cho đoàn kiểm tra.',
    'Có 23 xã biên giới, vùng cao phải dùng chung công chức công nghệ thông tin với khoảng cách trên 40 km.',
  ],
  'Nghệ An': [
    'giữ nguyên địa giới, diện tích lớn nhất cả nước, miền tây có nhiều xã đặc biệt khó khăn vừa qua chịu lũ quét nặng nề',
    ['công nghiệp công nghệ cao', 'cam, dược liệu'],
    'Học bạ số và thi thử trực tuyến triển khai ở 100% trường phổ thông; 5.900 giáo viên được cấp chứng nhận năng lực số.',
    'Sau lũ, 38 trạm viễn thông miền tây phải dựng lại; nhiều trung tâm phục vụ hành chính công hỏng thiết bị.',
  ],
  'Hà Tĩnh': [
    'giữ nguyên địa giới, có Khu kinh tế Vũng Áng và tuyến ven biển thường xuyên chịu bão',
    ['thép, năng lượng', 'bưởi Phúc Trạch, thủy sản'],
    'Nền tảng vận hành hồ chứa Kẻ Gỗ và 11 hồ lớn công khai mực nước, lưu lượng theo từng giờ cho người dân hạ du.',
    'Nhân lực trẻ có kỹ năng số dịch chuyển ra ngoài tỉnh; 6 đơn vị tuyển ba lần không được chuyên viên an toàn thông tin.',
  ],
  'Quảng Trị': [
    'được hợp nhất từ tỉnh Quảng Bình và tỉnh Quảng Trị, có cửa khẩu Lao Bảo, La Lay và nhiều di tích lịch sử',
    ['điện gió, điện khí', 'du lịch hang động'],
    'Cơ sở dữ liệu mộ liệt sĩ gắn tọa độ và ảnh cho 54.700 phần mộ, thân nhân tra cứu và đăng ký thăm viếng trực tuyến.',
    'Hai trung tâm dữ liệu cũ chưa đạt chuẩn, phải thuê hạ tầng đám mây trong khi thủ tục mua sắm kéo dài bảy tháng.',
  ],
  Huế: [
    'là thành phố trực thuộc trung ương từ đầu năm 2025, đô thị di sản với quần thể di tích Cố đô',
    ['đô thị thông minh', 'công nghiệp văn hóa'],
    'Nền tảng Hue-S hợp nhất cảnh báo lũ, camera, phản ánh hiện trường và dịch vụ công; 1,02 triệu lượt tải, gần bằng dân số trưởng thành.',
    'Đợt lũ lịch sử làm ngập 32 trên 40 xã, phường; 14 điểm phục vụ hành chính công phải chuyển địa điểm tạm.',
  ],
  'Đà Nẵng': [
    'được hợp nhất từ tỉnh Quảng Nam và thành phố Đà Nẵng, được giao cơ chế đặc thù về khu thương mại tự do và trung tâm tài chính quốc tế',
    ['vi mạch bán dẫn, trí tuệ nhân tạo', 'du lịch chất lượng cao'],
    'Trợ lý ảo giải quyết thủ tục trả lời 1,3 triệu câu hỏi với độ chính xác do người dân đánh giá 91%; 97% hồ sơ có biểu mẫu điền sẵn.',
    'Các xã miền núi phía tây vừa sáp nhập còn 74 điểm lõm sóng, chưa theo kịp mặt bằng đô thị.',
  ],
  'Quảng Ngãi': [
    'được hợp nhất từ tỉnh Kon Tum và tỉnh Quảng Ngãi, trải từ ngã ba biên giới đến đặc khu Lý Sơn',
    ['lọc hóa dầu Dung Quất', 'sâm Ngọc Linh'],
    'Sâm Ngọc Linh được định danh bằng mã vi điểm và chuỗi khối; mỗi củ có hồ sơ tuổi, vườn và người trồng.',
    'Khoảng cách từ trung tâm tỉnh đến xã biên giới xa nhất trên 270 km, việc hỗ trợ kỹ thuật trực tiếp rất tốn kém.',
  ],
  'Gia Lai': [
    'được hợp nhất từ tỉnh Bình Định và tỉnh Gia Lai, kết nối cảng Quy Nhơn với cao nguyên Pleiku',
    ['trí tuệ nhân tạo, phần mềm', 'cà phê, gỗ'],
    'Khu đô thị khoa học Quy Hòa quy tụ 2.300 kỹ sư phần mềm; tỉnh đặt hàng doanh nghiệp tại chỗ phát triển trợ lý cho công chức xã.',
    'Vùng đồng bào Gia Rai, Ba Na còn 41% người trên 45 tuổi chưa dùng điện thoại thông minh để giao dịch.',
  ],
  'Khánh Hòa': [
    'được hợp nhất từ tỉnh Ninh Thuận và tỉnh Khánh Hòa, có đặc khu Trường Sa và Khu kinh tế Vân Phong',
    ['du lịch biển đảo', 'năng lượng tái tạo, điện hạt nhân'],
    'Đặc khu Trường Sa được kết nối hội nghị truyền hình, khám chữa bệnh từ xa và dịch vụ công qua vệ tinh VINASAT.',
    'Lượng khách du lịch lớn khiến khai báo lưu trú đỉnh điểm vượt năng lực hệ thống 2,2 lần vào dịp hè.',
  ],
  'Đắk Lắk': [
    'được hợp nhất từ tỉnh Phú Yên và tỉnh Đắk Lắk, nối thủ phủ cà phê với bờ biển Nam Trung Bộ',
    ['cà phê, sầu riêng', 'năng lượng sạch'],
    'Bản đồ số vùng trồng sầu riêng và cà phê đáp ứng quy định không gây mất rừng, đã có 187.000 thửa được định vị.',
    'Trận lũ trên sông Ba làm hư hại thiết bị của 29 trung tâm phục vụ hành chính công; dữ liệu khôi phục được từ bản sao lưu cấp tỉnh.',
  ],
  'Lâm Đồng': [
    'được hợp nhất từ ba tỉnh Đắk Nông, Bình Thuận và Lâm Đồng, là tỉnh có diện tích lớn nhất sau sắp xếp cùng với Nghệ An',
    ['nông nghiệp công nghệ cao', 'du lịch rừng và biển'],
    'Sàn giao dịch hoa, rau Đà Lạt theo phương thức đấu giá điện tử kết nối 3.900 hộ trồng và 260 nhà mua.',
    'Ba trung tâm hành chính cũ cách nhau trên 150 km; người dân còn nhầm lẫn địa chỉ cơ quan giải quyết.',
  ],
  'Thành phố Hồ Chí Minh': [
    'được hợp nhất từ tỉnh Bình Dương, tỉnh Bà Rịa – Vũng Tàu và Thành phố Hồ Chí Minh, là siêu đô thị với trên 14 triệu dân',
    ['trung tâm tài chính quốc tế', 'kinh tế nền tảng, logistics'],
    'Nền tảng số quản trị thực thi giao việc, nhắc hạn, chấm điểm cho 168 xã, phường, đặc khu; kết quả hiển thị theo giờ tại phòng điều hành.',
    'Mỗi ngày phát sinh trên 46.000 hồ sơ, có phường tiếp nhận 1.200 hồ sơ; hệ thống lõi phải mở rộng hai lần trong năm.',
  ],
  'Đồng Nai': [
    'được hợp nhất từ tỉnh Bình Phước và tỉnh Đồng Nai, có Cảng hàng không quốc tế Long Thành và 83 khu công nghiệp quy hoạch',
    ['công nghiệp chế tạo', 'logistics hàng không'],
    'Tổng đài 1022 dùng trí tuệ nhân tạo phân loại phản ánh, chuyển đúng cơ quan trong 4 phút đối với 88% trường hợp.',
    'Giải phóng mặt bằng lớn làm biến động dữ liệu đất đai; 27.000 thửa đang chờ chỉnh lý trên hệ thống.',
  ],
  'Tây Ninh': [
    'được hợp nhất từ tỉnh Long An và tỉnh Tây Ninh, cửa ngõ thương mại sang Campuchia qua Mộc Bài, Bình Hiệp',
    ['công nghiệp chế biến', 'thanh long, mía đường'],
    'Mô hình “Ngày thứ Bảy không hẹn” xử lý lấy ngay 57 thủ tục, tỷ lệ hài lòng 98,2%.',
    'Sắp xếp nhân sự sau hợp nhất làm khuyết vị trí phụ trách an toàn thông tin tại 19 xã biên giới.',
  ],
  'Cần Thơ': [
    'được hợp nhất từ tỉnh Sóc Trăng, tỉnh Hậu Giang và thành phố Cần Thơ, trung tâm vùng đồng bằng sông Cửu Long',
    ['chế biến nông thủy sản', 'giáo dục, y tế vùng'],
    'Trung tâm dữ liệu vùng chia sẻ số liệu mặn, lũ, giá nông sản cho năm tỉnh theo giao diện mở.',
    'Vùng đồng bào Khmer cần tài liệu song ngữ; hiện mới có 64 trên 312 thủ tục phổ biến được dịch.',
  ],
  'Vĩnh Long': [
    'được hợp nhất từ ba tỉnh Bến Tre, Trà Vinh và Vĩnh Long, nằm giữa sông Tiền và sông Hậu, giáp biển',
    ['dừa và sản phẩm từ dừa', 'điện gió ven biển'],
    'Hồ sơ carbon cho 118.000 ha dừa được lập từ ảnh vệ tinh và nhật ký canh tác điện tử, sẵn sàng cho giao dịch tín chỉ.',
    'Hạn mặn làm gián đoạn sản xuất, doanh nghiệp nhỏ cắt giảm chi cho công nghệ; số doanh nghiệp dùng hóa đơn từ máy tính tiền tăng chậm.',
  ],
  'Đồng Tháp': [
    'được hợp nhất từ tỉnh Tiền Giang và tỉnh Đồng Tháp, vựa trái cây và lúa gạo, có cả cửa khẩu biên giới lẫn bờ biển',
    ['trái cây xuất khẩu', 'cá tra, hoa kiểng'],
    'Làng thông minh được nhân lên 96 điểm; hội quán nông dân dùng chung nhật ký điện tử và hợp đồng bao tiêu trực tuyến.',
    'Số hóa hồ sơ hộ tịch còn 1,4 triệu trang của các huyện cũ, trong đó một phần bị ẩm mốc khó nhận dạng.',
  ],
  'Cà Mau': [
    'được hợp nhất từ tỉnh Bạc Liêu và tỉnh Cà Mau, cực Nam Tổ quốc, ba mặt giáp biển',
    ['tôm sinh thái', 'điện khí, điện gió'],
    'Hệ thống giám sát 4.870 tàu cá theo thời gian thực, cảnh báo vượt ranh giới trước 5 hải lý, góp phần gỡ cảnh báo khai thác bất hợp pháp.',
    'Sóng di động ngoài khơi yếu, 12 xã ven biển bị sạt lở làm dời tuyến cáp và trụ anten nhiều lần.',
  ],
  'An Giang': [
    'được hợp nhất từ tỉnh Kiên Giang và tỉnh An Giang, có đặc khu Phú Quốc, Thổ Châu và vùng Bảy Núi',
    ['du lịch Phú Quốc', 'lúa chất lượng cao'],
    'Phú Quốc vận hành thẻ du khách số: nhận phòng, vé tham quan và hoàn thuế trên một mã, chuẩn bị phục vụ sự kiện quốc tế lớn.',
    'Phú Quốc tăng tải theo mùa, trong khi các xã vùng Tứ giác Long Xuyên còn thiếu thiết bị đầu cuối cho người cao tuổi.',
  ],
};

export function notesOf(province: string): ProvinceNotes {
  const notes = NOTES[province];
  if (notes === undefined) throw new Error(`No notes on ${province}`);
  const [origin, strengths, initiative, difficulty] = notes;
  return { origin, strengths, initiative, difficulty };
}
