import type { PaperView } from '../../../shared/contract/client.ts';
import type { Poll, PollDocument, PollDraft, RuleSet } from '../../../shared/domain/records/poll.ts';
import { createDrafts } from '../editing/drafts.ts';
import { choicesOf } from './choicePresets.ts';

export const pollFieldsOf = (poll: Poll): PollDraft => ({
  title: poll.title,
  wording: poll.wording,
  documents: poll.documents,
  choices: poll.choices,
  ruleSet: poll.ruleSet,
  late: poll.late,
  live: poll.live,
  changeable: poll.changeable,
});

/** What is typed of polls. */
export const pollDrafts = createDrafts<PollDraft>();

/** R11: exactly the version that is current now. */
export const documentOf = ({ paper, version }: PaperView): PollDocument => ({
  paperId: paper.id,
  versionId: version.id,
  sha256: version.file.sha256,
  title: paper.title,
});

/** Papers that are usually put to the vote themselves. */
const isDecided = ({ paper }: PaperView): boolean =>
  paper.documentType === 'draft_resolution' || paper.documentType === 'draft_decree';

/** A poll as it usually is: the drafts among the papers, the body's rules, no late ballots, hidden until the close. */
export const newPollFields = (
  papers: readonly PaperView[],
  ruleSet: RuleSet,
  words: { readonly title: string; readonly wording: string },
): PollDraft => ({
  ...words,
  documents: papers.filter(isDecided).map(documentOf),
  choices: choicesOf('approve'),
  ruleSet,
  late: { kind: 'reject' },
  live: false,
  changeable: true,
});
