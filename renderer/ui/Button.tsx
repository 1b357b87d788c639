import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { Link } from 'wouter';
import styles from './Button.module.css';
import { cx } from './cx.ts';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  /** `primary`: the one main action of a screen. `danger`: what cannot be undone. */
  readonly variant?: ButtonVariant;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
  /** Fills its line. */
  readonly wide?: boolean;
  /** 56 px high, for what a vote hangs on. */
  readonly large?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with words; an icon only ever stands beside them. At least 44 px high. */
export const Button = ({
  variant = 'secondary',
  icon,
  children,
  wide = false,
  large = false,
  ...rest
}: ButtonProps) => (
  <AriaButton
    {...rest}
    className={cx(styles.button, styles[variant], wide && styles.wide, large && styles.large)}
  >
    {icon}
    <span>{children}</span>
  </AriaButton>
);

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  readonly icon: ReactNode;
  /** Says what it does: read aloud, shown on hover by the caller's `Tooltip`, or visible with `showLabel`. */
  readonly label: string;
  readonly showLabel?: boolean;
  readonly pressed?: boolean;
}

/** For toolbars: an icon whose words are visible wherever it matters (`showLabel`). 44 px square at least. */
export const IconButton = ({ icon, label, showLabel = false, pressed, ...rest }: IconButtonProps) => (
  <AriaButton
    {...rest}
    {...(showLabel ? {} : { 'aria-label': label })}
    {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
    className={cx(styles.button, styles.quiet, styles.icon, pressed === true && styles.pressed)}
  >
    {icon}
    {showLabel ? <span>{label}</span> : null}
  </AriaButton>
);

export interface LinkButtonProps {
  readonly href: string;
  readonly variant?: ButtonVariant;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

/** Goes to another screen, and looks like the button that it is to the person. */
export const LinkButton = ({ href, variant = 'secondary', icon, children }: LinkButtonProps) => (
  <Link href={href} className={cx(styles.button, styles[variant])}>
    {icon}
    <span>{children}</span>
  </Link>
);
