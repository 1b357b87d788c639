import { CornerDownRight, Plus } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './AddItem.module.css';

export interface AddItemProps {
  /** The item a sub-item would go under. */
  readonly under: string | null;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly onAdd: (title: string, asChild: boolean) => void;
}

/** A line to type one item after the other: Enter adds and waits for the next, Alt+Enter adds below the selected one. */
export const AddItem = ({ under, field, onAdd }: AddItemProps) => {
  const { t } = useTranslation();
  const [title, setTitle] = useState('');
  const add = (asChild: boolean): void => {
    if (title.trim() === '') {
      field.current?.focus();
      return;
    }
    onAdd(title.trim().slice(0, 500), asChild);
    setTitle('');
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    add(event.altKey && under !== null);
  };
  return (
    <div className={styles.add}>
      <div className={styles.field} onKeyDown={onKeyDown}>
        <TextField
          label={t('secretariat.agenda.newItem')}
          hint={t('secretariat.agenda.newItemHint')}
          value={title}
          onChange={setTitle}
          inputRef={field}
        />
      </div>
      <div className={styles.buttons}>
        <Button icon={<Plus aria-hidden size={18} />} onPress={() => add(false)}>
          {t('secretariat.agenda.add')}
        </Button>
        <Button
          icon={<CornerDownRight aria-hidden size={18} />}
          isDisabled={under === null}
          onPress={() => add(true)}
        >
          {t('secretariat.agenda.addChild')}
        </Button>
      </div>
    </div>
  );
};
