import { Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ANNOTATION_COLOURS } from '../../shared/contract/annotation.ts';
import { cx } from '../ui/cx.ts';
import styles from './Reader.module.css';
import type { Colour } from './readerState.ts';

/** Black ink writes; a highlight in black would hide the words. */
const HIGHLIGHTERS: readonly Colour[] = ANNOTATION_COLOURS.filter((colour) => colour !== 'ink');
const PENS: readonly Colour[] = ['ink', 'blue', 'red', 'green'];

export const ColourChoice = ({
  value,
  isInk,
  onChange,
}: {
  readonly value: Colour;
  readonly isInk: boolean;
  readonly onChange: (colour: Colour) => void;
}) => {
  const { t } = useTranslation();
  const colours = isInk ? PENS : HIGHLIGHTERS;
  return (
    <RadioGroup
      className={cx(styles.choice)}
      orientation="horizontal"
      aria-label={t('reader.tools.colour')}
      value={value}
      onChange={(next) => {
        const colour = colours.find((name) => name === next);
        if (colour !== undefined) onChange(colour);
      }}
    >
      {colours.map((colour) => (
        <Radio
          key={colour}
          value={colour}
          className={cx(styles.dot)}
          aria-label={t(`reader.colours.${colour}`)}
        >
          <span className={styles.swatch} data-colour={colour} data-kind={isInk ? 'ink' : 'highlight'} />
        </Radio>
      ))}
    </RadioGroup>
  );
};
