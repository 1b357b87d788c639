import { useCallback, useState } from 'react';

const places = new Map<string, unknown>();

/** Somebody else is at the device now. */
export const forgetRemembered = (): void => places.clear();

/** State of a screen that is found again when one comes back to it, while the window lives. */
export const useRemembered = <V>(key: string, first: V): readonly [V, (value: V) => void] => {
  const [value, setValue] = useState<V>(() => (places.has(key) ? (places.get(key) as V) : first));
  const remember = useCallback(
    (next: V) => {
      places.set(key, next);
      setValue(next);
    },
    [key],
  );
  return [value, remember];
};
