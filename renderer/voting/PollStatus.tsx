import { useTranslation } from 'react-i18next';
import type { PollView } from '../../shared/contract/client.ts';
import { Badge } from '../ui/Badge.tsx';

/** Where the vote stands; once there is a result, what it is. */
export const PollStatus = ({ view }: { readonly view: PollView }) => {
  const { t } = useTranslation();
  const { poll, result } = view;
  const hasOutcome = result !== null && result.needed !== null && !result.provisional;
  return (
    <Badge tone={poll.status === 'open' ? 'now' : poll.status === 'cancelled' ? 'danger' : 'plain'}>
      {poll.status === 'announced' && hasOutcome
        ? t(result.passed ? 'voting.passed' : 'voting.notPassed')
        : t(`voting.status.${poll.status}`)}
    </Badge>
  );
};
