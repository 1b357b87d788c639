import { vn } from '../figures.ts';
import { type ProvinceFacts } from './provinceFacts.ts';

export type Phrase = (facts: ProvinceFacts) => string;

const than = (own: number, mean: number): string =>
  own >= mean
    ? `cao hơn bình quân 34 địa phương ${vn(own - mean, 1)} điểm phần trăm`
    : `thấp hơn bình quân 34 địa phương ${vn(mean - own, 1)} điểm phần trăm`;

const START: readonly Phrase[] = [
  ({ full, notes, province }) =>
    `${full.charAt(0).toUpperCase()}${full.slice(1)} ${notes.origin}. Toàn ${province.city ? 'thành phố' : 'tỉnh'} có ${province.communes} đơn vị hành chính cấp xã, dân số ${vn(province.people)} nghìn người; ${notes.strengths[0]} và ${notes.strengths[1]} là hai thế mạnh được chọn làm trọng tâm của chuyển đổi số.`,
  ({ full, notes, province }) =>
    `Với ${province.communes} đơn vị hành chính cấp xã và ${vn(province.people)} nghìn dân, ${full} ${notes.origin}. Chương trình chuyển đổi số của địa phương gắn trực tiếp với ${notes.strengths[0]}, ${notes.strengths[1]}.`,
  ({ full, notes, province, rank }) =>
    `${full.charAt(0).toUpperCase()}${full.slice(1)} ${notes.origin}. Sau sắp xếp, địa phương quản lý ${province.communes} xã, phường, đặc khu; xếp thứ ${rank} trên 34 về mức độ chuyển đổi số theo kết quả đo tự động trong kỳ báo cáo.`,
  ({ full, notes, province }) =>
    `Địa bàn ${full} ${notes.origin}. Quy mô ${vn(province.people)} nghìn dân cư trú tại ${province.communes} đơn vị cấp xã đặt ra yêu cầu lớn về phục vụ từ xa; hai lĩnh vực đi trước là ${notes.strengths[0]} và ${notes.strengths[1]}.`,
];

const STEERING: readonly Phrase[] = [
  ({ committee, f, c }) =>
    `${committee} đã ban hành kế hoạch năm ${c.year} với ${f.systems + 41} nhiệm vụ, phân công rõ người chịu trách nhiệm; Ban Chỉ đạo do Chủ tịch làm Trưởng ban họp hằng tháng, công khai kết luận trong hai ngày làm việc. Đến nay ${vn(f.onTime - 14, 1)}% nhiệm vụ hoàn thành đúng hạn.`,
  ({ full, f }) =>
    `Cấp ủy ${full} đưa chỉ tiêu chuyển đổi số vào nghị quyết nhiệm kỳ; mỗi đồng chí trong ban thường vụ phụ trách một nhóm xã còn yếu. Hội đồng nhân dân đã thông qua ${3 + (f.systems % 5)} nghị quyết về hỗ trợ chữ ký số, miễn phí dịch vụ công trực tuyến và phụ cấp cho tổ công nghệ số.`,
  ({ committee, province, f }) =>
    `${committee} giao ban 100% chương trình qua mạng, kết nối đến ${province.communes} điểm cầu cấp xã; ${vn(f.digitised, 1)}% văn bản đi được ký số hoàn toàn. Kết quả thực hiện được chấm điểm hằng tuần và hiển thị ngay trên màn hình phòng họp.`,
  ({ kind, c, f }) =>
    `${kind} chọn năm ${c.year} là năm “dữ liệu làm thước đo”: bãi bỏ ${18 + (f.teams % 23)} mẫu báo cáo giấy, thay bằng số liệu lấy thẳng từ hệ thống. Người đứng đầu ${2 + (f.incidents % 4)} đơn vị để tồn hồ sơ quá hạn đã phải kiểm điểm.`,
  ({ committee, f }) =>
    `Ngay sau khi chính quyền hai cấp hoạt động, ${committee} kiện toàn Ban Chỉ đạo, thành lập ${4 + (f.systems % 6)} tổ xung kích gồm công chức trẻ và doanh nghiệp viễn thông về từng cụm xã. Các tổ đã xử lý ${vn(f.trained / 4)} lượt vướng mắc về tài khoản, đường truyền, chữ ký số.`,
];

