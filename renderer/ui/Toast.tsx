import { X } from 'lucide-react';
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from './Button.tsx';
import styles from './Toast.module.css';

export interface ToastOptions {
  /** Undo rather than confirm: a toast may carry the way back. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface Toast extends ToastOptions {
  readonly id: number;
  readonly text: string;
}

type Show = (text: string, options?: ToastOptions) => void;
const ToastContext = createContext<Show | null>(null);

const SHOWN_MS = 6000;

/** Holds the notices of the window; around the whole app, once. */
export const ToastProvider = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useTranslation();
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const remove = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const show = useCallback<Show>(
    (text, options = {}) => {
      const id = performance.now();
      setToasts((all) => [...all.slice(-2), { ...options, id, text }]);
      // With something to do in it, it waits for the person.
      if (options.action === undefined) setTimeout(() => remove(id), SHOWN_MS);
    },
    [remove],
  );
  const region = useMemo(
    () =>
      toasts.map((toast) => (
        <div key={toast.id} className={styles.toast}>
          <span>{toast.text}</span>
          {toast.action === undefined ? null : (
            <Button
              variant="quiet"
              onPress={() => {
                toast.action?.run();
                remove(toast.id);
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <IconButton
            icon={<X aria-hidden size={18} />}
            label={t('common.close')}
            onPress={() => remove(toast.id)}
          />
        </div>
      )),
    [toasts, remove, t],
  );
  return (
    <ToastContext value={show}>
      {children}
      <div className={styles.region} role="status" aria-live="polite" aria-label={t('common.notifications')}>
        {region}
      </div>
    </ToastContext>
  );
};

/** Says something in passing: what was done, with the way back if there is one. Not for errors that need an answer. */
export const useToast = (): Show => {
  const show = use(ToastContext);
  if (show === null) throw new Error('useToast outside of ToastProvider');
  return show;
};
