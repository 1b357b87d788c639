import { type ChartBlock, type TableBlock } from '../typeset/blocks.ts';

/** The first part of the report on digital transformation; `{kỳ}`, `{năm}`, `{nămSau}` are filled in. */
export const OVERVIEW = `
# I. Công tác chỉ đạo, điều hành
Ngay từ đầu năm {năm}, Ban Chỉ đạo của Chính phủ về phát triển khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số và Đề án 06 đã ban hành kế hoạch với 214 nhiệm vụ, giao cho 17 bộ, cơ quan ngang bộ và 34 địa phương. Mỗi nhiệm vụ có sản phẩm đo đếm được, người chịu trách nhiệm và thời hạn; tiến độ cập nhật hằng ngày trên hệ thống, hiển thị bằng ba màu để người đứng đầu nhận biết ngay.
Thủ tướng Chính phủ chủ trì năm phiên họp toàn thể, ba hội nghị trực tuyến đến cấp xã; các Phó Thủ tướng làm việc với 19 bộ, ngành, địa phương có nhiệm vụ chậm. Qua đó, 1.386 vướng mắc được tiếp nhận, 1.204 vướng mắc đã giải quyết, tỷ lệ 86,9%; số còn lại phần lớn cần sửa luật.
Tổ công tác triển khai Đề án 06 duy trì họp giao ban tuần, lập 12 đoàn kiểm tra chéo. Cách kiểm tra đổi mới: không báo trước, đóng vai người dân nộp hồ sơ thật tại trung tâm phục vụ hành chính công, sau đó đối chiếu với số liệu đơn vị đã báo cáo. Trong 380 lượt kiểm tra có 61 lượt phát hiện số liệu báo cáo cao hơn thực tế.
# II. Kết quả nổi bật
## 1. Về thứ hạng và các chỉ tiêu chủ yếu
Các chỉ tiêu của Chương trình chuyển đổi số quốc gia đến {kỳ} đạt và vượt 31 trên 42 chỉ tiêu; 8 chỉ tiêu có khả năng đạt trong năm; 3 chỉ tiêu khó đạt là tỷ lệ doanh nghiệp nhỏ và vừa dùng nền tảng số, tỷ lệ liên thông kết quả cận lâm sàng và tỷ lệ xã có đủ người chuyên trách.
## 2. Về phục vụ người dân, doanh nghiệp
Thời gian thực hiện thủ tục hành chính giảm bình quân 32%; chi phí tuân thủ giảm ước 34.600 tỷ đồng. Lần đầu tiên, người dân ở đặc khu Trường Sa và các xã biên giới nộp hồ sơ, nhận kết quả ngay tại nơi cư trú. Bốn trong năm doanh nghiệp được hỏi cho biết không phải đến cơ quan nhà nước lần nào để đăng ký thay đổi nội dung kinh doanh.
## 3. Về vận hành chính quyền hai cấp
Toàn bộ 3.321 xã, phường, đặc khu vận hành trên hệ thống thống nhất ngay ngày đầu tiên. Dữ liệu của 696 đơn vị cấp huyện kết thúc hoạt động được bàn giao, niêm phong bản gốc và sao chép về kho dữ liệu cấp tỉnh; không ghi nhận trường hợp mất dữ liệu.
## 4. Về ứng phó thiên tai
Trong đợt mưa lũ lịch sử tại miền Trung, tin nhắn cảnh báo theo vị trí được gửi tới 11,3 triệu thuê bao; dữ liệu dân cư giúp xác định người già, trẻ nhỏ, người bệnh cần sơ tán trước ở 214 xã. Ảnh vệ tinh và thiết bị bay không người lái lập bản đồ ngập trong sáu giờ.
# III. Đánh giá theo mục tiêu của Nghị quyết số 57-NQ/TW
Về nhận thức, người đứng đầu ở hầu hết nơi đã trực tiếp chỉ đạo thay vì giao cho đơn vị chuyên trách; song còn 7 địa phương mà lãnh đạo chủ chốt chưa ký số văn bản hằng ngày. Về thể chế, tốc độ ban hành nhanh nhưng hướng dẫn chi tiết còn chậm bình quân 74 ngày so với yêu cầu. Về nguồn lực, tỷ lệ chi ngân sách cho lĩnh vực này đạt 2,7%, chưa tới mức tối thiểu 3%.
Về kết quả, chuyển động rõ nhất nằm ở dữ liệu: khi dữ liệu đúng và thông, thủ tục tự giảm mà không cần phong trào. Ngược lại, nơi nào chạy theo số lượng hồ sơ “trực tuyến” bằng cách nhập hộ thì chi phí tăng, người dân không hài lòng và công chức mệt mỏi. Đây là nhận định xuyên suốt khi đọc kết quả của từng bộ, từng địa phương ở các phần sau.
# IV. Phương pháp đánh giá và cách đọc số liệu
Điểm tổng hợp của địa phương gồm năm trụ cột với trọng số: dịch vụ công 30%, dữ liệu 25%, hạ tầng 15%, kinh tế – xã hội số 20%, thể chế và tổ chức 10%. Bình quân 34 địa phương là bình quân giản đơn, không theo dân số. Số liệu năm trước của các tỉnh hợp nhất được tính lại bằng cách cộng gộp dữ liệu của các tỉnh cũ, vì vậy có thể khác với báo cáo đã công bố.
Hồ sơ do công chức nhập hộ được tách riêng từ tháng 7 năm 2025. Hồ sơ bị trả lại để nộp mới chỉ tính một lần. Trường hợp hệ thống gián đoạn quá hai giờ, thời gian gián đoạn được trừ khỏi thời hạn giải quyết.
`;

