import { useTranslation } from 'react-i18next';
import { call, useQuery } from '../app/cabinet.ts';
import { cx } from '../ui/cx.ts';
import { Segmented } from '../ui/Segmented.tsx';
import styles from './DisplaySettings.module.css';

const TEXT_SIZES = ['normal', 'large', 'larger'] as const;
const THEMES = ['light', 'dark', 'system'] as const;

/** Language, text size and theme of this device; also before anybody has signed in. */
export const DisplaySettings = ({ compact = false }: { readonly compact?: boolean }) => {
  const { t } = useTranslation();
  const query = useQuery('preferences.get', {});
  if (query.status !== 'ready') return null;
  const { language, theme, textSize } = query.value;
  return (
    <div className={cx(styles.settings, compact && styles.compact)}>
      <Segmented
        label={t('account.language')}
        options={[
          { value: 'vi', label: 'Tiếng Việt' },
          { value: 'en', label: 'English' },
        ]}
        value={language}
        onChange={(next) => void call('preferences.set', { language: next })}
      />
      <Segmented
        label={t('account.textSize')}
        options={TEXT_SIZES.map((value) => ({ value, label: t(`account.textSizes.${value}`) }))}
        value={textSize}
        onChange={(next) => void call('preferences.set', { textSize: next })}
      />
      <Segmented
        label={t('account.theme')}
        options={THEMES.map((value) => ({ value, label: t(`account.themes.${value}`) }))}
        value={theme}
        onChange={(next) => void call('preferences.set', { theme: next })}
      />
    </div>
  );
};
