import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp } from 'lucide-react';
import { useCallback, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemView, MeetingView } from '../../../shared/contract/client.ts';
import { newId } from '../../app/newId.ts';
import { useFormats } from '../../i18n/format.ts';
import { useSentence } from '../../i18n/useSentence.ts';
import { type AgendaRow, agendaRows } from '../../meetings/agenda.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/States.tsx';
import { useStaleEdits } from '../editing/staleEdits.ts';
import { type Act, useAct } from '../editing/useAct.ts';
import { useDirtyKeys } from '../editing/useDraft.ts';
import { Split, splitStyles } from '../Split.tsx';
import { useRemembered } from '../useRemembered.ts';
import { AddItem } from './AddItem.tsx';
import styles from './AgendaBuilder.module.css';
import { AgendaTree } from './AgendaTree.tsx';
import { itemDrafts } from './itemFields.ts';
import { ItemPane } from './ItemPane.tsx';
import { childrenOf, type Move, MOVES, orderAt, type Placed, placeAfterMove, placeOfDrop } from './moves.ts';

const ICONS = { up: ArrowUp, down: ArrowDown, in: ArrowRight, out: ArrowLeft } as const;

/** When it would end by its items, against what is planned. */
const SessionClock = ({
  view,
  rows,
}: {
  readonly view: MeetingView;
  readonly rows: readonly AgendaRow<ItemView>[];
}) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const { startsAt, endsAt } = view.meeting;
  const minutes = rows.filter(({ depth }) => depth === 0).reduce((sum, row) => sum + row.minutes, 0);
  const end = new Date(Date.parse(startsAt) + minutes * 60_000).toISOString();
  const over = Math.round((Date.parse(end) - Date.parse(endsAt)) / 60_000);
  const words = { start: formats.time(startsAt), end: formats.time(end), planned: formats.time(endsAt) };
  return (
    <p className={styles.clock} role="status">
      <strong>{t('secretariat.agenda.total', { count: minutes })}</strong>
      {' · '}
      {t('secretariat.agenda.ends', words)}
      {' · '}
      <span className={cx(over > 0 && styles.over)}>
        {over > 0
          ? t('secretariat.agenda.over', { count: over })
          : t('secretariat.agenda.spare', { count: -over })}
      </span>
    </p>
  );
};

const MoveButtons = ({
  id,
  items,
  onMove,
}: {
  readonly id: string;
  readonly items: readonly ItemView['item'][];
  readonly onMove: (id: string, move: Move) => void;
}) => {
  const { t } = useTranslation();
  return (
    <div className={splitStyles.tools} role="group" aria-label={t('secretariat.agenda.moveSelected')}>
      {MOVES.map((move) => {
        const Icon = ICONS[move];
        return (
          <Button
            key={move}
            icon={<Icon aria-hidden size={18} />}
            isDisabled={placeAfterMove(items, id, move) === null}
            onPress={() => onMove(id, move)}
          >
            {t(`secretariat.agenda.moves.${move}`)}
          </Button>
        );
      })}
      <span className={splitStyles.quiet}>{t('secretariat.agenda.moveKeys')}</span>
    </div>
  );
};

/** What can be done to the places of items. */
const useMoves = (view: MeetingView, act: Act, select: (id: string) => void) => {
  const items = useMemo(() => view.items.map(({ item }) => item), [view.items]);
  const { run } = act;
  const move = (id: string, step: Move): void => {
    const place = placeAfterMove(items, id, step);
    select(id);
    if (place !== null) void run('item.move', { id, ...place });
  };
  const drop = (id: string, targetId: string, position: 'before' | 'after' | 'on'): void => {
    const place = placeOfDrop(items, id, targetId, position);
    if (place !== null) void run('item.move', { id, ...place });
  };
  // Added and not yet in the core's answer: who types fast must not get two items with one order key.
  const added = useRef<readonly Placed[]>([]);
  const add = async (title: string, parentId: string | null): Promise<void> => {
    added.current = added.current.filter(({ id }) => !items.some((item) => item.id === id));
    const siblings = childrenOf([...items, ...added.current], parentId);
    const order = orderAt(siblings, siblings.length);
    const id = newId();
    added.current = [...added.current, { id, parentId, order }];
    const fields = { title, summary: '', presenterId: null, unit: '', minutes: 15 };
    const kept = await run('item.create', { id, meetingId: view.meeting.id, parentId, order, ...fields });
    if (kept) select(id);
    else added.current = added.current.filter((one) => one.id !== id);
  };
  return { items, move, drop, add };
};

/** Chương trình: the tree of items with its clock, and the form of the selected one beside it. */
export const AgendaBuilder = ({ view }: { readonly view: MeetingView }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const act = useAct();
  const [selectedId, select] = useRemembered<string | null>(`agenda ${view.meeting.id}`, null);
  const { items, move, drop, add } = useMoves(view, act, select);
  const rows = useMemo(
    () => agendaRows(view.items, ({ item }) => item, view.meeting.startsAt),
    [view.items, view.meeting.startsAt],
  );
  const field = useRef<HTMLInputElement>(null);
  const stale = useStaleEdits('item.edit');
  const dirty = useDirtyKeys(itemDrafts);
  const staleIds = [...stale.keys()].join();
  const markOf = useCallback(
    (id: string) =>
      staleIds.includes(id) ? ('stale' as const) : dirty.has(id) ? ('unsaved' as const) : null,
    [staleIds, dirty],
  );
  const selected = rows.find(({ value }) => value.item.id === selectedId) ?? null;
  const list = (
    <>
      <SessionClock view={view} rows={rows} />
      {act.error === null ? null : <Banner tone="danger">{sentence(act.error)}</Banner>}
      {selected !== null && view.mayEdit ? (
        <div className={styles.moves}>
          <MoveButtons id={selected.value.item.id} items={items} onMove={move} />
        </div>
      ) : null}
      {rows.length === 0 ? (
        <EmptyState title={t('meetings.noItems')}>{t('secretariat.agenda.empty')}</EmptyState>
      ) : (
        <AgendaTree
          rows={rows}
          selectedId={selectedId}
          onSelect={select}
          onDrop={drop}
          onMove={move}
          markOf={markOf}
        />
      )}
      {view.mayEdit ? (
        <AddItem
          under={selected?.value.item.id ?? null}
          field={field}
          onAdd={(title, asChild) => void add(title, asChild ? (selected?.value.item.id ?? null) : null)}
        />
      ) : null}
    </>
  );
  return (
    <Split
      list={list}
      pane={
        selected === null ? (
          <p className={splitStyles.quiet}>{t('secretariat.agenda.selectHint')}</p>
        ) : (
          <ItemPane
            key={selected.value.item.id}
            view={selected.value}
            number={selected.number}
            canEdit={view.mayEdit}
            onRemoved={() => select(null)}
          />
        )
      }
    />
  );
};
