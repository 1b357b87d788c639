import { Plus, Trash2, UserPlus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientResult } from '../../shared/contract/client.ts';
import type { Body, Membership } from '../../shared/domain/records/organisation.ts';
import type { RuleSet } from '../../shared/domain/records/poll.ts';
import { newId } from '../app/newId.ts';
import { usePeople } from '../app/people.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Conflict } from '../secretariat/editing/Conflict.tsx';
import { createDrafts } from '../secretariat/editing/drafts.ts';
import { SaveBar } from '../secretariat/editing/SaveBar.tsx';
import { type Act, useAct } from '../secretariat/editing/useAct.ts';
import { useEditor } from '../secretariat/editing/useEditor.ts';
import { PersonPicker } from '../secretariat/PersonPicker.tsx';
import { RuleSetFields } from '../secretariat/polls/RuleSetFields.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button, IconButton } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Section } from '../ui/Section.tsx';
import { Select } from '../ui/Select.tsx';
import { TextField } from '../ui/TextField.tsx';
import { useRuleSentence } from '../voting/useRuleSentence.ts';
import styles from './Admin.module.css';

type Organisation = ClientResult<'organisation.get'>;
type BodyFields = Pick<Body, 'name' | 'ruleSet'>;
const drafts = createDrafts<BodyFields>();

const SEATS = ['chair', 'deputy', 'member'] as const;

/** R1–R3 as the law has them for the Government: 2/3 present, more than half of all members. */
const USUAL_RULES: RuleSet = {
  quorum: { fraction: { num: 2, den: 3, exclusive: false }, remoteCounts: true },
  base: 'members',
  threshold: { num: 1, den: 2, exclusive: true },
};

const BodyForm = ({ rev, record }: { readonly rev: number; readonly record: Body }) => {
  const { t } = useTranslation();
  const rule = useRuleSentence();
  const current: BodyFields = { name: record.name, ruleSet: record.ruleSet };
  const editor = useEditor({ name: 'body.edit', drafts, id: record.id, rev, current });
  const { values, set } = editor;
  return (
    <div className={styles.form}>
      <Conflict
        editor={editor}
        fields={[
          { field: 'name', label: t('admin.bodies.name'), show: ({ name }) => name },
          { field: 'ruleSet', label: t('secretariat.rules.title'), show: ({ ruleSet }) => rule(ruleSet) },
        ]}
      />
      <TextField label={t('admin.bodies.name')} value={values.name} onChange={(name) => set({ name })} />
      <RuleSetFields value={values.ruleSet} onChange={(ruleSet) => set({ ruleSet })} />
      <SaveBar editor={editor} isInvalid={values.name.trim() === ''} onSave={() => void editor.save()} />
    </div>
  );
};

const Seat = ({ seat, act }: { readonly seat: Membership; readonly act: Act }) => {
  const { t } = useTranslation();
  const person = usePeople().get(seat.personId);
  const name = person?.name ?? t('meetings.unknownPerson');
  return (
    <li className={styles.row}>
      <div className={styles.who}>
        <span className={styles.name}>{name}</span>
        <span className={styles.soft}>{person?.position}</span>
      </div>
      <Checkbox
        isSelected={seat.votes}
        onChange={(votes) => void act.run('membership.put', { ...seat, votes })}
      >
        {t('admin.bodies.votes')}
      </Checkbox>
      <div className={styles.role}>
        <Select
          label={t('secretariat.people.roleOf', { name })}
          hideLabel
          options={SEATS.map((value) => ({ value, label: t(`admin.bodies.seats.${value}`) }))}
          value={seat.role}
          onChange={(role) => void act.run('membership.put', { ...seat, role })}
        />
      </div>
      <IconButton
        icon={<Trash2 aria-hidden size={18} />}
        label={t('admin.bodies.removeMember', { name })}
        onPress={() => void act.run('membership.remove', { id: seat.id })}
      />
    </li>
  );
};

/** One more person, chosen by typing. */
const AddPerson = ({
  label,
  button,
  without,
  onAdd,
}: {
  readonly label: string;
  readonly button: string;
  readonly without: readonly string[];
  readonly onAdd: (personId: string) => Promise<boolean>;
}) => {
  const people = usePeople();
  const [personId, setPersonId] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const among = useMemo(
    () => new Set([...people.keys()].filter((id) => !without.includes(id))),
    [people, without],
  );
  const add = async (): Promise<void> => {
    if (personId === null || !(await onAdd(personId))) return;
    setPersonId(null);
    setRound(round + 1);
  };
  return (
    <div className={styles.add}>
      <PersonPicker key={round} label={label} value={personId} onChange={setPersonId} among={among} />
      <Button
        icon={<UserPlus aria-hidden size={18} />}
        isDisabled={personId === null}
        onPress={() => void add()}
      >
        {button}
      </Button>
    </div>
  );
};

