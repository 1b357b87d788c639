import { ChevronLeft, Vote } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { PaperVersion } from '../../shared/domain/records/paper.ts';
import { paths } from '../app/paths.ts';
import { Stamp } from '../ui/Badge.tsx';
import { IconButton, LinkButton } from '../ui/Button.tsx';
import { Menu, MenuItem } from '../ui/Menu.tsx';
import { Button } from '../ui/Button.tsx';
import type { PaperData } from './PaperReader.tsx';
import styles from './Reader.module.css';

const VoteButton = ({ data }: { readonly data: PaperData }) => {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const polls = data.polls.filter(({ poll }) => poll.status !== 'cancelled');
  // The one being voted on now comes before all others.
  const open = polls.filter(({ poll }) => poll.status === 'open');
  const shown = open.length > 0 ? open : polls;
  const icon = <Vote aria-hidden size={20} />;
  const [only] = shown;
  if (only === undefined) return null;
  if (shown.length === 1) {
    return (
      <LinkButton
        href={paths.poll(only.poll.id)}
        variant={open.length > 0 ? 'primary' : 'secondary'}
        icon={icon}
      >
        {t('reader.vote')}
      </LinkButton>
    );
  }
  return (
    <Menu
      label={t('reader.vote')}
      trigger={
        <Button variant={open.length > 0 ? 'primary' : 'secondary'} icon={icon}>
          {t('reader.vote')}
        </Button>
      }
    >
      {shown.map(({ poll }) => (
        <MenuItem key={poll.id} onAction={() => navigate(paths.poll(poll.id))}>
          {poll.title}
        </MenuItem>
      ))}
    </Menu>
  );
};

/** Back, what paper this is, its tools, and the vote that refers to it. */
export const ReaderHeader = ({
  data,
  version,
  children,
}: {
  readonly data: PaperData;
  readonly version: PaperVersion;
  readonly children?: ReactNode;
}) => {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { paper, versionCount } = data.view;
  useEffect(() => {
    document.title = `${paper.title} · E-Cabinet`;
  }, [paper.title]);
  const isDraft = paper.documentType.startsWith('draft_');
  const back = (): void => {
    // Back goes back; a paper opened by its address alone leads to the list of papers.
    if (window.history.length > 1) window.history.back();
    else navigate(paths.papers);
  };
  return (
    <header className={styles.header}>
      <IconButton icon={<ChevronLeft aria-hidden size={22} />} label={t('reader.back')} onPress={back} />
      <div className={styles.heading}>
        <h1 className={styles.title} title={paper.title}>
          {paper.title}
        </h1>
        <div className={styles.facts}>
          {isDraft || versionCount > 1 ? (
            <span className={styles.version}>
              {isDraft ? t('reader.draft', { n: version.n }) : t('reader.version', { n: version.n })}
            </span>
          ) : null}
          <Stamp classification={paper.classification} />
        </div>
      </div>
      {children}
      <VoteButton data={data} />
    </header>
  );
};
