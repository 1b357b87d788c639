import { Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { useAct } from './useAct.ts';

export interface RemoveRecordProps {
  readonly mutation: 'item.remove' | 'paper.remove' | 'poll.remove';
  readonly id: string;
  readonly label: string;
  readonly question: string;
  /** What is removed, by its title. */
  readonly title: string;
  /** What goes with it. */
  readonly children?: ReactNode;
  readonly onRemoved: () => void;
}

/** Removes what a pane shows, after restating what goes: it cannot be undone. */
export const RemoveRecord = ({
  mutation,
  id,
  label,
  question,
  title,
  children,
  onRemoved,
}: RemoveRecordProps) => {
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const remove = async (): Promise<void> => {
    if (!(await act.run(mutation, { id }))) return;
    setAsking(false);
    onRemoved();
  };
  return (
    <>
      <Button variant="quiet" icon={<Trash2 aria-hidden size={18} />} onPress={() => setAsking(true)}>
        {label}
      </Button>
      <ConfirmDialog
        title={question}
        confirmLabel={label}
        isOpen={asking}
        isDangerous
        error={act.error}
        onConfirm={() => void remove()}
        onClose={() => {
          setAsking(false);
          act.clear();
        }}
      >
        <p>
          <strong>{title}</strong>
        </p>
        {children}
      </ConfirmDialog>
    </>
  );
};