const MONEY: readonly Phrase[] = [
  ({ f, c }) =>
    `Kinh phí bố trí năm ${c.year} là ${vn(f.spending, 1)} tỷ đồng, đã giải ngân ${vn(f.onTime - 27, 1)}%.`,
  ({ f }) =>
    `Địa phương dành ${vn(f.spending, 1)} tỷ đồng từ ngân sách cho chuyển đổi số, trong đó ${vn(f.spending * 0.34, 1)} tỷ đồng cho cấp xã.`,
  ({ f, kind }) =>
    `${kind} cân đối ${vn(f.spending, 1)} tỷ đồng, ưu tiên thuê dịch vụ thay cho mua sắm; tỷ lệ thuê đạt ${vn(f.reused + 8, 1)}%.`,
  ({ f }) =>
    `Tổng chi cho chuyển đổi số từ đầu năm ước ${vn(f.spending * 0.78, 1)} tỷ đồng trên kế hoạch ${vn(f.spending, 1)} tỷ đồng; phần còn lại vướng thủ tục thẩm định giá.`,
];

const SUMMARY: readonly Phrase[] = [
  ({ f, rank, national }) =>
    `Tổng điểm đánh giá đạt ${vn(f.score, 1)}, xếp thứ ${rank}. Trong ${vn(f.files, 1)} nghìn hồ sơ tiếp nhận từ đầu năm, ${vn(f.online, 1)}% được nộp trực tuyến toàn trình, ${than(
      f.online,
      national((x) => x.online),
    )}.`,
  ({ f, full, rank }) =>
    `Từ đầu năm, ${full} tiếp nhận ${vn(f.files, 1)} nghìn hồ sơ; tỷ lệ giải quyết đúng hạn ${vn(f.onTime, 1)}%. Điểm đánh giá ${vn(f.score, 1)} đưa địa phương lên vị trí thứ ${rank} trên 34, cụ thể như bảng sau.`,
  ({ f, c, national }) =>
    `So với năm ${c.year - 1}, tỷ lệ hồ sơ trực tuyến toàn trình tăng ${vn(f.online - f.onlineBefore, 1)} điểm phần trăm, lên ${vn(f.online, 1)}%; tỷ trọng kinh tế số đạt ${vn(f.share, 1)}%, ${than(
      f.share,
      national((x) => x.share),
    )}.`,
  ({ f, rank }) =>
    `Các chỉ tiêu chính đều cải thiện nhưng không đều: số hóa hồ sơ đạt ${vn(f.digitised, 1)}%, trong khi chữ ký số cá nhân mới đạt ${vn(f.signature, 1)}%. Xếp hạng chung: thứ ${rank}, với ${vn(f.score, 1)} điểm.`,
];

const NETWORK: readonly Phrase[] = [
  ({ f, province }) =>
    `Cáp quang đến ${province.communes} trên ${province.communes} trung tâm xã; tỷ lệ hộ có băng rộng cố định ${vn(f.broadband, 1)}%. Sóng 5G phủ ${vn(f.fiveG, 1)}% dân số, còn ${f.deadSpots} điểm lõm sóng cần xử lý bằng vốn viễn thông công ích.`,
  ({ f }) =>
    `Trong kỳ đã xóa ${8 + (f.deadSpots % 19)} điểm lõm sóng, còn lại ${f.deadSpots}; ${vn(f.broadband, 1)}% hộ gia đình dùng cáp quang. Mạng truyền số liệu chuyên dùng cấp II đạt độ sẵn sàng 99,${f.systems % 10}%.`,
  ({ f, kind }) =>
    `${kind} hoàn thành kiểm định trung tâm dữ liệu, chuyển ${Math.round(f.systems * 0.6)} trên ${f.systems} hệ thống sang hạ tầng đám mây. Vùng phủ 5G mở rộng đến ${vn(f.fiveG, 1)}% dân số; băng rộng cố định đến ${vn(f.broadband, 1)}% hộ.`,
  ({ f, province }) =>
    `Qua đo kiểm tại ${Math.round(province.communes * 0.7)} xã, phường, tốc độ tải xuống trung bình đạt ${vn(88 + f.fiveG * 0.9, 1)} Mbps. Có ${vn(f.broadband, 1)}% hộ dùng băng rộng cố định, ${vn(f.fiveG, 1)}% dân số trong vùng phủ 5G và ${f.deadSpots} điểm lõm sóng.`,
];

