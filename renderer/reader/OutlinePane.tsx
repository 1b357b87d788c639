import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, Skeleton } from '../ui/States.tsx';
import type { Reader } from './openReader.ts';
import styles from './Reader.module.css';

/** What we use of pdf.js's outline; a place is a name or an explicit destination. */
interface OutlineNode {
  readonly title: string;
  readonly dest: string | unknown[] | null;
  readonly items: readonly OutlineNode[];
}

const Nodes = ({ nodes, reader }: { readonly nodes: readonly OutlineNode[]; readonly reader: Reader }) => (
  <ul className={styles.outline}>
    {nodes.map((node, index) => (
      <li key={index}>
        {node.dest === null ? (
          <span className={styles.outlineText}>{node.title}</span>
        ) : (
          <button
            type="button"
            className={styles.outlineLink}
            onClick={() => void reader.view.links.goToDestination(node.dest ?? [])}
          >
            {node.title}
          </button>
        )}
        {node.items.length > 0 ? <Nodes nodes={node.items} reader={reader} /> : null}
      </li>
    ))}
  </ul>
);

const readOutline = async (reader: Reader): Promise<readonly OutlineNode[]> => {
  try {
    return (await reader.view.viewer.pdfDocument?.getOutline()) ?? [];
  } catch {
    return [];
  }
};

/** The paper's own table of contents, read when it is first asked for. */
export const OutlinePane = ({ reader }: { readonly reader: Reader }) => {
  const { t } = useTranslation();
  const [outline, setOutline] = useState<readonly OutlineNode[] | null>(null);
  useEffect(() => {
    let left = false;
    void readOutline(reader).then((nodes) => {
      if (!left) setOutline(nodes);
    });
    return () => {
      left = true;
    };
  }, [reader]);
  if (outline === null) return <Skeleton lines={6} />;
  if (outline.length === 0) {
    return <EmptyState title={t('reader.outline.none')}>{t('reader.outline.noneHint')}</EmptyState>;
  }
  return (
    <nav aria-label={t('reader.outline.title')}>
      <Nodes nodes={outline} reader={reader} />
    </nav>
  );
};
