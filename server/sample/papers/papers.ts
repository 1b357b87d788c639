import { calendarFor, type PaperCalendar } from './calendar.ts';
import { disasterPapers } from './content/disaster.ts';
import { earlierPapers } from './content/earlierSession.ts';
import { digitalPapers } from './digital/report.ts';
import { economyPapers } from './content/economy.ts';
import { growthPapers } from './content/growth.ts';
import { investmentPapers } from './content/investment.ts';
import { opinionSlipPapers } from './content/opinionSlip.ts';
import { otherPapers } from './content/otherItems.ts';
import { publicServicesPapers } from './content/publicServices.ts';
import { reformPapers } from './content/reform.ts';
import { type PaperListing, type PaperSource } from './paperSource.ts';
import { openFontLibrary, type FontLibrary } from './typeset/fonts.ts';
import { openPdfSurface } from './typeset/pdfSurface.ts';
import { openScanSurface } from './typeset/scanSurface.ts';
import { typeset } from './typeset/typeset.ts';

/** One version of one paper of the sample Government, as a PDF. */
export interface SamplePaper extends PaperListing {
  readonly bytes: Uint8Array;
}

const GROUPS: readonly ((calendar: PaperCalendar) => readonly PaperSource[])[] = [
  economyPapers,
  growthPapers,
  investmentPapers,
  publicServicesPapers,
  digitalPapers,
  disasterPapers,
  reformPapers,
  otherPapers,
  opinionSlipPapers,
  earlierPapers,
];

async function toPdf(source: PaperSource, fonts: FontLibrary): Promise<Uint8Array> {
  const info = { title: source.title, author: source.agency, date: source.date };
  const pdf = openPdfSurface(info, fonts);
  const surface = source.scanned === undefined ? pdf : openScanSurface(pdf, source.scanned);
  await typeset(surface, source.head, source.blocks, { outline: source.outline });
  return surface.end();
}

function listingOf(source: PaperSource): PaperListing {
  const { key, version, itemKey, title, fileName, documentType, agency, number, classification } = source;
  return { key, version, itemKey, title, fileName, documentType, agency, number, classification };
}

/**
 * Typesets the papers of the sample Government's session on the day of `sessionDate`, and of the session before it,
 * one after another. The same day gives the same bytes.
 */
export async function* makeSamplePapers(options: {
  readonly sessionDate: Date;
}): AsyncGenerator<SamplePaper> {
  const calendar = calendarFor(options.sessionDate);
  const fonts = openFontLibrary();
  for (const papers of GROUPS) {
    for (const source of papers(calendar)) yield { ...listingOf(source), bytes: await toPdf(source, fonts) };
  }
}