const DATA: readonly Phrase[] = [
  ({ f, province }) =>
    `Kho dữ liệu dùng chung đã có ${f.systems * 9} bộ dữ liệu, trong đó ${f.systems * 2 + 11} bộ mở cho doanh nghiệp; dữ liệu đất đai của ${vn(f.digitised - 12, 1)}% thửa tại ${province.communes} xã, phường được làm sạch, đối khớp với dân cư.`,
  ({ f }) =>
    `Việc đối soát hộ tịch với Cơ sở dữ liệu quốc gia về dân cư hoàn thành ${vn(Math.min(99.8, f.digitised + 7), 1)}%; còn ${vn(f.files * 21)} trường hợp sai lệch chủ yếu do tên đệm, ngày sinh ghi trong sổ cũ.`,
  ({ f, province }) =>
    `Toàn bộ ${province.communes} đơn vị cấp xã khai thác chung một kho dữ liệu; trung bình mỗi ngày có ${vn(f.files * 14)} lượt truy vấn dữ liệu dân cư phục vụ giải quyết thủ tục.`,
  ({ f }) =>
    `Đã số hóa ${vn(f.files * 3.4, 1)} nghìn trang hồ sơ cũ trong kỳ; ${vn(f.digitised, 1)}% kết quả giải quyết được trả bản điện tử có giá trị pháp lý. Chất lượng ảnh quét không đạt chiếm ${vn(9 - f.digitised / 13, 1)}%, phải quét lại.`,
  ({ f }) =>
    `Nền tảng tích hợp, chia sẻ dữ liệu địa phương thực hiện ${vn(f.files * 0.05 + 2, 1)} triệu giao dịch, tăng ${20 + (f.teams % 31)}%; ${f.systems} hệ thống nội bộ đã bỏ hẳn việc kết xuất tệp thủ công.`,
];

const SERVICES: readonly Phrase[] = [
  ({ f }) =>
    `Có ${vn(f.online, 1)}% hồ sơ nộp trực tuyến toàn trình, trong đó người dân tự làm tại nhà chiếm ${vn(f.online * 0.71, 1)}%, phần còn lại được hỗ trợ tại điểm phục vụ. Thanh toán trực tuyến đạt ${vn(f.paidOnline, 1)}%.`,
  ({ f, province }) =>
    `Trung tâm phục vụ hành chính công của ${province.communes} xã, phường tiếp nhận không phân biệt nơi cư trú; ${vn(f.paidOnline, 1)}% giao dịch phí, lệ phí qua mạng. Thời gian chờ trung bình giảm còn ${vn(21 - f.onTime / 8, 1)} phút.`,
  ({ f }) =>
    `Số thủ tục phát sinh hồ sơ trực tuyến là ${Math.round(f.online * 11.4)}; ${vn(f.onTime, 1)}% giải quyết đúng hạn. Hồ sơ trễ hạn tập trung ở đất đai (${vn(61 - f.online / 5, 1)}% số trễ) và xây dựng.`,
  ({ f, committee }) =>
    `${committee} công bố cắt giảm ${20 + (f.systems % 17)}% thời gian đối với ${140 + f.systems * 3} thủ tục; tỷ lệ trực tuyến toàn trình ${vn(f.online, 1)}%, thanh toán không dùng tiền mặt ${vn(f.paidOnline, 1)}%, hài lòng ${vn(Math.min(98.9, f.onTime + 0.6), 1)}%.`,
  ({ f, c }) =>
    `Riêng trong tháng ${c.month}, địa phương tiếp nhận ${vn(f.files / 10.5, 1)} nghìn hồ sơ, ${vn(f.halfYear[5] ?? f.online, 1)}% trực tuyến toàn trình; số hồ sơ phải bổ sung giấy tờ giảm ${vn(f.reused / 3, 1)}% so với đầu năm.`,
];

