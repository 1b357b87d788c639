import { Label, ProgressBar } from 'react-aria-components';
import { cx } from './cx.ts';
import styles from './Progress.module.css';

export interface ProgressProps {
  readonly label: string;
  readonly value: number;
  /** Unknown length: null. */
  readonly max: number | null;
  /** The words right of the label, e.g. "12/15". */
  readonly text?: string;
  readonly hideLabel?: boolean;
}

/** How far something is, in a line and in words. */
export const Progress = ({ label, value, max, text, hideLabel = false }: ProgressProps) => (
  <ProgressBar
    className={cx(styles.progress)}
    value={value}
    maxValue={max === null || max === 0 ? 1 : max}
    isIndeterminate={max === null}
    {...(text === undefined ? {} : { valueLabel: text })}
    {...(hideLabel ? { 'aria-label': label } : {})}
  >
    {({ percentage, valueText }) => (
      <>
        {hideLabel ? null : (
          <div className={styles.words}>
            <Label>{label}</Label>
            {text === undefined ? null : <span className={styles.text}>{valueText}</span>}
          </div>
        )}
        <div className={styles.track}>
          <div
            className={cx(styles.fill, max === null && styles.unknown)}
            style={{ inlineSize: max === null ? '30%' : `${percentage ?? 0}%` }}
          />
        </div>
      </>
    )}
  </ProgressBar>
);
