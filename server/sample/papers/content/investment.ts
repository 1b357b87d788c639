import { type PaperCalendar } from '../calendar.ts';
import { economyOf, type Economy } from '../economy.ts';
import { seeded, vn } from '../figures.ts';
import { paperSource, type PaperSource } from '../paperSource.ts';
import { PROVINCES, REGION_NAMES } from '../provinces.ts';
import { signature } from '../signers.ts';
import {
  prose,
  type Block,
  type ChartBlock,
  type Column,
  type Row,
  type TableBlock,
} from '../typeset/blocks.ts';

const AGENCY = 'Bộ Tài chính';

interface Plan {
  readonly name: string;
  /** Billion dong. */
  readonly planned: number;
  readonly paid: number;
}

const CENTRAL: readonly (readonly [string, number, number])[] = [
  ['Bộ Xây dựng', 83_550, 1.06],
  ['Bộ Quốc phòng', 31_420, 1.03],
  ['Bộ Công an', 22_870, 1.09],
  ['Bộ Nông nghiệp và Môi trường', 17_640, 0.97],
  ['Bộ Y tế', 9_310, 0.58],
  ['Bộ Giáo dục và Đào tạo', 4_275, 0.71],
  ['Bộ Khoa học và Công nghệ', 3_190, 0.52],
  ['Bộ Văn hóa, Thể thao và Du lịch', 2_065, 0.83],
  ['Bộ Tài chính', 2_980, 0.78],
  ['Bộ Nội vụ', 1_540, 0.74],
  ['Bộ Tư pháp', 1_120, 0.94],
  ['Bộ Công Thương', 985, 0.88],
  ['Bộ Ngoại giao', 870, 0.49],
  ['Bộ Dân tộc và Tôn giáo', 410, 0.66],
  ['Ngân hàng Nhà nước Việt Nam', 655, 0.91],
  ['Thanh tra Chính phủ', 215, 0.81],
  ['Văn phòng Chính phủ', 340, 0.97],
  ['Đài Tiếng nói Việt Nam', 290, 0.62],
  ['Đài Truyền hình Việt Nam', 480, 0.69],
  ['Viện Hàn lâm Khoa học và Công nghệ Việt Nam', 1_260, 0.57],
  ['Đại học Quốc gia Hà Nội', 1_415, 0.86],
  ['Đại học Quốc gia Thành phố Hồ Chí Minh', 1_870, 0.92],
  ['Tập đoàn Điện lực Việt Nam', 2_350, 1.01],
  ['Kiểm toán nhà nước', 260, 0.93],
];

function share(rate: number, factor: number): number {
  return Math.min(0.992, rate * factor);
}

function centralPlans(e: Economy): readonly Plan[] {
  const rate = e.publicInvestment.share / 100;
  return CENTRAL.map(([name, planned, factor]) => ({
    name,
    planned,
    paid: Math.round(planned * share(rate, factor)),
  }));
}

function localPlans(e: Economy): readonly (Plan & { readonly region: string })[] {
  const rate = e.publicInvestment.share / 100;
  return PROVINCES.map(({ name, region, people }) => {
    const random = seeded(`đầu tư công ${name}`);
    const planned = Math.round((people * (3.6 + random() * 2.4) + 3900) / 10) * 10;
    return { name, region, planned, paid: Math.round(planned * share(rate, 0.72 + random() * 0.55)) };
  });
}

const percent = (plan: Plan): number => (plan.paid / plan.planned) * 100;

function report(c: PaperCalendar, e: Economy): readonly Block[] {
  const { share: done, before, amount, plan } = e.publicInvestment;
  return prose(`
Bộ Tài chính báo cáo Chính phủ tình hình phân bổ, giải ngân vốn đầu tư công ${c.sinceJanuary}, kết quả hoạt động của các tổ công tác và kiến nghị giải pháp như sau:
# I. TÌNH HÌNH PHÂN BỔ KẾ HOẠCH VỐN
Kế hoạch vốn ngân sách nhà nước năm ${c.year} được Thủ tướng Chính phủ giao là ${vn(plan)} tỷ đồng, gồm vốn ngân sách trung ương 381.500 tỷ đồng và vốn cân đối ngân sách địa phương 567.200 tỷ đồng. Đến ngày ${c.short(8)}, các bộ, cơ quan và địa phương đã phân bổ chi tiết 99,1%; còn 8.540 tỷ đồng của 14 cơ quan, địa phương chưa phân bổ do dự án chưa được phê duyệt quyết định đầu tư hoặc phải điều chỉnh tên chủ đầu tư sau sắp xếp đơn vị hành chính.
# II. TÌNH HÌNH GIẢI NGÂN
## 1. Kết quả chung
Lũy kế giải ngân ước đạt ${vn(amount)} tỷ đồng, bằng ${vn(done, 1)}% kế hoạch, cao hơn ${vn(done - before, 1)} điểm phần trăm so với cùng kỳ năm trước (${vn(before, 1)}%). Về số tuyệt đối, đây là mức cao nhất từ trước đến nay. Vốn ngân sách địa phương giải ngân nhanh hơn vốn ngân sách trung ương; vốn nước ngoài đạt 41,7%, chủ yếu do phải gia hạn hiệp định vay của sáu dự án.
## 2. Các chương trình, dự án trọng điểm
Ba chương trình mục tiêu quốc gia giải ngân 57,3% kế hoạch. Các dự án giao thông quan trọng quốc gia giải ngân 74,6%, trong đó: cao tốc Bắc – Nam phía Đông giai đoạn 2021–2025 đạt 88,2%; đường Vành đai 4 vùng Thủ đô đạt 63,5%; đường Vành đai 3 Thành phố Hồ Chí Minh đạt 81,9%; Cảng hàng không quốc tế Long Thành giai đoạn 1 đạt 92,4%; cao tốc Khánh Hòa – Buôn Ma Thuột đạt 79,0%.
`);
}

