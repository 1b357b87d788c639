import type { ReactNode } from 'react';
import { cx } from '../ui/cx.ts';
import styles from './Split.module.css';

/** A list, and beside it what is selected in it. */
export const Split = ({
  list,
  pane,
  narrowList = false,
}: {
  readonly list: ReactNode;
  /** Stays in sight while the list scrolls; a long one (`narrowList`) scrolls with the screen. */
  readonly pane: ReactNode;
  readonly narrowList?: boolean;
}) => (
  <div className={cx(styles.split, narrowList && styles.narrowList)}>
    <div className={styles.list}>{list}</div>
    <div className={cx(styles.pane, narrowList && styles.flowing)}>{pane}</div>
  </div>
);

export const splitStyles = styles;
