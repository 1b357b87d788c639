import { ChevronDown } from 'lucide-react';
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
} from 'react-aria-components';
import { cx } from './cx.ts';
import styles from './Select.module.css';

export interface SelectOption<V extends string> {
  readonly value: V;
  readonly label: string;
}

export interface SelectProps<V extends string> {
  readonly label: string;
  readonly options: readonly SelectOption<V>[];
  /** Null while nothing is chosen. */
  readonly value: V | null;
  readonly onChange: (value: V) => void;
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
  /** The label is read aloud and not shown: for filters whose value says what they are. */
  readonly hideLabel?: boolean;
}

/** One of a list, opened on demand. */
export const Select = <V extends string>({
  label,
  options,
  value,
  onChange,
  placeholder,
  isDisabled = false,
  hideLabel = false,
}: SelectProps<V>) => (
  <AriaSelect
    className={cx(styles.field)}
    value={value}
    onChange={(key) => {
      const chosen = options.find((option) => option.value === key);
      if (chosen !== undefined) onChange(chosen.value);
    }}
    isDisabled={isDisabled}
    {...(placeholder === undefined ? {} : { placeholder })}
    {...(hideLabel ? { 'aria-label': label } : {})}
  >
    {hideLabel ? null : <Label className={cx(styles.label)}>{label}</Label>}
    <Button className={cx(styles.button)}>
      <SelectValue className={cx(styles.value)} />
      <ChevronDown aria-hidden size={18} />
    </Button>
    <Popover className={cx(styles.popover)}>
      <ListBox className={cx(styles.list)} items={options}>
        {(option) => (
          <ListBoxItem id={option.value} textValue={option.label} className={cx(styles.option)}>
            {option.label}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  </AriaSelect>
);
