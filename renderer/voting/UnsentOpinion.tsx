import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';
import { useToast } from '../ui/Toast.tsx';
import styles from './UnsentOpinion.module.css';

export interface UnsentOpinionProps {
  readonly text: string;
  /** The person has no more use for it. */
  readonly onDismiss: () => void;
}

/** An opinion that was being typed when its form closed: readable and to be copied until its author puts it away. */
export const UnsentOpinion = ({ text, onDismiss }: UnsentOpinionProps) => {
  const { t } = useTranslation();
  const toast = useToast();
  const titleId = useId();
  const copy = (): void => {
    void navigator.clipboard.writeText(text).then(
      () => toast(t('common.copied')),
      () => undefined,
    );
  };
  return (
    <section className={styles.unsent} aria-labelledby={titleId}>
      <h3 id={titleId}>{t('voting.unsent.title')}</h3>
      <p>{t('voting.unsent.meaning')}</p>
      <blockquote className={styles.text} tabIndex={0}>
        {text}
      </blockquote>
      <div className={styles.actions}>
        <Button onPress={copy}>{t('voting.unsent.copy')}</Button>
        <Button variant="quiet" onPress={onDismiss}>
          {t('voting.unsent.dismiss')}
        </Button>
      </div>
    </section>
  );
};
