import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MeetingView } from '../../../shared/contract/client.ts';
import type { MutationArgs } from '../../../shared/domain/mutations/args.ts';
import { useMutation, useQuery } from '../../app/cabinet.ts';
import { useNow } from '../../app/useNow.ts';
import { useFormats } from '../../i18n/format.ts';
import { QuorumLine } from '../../meetings/PeopleTab.tsx';
import { useWhen } from '../../meetings/useWhen.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { Section } from '../../ui/Section.tsx';
import { factLine } from '../../ui/factLine.ts';
import { hasUnsaved } from '../editing/drafts.ts';
import { splitStyles } from '../Split.tsx';
import { type Check, checksOf } from './checks.ts';
import { Conclusion } from './Conclusion.tsx';
import styles from './PublishTab.module.css';

const ICONS = { ok: CircleCheck, look: CircleDashed, missing: CircleAlert } as const;

const CheckRow = ({ check }: { readonly check: Check }) => {
  const { t } = useTranslation();
  const Icon = ICONS[check.state];
  return (
    <li className={styles.check}>
      <Icon aria-hidden size={20} className={cx(styles.icon, styles[check.state])} />
      <span>
        {t(`secretariat.publish.checks.${check.key}.${check.state === 'ok' ? 'ok' : 'not'}`, {
          have: check.have,
          total: check.total,
        })}
      </span>
    </li>
  );
};

/** Whether the server can be reached: publishing and opening mean "now". */
export const useIsOnline = (): boolean => {
  const sync = useQuery('sync.state', {});
  return sync.status !== 'ready' || sync.value.phase !== 'offline';
};

/** Who gets what, in full. */
const Consequences = ({ view }: { readonly view: MeetingView }) => {
  const { t } = useTranslation();
  const { when } = useWhen()(view.meeting);
  const count = (role: string): number => view.participants.filter((one) => one.role === role).length;
  return (
    <>
      <p>
        <strong>{view.meeting.title}</strong>
      </p>
      <p>{factLine([when, view.meeting.place])}</p>
      <ul className={styles.list}>
        <li>
          {t('secretariat.publish.who', {
            chairs: count('chair'),
            members: count('member'),
            secretaries: count('secretary'),
            guests: count('guest'),
          })}
        </li>
        <li>
          {t('secretariat.publish.what', {
            items: view.items.length,
            papers: view.items.reduce((sum, { papers }) => sum + papers.length, 0),
            polls: view.items.reduce((sum, { polls }) => sum + polls.length, 0),
          })}
        </li>
        <li>{t('secretariat.publish.noBack')}</li>
        {hasUnsaved() ? <li>{t('secretariat.publish.unsaved')}</li> : null}
      </ul>
    </>
  );
};

const Publish = ({ view, isReady }: { readonly view: MeetingView; readonly isReady: boolean }) => {
  const { t } = useTranslation();
  const isOnline = useIsOnline();
  const publish = useMutation('meeting.publish');
  const [asking, setAsking] = useState(false);
  const confirm = async (): Promise<void> => {
    const result = await publish.run({ id: view.meeting.id });
    if (result.ok) setAsking(false);
  };
  return (
    <>
      {isOnline ? null : <Banner tone="offline">{t('secretariat.publish.offline')}</Banner>}
      <Button variant="primary" large isDisabled={!isReady || !isOnline} onPress={() => setAsking(true)}>
        {t('secretariat.publish.button')}
      </Button>
      <ConfirmDialog
        title={t('secretariat.publish.question')}
        confirmLabel={t('secretariat.publish.button')}
        isOpen={asking}
        busy={publish.busy}
        error={publish.error}
        onConfirm={() => void confirm()}
        onClose={() => {
          setAsking(false);
          publish.reset();
        }}
      >
        <Consequences view={view} />
      </ConfirmDialog>
    </>
  );
};

type NextStatus = MutationArgs<'meeting.set_status'>['status'];

/** What may follow, the usual step first. */
const NEXT: { readonly [S in MeetingView['meeting']['status']]: readonly NextStatus[] } = {
  draft: ['cancelled'],
  invited: ['in_session', 'cancelled'],
  in_session: ['adjourned', 'closed'],
  adjourned: ['in_session', 'closed'],
  closed: ['concluded'],
  concluded: [],
  cancelled: [],
};

const StatusButton = ({
  view,
  status,
  isMain,
}: {
  view: MeetingView;
  status: NextStatus;
  isMain: boolean;
}) => {
  const { t } = useTranslation();
  const isOnline = useIsOnline();
  const set = useMutation('meeting.set_status');
  const [asking, setAsking] = useState(false);
  const step = status === 'in_session' && view.meeting.status === 'adjourned' ? 'resumed' : status;
  const confirm = async (): Promise<void> => {
    const result = await set.run({ id: view.meeting.id, status });
    if (result.ok) setAsking(false);
  };
  return (
    <>
      <Button
        variant={status === 'cancelled' ? 'danger' : isMain ? 'primary' : 'secondary'}
        isDisabled={!isOnline}
        onPress={() => setAsking(true)}
      >
        {t(`secretariat.status.${step}.button`)}
      </Button>
      <ConfirmDialog
        title={t(`secretariat.status.${step}.question`)}
        confirmLabel={t(`secretariat.status.${step}.button`)}
        isOpen={asking}
        isDangerous={status === 'cancelled'}
        busy={set.busy}
        error={set.error}
        onConfirm={() => void confirm()}
        onClose={() => {
          setAsking(false);
          set.reset();
        }}
      >
        <p>
          <strong>{view.meeting.title}</strong>
        </p>
        {status === 'in_session' ? <QuorumLine view={view} /> : null}
        <p>{t(`secretariat.status.${step}.what`)}</p>
      </ConfirmDialog>
    </>
  );
};

const StatusButtons = ({ view }: { readonly view: MeetingView }) => {
  const isDraft = view.meeting.status === 'draft';
  return (
    <div className={splitStyles.tools}>
      {NEXT[view.meeting.status].map((status, index) => (
        <StatusButton key={status} view={view} status={status} isMain={!isDraft && index === 0} />
      ))}
    </div>
  );
};

/** Phát hành: what is there and missing, the publication, and afterwards the steps of the session. */
export const PublishTab = ({ view }: { readonly view: MeetingView }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow(30_000);
  const isOnline = useIsOnline();
  const { status, publishedAt } = view.meeting;
  const checks = checksOf(view, now);
  return (
    <div className={styles.publish}>
      {publishedAt === null ? null : (
        <Banner>{t('secretariat.publish.done', { time: formats.dateTime(publishedAt) })}</Banner>
      )}
      {status === 'draft' ? (
        <>
          <Section title={t('secretariat.publish.ready')}>
            <ul>
              {checks.map((check) => (
                <CheckRow key={check.key} check={check} />
              ))}
            </ul>
          </Section>
          <Publish view={view} isReady={checks.every((check) => check.state !== 'missing')} />
        </>
      ) : null}
      {NEXT[status].length === 0 ? null : (
        <Section title={t(status === 'draft' ? 'secretariat.publish.giveUp' : 'secretariat.publish.steps')}>
          {isOnline || status === 'draft' ? null : (
            <Banner tone="offline">{t('secretariat.publish.offlineStatus')}</Banner>
          )}
          <StatusButtons view={view} />
        </Section>
      )}
      {status === 'in_session' || status === 'adjourned' || status === 'closed' ? (
        <Conclusion view={view} />
      ) : null}
    </div>
  );
};
