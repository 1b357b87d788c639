import { type PaperCalendar } from '../calendar.ts';
import { vn } from '../figures.ts';
import { PROVINCES } from '../provinces.ts';
import { prose, type Block, type ChartBlock, type TableBlock } from '../typeset/blocks.ts';
import { factsOf, type ProvinceFacts } from './provinceFacts.ts';
import { PHRASES, type Phrase } from './provincePhrases.ts';
import { communeTable, fieldTable, taskTable } from './provinceTables.ts';

function table(facts: ProvinceFacts, number: number): TableBlock {
  const { f, c, national } = facts;
  const rows: readonly (readonly [string, string, string, string])[] = [
    [
      'Tỷ lệ hồ sơ trực tuyến toàn trình (%)',
      vn(f.onlineBefore, 1),
      vn(f.online, 1),
      vn(
        national((x) => x.online),
        1,
      ),
    ],
    [
      'Tỷ lệ hồ sơ giải quyết đúng hạn (%)',
      '–',
      vn(f.onTime, 1),
      vn(
        national((x) => x.onTime),
        1,
      ),
    ],
    [
      'Tỷ lệ số hóa hồ sơ, kết quả (%)',
      '–',
      vn(f.digitised, 1),
      vn(
        national((x) => x.digitised),
        1,
      ),
    ],
    [
      'Tỷ lệ dùng lại dữ liệu (%)',
      '–',
      vn(f.reused, 1),
      vn(
        national((x) => x.reused),
        1,
      ),
    ],
    [
      'Tỷ lệ thanh toán trực tuyến (%)',
      '–',
      vn(f.paidOnline, 1),
      vn(
        national((x) => x.paidOnline),
        1,
      ),
    ],
    [
      'Tài khoản định danh kích hoạt trên dân số trưởng thành (%)',
      '–',
      vn(f.identity, 1),
      vn(
        national((x) => x.identity),
        1,
      ),
    ],
    [
      'Người trưởng thành có chữ ký số (%)',
      '–',
      vn(f.signature, 1),
      vn(
        national((x) => x.signature),
        1,
      ),
    ],
    [
      'Dân số được phủ sóng 5G (%)',
      '–',
      vn(f.fiveG, 1),
      vn(
        national((x) => x.fiveG),
        1,
      ),
    ],
    [
      'Tỷ trọng kinh tế số trong GRDP (%)',
      vn(f.shareBefore, 1),
      vn(f.share, 1),
      vn(
        national((x) => x.share),
        1,
      ),
    ],
  ];
  return {
    kind: 'table',
    caption: `Bảng ${number}a. Một số chỉ tiêu chuyển đổi số của ${facts.full}`,
    columns: [
      { title: 'Chỉ tiêu', width: 52, align: 'left' },
      { title: `Năm ${c.year - 1}`, width: 15, align: 'right' },
      { title: c.sinceJanuary, width: 17, align: 'right' },
      { title: 'Bình quân 34 địa phương', width: 18, align: 'right' },
    ],
    rows,
  };
}

function chart(facts: ProvinceFacts, number: number): ChartBlock {
  const { c, f } = facts;
  const labels = f.halfYear.map((_, index) => {
    const month = ((c.month - 6 + index + 12) % 12) + 1;
    return `T${month}`;
  });
  return {
    kind: 'chart',
    caption: `Hình ${number}. Tỷ lệ hồ sơ trực tuyến toàn trình sáu tháng gần nhất, ${facts.full}`,
    unit: '% số hồ sơ tiếp nhận',
    shape: 'columns',
    series: ['Tỷ lệ hồ sơ trực tuyến'],
    bars: f.halfYear.map((value, index) => ({ label: labels[index] ?? '', values: [value] })),
  };
}

/** Takes the phrases of every slot in turn, so that neighbouring provinces read differently. */
function say(facts: ProvinceFacts, place: number, slot: keyof typeof PHRASES, offset: number): string {
  const phrases: readonly Phrase[] = PHRASES[slot];
  const phrase =
    phrases[(place * (1 + (offset % 3)) + offset + Math.floor(place / phrases.length)) % phrases.length];
  return phrase?.(facts) ?? '';
}

function section(facts: ProvinceFacts, place: number, label: string, number: number): readonly Block[] {
  const slot = (name: keyof typeof PHRASES, offset: number) => say(facts, place, name, offset);
  const { notes } = facts;
  return [
    ...prose(`
# ${label}. ${facts.full.charAt(0).toUpperCase()}${facts.full.slice(1)}
## ${label}.1. Khái quát và công tác chỉ đạo
${slot('opening', 0)}
${slot('steering', 1)} ${slot('money', 2)}
## ${label}.2. Kết quả chủ yếu
${slot('summary', 3)}
`),
    table(facts, number),
    ...prose(`
*Về hạ tầng số và dữ liệu:* ${slot('network', 4)} ${slot('data', 5)}
*Về dịch vụ công trực tuyến:* ${slot('services', 6)} ${slot('reuse', 7)}
`),
    fieldTable(facts, `${number}b`),
    ...prose(slot('fields', 16)),
    chart(facts, number),
    ...prose(`
*Về triển khai Đề án 06:* ${slot('scheme', 8)}
*Về kinh tế số, xã hội số:* ${slot('economy', 9)} ${slot('society', 10)}
*Về hoạt động của cấp xã:* ${slot('communes', 17)}
`),
    communeTable(facts, `${number}c`),
    ...prose(`
*Về y tế, giáo dục số:* ${slot('care', 18)}
*Về cải cách quy trình:* ${slot('process', 19)}
*Về nhân lực và an toàn thông tin:* ${slot('people', 11)} ${slot('safety', 12)}
## ${label}.3. Cách làm đáng chú ý, hạn chế và nhiệm vụ
${notes.initiative} ${slot('spread', 13)}
${notes.difficulty} ${slot('weakness', 14)}
${slot('tasks', 15)}
`),
    taskTable(facts, place, `${number}d`),
  ];
}

/** The sections on the provinces of one region; tables and figures are numbered from `first`. */
export function provinceSections(c: PaperCalendar, region: string, first: number): readonly Block[] {
  return PROVINCES.flatMap((province, place) => ({ province, place }))
    .filter(({ province }) => province.region === region)
    .flatMap(({ province, place }, index) =>
      section(factsOf(c, province), place, String(index + 1), first + index),
    );
}
