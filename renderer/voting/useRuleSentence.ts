import { useTranslation } from 'react-i18next';
import type { Poll, RuleSet } from '../../shared/domain/records/poll.ts';
import { useFormats } from '../i18n/format.ts';

/** R2, R3: what it takes, in one sentence. */
export const useRuleSentence = (): ((ruleSet: RuleSet) => string) => {
  const { t } = useTranslation();
  return ({ threshold, base }) =>
    t(threshold.exclusive ? 'voting.rule.moreThan' : 'voting.rule.atLeast', {
      fraction: `${threshold.num}/${threshold.den}`,
      base: t(`voting.rule.base.${base}`),
    });
};

/** R10, R13, R14: what may still change, what happens to a ballot that comes late, what is hidden. */
export const usePollTerms = (): ((poll: Poll) => readonly string[]) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const rule = useRuleSentence();
  return (poll) => [
    rule(poll.ruleSet),
    poll.changeable ? t('voting.terms.changeable') : t('voting.terms.final'),
    poll.late.kind === 'accept'
      ? t('voting.terms.lateUntil', { time: formats.dateTime(poll.late.until) })
      : t('voting.terms.lateRejected'),
    poll.live ? t('voting.terms.live') : t('voting.terms.hidden'),
  ];
};
