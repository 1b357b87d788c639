import { type PaperCalendar } from '../calendar.ts';
import { economyOf, type Economy } from '../economy.ts';
import { vn } from '../figures.ts';
import { paperSource, type PaperSource } from '../paperSource.ts';
import { signature } from '../signers.ts';
import { prose, type Block, type ChartBlock, type TableBlock } from '../typeset/blocks.ts';

const AGENCY = 'Bộ Tài chính';

function opening(c: PaperCalendar, e: Economy): readonly Block[] {
  return prose(`
Thực hiện Quy chế làm việc của Chính phủ và Chương trình công tác năm ${c.year}, Bộ Tài chính tổng hợp báo cáo của các bộ, cơ quan, địa phương và báo cáo Chính phủ tình hình kinh tế – xã hội ${c.period}; kết quả thực hiện nhiệm vụ, giải pháp chủ yếu và định hướng điều hành thời gian tới như sau:
# I. BỐI CẢNH VÀ CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH
Trong tháng, kinh tế thế giới tiếp tục phục hồi chậm và không đồng đều. Chính sách thương mại của một số nền kinh tế lớn thay đổi nhanh; giá dầu thô và cước vận tải biển biến động trái chiều; lãi suất chủ chốt tại nhiều nước bắt đầu giảm nhưng còn ở mức cao. Trong nước, bộ máy chính quyền địa phương hai cấp tại 34 tỉnh, thành phố vận hành ổn định; nhu cầu tiêu dùng và đầu tư khởi sắc, song mưa lũ tại miền Trung và Tây Nguyên gây thiệt hại lớn về người và tài sản.
Chính phủ, Thủ tướng Chính phủ đã ban hành 14 nghị quyết, 21 nghị định, 37 công điện và chỉ thị, tập trung vào ba nhóm việc: giữ vững ổn định kinh tế vĩ mô; tháo gỡ vướng mắc cho 2.212 dự án tồn đọng; khôi phục sản xuất và ổn định đời sống Nhân dân vùng thiên tai. Bảy đoàn công tác do thành viên Chính phủ làm trưởng đoàn đã làm việc với các địa phương có tỷ lệ giải ngân dưới mức bình quân cả nước.
# II. TÌNH HÌNH KINH TẾ – XÃ HỘI ${c.period.toUpperCase()}
## 1. Kinh tế vĩ mô ổn định, lạm phát được kiểm soát
Tổng sản phẩm trong nước (GDP) ${e.quarter.name} tăng ${vn(e.quarter.growth, 2)}% so với cùng kỳ. Chỉ số giá tiêu dùng (CPI) tháng ${c.month} tăng ${vn(e.last.cpi, 2)}% so với cùng kỳ; bình quân ${c.sinceJanuary} tăng ${vn(e.average.cpi, 2)}%, thấp hơn mục tiêu cả năm khoảng 4,5%. Nhóm nhà ở, điện, nước và vật liệu xây dựng tăng cao nhất; nhóm giao thông giảm nhờ ba kỳ điều chỉnh giảm giá xăng dầu.
Thu ngân sách nhà nước lũy kế ước đạt ${vn(e.revenue.amount, 1)} nghìn tỷ đồng, bằng ${vn(e.revenue.share, 1)}% dự toán; đã miễn, giảm, gia hạn thuế, phí, lệ phí và tiền thuê đất khoảng 196,7 nghìn tỷ đồng. Nợ công, nợ Chính phủ và nợ nước ngoài quốc gia trong giới hạn Quốc hội cho phép. Dư nợ tín dụng toàn nền kinh tế tăng ${vn(e.credit, 2)}% so với cuối năm trước; mặt bằng lãi suất cho vay bình quân giảm 0,4 điểm phần trăm; tỷ giá trung tâm được điều hành linh hoạt.
Tổng kim ngạch xuất khẩu tháng ${c.month} ước đạt ${vn(e.last.exports, 2)} tỷ USD, nhập khẩu ước đạt ${vn(e.last.imports, 2)} tỷ USD. Lũy kế từ đầu năm, xuất khẩu đạt ${vn(e.sum.exports, 2)} tỷ USD, nhập khẩu đạt ${vn(e.sum.imports, 2)} tỷ USD; cán cân thương mại hàng hóa xuất siêu ${vn(e.sum.exports - e.sum.imports, 2)} tỷ USD.
`);
}

