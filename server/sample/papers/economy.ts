import { type PaperCalendar } from './calendar.ts';
import { seeded } from './figures.ts';

/** Growth in per cent against the same month or period of the year before; money as the names say. */
export interface MonthFigures {
  readonly month: number;
  readonly cpi: number;
  readonly industry: number;
  readonly retail: number;
  /** Billion US dollars, in the month. */
  readonly exports: number;
  readonly imports: number;
  /** Thousand arrivals in the month. */
  readonly visitors: number;
  readonly newFirms: number;
}

export interface Economy {
  readonly months: readonly MonthFigures[];
  readonly last: MonthFigures;
  readonly sum: {
    readonly exports: number;
    readonly imports: number;
    readonly visitors: number;
    readonly newFirms: number;
  };
  readonly average: { readonly cpi: number; readonly industry: number; readonly retail: number };
  /** State revenue since January: trillion dong, and per cent of the year's estimate. */
  readonly revenue: { readonly amount: number; readonly share: number };
  readonly credit: number;
  /** Foreign direct investment since January, billion US dollars. */
  readonly fdi: { readonly registered: number; readonly disbursed: number };
  /** Public investment since January, per cent of the plan, this year and the year before. */
  readonly publicInvestment: {
    readonly share: number;
    readonly before: number;
    readonly amount: number;
    readonly plan: number;
  };
  readonly quarter: { readonly name: string; readonly growth: number };
}

const DISBURSED = [1.6, 4.1, 9.6, 15.4, 22.1, 31.4, 39.2, 46.1, 52.8, 60.3, 69.7, 88.4];
const ROMAN = ['I', 'II', 'III', 'IV'];
export const PUBLIC_INVESTMENT_PLAN = 948_700;

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

function monthFigures(year: number, month: number): MonthFigures {
  const random = seeded(`kinh tế ${year}-${month}`);
  const season = Math.sin((month / 12) * Math.PI * 1.5 - 1);
  const tet = month === 2 ? 0.82 : 1;
  return {
    month,
    cpi: round(3.05 + random() * 0.7, 2),
    industry: round(8.1 + random() * 2.3, 1),
    retail: round(9.2 + random() * 1.9, 1),
    exports: round((39.2 + month * 0.45 + random() * 1.6) * tet, 2),
    imports: round((37.6 + month * 0.44 + random() * 1.5) * tet, 2),
    visitors: round(1780 + season * -190 + random() * 160, 0),
    newFirms: round((14_600 + random() * 3_900) * tet, 0),
  };
}

function lastQuarter(year: number, month: number): Economy['quarter'] {
  const done = Math.floor(month / 3);
  const growth = round(7.9 + seeded(`quý ${year}-${done}`)() * 0.7, 2);
  if (done === 0) return { name: `quý IV năm ${year - 1}`, growth };
  return { name: `quý ${ROMAN[done - 1] ?? 'I'} năm ${year}`, growth };
}

/** The year's figures up to a month; the same for the same month, and each later report continues the earlier one. */
export function economyUpTo(year: number, month: number): Economy {
  const months = Array.from({ length: month }, (_, index) => monthFigures(year, index + 1));
  const total = (of: (figures: MonthFigures) => number) =>
    months.reduce((sum, figures) => sum + of(figures), 0);
  const mean = (of: (figures: MonthFigures) => number, digits: number) => round(total(of) / month, digits);
  const share = DISBURSED[month - 1] ?? 50;
  const revenueShare = round(month * 8.9 + 6.4, 1);
  return {
    months,
    last: monthFigures(year, month),
    sum: {
      exports: round(
        total((figures) => figures.exports),
        2,
      ),
      imports: round(
        total((figures) => figures.imports),
        2,
      ),
      visitors: total((figures) => figures.visitors),
      newFirms: total((figures) => figures.newFirms),
    },
    average: {
      cpi: mean((figures) => figures.cpi, 2),
      industry: mean((figures) => figures.industry, 1),
      retail: mean((figures) => figures.retail, 1),
    },
    revenue: { amount: round((2529.4 * revenueShare) / 100, 1), share: revenueShare },
    credit: round(1.42 * month + 0.6, 2),
    fdi: { registered: round(3.32 * month + 0.7, 2), disbursed: round(2.34 * month + 0.1, 2) },
    publicInvestment: {
      share,
      before: round(share * 0.93, 1),
      amount: round((PUBLIC_INVESTMENT_PLAN * share) / 100, 0),
      plan: PUBLIC_INVESTMENT_PLAN,
    },
    quarter: lastQuarter(year, month),
  };
}

export function economyOf(calendar: PaperCalendar): Economy {
  return economyUpTo(calendar.year, calendar.month);
}
