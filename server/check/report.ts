import { CHECKS, type CheckName, type NoteCode, NOTES, type ProblemCode, PROBLEMS } from './problems.ts';

/** So many problems of one check are told one by one; the rest are counted. */
const TOLD = 50;

/** Something that is wrong, or (`notes`) only to be known. */
export interface Finding {
  readonly code: ProblemCode | NoteCode;
  /** What it concerns: a kind of thing and its id. Never content, names or keys. */
  readonly subject: string;
  /** One sentence: what, and which. */
  readonly sentence: string;
  /** What to do; empty for a note. */
  readonly advice: string;
}

export interface CheckReport {
  readonly check: CheckName;
  /** How many things were looked at. */
  readonly examined: number;
  /** How many problems there are; at most 50 of them are in `found`. */
  readonly problems: number;
  readonly found: readonly Finding[];
  readonly noted: number;
  readonly notes: readonly Finding[];
}

interface Tally {
  examined: number;
  problems: number;
  noted: number;
  readonly found: Finding[];
  readonly notes: Finding[];
}

/** Takes what the checks find. Its memory is bounded, whatever they find. */
export interface Findings {
  /** One more thing has been looked at. */
  examined(check: CheckName): void;
  /** `subject`: what it concerns; `detail`: what else helps to find it, with ids only. */
  problem(code: ProblemCode, subject: string, detail?: string): void;
  note(code: NoteCode, subject: string): void;
  /** Runs one examination; what cannot be examined is a problem and not the end. */
  guard(subject: string, work: () => Promise<void>): Promise<void>;
  of(check: CheckName): CheckReport;
  all(): readonly CheckReport[];
}

const sentenceOf = (subject: string, says: string, detail: string): string =>
  `${subject} ${says}${detail === '' ? '' : ` (${detail})`}.`;

/** `onExamined` is told of every thing that has been looked at. */
export const createFindings = (onExamined: (check: CheckName, count: number) => void): Findings => {
  const tallies = new Map<CheckName, Tally>(
    CHECKS.map((check) => [check, { examined: 0, problems: 0, noted: 0, found: [], notes: [] }]),
  );
  const tallyOf = (check: CheckName): Tally => {
    const tally = tallies.get(check);
    if (tally === undefined) throw new Error(`there is no check ${check}`);
    return tally;
  };
  const findings: Findings = {
    examined(check) {
      const tally = tallyOf(check);
      tally.examined += 1;
      onExamined(check, tally.examined);
    },
    problem(code, subject, detail = '') {
      const { check, says, advice } = PROBLEMS[code];
      const tally = tallyOf(check);
      tally.problems += 1;
      if (tally.found.length >= TOLD) return;
      tally.found.push({ code, subject, sentence: sentenceOf(subject, says, detail), advice });
    },
    note(code, subject) {
      const { check, says } = NOTES[code];
      const tally = tallyOf(check);
      tally.noted += 1;
      if (tally.notes.length >= TOLD) return;
      tally.notes.push({ code, subject, sentence: sentenceOf(subject, says, ''), advice: '' });
    },
    async guard(subject, work) {
      try {
        await work();
      } catch {
        // What it says may quote what is kept: only that it failed is told.
        findings.problem('not_examined', subject);
      }
    },
    of: (check) => ({ check, ...tallyOf(check) }),
    all: () => CHECKS.map((check) => findings.of(check)),
  };
  return findings;
};