const Secretaries = ({
  rev,
  record,
  act,
}: {
  readonly rev: number;
  readonly record: Body;
  readonly act: Act;
}) => {
  const { t } = useTranslation();
  const people = usePeople();
  const put = (secretaryIds: string[]): Promise<boolean> =>
    act.run('body.edit', { id: record.id, seen: rev, secretaryIds });
  return (
    <Section title={t('admin.bodies.secretaries')}>
      <ul>
        {record.secretaryIds.map((id) => {
          const person = people.get(id);
          const name = person?.name ?? t('meetings.unknownPerson');
          return (
            <li key={id} className={styles.row}>
              <div className={styles.who}>
                <span className={styles.name}>{name}</span>
                <span className={styles.soft}>{person?.position}</span>
              </div>
              <IconButton
                icon={<Trash2 aria-hidden size={18} />}
                label={t('admin.bodies.removeSecretary', { name })}
                onPress={() => void put(record.secretaryIds.filter((one) => one !== id))}
              />
            </li>
          );
        })}
      </ul>
      <AddPerson
        label={t('admin.bodies.addSecretary')}
        button={t('admin.bodies.add')}
        without={record.secretaryIds}
        onAdd={(id) => put([...record.secretaryIds, id])}
      />
    </Section>
  );
};

const Members = ({
  record,
  memberships,
  act,
}: {
  readonly record: Body;
  readonly memberships: readonly Membership[];
  readonly act: Act;
}) => {
  const { t } = useTranslation();
  const people = usePeople();
  const seats = useMemo(
    () =>
      memberships
        .filter(({ bodyId }) => bodyId === record.id)
        .sort((a, b) => (people.get(a.personId)?.rank ?? 0) - (people.get(b.personId)?.rank ?? 0)),
    [memberships, record.id, people],
  );
  const seated = useMemo(() => seats.map(({ personId }) => personId), [seats]);
  return (
    <Section title={t('admin.bodies.members', { count: seats.length })}>
      <ul>
        {seats.map((seat) => (
          <Seat key={seat.id} seat={seat} act={act} />
        ))}
      </ul>
      <AddPerson
        label={t('admin.bodies.addMember')}
        button={t('admin.bodies.add')}
        without={seated}
        onAdd={(personId) =>
          act.run('membership.put', {
            id: newId(),
            ...{ bodyId: record.id, personId, role: 'member', votes: true },
          })
        }
      />
    </Section>
  );
};

/** Bodies: what they are called, how they decide, who sits in them, who prepares for them. */
export const BodiesTab = ({ organisation }: { readonly organisation: Organisation }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const act = useAct();
  const [chosenId, choose] = useState<string | null>(null);
  const [name, setName] = useState('');
  const chosen =
    organisation.bodies.find(({ record }) => record.id === chosenId) ?? organisation.bodies[0] ?? null;
  const create = async (): Promise<void> => {
    const id = newId();
    const body: Body = { id, name: name.trim(), ruleSet: USUAL_RULES, secretaryIds: [] };
    if (body.name === '' || !(await act.run('body.create', body))) return;
    setName('');
    choose(id);
  };
  return (
    <>
      <div className={styles.tools}>
        <div className={styles.grow}>
          <Select
            label={t('admin.bodies.body')}
            options={organisation.bodies.map(({ record }) => ({ value: record.id, label: record.name }))}
            value={chosen?.record.id ?? null}
            onChange={choose}
          />
        </div>
        <div className={styles.grow}>
          <TextField label={t('admin.bodies.newName')} value={name} onChange={setName} />
        </div>
        <Button
          icon={<Plus aria-hidden size={18} />}
          isDisabled={name.trim() === ''}
          onPress={() => void create()}
        >
          {t('admin.bodies.create')}
        </Button>
      </div>
      {act.error === null ? null : <Banner tone="danger">{sentence(act.error)}</Banner>}
      {chosen === null ? null : (
        <div key={chosen.record.id}>
          <Section title={chosen.record.name}>
            <BodyForm {...chosen} />
          </Section>
          <Secretaries {...chosen} act={act} />
          <Members record={chosen.record} memberships={organisation.memberships} act={act} />
        </div>
      )}
    </>
  );
};
