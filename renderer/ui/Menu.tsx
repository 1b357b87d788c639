import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem as AriaMenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { cx } from './cx.ts';
import styles from './Menu.module.css';

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactNode;
  readonly label: string;
  readonly children: ReactNode;
}

/** A short list of things to do, below its button. */
export const Menu = ({ trigger, label, children }: MenuProps) => (
  <MenuTrigger>
    {trigger}
    <Popover className={cx(styles.popover)} offset={4}>
      <AriaMenu className={cx(styles.menu)} aria-label={label}>
        {children}
      </AriaMenu>
    </Popover>
  </MenuTrigger>
);

export interface MenuItemProps {
  readonly children: string;
  readonly icon?: ReactNode;
  readonly onAction: () => void;
  readonly isDangerous?: boolean;
  readonly isDisabled?: boolean;
}

export const MenuItem = ({
  children,
  icon,
  onAction,
  isDangerous = false,
  isDisabled = false,
}: MenuItemProps) => (
  <AriaMenuItem
    className={cx(styles.item, isDangerous && styles.danger)}
    textValue={children}
    onAction={onAction}
    isDisabled={isDisabled}
  >
    {icon}
    <span>{children}</span>
  </AriaMenuItem>
);
