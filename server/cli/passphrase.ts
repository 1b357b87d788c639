import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Takes what a terminal would echo. */
const silent = (): Writable => new Writable({ write: (_piece, _encoding, done) => done() });

/** One line from standard input; at a terminal it is asked for and not shown. Null when there is none. */
export const readPassphrase = async (question: string): Promise<string | null> => {
  const isTerminal = process.stdin.isTTY;
  if (isTerminal) process.stderr.write(question);
  const lines = createInterface({ input: process.stdin, output: silent(), terminal: isTerminal });
  try {
    for await (const line of lines) return line;
    return null;
  } finally {
    lines.close();
    if (isTerminal) process.stderr.write('\n');
  }
};
