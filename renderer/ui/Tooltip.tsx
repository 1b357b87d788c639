import type { ReactNode } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';
import { cx } from './cx.ts';
import styles from './Tooltip.module.css';

export interface TooltipProps {
  readonly text: string;
  /** A button or other focusable part of this kit. */
  readonly children: ReactNode;
}

/** Words for an icon, on hover and on focus. Never the only place where something important stands. */
export const Tooltip = ({ text, children }: TooltipProps) => (
  <TooltipTrigger delay={400} closeDelay={100}>
    {children}
    <AriaTooltip className={cx(styles.tooltip)} offset={6}>
      {text}
    </AriaTooltip>
  </TooltipTrigger>
);
