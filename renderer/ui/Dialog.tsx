import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CabinetError } from '../../shared/contract/errors.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Button } from './Button.tsx';
import { cx } from './cx.ts';
import styles from './Dialog.module.css';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons, the main one last. */
  readonly actions?: ReactNode;
  /** A question that must be answered: neither Escape nor a click beside it closes. */
  readonly isAlert?: boolean;
  readonly size?: 'normal' | 'large';
}

/** The buttons at the foot of a dialog, the main one last. Only a form that fills a dialog places them itself. */
export const DialogActions = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.actions}>{children}</div>
);

/** A window over the screen; focus stays inside and returns where it was. */
export const Dialog = ({
  title,
  isOpen,
  onClose,
  children,
  actions,
  isAlert = false,
  size = 'normal',
}: DialogProps) => (
  <ModalOverlay
    className={cx(styles.overlay)}
    isOpen={isOpen}
    isDismissable={!isAlert}
    onOpenChange={(open) => {
      if (!open) onClose();
    }}
  >
    <Modal className={cx(styles.modal, size === 'large' && styles.large)}>
      <AriaDialog className={cx(styles.dialog)} role={isAlert ? 'alertdialog' : 'dialog'}>
        <Heading slot="title" level={2} className={cx(styles.title)}>
          {title}
        </Heading>
        <div className={styles.body}>{children}</div>
        {actions === undefined ? null : <DialogActions>{actions}</DialogActions>}
      </AriaDialog>
    </Modal>
  </ModalOverlay>
);

export interface ConfirmDialogProps {
  /** The question, e.g. "Kết thúc biểu quyết?". */
  readonly title: string;
  /** Restates in full what will happen (R16). */
  readonly children: ReactNode;
  /** The deed itself, never "OK". */
  readonly confirmLabel: string;
  readonly isOpen: boolean;
  readonly isDangerous?: boolean;
  readonly busy?: boolean;
  /** False while something in the dialog is still to be filled in or agreed to. */
  readonly isReady?: boolean;
  readonly error?: CabinetError | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before what cannot be undone. */
export const ConfirmDialog = ({
  title,
  children,
  confirmLabel,
  isOpen,
  isDangerous = false,
  busy = false,
  isReady = true,
  error = null,
  onConfirm,
  onClose,
}: ConfirmDialogProps) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      isAlert
      actions={
        <>
          <Button onPress={onClose} isDisabled={busy}>
            {t('common.back')}
          </Button>
          <Button
            variant={isDangerous ? 'danger' : 'primary'}
            onPress={onConfirm}
            isDisabled={busy || !isReady}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
      {error === null ? null : (
        <p role="alert" className={styles.error}>
          {sentence(error)}
        </p>
      )}
    </Dialog>
  );
};
