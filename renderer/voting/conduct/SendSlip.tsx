import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlipView } from '../../../shared/contract/client.ts';
import { useMutation } from '../../app/cabinet.ts';
import { useFormats } from '../../i18n/format.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';

/** Sending a slip opens its poll and fixes it (R18); the question restates to whom and until when. */
export const SendSlip = ({ view }: { readonly view: SlipView }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const send = useMutation('slip.send');
  const [asking, setAsking] = useState(false);
  const confirm = async (): Promise<void> => {
    const result = await send.run({ id: view.slip.id });
    if (result.ok) setAsking(false);
  };
  return (
    <>
      <Button variant="primary" onPress={() => setAsking(true)} isDisabled={view.polls.length === 0}>
        {t('voting.conduct.send.button')}
      </Button>
      <ConfirmDialog
        title={t('voting.conduct.send.question')}
        confirmLabel={t('voting.conduct.send.button')}
        isOpen={asking}
        busy={send.busy}
        error={send.error}
        onConfirm={() => void confirm()}
        onClose={() => {
          setAsking(false);
          send.reset();
        }}
      >
        <p>
          <strong>{view.slip.title}</strong>
        </p>
        <p>
          {t('voting.conduct.open.electorate', {
            count: Math.max(0, ...view.polls.map(({ electorateCount }) => electorateCount)),
          })}
        </p>
        <p>{t('voting.deadline', { time: formats.dateTime(view.slip.deadline) })}</p>
        <p>{t('voting.conduct.open.fixed')}</p>
      </ConfirmDialog>
    </>
  );
};
