import { CircleAlert, CloudOff, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Banner.module.css';
import { cx } from './cx.ts';

export type BannerTone = 'plain' | 'offline' | 'warning' | 'danger';

const ICONS = { plain: Info, offline: CloudOff, warning: TriangleAlert, danger: CircleAlert } as const;

export interface BannerProps {
  readonly tone?: BannerTone;
  readonly children: ReactNode;
  /** One thing to do next. */
  readonly action?: ReactNode;
}

/** A sentence that matters now, in its place on the screen; read aloud when it appears. */
export const Banner = ({ tone = 'plain', children, action }: BannerProps) => {
  const Icon = ICONS[tone];
  return (
    <div className={cx(styles.banner, styles[tone])} role={tone === 'danger' ? 'alert' : 'status'}>
      <Icon aria-hidden size={20} className={styles.icon} />
      <div className={styles.text}>{children}</div>
      {action}
    </div>
  );
};
