import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ClientResult } from '../../shared/contract/client.ts';
import { paths } from '../app/paths.ts';
import { useFormats } from '../i18n/format.ts';
import { Section } from '../ui/Section.tsx';
import { cx } from '../ui/cx.ts';
import styles from './Changes.module.css';

type Change = ClientResult<'home.get'>['changes'][number];

const hrefOf = (change: Change): string => {
  switch (change.kind) {
    case 'paper_added':
    case 'paper_version':
      return paths.paper(change.targetId);
    case 'poll_opened':
    case 'poll_closed':
      return paths.poll(change.targetId);
    case 'meeting_published':
    case 'meeting_changed':
      return paths.meeting(change.meetingId ?? change.targetId);
  }
};

/** What has been overtaken is no news: a vote that has ended need not be said to have started. Newest first. */
const withoutOvertaken = (changes: readonly Change[]): readonly Change[] => {
  const ended = new Set(changes.filter(({ kind }) => kind === 'poll_closed').map(({ targetId }) => targetId));
  return changes.filter(({ kind, targetId }) => kind !== 'poll_opened' || !ended.has(targetId));
};

/** What is new since this person was last here. */
export const Changes = ({ changes }: { readonly changes: readonly Change[] }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <aside className={styles.changes}>
      <Section title={t('home.changes')}>
        {changes.length === 0 ? (
          <p className={styles.quiet}>{t('home.noChanges')}</p>
        ) : (
          <ul>
            {withoutOvertaken(changes).map((change) => (
              <li key={`${change.kind} ${change.targetId} ${change.at}`}>
                <Link href={hrefOf(change)} className={cx(styles.change)}>
                  <span className={styles.kind}>{t(`home.change.${change.kind}`)}</span>
                  <span className={styles.title}>{change.title}</span>
                  <span className={styles.at}>{formats.recent(change.at)}</span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </aside>
  );
};
