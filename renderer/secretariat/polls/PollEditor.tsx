import { useTranslation } from 'react-i18next';
import type { PaperView, PollView } from '../../../shared/contract/client.ts';
import { pollDraft, type PollDraft } from '../../../shared/domain/records/poll.ts';
import { useLanguage } from '../../i18n/format.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { factLine } from '../../ui/factLine.ts';
import { usePollTerms } from '../../voting/useRuleSentence.ts';
import { RemoveRecord } from '../editing/RemoveRecord.tsx';
import { Conflict, type FieldWords } from '../editing/Conflict.tsx';
import { SaveBar } from '../editing/SaveBar.tsx';
import { useEditor } from '../editing/useEditor.ts';
import { saveKeys } from '../editing/useSaveKeys.ts';
import { splitStyles as styles } from '../Split.tsx';
import { ChoicesField } from './ChoicesField.tsx';
import { DocumentsField } from './DocumentsField.tsx';
import { LateField } from './LateField.tsx';
import { pollDrafts, pollFieldsOf } from './pollFields.ts';
import own from './PollEditor.module.css';
import { RuleSetFields } from './RuleSetFields.tsx';

const useFieldWords = (view: PollView): readonly FieldWords<PollDraft>[] => {
  const { t } = useTranslation();
  const language = useLanguage();
  const terms = usePollTerms();
  const termsOf = (draft: PollDraft): readonly string[] => terms({ ...view.poll, ...draft });
  return [
    { field: 'title', label: t('secretariat.poll.title'), show: ({ title }) => title },
    { field: 'wording', label: t('secretariat.poll.wording'), show: ({ wording }) => wording },
    {
      field: 'documents',
      label: t('secretariat.poll.documents'),
      show: ({ documents }) => documents.map(({ title }) => title).join('\n'),
    },
    {
      field: 'choices',
      label: t('secretariat.poll.choices'),
      show: ({ choices }) => factLine(choices.options.map(({ label }) => label[language])),
    },
    { field: 'ruleSet', label: t('secretariat.rules.title'), show: (draft) => termsOf(draft)[0] ?? '' },
    {
      field: 'changeable',
      label: t('secretariat.poll.changeable'),
      show: (draft) => termsOf(draft)[1] ?? '',
    },
    { field: 'late', label: t('secretariat.poll.late'), show: (draft) => termsOf(draft)[2] ?? '' },
    { field: 'live', label: t('secretariat.poll.live'), show: (draft) => termsOf(draft)[3] ?? '' },
  ];
};

const RemovePoll = ({ view, onRemoved }: { readonly view: PollView; readonly onRemoved: () => void }) => {
  const { t } = useTranslation();
  return (
    <RemoveRecord
      mutation="poll.remove"
      id={view.poll.id}
      label={t('secretariat.poll.remove')}
      question={t('secretariat.poll.removeQuestion')}
      title={view.poll.title}
      onRemoved={() => {
        pollDrafts.put(view.poll.id, null);
        onRemoved();
      }}
    />
  );
};

export interface PollEditorProps {
  readonly view: PollView;
  /** Papers of the place it stands in: only these can be voted on (R11). */
  readonly papers: readonly PaperView[];
  readonly suggestedLate: string;
  readonly hasPresence?: boolean;
  readonly onRemoved: () => void;
}

/** Everything that is fixed when the poll opens, while it may still be changed. */
export const PollEditor = ({
  view,
  papers,
  suggestedLate,
  hasPresence = true,
  onRemoved,
}: PollEditorProps) => {
  const { t } = useTranslation();
  const words = useFieldWords(view);
  const editor = useEditor({
    name: 'poll.edit',
    drafts: pollDrafts,
    id: view.poll.id,
    rev: view.rev,
    current: pollFieldsOf(view.poll),
  });
  const { values, set } = editor;
  const isInvalid = !pollDraft.safeParse(values).success;
  const save = (): void => {
    if (!isInvalid) void editor.save();
  };
  return (
    <div
      className={styles.form}
      onKeyDown={saveKeys(save)}
      role="group"
      aria-label={t('secretariat.poll.form')}
    >
      <div className={styles.tools}>
        <h2 className={styles.heading}>{t('secretariat.poll.form')}</h2>
        <span className={styles.end} />
        <RemovePoll view={view} onRemoved={onRemoved} />
      </div>
      <SaveBar editor={editor} isInvalid={isInvalid} onSave={save} />
      <Conflict editor={editor} fields={words} />
      <TextField
        label={t('secretariat.poll.title')}
        value={values.title}
        onChange={(title) => set({ title: title.slice(0, 500) })}
        error={values.title.trim() === '' ? t('secretariat.poll.titleMissing') : null}
      />
      <div className={own.wording}>
        <TextField
          label={t('secretariat.poll.wording')}
          hint={t('secretariat.poll.wordingHint')}
          rows={5}
          value={values.wording}
          onChange={(wording) => set({ wording })}
          error={values.wording === '' ? t('secretariat.poll.wordingMissing') : null}
        />
      </div>
      <DocumentsField papers={papers} value={values.documents} onChange={(documents) => set({ documents })} />
      <ChoicesField value={values.choices} onChange={(choices) => set({ choices })} />
      <RuleSetFields
        value={values.ruleSet}
        onChange={(ruleSet) => set({ ruleSet })}
        hasPresence={hasPresence}
      />
      <LateField value={values.late} suggested={suggestedLate} onChange={(late) => set({ late })} />
      <div>
        <Checkbox isSelected={values.changeable} onChange={(changeable) => set({ changeable })}>
          {t('secretariat.poll.changeable')}
        </Checkbox>
        <Checkbox isSelected={values.live} onChange={(live) => set({ live })}>
          {t('secretariat.poll.live')}
        </Checkbox>
      </div>
    </div>
  );
};
