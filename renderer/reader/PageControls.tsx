import { Minus, Plus } from 'lucide-react';
import { useState } from 'react';
import { Input, Label, NumberField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Tooltip } from '../ui/Tooltip.tsx';
import type { Reader } from './openReader.ts';
import styles from './Reader.module.css';
import { useReaderState } from './useReader.ts';

/** Which page, of how many; typing one and Enter goes there. */
const PageField = ({ reader }: { readonly reader: Reader }) => {
  const { t } = useTranslation();
  const page = useReaderState(reader, (state) => state.page);
  const count = useReaderState(reader, (state) => state.pageCount);
  const [typed, setTyped] = useState<number | null>(null);
  return (
    <NumberField
      className={cx(styles.pageField)}
      value={typed ?? page}
      minValue={1}
      maxValue={Math.max(1, count)}
      isDisabled={count === 0}
      formatOptions={{ useGrouping: false, maximumFractionDigits: 0 }}
      onChange={(value) => {
        setTyped(null);
        if (Number.isInteger(value) && value !== page) reader.view.links.goToPage(value);
      }}
    >
      <Label className={cx(styles.hidden)}>{t('reader.page.field')}</Label>
      <Input className={cx(styles.pageInput)} />
      <span className={styles.pageCount}>{t('reader.page.of', { count })}</span>
    </NumberField>
  );
};

const Zoom = ({ reader }: { readonly reader: Reader }) => {
  const { t } = useTranslation();
  const percent = useReaderState(reader, (state) => Math.round(state.scale * 100));
  const { viewer } = reader.view;
  return (
    <div className={styles.zoom} role="group" aria-label={t('reader.zoom.now', { percent })}>
      <Tooltip text={t('reader.zoom.out')}>
        <IconButton
          icon={<Minus aria-hidden size={20} />}
          label={t('reader.zoom.out')}
          onPress={() => viewer.decreaseScale()}
        />
      </Tooltip>
      <span className={styles.percent} aria-hidden>
        {percent}%
      </span>
      <Tooltip text={t('reader.zoom.in')}>
        <IconButton
          icon={<Plus aria-hidden size={20} />}
          label={t('reader.zoom.in')}
          onPress={() => viewer.increaseScale()}
        />
      </Tooltip>
    </div>
  );
};

export const PageControls = ({ reader }: { readonly reader: Reader }) => (
  <>
    <PageField reader={reader} />
    <Zoom reader={reader} />
  </>
);
