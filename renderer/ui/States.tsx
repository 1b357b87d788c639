import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CabinetError } from '../../shared/contract/errors.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Button } from './Button.tsx';
import styles from './States.module.css';

export interface EmptyStateProps {
  /** What there is none of. */
  readonly title: string;
  /** When there will be some, or what to do. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** Nothing here, and why that is all right. */
export const EmptyState = ({ title, children, action }: EmptyStateProps) => (
  <div className={styles.empty}>
    <p className={styles.title}>{title}</p>
    {children === undefined ? null : <div className={styles.text}>{children}</div>}
    {action}
  </div>
);

export interface ErrorStateProps {
  readonly error: CabinetError;
  readonly onRetry?: () => void;
}

/** What happened and the one thing to do next. */
export const ErrorState = ({ error, onRetry }: ErrorStateProps) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  return (
    <div className={styles.empty} role="alert">
      <p className={styles.title}>{t('common.failed.title')}</p>
      <p className={styles.text}>{sentence(error)}</p>
      {onRetry === undefined ? null : <Button onPress={onRetry}>{t('common.retry')}</Button>}
    </div>
  );
};

/** The shape of what is coming; nothing at all in the first fifth of a second, so that quick answers do not flash. */
export const Skeleton = ({ lines = 5 }: { readonly lines?: number }) => {
  const { t } = useTranslation();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={styles.skeleton} role="status">
      <span className={styles.hidden}>{t('common.loading')}</span>
      {late
        ? Array.from({ length: lines }, (_, index) => <div key={index} className={styles.bar} aria-hidden />)
        : null}
    </div>
  );
};
