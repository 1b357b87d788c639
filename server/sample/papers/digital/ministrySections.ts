import { type PaperCalendar } from '../calendar.ts';
import { pick, seeded, vn } from '../figures.ts';
import { prose, type Block, type ChartBlock, type TableBlock } from '../typeset/blocks.ts';
import { MINISTRIES, type Ministry } from './ministries.ts';

interface MinistryFigures {
  readonly procedures: number;
  readonly whole: number;
  readonly online: number;
  readonly reused: number;
  readonly onTime: number;
  readonly documents: number;
  readonly signed: number;
  readonly spending: number;
  readonly systems: number;
  readonly approved: number;
  readonly steps: readonly number[];
}

const one = (value: number): number => Math.round(value * 10) / 10;

export function ministryFigures({ name, level }: Ministry): MinistryFigures {
  const random = seeded(`bộ ${name}`);
  const procedures = 48 + Math.floor(random() * 260);
  const online = one(55 + level * 38 + random() * 4);
  const systems = 12 + Math.floor(random() * 41);
  return {
    procedures,
    whole: Math.round(procedures * (0.35 + level * 0.42)),
    online,
    reused: one(38 + level * 41 + random() * 5),
    onTime: one(91 + level * 6 + random() * 2),
    documents: Math.round(42 + random() * 190),
    signed: one(Math.min(99.8, 88 + level * 10 + random() * 2)),
    spending: Math.round(140 + random() * 900 + level * 400),
    systems,
    approved: Math.round(systems * (0.66 + level * 0.33)),
    steps: [0, 1, 2, 3].map((quarter) => one(online - (3 - quarter) * (2.6 + random() * 2.4))),
  };
}

type Opening = (name: string, f: MinistryFigures, c: PaperCalendar) => string;

const OPENINGS: readonly [Opening, ...Opening[]] = [
  (name, f, c) =>
    `Năm ${c.year}, ${name} được giao ${f.systems + 6} nhiệm vụ về chuyển đổi số và Đề án 06; đến hết kỳ báo cáo hoàn thành ${Math.round((f.systems + 6) * 0.82)} nhiệm vụ, đang thực hiện trong hạn ${Math.round((f.systems + 6) * 0.12)} nhiệm vụ, số còn lại chậm tiến độ chủ yếu do chờ văn bản hướng dẫn.`,
  (name, f) =>
    `${name} quản lý ${f.procedures} thủ tục hành chính, trong đó ${f.whole} thủ tục đã cung cấp trực tuyến toàn trình. Ban Chỉ đạo do Bộ trưởng, Thủ trưởng cơ quan làm Trưởng ban duy trì họp hằng tháng, kết luận được theo dõi trên hệ thống giao việc.`,
  (name, f, c) =>
    `Kinh phí chuyển đổi số của ${name} năm ${c.year} là ${vn(f.spending)} tỷ đồng, tập trung cho dữ liệu (46%), nền tảng dùng chung (31%) và an toàn thông tin (14%). Việc giao ban, lấy ý kiến, trình ký thực hiện trên môi trường số; ${vn(f.signed, 1)}% văn bản đi được ký số.`,
  (name, f) =>
    `Sau khi kiện toàn tổ chức, ${name} hợp nhất đầu mối phụ trách chuyển đổi số, cắt giảm ${2 + (f.systems % 5)} tổ chức trung gian và phân công một lãnh đạo chịu trách nhiệm cao nhất về dữ liệu. Trong kỳ đã trao đổi ${vn(f.documents)} nghìn văn bản qua trục liên thông.`,
];

const SERVICES: readonly [Opening, ...Opening[]] = [
  (_, f) =>
    `Tỷ lệ hồ sơ trực tuyến đạt ${vn(f.online, 1)}%, dùng lại dữ liệu đạt ${vn(f.reused, 1)}%; ${vn(f.onTime, 1)}% hồ sơ giải quyết đúng hạn. Qua tái cấu trúc, ${Math.round(f.procedures * 0.3)} thủ tục được cắt bớt thành phần hồ sơ, ${Math.round(f.procedures * 0.11)} thủ tục được bãi bỏ.`,
  (_, f, c) =>
    `Trong ${c.sinceJanuary}, trên ${vn(f.online, 1)}% hồ sơ được nộp qua Cổng Dịch vụ công quốc gia. Số thủ tục đủ điều kiện làm toàn trình nhưng chưa làm còn ${f.procedures - f.whole}; nguyên nhân chính là quy định chuyên ngành vẫn đòi bản gốc để đối chiếu.`,
  (_, f) =>
    `Đến nay ${f.whole} trên ${f.procedures} thủ tục thực hiện toàn trình; thời gian giải quyết trung bình giảm ${vn(18 + f.reused / 6, 1)}% so với niêm yết. Mức độ hài lòng qua phiếu điện tử đạt ${vn(Math.min(98.7, f.onTime - 0.8), 1)}%.`,
];

