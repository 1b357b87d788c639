import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ACCOUNT_ROLES, type AccountRole } from '../../shared/domain/mutation.ts';
import type { ClientResult } from '../../shared/contract/client.ts';
import { useCommand, useQuery } from '../app/cabinet.ts';
import { usePeople } from '../app/people.ts';
import { useFormats } from '../i18n/format.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { foldText } from '../papers/foldText.ts';
import { SHORTEST_PASSPHRASE } from '../signin/secrets.ts';
import { Badge } from '../ui/Badge.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog, Dialog } from '../ui/Dialog.tsx';
import { Select } from '../ui/Select.tsx';
import { ErrorState, Skeleton } from '../ui/States.tsx';
import { PassphraseField, TextField } from '../ui/TextField.tsx';
import { useToast } from '../ui/Toast.tsx';
import { factLine } from '../ui/factLine.ts';
import styles from './Admin.module.css';
import { PersonDevices } from './PersonDevices.tsx';

type Account = ClientResult<'accounts.list'>['accounts'][number];

const USERNAME = /^[a-z0-9][a-z0-9._-]{1,60}$/;
const EMPTY = { username: '', name: '', position: '', unit: '', passphrase: '' };

/** `Đặng Quốc Vinh` → `dang.quoc.vinh`: a start, to be changed at will. */
const suggestedUsername = (name: string): string =>
  foldText(name)
    .trim()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '')
    .join('.');

const CreateAccount = ({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const toast = useToast();
  const create = useCommand('accounts.create');
  const [typed, setTyped] = useState(EMPTY);
  const [role, setRole] = useState<AccountRole>('user');
  const username = typed.username === '' ? suggestedUsername(typed.name) : typed.username;
  const isUsable = USERNAME.test(username) && typed.name.trim() !== '' && typed.passphrase.length >= 8;
  const set = (patch: Partial<typeof EMPTY>): void => setTyped({ ...typed, ...patch });
  const submit = async (): Promise<void> => {
    const result = await create.run({ ...typed, name: typed.name.trim(), username, role });
    if (!result.ok) return;
    toast(t('admin.accounts.created', { name: typed.name, username }));
    setTyped(EMPTY);
    onClose();
  };
  return (
    <Dialog
      title={t('admin.accounts.create')}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" isDisabled={!isUsable || create.busy} onPress={() => void submit()}>
            {t('admin.accounts.create')}
          </Button>
        </>
      }
    >
      <TextField label={t('admin.accounts.name')} value={typed.name} onChange={(name) => set({ name })} />
      <TextField
        label={t('admin.accounts.position')}
        value={typed.position}
        onChange={(position) => set({ position: position.slice(0, 300) })}
      />
      <TextField
        label={t('admin.accounts.unit')}
        value={typed.unit}
        onChange={(unit) => set({ unit: unit.slice(0, 300) })}
      />
      <TextField
        label={t('admin.accounts.username')}
        hint={t('admin.accounts.usernameHint')}
        value={username}
        onChange={(next) => set({ username: next })}
        error={username !== '' && !USERNAME.test(username) ? t('admin.accounts.usernameWrong') : null}
      />
      <Select
        label={t('admin.accounts.role')}
        options={ACCOUNT_ROLES.map((value) => ({ value, label: t(`admin.roles.${value}`) }))}
        value={role}
        onChange={setRole}
      />
      <PassphraseField
        label={t('admin.accounts.passphrase')}
        hint={t('admin.accounts.passphraseHint')}
        value={typed.passphrase}
        onChange={(passphrase) => set({ passphrase })}
      />
      {create.error === null ? null : <Banner tone="danger">{sentence(create.error)}</Banner>}
    </Dialog>
  );
};

