import type { ProblemCode } from '../../../server/check/problems.ts';
import type { DamagedStore } from '../damage.ts';
import type { WorkedServer } from '../workedServer.ts';

/** A copy of a sound installation, to be damaged. */
export interface Place {
  readonly worked: WorkedServer;
  readonly store: DamagedStore;
  readonly folder: string;
  /** Where a paper is. */
  readonly paper: (sha256: string) => string;
}

/** A damage, and the problems that it makes: each code with the ids that its subjects are about. */
export interface Damage {
  readonly name: string;
  readonly finds: readonly ProblemCode[];
  /** Returns the id that a problem must name. */
  readonly make: (at: Place) => string;
}

/** The first record of a kind. */
export const some = ({ store }: Place, kind: string): string =>
  store.value('SELECT id FROM record WHERE kind = ? AND body IS NOT NULL ORDER BY rev LIMIT 1', kind);
/** A number that a statement asks for. */
export const count = (store: DamagedStore, sql: string): number => Number(store.value(sql));

export const damage = (name: string, finds: readonly ProblemCode[], make: (at: Place) => string): Damage => ({
  ...{ name, finds, make },
});
