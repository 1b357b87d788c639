import type { SlipView } from '../../../shared/contract/client.ts';
import type { Stored } from '../../../shared/domain/mutation.ts';
import { papersIn } from './paperViews.ts';
import { pollsIn } from './pollViews.ts';
import type { ViewRequest } from './request.ts';

export const slipView = (request: ViewRequest, { id, rev, body }: Stored<'slip'>): SlipView => ({
  rev,
  slip: body,
  mayEdit: body.status === 'draft' && request.conductsSlip(body),
  papers: papersIn(request, id),
  polls: pollsIn(request, id),
});

const STATUSES: readonly SlipView['slip']['status'][] = ['sent', 'draft', 'closed'];

/** Those that run first, the nearest deadline before the others; closed ones last, the latest first. */
export const slipsInOrder = (
  { records }: ViewRequest,
  slips: readonly Stored<'slip'>[] = records.all('slip'),
): readonly Stored<'slip'>[] =>
  [...slips].sort((a, b) => {
    const byStatus = STATUSES.indexOf(a.body.status) - STATUSES.indexOf(b.body.status);
    if (byStatus !== 0) return byStatus;
    const byDeadline = a.body.deadline < b.body.deadline ? -1 : a.body.deadline > b.body.deadline ? 1 : 0;
    return a.body.status === 'closed' ? -byDeadline : byDeadline;
  });
