import { seeded } from '../figures.ts';
import { type Province } from '../provinces.ts';

/** A province's figures: this year's and the year before's where both are told. */
export interface ProvinceFigures {
  /** Per cent. */
  readonly online: number;
  readonly onlineBefore: number;
  readonly onTime: number;
  readonly digitised: number;
  readonly reused: number;
  readonly paidOnline: number;
  readonly identity: number;
  readonly signature: number;
  readonly broadband: number;
  readonly fiveG: number;
  readonly cashless: number;
  readonly share: number;
  readonly shareBefore: number;
  /** Thousand files since January. */
  readonly files: number;
  readonly teams: number;
  readonly trained: number;
  readonly systems: number;
  readonly systemsApproved: number;
  readonly incidents: number;
  /** Billion dong. */
  readonly spending: number;
  readonly deadSpots: number;
  readonly firms: number;
  /** Of files sent online, per cent, the last six months. */
  readonly halfYear: readonly number[];
  readonly score: number;
}

const one = (value: number): number => Math.round(value * 10) / 10;

function shares(level: number, random: () => number) {
  const near = (low: number, high: number) =>
    one(Math.min(99.4, low + (high - low) * level + (random() - 0.5) * 7));
  const online = near(52, 91);
  const share = near(8, 25);
  return {
    online,
    onlineBefore: one(online - 9 - random() * 9),
    onTime: near(88, 98.5),
    digitised: near(58, 94),
    reused: near(36, 78),
    paidOnline: near(41, 88),
    identity: near(66, 92),
    signature: near(11, 48),
    broadband: near(68, 95),
    fiveG: near(24, 86),
    cashless: near(44, 87),
    share,
    shareBefore: one(share - 0.8 - random() * 1.7),
    halfYear: Array.from({ length: 6 }, (_, month) =>
      one(online - (5 - month) * (1.2 + level) + (random() - 0.5) * 1.6),
    ),
  };
}

const cache = new Map<string, ProvinceFigures>();

/** The same figures for the same province, whenever asked. */
export function figuresOf(province: Province): ProvinceFigures {
  const known = cache.get(province.name);
  if (known !== undefined) return known;
  const { level, people, communes } = province;
  const random = seeded(`chuyển đổi số ${province.name}`);
  const part = shares(level, random);
  const systems = 14 + Math.floor(random() * 22);
  const figures = {
    ...part,
    files: one(people * (0.28 + level * 0.32) * (0.9 + random() * 0.2)),
    teams: Math.round(communes * (7 + random() * 9)),
    trained: Math.round(communes * (38 + random() * 41)),
    systems,
    systemsApproved: Math.round(systems * (0.7 + level * 0.3)),
    incidents: 2 + Math.floor(random() * 31),
    spending: one(people * 0.045 + 62 + level * 120 + random() * 40),
    deadSpots: Math.round((1 - level) * 118 * (0.4 + random())),
    firms: Math.round(people * (0.06 + level * 0.52) * (0.8 + random() * 0.4)),
    score: one(52 + level * 37 + random() * 4),
  };
  cache.set(province.name, figures);
  return figures;
}

/** The mean of a figure over provinces, unweighted, as rankings of provinces take it. */
export function meanOf(provinces: readonly Province[], of: (figures: ProvinceFigures) => number): number {
  return one(provinces.reduce((sum, province) => sum + of(figuresOf(province)), 0) / provinces.length);
}
