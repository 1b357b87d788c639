import { BookOpen, ListTree, NotebookPen, PenLine, Search, Settings2, X } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { PaperVersion } from '../../shared/domain/records/paper.ts';
import { useQuery } from '../app/cabinet.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button, IconButton } from '../ui/Button.tsx';
import { Menu, MenuItem } from '../ui/Menu.tsx';
import { Tooltip } from '../ui/Tooltip.tsx';
import { AnnotationsPane } from './AnnotationsPane.tsx';
import { FindBar } from './FindBar.tsx';
import { FloatingParts } from './Floating.tsx';
import { useNight } from './night.ts';
import type { Reader } from './openReader.ts';
import { OutlinePane } from './OutlinePane.tsx';
import { PageControls } from './PageControls.tsx';
import type { PaperData } from './PaperReader.tsx';
import type { OpenFailure } from './pdfSource.ts';
import type { FindQuery } from './pdfView.ts';
import 'pdfjs-dist/web/pdf_viewer.css';
import './pages.css';
import styles from './Reader.module.css';
import { ReaderHeader } from './ReaderHeader.tsx';
import { ToolPalette } from './ToolPalette.tsx';
import { useMedia } from './useMedia.ts';
import { useReader, useReaderState } from './useReader.ts';
import { type ReaderPanels, useReaderKeys } from './useReaderKeys.ts';

type Pane = 'outline' | 'annotations' | null;

const ViewMenu = ({ reader, night, onNight }: { reader: Reader; night: boolean; onNight: () => void }) => {
  const { t } = useTranslation();
  const fit = (zoom: string) => (): void => reader.zoomTo(zoom);
  return (
    <Menu
      label={t('reader.view.menu')}
      trigger={<IconButton icon={<Settings2 aria-hidden size={20} />} label={t('reader.view.menu')} />}
    >
      <MenuItem onAction={fit('auto')}>{t('reader.view.auto')}</MenuItem>
      <MenuItem onAction={fit('page-width')}>{t('reader.view.fitWidth')}</MenuItem>
      <MenuItem onAction={fit('page-fit')}>{t('reader.view.fitPage')}</MenuItem>
      <MenuItem onAction={reader.turn}>{t('reader.view.rotate')}</MenuItem>
      <MenuItem onAction={onNight}>{night ? t('reader.view.day') : t('reader.view.night')}</MenuItem>
    </Menu>
  );
};

/** What could not be kept, in words, with the way to try again. */
const Unkept = ({ reader }: { readonly reader: Reader }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const { subscribe, getSnapshot } = reader.annotations;
  const { unkept, error } = useSyncExternalStore(subscribe, getSnapshot);
  if (error === null) return null;
  return (
    <Banner tone="danger" action={<Button onPress={reader.annotations.retry}>{t('common.retry')}</Button>}>
      {t('reader.annotations.unkept', { count: unkept })} {sentence(error)}
    </Banner>
  );
};

/** Gives the open paper what the core has of its annotations, after every change. */
const useKeptAnnotations = (
  reader: Reader | null,
  paperId: string,
): ReturnType<typeof useQuery<'annotations.list'>> => {
  const kept = useQuery('annotations.list', { paperId });
  const list = kept.status === 'ready' ? kept.value.annotations : null;
  useEffect(() => {
    if (reader !== null && list !== null) reader.annotations.setKept(list);
  }, [reader, list]);
  return kept;
};

const ReportFailure = ({
  reader,
  onFailure,
}: {
  reader: Reader;
  onFailure: (failure: OpenFailure) => void;
}) => {
  const status = useReaderState(reader, (state) => state.status);
  useEffect(() => {
    if (status === 'not_here' || status === 'unreadable') onFailure(status);
  }, [status, onFailure]);
  return null;
};

