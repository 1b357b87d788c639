import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlipView } from '../../../shared/contract/client.ts';
import type { Slip } from '../../../shared/domain/records/poll.ts';
import { useQuery } from '../../app/cabinet.ts';
import { paths } from '../../app/paths.ts';
import { Screen } from '../../app/Screen.tsx';
import { useFormats } from '../../i18n/format.ts';
import { useSentence } from '../../i18n/useSentence.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Section } from '../../ui/Section.tsx';
import { ErrorState, Skeleton } from '../../ui/States.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { ConductPanel } from '../../voting/conduct/ConductPanel.tsx';
import { SendSlip } from '../../voting/conduct/SendSlip.tsx';
import { PollBody } from '../../voting/PollBody.tsx';
import { Conflict } from '../editing/Conflict.tsx';
import { createDrafts, hasUnsaved } from '../editing/drafts.ts';
import { SaveBar } from '../editing/SaveBar.tsx';
import { useAct } from '../editing/useAct.ts';
import { useEditor } from '../editing/useEditor.ts';
import { saveKeys } from '../editing/useSaveKeys.ts';
import { FileButton, FileDrop, useUpload } from '../papers/FileDrop.tsx';
import { PaperList } from '../papers/PaperList.tsx';
import { PaperPane } from '../papers/PaperPane.tsx';
import { useUploads } from '../papers/PapersBuilder.tsx';
import { UploadList } from '../papers/UploadList.tsx';
import { MomentField } from '../polls/LateField.tsx';
import { PollEditor } from '../polls/PollEditor.tsx';
import { useIsOnline } from '../publish/PublishTab.tsx';
import { Split, splitStyles as styles } from '../Split.tsx';

type SlipFields = Pick<Slip, 'title' | 'question' | 'deadline'>;
const drafts = createDrafts<SlipFields>();

const SlipForm = ({ view }: { readonly view: SlipView }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const { id, title, question, deadline } = view.slip;
  const current: SlipFields = { title, question, deadline };
  const editor = useEditor({ name: 'slip.edit', drafts, id, rev: view.rev, current });
  const { values, set } = editor;
  const isInvalid = values.title.trim() === '';
  const save = (): void => {
    if (!isInvalid) void editor.save();
  };
  return (
    <div className={styles.form} onKeyDown={saveKeys(save)}>
      <Conflict
        editor={editor}
        fields={[
          { field: 'title', label: t('secretariat.slips.slipTitle'), show: (one) => one.title },
          { field: 'question', label: t('secretariat.slips.question'), show: (one) => one.question },
          {
            field: 'deadline',
            label: t('secretariat.slips.deadlineTime'),
            show: (one) => formats.dateTime(one.deadline),
          },
        ]}
      />
      <TextField
        label={t('secretariat.slips.slipTitle')}
        value={values.title}
        onChange={(text) => set({ title: text.slice(0, 500) })}
        error={isInvalid ? t('secretariat.slips.titleMissing') : null}
      />
      <TextField
        label={t('secretariat.slips.question')}
        rows={4}
        value={values.question}
        onChange={(text) => set({ question: text })}
      />
      <MomentField
        timeLabel={t('secretariat.slips.deadlineTime')}
        dateLabel={t('secretariat.slips.deadlineDate')}
        value={values.deadline}
        onChange={(next) => set({ deadline: next })}
      />
      <SaveBar editor={editor} isInvalid={isInvalid} onSave={save} />
    </div>
  );
};

const SlipPapers = ({ view }: { readonly view: SlipView }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const act = useAct();
  const uploads = useUploads().filter(({ slipId }) => slipId === view.slip.id);
  const upload = useUpload({ kind: 'slip', id: view.slip.id }, 'public');
  const [selectedId, select] = useState<string | null>(null);
  const selected = view.papers.find(({ paper }) => paper.id === selectedId);
  return (
    <Split
      list={
        <FileDrop label={t('secretariat.papers.dropOn', { title: view.slip.title })} onFiles={upload}>
          {act.error === null ? null : <Banner tone="danger">{sentence(act.error)}</Banner>}
          <PaperList papers={view.papers} selectedId={selectedId} onSelect={select} act={act} canEdit />
          <UploadList uploads={uploads.filter(({ paperId }) => paperId === null)} />
          <FileButton label={t('secretariat.papers.choose')} onFiles={upload} />
        </FileDrop>
      }
      pane={
        selected === undefined ? (
          <p className={styles.quiet}>{t('secretariat.papers.selectHint')}</p>
        ) : (
          <PaperPane
            key={selected.paper.id}
            view={selected}
            uploads={uploads.filter(({ paperId }) => paperId === selected.paper.id)}
            canEdit
            onRemoved={() => select(null)}
          />
        )
      }
    />
  );
};

const Draft = ({ view }: { readonly view: SlipView }) => {
  const { t } = useTranslation();
  const isOnline = useIsOnline();
  return (
    <>
      <Section title={t('secretariat.slips.what')}>
        <SlipForm view={view} />
      </Section>
      <Section title={t('papers.title')}>
        <SlipPapers view={view} />
      </Section>
      {view.polls.map((poll) => (
        <Section key={poll.poll.id} title={t('secretariat.slips.poll')}>
          <PollEditor
            view={poll}
            papers={view.papers}
            suggestedLate={view.slip.deadline}
            hasPresence={false}
            onRemoved={() => undefined}
          />
        </Section>
      ))}
      {hasUnsaved() ? <Banner tone="warning">{t('secretariat.publish.unsaved')}</Banner> : null}
      {isOnline ? <SendSlip view={view} /> : <Banner tone="offline">{t('secretariat.slips.offline')}</Banner>}
    </>
  );
};

/** A slip being written, and once it is sent who has answered and what came of it. */
export const PrepareSlipScreen = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const query = useQuery('slips.get', { id });
  const back = { href: paths.secretariat, label: t('app.rail.secretariat') };
  if (query.status !== 'ready') {
    return (
      <Screen title={t('voting.slip')} back={back}>
        {query.status === 'loading' ? (
          <Skeleton lines={6} />
        ) : (
          <ErrorState error={query.error} onRetry={query.retry} />
        )}
      </Screen>
    );
  }
  const view = query.value;
  return (
    <Screen
      title={view.slip.title}
      overline={
        <>
          {`${t('voting.slip')} · `}
          <Badge>{t(`voting.slipStatus.${view.slip.status}`)}</Badge>
        </>
      }
      back={back}
    >
      {view.slip.status !== 'draft' ? (
        view.polls.map((poll) => (
          <Section key={poll.poll.id} title={poll.poll.title}>
            <PollBody view={poll} conduct={poll.mayConduct ? <ConductPanel view={poll} /> : undefined} />
          </Section>
        ))
      ) : view.mayEdit ? (
        <Draft view={view} />
      ) : (
        <Banner tone="warning">{t('secretariat.notYours')}</Banner>
      )}
    </Screen>
  );
};
