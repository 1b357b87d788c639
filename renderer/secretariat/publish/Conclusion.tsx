import { useTranslation } from 'react-i18next';
import type { MeetingView } from '../../../shared/contract/client.ts';
import { Section } from '../../ui/Section.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Conflict } from '../editing/Conflict.tsx';
import { createDrafts } from '../editing/drafts.ts';
import { SaveBar } from '../editing/SaveBar.tsx';
import { useEditor } from '../editing/useEditor.ts';
import { saveKeys } from '../editing/useSaveKeys.ts';
import { splitStyles } from '../Split.tsx';

interface ConclusionFields {
  readonly conclusion: string;
}

const drafts = createDrafts<ConclusionFields>();

/** The chair's conclusions, written while the session runs and after it is closed. */
export const Conclusion = ({ view }: { readonly view: MeetingView }) => {
  const { t } = useTranslation();
  const editor = useEditor({
    name: 'meeting.edit',
    drafts,
    id: view.meeting.id,
    rev: view.rev,
    current: { conclusion: view.meeting.conclusion } satisfies ConclusionFields,
  });
  const save = (): void => void editor.save();
  return (
    <Section title={t('meetings.conclusion')}>
      <div className={splitStyles.form} onKeyDown={saveKeys(save)}>
        <Conflict
          editor={editor}
          fields={[
            { field: 'conclusion', label: t('meetings.conclusion'), show: ({ conclusion }) => conclusion },
          ]}
        />
        <TextField
          label={t('secretariat.publish.conclusion')}
          rows={8}
          value={editor.values.conclusion}
          onChange={(conclusion) => editor.set({ conclusion })}
        />
        <SaveBar editor={editor} onSave={save} />
      </div>
    </Section>
  );
};
