import { ArrowLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import styles from './Conflict.module.css';
import { changedFields } from './fields.ts';
import type { Editor } from './useEditor.ts';

/** How a member of the record is called and shown. */
export interface FieldWords<T extends object> {
  readonly field: keyof T & string;
  readonly label: string;
  readonly show: (value: T) => string;
}

/** Both versions, side by side, for every field that differs; one may be taken, or each field by itself. */
export const Conflict = <T extends object>({
  editor,
  fields,
}: {
  readonly editor: Editor<T>;
  readonly fields: readonly FieldWords<T>[];
}) => {
  const { t } = useTranslation();
  if (editor.conflict === null) return null;
  const { theirs, wasRefused } = editor.conflict;
  const differing = changedFields(theirs, editor.values);
  const rows = fields.filter(({ field }) => Object.hasOwn(differing, field));
  return (
    <section className={styles.conflict} aria-label={t('secretariat.conflict.title')}>
      <Banner tone="warning">
        <strong>{t('secretariat.conflict.title')}</strong>{' '}
        {t(wasRefused ? 'secretariat.conflict.refused' : 'secretariat.conflict.meanwhile')}
      </Banner>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('secretariat.conflict.mine')}</th>
            <th scope="col">{t('secretariat.conflict.theirs')}</th>
          </tr>
        </thead>
        {rows.map(({ field, label, show }) => (
          <tbody key={field}>
            <tr>
              <th scope="rowgroup" colSpan={2} className={styles.field}>
                {label}
              </th>
            </tr>
            <tr>
              <td className={styles.value}>{show(editor.values) || t('secretariat.conflict.empty')}</td>
              <td className={styles.value}>
                {show(theirs) || t('secretariat.conflict.empty')}
                <Button
                  variant="quiet"
                  icon={<ArrowLeft aria-hidden size={18} />}
                  onPress={() => editor.set({ [field]: theirs[field] } as unknown as Partial<T>)}
                >
                  {t('secretariat.conflict.takeField')}
                </Button>
              </td>
            </tr>
          </tbody>
        ))}
      </table>
      <div className={styles.actions}>
        <Button isDisabled={editor.busy} onPress={() => void editor.save(true)}>
          {t('secretariat.conflict.takeMine')}
        </Button>
        <Button isDisabled={editor.busy} onPress={editor.takeTheirs}>
          {t('secretariat.conflict.takeTheirs')}
        </Button>
      </div>
      <p className={styles.hint}>{t('secretariat.conflict.merge')}</p>
    </section>
  );
};
