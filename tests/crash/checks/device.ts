import type { DeviceReport, Row } from '../clientHost.ts';
import type { DevicePost } from '../post.ts';
import { checksumsOf, openTruth, readableRows } from './server.ts';

type Fail = (text: string) => void;

const keyed = (rows: readonly Row[]): ReadonlyMap<string, string> =>
  new Map(rows.map(({ scope, kind, id, rev, body }) => [`${scope} ${kind} ${id}`, `${rev} ${body}`]));

/** How what is here differs from what is there, at most a few of them. */
const differences = (here: readonly Row[], there: readonly Row[]): readonly string[] => {
  const [own, right] = [keyed(here), keyed(there)];
  const found: string[] = [];
  for (const [key, said] of right) {
    const had = own.get(key);
    if (had === undefined) found.push(`lacks ${key}`);
    else if (had !== said) found.push(`has ${key} as ${had.slice(0, 100)}, not ${said.slice(0, 100)}`);
  }
  for (const key of own.keys()) if (!right.has(key)) found.push(`has ${key}, which it should not`);
  return found.slice(0, 5);
};

/** Files that a killed process may leave: always the same names, so that they never become more. */
const MAY_LIE: readonly RegExp[] = [
  /^cabinet\.db(?:-wal|-shm)?$/,
  /^vault\.json(?:\.new)?$/,
  /^tries\.json(?:\.new)?$/,
];

const checkReport = (report: DeviceReport, sums: ReadonlyMap<string, string>, fail: Fail): void => {
  if (report.integrity !== 'ok') fail(`its store: ${report.integrity}`);
  if (report.staged > 0) fail(`${report.staged} staged rows at rest`);
  for (const scope of report.scopes) {
    const isAtRest = scope.visible === 1 && scope.staged_cursor === null && scope.leaving === 0;
    if (!isAtRest) fail(`scope ${scope.name} is not at rest`);
    const right = sums.get(scope.name) ?? '0'.repeat(64);
    if (scope.checksum !== right) fail(`its checksum of ${scope.name} is not the server's`);
  }
  for (const { name, state } of report.entries) if (state !== 'refused') fail(`${name} is still ${state}`);
  for (const each of report.unreadable) fail(`cannot read ${each}`);
  const known = new Set(report.known);
  for (const path of report.files) {
    if (!known.has(path) && !MAY_LIE.some((name) => name.test(path))) fail(`left over: ${path}`);
  }
};

/** What of a device is not as the server has it; empty once it has converged. */
export const troublesOf = async (device: DevicePost, serverFolder: string): Promise<readonly string[]> => {
  const report = await device.inspect();
  if (report === null) return [`${device.name}: its process died`];
  const truth = openTruth(serverFolder);
  try {
    const found: string[] = [];
    const fail = (text: string): void => void found.push(`${device.name}: ${text}`);
    for (const each of differences(report.rows, readableRows(truth, report.personId))) fail(each);
    checkReport(report, checksumsOf(truth), fail);
    return found;
  } finally {
    truth.close();
  }
};