const SAFETY: readonly [Opening, ...Opening[]] = [
  (_, f) =>
    `Về an toàn thông tin, ${f.approved} trên ${f.systems} hệ thống đã phê duyệt cấp độ; các hệ thống còn lại phải hoàn thành hồ sơ trong 90 ngày.`,
  (_, f) =>
    `Bộ phận giám sát trực 24/7 theo dõi ${f.systems} hệ thống, trong đó ${f.approved} hệ thống đạt đủ yêu cầu bảo vệ theo cấp độ; đã tổ chức khôi phục thử từ bản sao lưu ngoại tuyến.`,
  (_, f) =>
    `Kết quả kiểm tra chéo cho thấy ${f.systems - f.approved} trên ${f.systems} hệ thống còn tồn tại về quản lý tài khoản, nhật ký; tất cả đã có kế hoạch khắc phục kèm người chịu trách nhiệm.`,
];

function table({ name }: Ministry, f: MinistryFigures, number: number): TableBlock {
  return {
    kind: 'table',
    caption: `Bảng ${number}a. Chỉ tiêu chuyển đổi số của ${name}`,
    columns: [
      { title: 'STT', width: 7, align: 'center' },
      { title: 'Chỉ tiêu', width: 62, align: 'left' },
      { title: 'Đơn vị', width: 15, align: 'center' },
      { title: 'Kết quả', width: 16, align: 'right' },
    ],
    rows: [
      ['1', 'Thủ tục hành chính thuộc phạm vi quản lý', 'thủ tục', String(f.procedures)],
      ['2', 'Trong đó cung cấp trực tuyến toàn trình', 'thủ tục', String(f.whole)],
      ['3', 'Tỷ lệ hồ sơ nộp trực tuyến', '%', vn(f.online, 1)],
      ['4', 'Tỷ lệ hồ sơ giải quyết đúng hạn, trước hạn', '%', vn(f.onTime, 1)],
      ['5', 'Tỷ lệ dùng lại dữ liệu đã số hóa', '%', vn(f.reused, 1)],
      ['6', 'Văn bản đi được ký số', '%', vn(f.signed, 1)],
      ['7', 'Văn bản trao đổi qua trục liên thông', 'nghìn văn bản', vn(f.documents)],
      ['8', 'Kinh phí trong năm', 'tỷ đồng', vn(f.spending)],
    ],
  };
}

function chart(c: PaperCalendar, { name }: Ministry, f: MinistryFigures, number: number): ChartBlock {
  const last = Math.ceil(c.month / 3);
  const label = (back: number) => {
    const quarter = ((last - 1 - back + 8) % 4) + 1;
    return `Q${quarter}/${last - back >= 1 ? c.year : c.year - 1}`;
  };
  return {
    kind: 'chart',
    caption: `Hình ${number}. Tỷ lệ hồ sơ nộp trực tuyến theo quý của ${name}`,
    unit: '%',
    shape: 'bars',
    series: ['Tỷ lệ'],
    bars: f.steps.map((value, index) => ({ label: label(3 - index), values: [value] })),
  };
}

