import { z } from 'zod';
import { id, instant, line, order, text } from './common.ts';

/**
 * A session (phiên họp). While `publishedAt` is null only its secretaries and its chair may read it: publishing
 * grants scopes, it copies nothing. Scope `meeting:`.
 */
export const meeting = z.strictObject({
  id,
  bodyId: id,
  title: line,
  kind: z.enum(['regular', 'extraordinary', 'thematic']),
  startsAt: instant,
  endsAt: instant,
  place: z.string().max(300),
  /** invited → in_session ⇄ adjourned → closed → concluded; draft before publication. */
  status: z.enum(['draft', 'invited', 'in_session', 'adjourned', 'closed', 'concluded', 'cancelled']),
  publishedAt: instant.nullable(),
  /** Conclusions of the session in the chair's words; empty until there are any. */
  conclusion: text,
});

/** A person's part in one meeting. Scope `meeting:`. */
export const participant = z.strictObject({
  id,
  meetingId: id,
  personId: id,
  role: z.enum(['chair', 'secretary', 'member', 'guest']),
  /** R7: counted in the electorate; never true for guests and substitutes. */
  votes: z.boolean(),
  /** R1: `in_room` and (where the body counts it) `remote` are present. */
  attendance: z.enum(['unknown', 'in_room', 'remote', 'absent']),
});

/** One item of the agenda (mục, nội dung). Scope `item:` named by its own id. */
export const agendaItem = z.strictObject({
  id,
  meetingId: id,
  /** The item it stands under, or null at the top. */
  parentId: id.nullable(),
  order,
  title: line,
  /** What is asked of the members, in a few lines. */
  summary: text,
  presenterId: id.nullable(),
  unit: z.string().max(300),
  /** Minutes allotted. */
  minutes: z.int().min(0).max(1440),
});

export type Meeting = z.infer<typeof meeting>;
export type Participant = z.infer<typeof participant>;
export type AgendaItem = z.infer<typeof agendaItem>;