const ResetPassphrase = ({ username, name }: { readonly username: string; readonly name: string }) => {
  const { t } = useTranslation();
  const toast = useToast();
  const reset = useCommand('accounts.reset');
  const [isOpen, setOpen] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const confirm = async (): Promise<void> => {
    if (passphrase.length < SHORTEST_PASSPHRASE) return;
    const result = await reset.run({ username, passphrase });
    if (!result.ok) return;
    setOpen(false);
    setPassphrase('');
    toast(t('admin.accounts.resetDone', { name }));
  };
  return (
    <>
      <Button variant="quiet" onPress={() => setOpen(true)}>
        {t('admin.accounts.reset')}
      </Button>
      <ConfirmDialog
        title={t('admin.accounts.resetQuestion', { name })}
        confirmLabel={t('admin.accounts.reset')}
        isOpen={isOpen}
        isDangerous
        busy={reset.busy || passphrase.length < SHORTEST_PASSPHRASE}
        error={reset.error}
        onConfirm={() => void confirm()}
        onClose={() => {
          setOpen(false);
          setPassphrase('');
          reset.reset();
        }}
      >
        <p>{t('admin.accounts.resetWhat')}</p>
        <PassphraseField
          label={t('admin.accounts.passphrase')}
          hint={t('admin.accounts.passphraseHint')}
          value={passphrase}
          onChange={setPassphrase}
        />
      </ConfirmDialog>
    </>
  );
};

const Disable = ({ account, name }: { readonly account: Account; readonly name: string }) => {
  const { t } = useTranslation();
  const set = useCommand('accounts.setDisabled');
  const [isOpen, setOpen] = useState(false);
  const { username, disabled } = account;
  const run = async (): Promise<void> => {
    const result = await set.run({ username, disabled: !disabled });
    if (result.ok) setOpen(false);
  };
  if (disabled) {
    return (
      <Button variant="quiet" isDisabled={set.busy} onPress={() => void run()}>
        {t('admin.accounts.enable')}
      </Button>
    );
  }
  return (
    <>
      <Button variant="quiet" onPress={() => setOpen(true)}>
        {t('admin.accounts.disable')}
      </Button>
      <ConfirmDialog
        title={t('admin.accounts.disableQuestion', { name })}
        confirmLabel={t('admin.accounts.disable')}
        isOpen={isOpen}
        isDangerous
        busy={set.busy}
        error={set.error}
        onConfirm={() => void run()}
        onClose={() => {
          setOpen(false);
          set.reset();
        }}
      >
        <p>{t('admin.accounts.disableWhat')}</p>
      </ConfirmDialog>
    </>
  );
};

const Row = ({ account }: { readonly account: Account }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const person = usePeople().get(account.personId);
  const name = person?.name ?? account.username;
  return (
    <li className={styles.row}>
      <div className={styles.who}>
        <span className={styles.name}>{name}</span>
        <span className={styles.soft}>
          {factLine([account.username, person?.position ?? '', t(`admin.roles.${account.role}`)])}
        </span>
        <span className={styles.soft}>
          {account.lastSignInAt === null
            ? t('admin.accounts.neverSignedIn')
            : t('admin.accounts.lastSignIn', { time: formats.recent(account.lastSignInAt) })}
        </span>
      </div>
      {account.disabled ? <Badge tone="danger">{t('admin.accounts.disabled')}</Badge> : null}
      <PersonDevices personId={account.personId} name={name} />
      <ResetPassphrase username={account.username} name={name} />
      <Disable account={account} name={name} />
    </li>
  );
};

/** Who can sign in. Needs the server: nothing of accounts is kept on a device. */
export const AccountsTab = () => {
  const { t } = useTranslation();
  const query = useQuery('accounts.list', {});
  const people = usePeople();
  const [words, setWords] = useState('');
  const [creating, setCreating] = useState(false);
  if (query.status === 'loading') return <Skeleton lines={8} />;
  if (query.status === 'failed') return <ErrorState error={query.error} onRetry={query.retry} />;
  const folded = foldText(words.trim());
  const shown = query.value.accounts
    .filter(({ username, personId }) => {
      const person = people.get(personId);
      return foldText(`${username} ${person?.name ?? ''} ${person?.position ?? ''}`).includes(folded);
    })
    .sort((a, b) => (people.get(a.personId)?.rank ?? 0) - (people.get(b.personId)?.rank ?? 0));
  return (
    <>
      <div className={styles.tools}>
        <div className={styles.grow}>
          <TextField label={t('admin.accounts.find')} type="search" value={words} onChange={setWords} />
        </div>
        <Button variant="primary" icon={<UserPlus aria-hidden size={18} />} onPress={() => setCreating(true)}>
          {t('admin.accounts.create')}
        </Button>
      </div>
      <ul>
        {shown.map((account) => (
          <Row key={account.username} account={account} />
        ))}
      </ul>
      <CreateAccount isOpen={creating} onClose={() => setCreating(false)} />
    </>
  );
};