function keyTable(c: PaperCalendar, e: Economy): TableBlock {
  return {
    kind: 'table',
    caption: `Bảng 1. Một số chỉ tiêu chủ yếu ${c.period}`,
    columns: [
      { title: 'STT', width: 5, align: 'center' },
      { title: 'Chỉ tiêu', width: 44, align: 'left' },
      { title: 'Đơn vị', width: 14, align: 'center' },
      { title: `Tháng ${c.month}`, width: 14, align: 'right' },
      { title: 'Lũy kế', width: 14, align: 'right' },
      { title: 'Mục tiêu năm', width: 16, align: 'right' },
    ],
    rows: [
      [
        '1',
        'Chỉ số giá tiêu dùng so với cùng kỳ',
        '%',
        vn(e.last.cpi, 2),
        vn(e.average.cpi, 2),
        'khoảng 4,5',
      ],
      ['2', 'Chỉ số sản xuất công nghiệp', '%', vn(e.last.industry, 1), vn(e.average.industry, 1), '10,5'],
      [
        '3',
        'Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ tiêu dùng',
        '%',
        vn(e.last.retail, 1),
        vn(e.average.retail, 1),
        '12,0',
      ],
      ['4', 'Kim ngạch xuất khẩu hàng hóa', 'tỷ USD', vn(e.last.exports, 2), vn(e.sum.exports, 2), '520,00'],
      ['5', 'Kim ngạch nhập khẩu hàng hóa', 'tỷ USD', vn(e.last.imports, 2), vn(e.sum.imports, 2), '490,00'],
      ['6', 'Khách quốc tế đến Việt Nam', 'nghìn lượt', vn(e.last.visitors), vn(e.sum.visitors), '25.000'],
      ['7', 'Doanh nghiệp thành lập mới', 'doanh nghiệp', vn(e.last.newFirms), vn(e.sum.newFirms), '–'],
      ['8', 'Thu ngân sách nhà nước so với dự toán', '%', '–', vn(e.revenue.share, 1), '100,0'],
      ['9', 'Giải ngân vốn đầu tư công so với kế hoạch', '%', '–', vn(e.publicInvestment.share, 1), '100,0'],
      ['10', 'Vốn đầu tư trực tiếp nước ngoài thực hiện', 'tỷ USD', '–', vn(e.fdi.disbursed, 2), '27,50'],
    ],
  };
}

function industryChart(e: Economy): ChartBlock {
  return {
    kind: 'chart',
    caption: 'Hình 1. Tốc độ tăng chỉ số sản xuất công nghiệp theo tháng',
    unit: '%, so với cùng kỳ năm trước',
    shape: 'columns',
    series: ['Sản xuất công nghiệp'],
    bars: e.months.map(({ month, industry }) => ({ label: `T${month}`, values: [industry] })),
  };
}

function sectors(c: PaperCalendar, e: Economy): readonly Block[] {
  return prose(`
## 2. Đầu tư phát triển chuyển biến tích cực
Giải ngân vốn đầu tư công lũy kế ước đạt ${vn(e.publicInvestment.amount)} tỷ đồng, bằng ${vn(e.publicInvestment.share, 1)}% kế hoạch Thủ tướng Chính phủ giao, cao hơn cùng kỳ (${vn(e.publicInvestment.before, 1)}%). Vốn đầu tư nước ngoài đăng ký đạt ${vn(e.fdi.registered, 2)} tỷ USD, vốn thực hiện đạt ${vn(e.fdi.disbursed, 2)} tỷ USD, mức cao nhất của cùng kỳ trong năm năm qua. Tuyến cao tốc Bắc – Nam phía Đông, Cảng hàng không quốc tế Long Thành và các đường vành đai đô thị bám sát tiến độ; tuyến đường sắt Lào Cai – Hà Nội – Hải Phòng đã bàn giao 61% mặt bằng.
## 3. Các ngành sản xuất, dịch vụ duy trì đà tăng
### a) Nông, lâm nghiệp và thủy sản
Sản lượng lúa cả năm ước đạt 43,6 triệu tấn; xuất khẩu nông, lâm, thủy sản duy trì mức tăng hai con số nhờ cà phê, rau quả và tôm. Dịch tả lợn châu Phi được khống chế tại 29 tỉnh, thành phố; còn 5 địa phương có ổ dịch chưa qua 21 ngày. Diện tích cây trồng bị ngập úng do mưa lũ là 38.700 ha, trong đó 12.400 ha mất trắng.
### b) Công nghiệp và xây dựng
Chỉ số sản xuất công nghiệp tháng ${c.month} tăng ${vn(e.last.industry, 1)}%, bình quân từ đầu năm tăng ${vn(e.average.industry, 1)}%. Điện tử, ô tô, thiết bị điện và vật liệu xây dựng là các ngành dẫn dắt; khai khoáng giảm 1,3% do một số mỏ dầu suy giảm sản lượng. Chỉ số nhà quản trị mua hàng (PMI) tháng thứ tư liên tiếp trên 50 điểm.
`);
}