const REUSE: readonly Phrase[] = [
  ({ f, national }) =>
    `Tỷ lệ dùng lại dữ liệu đạt ${vn(f.reused, 1)}%, ${than(
      f.reused,
      national((x) => x.reused),
    )}.`,
  ({ f }) =>
    `Nhờ dùng lại dữ liệu ở ${vn(f.reused, 1)}% hồ sơ, người dân không phải nộp khoảng ${vn(f.files * 1.7, 1)} nghìn bản sao giấy tờ.`,
  ({ f }) =>
    `Tuy nhiên chỉ ${vn(f.reused, 1)}% hồ sơ dùng lại được dữ liệu; công chức ở một số nơi vẫn yêu cầu bản chứng thực để “yên tâm”.`,
  ({ f }) =>
    `Chi phí tuân thủ tiết kiệm ước ${vn(f.files * 0.11, 1)} tỷ đồng, tính theo số lần đi lại và số trang sao chụp giảm được; tỷ lệ dùng lại dữ liệu là ${vn(f.reused, 1)}%.`,
];

const SCHEME: readonly Phrase[] = [
  ({ f, province }) =>
    `Lực lượng Công an đã kích hoạt tài khoản định danh cho ${vn(f.identity, 1)}% dân số trưởng thành (khoảng ${vn(province.people * 0.0073 * f.identity)} nghìn người). Sổ sức khỏe điện tử và lý lịch tư pháp trên ứng dụng định danh được dùng thay bản giấy ở tất cả cơ sở y tế và cơ quan tuyển dụng công.`,
  ({ f }) =>
    `Mô hình khám chữa bệnh bằng căn cước gắn chip phủ 100% bệnh viện, ${vn(f.identity + 5, 1)}% trạm y tế; lưu trú, ra vào cổng cơ quan, nhà trọ được khai báo qua phần mềm. ${vn(f.identity, 1)}% người trưởng thành đã kích hoạt tài khoản định danh điện tử.`,
  ({ f, c }) =>
    `Chi trả an sinh không dùng tiền mặt đạt ${vn(f.cashless, 1)}% số đối tượng có tài khoản, hoàn thành trước thời hạn tháng ${c.month} đối với người có công. Dữ liệu hội viên của 5 đoàn thể đã làm sạch ${vn(f.identity + 2, 1)}%.`,
  ({ f, kind }) =>
    `${kind} triển khai ${25 + (f.systems % 18)} trên 43 mô hình điểm, nổi bật là chứng thực điện tử, thu phí không dừng tại bến bãi và quản lý người lao động trong khu công nghiệp. Tỷ lệ kích hoạt tài khoản định danh: ${vn(f.identity, 1)}%.`,
  ({ f }) =>
    `Hai nhóm thủ tục liên thông khai sinh và khai tử giải quyết ${vn(f.files * 38)} hồ sơ, thời gian trung bình ${vn(6.4 - f.onTime / 30, 1)} ngày. Đối với cấp hộ chiếu, đăng ký cư trú, trên ${vn(f.online + 6, 1)}% hồ sơ đã nộp qua mạng.`,
];

const ECONOMY: readonly Phrase[] = [
  ({ f, notes }) =>
    `Tỷ trọng kinh tế số trong GRDP ước ${vn(f.share, 1)}%, tăng ${vn(f.share - f.shareBefore, 1)} điểm phần trăm; ${notes.strengths[0]} đóng góp lớn nhất. Trên địa bàn có ${vn(f.firms)} doanh nghiệp công nghệ số.`,
  ({ f, notes }) =>
    `Địa phương có ${vn(f.firms)} doanh nghiệp công nghệ số; hóa đơn điện tử khởi tạo từ máy tính tiền được ${vn(f.cashless, 1)}% hộ kinh doanh thuộc diện áp dụng thực hiện. Sản phẩm của ngành ${notes.strengths[1]} đưa lên sàn tăng ${16 + (f.teams % 28)}%.`,
  ({ f, notes }) =>
    `Kinh tế số chiếm ${vn(f.share, 1)}% GRDP. Trong ${notes.strengths[0]}, ${vn(f.reused + 4, 1)}% cơ sở đã quản lý đơn hàng, kho và dòng tiền bằng phần mềm; với ${notes.strengths[1]}, tỷ lệ này là ${vn(f.reused - 11, 1)}%.`,
  ({ f, notes }) =>
    `Chương trình hỗ trợ doanh nghiệp nhỏ và vừa chuyển đổi số đã đến ${vn(f.firms * 0.8)} đơn vị; doanh thu thương mại điện tử tăng ${18 + (f.systems % 20)}%, dẫn đầu là ${notes.strengths[1]}. Tỷ trọng kinh tế số đạt ${vn(f.share, 1)}%, năm trước là ${vn(f.shareBefore, 1)}%.`,
];