function regionChart(e: Economy): ChartBlock {
  const plans = localPlans(e);
  return {
    kind: 'chart',
    caption: 'Hình 1. Tỷ lệ giải ngân vốn do địa phương quản lý, theo vùng',
    unit: '% kế hoạch',
    shape: 'bars',
    series: ['Tỷ lệ giải ngân'],
    bars: REGION_NAMES.map((region) => {
      const own = plans.filter((plan) => plan.region === region);
      const planned = own.reduce((sum, plan) => sum + plan.planned, 0);
      const paid = own.reduce((sum, plan) => sum + plan.paid, 0);
      return { label: region, values: [Number(((paid / planned) * 100).toFixed(1))] };
    }),
  };
}

function listNames(plans: readonly Plan[]): string {
  return plans.map((plan) => `${plan.name} (${vn(percent(plan), 1)}%)`).join(', ');
}

function judgement(e: Economy): readonly Block[] {
  const local = [...localPlans(e)].sort((a, b) => percent(b) - percent(a));
  const central = [...centralPlans(e)].sort((a, b) => percent(b) - percent(a));
  return prose(`
## 3. Các bộ, cơ quan, địa phương giải ngân tốt và chưa tốt
Năm địa phương có tỷ lệ giải ngân cao nhất: ${listNames(local.slice(0, 5))}. Năm địa phương thấp nhất: ${listNames(local.slice(-5))}.
Ở trung ương, dẫn đầu là ${listNames(central.slice(0, 4))}; thấp nhất là ${listNames(central.slice(-4))}. Các cơ quan giải ngân thấp phần lớn có dự án ở nước ngoài, dự án mua sắm thiết bị chuyên dùng hoặc dự án bệnh viện đang xử lý vướng mắc hợp đồng.
# III. KHÓ KHĂN, VƯỚNG MẮC
1. *Giải phóng mặt bằng:* chiếm 38% số kiến nghị. Việc xác định nguồn gốc đất chậm vì hồ sơ địa chính cấp huyện đang được bàn giao về xã; 1.126 xã, phường chưa có công chức được tập huấn về bồi thường, tái định cư.
2. *Nguyên vật liệu:* nhu cầu đất đắp các dự án đang thi công là 142 triệu m³, nguồn đã cấp phép mới đáp ứng 71%. Giá cát tại miền Trung và đồng bằng sông Cửu Long vượt giá công bố từ 18 đến 40%.
3. *Chuyển tiếp chủ đầu tư:* 2.930 dự án do cấp huyện làm chủ đầu tư đã chuyển cho ban quản lý khu vực hoặc cấp xã; 214 dự án còn phải quyết toán phần khối lượng trước khi bàn giao.
4. *Thời tiết:* mưa lũ lớn làm 63 công trường tại miền Trung, Tây Nguyên phải dừng thi công từ 9 đến 24 ngày.
# IV. HOẠT ĐỘNG CỦA CÁC TỔ CÔNG TÁC
Bảy tổ công tác do các Phó Thủ tướng và Bộ trưởng làm Tổ trưởng đã làm việc trực tiếp với 23 bộ, cơ quan, địa phương; tiếp nhận 341 kiến nghị, trả lời ngay 187 kiến nghị, giao các bộ xử lý 154 kiến nghị. Đến nay còn 29 kiến nghị quá hạn, trong đó 17 kiến nghị liên quan đến pháp luật đất đai.
# V. GIẢI PHÁP VÀ KIẾN NGHỊ
1. Các bộ, cơ quan, địa phương chưa phân bổ hết vốn chịu trách nhiệm giải trình; phần vốn chưa phân bổ được thu hồi, bổ sung cho dự án có khả năng giải ngân hết trong năm.
2. Giao Bộ Nông nghiệp và Môi trường trong tháng tới ban hành hướng dẫn xác định nguồn gốc đất khi hồ sơ cấp huyện thiếu hoặc thất lạc.
3. Giao Bộ Xây dựng lập kế hoạch điều phối vật liệu theo vùng; chủ trì kiểm tra việc công bố giá tại 12 tỉnh có chênh lệch lớn.
4. Giao Bộ Tài chính rút ngắn thời gian kiểm soát thanh toán còn 01 ngày làm việc đối với hồ sơ gửi qua môi trường điện tử; công khai tỷ lệ giải ngân theo từng chủ đầu tư.
5. Đề nghị Chính phủ cho phép kéo dài thời gian bố trí vốn đối với 41 dự án chịu ảnh hưởng trực tiếp của thiên tai tại Phụ lục III.
Bộ Tài chính kính báo cáo Chính phủ./.
`);
}

