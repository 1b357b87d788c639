import { CircleX, Clock, RefreshCw, Send, SquarePen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OutboxEntry, SyncState } from '../../shared/contract/client.ts';
import { useCommand, useQuery } from '../app/cabinet.ts';
import { Screen } from '../app/Screen.tsx';
import { usePhaseSentence } from '../app/StatusLine.tsx';
import { useFormats } from '../i18n/format.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Badge } from '../ui/Badge.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button, LinkButton } from '../ui/Button.tsx';
import { joinFacts } from '../ui/facts.ts';
import { Section } from '../ui/Section.tsx';
import { ErrorState, Skeleton } from '../ui/States.tsx';
import { VisuallyHidden } from '../ui/VisuallyHidden.tsx';
import styles from './OutboxScreen.module.css';
import { Downloads } from './Downloads.tsx';
import { againPath } from './againPath.ts';
import { deedOf } from './deeds.ts';
import { PassphraseAsked } from './PassphraseAsked.tsx';
import { Written } from './Written.tsx';

const SyncPart = ({ sync }: { readonly sync: SyncState }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const sentence = useSentence();
  const sentenceOfPhase = usePhaseSentence();
  // The reason stands below, once.
  const phase = sync.phase === 'trouble' ? t('app.status.trouble') : sentenceOfPhase(sync);
  const now = useCommand('sync.now');
  // Up to date says its own time.
  const facts = joinFacts([
    sync.lastSyncedAt === null
      ? t('outbox.neverSynced')
      : sync.phase === 'up_to_date'
        ? ''
        : t('outbox.lastSynced', { time: formats.dateTime(sync.lastSyncedAt) }),
    sync.retryAt === null ? '' : t('outbox.nextTry', { time: formats.time(sync.retryAt) }),
  ]);
  return (
    <Section
      title={t('outbox.sync')}
      action={
        <Button
          icon={<RefreshCw aria-hidden size={18} />}
          isDisabled={now.busy || sync.phase === 'syncing'}
          onPress={() => void now.run({})}
        >
          {t('outbox.syncNow')}
        </Button>
      }
    >
      <div className={styles.sync}>
        <p className={styles.phase}>{phase}</p>
        {sync.error === null ? null : (
          <Banner
            tone={sync.phase === 'trouble' ? 'danger' : 'offline'}
            action={sync.error.code === 'not_signed_in' ? <PassphraseAsked /> : undefined}
          >
            {sentence(sync.error)}
          </Banner>
        )}
        {sync.phase === 'offline' ? <p>{t('outbox.offlineHint')}</p> : null}
        {facts === '' ? null : <p className={styles.soft}>{facts}</p>}
      </div>
    </Section>
  );
};

const EntryState = ({ entry }: { readonly entry: OutboxEntry }) => {
  const { t } = useTranslation();
  switch (entry.state) {
    case 'waiting':
      return <Badge icon={<Clock aria-hidden size={16} />}>{t('outbox.state.waiting')}</Badge>;
    case 'sending':
      return (
        <Badge tone="primary" icon={<Send aria-hidden size={16} />}>
          {t('outbox.state.sending')}
        </Badge>
      );
    case 'refused':
      return (
        <Badge tone="danger" icon={<CircleX aria-hidden size={16} />}>
          {t('outbox.state.refused')}
        </Badge>
      );
  }
};

/** Why it was refused, what was written, what stands there now, and what to do with it. */
const Refused = ({ entry }: { readonly entry: OutboxEntry }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const dismiss = useCommand('outbox.dismiss');
  const { content } = entry;
  const again = entry.place === null ? null : againPath(entry.name, entry.place);
  return (
    <div className={styles.refused}>
      {entry.error === null ? null : <p>{sentence(entry.error)}</p>}
      {content === null ? null : <Written title={t('outbox.written')} content={content} canCopy />}
      {entry.newer === null ? null : <Written title={t('outbox.newer')} content={entry.newer} />}
      {again === null ? <p className={styles.soft}>{t('outbox.againNowhere')}</p> : null}
      <div className={styles.actions}>
        {again === null ? null : (
          <LinkButton href={again} icon={<SquarePen aria-hidden size={18} />}>
            {t('outbox.again')}
            {entry.about === '' ? null : <VisuallyHidden>: {entry.about}</VisuallyHidden>}
          </LinkButton>
        )}
        <Button isDisabled={dismiss.busy} onPress={() => void dismiss.run({ id: entry.id })}>
          {t('outbox.dismiss')}
        </Button>
      </div>
      {dismiss.error === null ? null : <Banner tone="danger">{sentence(dismiss.error)}</Banner>}
    </div>
  );
};

const Entry = ({ entry }: { readonly entry: OutboxEntry }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <li className={styles.entry}>
      <div className={styles.head}>
        <div>
          <p className={styles.deed}>{t(`outbox.deeds.${deedOf(entry.name)}`)}</p>
          {entry.about === '' ? null : <p>{entry.about}</p>}
          <p className={styles.soft}>{t('outbox.doneAt', { time: formats.recent(entry.at) })}</p>
        </div>
        <EntryState entry={entry} />
      </div>
      {entry.state === 'refused' ? <Refused entry={entry} /> : null}
    </li>
  );
};

const Entries = ({ title, list }: { readonly title: string; readonly list: readonly OutboxEntry[] }) =>
  list.length === 0 ? null : (
    <Section title={title}>
      <ul aria-live="polite">
        {list.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
    </Section>
  );

/** Where this device stands with the server, and everything of one's own that it has not received. */
export const OutboxScreen = () => {
  const { t } = useTranslation();
  const sync = useQuery('sync.state', {});
  const outbox = useQuery('outbox.list', {});
  return (
    <Screen title={t('outbox.title')}>
      {sync.status === 'ready' ? <SyncPart sync={sync.value} /> : null}
      {sync.status === 'ready' && sync.value.files.total + sync.value.files.away > 0 ? (
        <Downloads sync={sync.value} />
      ) : null}
      {outbox.status === 'loading' ? (
        <Skeleton lines={4} />
      ) : outbox.status === 'failed' ? (
        <ErrorState error={outbox.error} onRetry={outbox.retry} />
      ) : outbox.value.entries.length === 0 ? (
        <Section title={t('outbox.mine')}>
          <p>{t('outbox.nothing')}</p>
        </Section>
      ) : (
        <>
          <Entries
            title={t('outbox.refusedTitle')}
            list={outbox.value.entries.filter(({ state }) => state === 'refused')}
          />
          <Entries
            title={t('outbox.mine')}
            list={outbox.value.entries.filter(({ state }) => state !== 'refused')}
          />
        </>
      )}
    </Screen>
  );
};
