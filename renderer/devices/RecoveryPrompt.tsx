import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecoveryRequestView } from '../../shared/contract/deviceMethods.ts';
import type { CabinetError } from '../../shared/contract/errors.ts';
import { useCommand, useQuery } from '../app/cabinet.ts';
import { useFormats } from '../i18n/format.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { PassphraseField } from '../ui/TextField.tsx';
import { useToast } from '../ui/Toast.tsx';
import { ComparisonCode } from './ComparisonCode.tsx';

interface Answering {
  readonly request: RecoveryRequestView;
  readonly onClose: () => void;
}

interface AnswerProps extends Answering {
  /** Of what its person tried to say yes with. */
  readonly error: CabinetError | null;
  /** The button that says yes. */
  readonly consent: ReactNode;
  readonly children: ReactNode;
}

/** Later, no, or yes. */
const Answer = ({ request: { id }, onClose, error, consent, children }: AnswerProps) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const refuse = useCommand('recovery.refuse');
  const failed = error ?? refuse.error;
  return (
    <Dialog
      title={t('devices.vouch.title')}
      isOpen
      isAlert
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('devices.vouch.later')}</Button>
          <Button variant="danger" isDisabled={refuse.busy} onPress={() => void refuse.run({ id })}>
            {t('devices.vouch.refuse')}
          </Button>
          {consent}
        </>
      }
    >
      {children}
      {failed === null ? null : <Banner tone="danger">{sentence(failed)}</Banner>}
    </Dialog>
  );
};

/** Codes side by side, and the passphrase: approving gives the account away. */
const Compare = ({ request, onClose }: Answering) => {
  const { t } = useTranslation();
  const toast = useToast();
  const approve = useCommand('recovery.approve');
  const [isSame, setSame] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const { id, state, code } = request;
  const submit = async (): Promise<void> => {
    const done = await approve.run({ id, secret: { kind: 'passphrase', passphrase } });
    setPassphrase('');
    if (done.ok) toast(t('devices.vouch.done'));
  };
  return (
    <Answer
      request={request}
      onClose={onClose}
      error={approve.error}
      consent={
        <Button
          variant="primary"
          isDisabled={state !== 'ready' || !isSame || passphrase === '' || approve.busy}
          onPress={() => void submit()}
        >
          {t('devices.vouch.approve')}
        </Button>
      }
    >
      {state === 'wrong' ? <Banner tone="danger">{t('devices.vouch.wrong')}</Banner> : null}
      {code === null ? (
        state === 'comparing' && <p>{t('devices.vouch.comparing')}</p>
      ) : (
        <>
          <p>{t('devices.vouch.compare')}</p>
          <ComparisonCode code={code} />
          <Checkbox isSelected={isSame} onChange={setSame}>
            {t('devices.vouch.same')}
          </Checkbox>
          <PassphraseField
            label={t('devices.vouch.passphrase')}
            value={passphrase}
            onChange={setPassphrase}
            autoComplete="current-password"
          />
        </>
      )}
    </Answer>
  );
};

const Asked = ({ request, onClose }: Answering) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const look = useCommand('recovery.look');
  const { id, deviceLabel, requestedAt } = request;
  return (
    <Answer
      request={request}
      onClose={onClose}
      error={look.error}
      consent={
        <Button variant="primary" isDisabled={look.busy} onPress={() => void look.run({ id })}>
          {t('devices.vouch.look')}
        </Button>
      }
    >
      <p>{t('devices.vouch.lead', { device: deviceLabel, when: formats.recent(requestedAt) })}</p>
      <Banner tone="warning">{t('devices.vouch.warn')}</Banner>
    </Answer>
  );
};

/** Another device of this person asks for help: over whatever screen is open, once, until it is answered somewhere. */
export const RecoveryPrompt = () => {
  const query = useQuery('recovery.requests', {});
  const [later, setLater] = useState<ReadonlySet<string>>(new Set());
  if (query.status !== 'ready') return null;
  const request = query.value.requests.find(({ id, state }) => state !== 'elsewhere' && !later.has(id));
  if (request === undefined) return null;
  const close = (): void => setLater(new Set([...later, request.id]));
  return request.state === 'new' ? (
    <Asked key={request.id} request={request} onClose={close} />
  ) : (
    <Compare key={request.id} request={request} onClose={close} />
  );
};
