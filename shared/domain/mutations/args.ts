import { z } from 'zod';
import { classification, id, instant, line, order, sha256Text, text } from '../records/common.ts';
import { agendaItem, meeting, participant } from '../records/meeting.ts';
import { body, membership, organisation, person } from '../records/organisation.ts';
import { DOCUMENT_TYPES } from '../records/paper.ts';
import { pollDraft, signedBallot } from '../records/poll.ts';
import { privateNote, sealing } from '../records/private.ts';

/** The revision its author saw: a stale one is refused with `stale_revision`, and the editor shows both. */
const seen = z.int().min(0);

const meetingFields = meeting.pick({ title: true, kind: true, startsAt: true, endsAt: true, place: true });
const itemFields = agendaItem.pick({
  title: true,
  summary: true,
  presenterId: true,
  unit: true,
  minutes: true,
});
const paperFields = z.strictObject({
  title: line,
  documentType: z.enum(DOCUMENT_TYPES),
  agency: z.string().max(300),
  number: z.string().max(100),
  classification,
});
/** Where a paper or a poll stands: an agenda item or an opinion slip. */
const owner = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('item'), id }),
  z.strictObject({ kind: z.literal('slip'), id }),
]);

/** Every mutation by name: what its author says. Who may do it, and what it does, stands in the family's file. */
export const mutationArgs = {
  /** A draft of a body; its author becomes the secretary, the body's members are invited with their roles. */
  'meeting.create': meetingFields.extend({ id, bodyId: id }),
  'meeting.edit': meetingFields.partial().extend({ id, seen, conclusion: text.optional() }),
  /** Grants what is prepared to the participants. */
  'meeting.publish': z.strictObject({ id }),
  'meeting.set_status': z.strictObject({
    id,
    status: z.enum(['in_session', 'adjourned', 'closed', 'concluded', 'cancelled']),
  }),

  'participant.invite': z.strictObject({
    meetingId: id,
    people: z
      .array(participant.pick({ id: true, personId: true, role: true }))
      .min(1)
      .max(300),
  }),
  'participant.set_role': z.strictObject({ id, role: participant.shape.role }),
  'participant.remove': z.strictObject({ id }),
  /** By the secretary or the chair, for one person; by a member for themselves. */
  'participant.set_attendance': z.strictObject({ id, attendance: participant.shape.attendance }),

  'item.create': itemFields.extend({ id, meetingId: id, parentId: id.nullable(), order }),
  'item.edit': itemFields.partial().extend({ id, seen }),
  'item.move': z.strictObject({ id, parentId: id.nullable(), order }),
  'item.remove': z.strictObject({ id }),

  'paper.add': paperFields.extend({ id, owner, order, versionId: id, fileName: line, sha256: sha256Text }),
  'paper.add_version': z.strictObject({ id, versionId: id, fileName: line, sha256: sha256Text }),
  'paper.edit': paperFields.partial().extend({ id, seen }),
  'paper.move': z.strictObject({ id, order }),
  'paper.remove': z.strictObject({ id }),

  'poll.create': pollDraft.extend({ id, owner, order, previousPollId: id.nullable() }),
  'poll.edit': pollDraft.partial().extend({ id, seen }),
  'poll.remove': z.strictObject({ id }),
  'poll.open': z.strictObject({ id, seen }),
  'poll.close': z.strictObject({ id }),
  'poll.announce': z.strictObject({ id }),
  'poll.cancel': z.strictObject({ id }),

  'ballot.cast': z.strictObject({ signed: signedBallot }),

  /** Opinion slips: drafted by the body's secretariat; its poll is created with `poll.create`, opened by sending. */
  'slip.create': z.strictObject({ id, bodyId: id, title: line, question: text, deadline: instant }),
  'slip.edit': z.strictObject({
    id,
    seen,
    title: line.optional(),
    question: text.optional(),
    deadline: instant.optional(),
  }),
  'slip.send': z.strictObject({ id }),

  'private.put': privateNote,
  /** `removes`: see `sealingOf`; without it whatever is there is removed. */
  'private.remove': z.strictObject({ id, removes: sealing.optional() }),

  /** A device that is lost or unknown: one's own, or by a system administrator any. Cannot be undone. */
  'device.revoke': z.strictObject({ id }),
  /** Everything of its owner on it is destroyed at its next contact; revoked at once. By the same people. Cannot be undone. */
  'device.wipe': z.strictObject({ id }),
  /** By the device itself: it was lent for one of its person's sessions. */
  'device.lend': z.strictObject({ id, meetingId: id }),
  /** By the device itself: it is given back. It is revoked, and wiped at its next contact, which comes at once. */
  'device.return': z.strictObject({ id }),

  /** By administrators. */
  'organisation.edit': organisation.omit({ id: true }).partial().extend({ id, seen }),
  'body.create': body,
  'body.edit': body.omit({ id: true }).partial().extend({ id, seen }),
  'person.create': person,
  'person.edit': person.omit({ id: true }).partial().extend({ id, seen }),
  'membership.put': membership,
  'membership.remove': z.strictObject({ id }),
} as const;

export type MutationName = keyof typeof mutationArgs;
export type MutationArgs<N extends MutationName> = z.infer<(typeof mutationArgs)[N]>;

export const isMutationName = (text: string): text is MutationName => Object.hasOwn(mutationArgs, text);
