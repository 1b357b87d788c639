/** A value that is watched: view state that is born outside of React. */
export interface Value<T> {
  readonly get: () => T;
  /** Listeners hear of it when something in it really changed. */
  readonly update: (part: Partial<T>) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

export const createValue = <T extends object>(initial: T): Value<T> => {
  const listeners = new Set<() => void>();
  let value = initial;
  return {
    get: () => value,
    update(part) {
      const changed = (Object.keys(part) as (keyof T)[]).some((key) => part[key] !== value[key]);
      if (!changed) return;
      value = { ...value, ...part };
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
