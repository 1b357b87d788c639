import { useTranslation } from 'react-i18next';
import { useSentence } from '../../i18n/useSentence.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import styles from './SaveBar.module.css';
import type { Editor } from './useEditor.ts';

/** What to do with what is typed. Ctrl+Enter or Ctrl+S in the form does the same as the button. */
export const SaveBar = <T extends object>({
  editor,
  isInvalid = false,
  onSave,
}: {
  readonly editor: Editor<T>;
  readonly isInvalid?: boolean;
  readonly onSave: () => void;
}) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  return (
    <>
      {editor.error === null ? null : <Banner tone="danger">{sentence(editor.error)}</Banner>}
      <div className={styles.bar}>
        <Button
          variant="primary"
          isDisabled={!editor.isDirty || editor.conflict !== null || isInvalid || editor.busy}
          onPress={onSave}
        >
          {t('common.save')}
        </Button>
        {editor.isDirty && editor.conflict === null ? (
          <Button variant="quiet" onPress={editor.reset}>
            {t('secretariat.editing.discard')}
          </Button>
        ) : null}
        <span role="status" className={styles.state}>
          {editor.isDirty ? t('secretariat.editing.unsaved') : ''}
        </span>
      </div>
    </>
  );
};
