import { GripVertical } from 'lucide-react';
import { type KeyboardEvent, useMemo } from 'react';
import { Button, Collection, Tree, TreeItem, TreeItemContent, useDragAndDrop } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ItemView } from '../../../shared/contract/client.ts';
import { usePeople } from '../../app/people.ts';
import { useFormats } from '../../i18n/format.ts';
import type { AgendaRow } from '../../meetings/agenda.ts';
import { Badge } from '../../ui/Badge.tsx';
import { cx } from '../../ui/cx.ts';
import { factLine } from '../../ui/factLine.ts';
import styles from './AgendaTree.module.css';
import { childrenOf, type Move } from './moves.ts';

/** An item with what stands below it. */
interface Node {
  readonly id: string;
  readonly row: AgendaRow<ItemView>;
  readonly children: readonly Node[];
}

const nodesOf = (rows: readonly AgendaRow<ItemView>[], parentId: string | null): readonly Node[] => {
  const byId = new Map(rows.map((row) => [row.value.item.id, row]));
  const items = rows.map(({ value }) => value.item);
  return childrenOf(items, parentId).flatMap(({ id }) => {
    const row = byId.get(id);
    return row === undefined ? [] : [{ id, row, children: nodesOf(rows, id) }];
  });
};

const Row = ({ row, mark }: { readonly row: AgendaRow<ItemView>; readonly mark: RowMark }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const people = usePeople();
  const { item, papers, polls } = row.value;
  const facts = [
    item.presenterId === null ? '' : (people.get(item.presenterId)?.name ?? ''),
    item.unit,
    papers.length === 0 ? '' : t('papers.papers', { count: papers.length }),
    polls.length === 0 ? '' : t('voting.polls', { count: polls.length }),
  ].filter((fact) => fact !== '');
  return (
    <div className={styles.row}>
      <Button
        slot="drag"
        className={cx(styles.handle)}
        aria-label={t('secretariat.agenda.drag', { title: item.title })}
      >
        <GripVertical aria-hidden size={18} />
      </Button>
      <span className={styles.number}>{row.number}</span>
      <span className={styles.words}>
        <span className={styles.title}>{item.title}</span>
        {facts.length === 0 ? null : <span className={styles.facts}>{factLine(facts)}</span>}
        {mark === 'stale' ? <Badge tone="danger">{t('secretariat.conflict.badge')}</Badge> : null}
        {mark === 'unsaved' ? <Badge tone="now">{t('secretariat.editing.unsaved')}</Badge> : null}
      </span>
      <span className={styles.clock}>
        <span className={styles.time}>{formats.time(new Date(row.startsAt).toISOString())}</span>
        <span className={styles.facts}>{t('meetings.minutes', { count: row.minutes })}</span>
      </span>
    </div>
  );
};

export type RowMark = 'stale' | 'unsaved' | null;

export interface AgendaTreeProps {
  readonly rows: readonly AgendaRow<ItemView>[];
  readonly selectedId: string | null;
  readonly onSelect: (id: string) => void;
  readonly onDrop: (id: string, targetId: string, position: 'before' | 'after' | 'on') => void;
  readonly onMove: (id: string, move: Move) => void;
  readonly markOf: (id: string) => RowMark;
}

const MOVE_KEYS: Readonly<Record<string, Move>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'out',
  ArrowRight: 'in',
};

/** The agenda as a tree: dragged with the mouse or the pen, moved with Alt and an arrow from the keyboard. */
export const AgendaTree = ({ rows, selectedId, onSelect, onDrop, onMove, markOf }: AgendaTreeProps) => {
  const { t } = useTranslation();
  const nodes = useMemo(() => nodesOf(rows, null), [rows]);
  const expanded = useMemo(() => new Set(rows.map(({ value }) => value.item.id)), [rows]);
  const { dragAndDropHooks } = useDragAndDrop<Node>({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onMove: ({ keys, target }) => {
      const [key] = keys;
      if (key !== undefined) onDrop(String(key), String(target.key), target.dropPosition);
    },
  });
  // Before the tree sees them: there, arrows fold and unfold; in a browser, Alt+← goes back.
  const onKeyDownCapture = (event: KeyboardEvent): void => {
    const move = event.altKey && !event.ctrlKey ? MOVE_KEYS[event.key] : undefined;
    const focused = (event.target as HTMLElement).closest('[role=row]')?.getAttribute('data-key');
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (focused) onMove(focused, move);
  };
  const renderNode = (node: Node) => (
    <TreeItem
      key={node.id}
      id={node.id}
      textValue={`${node.row.number}. ${node.row.value.item.title}`}
      className={cx(styles.item)}
    >
      <TreeItemContent>
        <Row row={node.row} mark={markOf(node.id)} />
      </TreeItemContent>
      <Collection items={node.children}>{renderNode}</Collection>
    </TreeItem>
  );
  return (
    <div onKeyDownCapture={onKeyDownCapture}>
      <Tree
        aria-label={t('meetings.tabs.agenda')}
        className={cx(styles.tree)}
        items={nodes}
        expandedKeys={expanded}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={selectedId === null ? [] : [selectedId]}
        onSelectionChange={(keys) => {
          const [key] = keys === 'all' ? [] : [...keys];
          if (key !== undefined) onSelect(String(key));
        }}
        dragAndDropHooks={dragAndDropHooks}
        dependencies={[markOf]}
      >
        {renderNode}
      </Tree>
    </div>
  );
};
