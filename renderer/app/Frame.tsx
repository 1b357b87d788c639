import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { LoanerBar } from '../devices/LoanerBar.tsx';
import { RecoveryPrompt } from '../devices/RecoveryPrompt.tsx';
import { cx } from '../ui/cx.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import styles from './Frame.module.css';
import { KeysDialog } from './KeysDialog.tsx';
import { useScrollMemory } from './navigation.ts';
import { Rail } from './Rail.tsx';
import { Routes } from './Routes.tsx';
import { StatusLine } from './StatusLine.tsx';
import { useActivity } from './useActivity.ts';
import { useKeys } from './useKeys.ts';

/** A paper has the window for itself; the way out is its own back button and the browser's. */
const isReader = (path: string): boolean => /^\/papers\/[^/]+/.test(path);

/** What stands around every screen: rail, the line that tells the truth, keys, the way past them by Tab. */
export const Frame = () => {
  const { t } = useTranslation();
  const [path] = useLocation();
  const main = useRef<HTMLElement>(null);
  const [keysOpen, setKeysOpen] = useState(false);
  const reading = isReader(path);
  useScrollMemory(main, path);
  useKeys(() => setKeysOpen(true));
  useActivity();
  return (
    <div className={cx(styles.frame, reading && styles.reading)}>
      <a
        className={styles.skip}
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t('app.skip')}
      </a>
      {reading ? null : <Rail onShowKeys={() => setKeysOpen(true)} />}
      <main ref={main} id="main" tabIndex={-1} className={styles.main}>
        {reading ? null : <LoanerBar />}
        <ErrorBoundary resetKey={path}>
          <Routes />
        </ErrorBoundary>
      </main>
      <StatusLine />
      <RecoveryPrompt />
      <KeysDialog isOpen={keysOpen} isReading={reading} onClose={() => setKeysOpen(false)} />
    </div>
  );
};