const SOCIETY: readonly Phrase[] = [
  ({ f }) =>
    `Thanh toán không dùng tiền mặt chiếm ${vn(f.cashless, 1)}% giao dịch tại trường học, bệnh viện, điện, nước; ${f.teams} tổ công nghệ số cộng đồng hoạt động thường xuyên.`,
  ({ f }) =>
    `Phong trào “Bình dân học vụ số” có ${vn(f.trained * 3)} lượt người học, trong đó người trên 60 tuổi chiếm ${vn(9 + f.cashless / 9, 1)}%.`,
  ({ f }) =>
    `Qua ${f.teams} tổ công nghệ số cộng đồng, ${vn(f.trained * 4)} người được hướng dẫn nộp hồ sơ, thanh toán, nhận biết lừa đảo trên mạng.`,
  ({ f }) =>
    `Học bạ số thực hiện ở ${vn(Math.min(100, f.identity + 8), 1)}% trường; bệnh án điện tử thay bệnh án giấy tại ${vn(f.digitised - 6, 1)}% bệnh viện công.`,
];

const PEOPLE: readonly Phrase[] = [
  ({ f, province }) =>
    `Đã tập huấn ${vn(f.trained)} lượt cán bộ, công chức; ${vn(f.reused + 9, 1)}% công chức cấp xã đạt chuẩn kỹ năng số. Bình quân mỗi đơn vị cấp xã có ${vn(0.5 + province.level, 1)} người chuyên trách công nghệ thông tin.`,
  ({ f, kind }) =>
    `${kind} biệt phái ${Math.round(f.systems * 1.9)} cán bộ kỹ thuật về cấp xã, đồng thời ký hợp đồng chuyên gia với ${2 + (f.incidents % 6)} trường đại học. Số lượt tập huấn trong kỳ: ${vn(f.trained)}.`,
  ({ f }) =>
    `Mức hỗ trợ nhân lực chuyên trách được nâng lên ${vn(2.2 + f.share / 14, 1)} triệu đồng một tháng; ${vn(f.trained)} lượt công chức hoàn thành khóa học trên nền tảng trực tuyến mở đại trà, tỷ lệ đạt ${vn(f.onTime - 4, 1)}%.`,
  ({ f, province }) =>
    `Còn thiếu ${Math.round((1.25 - province.level) * province.communes * 0.8)} người chuyên trách so với đề án vị trí việc làm; giải pháp trước mắt là dùng chung theo cụm xã và đào tạo lại ${vn(f.trained * 0.12)} công chức văn phòng.`,
];

const SAFETY: readonly Phrase[] = [
  ({ f }) =>
    `Có ${f.systemsApproved} trên ${f.systems} hệ thống được phê duyệt cấp độ an toàn và triển khai đủ phương án; trong kỳ xử lý ${f.incidents} sự cố, không có sự cố lộ dữ liệu cá nhân quy mô lớn.`,
  ({ f }) =>
    `Trung tâm giám sát ghi nhận ${vn(f.incidents * 1340)} cảnh báo, ${f.incidents} sự cố phải can thiệp; đã diễn tập thực chiến ${1 + (f.systems % 3)} lần. Tỷ lệ hệ thống đạt cấp độ: ${f.systemsApproved}/${f.systems}.`,
  ({ f }) =>
    `Kiểm tra đột xuất phát hiện ${3 + (f.incidents % 9)} tài khoản của người đã nghỉ việc chưa bị khóa, đã khắc phục trong ngày. Hồ sơ cấp độ được phê duyệt cho ${f.systemsApproved} trên ${f.systems} hệ thống.`,
  ({ f }) =>
    `Sao lưu ngoại tuyến thực hiện hằng ngày đối với ${f.systemsApproved} hệ thống quan trọng; thử khôi phục quý này mất ${vn(2 + (30 - f.score / 4), 1)} giờ. Số sự cố an toàn thông tin: ${f.incidents}.`,
];