function services(c: PaperCalendar, e: Economy): readonly Block[] {
  return prose(`
### c) Thương mại và dịch vụ
Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ tiêu dùng tháng ${c.month} tăng ${vn(e.last.retail, 1)}% so với cùng kỳ. Khách quốc tế đạt ${vn(e.last.visitors)} nghìn lượt, lũy kế ${vn(e.sum.visitors)} nghìn lượt. Doanh thu thương mại điện tử bán lẻ tăng 24%; vận tải hành khách tăng 21,5%, vận tải hàng hóa tăng 14,2%.
## 4. Phát triển doanh nghiệp
Trong tháng có ${vn(e.last.newFirms)} doanh nghiệp thành lập mới; lũy kế ${vn(e.sum.newFirms)} doanh nghiệp. Số doanh nghiệp quay trở lại hoạt động tăng 31% so với cùng kỳ, phản ánh niềm tin thị trường được củng cố sau khi Nghị quyết số 68-NQ/TW về phát triển kinh tế tư nhân đi vào cuộc sống. Tuy vậy, mỗi tháng vẫn có bình quân 18.900 doanh nghiệp rút lui khỏi thị trường, chủ yếu ở quy mô siêu nhỏ, trong lĩnh vực bán buôn và lưu trú.
## 5. Văn hóa, xã hội, môi trường và đời sống Nhân dân
Chương trình xóa nhà tạm, nhà dột nát đã hoàn thành 334.200 căn. Tỷ lệ hộ nghèo đa chiều cuối năm ước giảm 1,1 điểm phần trăm. Đã xuất cấp 9.860 tấn gạo dự trữ quốc gia cho các địa phương bị thiên tai; không để người dân nào thiếu đói, không có chỗ ở. Công tác khám, chữa bệnh, phòng chống dịch được bảo đảm; tỷ lệ bao phủ bảo hiểm y tế đạt 95,2% dân số. Ngành giáo dục hoàn thành sửa chữa 412 trong số 436 điểm trường bị ngập để học sinh trở lại lớp trước ngày ${c.short(14)}.
## 6. Quốc phòng, an ninh và đối ngoại
Độc lập, chủ quyền, thống nhất và toàn vẹn lãnh thổ được giữ vững; trật tự, an toàn xã hội được bảo đảm. Tai nạn giao thông giảm cả ba tiêu chí so với cùng kỳ. Các hoạt động đối ngoại cấp cao mang lại 34 thỏa thuận hợp tác, trong đó có 11 thỏa thuận về khoa học, công nghệ và chuỗi cung ứng bán dẫn.
`);
}

