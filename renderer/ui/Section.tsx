import { type ReactNode, useId } from 'react';
import styles from './Section.module.css';

export interface SectionProps {
  readonly title: string;
  /** Right of the title: a link or a button. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a screen under its own heading and line. */
export const Section = ({ title, action, children }: SectionProps) => {
  const heading = useId();
  return (
    <section className={styles.section} aria-labelledby={heading}>
      <div className={styles.head}>
        <h2 id={heading} className={styles.title}>
          {title}
        </h2>
        {action}
      </div>
      {children}
    </section>
  );
};
