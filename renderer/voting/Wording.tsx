import { cx } from '../ui/cx.ts';
import styles from './Wording.module.css';

export interface WordingProps {
  readonly text: string;
  /** In a question that restates it: smaller, beside a line, scrolling when it is long. */
  readonly quoted?: boolean;
}

/** The exact wording put to the vote, in serif, paragraph by paragraph. */
export const Wording = ({ text, quoted = false }: WordingProps) => (
  <blockquote className={cx(styles.wording, quoted && styles.quoted)} {...(quoted ? { tabIndex: 0 } : {})}>
    {text.split(/\n{2,}/).map((paragraph, index) => (
      <p key={index}>{paragraph}</p>
    ))}
  </blockquote>
);
