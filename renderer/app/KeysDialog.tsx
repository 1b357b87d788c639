import { Keyboard } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { READER_KEYS } from '../reader/readerKeys.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { cx } from '../ui/cx.ts';
import styles from './KeysDialog.module.css';
import { PLACE_KEYS } from './useKeys.ts';

type Row = readonly [keys: readonly string[], what: string];

const Rows = ({ rows }: { readonly rows: readonly Row[] }) => (
  <dl className={styles.keys}>
    {rows.map(([keys, what]) => (
      <div key={what} className={styles.row}>
        <dt>
          {keys.map((key) => (
            <Keyboard key={key} className={cx(styles.key)}>
              {key}
            </Keyboard>
          ))}
        </dt>
        <dd>{what}</dd>
      </div>
    ))}
  </dl>
);

/** What `?` shows: while a paper is read, the reader's own keys first. */
export const KeysDialog = ({
  isOpen,
  isReading,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly isReading: boolean;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const rows: readonly Row[] = [
    ...PLACE_KEYS.map(({ digit, label }) => [['Alt', digit], t(label)] as const),
    [['Alt', '←'], t('app.keys.back')],
    [['Tab'], t('app.keys.next')],
    [['Enter'], t('app.keys.open')],
    [['Esc'], t('app.keys.close')],
    [['?'], t('app.keys.help')],
  ];
  return (
    <Dialog
      title={t('app.keys.title')}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <Button variant="primary" onPress={onClose}>
          {t('common.close')}
        </Button>
      }
    >
      {isReading ? (
        <>
          <h3 className={styles.heading}>{t('reader.keys.title')}</h3>
          <Rows rows={READER_KEYS.map(({ keys, label }) => [keys, t(label)])} />
          <h3 className={styles.heading}>{t('app.keys.everywhere')}</h3>
        </>
      ) : null}
      <Rows rows={rows} />
      {isReading ? null : <p className={styles.note}>{t('app.keys.inReader')}</p>}
    </Dialog>
  );
};
