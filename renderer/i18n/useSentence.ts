import { useCallback } from 'react';
import { sentenceOf } from '../../shared/contract/sentences.ts';
import type { CabinetError } from '../../shared/contract/errors.ts';
import { useLanguage } from './format.ts';

/** The sentence of an error in the reader's language: what happened and what to do next. */
export const useSentence = (): ((error: CabinetError) => string) => {
  const language = useLanguage();
  return useCallback((error) => sentenceOf(language, error.code, error.params), [language]);
};