function outlook(c: PaperCalendar): readonly Block[] {
  return prose(`
# III. HẠN CHẾ, KHÓ KHĂN VÀ NGUYÊN NHÂN
1. Sức ép điều hành tỷ giá và lạm phát còn lớn trong bối cảnh chênh lệch lãi suất quốc tế chưa thu hẹp. Giá vật liệu san lấp tại 9 địa phương tăng trên 25% so với đầu năm, đẩy chi phí các dự án hạ tầng vượt tổng mức đầu tư.
2. Giải ngân vốn đầu tư công không đồng đều: 12 bộ, cơ quan và 11 địa phương đạt dưới mức bình quân cả nước. Vướng mắc chủ yếu nằm ở giải phóng mặt bằng, định giá đất và việc chuyển tiếp chủ đầu tư sau khi kết thúc hoạt động của cấp huyện.
3. Một số xã, phường mới thiếu công chức chuyên môn về địa chính, xây dựng, tài chính và công nghệ thông tin; 417 đơn vị hành chính cấp xã chưa có đủ trụ sở làm việc tập trung.
4. Đời sống một bộ phận Nhân dân vùng sâu, vùng xa, vùng thiên tai còn khó khăn; sạt lở bờ sông, bờ biển và ngập úng đô thị diễn biến phức tạp.
Nguyên nhân khách quan là tác động bất lợi từ bên ngoài và thiên tai cực đoan. Về chủ quan, việc phối hợp giữa một số bộ và địa phương chưa chặt chẽ; kỷ luật báo cáo, thẩm quyền được phân cấp mới nhưng còn tâm lý e ngại, xin ý kiến vượt cấp.
# IV. NHIỆM VỤ, GIẢI PHÁP TRỌNG TÂM THỜI GIAN TỚI
1. Bộ Tài chính phối hợp với Ngân hàng Nhà nước Việt Nam điều hành đồng bộ chính sách tài khóa và tiền tệ; rà soát, cắt giảm tối thiểu 10% chi thường xuyên tăng thêm để dành nguồn khắc phục hậu quả thiên tai; trình phương án sử dụng tăng thu trước ngày ${c.short(-12)}.
2. Bộ Xây dựng chủ trì cùng các địa phương rà soát nguồn vật liệu, công bố giá sát thị trường hằng tháng; bảo đảm hoàn thành các dự án cao tốc theo kế hoạch; khởi công các khu nhà ở xã hội đã có mặt bằng sạch.
3. Bộ Công Thương bảo đảm cung ứng điện, xăng dầu và hàng hóa thiết yếu; đa dạng hóa thị trường xuất khẩu; xử lý nghiêm gian lận xuất xứ, hàng giả, hàng nhái trên môi trường số.
4. Bộ Nông nghiệp và Môi trường hướng dẫn khôi phục sản xuất vụ mới tại vùng ngập lụt; hoàn thiện cơ sở dữ liệu đất đai, kết nối thông suốt đến cấp xã; gỡ cảnh báo đối với khai thác hải sản bất hợp pháp.
5. Bộ Nội vụ hướng dẫn bố trí biên chế, điều động công chức hỗ trợ cấp xã; tổng hợp vướng mắc về phân cấp, phân quyền, trình Chính phủ phương án sửa đổi các nghị định liên quan.
6. Các địa phương chủ động kịch bản tăng trưởng từng quý, từng ngành; phân công lãnh đạo phụ trách từng dự án trọng điểm; công khai tiến độ giải ngân hằng tuần.
# V. KIẾN NGHỊ
Bộ Tài chính kính trình Chính phủ: (i) thông qua nội dung Báo cáo; (ii) giao các bộ, cơ quan, địa phương thực hiện các nhiệm vụ tại Mục IV; (iii) cho phép sử dụng 3.450 tỷ đồng dự phòng ngân sách trung ương hỗ trợ các địa phương khắc phục hậu quả mưa lũ theo phương án kèm theo.
Bộ Tài chính kính báo cáo Chính phủ xem xét, cho ý kiến chỉ đạo./.
`);
}

function monthlyTable(c: PaperCalendar, e: Economy): TableBlock {
  return {
    kind: 'table',
    caption: `Biểu 1. Các chỉ tiêu theo tháng năm ${c.year}`,
    size: 9.5,
    columns: [
      { title: 'Tháng', width: 8, align: 'center' },
      { title: 'CPI (%)', width: 11, align: 'right' },
      { title: 'Sản xuất công nghiệp (%)', width: 15, align: 'right' },
      { title: 'Bán lẻ, dịch vụ (%)', width: 13, align: 'right' },
      { title: 'Xuất khẩu (tỷ USD)', width: 14, align: 'right' },
      { title: 'Nhập khẩu (tỷ USD)', width: 14, align: 'right' },
      { title: 'Khách quốc tế (nghìn lượt)', width: 15, align: 'right' },
      { title: 'Doanh nghiệp mới', width: 14, align: 'right' },
    ],
    rows: e.months.map((figures) => [
      String(figures.month),
      vn(figures.cpi, 2),
      vn(figures.industry, 1),
      vn(figures.retail, 1),
      vn(figures.exports, 2),
      vn(figures.imports, 2),
      vn(figures.visitors),
      vn(figures.newFirms),
    ]),
  };
}

const GOODS: readonly (readonly [string, number, number])[] = [
  ['Điện tử, máy tính và linh kiện', 0.236, 38.4],
  ['Điện thoại các loại và linh kiện', 0.121, 6.2],
  ['Máy móc, thiết bị, dụng cụ, phụ tùng khác', 0.128, 15.1],
  ['Dệt, may', 0.083, 8.8],
  ['Giày dép', 0.051, 7.3],
  ['Gỗ và sản phẩm gỗ', 0.036, 6.9],
  ['Phương tiện vận tải và phụ tùng', 0.035, 13.6],
  ['Thủy sản', 0.024, 12.7],
  ['Cà phê', 0.018, 41.2],
  ['Rau quả', 0.018, 17.5],
  ['Sắt thép các loại', 0.014, -9.4],
  ['Gạo', 0.009, -12.8],
  ['Hạt điều', 0.011, 16.9],
  ['Hóa chất và sản phẩm hóa chất', 0.019, 4.4],
  ['Sản phẩm từ chất dẻo', 0.015, 5.8],
];

