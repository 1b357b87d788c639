import { useEffect, useRef } from 'react';
import { I18nProvider } from 'react-aria-components';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { useLanguage } from '../i18n/format.ts';
import { forgetDrafts } from '../secretariat/editing/drafts.ts';
import { forgetRemembered } from '../secretariat/useRemembered.ts';
import { SetupScreen } from '../signin/SetupScreen.tsx';
import { SignInScreen } from '../signin/SignInScreen.tsx';
import { ErrorState, Skeleton } from '../ui/States.tsx';
import { ToastProvider } from '../ui/Toast.tsx';
import { forgetOpinions } from '../voting/useOpinion.ts';
import { forgetAnswers, useQuery } from './cabinet.ts';
import { Frame } from './Frame.tsx';
import { forgetPlaces } from './navigation.ts';
import { usePreferences } from './preferences.ts';
import { SessionContext } from './session.ts';

/** Which of the three the person sees: first set-up, sign-in, or the app. */
const Gate = () => {
  const session = useQuery('session.state', {});
  const state = session.status === 'ready' ? session.value.state : null;
  useEffect(() => {
    if (state === 'unlocked') {
      return () => {
        forgetAnswers();
        forgetPlaces();
        forgetOpinions();
      };
    }
    return undefined;
  }, [state]);
  const personId = session.status === 'ready' ? (session.value.person?.id ?? null) : null;
  const lastPersonId = useRef(personId);
  useEffect(() => {
    if (personId === null) return;
    if (lastPersonId.current !== null && lastPersonId.current !== personId) {
      forgetDrafts();
      forgetRemembered();
    }
    lastPersonId.current = personId;
  }, [personId]);
  if (session.status === 'loading') return <Skeleton lines={3} />;
  if (session.status === 'failed') return <ErrorState error={session.error} onRetry={session.retry} />;
  if (session.value.state === 'unlocked') {
    return (
      <SessionContext value={session.value}>
        <Frame />
      </SessionContext>
    );
  }
  return session.value.needsSetup ? (
    <SetupScreen session={session.value} />
  ) : (
    <SignInScreen session={session.value} />
  );
};

export const App = () => {
  const language = useLanguage();
  usePreferences();
  return (
    <I18nProvider locale={language === 'vi' ? 'vi-VN' : 'en-GB'}>
      <Router hook={useHashLocation}>
        <ToastProvider>
          <Gate />
        </ToastProvider>
      </Router>
    </I18nProvider>
  );
};
