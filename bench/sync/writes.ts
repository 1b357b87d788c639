import { GOVERNMENT_RULES } from '../../server/accounts/setup.ts';
import { PROTOCOL } from '../../shared/contract/version.ts';
import { createIds } from '../../shared/lib/ids.ts';
import { random } from '../main/office.ts';

export const RECORDS = 20;

/** A push of twenty polls of one item, numbered from `first`: one commit, one poke. */
export const pushOf = (epoch: string, itemId: string, first: number): string => {
  const ids = createIds({ now: () => Date.now() }, random);
  const at = new Date().toISOString();
  const choices = {
    options: [
      { id: 'yes', label: { vi: 'Tán thành', en: 'In favour' }, role: 'yes' },
      { id: 'no', label: { vi: 'Không tán thành', en: 'Against' }, role: 'no' },
    ],
    max: 1,
  };
  const args = (n: number) => ({
    ...{ id: ids.next(), owner: { kind: 'item', id: itemId }, order: `a${first}${n}1` },
    ...{ previousPollId: null, title: `Nghị quyết ${first + n}`, documents: [], choices },
    ...{ wording: 'Thông qua Nghị quyết về các nhiệm vụ, giải pháp chủ yếu.', ruleSet: GOVERNMENT_RULES },
    ...{ late: { kind: 'reject' }, live: false, changeable: true },
  });
  const mutations = Array.from({ length: RECORDS }, (_, n) => ({
    ...{ id: ids.next(), n: first + n, name: 'poll.create', args: args(n), at },
  }));
  return JSON.stringify({ protocol: PROTOCOL, epoch, mutations });
};
