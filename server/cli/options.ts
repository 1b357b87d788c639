import { parseArgs } from 'node:util';
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/lib/result.ts';

export const USAGE = `Usage:
  npm run server -- [--data DIR] [--host H] [--port P] [--cert FILE --key FILE] [--sample] [--max-upload-mb N]
                 [--end-with-input] [--backup-to DIR [--backup-every HOURS] [--backup-keep N]]
  npm run server -- user add NAME --name "Full name" [--role user|unit_administrator|system_administrator]
                                   [--position TEXT] [--unit TEXT] [--data DIR]
  npm run server -- user list [--data DIR]
  npm run server -- user disable NAME [--data DIR]
  npm run server -- user enable NAME [--data DIR]
  npm run server -- check [--data DIR] [--json]
  npm run server -- backup FILE [--data DIR]
  npm run server -- restore FILE --data DIR
A passphrase for "user add" is read from standard input.`;

const values = z.object({
  data: z.string().min(1).default('data/server'),
  host: z.string().min(1).default('127.0.0.1'),
  port: z.coerce.number().int().min(0).max(65_535).default(8480),
  cert: z.string().optional(),
  key: z.string().optional(),
  sample: z.boolean().default(false),
  'end-with-input': z.boolean().default(false),
  'max-upload-mb': z.coerce.number().int().min(1).max(4096).default(300),
  'backup-to': z.string().min(1).optional(),
  'backup-every': z.coerce.number().min(0.01).max(8760).default(24),
  'backup-keep': z.coerce.number().int().min(1).max(10_000).default(14),
  name: z.string().optional(),
  role: z.enum(['user', 'unit_administrator', 'system_administrator']).default('user'),
  position: z.string().max(300).default(''),
  unit: z.string().max(300).default(''),
  json: z.boolean().default(false),
  help: z.boolean().default(false),
});

export interface CommandLine {
  readonly words: readonly string[];
  readonly values: z.infer<typeof values>;
}

/** The command line, or a sentence that says what is wrong with it. */
export const readCommandLine = (args: readonly string[]): Result<CommandLine, string> => {
  try {
    const parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        host: { type: 'string' },
        port: { type: 'string' },
        cert: { type: 'string' },
        key: { type: 'string' },
        sample: { type: 'boolean' },
        'end-with-input': { type: 'boolean' },
        'max-upload-mb': { type: 'string' },
        'backup-to': { type: 'string' },
        'backup-every': { type: 'string' },
        'backup-keep': { type: 'string' },
        name: { type: 'string' },
        role: { type: 'string' },
        position: { type: 'string' },
        unit: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const checked = values.safeParse(parsed.values);
    if (!checked.success) {
      const option = checked.error.issues[0]?.path.join('.') ?? '';
      return err(`The value of --${option} is not valid.`);
    }
    return ok({ words: parsed.positionals, values: checked.data });
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
};
