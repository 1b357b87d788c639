import { type Block } from './typeset/blocks.ts';
import { type OfficialHead } from './typeset/officialForm.ts';
import { type IncomingStamp } from './typeset/scanSurface.ts';

/** How a paper appears in the sample's lists. */
export interface PaperListing {
  /** Stable key, used by the sample's agenda. Entries with the same key are versions of one paper. */
  readonly key: string;
  /** Counts from 1. */
  readonly version: number;
  /** The agenda item it belongs to: `m1` … `m9`, `phieu-lay-y-kien`, or `hop-truoc-1` … for the concluded session. */
  readonly itemKey: string;
  readonly title: string;
  readonly fileName: string;
  readonly documentType:
    | 'report'
    | 'submission'
    | 'draft_resolution'
    | 'resolution'
    | 'draft_decree'
    | 'appendix'
    | 'plan'
    | 'opinion_summary'
    | 'minutes'
    | 'notice';
  readonly agency: string;
  /** Number and symbol: `412/BC-BTC`; a draft has no number yet: `…/NQ-CP`. */
  readonly number: string;
  /** `không mật`, `lưu hành nội bộ`, `mật`. */
  readonly classification: 'public' | 'internal' | 'confidential';
}

/** A paper before it is typeset. */
export interface PaperSource extends PaperListing {
  /** The moment written into the file. */
  readonly date: Date;
  readonly head: OfficialHead;
  readonly blocks: readonly Block[];
  /** If told, the paper came as pictures of printed pages that carry this stamp, not as a file with text. */
  readonly scanned?: IncomingStamp;
  /** Bookmarks, for papers long enough to need them. */
  readonly outline: boolean;
}

const STAMPS = { public: undefined, internal: 'LƯU HÀNH NỘI BỘ', confidential: 'MẬT' } as const;

interface HeadDetails {
  readonly daysBefore: number;
  readonly kind: string;
  readonly subject: string;
  readonly draft?: string;
  readonly addressee?: string;
  /** As printed at the top: the agency in capitals unless told otherwise. */
  readonly headAgency?: string;
  readonly landscape?: boolean;
}

/** Builds a paper's source; the head is printed from the listing, so that the two never disagree. */
export function paperSource(
  calendar: { instant(daysBefore: number): Date; long(daysBefore: number): string },
  listing: PaperListing,
  details: HeadDetails,
  blocks: readonly Block[],
  rest: { readonly outline?: boolean; readonly scanned?: IncomingStamp } = {},
): PaperSource {
  const stamp = STAMPS[listing.classification];
  return {
    ...listing,
    date: calendar.instant(details.daysBefore),
    head: {
      agency: details.headAgency ?? listing.agency.toUpperCase(),
      number: listing.number.replace('…', '\u00a0'.repeat(8)),
      place: 'Hà Nội',
      date: calendar.long(details.daysBefore),
      kind: details.kind,
      subject: details.subject,
      ...(details.draft !== undefined && { draft: details.draft }),
      ...(details.addressee !== undefined && { addressee: details.addressee }),
      ...(details.landscape !== undefined && { landscape: details.landscape }),
      ...(stamp !== undefined && { stamp }),
    },
    blocks,
    outline: rest.outline ?? false,
    ...(rest.scanned !== undefined && { scanned: rest.scanned }),
  };
}