const SPREAD: readonly Phrase[] = [
  ({ c }) =>
    `Cách làm này ít tốn kém, có thể nhân rộng ngay; Bộ Khoa học và Công nghệ sẽ đưa vào sổ tay mô hình năm ${c.year + 1}.`,
  () =>
    'Kết quả đến từ việc chọn đúng nhu cầu của người dân và giao một đầu mối chịu trách nhiệm từ thiết kế đến vận hành.',
  ({ f }) =>
    `Sau khi áp dụng, số lượt đi lại của người dân giảm ước ${vn(f.files * 0.6, 1)} nghìn lượt; nhiều địa phương đã đến trao đổi kinh nghiệm.`,
  ({ kind }) =>
    `${kind} đã chia sẻ mã nguồn, tài liệu và quy trình lên kho dùng chung để các nơi khác sử dụng không mất phí.`,
  () => 'Đánh giá độc lập cho thấy chi phí trên mỗi lượt phục vụ giảm gần một phần ba so với cách làm cũ.',
];

const WEAKNESS: readonly Phrase[] = [
  ({ f, national }) =>
    `Chữ ký số cá nhân mới đạt ${vn(f.signature, 1)}% (bình quân chung ${vn(
      national((x) => x.signature),
      1,
    )}%), hạn chế việc ký hồ sơ tại nhà.`,
  ({ f }) =>
    `Còn ${vn(100 - f.digitised, 1)}% hồ sơ chưa số hóa thành phần; việc quét, nhập làm thay người dân gây quá tải cho bộ phận một cửa.`,
  ({ f }) =>
    `${vn(100 - f.onTime, 1)}% hồ sơ quá hạn, tương đương ${vn((f.files * (100 - f.onTime)) / 100, 1)} nghìn hồ sơ, trong đó gần hai phần ba đã gửi thư xin lỗi đúng quy định.`,
  ({ f }) =>
    `Tỷ lệ giải ngân vốn cho chuyển đổi số còn chậm; ${1 + (f.systems % 5)} dự án phải gia hạn vì thay đổi chủ đầu tư sau sắp xếp.`,
];

const TASKS: readonly Phrase[] = [
  ({ f, c }) =>
    `Nhiệm vụ đến hết Quý I năm ${c.year + 1}: nâng tỷ lệ trực tuyến toàn trình lên ${vn(Math.min(98, f.online + 6), 0)}%; xóa ${Math.min(f.deadSpots, 30)} điểm lõm sóng; hoàn thành phê duyệt cấp độ an toàn cho ${f.systems - f.systemsApproved + 1} hệ thống còn lại và hệ thống mới.`,
  ({ committee, c, f }) =>
    `Yêu cầu ${committee}: trước ngày 31 tháng 3 năm ${c.year + 1} dùng lại dữ liệu ở ít nhất ${vn(Math.min(95, f.reused + 12), 0)}% hồ sơ; cấp chữ ký số miễn phí cho thêm ${vn(f.trained * 9)} người; công khai tiến độ xử lý hồ sơ đất đai từng xã.`,
  ({ kind, c, f }) =>
    `${kind} tập trung ba việc: (i) hợp nhất dữ liệu còn phân tán trong Quý I năm ${c.year + 1}; (ii) bố trí đủ thiết bị cho ${Math.max(3, Math.round((1 - f.score / 100) * 60))} trung tâm phục vụ hành chính công yếu nhất; (iii) đưa kinh tế số lên trên ${vn(f.share + 1.5, 1)}% GRDP.`,
  ({ c, f, full }) =>
    `Phấn đấu cuối năm ${c.year + 1}, ${full} đạt ${vn(f.score + 5, 0)} điểm trở lên; ${vn(Math.min(99, f.identity + 8), 0)}% người trưởng thành dùng tài khoản định danh; mỗi xã, phường có ít nhất một người chuyên trách được đào tạo bài bản.`,
];

