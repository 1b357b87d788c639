import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ClientResult } from '../../shared/contract/client.ts';
import { paths } from '../app/paths.ts';
import { ClosedBadge } from '../papers/ClosedPapers.tsx';
import { Stamp } from '../ui/Badge.tsx';
import { Section } from '../ui/Section.tsx';
import { cx } from '../ui/cx.ts';
import styles from './ContinueReading.module.css';

type Entry = ClientResult<'home.get'>['continueReading'][number];

/** Sheets side by side; a second row only when it is full. */
const ROW = 3;

/** The papers last opened, each a small sheet with its title, opening where one stopped. */
export const ContinueReading = ({ entries }: { readonly entries: readonly Entry[] }) => {
  const { t } = useTranslation();
  if (entries.length === 0) return null;
  return (
    <Section title={t('home.continueReading')}>
      <ul className={styles.sheets}>
        {entries.slice(0, entries.length >= 2 * ROW ? 2 * ROW : ROW).map(({ view, position }) => (
          <li key={view.paper.id}>
            <Link
              href={paths.paper(view.paper.id, { versionId: position.versionId, page: position.page })}
              className={cx(styles.sheet)}
            >
              <span className={styles.type}>{t(`common.documentType.${view.paper.documentType}`)}</span>
              <span className={styles.title}>{view.paper.title}</span>
              <Stamp classification={view.paper.classification} />
              {view.closed === null ? null : <ClosedBadge />}
              <span className={styles.page}>
                {t('home.page', { page: position.page, pages: view.version.file.pages })}
              </span>
              <span className={styles.track} aria-hidden>
                <span
                  className={styles.fill}
                  style={{ inlineSize: `${(100 * position.page) / view.version.file.pages}%` }}
                />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
};
