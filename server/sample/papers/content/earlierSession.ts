import { type PaperCalendar } from '../calendar.ts';
import { economyUpTo } from '../economy.ts';
import { vn } from '../figures.ts';
import { paperSource, type PaperSource } from '../paperSource.ts';
import { signature } from '../signers.ts';
import { prose, type Block } from '../typeset/blocks.ts';

// The concluded session was held about a month before the coming one.
const HELD = 30;

function report(c: PaperCalendar): readonly Block[] {
  const e = economyUpTo(c.earlier.year, c.earlier.month);
  return prose(`
Bộ Tài chính báo cáo Chính phủ tình hình kinh tế – xã hội ${c.earlier.period}, trọng tâm là những thay đổi so với kỳ báo cáo trước và các vấn đề cần Chính phủ quyết định ngay.
# I. NHỮNG KẾT QUẢ NỔI BẬT
## 1. Các cân đối lớn
CPI tháng ${c.earlier.month} tăng ${vn(e.last.cpi, 2)}% so với cùng kỳ, bình quân tăng ${vn(e.average.cpi, 2)}%. Thu ngân sách đạt ${vn(e.revenue.amount, 1)} nghìn tỷ đồng, bằng ${vn(e.revenue.share, 1)}% dự toán năm. Xuất khẩu trong tháng đạt ${vn(e.last.exports, 2)} tỷ USD; xuất siêu lũy kế ${vn(e.sum.exports - e.sum.imports, 2)} tỷ USD. Tín dụng tăng ${vn(e.credit, 2)}% so với cuối năm trước, vốn chảy chủ yếu vào sản xuất và thương mại.
## 2. Sản xuất và thị trường
Công nghiệp tăng ${vn(e.last.industry, 1)}% với đóng góp lớn của chế biến, chế tạo; 33 trên 34 địa phương có chỉ số sản xuất tăng. Bán lẻ và dịch vụ tăng ${vn(e.last.retail, 1)}%. Có ${vn(e.last.newFirms)} doanh nghiệp đăng ký mới. Khách quốc tế đạt ${vn(e.last.visitors)} nghìn lượt, thị trường Đông Bắc Á chiếm quá nửa.
## 3. Đầu tư
Giải ngân đầu tư công đạt ${vn(e.publicInvestment.share, 1)}% kế hoạch. Vốn đầu tư nước ngoài thực hiện đạt ${vn(e.fdi.disbursed, 2)} tỷ USD. Chín dự án hạ tầng lớn được tháo gỡ về mặt bằng, trong đó có hai dự án đã chậm trên ba năm.
# II. NHỮNG VẤN ĐỀ NỔI LÊN
Giá vàng trong nước chênh lệch lớn với thế giới tác động tâm lý thị trường. Mưa đặc biệt lớn tại miền Trung làm chia cắt quốc lộ, đường sắt; 73 xã mất điện quá 24 giờ. Tại một số xã, phường, hồ sơ đất đai tồn quá hạn tăng nhanh vì thiếu người đo đạc.
Thị trường lao động phục hồi nhưng không đều: các khu công nghiệp phía Nam thiếu khoảng 68.000 lao động phổ thông, trong khi lao động trên 40 tuổi ở khu vực dệt may khó tìm việc trở lại.
# III. ĐỀ XUẤT
1. Tiếp tục giảm 2% thuế giá trị gia tăng theo nghị quyết của Quốc hội; theo dõi tác động đến thu ngân sách từng tháng.
2. Lập quỹ hỗ trợ đo đạc, chỉnh lý hồ sơ địa chính cho 480 xã có hồ sơ tồn đọng lớn nhất.
3. Giao Ngân hàng Nhà nước Việt Nam tăng nguồn cung vàng nguyên liệu hợp pháp, thanh tra các cơ sở kinh doanh lớn.
4. Ứng trước 1.100 tỷ đồng từ dự phòng ngân sách trung ương cho các tỉnh bị mưa lũ để khôi phục giao thông và trường học.
Kính trình Chính phủ xem xét, quyết định./.
`);
}

