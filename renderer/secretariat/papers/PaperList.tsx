import { ArrowDown, ArrowUp } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PaperView } from '../../../shared/contract/client.ts';
import { byOrder } from '../../../shared/lib/order.ts';
import { orderAt } from '../agenda/moves.ts';
import { Badge, Stamp } from '../../ui/Badge.tsx';
import { IconButton } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { factLine } from '../../ui/factLine.ts';
import { useStaleEdits } from '../editing/staleEdits.ts';
import type { Act } from '../editing/useAct.ts';
import { useDirtyKeys } from '../editing/useDraft.ts';
import { paperDrafts } from './paperFields.ts';
import styles from './PaperList.module.css';

const Marks = ({ view }: { readonly view: PaperView }) => {
  const { t } = useTranslation();
  const stale = useStaleEdits('paper.edit');
  const dirty = useDirtyKeys(paperDrafts);
  const { id, classification } = view.paper;
  return (
    <>
      {view.versionCount > 1 ? <Badge tone="now">{t('papers.version', { n: view.version.n })}</Badge> : null}
      <Stamp classification={classification} />
      {stale.has(id) ? <Badge tone="danger">{t('secretariat.conflict.badge')}</Badge> : null}
      {dirty.has(id) && !stale.has(id) ? <Badge tone="now">{t('secretariat.editing.unsaved')}</Badge> : null}
    </>
  );
};

export interface PaperListProps {
  readonly papers: readonly PaperView[];
  readonly selectedId: string | null;
  readonly onSelect: (id: string) => void;
  readonly act: Act;
  readonly canEdit: boolean;
}

/** Papers of one place in their order; Alt and an arrow, or the buttons of the selected one, move it. */
export const PaperList = ({ papers, selectedId, onSelect, act, canEdit }: PaperListProps) => {
  const { t } = useTranslation();
  const sorted = [...papers].sort((a, b) => byOrder(a.paper, b.paper));
  const move = (id: string, by: -1 | 1): void => {
    const index = sorted.findIndex(({ paper }) => paper.id === id);
    const others = sorted.filter(({ paper }) => paper.id !== id).map(({ paper }) => paper);
    const at = index + by;
    if (at < 0 || at > others.length) return;
    void act.run('paper.move', { id, order: orderAt(others, at) });
  };
  const keys =
    (id: string) =>
    (event: KeyboardEvent): void => {
      if (!event.altKey || !canEdit) return;
      if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
      event.preventDefault();
      move(id, event.key === 'ArrowUp' ? -1 : 1);
    };
  return (
    <ol>
      {sorted.map((view, index) => {
        const { id, title, documentType, number } = view.paper;
        const isSelected = id === selectedId;
        return (
          <li key={id} className={cx(styles.row, isSelected && styles.selected)} onKeyDown={keys(id)}>
            <button
              type="button"
              className={styles.button}
              aria-pressed={isSelected}
              onClick={() => onSelect(id)}
            >
              <span className={styles.title}>{title}</span>
              <span className={styles.facts}>
                {factLine([
                  t(`common.documentType.${documentType}`),
                  number,
                  t('papers.pages', { count: view.version.file.pages }),
                ])}
                <Marks view={view} />
              </span>
            </button>
            {isSelected && canEdit && sorted.length > 1 ? (
              <span className={styles.moves}>
                <IconButton
                  icon={<ArrowUp aria-hidden size={18} />}
                  label={t('secretariat.paper.up')}
                  isDisabled={index === 0}
                  onPress={() => move(id, -1)}
                />
                <IconButton
                  icon={<ArrowDown aria-hidden size={18} />}
                  label={t('secretariat.paper.down')}
                  isDisabled={index === sorted.length - 1}
                  onPress={() => move(id, 1)}
                />
              </span>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
};
