import { seeded, vn } from '../figures.ts';
import { type Row, type TableBlock } from '../typeset/blocks.ts';
import { type ProvinceFacts } from './provinceFacts.ts';

/** Fields of work: share of all files, and how much harder than the mean it is to do them online. */
const FIELDS: readonly (readonly [name: string, share: number, harder: number])[] = [
  ['Đất đai, môi trường', 0.212, 13],
  ['Hộ tịch, chứng thực', 0.238, 2],
  ['Bảo hiểm xã hội, bảo hiểm y tế', 0.121, -4],
  ['Bảo trợ xã hội, người có công', 0.084, 8],
  ['Đăng ký kinh doanh, đầu tư', 0.072, -8],
  ['Xây dựng, quy hoạch', 0.061, 10],
  ['Giao thông vận tải', 0.068, 1],
  ['Y tế, an toàn thực phẩm', 0.041, 4],
  ['Giáo dục và đào tạo', 0.037, -3],
  ['Nông nghiệp, thủy lợi', 0.029, 6],
  ['Văn hóa, du lịch, thông tin', 0.018, 0],
  ['Lĩnh vực khác', 0.019, 5],
];

/** What was done in each field of work. */
export function fieldTable({ province, f, full }: ProvinceFacts, label: string): TableBlock {
  const random = seeded(`lĩnh vực ${province.name}`);
  const clamp = (value: number) => Math.max(21, Math.min(99.6, value));
  return {
    kind: 'table',
    caption: `Bảng ${label}. Tiếp nhận, giải quyết hồ sơ theo lĩnh vực, ${full}`,
    size: 9.5,
    columns: [
      { title: 'Lĩnh vực', width: 36, align: 'left' },
      { title: 'Tiếp nhận (hồ sơ)', width: 16, align: 'right' },
      { title: 'Trực tuyến (%)', width: 14, align: 'right' },
      { title: 'Đúng hạn (%)', width: 13, align: 'right' },
      { title: 'Dùng lại dữ liệu (%)', width: 15, align: 'right' },
      { title: 'Quá hạn (hồ sơ)', width: 14, align: 'right' },
    ],
    rows: FIELDS.map(([name, share, harder]): Row => {
      const files = f.files * 1000 * share * (0.86 + random() * 0.28);
      const online = clamp(f.online - harder + (random() - 0.5) * 9);
      const onTime = clamp(f.onTime - harder * 0.35 + (random() - 0.5) * 3);
      const reused = clamp(f.reused - harder * 0.8 + (random() - 0.5) * 12);
      return [
        name,
        vn(files),
        vn(online, 1),
        vn(onTime, 1),
        vn(reused, 1),
        vn((files * (100 - onTime)) / 100),
      ];
    }),
  };
}

type Task = (
  facts: ProvinceFacts,
  random: () => number,
) => readonly [task: string, lead: string, measure: string];

const percentUp = (value: number, by: number): string => `${vn(Math.min(99, value + by))}%`;

const TASKS: readonly Task[] = [
  ({ f }) => [
    'Đồng bộ kết quả giải quyết còn tồn vào kho dữ liệu cá nhân, tổ chức',
    'Văn phòng UBND',
    `${percentUp(f.digitised, 6)} hồ sơ số hóa`,
  ],
  ({ f }) => [
    'Xử lý dứt điểm điểm lõm sóng tại thôn, bản, khu dân cư',
    'Sở Khoa học và Công nghệ',
    `Còn dưới ${Math.max(2, Math.round(f.deadSpots * 0.3))} điểm`,
  ],
  ({ f }) => [
    'Rà soát, khóa tài khoản không dùng; áp dụng xác thực nhiều lớp',
    'Công an cấp tỉnh',
    `${f.systems}/${f.systems} hệ thống`,
  ],
  ({ f }) => [
    'Cấp chữ ký số cá nhân gắn với tài khoản định danh',
    'Sở Khoa học và Công nghệ',
    percentUp(f.signature, 14),
  ],
  ({ f }, random) => [
    'Đo mới, chỉnh lý hồ sơ địa chính các xã có sai lệch lớn',
    'Sở Nông nghiệp và Môi trường',
    `${Math.round(f.digitised / 6 + random() * 20)} xã, phường`,
  ],
  ({ province }, random) => [
    'Tập huấn kỹ năng số theo vị trí việc làm cho công chức cấp xã',
    'Sở Nội vụ',
    `${Math.round(province.communes * (4 + random() * 5))} người`,
  ],
  ({ f }) => [
    'Mở rộng thanh toán không tiền mặt ở chợ, trường học, bệnh viện',
    'Chi nhánh Ngân hàng Nhà nước khu vực',
    percentUp(f.cashless, 7),
  ],
  ({ notes }, random) => [
    `Xây dựng bộ dữ liệu mở về ${notes.strengths[0]}`,
    'Sở Tài chính',
    `${3 + Math.floor(random() * 9)} bộ dữ liệu`,
  ],
  ({ notes }, random) => [
    `Hỗ trợ doanh nghiệp nhỏ trong lĩnh vực ${notes.strengths[1]} dùng nền tảng số`,
    'Sở Công Thương',
    `${120 + Math.floor(random() * 700)} đơn vị`,
  ],
  ({ f }) => [
    'Liên thông bệnh án điện tử, sổ sức khỏe điện tử',
    'Sở Y tế',
    `${percentUp(f.digitised, 3)} cơ sở`,
  ],
  ({ province }) => [
    'Kiểm tra trung tâm phục vụ hành chính công theo hình thức không báo trước',
    'Thanh tra cấp tỉnh',
    `${Math.max(8, Math.round(province.communes * 0.2))} đơn vị`,
  ],
  ({ f }, random) => [
    'Hoàn thành chuyển hệ thống nội bộ lên hạ tầng đám mây',
    'Sở Khoa học và Công nghệ',
    `${Math.round(f.systems * (0.75 + random() * 0.2))} hệ thống`,
  ],
];

