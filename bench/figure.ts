/** One measured figure, as printed and as kept in `bench/results/NAME.json`. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The floor or peer measured in the same run, in the same unit; null where there is none. */
  readonly floor: number | null;
  /** `value / floor`; null where there is no floor. */
  readonly ratio: number | null;
  /** What the issue asks of `ratio` where there is a floor, of `value` where there is none; null: only watched. */
  readonly aim: number | null;
  readonly better: 'lower' | 'higher';
}

/** A figure against its floor or peer. */
export const against = (
  name: string,
  unit: string,
  value: number,
  floor: number,
  aim: number | null,
  better: Figure['better'],
): Figure => ({ name, value, unit, floor, ratio: value / floor, aim, better });

/** A figure that stands alone. */
export const alone = (
  name: string,
  unit: string,
  value: number,
  aim: number | null,
  better: Figure['better'],
): Figure => ({ name, value, unit, floor: null, ratio: null, aim, better });

/** Whether the aim is met; null where there is none. */
export const isMet = (figure: Figure): boolean | null => {
  if (figure.aim === null) return null;
  const judged = figure.ratio ?? figure.value;
  return figure.better === 'lower' ? judged <= figure.aim : judged >= figure.aim;
};

/** The value below which `share` (0 … 1) of the samples lie. */
export const quantile = (samples: readonly number[], share: number): number => {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
};

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);
