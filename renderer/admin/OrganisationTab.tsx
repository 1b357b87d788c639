import { useTranslation } from 'react-i18next';
import type { ClientResult } from '../../shared/contract/client.ts';
import { CLASSIFICATIONS } from '../../shared/domain/records/common.ts';
import type { Organisation } from '../../shared/domain/records/organisation.ts';
import { DEFAULT_POLICY } from '../../shared/domain/records/policy.ts';
import { Conflict } from '../secretariat/editing/Conflict.tsx';
import { createDrafts } from '../secretariat/editing/drafts.ts';
import { SaveBar } from '../secretariat/editing/SaveBar.tsx';
import { useEditor } from '../secretariat/editing/useEditor.ts';
import { Banner } from '../ui/Banner.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Select } from '../ui/Select.tsx';
import { TextField } from '../ui/TextField.tsx';
import { PolicyFields } from './PolicyFields.tsx';
import styles from './Admin.module.css';

type Fields = Omit<Organisation, 'id'>;
const drafts = createDrafts<Fields>();

/** R21: the highest class that may be held at all; anything secret only on a declared isolated network. */
const isAllowed = ({ highestClassification, isolatedNetwork }: Fields): boolean =>
  isolatedNetwork || CLASSIFICATIONS.indexOf(highestClassification) <= CLASSIFICATIONS.indexOf('internal');

export const OrganisationTab = ({
  organisation: { rev, record },
}: {
  readonly organisation: ClientResult<'organisation.get'>['organisation'];
}) => {
  const { t } = useTranslation();
  const { id, ...current } = record;
  const editor = useEditor<Fields, 'organisation.edit'>({
    name: 'organisation.edit',
    drafts,
    id,
    rev,
    current,
  });
  const { values, set } = editor;
  const mayHold = isAllowed(values);
  const isInvalid = values.name.trim() === '' || values.shortName.trim() === '' || !mayHold;
  return (
    <div className={styles.form}>
      <Conflict
        editor={editor}
        fields={[
          { field: 'name', label: t('admin.organisation.name'), show: ({ name }) => name },
          { field: 'shortName', label: t('admin.organisation.shortName'), show: (one) => one.shortName },
          {
            field: 'highestClassification',
            label: t('admin.organisation.highest'),
            show: (one) => t(`common.classification.${one.highestClassification}`),
          },
          {
            field: 'isolatedNetwork',
            label: t('admin.organisation.isolated'),
            show: ({ isolatedNetwork }) => t(isolatedNetwork ? 'common.yes' : 'common.no'),
          },
        ]}
      />
      <TextField
        label={t('admin.organisation.name')}
        value={values.name}
        onChange={(name) => set({ name })}
      />
      <TextField
        label={t('admin.organisation.shortName')}
        value={values.shortName}
        onChange={(shortName) => set({ shortName })}
      />
      <Checkbox
        isSelected={values.isolatedNetwork}
        onChange={(isolatedNetwork) =>
          set(
            isolatedNetwork || isAllowed({ ...values, isolatedNetwork })
              ? { isolatedNetwork }
              : { isolatedNetwork, highestClassification: 'internal' },
          )
        }
      >
        {t('admin.organisation.isolated')}
      </Checkbox>
      <Select
        label={t('admin.organisation.highest')}
        options={CLASSIFICATIONS.map((value) => ({ value, label: t(`common.classification.${value}`) }))}
        value={values.highestClassification}
        onChange={(highestClassification) => set({ highestClassification })}
      />
      <PolicyFields policy={values.policy ?? DEFAULT_POLICY} onChange={(policy) => set({ policy })} />
      {mayHold ? (
        values.isolatedNetwork ? (
          <Banner tone="warning">{t('admin.organisation.declared')}</Banner>
        ) : null
      ) : (
        <Banner tone="danger">{t('admin.organisation.forbidden')}</Banner>
      )}
      <SaveBar editor={editor} isInvalid={isInvalid} onSave={() => void editor.save()} />
    </div>
  );
};
