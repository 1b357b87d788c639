import { ChevronDown } from 'lucide-react';
import { useMemo } from 'react';
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { usePeople } from '../app/people.ts';
import { useTranslation } from 'react-i18next';
import { foldText } from '../papers/foldText.ts';
import { cx } from '../ui/cx.ts';
import styles from './PersonPicker.module.css';

/** Every word typed occurs, without case and diacritics: "tai chinh" finds "Bộ trưởng Bộ Tài chính". */
export const matchesPerson = (text: string, typed: string): boolean => {
  const folded = foldText(text);
  return foldText(typed)
    .split(/\s+/)
    .every((word) => folded.includes(word));
};

export interface PersonPickerProps {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (personId: string | null) => void;
  /** Only these can be chosen; all people of the organisation without it. */
  readonly among?: ReadonlySet<string>;
}

/** A person by typing a part of the name or the position, in protocol order. */
export const PersonPicker = ({ label, value, onChange, among }: PersonPickerProps) => {
  const { t } = useTranslation();
  const people = usePeople();
  const options = useMemo(
    () =>
      [...people.values()]
        .filter(({ id }) => among === undefined || among.has(id) || id === value)
        .sort((a, b) => a.rank - b.rank)
        .map(({ id, name, position }) => ({ id, name, position })),
    [people, among, value],
  );
  return (
    <ComboBox
      className={cx(styles.field)}
      defaultItems={options}
      selectedKey={value}
      onSelectionChange={(key) => onChange(key === null ? null : String(key))}
      defaultFilter={matchesPerson}
      menuTrigger="focus"
    >
      <Label className={cx(styles.label)}>{label}</Label>
      <div className={styles.box}>
        <Input className={cx(styles.input)} placeholder={t('secretariat.people.typeName')} />
        <Button className={cx(styles.open)} aria-label={t('common.choose')}>
          <ChevronDown aria-hidden size={18} />
        </Button>
      </div>
      <Popover className={cx(styles.popover)}>
        <ListBox
          className={cx(styles.list)}
          renderEmptyState={() => <p className={styles.none}>{t('secretariat.people.nobodyFound')}</p>}
        >
          {(person: (typeof options)[number]) => (
            <ListBoxItem
              id={person.id}
              textValue={`${person.name}${person.position === '' ? '' : `, ${person.position}`}`}
              className={cx(styles.option)}
            >
              <span>{person.name}</span>
              <span className={styles.position}>{person.position}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
};
