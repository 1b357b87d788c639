import type { ClientResult } from '../../../shared/contract/client.ts';
import { isoOf } from '../../../shared/lib/clock.ts';
import type { CoreContext, Pulled, RecordChange } from '../context.ts';
import { guardStorage } from '../store/failures.ts';
import { conductsPoll } from './pollViews.ts';
import { ownerOf } from './paperViews.ts';
import type { ViewRequest } from './request.ts';

type Change = ClientResult<'home.get'>['changes'][number];
type Kind = Change['kind'];

/** Shown at once. */
const SHOWN = 30;
/** Kept: far more than is shown, far less than a year of pulls. */
const KEPT = 500;
/** Not looking at home for so long ends a visit: what was new then is not new any more. */
const VISIT_ENDS_MS = 4 * 3_600_000;

/**
 * What changed since the person was here last. A pull says what it brought; only numbers and ids are kept, titles are
 * read when shown, so that nothing outlives the right to read it.
 */
export interface News {
  notice(request: ViewRequest, pulled: Pulled): void;
  /** Newest first; counts as a look at it. */
  list(request: ViewRequest): Change[];
}

interface Noticed {
  readonly no: number;
  readonly kind: Kind;
  readonly targetId: string;
  readonly at: string;
}

/** What a changed record means to its reader; null for what is no news: one's own doing, or already told. */
const kindOf = (
  request: ViewRequest,
  { kind, id, change }: RecordChange,
  isKnown: (kind: Kind) => boolean,
): Kind | null => {
  const { records, me } = request;
  const unlessKnown = (news: Kind): Kind | null => (isKnown(news) ? null : news);
  if (kind === 'paperVersion' && change === 'added') {
    const version = records.getSync('paperVersion', id)?.body;
    if (!version || version.addedBy === me) return null;
    return version.n === 1 ? 'paper_added' : 'paper_version';
  }
  if (kind === 'poll') {
    const poll = records.getSync('poll', id);
    if (!poll || conductsPoll(request, poll)) return null;
    if (poll.body.status === 'open') return unlessKnown('poll_opened');
    return poll.body.status === 'closed' || poll.body.status === 'announced'
      ? unlessKnown('poll_closed')
      : null;
  }
  if (kind === 'meeting' && change !== 'removed') {
    const meeting = records.getSync('meeting', id)?.body;
    if (!meeting?.publishedAt || request.conductsMeeting(id)) return null;
    return change === 'added' ? unlessKnown('meeting_published') : 'meeting_changed';
  }
  return null;
};

/** Null when it is not readable any more. */
const changeOf = (request: ViewRequest, { kind, targetId, at }: Noticed): Change | null => {
  const { records } = request;
  if (kind === 'paper_added' || kind === 'paper_version') {
    const version = records.getSync('paperVersion', targetId)?.body;
    const paper = version && records.getSync('paper', version.paperId)?.body;
    if (!version || !paper) return null;
    const { meetingId } = ownerOf(request, paper);
    return { kind, title: paper.title, meetingId, targetId: paper.id, at: version.addedAt };
  }
  if (kind === 'poll_opened' || kind === 'poll_closed') {
    const poll = records.getSync('poll', targetId)?.body;
    // A cancelled vote has neither started nor ended for its reader.
    if (!poll || poll.status === 'cancelled') return null;
    const moment = kind === 'poll_opened' ? poll.openedAt : poll.closedAt;
    return {
      kind,
      title: poll.title,
      meetingId: ownerOf(request, poll).meetingId,
      targetId,
      at: moment ?? at,
    };
  }
  const meeting = records.getSync('meeting', targetId)?.body;
  if (!meeting) return null;
  const moment = kind === 'meeting_published' ? (meeting.publishedAt ?? at) : at;
  return { kind, title: meeting.title, meetingId: targetId, targetId, at: moment };
};

const statements = (db: CoreContext['db']) => ({
  insert: db.prepare<[Kind, string, string]>('INSERT INTO noticed (kind, target_id, at) VALUES (?, ?, ?)'),
  known: db.prepare<[Kind, string]>('SELECT 1 FROM noticed WHERE kind = ? AND target_id = ?'),
  forget: db.prepare<[Kind, string]>('DELETE FROM noticed WHERE kind = ? AND target_id = ?'),
  prune: db.prepare('DELETE FROM noticed WHERE no <= (SELECT max(no) FROM noticed) - ?'),
  newer: db.prepare<[number], Noticed>(
    'SELECT no, kind, target_id AS targetId, at FROM noticed WHERE no > ? ORDER BY no DESC',
  ),
  newest: db.prepare<[], { no: number }>('SELECT coalesce(max(no), 0) AS no FROM noticed'),
  visit: db.prepare<[], { seen: number; newest: number; at: string }>('SELECT seen, newest, at FROM visits'),
  setVisit: db.prepare<[number, number, string]>(
    'INSERT OR REPLACE INTO visits (one, seen, newest, at) VALUES (1, ?, ?, ?)',
  ),
});

export const createNews = (context: CoreContext): News => {
  const sql = statements(context.db);

  const write = (request: ViewRequest, changes: readonly RecordChange[]): void => {
    const at = isoOf(context.clock);
    for (const change of changes) {
      const news = kindOf(request, change, (kind) => sql.known.get(kind, change.id) !== undefined);
      if (!news) continue;
      sql.forget.run(news, change.id);
      sql.insert.run(news, change.id, at);
    }
    sql.prune.run(KEPT);
  };

  /** Number after which changes are new; a new visit begins where the last look of the one before ended. */
  const look = (): number => {
    const now = context.clock.now();
    const { no } = sql.newest.get() ?? { no: 0 };
    const visit = sql.visit.get();
    const isOver = visit !== undefined && now - Date.parse(visit.at) > VISIT_ENDS_MS;
    const seen = visit === undefined ? 0 : isOver ? visit.newest : visit.seen;
    const isSame = visit?.seen === seen && visit.newest === no;
    // Looking again costs no write until something is different or a good part of a visit is over.
    if (!isSame || now - Date.parse(visit.at) > VISIT_ENDS_MS / 8) {
      guardStorage(() => sql.setVisit.run(seen, no, isoOf(context.clock)));
    }
    return seen;
  };

  return {
    notice(request, { first, changes }) {
      if (first || changes.length === 0) return;
      const kept = guardStorage(() => context.db.transaction(() => write(request, changes))());
      if (!kept.ok) context.log('news_not_kept', { code: kept.error.code });
    },
    list(request) {
      const changes: Change[] = [];
      for (const noticed of sql.newer.iterate(look())) {
        const change = changeOf(request, noticed);
        if (change) changes.push(change);
        if (changes.length === SHOWN) break;
      }
      return changes.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
    },
  };
};
