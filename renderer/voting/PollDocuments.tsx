import { FileText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ClientResult } from '../../shared/contract/client.ts';
import type { PollDocument } from '../../shared/domain/records/poll.ts';
import { useQuery } from '../app/cabinet.ts';
import { paths } from '../app/paths.ts';
import { Badge } from '../ui/Badge.tsx';
import { cx } from '../ui/cx.ts';
import { joinFacts } from '../ui/facts.ts';
import styles from './PollDocuments.module.css';

/** A draft says which one it is; of another paper that says something only when there are several. */
const hasVersions = ({ view, versions }: ClientResult<'papers.get'>): boolean =>
  versions.length > 1 || view.paper.documentType.startsWith('draft_');

const Document = ({ document }: { readonly document: PollDocument }) => {
  const { t } = useTranslation();
  const query = useQuery('papers.get', { id: document.paperId, versionId: document.versionId });
  const paper = query.status === 'ready' ? query.value : null;
  const isOld = paper !== null && paper.view.paper.currentVersionId !== document.versionId;
  return (
    <li>
      <Link
        href={paths.paper(document.paperId, { versionId: document.versionId })}
        className={cx(styles.document)}
      >
        <FileText aria-hidden size={20} className={styles.icon} />
        <span>
          <span className={styles.title}>{document.title}</span>
          {paper === null ? null : (
            <span className={styles.facts}>
              {joinFacts([
                hasVersions(paper) ? t('papers.versionOf', { n: paper.view.version.n }) : '',
                t('papers.pages', { count: paper.view.version.file.pages }),
              ])}
            </span>
          )}
          {isOld ? <Badge tone="now">{t('voting.newerVersion')}</Badge> : null}
        </span>
        <span className={styles.open}>{t('voting.readDocument')}</span>
      </Link>
    </li>
  );
};

/** The documents voted on, each in the exact version (R11); one that has been replaced says so (R25). */
export const PollDocuments = ({ documents }: { readonly documents: readonly PollDocument[] }) =>
  documents.length === 0 ? null : (
    <ul className={styles.documents}>
      {documents.map((document) => (
        <Document key={document.versionId} document={document} />
      ))}
    </ul>
  );
