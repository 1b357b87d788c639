import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folders of one test file, removed with it. */
export interface Folders extends Disposable {
  readonly renderer: string;
  /** A new folder for an app's own data. */
  data(): string;
}

const PAGE = `<!doctype html>
<html lang="vi">
  <head>
    <meta charset="utf-8" />
    <title>Nhỏ</title>
    <link rel="stylesheet" href="/assets/page.css" />
    <script type="module" src="/assets/page.js"></script>
  </head>
  <body><h1>Nội các điện tử</h1></body>
</html>
`;

/** Says what the policy stopped, and hears what changed. */
const SCRIPT = `
window.violations = [];
addEventListener('securitypolicyviolation', (event) => window.violations.push(event.effectiveDirective));
window.changes = [];
window.cabinet.onChanged((topics) => window.changes.push(...topics));
document.documentElement.dataset.ready = 'yes';
`;

/** The least that is a renderer: for what the shell promises whatever page it shows. */
export const makeSmallPage = (): Folders => {
  const root = mkdtempSync(join(tmpdir(), 'shell-test-'));
  const renderer = join(root, 'renderer');
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  writeFileSync(join(renderer, 'index.html'), PAGE);
  writeFileSync(join(renderer, 'assets', 'page.js'), SCRIPT);
  writeFileSync(join(renderer, 'assets', 'page.css'), 'h1 { color: rgb(1, 2, 3); }');
  writeFileSync(join(renderer, 'assets', 'pdf.worker-test.mjs'), 'postMessage("started");');
  writeFileSync(join(root, 'outside.txt'), 'outside');
  return {
    renderer,
    data: () => mkdtempSync(join(root, 'data-')),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  };
};
