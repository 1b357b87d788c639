import { Keyboard } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { cx } from '../ui/cx.ts';
import styles from './KeysDialog.module.css';
import { PLACE_KEYS } from './useKeys.ts';

/** What `?` shows. */
export const KeysDialog = ({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const rows: readonly (readonly [keys: readonly string[], what: string])[] = [
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
      <p className={styles.note}>{t('app.keys.inReader')}</p>
    </Dialog>
  );
};
