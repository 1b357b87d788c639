import type { ReactNode } from 'react';
import { DisplaySettings } from '../settings/DisplaySettings.tsx';
import { cx } from '../ui/cx.ts';
import { useTranslation } from 'react-i18next';
import styles from './Entrance.module.css';

export interface EntranceProps {
  readonly title: string;
  readonly lead?: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** The first screen: one sheet of paper, and below it how the app is to look. */
export const Entrance = ({ title, lead, wide = false, children }: EntranceProps) => {
  const { t } = useTranslation();
  return (
    <main className={styles.entrance}>
      <div className={cx(styles.sheet, wide && styles.wide)}>
        <header className={styles.header}>
          <p className={styles.product}>E-Cabinet</p>
          <p className={styles.claim}>{t('signIn.claim')}</p>
        </header>
        <h1 className={styles.title}>{title}</h1>
        {lead === undefined ? null : <p className={styles.lead}>{lead}</p>}
        {children}
      </div>
      <div className={styles.settings}>
        <DisplaySettings compact />
      </div>
    </main>
  );
};