function goodsTable(c: PaperCalendar, e: Economy): TableBlock {
  return {
    kind: 'table',
    caption: `Biểu 2. Các mặt hàng xuất khẩu chủ yếu ${c.sinceJanuary}`,
    size: 9.5,
    columns: [
      { title: 'STT', width: 6, align: 'center' },
      { title: 'Mặt hàng', width: 46, align: 'left' },
      { title: 'Giá trị (triệu USD)', width: 18, align: 'right' },
      { title: 'Tỷ trọng (%)', width: 14, align: 'right' },
      { title: 'So với cùng kỳ (%)', width: 16, align: 'right' },
    ],
    rows: GOODS.map(([name, share, growth], index) => [
      String(index + 1),
      name,
      vn(e.sum.exports * share * 1000),
      vn(share * 100, 1),
      vn(growth, 1),
    ]),
  };
}

function tradeChart(e: Economy): ChartBlock {
  return {
    kind: 'chart',
    caption: 'Biểu đồ. Xuất khẩu và nhập khẩu hàng hóa theo tháng',
    unit: 'tỷ USD',
    shape: 'columns',
    series: ['Nhập khẩu', 'Xuất khẩu'],
    bars: e.months.map(({ month, imports, exports }) => ({ label: `T${month}`, values: [imports, exports] })),
  };
}

function appendixBlocks(c: PaperCalendar, e: Economy): readonly Block[] {
  return [
    ...prose(
      'Các biểu dưới đây kèm theo Báo cáo số 412/BC-BTC của Bộ Tài chính; số liệu tháng cuối cùng là số ước thực hiện, sẽ được chuẩn xác khi có số chính thức của Cục Thống kê.',
    ),
    monthlyTable(c, e),
    tradeChart(e),
    goodsTable(c, e),
    ...prose(
      '*Ghi chú:* Tốc độ tăng tính theo giá hiện hành; tỷ trọng tính trên tổng kim ngạch xuất khẩu, các mặt hàng còn lại không nêu trong biểu chiếm phần còn lại.',
    ),
  ];
}

/** Item 1: the report on the economy and society, and its tables. */
export function economyPapers(c: PaperCalendar): readonly PaperSource[] {
  const e = economyOf(c);
  const title = `Báo cáo tình hình kinh tế – xã hội ${c.period}`;
  const recipients = [
    '- Thành viên Chính phủ;',
    '- Văn phòng Chính phủ;',
    '- Các Thứ trưởng;',
    '- Lưu: VT, TH (05 bản).',
  ];
  return [
    paperSource(
      c,
      {
        key: 'kt-xh',
        version: 1,
        itemKey: 'm1',
        title,
        fileName: `Bao cao KT-XH thang ${c.month}.pdf`,
        documentType: 'report',
        agency: AGENCY,
        number: '412/BC-BTC',
        classification: 'public',
      },
      {
        daysBefore: 8,
        kind: 'BÁO CÁO',
        subject: `Tình hình kinh tế – xã hội ${c.period}; nhiệm vụ, giải pháp trọng tâm thời gian tới`,
        addressee: 'Chính phủ',
      },
      [
        ...opening(c, e),
        keyTable(c, e),
        ...sectors(c, e),
        industryChart(e),
        ...services(c, e),
        ...outlook(c),
        signature('finance', recipients),
      ],
      { outline: true },
    ),
    paperSource(
      c,
      {
        key: 'kt-xh-bieu',
        version: 1,
        itemKey: 'm1',
        title: `Phụ lục số liệu kinh tế – xã hội ${c.period}`,
        fileName: `Phu luc so lieu KT-XH thang ${c.month}.pdf`,
        documentType: 'appendix',
        agency: AGENCY,
        number: '412/BC-BTC-PL',
        classification: 'public',
      },
      { daysBefore: 8, kind: 'PHỤ LỤC', subject: `Số liệu kinh tế – xã hội ${c.period}` },
      appendixBlocks(c, e),
    ),
  ];
}