/** The last part of the same report. */
export const CLOSING = `
# I. Đánh giá chung
## 1. Ưu điểm
Sự thống nhất từ trung ương đến cơ sở được nâng lên rõ rệt; các điểm nghẽn về hạ tầng cơ bản đã được nhận diện bằng số liệu. Dữ liệu dân cư trở thành gốc cho các ngành, tạo giá trị trực tiếp cho người dân. Kinh tế số tăng nhanh gấp 2,5 lần tốc độ tăng GDP. Nhiều mô hình hay bắt đầu từ cấp xã, do công chức trẻ và tổ công nghệ số cộng đồng tự nghĩ ra.
## 2. Hạn chế
Thứ nhất, khoảng cách giữa nhóm dẫn đầu và nhóm cuối còn lớn: chênh lệch điểm đánh giá giữa địa phương cao nhất và thấp nhất trên 30 điểm. Thứ hai, dữ liệu đất đai, y tế, xây dựng chưa đạt yêu cầu để thay giấy tờ. Thứ ba, phần mềm chồng chéo: một công chức cấp xã phải dùng trung bình 8 hệ thống. Thứ tư, an toàn thông tin ở cấp xã còn yếu, nhất là quản lý tài khoản. Thứ năm, chữ ký số cá nhân chưa phổ cập.
## 3. Nguyên nhân
Về khách quan, việc sắp xếp đơn vị hành chính diễn ra trên quy mô lớn, khối lượng dữ liệu phải chuyển đổi nhiều chưa từng có; thiên tai làm hư hại hạ tầng. Về chủ quan, một số nơi còn coi chuyển đổi số là việc của đơn vị kỹ thuật; đầu tư dàn trải; tâm lý sợ trách nhiệm khi dùng dữ liệu thay cho giấy tờ; cơ chế tài chính cho thuê dịch vụ chưa thông.
# II. Bài học kinh nghiệm
1. Người đứng đầu phải tự mình làm thủ tục trên hệ thống do cơ quan mình quản lý ít nhất mỗi quý một lần.
2. Làm dữ liệu trước, làm phần mềm sau; dữ liệu không có người chịu trách nhiệm thì không được đưa vào sử dụng.
3. Đo bằng máy, công khai kết quả, không nhận báo cáo tự chấm.
4. Chọn ít việc, làm đến cùng, đúng nhu cầu của người dân.
5. Mọi hệ thống phải làm việc được khi mất mạng và tự đồng bộ khi có mạng trở lại.
# III. Nhiệm vụ trọng tâm
## 1. Nhóm nhiệm vụ về thể chế
Bộ Tư pháp chủ trì trình trong Quý I năm {nămSau} nghị định sửa đổi đồng thời các quy định còn yêu cầu bản giấy. Bộ Tài chính ban hành định mức thuê dịch vụ điện toán đám mây, trí tuệ nhân tạo. Bộ Khoa học và Công nghệ trình Nghị định về chính quyền số ngay tại phiên họp này.
## 2. Nhóm nhiệm vụ về hạ tầng
Xóa toàn bộ điểm lõm sóng tại thôn, bản có điện trước ngày 30 tháng 6 năm {nămSau}; bảo đảm mỗi trung tâm phục vụ hành chính công vùng thường xuyên bị chia cắt có đường truyền vệ tinh dự phòng. Hoàn thành tuyến cáp quang dự phòng cho Phú Quốc, Lý Sơn, Côn Đảo, Vân Đồn.
## 3. Nhóm nhiệm vụ về dữ liệu
Hoàn thành làm sạch dữ liệu đất đai tại ít nhất 90% thửa; đối khớp 100% hộ tịch với dân cư. Mỗi bộ công bố danh mục dữ liệu mở, cập nhật tối thiểu hằng tháng. Thiết lập chức danh giám đốc dữ liệu ở bộ và tỉnh.
## 4. Nhóm nhiệm vụ về dịch vụ công
Hoàn thành hợp nhất cổng dịch vụ công tại 7 địa phương còn lại; thực hiện 1.084 thủ tục không phụ thuộc địa giới trên toàn quốc. Thu gọn số phần mềm mà công chức cấp xã phải dùng xuống không quá ba.
## 5. Nhóm nhiệm vụ về nhân lực, an toàn
Bố trí đủ người chuyên trách cho 3.321 xã, phường, đặc khu hoặc theo cụm; cấp chữ ký số miễn phí cho 20 triệu người. Chấm dứt tài khoản dùng chung; mỗi quý thử khôi phục dữ liệu một lần.
# IV. Kiến nghị
1. Kiến nghị Chính phủ thông qua Báo cáo; giao Văn phòng Chính phủ công khai kết quả đo lường của các bộ, địa phương.
2. Kiến nghị Thủ tướng Chính phủ bổ sung 2.160 tỷ đồng từ nguồn tăng thu để hỗ trợ 14 địa phương khó khăn mua sắm thiết bị cho trung tâm phục vụ hành chính công và khắc phục hạ tầng viễn thông sau thiên tai.
3. Kiến nghị Ủy ban Thường vụ Quốc hội sớm xem xét sửa đổi các luật chuyên ngành còn quy định hồ sơ giấy.
Bộ Khoa học và Công nghệ kính trình Chính phủ xem xét, cho ý kiến./.
`;

