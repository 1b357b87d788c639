import { calendarFor } from './calendar.ts';
import { earlierPapers } from './content/earlierSession.ts';
import { economyPapers } from './content/economy.ts';
import { growthPapers } from './content/growth.ts';
import { investmentPapers } from './content/investment.ts';
import { opinionSlipPapers } from './content/opinionSlip.ts';
import { otherPapers } from './content/otherItems.ts';
import { publicServicesPapers } from './content/publicServices.ts';
import { reformPapers } from './content/reform.ts';
import { type PaperListing, type PaperSource } from './paperSource.ts';
import { openPdfSurface } from './typeset/pdfSurface.ts';
import { typeset } from './typeset/typeset.ts';

/** One version of one paper of the sample Government, as a PDF. */
export interface SamplePaper extends PaperListing {
  readonly bytes: Uint8Array;
}

async function toPdf(source: PaperSource): Promise<Uint8Array> {
  const surface = openPdfSurface({ title: source.title, author: source.agency, date: source.date });
  await typeset(surface, source.head, source.blocks, { outline: source.outline });
  return surface.end();
}

export async function* makeSamplePapers(options: {
  readonly sessionDate: Date;
}): AsyncGenerator<SamplePaper> {
  const calendar = calendarFor(options.sessionDate);
  const sources = [
    ...economyPapers(calendar),
    ...growthPapers(calendar),
    ...investmentPapers(calendar),
    ...publicServicesPapers(calendar),
    ...reformPapers(calendar),
    ...otherPapers(calendar),
    ...opinionSlipPapers(calendar),
    ...earlierPapers(calendar),
  ];
  for (const source of sources) {
    const { date: _date, head: _head, blocks: _blocks, form: _form, outline: _outline, ...listing } = source;
    yield { ...listing, bytes: await toPdf(source) };
  }
}
