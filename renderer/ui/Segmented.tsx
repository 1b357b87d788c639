import { Label, Radio, RadioGroup } from 'react-aria-components';
import { cx } from './cx.ts';
import styles from './Segmented.module.css';

export interface SegmentedProps<V extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  /** Null while nothing is chosen. */
  readonly value: V | null;
  readonly onChange: (value: V) => void;
  readonly hideLabel?: boolean;
}

/** One of two to four, all in sight. */
export const Segmented = <V extends string>({
  label,
  options,
  value,
  onChange,
  hideLabel = false,
}: SegmentedProps<V>) => (
  <RadioGroup
    className={cx(styles.group)}
    orientation="horizontal"
    value={value}
    onChange={(next) => {
      const chosen = options.find((option) => option.value === next);
      if (chosen !== undefined) onChange(chosen.value);
    }}
    {...(hideLabel ? { 'aria-label': label } : {})}
  >
    {hideLabel ? null : <Label className={cx(styles.label)}>{label}</Label>}
    <div className={styles.row}>
      {options.map((option) => (
        <Radio key={option.value} value={option.value} className={cx(styles.option)}>
          {option.label}
        </Radio>
      ))}
    </div>
  </RadioGroup>
);
