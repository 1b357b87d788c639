import { useTranslation } from 'react-i18next';
import type { SlipView } from '../../shared/contract/client.ts';
import { useQuery } from '../app/cabinet.ts';
import { paths } from '../app/paths.ts';
import { usePeople } from '../app/people.ts';
import { Screen } from '../app/Screen.tsx';
import { useFormats } from '../i18n/format.ts';
import { ClosedPapers } from '../papers/ClosedPapers.tsx';
import { PaperRow } from '../papers/PaperRow.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Section } from '../ui/Section.tsx';
import { ErrorState, Skeleton } from '../ui/States.tsx';
import { ConductPanel } from '../voting/conduct/ConductPanel.tsx';
import { SendSlip } from '../voting/conduct/SendSlip.tsx';
import { PollBody } from '../voting/PollBody.tsx';
import { PollStatus } from '../voting/PollStatus.tsx';
import styles from './SlipScreen.module.css';

const Lead = ({ view }: { readonly view: SlipView }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const officer = usePeople().get(view.slip.officerId);
  return (
    <p>
      {t('voting.deadline', { time: formats.dateTime(view.slip.deadline) })}
      {officer === undefined ? '' : ` · ${t('voting.officer', { name: officer.name })}`}
    </p>
  );
};

const Content = ({ view }: { readonly view: SlipView }) => {
  const { t } = useTranslation();
  return (
    <>
      {view.slip.question === '' ? null : <p className={styles.question}>{view.slip.question}</p>}
      {view.papers.length === 0 ? null : (
        <Section title={t('papers.title')}>
          <ClosedPapers papers={view.papers} />
          <ul>
            {view.papers.map((paper) => (
              <li key={paper.paper.id}>
                <PaperRow view={paper} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {view.polls.map((poll) => (
        <Section key={poll.poll.id} title={poll.poll.title} action={<PollStatus view={poll} />}>
          <PollBody view={poll} conduct={poll.mayConduct ? <ConductPanel view={poll} /> : undefined} />
        </Section>
      ))}
      {view.mayEdit && view.slip.status === 'draft' ? <SendSlip view={view} /> : null}
    </>
  );
};

/** One opinion slip: its question, its papers, and the answer. */
export const SlipScreen = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const query = useQuery('slips.get', { id });
  const back = { href: paths.slips, label: t('app.rail.slips') };
  if (query.status !== 'ready') {
    return (
      <Screen title={t('voting.slip')} back={back}>
        {query.status === 'loading' ? (
          <Skeleton lines={6} />
        ) : (
          <ErrorState error={query.error} onRetry={query.retry} />
        )}
      </Screen>
    );
  }
  const view = query.value;
  return (
    <Screen
      title={view.slip.title}
      overline={
        <span className={styles.overline}>
          {t('voting.slip')} <Badge>{t(`voting.slipStatus.${view.slip.status}`)}</Badge>
        </span>
      }
      lead={<Lead view={view} />}
      back={back}
    >
      <Content view={view} />
    </Screen>
  );
};
