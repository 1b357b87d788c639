import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/States.tsx';

const Crashed = ({ onReopen }: { readonly onReopen: () => void }) => {
  const { t } = useTranslation();
  return (
    <div role="alert">
      <EmptyState
        title={t('common.failed.crashTitle')}
        action={<Button onPress={onReopen}>{t('common.failed.reopen')}</Button>}
      >
        {t('common.failed.crash')}
      </EmptyState>
    </div>
  );
};

interface Props {
  /** A new key starts afresh: one screen's error does not follow to the next. */
  readonly resetKey: string;
  readonly children: ReactNode;
}

/** A bug in one screen leaves the frame, and every other screen, standing. */
export class ErrorBoundary extends Component<Props, { readonly failedKey: string | null }> {
  override state: { readonly failedKey: string | null } = { failedKey: null };

  static getDerivedStateFromError(): { readonly failedKey: string } {
    return { failedKey: '' };
  }

  override componentDidCatch(): void {
    this.setState({ failedKey: this.props.resetKey });
  }

  override componentDidUpdate(previous: Props): void {
    if (this.state.failedKey !== null && previous.resetKey !== this.props.resetKey) {
      this.setState({ failedKey: null });
    }
  }

  override render(): ReactNode {
    if (this.state.failedKey === null) return this.props.children;
    return <Crashed onReopen={() => this.setState({ failedKey: null })} />;
  }
}