const FIELDS: readonly Phrase[] = [
  ({ f }) =>
    `Theo lĩnh vực, hộ tịch và đất đai chiếm gần một nửa số hồ sơ nhưng đất đai lại có tỷ lệ quá hạn cao nhất; nếu đưa đất đai về mức bình quân chung thì tỷ lệ đúng hạn toàn địa phương đạt ${vn(Math.min(99.3, f.onTime + 1.6), 1)}%.`,
  ({ f }) =>
    `Số liệu theo lĩnh vực cho thấy đăng ký kinh doanh, bảo hiểm gần như đã trực tuyến hoàn toàn, trong khi xây dựng, bảo trợ xã hội còn phải kiểm tra thực địa. Có ${12 + (f.systems % 14)} thủ tục trong năm không phát sinh hồ sơ, đề nghị rà soát để bãi bỏ.`,
  ({ committee, f }) =>
    `Từ bảng trên, ${committee} xác định ${3 + (f.incidents % 4)} lĩnh vực cần tái cấu trúc ngay. Đối với đất đai, thời gian luân chuyển giữa chi nhánh văn phòng đăng ký và cơ quan thuế còn chiếm ${vn(46 - f.online / 6, 1)}% tổng thời gian xử lý.`,
  ({ f, kind }) =>
    `${kind} chưa đồng đều giữa các lĩnh vực: khoảng cách giữa nơi cao nhất và thấp nhất về dùng lại dữ liệu lên tới ${vn(19 + f.share, 1)} điểm phần trăm. Nhóm bảo trợ xã hội, người có công còn lệ thuộc giấy tờ gốc lưu ở kho cũ.`,
  ({ f }) =>
    `Đáng chú ý, lĩnh vực giao thông và giáo dục dùng lại dữ liệu tốt nhờ dữ liệu gốc đã sạch; kinh nghiệm này cần áp dụng cho xây dựng, quy hoạch, nơi ${vn(100 - f.digitised + 9, 1)}% hồ sơ vẫn phải kèm bản vẽ giấy.`,
];

const COMMUNES: readonly Phrase[] = [
  ({ f, province }) =>
    `Trong ${province.communes} đơn vị cấp xã, ${Math.round(province.communes * (f.score / 115))} đơn vị đạt loại tốt, ${Math.max(2, Math.round(province.communes * (1 - f.score / 100) * 0.4))} đơn vị xếp loại yếu, được phân công lãnh đạo sở trực tiếp giúp đỡ. Bình quân mỗi công chức bộ phận một cửa xử lý ${vn(9 + f.files / 90, 1)} hồ sơ một ngày.`,
  ({ f, province }) =>
    `Khảo sát ${Math.round(province.communes * 0.5)} trung tâm phục vụ hành chính công cho thấy ${vn(f.onTime - 3, 1)}% có đủ máy trạm, máy quét; ${vn(f.reused - 4, 1)}% có nguồn điện dự phòng. Công chức phản ánh phải dùng ${5 + (f.incidents % 5)} phần mềm, trong đó hai phần mềm còn bắt nhập lại cùng một thông tin.`,
  ({ f, kind, province }) =>
    `${kind} tổ chức cho các xã, phường kết nghĩa thành ${Math.round(province.communes / 4)} cặp “mạnh kèm yếu”; sau ba tháng, tỷ lệ hồ sơ trực tuyến ở nhóm yếu tăng ${vn(7 + f.share / 2, 1)} điểm phần trăm. Điểm hỗ trợ ngoài giờ mở tại ${Math.round(province.communes * 0.6)} nơi.`,
  ({ f, province }) =>
    `Có ${Math.round(province.communes * 0.83)} trên ${province.communes} chủ tịch xã, phường trực tiếp ký số hằng ngày; họp không giấy tờ ở cấp xã đạt ${vn(f.digitised - 3, 1)}%. Vướng mắc nhiều nhất là thiếu người đo đạc, thẩm định và phải chờ ý kiến sở chuyên ngành.`,
  ({ committee, f }) =>
    `${committee} mở kênh hỗ trợ nghiệp vụ tức thời cho cấp xã; trong kỳ trả lời ${vn(f.trained * 1.3)} câu hỏi, thời gian trung bình ${vn(34 - f.score / 4, 1)} phút. Bộ câu hỏi – trả lời được dùng để huấn luyện trợ lý ảo nội bộ.`,
];

