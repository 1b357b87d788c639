import type { z } from 'zod';
import { agendaItem, meeting, participant } from './meeting.ts';
import { body, device, membership, organisation, person } from './organisation.ts';
import { paper, paperVersion } from './paper.ts';
import { ballotReceipt, poll, pollResult, slip, turnout } from './poll.ts';
import { grant, privateNote } from './private.ts';
import { recoveryRequest } from './recovery.ts';

/** Every kind of record, once: its schema. */
export const recordSchemas = {
  organisation,
  body,
  person,
  membership,
  device,
  meeting,
  participant,
  agendaItem,
  paper,
  paperVersion,
  poll,
  pollResult,
  turnout,
  slip,
  ballotReceipt,
  privateNote,
  recoveryRequest,
  grant,
} as const;

export type RecordKind = keyof typeof recordSchemas;
export type RecordOf<K extends RecordKind> = z.infer<(typeof recordSchemas)[K]>;

export const RECORD_KINDS = Object.keys(recordSchemas) as readonly RecordKind[];

export const isRecordKind = (text: string): text is RecordKind => Object.hasOwn(recordSchemas, text);

/** The id that a kind is listed under: `list('participant', meetingId)`. Empty: one list for the whole organisation. */
const PARENTS: { readonly [K in RecordKind]: (record: RecordOf<K>) => string } = {
  organisation: () => '',
  body: () => '',
  person: () => '',
  membership: (record) => record.bodyId,
  device: (record) => record.personId,
  meeting: () => '',
  participant: (record) => record.meetingId,
  agendaItem: (record) => record.meetingId,
  paper: (record) => record.itemId ?? record.slipId ?? '',
  paperVersion: (record) => record.paperId,
  poll: (record) => record.itemId ?? record.slipId ?? '',
  pollResult: (record) => record.pollId,
  turnout: (record) => record.pollId,
  slip: () => '',
  ballotReceipt: (record) => record.pollId,
  privateNote: () => '',
  recoveryRequest: () => '',
  grant: () => '',
};

export const parentOf = <K extends RecordKind>(kind: K, record: RecordOf<K>): string => PARENTS[kind](record);
