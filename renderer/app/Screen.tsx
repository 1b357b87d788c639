import { ChevronLeft } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { cx } from '../ui/cx.ts';
import { isFirstScreen } from './navigation.ts';
import styles from './Screen.module.css';

export interface ScreenProps {
  /** The one title of the screen, also of the window. */
  readonly title: string;
  /** A few words above the title. */
  readonly overline?: ReactNode;
  /** Lines below the title. */
  readonly lead?: ReactNode;
  /** Where this screen hangs: a link above the title. */
  readonly back?: { readonly href: string; readonly label: string };
  /** Buttons right of the title. */
  readonly actions?: ReactNode;
  /** Wordings of resolutions and titles of papers are set in serif. */
  readonly serif?: boolean;
  readonly children: ReactNode;
}

/**
 * Every screen's frame: title, what can be done, content. On coming from another screen the title takes the focus, so
 * that a screen reader says where one is and Tab goes on from there.
 */
export const Screen = ({ title, overline, lead, back, actions, serif = false, children }: ScreenProps) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · E-Cabinet`;
  }, [title]);
  useEffect(() => {
    if (!isFirstScreen()) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={styles.screen}>
      {back === undefined ? null : (
        <Link href={back.href} className={cx(styles.back)}>
          <ChevronLeft aria-hidden size={18} />
          <span className={styles.backLabel}>{back.label}</span>
        </Link>
      )}
      <header className={styles.header}>
        <div className={styles.titles}>
          {overline === undefined ? null : <div className={styles.overline}>{overline}</div>}
          <h1 ref={heading} tabIndex={-1} className={cx(styles.title, serif && styles.serif)}>
            {title}
          </h1>
          {lead === undefined ? null : <div className={styles.lead}>{lead}</div>}
        </div>
        {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
};
