import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from 'react-aria-components';
import styles from './Checkbox.module.css';
import { cx } from './cx.ts';

export interface CheckboxProps extends Omit<AriaCheckboxProps, 'className' | 'style' | 'children'> {
  readonly children: ReactNode;
}

/** Yes or no, with its words as the target. */
export const Checkbox = ({ children, ...rest }: CheckboxProps) => (
  <AriaCheckbox {...rest} className={cx(styles.checkbox)}>
    <span className={styles.box} aria-hidden>
      <Check size={16} strokeWidth={3} className={styles.mark} />
    </span>
    <span>{children}</span>
  </AriaCheckbox>
);
