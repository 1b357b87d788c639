import { type ComponentType, lazy, useState } from 'react';
import type { ReaderScreenProps } from '../reader/ReaderScreen.tsx';

let loaded: ComponentType<ReaderScreenProps> | null = null;

const load = async (): Promise<{ default: ComponentType<ReaderScreenProps> }> => {
  const { ReaderScreen: screen } = await import('../reader/ReaderScreen.tsx');
  loaded = screen;
  return { default: screen };
};

/** Loads the reader, with pdf.js, before it is known which paper is wanted. More than once does no harm. */
export const fetchReader = (): void => void load();

const Waiting = lazy(load);

/**
 * A paper's screen, loaded apart from the rest. Where it has been fetched it is rendered at once: `lazy` alone would
 * suspend first, and what React shows meanwhile it then keeps for 300 ms.
 */
export const ReaderScreen = (props: ReaderScreenProps) => {
  const [Shown] = useState<ComponentType<ReaderScreenProps>>(() => loaded ?? Waiting);
  return <Shown {...props} />;
};