const COLUMNS: readonly Column[] = [
  { title: 'STT', width: 6, align: 'center' },
  { title: 'Bộ, cơ quan, địa phương', width: 42, align: 'left' },
  { title: 'Kế hoạch', width: 15, align: 'right' },
  { title: 'Giải ngân', width: 15, align: 'right' },
  { title: 'Còn lại', width: 14, align: 'right' },
  { title: 'Tỷ lệ (%)', width: 11, align: 'right' },
];

function planRow(plan: Plan, index: number): Row {
  return [
    String(index + 1),
    plan.name,
    vn(plan.planned),
    vn(plan.paid),
    vn(plan.planned - plan.paid),
    vn(percent(plan), 1),
  ];
}

function totalRow(name: string, plans: readonly Plan[]): Row {
  const total: Plan = {
    name,
    planned: plans.reduce((sum, plan) => sum + plan.planned, 0),
    paid: plans.reduce((sum, plan) => sum + plan.paid, 0),
  };
  return [
    '',
    `**${name}**`,
    ...[total.planned, total.paid, total.planned - total.paid].map((value) => `**${vn(value)}**`),
    `**${vn(percent(total), 1)}**`,
  ];
}

function centralTable(e: Economy): TableBlock {
  const plans = centralPlans(e);
  return {
    kind: 'table',
    unit: 'tỷ đồng',
    columns: COLUMNS,
    rows: [...plans.map(planRow), totalRow('Cộng các cơ quan nêu trên', plans)],
  };
}

function localTable(e: Economy): TableBlock {
  const plans = localPlans(e);
  const rows = REGION_NAMES.flatMap((region): Row[] => {
    const own = plans.filter((plan) => plan.region === region);
    return [{ group: region }, ...own.map(planRow), totalRow('Cộng vùng', own)];
  });
  return {
    kind: 'table',
    unit: 'tỷ đồng',
    columns: COLUMNS,
    rows: [...rows, totalRow('Tổng cộng 34 tỉnh, thành phố', plans)],
  };
}

const STORM_WORKS: readonly (readonly [string, readonly string[]])[] = [
  [
    'Huế',
    [
      'Kè chống sạt lở sông Bồ đoạn qua phường Hương Trà',
      'Đường Phong Điền – Điền Lộc',
      'Nâng cấp hồ chứa Thọ Sơn',
      'Trạm bơm tiêu úng Đông Ba',
    ],
  ],
  [
    'Đà Nẵng',
    [
      'Kè biển Hội An đoạn Cửa Đại – Cẩm An',
      'Cầu Quảng Đà và đường dẫn',
      'Khu tái định cư Trà Leng',
      'Đường tuần tra, cứu nạn Tây Giang',
    ],
  ],
  [
    'Quảng Ngãi',
    [
      'Đường Hoàng Sa – Dốc Sỏi',
      'Đập dâng hạ lưu sông Trà Khúc',
      'Kè sông Đăk Bla',
      'Khu tái định cư Trà Bồng',
    ],
  ],
  [
    'Gia Lai',
    [
      'Đường ven biển đoạn Cát Tiến – Đề Gi',
      'Hệ thống thoát lũ sông Hà Thanh',
      'Cầu Ia Kdăm',
      'Hồ chứa nước Đồng Mít giai đoạn 2',
    ],
  ],
  [
    'Đắk Lắk',
    [
      'Kè sông Ba đoạn qua phường Tuy Hòa',
      'Đường Hòa Xuân – Vũng Rô',
      'Khu dân cư tránh lũ Hòa Thịnh',
      'Cải tạo kênh chính Bắc Đồng Cam',
    ],
  ],
  [
    'Khánh Hòa',
    [
      'Kè bờ hữu sông Cái Nha Trang',
      'Đường Diên Khánh – Khánh Vĩnh',
      'Hồ chứa nước Sông Cái',
      'Cầu Phước Hà',
    ],
  ],
  [
    'Lâm Đồng',
    [
      'Khắc phục sạt lở đèo Mimosa',
      'Đường Lương Sơn – Đại Ninh',
      'Kè biển Hàm Tiến – Mũi Né',
      'Hồ chứa nước Ka Pét',
    ],
  ],
  [
    'Quảng Trị',
    [
      'Đường Hướng Hóa – Lao Bảo',
      'Kè sông Gianh đoạn Quảng Thuận',
      'Cầu Nhật Lệ 3',
      'Hệ thống tiêu úng Hải Lăng',
    ],
  ],
];

