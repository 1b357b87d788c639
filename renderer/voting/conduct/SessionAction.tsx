import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Meeting } from '../../../shared/domain/records/meeting.ts';
import { useMutation } from '../../app/cabinet.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';

/** What the chair or a secretary can make of a session while it runs. */
export type SessionStep = 'in_session' | 'adjourned' | 'closed';

/** Which steps follow a status, the main one first. A poll opens only while the session runs. */
export const sessionStepsOf = (status: Meeting['status']): readonly SessionStep[] => {
  switch (status) {
    case 'invited':
      return ['in_session'];
    case 'in_session':
      return ['adjourned', 'closed'];
    case 'adjourned':
      return ['in_session', 'closed'];
    case 'draft':
    case 'closed':
    case 'concluded':
    case 'cancelled':
      return [];
  }
};

export interface SessionActionProps {
  readonly meeting: Meeting;
  readonly step: SessionStep;
}

/** Starts, adjourns, resumes or closes a session, after restating what that means. */
export const SessionAction = ({ meeting, step }: SessionActionProps) => {
  const { t } = useTranslation();
  const set = useMutation('meeting.set_status');
  const [asking, setAsking] = useState(false);
  const words = step === 'in_session' && meeting.status === 'adjourned' ? 'resumed' : step;
  const confirm = async (): Promise<void> => {
    const result = await set.run({ id: meeting.id, status: step });
    if (result.ok) setAsking(false);
  };
  return (
    <>
      <Button variant={step === 'in_session' ? 'primary' : 'secondary'} onPress={() => setAsking(true)}>
        {t(`voting.session.${words}.button`)}
      </Button>
      <ConfirmDialog
        title={t(`voting.session.${words}.question`)}
        confirmLabel={t(`voting.session.${words}.button`)}
        isOpen={asking}
        isDangerous={step === 'closed'}
        busy={set.busy}
        error={set.error}
        onConfirm={() => void confirm()}
        onClose={() => {
          setAsking(false);
          set.reset();
        }}
      >
        <p>
          <strong>{meeting.title}</strong>
        </p>
        <p>{t(`voting.session.${words}.meaning`)}</p>
      </ConfirmDialog>
    </>
  );
};