const TARGETS: readonly (readonly [
  name: string,
  unit: string,
  before: string,
  now: string,
  target: string,
])[] = [
  ['Tỷ lệ hồ sơ trực tuyến toàn trình', '%', '45,0', '70,4', '80,0'],
  ['Tỷ lệ số hóa hồ sơ, kết quả giải quyết', '%', '62,1', '81,6', '80,0'],
  ['Tỷ lệ dùng lại dữ liệu', '%', '38,7', '61,3', '60,0'],
  ['Mức độ hài lòng của người dân, doanh nghiệp', '%', '84,5', '87,1', '90,0'],
  ['Hệ thống thông tin được phê duyệt cấp độ an toàn', '%', '79,8', '92,6', '100,0'],
  ['Tỷ trọng kinh tế số trong GDP', '%', '18,3', '19,6', '20,0'],
  ['Tỷ trọng thương mại điện tử trong bán lẻ', '%', '9,0', '11,0', '10,0'],
  ['Doanh nghiệp nhỏ và vừa dùng nền tảng số', '%', '46,2', '51,4', '70,0'],
  ['Người trưởng thành có tài khoản thanh toán', '%', '87,1', '88,3', '85,0'],
  ['Người trưởng thành có chữ ký số', '%', '17,2', '31,8', '50,0'],
  ['Hộ gia đình có cáp quang', '%', '82,4', '85,9', '90,0'],
  ['Dân số được phủ sóng 5G', '%', '26,0', '59,0', '90,0'],
  ['Thôn, bản có điện còn lõm sóng', 'điểm', '637', '209', '0'],
  ['Bệnh viện công dùng bệnh án điện tử', '%', '31,5', '58,2', '100,0'],
  ['Xã, phường có người chuyên trách', '%', '–', '61,7', '100,0'],
  ['Bộ dữ liệu mở được công bố', 'bộ dữ liệu', '10.470', '14.930', '15.000'],
];

/** Where the country stands against the programme's targets. */
export function targetTable(year: number): TableBlock {
  return {
    kind: 'table',
    caption: 'Bảng tổng hợp. Kết quả thực hiện một số chỉ tiêu của Chương trình chuyển đổi số quốc gia',
    columns: [
      { title: 'STT', width: 6, align: 'center' },
      { title: 'Chỉ tiêu', width: 46, align: 'left' },
      { title: 'Đơn vị', width: 12, align: 'center' },
      { title: `Năm ${year - 1}`, width: 12, align: 'right' },
      { title: 'Kỳ báo cáo', width: 12, align: 'right' },
      { title: 'Mục tiêu', width: 12, align: 'right' },
    ],
    rows: TARGETS.map((target, index) => [String(index + 1), ...target]),
  };
}

/** How the share of files handled wholly online has grown. */
export function growthChart(year: number): ChartBlock {
  const shares = [11.6, 17.9, 28.3, 38.6, 45];
  return {
    kind: 'chart',
    caption: 'Biểu đồ tổng hợp. Tỷ lệ hồ sơ trực tuyến toàn trình trên cả nước qua các năm',
    unit: '%',
    shape: 'columns',
    series: ['Tỷ lệ hồ sơ trực tuyến toàn trình'],
    bars: [...shares, 70.4].map((value, index) => ({
      label: String(year - shares.length + index),
      values: [value],
    })),
  };
}
