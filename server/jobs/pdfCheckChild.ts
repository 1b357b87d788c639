import { readFile } from 'node:fs/promises';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

/**
 * Runs alone in a limited child process: opens one PDF, whose path is the only argument, and prints what it found as
 * one line of JSON. Whatever a hostile file does to it, the parent sees an answer, an exit code or the end of its time.
 */
type Finding =
  { readonly found: 'readable'; readonly pages: number } | { readonly found: 'password' | 'unreadable' };

/** A page counts as readable when pdf.js can say what to draw on it. */
const TRY_PAGES = 5;

const look = async (path: string): Promise<Finding> => {
  const data = new Uint8Array(await readFile(path));
  const task = getDocument({
    data,
    verbosity: VerbosityLevel.ERRORS,
    enableXfa: false,
    useSystemFonts: false,
    disableFontFace: true,
    stopAtErrors: false,
  });
  try {
    const document = await task.promise;
    for (let n = 1; n <= Math.min(document.numPages, TRY_PAGES); n += 1) {
      try {
        await document.getPage(n);
        return { found: 'readable', pages: document.numPages };
      } catch {
        // A page that does not open is shown as such in the reader, as long as another one opens.
      }
    }
    return { found: 'unreadable' };
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    return { found: name === 'PasswordException' ? 'password' : 'unreadable' };
  }
};

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('which file?');
const finding = await look(path);
process.stdout.write(`${JSON.stringify(finding)}\n`, () => process.exit(0));
