import { Eraser, Highlighter, MousePointer2, PenLine, Redo2, StickyNote, Undo2 } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Tooltip } from '../ui/Tooltip.tsx';
import { ColourChoice } from './ColourChoice.tsx';
import type { Reader } from './openReader.ts';
import styles from './Reader.module.css';
import { INK_WIDTHS, type Tool, TOOLS } from './readerState.ts';
import { useReaderState } from './useReader.ts';

const ICONS = {
  select: MousePointer2,
  highlight: Highlighter,
  ink: PenLine,
  note: StickyNote,
  eraser: Eraser,
} as const;
const WIDTH_NAMES = ['fine', 'middle', 'broad'] as const;

const isTool = (text: string): text is Tool => (TOOLS as readonly string[]).includes(text);

const Widths = ({ reader }: { readonly reader: Reader }) => {
  const { t } = useTranslation();
  const width = useReaderState(reader, (state) => state.inkWidth);
  return (
    <RadioGroup
      className={cx(styles.choice)}
      orientation="horizontal"
      aria-label={t('reader.tools.width')}
      value={String(width)}
      onChange={(value) => reader.setInkWidth(Number(value))}
    >
      {INK_WIDTHS.map((value, index) => (
        <Radio
          key={value}
          value={String(value)}
          className={cx(styles.dot)}
          aria-label={t(`reader.widths.${WIDTH_NAMES[index] ?? 'middle'}`)}
        >
          <svg width="24" height="24" aria-hidden>
            <line x1="4" y1="12" x2="20" y2="12" className={styles.widthLine} strokeWidth={value * 1.5} />
          </svg>
        </Radio>
      ))}
    </RadioGroup>
  );
};

const Steps = ({ reader }: { readonly reader: Reader }) => {
  const { t } = useTranslation();
  const { subscribe, getSnapshot } = reader.annotations;
  const { canUndo, canRedo } = useSyncExternalStore(subscribe, getSnapshot);
  return (
    <>
      <Tooltip text={t('reader.tools.undo')}>
        <IconButton
          icon={<Undo2 aria-hidden size={20} />}
          label={t('reader.tools.undo')}
          isDisabled={!canUndo}
          onPress={reader.undo}
        />
      </Tooltip>
      <Tooltip text={t('reader.tools.redo')}>
        <IconButton
          icon={<Redo2 aria-hidden size={20} />}
          label={t('reader.tools.redo')}
          isDisabled={!canRedo}
          onPress={reader.redo}
        />
      </Tooltip>
    </>
  );
};

/** Pens over the page, at its foot, only while they are wanted. */
export const ToolPalette = ({ reader }: { readonly reader: Reader }) => {
  const { t } = useTranslation();
  const tool = useReaderState(reader, (state) => state.tool);
  const colours = useReaderState(reader, (state) => state.colours);
  const kind = tool === 'highlight' || tool === 'ink' || tool === 'note' ? tool : null;
  return (
    <div className={styles.palette} role="toolbar" aria-label={t('reader.tools.bar')}>
      {tool === 'select' ? null : <p className={styles.hint}>{t(`reader.tools.hint.${tool}`)}</p>}
      <div className={styles.paletteRow}>
        <RadioGroup
          className={cx(styles.choice)}
          orientation="horizontal"
          aria-label={t('reader.tools.bar')}
          value={tool}
          onChange={(value) => {
            if (isTool(value)) reader.setTool(value);
          }}
        >
          {TOOLS.map((name) => {
            const Icon = ICONS[name];
            return (
              <Radio key={name} value={name} className={cx(styles.tool)}>
                <Icon aria-hidden size={20} />
                <span>{t(`reader.tools.${name}`)}</span>
              </Radio>
            );
          })}
        </RadioGroup>
        {kind === null ? null : (
          <ColourChoice value={colours[kind]} isInk={kind === 'ink'} onChange={reader.setColour} />
        )}
        {tool === 'ink' ? <Widths reader={reader} /> : null}
        <Steps reader={reader} />
      </div>
    </div>
  );
};
