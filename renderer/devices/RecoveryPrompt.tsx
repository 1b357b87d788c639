import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecoveryRequestView } from '../../shared/contract/deviceMethods.ts';
import type { CabinetError } from '../../shared/contract/errors.ts';
import { useCommand, useQuery } from '../app/cabinet.ts';
import { pinTriesOf, useSession } from '../app/session.ts';
import { useFormats } from '../i18n/format.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { PinField } from '../signin/PinField.tsx';
import { SHORTEST_PIN } from '../signin/secrets.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { PassphraseField } from '../ui/TextField.tsx';
import { useToast } from '../ui/Toast.tsx';
import { ComparisonCode } from './ComparisonCode.tsx';
import styles from './RecoveryPrompt.module.css';

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

type SecretKind = 'pin' | 'passphrase';

/** Who is at this device shows it: by PIN where there is one, and by the passphrase always. */
const Secret = ({
  kind,
  value,
  onChange,
  onKind,
}: {
  readonly kind: SecretKind;
  readonly value: string;
  readonly onChange: (secret: string) => void;
  /** Null where there is only the passphrase. */
  readonly onKind: ((kind: SecretKind) => void) | null;
}) => {
  const { t } = useTranslation();
  const other = kind === 'pin' ? 'passphrase' : 'pin';
  return (
    <>
      {kind === 'pin' ? (
        <PinField label={t('devices.vouch.pin')} value={value} onChange={onChange} />
      ) : (
        <PassphraseField
          label={t('devices.vouch.passphrase')}
          value={value}
          onChange={onChange}
          autoComplete="current-password"
        />
      )}
      {onKind === null ? null : (
        <div className={styles.other}>
          <Button variant="quiet" onPress={() => onKind(other)}>
            {t(other === 'pin' ? 'lock.usePin' : 'lock.usePassphrase')}
          </Button>
        </div>
      )}
    </>
  );
};

/** Codes side by side, and PIN or passphrase: approving gives the account away. */
const Compare = ({ request, onClose }: Answering) => {
  const { t } = useTranslation();
  const toast = useToast();
  const approve = useCommand('recovery.approve');
  const [isSame, setSame] = useState(false);
  const [secret, setSecret] = useState('');
  const hasPin = pinTriesOf(useSession()) > 0;
  const [wanted, setWanted] = useState<SecretKind>('pin');
  // Wrong tries may have taken the PIN away meanwhile.
  const kind = hasPin ? wanted : 'passphrase';
  const isTyped = kind === 'pin' ? secret.length >= SHORTEST_PIN : secret !== '';
  const { id, state, code } = request;
  const submit = async (): Promise<void> => {
    const shown = kind === 'pin' ? { kind, pin: secret } : { kind, passphrase: secret };
    const done = await approve.run({ id, secret: shown });
    setSecret('');
    if (done.ok) toast(t('devices.vouch.done'));
  };
  const changeKind = (next: SecretKind): void => {
    setWanted(next);
    setSecret('');
    approve.reset();
  };
  return (
    <Answer
      request={request}
      onClose={onClose}
      error={approve.error}
      consent={
        <Button
          variant="primary"
          isDisabled={state !== 'ready' || !isSame || !isTyped || approve.busy}
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
          <Secret kind={kind} value={secret} onChange={setSecret} onKind={hasPin ? changeKind : null} />
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
