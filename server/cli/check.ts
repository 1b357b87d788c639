import { existsSync } from 'node:fs';
import { checkInstallation, type Installation, type Watcher } from '../check/check.ts';
import { readLogKey } from '../check/log.ts';
import type { CheckReport, Finding } from '../check/report.ts';
import { openFileStore } from '../files/fileStore.ts';
import { databaseFile, logKeyFile } from '../installation/dataFolder.ts';
import { inspectSqlite } from '../storage/sqlite/inspection.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { systemClock } from './openFolder.ts';
import { type CommandLine, USAGE } from './options.ts';

/** How often a terminal is told how far it is, in milliseconds. */
const PROGRESS_MS = 100;

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;

const lineOf = ({ check, examined, problems, noted }: CheckReport): string => {
  const verdict = problems === 0 ? 'sound' : counted(problems, 'problem');
  const notes = noted === 0 ? '' : `, ${counted(noted, 'note')}`;
  return `${check}: ${examined.toLocaleString('en')} examined, ${verdict}${notes}`;
};

/** The same advice once, after everything that it is about. */
const findingLines = (found: readonly Finding[], more: number): readonly string[] => {
  const byAdvice = Map.groupBy(found, ({ advice }) => advice);
  const lines = [...byAdvice].flatMap(([advice, findings]) => [
    ...findings.map(({ sentence }) => `  ${sentence}`),
    ...(advice === '' ? [] : [`    ${advice}`]),
  ]);
  return more > 0 ? [...lines, `  And ${more.toLocaleString('en')} more like these.`] : lines;
};

/** Says on a terminal what is being looked at; a file or a pipe gets the lines of the checks only. */
const terminalWatcher = (isQuiet: boolean): Watcher => {
  const shows = process.stderr.isTTY && !isQuiet;
  let shownAt = 0;
  const clear = (): void => {
    if (shows) process.stderr.write('\r\u001b[K');
  };
  return {
    onExamined(check, count) {
      if (!shows || systemClock.now() - shownAt < PROGRESS_MS) return;
      shownAt = systemClock.now();
      process.stderr.write(`\r\u001b[K${check}: ${count.toLocaleString('en')} …`);
    },
    onChecked(report) {
      clear();
      if (isQuiet) return;
      console.log(lineOf(report));
      for (const line of findingLines(report.found, report.problems - report.found.length)) {
        console.log(line);
      }
      for (const line of findingLines(report.notes, report.noted - report.notes.length)) console.log(line);
    },
  };
};

const openInstallation = (folder: string): Result<Installation, string> => {
  const database = databaseFile(folder);
  if (!existsSync(database))
    return err(`There is no installation in ${folder}. Say where it is with --data.`);
  const inspection = inspectSqlite(database);
  if (!inspection.ok) return inspection;
  return ok({
    inspection: inspection.value,
    files: openFileStore(folder),
    logKey: readLogKey(logKeyFile(folder)),
  });
};

const finalLine = (reports: readonly CheckReport[]): string => {
  const problems = reports.reduce((sum, report) => sum + report.problems, 0);
  if (problems === 0) return `Sound: ${counted(reports.length, 'check')}, no problem.`;
  const bad = reports.filter((report) => report.problems > 0).length;
  return `Not sound: ${counted(problems, 'problem')} in ${bad} of ${counted(reports.length, 'check')}.`;
};

/**
 * `check`: looks at everything that is kept, from one moment, whether the server runs or not, and changes nothing. Exit
 * code 0: sound, 1: problems (or nothing to look at), 2: wrong command line.
 */
export const check = async (words: readonly string[], { values }: CommandLine): Promise<number> => {
  if (words.length > 0) {
    console.error(USAGE);
    return 2;
  }
  const opened = openInstallation(values.data);
  if (!opened.ok) {
    console.error(opened.error);
    return 1;
  }
  try {
    const reports = await checkInstallation(opened.value, terminalWatcher(values.json));
    const isSound = reports.every(({ problems }) => problems === 0);
    if (values.json) console.log(JSON.stringify({ sound: isSound, checks: reports }, null, 2));
    else console.log(finalLine(reports));
    return isSound ? 0 : 1;
  } finally {
    opened.value.inspection.close();
  }
};
