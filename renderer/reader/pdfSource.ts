import {
  getDocument,
  GlobalWorkerOptions,
  PDFWorker,
  ResponseException,
  VerbosityLevel,
  version,
} from 'pdfjs-dist';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { fileUrl } from '../../shared/contract/client.ts';
import { CHUNK_BYTES, type FileRef } from '../../shared/domain/records/paper.ts';

/** pdf.js's own files, served beside the app (vite.config.ts). Absolute: the route of a screen plays no part. */
export const PDFJS = new URL(`/pdfjs/${version}/`, window.location.href).href;
GlobalWorkerOptions.workerSrc = `${PDFJS}pdf.worker.min.mjs`;

/**
 * From this size on only what is looked at is read. Below it the whole file is fetched behind the first page, so that
 * the length of the scroll bar and the search are right from the start.
 */
const LAZY_BYTES = 48 * CHUNK_BYTES;

let warm: PDFWorker | null = null;

/**
 * Starts the parser's worker before it is known which paper is wanted: its script takes longer to start than a small
 * paper to open. Called by whoever expects the reader to be opened soon; more than once does no harm.
 */
export const warmReader = (): void => {
  if (warm === null || warm.destroyed) warm = new PDFWorker();
};

const takeWorker = (): PDFWorker => {
  warmReader();
  const worker = warm ?? new PDFWorker();
  warm = null;
  return worker;
};

/** Why a paper could not be opened as a whole. */
export type OpenFailure = 'not_here' | 'unreadable';

export interface OpeningPdf {
  readonly document: Promise<PDFDocumentProxy>;
  /** Ends it, at whatever point, with its worker. */
  close(): void;
}

/** Opens a paper's file. One worker for each: a document that keeps it busy for ever ends with its reader. */
export const openPdf = (file: FileRef): OpeningPdf => {
  const worker = takeWorker();
  const lazy = file.size > LAZY_BYTES;
  const task = getDocument({
    url: new URL(fileUrl(file.sha256), window.location.href).href,
    worker,
    // Chunks are verified and decrypted whole; smaller ranges would do that work several times.
    rangeChunkSize: CHUNK_BYTES,
    disableAutoFetch: lazy,
    disableStream: lazy,
    cMapUrl: `${PDFJS}cmaps/`,
    cMapPacked: true,
    iccUrl: `${PDFJS}iccs/`,
    standardFontDataUrl: `${PDFJS}standard_fonts/`,
    wasmUrl: `${PDFJS}wasm/`,
    enableXfa: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  // A password cannot be asked for: such files are refused at upload. Without this the promise would wait for ever.
  task.onPassword = () => void task.destroy();
  return {
    document: task.promise,
    close() {
      void task
        .destroy()
        .catch(() => undefined)
        .finally(() => worker.destroy());
    },
  };
};

/** What an error of opening means to the reader. */
export const failureOf = (error: unknown): OpenFailure =>
  error instanceof ResponseException && (error.missing || error.status === 404 || error.status === 0)
    ? 'not_here'
    : 'unreadable';
