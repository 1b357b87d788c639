import { createAnnotations } from '../annotations/annotations.ts';
import { createBallots } from '../ballots/ballots.ts';
import type { CreateFeature, Feature } from '../context.ts';
import { createFiles } from '../files/files.ts';
import { createFileStore } from '../files/fileStore.ts';
import { createUploads } from '../uploads/uploads.ts';
import { createViews } from './views.ts';

/**
 * Everything a person works with at their desk: papers, uploads, annotations, ballots, and the views over them. They
 * are one feature because they share the file store and the reading positions.
 */
export const createDesk: CreateFeature = (context) => {
  const store = createFileStore(context);
  const files = createFiles(context, store);
  const uploads = createUploads(context, store);
  const { feature: annotations, reading } = createAnnotations(context);
  const ballots = createBallots(context);
  const views = createViews({ context, store, reading });
  /** In the order of starting. Files come last in stopping: the others still write to the store. */
  const parts: readonly Feature[] = [files, uploads, annotations, ballots, views];
  return {
    ...files,
    methods: Object.assign({}, ...parts.map(({ methods }) => methods)) as Feature['methods'],
    start() {
      for (const part of parts) part.start?.();
    },
    async stop() {
      for (const part of [...parts].reverse()) await part.stop?.();
    },
    onRestored() {
      for (const part of parts) part.onRestored?.();
    },
    onPulled(pulled) {
      for (const part of parts) part.onPulled?.(pulled);
    },
  };
};