const DATA: readonly [Opening, ...Opening[]] = [
  (name, f) =>
    `${name} đã công bố danh mục ${8 + (f.systems % 17)} cơ sở dữ liệu, chỉ định người chịu trách nhiệm về chất lượng từng bộ dữ liệu; ${vn(f.reused + 6, 1)}% trường thông tin có nguồn gốc và thời điểm cập nhật. Số bộ dữ liệu mở cung cấp cho doanh nghiệp là ${17 + (f.procedures % 60)}.`,
  (name, f) =>
    `Trong kỳ, ${name} nhận ${vn(f.documents * 3.1)} yêu cầu kết nối, chia sẻ dữ liệu, đáp ứng đúng hạn ${vn(f.onTime - 6, 1)}%. Các yêu cầu bị từ chối chủ yếu do chưa rõ mục đích sử dụng hoặc chưa đạt cấp độ an toàn.`,
  (name, f) =>
    `Việc chuyển dữ liệu từ các đơn vị hợp nhất về ${name} cơ bản hoàn thành; đã đối soát ${vn(f.reused + 11, 1)}% bản ghi, loại bỏ ${vn(3.2 + f.systems / 12, 1)}% bản ghi trùng. Từ nay mỗi loại dữ liệu chỉ có một nguồn gốc, các hệ thống khác phải đọc từ nguồn đó.`,
  (name, f) =>
    `${name} ban hành quy chế quản trị dữ liệu, phân loại ${vn(f.documents * 0.9)} nghìn tài liệu theo mức độ nhạy cảm; ${vn(f.signed - 5, 1)}% hồ sơ công việc được lập và nộp lưu điện tử đúng hạn.`,
];

const PEOPLE: readonly [Opening, ...Opening[]] = [
  (_, f) =>
    `Đơn vị chuyên trách có ${14 + (f.systems % 40)} người, trong đó ${3 + (f.systems % 11)} người làm an toàn thông tin; ${vn(f.online - 6, 1)}% công chức đã học khóa kỹ năng dữ liệu và trí tuệ nhân tạo.`,
  (_, f) =>
    `Tỷ lệ công chức dùng trợ lý ảo trong soạn thảo, tra cứu đạt ${vn(f.reused - 17, 1)}%; cơ quan đã ban hành hướng dẫn không đưa dữ liệu chưa công khai vào dịch vụ bên ngoài.`,
  (_, f) =>
    `Vị trí việc làm về dữ liệu được bổ sung ${4 + (f.procedures % 9)} chỉ tiêu nhưng mới tuyển được một nửa vì mức thu nhập thấp hơn thị trường từ 2 đến 3 lần.`,
];

function systemsTable(ministry: Ministry, label: string): TableBlock {
  const random = seeded(`vận hành ${ministry.name}`);
  return {
    kind: 'table',
    caption: `Bảng ${label}. Tình hình vận hành các nền tảng, cơ sở dữ liệu của ${ministry.name}`,
    size: 9.5,
    columns: [
      { title: 'Hệ thống', width: 42, align: 'left' },
      { title: 'Độ sẵn sàng (%)', width: 15, align: 'right' },
      { title: 'Giao dịch/ngày (nghìn)', width: 17, align: 'right' },
      { title: 'Thời gian trả lời (giây)', width: 16, align: 'right' },
      { title: 'Cơ quan kết nối', width: 14, align: 'right' },
    ],
    rows: ministry.systems.map(([system]) => [
      system,
      vn(99.2 + random() * 0.78, 2),
      vn(4 + random() ** 3 * 3900 * ministry.level, 1),
      vn(0.3 + random() * 2.4, 1),
      String(9 + Math.floor(random() * 88)),
    ]),
  };
}

function section(c: PaperCalendar, ministry: Ministry, place: number, first: number): readonly Block[] {
  const f = ministryFigures(ministry);
  const { name } = ministry;
  const turn = (choices: readonly [Opening, ...Opening[]], shift: number) =>
    pick(choices, ((place + shift) % choices.length) / choices.length)(name, f, c);
  const label = String(place + 1);
  const systems = ministry.systems.map(([system, state]) => `- *${system}:* ${state}.`).join('\n');
  return [
    ...prose(`
# ${label}. ${name}
${turn(OPENINGS, 0)}
## ${label}.1. Nền tảng, cơ sở dữ liệu chủ yếu
${systems}
${ministry.achievement}
## ${label}.2. Dịch vụ công và an toàn thông tin
${turn(SERVICES, 1)} ${turn(SAFETY, 2)}
`),
    table(ministry, f, first + place),
    ...prose(`${turn(DATA, 3)} ${turn(PEOPLE, 1)}`),
    chart(c, ministry, f, first + place),
    systemsTable(ministry, `${first + place}b`),
    ...prose(`
## ${label}.3. Hạn chế và nhiệm vụ trọng tâm
${ministry.difficulty}
*Nhiệm vụ thời gian tới:* ${ministry.next}
`),
  ];
}

/** The sections on the ministries; tables and figures are numbered from `first`. */
export function ministrySections(c: PaperCalendar, first: number): readonly Block[] {
  return MINISTRIES.flatMap((ministry, place) => section(c, ministry, place, first));
}
