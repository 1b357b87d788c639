import type { ServerContext } from '../context.ts';
import { createGovernment } from './organisation.ts';
import { sampleSignIns } from './people.ts';

/**
 * Fills an empty installation with the sample Government: through the same transactions and rules as everybody's work,
 * so that its records, grants, ballots and log are as real as any.
 */
export const fillWithSample = async (context: ServerContext): Promise<void> => {
  const government = await createGovernment(context);
  await context.storage.transact(government.organisationId, (tx) => tx.accounts.endSetup());
};

/** Who can sign in with what, as a table for the terminal. */
export const sampleSignInTable = (): string => {
  const rows = sampleSignIns().map(({ username, passphrase, role, name }) => [username, passphrase, role, name]);
  const head = ['Tài khoản', 'Mật khẩu', 'Vai trò', 'Họ và tên'];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
};