const SidePane = ({
  title,
  onClose,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation();
  return (
    <aside className={styles.pane} aria-label={title}>
      <div className={styles.paneHead}>
        <h2>{title}</h2>
        <IconButton icon={<X aria-hidden size={20} />} label={t('common.close')} onPress={onClose} />
      </div>
      {children}
    </aside>
  );
};

const toggled = (now: Pane, pane: Exclude<Pane, null>): Pane => (now === pane ? null : pane);

interface Panels {
  readonly pane: Pane;
  readonly setPane: (change: (now: Pane) => Pane) => void;
  readonly isFinding: boolean;
  readonly setIsFinding: (isFinding: boolean) => void;
  readonly hasTools: boolean;
  readonly setHasTools: (hasTools: boolean) => void;
  readonly query: FindQuery;
  readonly setQuery: (query: FindQuery) => void;
  readonly keys: ReaderPanels;
  readonly closeFind: () => void;
}

/** Which parts beside the page are open. */
const usePanels = (reader: Reader | null): Panels => {
  const [pane, setPane] = useState<Pane>(null);
  const [isFinding, setIsFinding] = useState(false);
  const [hasTools, setHasTools] = useState(false);
  const [query, setQuery] = useState<FindQuery>({ query: '', matchCase: false, matchDiacritics: false });
  return useMemo(() => {
    const closeFind = (): void => {
      setIsFinding(false);
      reader?.view.closeFind();
      reader?.view.container.focus({ preventScroll: true });
    };
    const keys: ReaderPanels = {
      openFind: () => setIsFinding(true),
      openTools: () => setHasTools(true),
      findAgain(backwards) {
        if (query.query === '') setIsFinding(true);
        else reader?.view.find('again', query, backwards);
      },
      leave() {
        if (isFinding) closeFind();
        else if (pane !== null) setPane(null);
        else if (hasTools) setHasTools(false);
        else return false;
        return true;
      },
    };
    return {
      pane,
      setPane,
      isFinding,
      setIsFinding,
      hasTools,
      setHasTools,
      query,
      setQuery,
      keys,
      closeFind,
    };
  }, [reader, pane, isFinding, hasTools, query]);
};

const HeaderTools = ({
  reader,
  panels,
  night,
  onNight,
}: {
  readonly reader: Reader;
  readonly panels: Panels;
  readonly night: boolean;
  readonly onNight: () => void;
}) => {
  const { t } = useTranslation();
  const { pane, setPane, isFinding, setIsFinding, hasTools, setHasTools, closeFind } = panels;
  /** Words beside the icons as soon as there is room for them. */
  const isWide = useMedia('(min-width: 1240px)');
  return (
    <>
      <PageControls reader={reader} />
      <ViewMenu reader={reader} night={night} onNight={onNight} />
      <Tooltip text={t('reader.find.title')}>
        <IconButton
          icon={<Search aria-hidden size={20} />}
          label={t('reader.find.title')}
          pressed={isFinding}
          onPress={() => (isFinding ? closeFind() : setIsFinding(true))}
        />
      </Tooltip>
      <Tooltip text={t('reader.outline.title')}>
        <IconButton
          icon={<ListTree aria-hidden size={20} />}
          label={t('reader.outline.title')}
          showLabel={isWide}
          pressed={pane === 'outline'}
          onPress={() => setPane((now) => toggled(now, 'outline'))}
        />
      </Tooltip>
      <Tooltip text={t('reader.annotations.title')}>
        <IconButton
          icon={<NotebookPen aria-hidden size={20} />}
          label={t('reader.annotations.short')}
          showLabel={isWide}
          pressed={pane === 'annotations'}
          onPress={() => setPane((now) => toggled(now, 'annotations'))}
        />
      </Tooltip>
      <IconButton
        icon={<PenLine aria-hidden size={20} />}
        label={t('reader.tools.toggle')}
        showLabel
        pressed={hasTools}
        onPress={() => {
          setHasTools(!hasTools);
          if (hasTools) reader.setTool('select');
        }}
      />
    </>
  );
};

const Opening = ({ reader }: { readonly reader: Reader }) => {
  const { t } = useTranslation();
  const isPainted = useReaderState(reader, (state) => state.painted || state.status !== 'opening');
  return isPainted ? null : (
    <p className={styles.opening} role="status">
      <BookOpen aria-hidden size={20} />
      {t('reader.opening')}
    </p>
  );
};

/** A page asked for by the address while the paper is open already; on opening it begins there. */
const useAskedPage = (reader: Reader | null, page: number | undefined): void => {
  useEffect(() => {
    if (reader !== null && page !== undefined && reader.state.get().status === 'ready') {
      reader.view.links.goToPage(page);
    }
  }, [reader, page]);
};

export interface OpenPaperProps {
  readonly data: PaperData;
  readonly version: PaperVersion;
  readonly page: number | undefined;
  readonly banner: ReactNode;
  readonly onFailure: (failure: OpenFailure) => void;
}

/** A paper whose file is here. */
export const OpenPaper = ({ data, version, page, banner, onFailure }: OpenPaperProps) => {
  const { t } = useTranslation();
  const { reader, attach } = useReader(version, page);
  const [night, toggleNight] = useNight();
  const panels = usePanels(reader);
  const kept = useKeptAnnotations(reader, data.view.paper.id);
  useReaderKeys(reader, panels.keys);
  useAskedPage(reader, page);
  return (
    <div className={styles.reader}>
      <ReaderHeader data={data} version={version}>
        {reader === null ? null : (
          <HeaderTools reader={reader} panels={panels} night={night} onNight={toggleNight} />
        )}
      </ReaderHeader>
      <div className={styles.banners}>
        {banner}
        {kept.status === 'failed' ? (
          <Banner tone="danger" action={<Button onPress={kept.retry}>{t('common.retry')}</Button>}>
            {t('reader.annotations.listUnread')}
          </Banner>
        ) : null}
        {reader === null ? null : <Unkept reader={reader} />}
      </div>
      <div className={styles.body}>
        {reader !== null && panels.pane === 'outline' ? (
          <SidePane title={t('reader.outline.title')} onClose={() => panels.setPane(() => null)}>
            <OutlinePane reader={reader} />
          </SidePane>
        ) : null}
        <div className={styles.viewport}>
          <div
            ref={attach}
            className={styles.container}
            tabIndex={0}
            role="document"
            aria-label={t('reader.document')}
            {...(night ? { 'data-night': '' } : {})}
          >
            <div className="pdfViewer" />
            {reader === null ? null : <FloatingParts reader={reader} />}
          </div>
          {reader === null ? null : <Opening reader={reader} />}
          {reader !== null && panels.isFinding ? (
            <FindBar
              reader={reader}
              query={panels.query}
              onChange={panels.setQuery}
              onClose={panels.closeFind}
            />
          ) : null}
          {reader !== null && panels.hasTools ? <ToolPalette reader={reader} /> : null}
          {reader === null ? null : <ReportFailure reader={reader} onFailure={onFailure} />}
        </div>
        {reader !== null && panels.pane === 'annotations' ? (
          <SidePane title={t('reader.annotations.title')} onClose={() => panels.setPane(() => null)}>
            <AnnotationsPane reader={reader} versionId={version.id} />
          </SidePane>
        ) : null}
      </div>
    </div>
  );
};
