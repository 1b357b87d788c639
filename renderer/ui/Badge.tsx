import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Classification } from '../../shared/domain/records/common.ts';
import styles from './Badge.module.css';
import { cx } from './cx.ts';

export type BadgeTone = 'plain' | 'primary' | 'now' | 'danger' | 'ok';

export interface BadgeProps {
  readonly tone?: BadgeTone;
  /** A shape beside the words, never instead of them. */
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

/** A state in a word or two. */
export const Badge = ({ tone = 'plain', icon, children }: BadgeProps) => (
  <span className={cx(styles.badge, styles[tone])}>
    {icon}
    {children}
  </span>
);

/** The secrecy stamp (R21), as on paper; nothing for unclassified. */
export const Stamp = ({ classification }: { readonly classification: Classification }) => {
  const { t } = useTranslation();
  if (classification === 'public') return null;
  return (
    <span className={cx(styles.stamp, classification === 'internal' && styles.internal)}>
      {t(`common.classification.${classification}`)}
    </span>
  );
};