/** What the province is asked to do next, by whom and by when. */
export function taskTable(facts: ProvinceFacts, place: number, label: string): TableBlock {
  const random = seeded(`nhiệm vụ ${facts.province.name}`);
  const year = facts.c.year + 1;
  const chosen = [...TASKS.keys()]
    .map((index) => ({ index, order: (index * 7 + place * 5 + Math.floor(random() * 4)) % TASKS.length }))
    .sort((a, b) => a.order - b.order || a.index - b.index)
    .slice(0, 6);
  const tasks = chosen.flatMap(({ index }) => {
    const task = TASKS[index];
    return task === undefined ? [] : [task(facts, random)];
  });
  return {
    kind: 'table',
    caption: `Bảng ${label}. Nhiệm vụ trọng tâm giao ${facts.full}`,
    size: 9.5,
    columns: [
      { title: 'STT', width: 6, align: 'center' },
      { title: 'Nhiệm vụ', width: 44, align: 'left' },
      { title: 'Cơ quan chủ trì', width: 24, align: 'left' },
      { title: 'Kết quả phải đạt', width: 19, align: 'left' },
      { title: 'Thời hạn', width: 13, align: 'center' },
    ],
    rows: tasks.map(([task, lead, measure], index) => [
      String(index + 1),
      task,
      lead,
      measure,
      `${1 + Math.floor(random() * 9)}/${year}`,
    ]),
  };
}

/** How the province's communes fare, by their kind. */
export function communeTable({ province, f, full }: ProvinceFacts, label: string): TableBlock {
  const random = seeded(`cấp xã ${province.name}`);
  const urban = Math.max(4, Math.round(province.communes * (0.12 + province.level * 0.3)));
  const remote = Math.round(province.communes * (1 - province.level) * 0.45);
  const groups: readonly (readonly [name: string, count: number, better: number])[] = [
    ['Phường trung tâm và vùng đô thị', urban, 6],
    ['Xã đồng bằng, ven đô', Math.max(2, province.communes - urban - remote), 1],
    ['Xã miền núi, biên giới, bãi ngang, hải đảo', Math.max(1, remote), -9],
  ];
  return {
    kind: 'table',
    caption: `Bảng ${label}. Kết quả theo nhóm đơn vị hành chính cấp xã, ${full}`,
    size: 9.5,
    columns: [
      { title: 'Nhóm đơn vị', width: 38, align: 'left' },
      { title: 'Số đơn vị', width: 11, align: 'right' },
      { title: 'Trực tuyến (%)', width: 14, align: 'right' },
      { title: 'Người dân tự làm (%)', width: 15, align: 'right' },
      { title: 'Hồ sơ/công chức/ngày', width: 16, align: 'right' },
      { title: 'Hài lòng (%)', width: 13, align: 'right' },
    ],
    rows: groups.map(([name, count, better]): Row => {
      const online = Math.min(98.9, f.online + better + (random() - 0.5) * 4);
      return [
        name,
        String(count),
        vn(online, 1),
        vn(online * (0.5 + province.level * 0.2), 1),
        vn(8 + better * 0.4 + random() * 6 + f.files / 400, 1),
        vn(Math.min(98.8, f.onTime + better * 0.3 - random() * 2), 1),
      ];
    }),
  };
}
