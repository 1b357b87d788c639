import { backup } from './cli/backup.ts';
import { readCommandLine, USAGE } from './cli/options.ts';
import { serve } from './cli/serve.ts';
import { userCommand } from './cli/users.ts';

/** The server's program: serves by default; `user` and `backup` work on the same data folder, also while it serves. */
const main = async (args: readonly string[]): Promise<number | null> => {
  const line = readCommandLine(args);
  if (!line.ok) {
    console.error(`${line.error}\n${USAGE}`);
    return 2;
  }
  if (line.value.values.help) {
    console.log(USAGE);
    return 0;
  }
  const [command, ...rest] = line.value.words;
  switch (command) {
    case undefined:
      return serve(line.value);
    case 'user':
      return userCommand(rest, line.value);
    case 'backup':
      return backup(rest, line.value);
    default:
      console.error(`There is no command "${command}".\n${USAGE}`);
      return 2;
  }
};

const code = await main(process.argv.slice(2));
if (code !== null) process.exitCode = code;
