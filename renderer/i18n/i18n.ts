import { use as withPlugin, changeLanguage, type InitOptions } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { vi } from './vi.ts';

/** Languages of the interface, each complete. */
export const LANGUAGES = ['vi', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const options: InitOptions = {
  lng: 'vi',
  fallbackLng: 'vi',
  resources: { vi: { translation: vi }, en: { translation: en } },
  // React escapes; a second time would show "&amp;".
  interpolation: { escapeValue: false },
  returnNull: false,
};

/** Once, before the first render. Resources are bundled: nothing is fetched. */
export const startI18n = async (): Promise<void> => {
  await withPlugin(initReactI18next).init(options);
};

export const setLanguage = async (language: Language): Promise<void> => {
  await changeLanguage(language);
};
