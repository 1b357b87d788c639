import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Input, Label, SearchField, ToggleButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import type { Reader } from './openReader.ts';
import type { FindQuery } from './pdfView.ts';
import styles from './Reader.module.css';
import { useReaderState } from './useReader.ts';

export interface FindBarProps {
  readonly reader: Reader;
  readonly query: FindQuery;
  readonly onChange: (query: FindQuery) => void;
  readonly onClose: () => void;
}

const Count = ({ reader, query }: { readonly reader: Reader; readonly query: string }) => {
  const { t } = useTranslation();
  const matches = useReaderState(reader, (state) => state.matches);
  const finding = useReaderState(reader, (state) => state.finding);
  const text =
    query === '' || finding === 'idle'
      ? ''
      : finding === 'missing'
        ? t('reader.find.missing')
        : matches !== null && matches.total > 0
          ? t('reader.find.count', { current: matches.current, total: matches.total })
          : t('reader.find.pending');
  return (
    <span className={styles.findCount} role="status">
      {text}
    </span>
  );
};

/** Finds words in the paper while they are typed. What is looked for stays when the bar is closed (F3). */
export const FindBar = ({ reader, query, onChange, onClose }: FindBarProps) => {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  const change = (part: Partial<FindQuery>): void => {
    const next = { ...query, ...part };
    onChange(next);
    reader.view.find('', next);
  };
  const again = (backwards: boolean): void => reader.view.find('again', query, backwards);
  return (
    <div
      className={styles.findBar}
      role="search"
      aria-label={t('reader.find.title')}
      onKeyDownCapture={(event) => {
        if (event.key === 'Enter' && event.target === input.current) again(event.shiftKey);
      }}
    >
      <SearchField
        className={cx(styles.findField)}
        value={query.query}
        onChange={(text) => change({ query: text.normalize('NFC') })}
      >
        <Label className={cx(styles.hidden)}>{t('reader.find.field')}</Label>
        <Input ref={input} className={cx(styles.findInput)} placeholder={t('reader.find.title')} />
      </SearchField>
      <Count reader={reader} query={query.query} />
      <IconButton
        icon={<ChevronUp aria-hidden size={20} />}
        label={t('reader.find.previous')}
        onPress={() => again(true)}
      />
      <IconButton
        icon={<ChevronDown aria-hidden size={20} />}
        label={t('reader.find.next')}
        onPress={() => again(false)}
      />
      <ToggleButton
        className={cx(styles.toggle)}
        isSelected={query.matchCase}
        onChange={(matchCase) => change({ matchCase })}
      >
        {t('reader.find.matchCase')}
      </ToggleButton>
      <ToggleButton
        className={cx(styles.toggle)}
        isSelected={query.matchDiacritics}
        onChange={(matchDiacritics) => change({ matchDiacritics })}
      >
        {t('reader.find.diacritics')}
      </ToggleButton>
      <IconButton icon={<X aria-hidden size={20} />} label={t('reader.find.close')} onPress={onClose} />
    </div>
  );
};
