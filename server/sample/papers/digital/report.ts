import { type PaperCalendar } from '../calendar.ts';
import { vn } from '../figures.ts';
import { paperSource, type PaperSource } from '../paperSource.ts';
import { PROVINCES, REGION_NAMES } from '../provinces.ts';
import { signature } from '../signers.ts';
import { prose, type Block, type ChartBlock, type TableBlock } from '../typeset/blocks.ts';
import { listAppendices } from './appendices.ts';
import { figuresOf, meanOf } from './indicators.ts';
import { MINISTRIES } from './ministries.ts';
import { ministryFigures, ministrySections } from './ministrySections.ts';
import { CLOSING, growthChart, OVERVIEW, targetTable } from './overview.ts';
import { provinceSections } from './provinceSections.ts';
import { THEMES, type Theme } from './themes.ts';

const PARTS = ['nhất', 'hai', 'ba', 'tư', 'năm', 'sáu', 'bảy', 'tám', 'chín', 'mười'];

function part(index: number, title: string): Block {
  return { kind: 'part', label: `PHẦN THỨ ${(PARTS[index] ?? '').toUpperCase()}`, title, newPage: true };
}

function themeTable({ table }: Theme, number: number): TableBlock {
  return {
    kind: 'table',
    caption: `Bảng ${number}. ${table.caption}`,
    size: 9.5,
    columns: [
      { title: 'STT', width: 7, align: 'center' },
      { title: 'Địa phương', width: 33, align: 'left' },
      ...table.columns.map(([title]) => ({ title, width: 15, align: 'right' as const })),
    ],
    rows: PROVINCES.map((province, index) => [
      String(index + 1),
      province.name,
      ...table.columns.map(([, of, digits]) => vn(of(figuresOf(province)), digits)),
    ]),
  };
}

function themeChart({ figure }: Theme, number: number): ChartBlock {
  return {
    kind: 'chart',
    caption: `Hình ${number}. ${figure.caption}`,
    unit: figure.unit,
    shape: 'bars',
    series: figure.series.map(([name]) => name),
    bars: PROVINCES.map((province) => ({
      label: province.name,
      values: figure.series.map(([, of]) => of(figuresOf(province))),
    })),
  };
}

function themes(): readonly Block[] {
  return THEMES.flatMap((theme, index) => [
    ...prose(`# ${index + 1}. ${theme.title}`),
    ...prose(theme.text),
    themeTable(theme, index + 1),
    themeChart(theme, index + 1),
  ]);
}

function regions(c: PaperCalendar, firstPart: number, first: number): readonly Block[] {
  let number = first;
  return REGION_NAMES.flatMap((region, index) => {
    const start = number;
    const own = PROVINCES.filter((province) => province.region === region);
    number += own.length;
    return [
      part(firstPart + index, `CÁC ĐỊA PHƯƠNG VÙNG ${region.toUpperCase()}`),
      ...prose(`
Vùng có ${own.length} tỉnh, thành phố với ${vn(own.reduce((sum, { communes }) => sum + communes, 0))} đơn vị hành chính cấp xã và khoảng ${vn(own.reduce((sum, { people }) => sum + people, 0) / 1000, 1)} triệu dân. Bình quân vùng: hồ sơ trực tuyến toàn trình đạt ${vn(
        meanOf(own, (f) => f.online),
        1,
      )}%, giải quyết đúng hạn ${vn(
        meanOf(own, (f) => f.onTime),
        1,
      )}%, tỷ trọng kinh tế số ${vn(
        meanOf(own, (f) => f.share),
        1,
      )}% GRDP. Kết quả của từng địa phương như sau.
`),
      ...provinceSections(c, region, start),
    ];
  });
}

function rankingTable(): TableBlock {
  const sorted = [...PROVINCES].sort((a, b) => figuresOf(b).score - figuresOf(a).score);
  return {
    kind: 'table',
    size: 9,
    columns: [
      { title: 'Hạng', width: 8, align: 'center' },
      { title: 'Địa phương', width: 30, align: 'left' },
      { title: 'Điểm', width: 12, align: 'right' },
      { title: 'Trực tuyến (%)', width: 16, align: 'right' },
      { title: 'Dùng lại dữ liệu (%)', width: 17, align: 'right' },
      { title: 'Kinh tế số (%)', width: 16, align: 'right' },
    ],
    rows: sorted.map((province, index) => {
      const f = figuresOf(province);
      return [
        String(index + 1),
        province.name,
        vn(f.score, 1),
        vn(f.online, 1),
        vn(f.reused, 1),
        vn(f.share, 1),
      ];
    }),
  };
}

