import { cabinetError } from '../../../shared/contract/errors.ts';
import { privateNote, sealing, sealingOf } from '../../../shared/domain/records/private.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import type { CoreContext, Feature } from '../context.ts';
import { createNotebook } from './notebook.ts';
import { createReadingPositions, type ReadingPositions } from './readingPositions.ts';
import { sealNote } from './seal.ts';

/** Which note a mutation is about, whatever else it says. */
const noteName = privateNote.pick({ id: true }).loose();

/**
 * A member's own annotations and reading positions. They are encrypted with the account key before they reach the
 * outbox, so that neither the server, nor its logs and backups, ever hold a word of them.
 */
export const createAnnotations = (
  context: CoreContext,
): { readonly feature: Feature; readonly reading: ReadingPositions } => {
  const { account, outbox, records } = context;
  const notebook = createNotebook(context);
  const reading = createReadingPositions(context, notebook);

  /** Notes that the server has answered for: what stands there after the next pull may be another device's word. */
  const answered = new Set<string>();
  // Answered before this start, and not pulled yet.
  for (const { state, name, args } of outbox.entries()) {
    if (state !== 'applied' || !name.startsWith('private.')) continue;
    const note = noteName.safeParse(args);
    if (note.success) answered.add(note.data.id);
  }

  const unlisten = outbox.onSettled((entry, result) => {
    if (!entry.name.startsWith('private.')) return;
    const note = noteName.safeParse(entry.args);
    if (!note.success) return;
    answered.add(note.data.id);
    if (result.status !== 'rejected') return;
    // Not kept by the server: what the records say is shown again; the refused entry keeps what was written.
    notebook.refresh([{ kind: 'privateNote', id: note.data.id }]);
    context.changed('annotations');
  });

  const feature: Feature = {
    methods: {
      'annotations.list': async ({ paperId }) => ok({ annotations: [...notebook.annotations(paperId)] }),
      'annotations.put': async (annotation) => {
        const content = { kind: 'annotation', annotation } as const;
        const note = sealNote(account.accountKey, annotation.id, content, context.random);
        // A drawing too large for one note: said before it is taken for kept.
        if (!privateNote.safeParse(note).success) return err(cabinetError('bad_request'));
        const kept = await outbox.enqueue('private.put', note);
        if (!kept.ok) return kept;
        notebook.set(annotation.id, content);
        context.changed('annotations');
        return ok({});
      },
      'annotations.remove': async ({ id }) => {
        const note = records.getSync('privateNote', id);
        const removes = sealing.safeParse(note === undefined ? '' : sealingOf(note.body));
        const kept = await outbox.enqueue('private.remove', {
          id,
          ...(removes.success ? { removes: removes.data } : {}),
        });
        if (!kept.ok) return kept;
        notebook.delete(id);
        context.changed('annotations');
        return ok({});
      },
      'reading.get': async ({ paperId }) => ok({ position: reading.get(paperId) }),
      'reading.put': async (position) => {
        const kept = reading.put(position);
        return kept.ok ? ok({}) : kept;
      },
    },
    start: () => reading.start(),
    async stop() {
      unlisten();
      await reading.stop();
    },
    onPulled({ first, replaced = false, changes }) {
      // A note that another device removed before it was ever pulled here changes no row, and is on screen all the same.
      const own = [...answered].map((id) => ({ kind: 'privateNote' as const, id }));
      // An answer may have come after the pull began: it is looked at once more when its effect has been pulled.
      if (outbox.entries().every(({ state }) => state !== 'applied')) answered.clear();
      // A note whose scope is gone is among the changes.
      if (first || replaced) notebook.refreshAll();
      else if (!notebook.refresh([...changes, ...own])) return;
      context.changed('annotations');
    },
  };
  return { feature, reading };
};
