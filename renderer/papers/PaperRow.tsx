import { Check, CloudDownload, Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Availability, PaperView } from '../../shared/contract/client.ts';
import { paths } from '../app/paths.ts';
import { useFormats } from '../i18n/format.ts';
import { Badge, Stamp } from '../ui/Badge.tsx';
import { cx } from '../ui/cx.ts';
import { joinFacts } from '../ui/facts.ts';
import { ClosedBadge } from './ClosedPapers.tsx';
import styles from './PaperRow.module.css';

/** Whether it can be opened now, in words with a shape. */
export const AvailabilityBadge = ({ availability }: { readonly availability: Availability }) => {
  const { t } = useTranslation();
  switch (availability.state) {
    case 'here':
      return (
        <Badge tone="ok" icon={<Check aria-hidden size={15} strokeWidth={2.5} />}>
          {t('papers.here')}
        </Badge>
      );
    case 'partial':
      return (
        <Badge tone="primary" icon={<Download aria-hidden size={15} />}>
          {t('papers.partial', {
            percent: Math.floor((100 * availability.haveBytes) / Math.max(1, availability.totalBytes)),
          })}
        </Badge>
      );
    case 'away':
      return <Badge icon={<CloudDownload aria-hidden size={15} />}>{t('papers.away')}</Badge>;
    case 'waiting':
      return <Badge icon={<CloudDownload aria-hidden size={15} />}>{t('papers.waiting')}</Badge>;
  }
};

export interface PaperRowProps {
  readonly view: PaperView;
  /** Where it stands, when the list does not say so. */
  readonly place?: string;
}

/** A paper in a list: its title, what it is, and whether it is here and read. The whole row opens it. */
export const PaperRow = ({ view, place }: PaperRowProps) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const { paper, version } = view;
  const facts = joinFacts([
    t(`common.documentType.${paper.documentType}`),
    paper.number,
    paper.agency,
    t('papers.pages', { count: version.file.pages }),
    formats.bytes(version.file.size),
  ]);
  return (
    <Link href={paths.paper(paper.id)} className={cx(styles.row)}>
      <span className={cx(styles.dot, view.read && styles.read)} aria-hidden />
      <span className={styles.words}>
        <span className={cx(styles.title, !view.read && styles.unread)}>{paper.title}</span>
        <span className={styles.marks}>
          <Stamp classification={paper.classification} />
          {view.versionCount > 1 ? <Badge tone="now">{t('papers.version', { n: version.n })}</Badge> : null}
          <span className={styles.facts}>{facts}</span>
        </span>
        {place === undefined ? null : <span className={styles.place}>{place}</span>}
      </span>
      <span className={styles.states}>
        {view.closed === null ? <AvailabilityBadge availability={view.availability} /> : <ClosedBadge />}
        <span className={styles.readState}>{view.read ? t('papers.read') : t('papers.unread')}</span>
      </span>
    </Link>
  );
};
