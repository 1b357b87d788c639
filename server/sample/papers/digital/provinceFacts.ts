import { type PaperCalendar } from '../calendar.ts';
import { fullName, PROVINCES, type Province } from '../provinces.ts';
import { figuresOf, meanOf, type ProvinceFigures } from './indicators.ts';
import { notesOf, type ProvinceNotes } from './provinceNotes.ts';

/** Everything a phrase about a province may speak of. */
export interface ProvinceFacts {
  readonly c: PaperCalendar;
  readonly province: Province;
  readonly f: ProvinceFigures;
  readonly notes: ProvinceNotes;
  /** `tỉnh Nghệ An`, and `Tỉnh` or `Thành phố` to begin a sentence with. */
  readonly full: string;
  readonly kind: 'Tỉnh' | 'Thành phố';
  readonly committee: string;
  readonly national: (of: (figures: ProvinceFigures) => number) => number;
  /** 1 for the best of the 34. */
  readonly rank: number;
}

function rankOf(province: Province): number {
  const own = figuresOf(province).score;
  return 1 + PROVINCES.filter((other) => figuresOf(other).score > own).length;
}

export function factsOf(c: PaperCalendar, province: Province): ProvinceFacts {
  const full = fullName(province);
  return {
    c,
    province,
    f: figuresOf(province),
    notes: notesOf(province.name),
    full,
    kind: province.city ? 'Thành phố' : 'Tỉnh',
    committee: `Ủy ban nhân dân ${full}`,
    national: (of) => meanOf(PROVINCES, of),
    rank: rankOf(province),
  };
}
