import { useTranslation } from 'react-i18next';
import type { ItemView } from '../../../shared/contract/client.ts';
import { usePeople } from '../../app/people.ts';
import { Banner } from '../../ui/Banner.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { RemoveRecord } from '../editing/RemoveRecord.tsx';
import { Conflict, type FieldWords } from '../editing/Conflict.tsx';
import { SaveBar } from '../editing/SaveBar.tsx';
import { useEditor } from '../editing/useEditor.ts';
import { saveKeys } from '../editing/useSaveKeys.ts';
import { PersonPicker } from '../PersonPicker.tsx';
import { splitStyles as styles } from '../Split.tsx';
import { itemDrafts, type ItemFields, itemFieldsOf } from './itemFields.ts';

const useFieldWords = (): readonly FieldWords<ItemFields>[] => {
  const { t } = useTranslation();
  const people = usePeople();
  return [
    { field: 'title', label: t('secretariat.item.title'), show: ({ title }) => title },
    { field: 'summary', label: t('secretariat.item.summary'), show: ({ summary }) => summary },
    {
      field: 'presenterId',
      label: t('secretariat.item.presenter'),
      show: ({ presenterId }) =>
        presenterId === null ? '' : (people.get(presenterId)?.name ?? t('meetings.unknownPerson')),
    },
    { field: 'unit', label: t('secretariat.item.unit'), show: ({ unit }) => unit },
    { field: 'minutes', label: t('secretariat.item.minutes'), show: ({ minutes }) => String(minutes) },
  ];
};

const minutesOf = (text: string): number => Math.min(1440, Number(text.replace(/\D/g, '')) || 0);

const RemoveItem = ({ view, onRemoved }: { readonly view: ItemView; readonly onRemoved: () => void }) => {
  const { t } = useTranslation();
  return (
    <RemoveRecord
      mutation="item.remove"
      id={view.item.id}
      label={t('secretariat.item.remove')}
      question={t('secretariat.item.removeQuestion')}
      title={view.item.title}
      onRemoved={() => {
        itemDrafts.put(view.item.id, null);
        onRemoved();
      }}
    >
      <p>{t('secretariat.item.removeWhat', { papers: view.papers.length, polls: view.polls.length })}</p>
    </RemoveRecord>
  );
};

export interface ItemPaneProps {
  readonly view: ItemView;
  readonly number: string;
  readonly canEdit: boolean;
  readonly onRemoved: () => void;
}

/** The selected item: everything about it but its place. */
export const ItemPane = ({ view, number, canEdit, onRemoved }: ItemPaneProps) => {
  const { t } = useTranslation();
  const words = useFieldWords();
  const editor = useEditor({
    name: 'item.edit',
    drafts: itemDrafts,
    id: view.item.id,
    rev: view.rev,
    current: itemFieldsOf(view.item),
  });
  const { values, set } = editor;
  const isInvalid = values.title.trim() === '';
  const save = (): void => {
    if (!isInvalid) void editor.save();
  };
  return (
    <div
      className={styles.form}
      onKeyDown={saveKeys(save)}
      role="group"
      aria-label={t('secretariat.item.form')}
    >
      <div className={styles.tools}>
        <h2 className={styles.heading}>{t('secretariat.item.heading', { number })}</h2>
        <span className={styles.end} />
        {canEdit ? <RemoveItem view={view} onRemoved={onRemoved} /> : null}
      </div>
      {canEdit ? (
        <SaveBar editor={editor} isInvalid={isInvalid} onSave={save} />
      ) : (
        <Banner>{t('secretariat.ended')}</Banner>
      )}
      <Conflict editor={editor} fields={words} />
      <TextField
        label={t('secretariat.item.title')}
        rows={2}
        value={values.title}
        onChange={(title) => set({ title: title.replaceAll('\n', ' ') })}
        isDisabled={!canEdit}
        error={isInvalid ? t('secretariat.item.titleMissing') : null}
      />
      <TextField
        label={t('secretariat.item.summary')}
        rows={4}
        value={values.summary}
        onChange={(summary) => set({ summary })}
        isDisabled={!canEdit}
      />
      <PersonPicker
        label={t('secretariat.item.presenter')}
        value={values.presenterId}
        onChange={(presenterId) => set({ presenterId })}
      />
      <div className={styles.two}>
        <TextField
          label={t('secretariat.item.unit')}
          value={values.unit}
          onChange={(unit) => set({ unit: unit.slice(0, 300) })}
          isDisabled={!canEdit}
        />
        <TextField
          label={t('secretariat.item.minutes')}
          inputMode="numeric"
          value={values.minutes === 0 ? '' : String(values.minutes)}
          onChange={(text) => set({ minutes: minutesOf(text) })}
          isDisabled={!canEdit}
        />
      </div>
    </div>
  );
};