function stormTable(c: PaperCalendar): TableBlock {
  return {
    kind: 'table',
    unit: 'tỷ đồng',
    columns: [
      { title: 'STT', width: 6, align: 'center' },
      { title: 'Dự án', width: 46, align: 'left' },
      { title: 'Tổng mức đầu tư', width: 15, align: 'right' },
      { title: `Kế hoạch ${c.year}`, width: 14, align: 'right' },
      { title: 'Số ngày dừng thi công', width: 14, align: 'right' },
    ],
    rows: STORM_WORKS.flatMap(([province, works]): Row[] => [
      { group: province },
      ...works.map((name, index) => {
        const random = seeded(name);
        const total = 90 + Math.round(random() * 1700);
        return [
          String(index + 1),
          name,
          vn(total),
          vn(total * (0.14 + random() * 0.25)),
          String(9 + Math.floor(random() * 16)),
        ];
      }),
    ]),
  };
}

function appendix(c: PaperCalendar, e: Economy): readonly Block[] {
  return [
    ...prose(
      'Kèm theo Báo cáo số 421/BC-BTC của Bộ Tài chính. Số liệu giải ngân tính theo xác nhận của Kho bạc Nhà nước, chưa gồm vốn kéo dài từ năm trước.',
    ),
    { kind: 'part', label: 'PHỤ LỤC I', title: 'GIẢI NGÂN CỦA CÁC BỘ, CƠ QUAN TRUNG ƯƠNG', newPage: false },
    centralTable(e),
    { kind: 'part', label: 'PHỤ LỤC II', title: 'GIẢI NGÂN CỦA CÁC TỈNH, THÀNH PHỐ', newPage: true },
    localTable(e),
    {
      kind: 'part',
      label: 'PHỤ LỤC III',
      title: 'DỰ ÁN CHỊU ẢNH HƯỞNG CỦA THIÊN TAI ĐỀ NGHỊ KÉO DÀI THỜI GIAN BỐ TRÍ VỐN (NHÓM CÓ QUY MÔ LỚN)',
      newPage: true,
    },
    stormTable(c),
  ];
}

/** Item 3: how the year's public investment is being spent. */
export function investmentPapers(c: PaperCalendar): readonly PaperSource[] {
  const e = economyOf(c);
  const recipients = [
    '- Như trên;',
    '- Các bộ, cơ quan trung ương;',
    '- UBND các tỉnh, thành phố;',
    '- Lưu: VT, ĐT.',
  ];
  return [
    paperSource(
      c,
      {
        key: 'giai-ngan',
        version: 1,
        itemKey: 'm3',
        title: `Báo cáo tình hình giải ngân vốn đầu tư công ${c.sinceJanuary}`,
        fileName: 'Bao cao giai ngan von dau tu cong.pdf',
        documentType: 'report',
        agency: AGENCY,
        number: '421/BC-BTC',
        classification: 'public',
      },
      {
        daysBefore: 6,
        kind: 'BÁO CÁO',
        subject: `Tình hình phân bổ, giải ngân vốn đầu tư công ${c.sinceJanuary}`,
        addressee: 'Chính phủ',
      },
      [...report(c, e), regionChart(e), ...judgement(e), signature('financeDeputy', recipients)],
      { outline: true },
    ),
    paperSource(
      c,
      {
        key: 'giai-ngan-phu-luc',
        version: 1,
        itemKey: 'm3',
        title: 'Phụ lục chi tiết giải ngân vốn đầu tư công theo bộ, cơ quan, địa phương',
        fileName: 'Phu luc giai ngan von dau tu cong.pdf',
        documentType: 'appendix',
        agency: AGENCY,
        number: '421/BC-BTC-PL',
        classification: 'public',
      },
      { daysBefore: 6, kind: 'PHỤ LỤC', subject: `Chi tiết giải ngân vốn đầu tư công ${c.sinceJanuary}` },
      appendix(c, e),
      { outline: true },
    ),
  ];
}
