import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../app/cabinet.ts';
import { useFormats, useLanguage } from '../i18n/format.ts';
import { Button } from '../ui/Button.tsx';
import { useToast } from '../ui/Toast.tsx';
import { choiceWords } from '../voting/choices.ts';
import { writtenBallot, writtenFields } from './writtenFields.ts';
import styles from './Written.module.css';

interface Line {
  readonly label: string;
  readonly value: string;
}

/** What was written, in the reader's words. A ballot's choices get the labels of its poll. */
const useLines = (content: string): readonly Line[] => {
  const { t } = useTranslation();
  const formats = useFormats();
  const language = useLanguage();
  const cast = writtenBallot(content);
  const poll = useQuery('polls.get', cast === null ? null : { id: cast.pollId });
  if (cast !== null) {
    const choices =
      poll.status === 'ready'
        ? choiceWords(poll.value.poll, cast.choices, language)
        : cast.choices.join(', ');
    return [
      { label: t('voting.yourChoice'), value: choices },
      ...(cast.text === '' ? [] : [{ label: t('outbox.fields.text'), value: cast.text }]),
    ];
  }
  return writtenFields(content).map(({ field, name, value, isInstant }) => ({
    label: field === null ? name : t(`outbox.fields.${field}`),
    value: isInstant ? formats.dateTime(value) : value,
  }));
};

export interface WrittenProps {
  readonly title: string;
  /** JSON of a mutation's arguments or of a record. */
  readonly content: string;
  readonly canCopy?: boolean;
}

/** What somebody wrote, so that nothing typed is lost. */
export const Written = ({ title, content, canCopy = false }: WrittenProps) => {
  const { t } = useTranslation();
  const toast = useToast();
  const lines = useLines(content);
  const copy = (): void => {
    const text = lines.map(({ label, value }) => `${label} ${value}`).join('\n');
    void navigator.clipboard.writeText(text).then(
      () => toast(t('common.copied')),
      () => toast(t('outbox.copyFailed')),
    );
  };
  return (
    <div className={styles.written}>
      <div className={styles.head}>
        <p className={styles.title}>{title}</p>
        {canCopy ? (
          <Button variant="quiet" icon={<Copy aria-hidden size={18} />} onPress={copy}>
            {t('common.copy')}
          </Button>
        ) : null}
      </div>
      <dl className={styles.lines}>
        {lines.map(({ label, value }) => (
          <div key={label} className={styles.line}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
};