function resolution(c: PaperCalendar): readonly Block[] {
  const { month, year } = c.earlier;
  return prose(`
= CHÍNH PHỦ
> Căn cứ Luật Tổ chức Chính phủ số 63/2025/QH15;
> Căn cứ Quy chế làm việc của Chính phủ;
> Trên cơ sở thảo luận của các thành viên Chính phủ và kết luận của Thủ tướng Chính phủ tại Phiên họp thường kỳ, tổ chức ${c.long(HELD)},
= QUYẾT NGHỊ:
## Điều 1. Về tình hình kinh tế – xã hội ${c.earlier.period}
Chính phủ thống nhất đánh giá: tình hình tiếp tục xu hướng tích cực, tháng sau tốt hơn tháng trước trên hầu hết lĩnh vực; tuy nhiên, thiên tai, biến động bên ngoài và năng lực thực thi ở cơ sở là ba thách thức lớn nhất. Chính phủ yêu cầu các bộ, cơ quan, địa phương không chủ quan, tập trung hoàn thành cao nhất 15 chỉ tiêu của năm ${year}.
## Điều 2. Nhiệm vụ trọng tâm
1. Bộ Tài chính: báo cáo cấp có thẩm quyền phương án ứng trước 1.100 tỷ đồng khắc phục hậu quả mưa lũ; hoàn thành phân bổ trong 07 ngày.
2. Ngân hàng Nhà nước Việt Nam: thực hiện ngay các giải pháp thu hẹp chênh lệch giá vàng; giữ ổn định thanh khoản dịp cuối năm.
3. Bộ Nông nghiệp và Môi trường: vận hành liên hồ chứa an toàn; công bố bản đồ nguy cơ sạt lở đến cấp thôn cho 12 tỉnh.
4. Bộ Nội vụ: xây dựng dự thảo Nghị quyết về cải cách hành chính, hoàn thiện tổ chức bộ máy, trình tại phiên họp kế tiếp.
5. Bộ Khoa học và Công nghệ: hoàn thiện dự thảo Nghị định về chính quyền số, báo cáo tổng thể chuyển đổi số đến từng địa phương.
6. Bộ Xây dựng: khôi phục thông tuyến đường sắt Bắc – Nam và Quốc lộ 1 chậm nhất 05 ngày sau khi nước rút.
7. Ủy ban nhân dân các tỉnh, thành phố: bố trí nơi ở tạm cho toàn bộ hộ dân mất nhà; hoàn thành xây dựng lại nhà ở trước Tết Nguyên đán.
## Điều 3. Về đề nghị xây dựng luật
Chính phủ thông qua đề nghị xây dựng Luật Phòng thủ dân sự (sửa đổi) và Luật Khí tượng thủy văn (sửa đổi); giao Bộ Tư pháp hoàn thiện hồ sơ, gửi Ủy ban Thường vụ Quốc hội theo đúng thời hạn.
## Điều 4. Về dự thảo Nghị định quản lý hoạt động đo đạc và hồ sơ địa chính
Chính phủ thống nhất với sự cần thiết ban hành Nghị định. Giao Bộ Nông nghiệp và Môi trường tiếp thu ý kiến về kinh phí đo đạc tại xã biên giới, hoàn thiện dự thảo, trình Chính phủ trong tháng ${month === 12 ? 1 : month + 1}.
## Điều 5. Tổ chức thực hiện
Các Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Chủ tịch Ủy ban nhân dân các tỉnh, thành phố chịu trách nhiệm thi hành. Văn phòng Chính phủ theo dõi, báo cáo kết quả tại phiên họp kế tiếp./.
`);
}

