import { PenLine } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MeetingView } from '../../../shared/contract/client.ts';
import { useFormats, useTimeZone } from '../../i18n/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { createDrafts } from '../editing/drafts.ts';
import { Conflict, type FieldWords } from '../editing/Conflict.tsx';
import { SaveBar } from '../editing/SaveBar.tsx';
import { useStaleEdits } from '../editing/staleEdits.ts';
import { useEditor } from '../editing/useEditor.ts';
import { saveKeys } from '../editing/useSaveKeys.ts';
import { splitStyles as styles } from '../Split.tsx';
import { fieldsOf, type MeetingFields, type TypedMeeting, typedOf } from './meetingFields.ts';
import { MeetingFieldset } from './MeetingFieldset.tsx';

const drafts = createDrafts<MeetingFields>();

const useFieldWords = (): readonly FieldWords<MeetingFields>[] => {
  const { t } = useTranslation();
  const formats = useFormats();
  return [
    { field: 'title', label: t('secretariat.meeting.title'), show: ({ title }) => title },
    { field: 'kind', label: t('secretariat.meeting.kind'), show: ({ kind }) => t(`meetings.kind.${kind}`) },
    {
      field: 'startsAt',
      label: t('secretariat.meeting.start'),
      show: (one) => formats.dateTime(one.startsAt),
    },
    { field: 'endsAt', label: t('secretariat.meeting.end'), show: (one) => formats.dateTime(one.endsAt) },
    { field: 'place', label: t('secretariat.meeting.place'), show: ({ place }) => place },
  ];
};

const Form = ({ view, onDone }: { readonly view: MeetingView; readonly onDone: () => void }) => {
  const words = useFieldWords();
  const timeZone = useTimeZone();
  const { title, kind, startsAt, endsAt, place } = view.meeting;
  const editor = useEditor({
    name: 'meeting.edit',
    drafts,
    id: view.meeting.id,
    rev: view.rev,
    current: { title, kind, startsAt, endsAt, place },
  });
  // What is typed may not be a date yet; the record's members follow as soon as it is one.
  const [typed, setTyped] = useState<TypedMeeting | null>(null);
  const shown = typed ?? typedOf(editor.values, timeZone);
  const isInvalid = fieldsOf(shown, new Date(), timeZone) === null;
  const change = (patch: Partial<TypedMeeting>): void => {
    const next = { ...shown, ...patch };
    setTyped(next);
    const fields = fieldsOf(next, new Date(), timeZone);
    if (fields !== null) editor.set(fields);
  };
  const save = async (): Promise<void> => {
    if (!isInvalid && (await editor.save())) onDone();
  };
  return (
    <div className={styles.form} onKeyDown={saveKeys(() => void save())}>
      <Conflict editor={editor} fields={words} />
      <MeetingFieldset typed={shown} onChange={change} strict />
      <SaveBar
        editor={{
          ...editor,
          reset: () => {
            setTyped(null);
            editor.reset();
          },
        }}
        isInvalid={isInvalid}
        onSave={() => void save()}
      />
    </div>
  );
};

/** The session's own data, in a dialog: rarely changed, and then all together. */
export const EditMeeting = ({ view }: { readonly view: MeetingView }) => {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const isStale = useStaleEdits('meeting.edit').has(view.meeting.id);
  return (
    <>
      <Button icon={<PenLine aria-hidden size={18} />} onPress={() => setOpen(true)}>
        {t('secretariat.meeting.edit')}
      </Button>
      {isStale ? <Badge tone="danger">{t('secretariat.conflict.badge')}</Badge> : null}
      <Dialog
        title={t('secretariat.meeting.edit')}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        actions={<Button onPress={() => setOpen(false)}>{t('common.close')}</Button>}
      >
        <Form view={view} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
};
