import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemView, MeetingView } from '../../../shared/contract/client.ts';
import { newId } from '../../app/newId.ts';
import { useSentence } from '../../i18n/useSentence.ts';
import { agendaRows } from '../../meetings/agenda.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { Select } from '../../ui/Select.tsx';
import { EmptyState } from '../../ui/States.tsx';
import { ConductPanel } from '../../voting/conduct/ConductPanel.tsx';
import { PollBody } from '../../voting/PollBody.tsx';
import { PollStatus } from '../../voting/PollStatus.tsx';
import { orderAt } from '../agenda/moves.ts';
import { useStaleEdits } from '../editing/staleEdits.ts';
import { useAct } from '../editing/useAct.ts';
import { useDirtyKeys } from '../editing/useDraft.ts';
import { Split, splitStyles } from '../Split.tsx';
import { useRemembered } from '../useRemembered.ts';
import { PollEditor } from './PollEditor.tsx';
import own from './PollEditor.module.css';
import { newPollFields, pollDrafts } from './pollFields.ts';
import styles from './PollsBuilder.module.css';

interface Numbered {
  readonly value: ItemView;
  readonly number: string;
}

const AddPoll = ({
  view,
  rows,
  onAdded,
}: {
  readonly view: MeetingView;
  readonly rows: readonly Numbered[];
  readonly onAdded: (id: string) => void;
}) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const act = useAct();
  const [itemId, setItemId] = useState<string | null>(null);
  const add = async (): Promise<void> => {
    const item = rows.find(({ value }) => value.item.id === itemId)?.value;
    if (item === undefined) return;
    const polls = item.polls.map(({ poll }) => poll);
    const title = item.item.title;
    const words = {
      title: t('secretariat.poll.newTitle', { title }).slice(0, 500),
      wording: t('secretariat.poll.newWording', { title }),
    };
    const id = newId();
    const kept = await act.run('poll.create', {
      ...newPollFields(item.papers, view.body.ruleSet, words),
      id,
      owner: { kind: 'item', id: item.item.id },
      order: orderAt(polls, polls.length),
      previousPollId: null,
    });
    if (kept) onAdded(id);
  };
  return (
    <div className={styles.add}>
      <Select
        label={t('secretariat.poll.onItem')}
        placeholder={t('common.choose')}
        options={rows.map(({ value, number }) => ({
          value: value.item.id,
          label: `${number}. ${value.item.title}`,
        }))}
        value={itemId}
        onChange={setItemId}
      />
      <Button icon={<Plus aria-hidden size={18} />} isDisabled={itemId === null} onPress={() => void add()}>
        {t('secretariat.poll.add')}
      </Button>
      {act.error === null ? null : <Banner tone="danger">{sentence(act.error)}</Banner>}
    </div>
  );
};

const PollPick = ({
  poll: view,
  isSelected,
  onSelect,
}: {
  readonly poll: ItemView['polls'][number];
  readonly isSelected: boolean;
  readonly onSelect: () => void;
}) => {
  const { t } = useTranslation();
  const isStale = useStaleEdits('poll.edit').has(view.poll.id);
  const isDirty = useDirtyKeys(pollDrafts).has(view.poll.id);
  return (
    <button
      type="button"
      className={cx(styles.pick, isSelected && styles.selected)}
      aria-pressed={isSelected}
      onClick={onSelect}
    >
      <span>{view.poll.title}</span>
      <span className={styles.marks}>
        <PollStatus view={view} />
        {isStale ? <Badge tone="danger">{t('secretariat.conflict.badge')}</Badge> : null}
        {isDirty && !isStale ? <Badge tone="now">{t('secretariat.editing.unsaved')}</Badge> : null}
      </span>
    </button>
  );
};

/** Biểu quyết: what is put to the vote, written until it opens and conducted from then on. */
export const PollsBuilder = ({ view }: { readonly view: MeetingView }) => {
  const { t } = useTranslation();
  const [selectedId, select] = useRemembered<string | null>(`polls ${view.meeting.id}`, null);
  const rows = agendaRows(view.items, ({ item }) => item, view.meeting.startsAt);
  if (rows.length === 0) {
    return <EmptyState title={t('meetings.noItems')}>{t('secretariat.poll.agendaFirst')}</EmptyState>;
  }
  const owner = view.items.find(({ polls }) => polls.some(({ poll }) => poll.id === selectedId));
  const selected = owner?.polls.find(({ poll }) => poll.id === selectedId);
  return (
    <Split
      narrowList
      list={
        <>
          {rows
            .filter(({ value }) => value.polls.length > 0)
            .map(({ value, number }) => (
              <section key={value.item.id} className={styles.item}>
                <h2 className={splitStyles.quiet}>{`${number}. ${value.item.title}`}</h2>
                {value.polls.map((poll) => (
                  <PollPick
                    key={poll.poll.id}
                    poll={poll}
                    isSelected={poll.poll.id === selectedId}
                    onSelect={() => select(poll.poll.id)}
                  />
                ))}
              </section>
            ))}
          {view.mayEdit ? <AddPoll view={view} rows={rows} onAdded={select} /> : null}
        </>
      }
      pane={
        selected === undefined || owner === undefined ? (
          <p className={splitStyles.quiet}>{t('secretariat.poll.selectHint')}</p>
        ) : selected.poll.status === 'draft' && view.mayEdit ? (
          <div key={selected.poll.id}>
            <PollEditor
              view={selected}
              papers={owner.papers}
              suggestedLate={view.meeting.endsAt}
              onRemoved={() => select(null)}
            />
            <div className={own.conduct}>
              {view.meeting.publishedAt === null ? (
                <Banner>{t('secretariat.poll.publishFirst')}</Banner>
              ) : (
                <ConductPanel view={selected} />
              )}
            </div>
          </div>
        ) : (
          <PollBody key={selected.poll.id} view={selected} conduct={<ConductPanel view={selected} />} />
        )
      }
    />
  );
};