function notice(c: PaperCalendar): readonly Block[] {
  return prose(`
${c.long(HELD).replace('ngày', 'Ngày')}, tại Trụ sở Chính phủ, Thủ tướng Chính phủ đã chủ trì Phiên họp Chính phủ thường kỳ, kết nối trực tuyến với 34 tỉnh, thành phố. Cùng dự có các Phó Thủ tướng, Bộ trưởng, Thủ trưởng cơ quan ngang bộ; đại diện Văn phòng Trung ương Đảng, Văn phòng Quốc hội và Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam. Dự phiên họp có 25 trên tổng số 27 thành viên Chính phủ, trong đó 21 thành viên tại phòng họp và 04 thành viên trực tuyến; cả 25 thành viên biểu quyết tán thành Nghị quyết của phiên họp. Sau khi nghe các báo cáo và ý kiến phát biểu, Thủ tướng Chính phủ kết luận:
# 1. VỀ CÔNG TÁC ĐIỀU HÀNH
Mỗi thành viên Chính phủ phụ trách ít nhất hai địa phương, đi cơ sở tối thiểu một lần mỗi tháng, báo cáo không quá hai trang nêu rõ việc đã gỡ được và việc còn vướng. Những việc thuộc thẩm quyền của bộ trưởng thì bộ trưởng quyết định, không đưa lên Chính phủ.
# 2. VỀ PHÒNG, CHỐNG THIÊN TAI
Phải sơ tán dân trước khi lũ về, không đợi đến khi nước vào nhà. Giao Bộ Quốc phòng bố trí sẵn phương tiện tại ba cụm cơ động ở Huế, Gia Lai và Đắk Lắk. Giao Bộ Y tế bảo đảm cơ số thuốc, hóa chất khử khuẩn, không để phát sinh dịch sau lũ.
# 3. VỀ CHÍNH QUYỀN ĐỊA PHƯƠNG HAI CẤP
Không để người dân phải đi lại nhiều lần vì bộ máy mới. Các địa phương công khai số điện thoại của chủ tịch xã, phường; phân công lãnh đạo sở trực tiếp hỗ trợ xã yếu. Bộ Nội vụ tổng hợp các nhiệm vụ phân cấp chưa phù hợp trước ngày ${c.short(20)}.
# 4. VỀ CHUYỂN ĐỔI SỐ
Báo cáo về chuyển đổi số và Đề án 06 phải có số liệu đến từng tỉnh, từng bộ, nêu đúng nơi làm tốt và nơi chưa làm; giao Bộ Khoa học và Công nghệ chuẩn bị, trình tại phiên họp kế tiếp.
# 5. VỀ THÔNG TIN, TUYÊN TRUYỀN
Chủ động, kịp thời, minh bạch; người phát ngôn của bộ, địa phương trả lời ngay những vấn đề Nhân dân quan tâm. Xử lý nghiêm hành vi tung tin sai sự thật về thiên tai.
Văn phòng Chính phủ thông báo để các bộ, cơ quan, địa phương biết, thực hiện./.
`);
}

/** The papers of the concluded session. */
export function earlierPapers(c: PaperCalendar): readonly PaperSource[] {
  const { month, period } = c.earlier;
  return [
    paperSource(
      c,
      {
        key: 'truoc-kt-xh',
        version: 1,
        itemKey: 'hop-truoc-1',
        title: `Báo cáo tình hình kinh tế – xã hội ${period}`,
        fileName: `Bao cao KT-XH thang ${month}.pdf`,
        documentType: 'report',
        agency: 'Bộ Tài chính',
        number: '376/BC-BTC',
        classification: 'public',
      },
      {
        daysBefore: HELD + 6,
        kind: 'BÁO CÁO',
        subject: `Tình hình kinh tế – xã hội ${period}`,
        addressee: 'Chính phủ',
      },
      [...report(c), signature('finance', ['- Thành viên Chính phủ;', '- Lưu: VT, TH.'])],
    ),
    paperSource(
      c,
      {
        key: 'truoc-nghi-quyet',
        version: 1,
        itemKey: 'hop-truoc-2',
        title: `Nghị quyết Phiên họp Chính phủ thường kỳ, tình hình kinh tế – xã hội ${period}`,
        fileName: `Nghi quyet phien hop truoc.pdf`,
        documentType: 'resolution',
        agency: 'Chính phủ',
        number: '358/NQ-CP',
        classification: 'public',
      },
      {
        daysBefore: HELD - 4,
        kind: 'NGHỊ QUYẾT',
        subject: `Phiên họp Chính phủ thường kỳ và tình hình kinh tế – xã hội ${period}`,
      },
      [
        ...resolution(c),
        signature('government', [
          '- Ban Bí thư Trung ương Đảng;',
          '- Các bộ, cơ quan ngang bộ;',
          '- UBND các tỉnh, thành phố;',
          '- Lưu: VT, TH (2b).',
        ]),
      ],
      { outline: true },
    ),
    paperSource(
      c,
      {
        key: 'truoc-ket-luan',
        version: 1,
        itemKey: 'hop-truoc-3',
        title: 'Thông báo kết luận của Thủ tướng Chính phủ tại Phiên họp Chính phủ thường kỳ trước',
        fileName: 'Thong bao ket luan phien hop truoc.pdf',
        documentType: 'notice',
        agency: 'Văn phòng Chính phủ',
        number: '603/TB-VPCP',
        classification: 'public',
      },
      {
        daysBefore: HELD - 3,
        kind: 'THÔNG BÁO',
        subject: 'Kết luận của Thủ tướng Chính phủ tại Phiên họp Chính phủ thường kỳ',
      },
      [
        ...notice(c),
        signature('officeDeputy', [
          '- Thủ tướng, các Phó Thủ tướng (để b/c);',
          '- Các bộ, cơ quan ngang bộ;',
          '- UBND các tỉnh, thành phố;',
          '- Lưu: VT, TH (3b).',
        ]),
      ],
    ),
  ];
}
