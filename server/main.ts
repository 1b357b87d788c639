import { readCommandLine, USAGE } from './cli/options.ts';

/**
 * The server's program: serves by default; `user`, `check` and `backup` work on the same data folder, also while it serves;
 * `restore` makes a data folder from a backup. Each command loads only what it needs.
 */
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
      return (await import('./cli/serve.ts')).serve(line.value);
    case 'user':
      return (await import('./cli/users.ts')).userCommand(rest, line.value);
    case 'backup':
      return (await import('./cli/backup.ts')).backup(rest, line.value);
    case 'check':
      return (await import('./cli/check.ts')).check(rest, line.value);
    case 'restore':
      return (await import('./cli/restore.ts')).restore(rest, line.value);
    default:
      console.error(`There is no command "${command}".\n${USAGE}`);
      return 2;
  }
};

const code = await main(process.argv.slice(2));
if (code !== null) process.exitCode = code;
