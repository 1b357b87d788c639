import { type ReactNode, type Ref, useState } from 'react';
import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField as AriaTextField,
  ToggleButton,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { cx } from './cx.ts';
import styles from './TextField.module.css';

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children'> {
  readonly label: string;
  /** One sentence below the field. */
  readonly hint?: string;
  /** A sentence; shows the field as invalid. */
  readonly error?: string | null;
  /** Rows of a field of several lines; one line without. */
  readonly rows?: number;
  readonly placeholder?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}

const Below = ({ hint, error }: { hint: string | undefined; error: string | null | undefined }) => (
  <>
    {hint === undefined ? null : (
      <Text slot="description" className={cx(styles.hint)}>
        {hint}
      </Text>
    )}
    <FieldError className={cx(styles.error)}>{error ?? null}</FieldError>
  </>
);

/** A labelled field of text, one line or several. */
export const TextField = ({ label, hint, error, rows, placeholder, inputRef, ...rest }: TextFieldProps) => (
  <AriaTextField {...rest} isInvalid={error !== undefined && error !== null} className={cx(styles.field)}>
    <Label className={cx(styles.label)}>{label}</Label>
    {rows === undefined ? (
      <Input
        className={cx(styles.input)}
        {...(placeholder === undefined ? {} : { placeholder })}
        {...(inputRef === undefined ? {} : { ref: inputRef })}
      />
    ) : (
      <TextArea
        className={cx(styles.input, styles.area)}
        rows={rows}
        {...(placeholder === undefined ? {} : { placeholder })}
      />
    )}
    <Below hint={hint} error={error} />
  </AriaTextField>
);

export type PassphraseFieldProps = Omit<TextFieldProps, 'rows' | 'type'>;

/** A passphrase, which can be shown: Telex and VNI change what is typed, and nobody sees it behind dots. */
export const PassphraseField = ({ label, hint, error, inputRef, ...rest }: PassphraseFieldProps) => {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <AriaTextField
      {...rest}
      type={shown ? 'text' : 'password'}
      isInvalid={error !== undefined && error !== null}
      className={cx(styles.field)}
    >
      <Label className={cx(styles.label)}>{label}</Label>
      <div className={styles.passphrase}>
        <Input
          className={cx(styles.input)}
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck="false"
          {...(inputRef === undefined ? {} : { ref: inputRef })}
        />
        <ToggleButton isSelected={shown} onChange={setShown} className={cx(styles.toggle)}>
          {shown ? t('common.hidePassphrase') : t('common.showPassphrase')}
        </ToggleButton>
      </div>
      <Below hint={hint} error={error} />
    </AriaTextField>
  );
};

/** A label and a control that is not a text field, spaced the same. */
export const FieldFrame = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className={styles.field}>
    <span className={styles.label}>{label}</span>
    {children}
  </div>
);