function ministryTable(): TableBlock {
  return {
    kind: 'table',
    size: 9.5,
    columns: [
      { title: 'STT', width: 6, align: 'center' },
      { title: 'Bộ, cơ quan ngang bộ', width: 34, align: 'left' },
      { title: 'Thủ tục', width: 12, align: 'right' },
      { title: 'Toàn trình', width: 13, align: 'right' },
      { title: 'Hồ sơ trực tuyến (%)', width: 17, align: 'right' },
      { title: 'Hệ thống đạt cấp độ', width: 17, align: 'right' },
    ],
    rows: MINISTRIES.map((ministry, index) => {
      const f = ministryFigures(ministry);
      return [
        String(index + 1),
        ministry.name,
        String(f.procedures),
        String(f.whole),
        vn(f.online, 1),
        `${f.approved}/${f.systems}`,
      ];
    }),
  };
}

function appendices(): readonly Block[] {
  return [
    { kind: 'part', label: 'PHỤ LỤC I', title: 'XẾP HẠNG CHUYỂN ĐỔI SỐ CÁC TỈNH, THÀNH PHỐ', newPage: true },
    rankingTable(),
    { kind: 'part', label: 'PHỤ LỤC II', title: 'KẾT QUẢ CỦA CÁC BỘ, CƠ QUAN NGANG BỘ', newPage: true },
    ministryTable(),
  ];
}

function blocks(c: PaperCalendar): readonly Block[] {
  const ministriesFirst = THEMES.length + 1;
  const provincesFirst = ministriesFirst + MINISTRIES.length;
  const closingPart = 3 + REGION_NAMES.length;
  const fill = (text: string) =>
    text
      .replaceAll('{năm}', String(c.year))
      .replaceAll('{nămSau}', String(c.year + 1))
      .replaceAll('{kỳ}', c.sinceJanuary);
  return [
    ...prose(`
Thực hiện Thông báo kết luận của Thủ tướng Chính phủ tại Phiên họp thường kỳ trước, Bộ Khoa học và Công nghệ phối hợp với Bộ Công an, Văn phòng Chính phủ và các bộ, cơ quan, địa phương tổng hợp Báo cáo tổng thể về chuyển đổi số quốc gia và Đề án 06 ${c.sinceJanuary}, chi tiết đến từng bộ, từng tỉnh, thành phố.
Số liệu lấy từ Hệ thống giám sát, đo lường chính phủ số, chốt lúc 0 giờ ngày ${c.short(12)}; nơi nào dùng số do địa phương báo cáo được ghi rõ. Báo cáo gồm ${PARTS[closingPart] ?? ''} phần và bốn phụ lục.
`),
    { kind: 'pageBreak' },
    { kind: 'contents' },
    part(0, 'TỔNG QUAN CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH VÀ KẾT QUẢ NỔI BẬT'),
    ...prose(fill(OVERVIEW)),
    targetTable(c.year),
    growthChart(c.year),
    part(1, 'KẾT QUẢ THEO TỪNG LĨNH VỰC'),
    ...themes(),
    part(2, 'KẾT QUẢ CỦA CÁC BỘ, CƠ QUAN NGANG BỘ'),
    ...prose(
      'Phần này nêu kết quả, hạn chế và nhiệm vụ của 17 bộ, cơ quan ngang bộ. Thứ tự trình bày không phải là thứ tự xếp hạng; bảng tổng hợp nằm ở Phụ lục II.',
    ),
    ...ministrySections(c, ministriesFirst),
    ...regions(c, 3, provincesFirst),
    part(closingPart, 'ĐÁNH GIÁ CHUNG, NHIỆM VỤ VÀ KIẾN NGHỊ'),
    ...prose(fill(CLOSING)),
    signature('science', [
      '- Thủ tướng, các Phó Thủ tướng Chính phủ;',
      '- Thành viên Chính phủ;',
      '- UBND các tỉnh, thành phố;',
      '- Lưu: VT, CĐSQG (10b).',
    ]),
    ...appendices(),
    ...listAppendices(c.year + 1),
  ];
}

/** Item 5: the report of some two hundred pages on digital transformation. */
export function digitalPapers(c: PaperCalendar): readonly PaperSource[] {
  const subject = `Tổng thể về chuyển đổi số quốc gia và triển khai Đề án 06 ${c.sinceJanuary}`;
  return [
    paperSource(
      c,
      {
        key: 'chuyen-doi-so',
        version: 1,
        itemKey: 'm5',
        title: `Báo cáo tổng thể về chuyển đổi số quốc gia và Đề án 06 ${c.sinceJanuary}`,
        fileName: 'Bao cao chuyen doi so va De an 06.pdf',
        documentType: 'report',
        agency: 'Bộ Khoa học và Công nghệ',
        number: '241/BC-BKHCN',
        classification: 'public',
      },
      { daysBefore: 8, kind: 'BÁO CÁO', subject, addressee: 'Chính phủ' },
      blocks(c),
      { outline: true },
    ),
  ];
}
