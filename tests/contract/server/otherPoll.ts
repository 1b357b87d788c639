/** Arguments of `poll.create` (docs/formats.md): a plain yes or no on an item, decided by more than half of those present. */
export const yesOrNo = (id: string, itemId: string) => {
  const fraction = { num: 1, den: 2, exclusive: true };
  const options = ['yes', 'no'].map((choice) => ({
    ...{ id: choice, label: { vi: choice, en: choice }, role: choice },
  }));
  return {
    ...{ id, owner: { kind: 'item', id: itemId }, order: 'a0', previousPollId: null },
    ...{ title: 'Nghị quyết', wording: 'Thông qua?', documents: [], choices: { options, max: 1 } },
    ruleSet: { quorum: { fraction, remoteCounts: true }, base: 'present', threshold: fraction },
    ...{ late: { kind: 'reject' }, live: false, changeable: true },
  };
};
