import { TextField, type TextFieldProps } from '../ui/TextField.tsx';
import { digitsOf } from './secrets.ts';

export interface PinFieldProps extends Omit<TextFieldProps, 'rows' | 'type' | 'onChange'> {
  readonly onChange: (pin: string) => void;
}

/** A PIN among other fields; `PinPad` is the one that stands alone. */
export const PinField = ({ onChange, ...rest }: PinFieldProps) => (
  <TextField
    autoComplete="off"
    {...rest}
    type="password"
    inputMode="numeric"
    onChange={(text) => onChange(digitsOf(text))}
  />
);
