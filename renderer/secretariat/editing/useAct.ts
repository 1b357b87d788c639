import { useCallback, useState } from 'react';
import type { CabinetError } from '../../../shared/contract/errors.ts';
import type { MutationArgs, MutationName } from '../../../shared/domain/mutations/args.ts';
import { mutate } from '../../app/cabinet.ts';

export interface Act {
  /** True when it is kept or applied. */
  readonly run: <N extends MutationName>(name: N, args: MutationArgs<N>) => Promise<boolean>;
  /** Of the last deed. */
  readonly error: CabinetError | null;
  readonly clear: () => void;
}

/** Deeds of one part of a screen, with one place where their refusal is said. */
export const useAct = (): Act => {
  const [error, setError] = useState<CabinetError | null>(null);
  const run = useCallback(
    async <N extends MutationName>(name: N, args: MutationArgs<N>): Promise<boolean> => {
      const result = await mutate(name, args);
      setError(result.ok ? null : result.error);
      return result.ok;
    },
    [],
  );
  return { run, error, clear: useCallback(() => setError(null), []) };
};
