import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components';
import { cx } from './cx.ts';
import styles from './Tabs.module.css';

export interface TabSpec<V extends string> {
  readonly id: V;
  readonly label: string;
  /** Shown small beside the label. */
  readonly count?: number;
  readonly content: ReactNode;
}

export interface TabsProps<V extends string> {
  readonly label: string;
  readonly tabs: readonly TabSpec<V>[];
  readonly selected: V;
  readonly onSelect: (id: V) => void;
}

/** Parts of one screen; which one is shown belongs to the address, so that links and "back" work. */
export const Tabs = <V extends string>({ label, tabs, selected, onSelect }: TabsProps<V>) => (
  <AriaTabs
    className={cx(styles.tabs)}
    selectedKey={selected}
    keyboardActivation="manual"
    onSelectionChange={(key) => {
      const tab = tabs.find((one) => one.id === key);
      if (tab !== undefined && tab.id !== selected) onSelect(tab.id);
    }}
  >
    <TabList aria-label={label} className={cx(styles.list)}>
      {tabs.map((tab) => (
        <Tab key={tab.id} id={tab.id} className={cx(styles.tab)}>
          {tab.label}
          {tab.count === undefined ? null : <span className={styles.count}>{tab.count}</span>}
        </Tab>
      ))}
    </TabList>
    {tabs.map((tab) => (
      <TabPanel key={tab.id} id={tab.id} className={cx(styles.panel)}>
        {tab.content}
      </TabPanel>
    ))}
  </AriaTabs>
);
