import type { FileStore } from '../files/fileStore.ts';
import type { Inspection } from '../storage/inspection.ts';
import { checkAccounts } from './accounts.ts';
import { checkBallots } from './ballots.ts';
import type { Organisation, WholeInstallation } from './context.ts';
import { checkCounters } from './counters.ts';
import { checkGrants } from './grants.ts';
import { checkLog } from './log.ts';
import { checkPapers, noteUnnamedFiles } from './papers.ts';
import { CHECKS, type CheckName } from './problems.ts';
import { soundReader } from './reader.ts';
import { checkRecords } from './records.ts';
import { type CheckReport, createFindings } from './report.ts';
import { checkResults } from './results.ts';
import { checkUploads, noteUnnamedUploads } from './uploads.ts';

/** An installation, opened for looking only. */
export interface Installation {
  readonly inspection: Inspection;
  readonly files: FileStore;
  /** Public half of the log's key, 32 raw bytes; null when it cannot be read. */
  readonly logKey: Uint8Array | null;
}

export interface Watcher {
  /** One more thing was looked at. */
  onExamined(check: CheckName, count: number): void;
  /** A check has come to its end. */
  onChecked(report: CheckReport): void;
}

interface Stage {
  /** What is known in full when the stage is done. */
  readonly settles: readonly CheckName[];
  readonly run: (at: { whole: WholeInstallation; organisations: readonly Organisation[] }) => Promise<void>;
}

const checkDatabase = ({ inspection, findings }: WholeInstallation): void => {
  findings.examined('database');
  for (const damage of inspection.damages()) findings.problem('database_damaged', 'The database', damage);
  for (const { table, rows } of inspection.brokenLinks()) {
    findings.problem('database_link', `The table ${table}`, `${rows} rows`);
  }
};

const stagesOf = (installation: Installation): readonly Stage[] => {
  const { files, logKey } = installation;
  const each =
    (work: (organisation: Organisation) => Promise<void> | void): Stage['run'] =>
    async ({ whole, organisations }) => {
      for (const organisation of organisations) {
        await whole.findings.guard(`The organisation ${organisation.id}`, async () => work(organisation));
      }
    };
  return [
    { settles: ['database'], run: async ({ whole }) => checkDatabase(whole) },
    {
      settles: ['records', 'checksums', 'counters', 'references'],
      run: each(async (organisation) => {
        await checkRecords(organisation);
        checkCounters(organisation);
      }),
    },
    { settles: ['grants'], run: each(checkGrants) },
    {
      settles: ['log'],
      run: async (at) => {
        if (logKey === null) at.whole.findings.problem('log_key', 'The file log.key');
        await each((organisation) => checkLog(organisation, logKey))(at);
      },
    },
    {
      settles: ['ballots', 'results'],
      run: each(async (organisation) => {
        await checkBallots(organisation);
        await checkResults(organisation);
      }),
    },
    { settles: ['accounts'], run: each(checkAccounts) },
    {
      settles: ['papers'],
      run: async (at) => {
        await each((organisation) => checkPapers(organisation, files))(at);
        await noteUnnamedFiles(at.whole);
      },
    },
    {
      settles: ['uploads'],
      run: async (at) => {
        await each((organisation) => checkUploads(organisation, files))(at);
        await noteUnnamedUploads(at.whole);
      },
    },
  ];
};

/**
 * Looks at everything that an installation keeps and changes nothing. What a damaged part keeps from being examined is
 * itself a problem, and the other parts are examined all the same. Returns the reports in the order of `CHECKS`.
 */
export const checkInstallation = async (
  installation: Installation,
  watcher: Watcher,
): Promise<readonly CheckReport[]> => {
  const { inspection, files } = installation;
  const findings = createFindings((check, count) => watcher.onExamined(check, count));
  const whole: WholeInstallation = { inspection, files, findings };
  const organisations: Organisation[] = [];
  await findings.guard('The database', async () => {
    for (const id of inspection.organisationIds()) {
      const kept = inspection.of(id);
      const counter = await kept.view.counter();
      organisations.push({ id, kept, counter, reader: soundReader(kept.view), findings });
    }
  });
  // Damage that is met later counts for the whole: the database is told of last.
  const waiting: CheckName[] = [];
  for (const { settles, run } of stagesOf(installation)) {
    await findings.guard('The database', () => run({ whole, organisations }));
    for (const check of settles) {
      if (check === 'database') waiting.push(check);
      else watcher.onChecked(findings.of(check));
    }
  }
  for (const check of waiting) watcher.onChecked(findings.of(check));
  return CHECKS.map((check) => findings.of(check));
};