const CARE: readonly Phrase[] = [
  ({ f }) =>
    `Bệnh án điện tử thay bệnh án giấy tại ${vn(f.digitised - 8, 1)}% bệnh viện; ${vn(f.identity - 5, 1)}% lượt khám dùng căn cước thay thẻ bảo hiểm y tế. Sổ liên lạc, học bạ điện tử phủ ${vn(Math.min(100, f.identity + 9), 1)}% học sinh; tuyển sinh đầu cấp trực tuyến giúp phụ huynh không phải xếp hàng.`,
  ({ f, province }) =>
    `Tư vấn khám bệnh từ xa kết nối ${Math.round(province.communes * 0.78)} trạm y tế với bệnh viện tuyến trên, thực hiện ${vn(f.trained * 0.7)} lượt hội chẩn. Ở ngành giáo dục, kho học liệu số có ${vn(f.teams * 11)} bài giảng; ${vn(f.broadband, 1)}% điểm trường có đường truyền đủ cho lớp học trực tuyến.`,
  ({ f, full }) =>
    `Các bệnh viện công của ${full} đã triển khai thanh toán mã QR tại giường, thời gian ra viện giảm ${20 + (f.systems % 25)} phút. Dữ liệu tiêm chủng, khám sức khỏe định kỳ được đồng bộ vào sổ sức khỏe điện tử của ${vn(f.identity - 14, 1)}% người dân. Học phí không tiền mặt đạt ${vn(Math.min(99, f.cashless + 11), 1)}%.`,
  ({ f, kind }) =>
    `${kind} hỗ trợ thiết bị cho ${14 + (f.teams % 37)} trường còn thiếu phòng máy; thi thử trên máy tính có ${vn(f.trained * 1.9)} lượt học sinh tham gia. Ngành y tế liên thông được ${vn(f.reused - 9, 1)}% kết quả xét nghiệm trong phạm vi địa phương, giảm chỉ định trùng lặp.`,
];

const PROCESS: readonly Phrase[] = [
  ({ f }) =>
    `Đã vẽ lại quy trình của ${28 + (f.systems % 30)} nhóm thủ tục, cắt ${60 + (f.teams % 90)} bước nội bộ không tạo thêm giá trị; ${vn(f.online - 18, 1)}% thủ tục được ủy quyền cho cấp dưới ký trực tiếp.`,
  ({ f, committee }) =>
    `${committee} ủy quyền cho giám đốc sở quyết định ${35 + (f.incidents % 40)} nhóm việc; thời gian trình ký nội bộ rút từ ${vn(6.5 - f.score / 40, 1)} ngày còn ${vn(3.1 - f.score / 60, 1)} ngày. Mọi lần trả lại hồ sơ phải nêu lý do theo danh mục chuẩn để thống kê.`,
  ({ f }) =>
    `Việc bỏ bước “lấy ý kiến phối hợp bằng công văn” trong ${12 + (f.systems % 19)} thủ tục, thay bằng tra cứu dữ liệu chung, giảm ${vn(f.files * 0.9, 1)} nghìn văn bản. Cơ chế một người chịu trách nhiệm từ đầu đến cuối được áp dụng cho hồ sơ đầu tư.`,
  ({ f, kind }) =>
    `${kind} thuê đơn vị độc lập đo thời gian thật của người dân: trung bình ${vn(52 - f.score / 3, 1)} phút cho một thủ tục, kể cả thời gian tìm hiểu. ${5 + (f.incidents % 8)} biểu mẫu dài nhất đã được rút gọn còn một trang.`,
  ({ f }) =>
    `Trợ lý ảo kiểm tra thành phần hồ sơ trước khi gửi giúp tỷ lệ phải bổ sung giảm từ ${vn(24 - f.score / 10, 1)}% xuống ${vn(12 - f.score / 14, 1)}%. Việc phân công hồ sơ tự động theo tải công việc được thí điểm ở ${3 + (f.teams % 12)} đơn vị.`,
];

/** Ways to say each part of a section on a province. */
export const PHRASES = {
  opening: START,
  steering: STEERING,
  money: MONEY,
  summary: SUMMARY,
  network: NETWORK,
  data: DATA,
  services: SERVICES,
  reuse: REUSE,
  scheme: SCHEME,
  economy: ECONOMY,
  society: SOCIETY,
  people: PEOPLE,
  safety: SAFETY,
  spread: SPREAD,
  weakness: WEAKNESS,
  tasks: TASKS,
  fields: FIELDS,
  communes: COMMUNES,
  care: CARE,
  process: PROCESS,
} as const satisfies Record<string, readonly Phrase[]>;
