import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Route, Switch } from 'wouter';
import { HomeScreen } from '../home/HomeScreen.tsx';
import { MeetingScreen } from '../meetings/MeetingScreen.tsx';
import { MeetingsScreen } from '../meetings/MeetingsScreen.tsx';
import { OutboxScreen } from '../outbox/OutboxScreen.tsx';
import { PapersScreen } from '../papers/PapersScreen.tsx';
import { SettingsScreen } from '../settings/SettingsScreen.tsx';
import { SlipScreen } from '../slips/SlipScreen.tsx';
import { SlipsScreen } from '../slips/SlipsScreen.tsx';
import { LinkButton } from '../ui/Button.tsx';
import { EmptyState, Skeleton } from '../ui/States.tsx';
import { PollScreen } from '../voting/PollScreen.tsx';
import { AdminScreen, SecretariatRoutes } from './laterScreens.ts';
import { isMeetingTab, paths } from './paths.ts';
import { ReaderScreen } from './readerScreen.tsx';
import { Screen } from './Screen.tsx';
import { isAdministrator, useSession } from './session.ts';

const NothingHere = () => {
  const { t } = useTranslation();
  return (
    <Screen title={t('app.nothingHere.title')}>
      <EmptyState
        title={t('app.nothingHere.text')}
        action={<LinkButton href={paths.home}>{t('app.rail.home')}</LinkButton>}
      />
    </Screen>
  );
};

const reader = (params: { readonly id: string; readonly versionId?: string; readonly page?: string }) => {
  const page = Number(params.page);
  return (
    <ReaderScreen
      key={`${params.id} ${params.versionId ?? ''}`}
      paperId={params.id}
      {...(params.versionId === undefined ? {} : { versionId: params.versionId })}
      {...(Number.isInteger(page) && page >= 1 ? { page } : {})}
    />
  );
};

/** Which screen an address opens. Keys by id: another record is another screen, with a state of its own. */
export const Routes = () => {
  const session = useSession();
  return (
    <Suspense fallback={<Skeleton />}>
      <Switch>
        <Route path="/">
          <HomeScreen />
        </Route>
        <Route path="/meetings">
          <MeetingsScreen />
        </Route>
        <Route path="/meetings/:id/items/:itemId">
          {({ id, itemId }) => <MeetingScreen key={id} id={id} tab="agenda" itemId={itemId} />}
        </Route>
        <Route path="/meetings/:id/:tab?">
          {({ id, tab = 'agenda' }) =>
            isMeetingTab(tab) ? <MeetingScreen key={id} id={id} tab={tab} itemId={null} /> : <NothingHere />
          }
        </Route>
        <Route path="/papers">
          <PapersScreen />
        </Route>
        <Route path="/papers/:id">{reader}</Route>
        <Route path="/papers/:id/pages/:page">{reader}</Route>
        <Route path="/papers/:id/versions/:versionId">{reader}</Route>
        <Route path="/papers/:id/versions/:versionId/pages/:page">{reader}</Route>
        <Route path="/polls/:id">{({ id }) => <PollScreen key={id} id={id} />}</Route>
        <Route path="/slips">
          <SlipsScreen />
        </Route>
        <Route path="/slips/:id">{({ id }) => <SlipScreen key={id} id={id} />}</Route>
        <Route path="/outbox">
          <OutboxScreen />
        </Route>
        <Route path="/settings">
          <SettingsScreen />
        </Route>
        {SecretariatRoutes !== null ? (
          <Route path="/secretariat/*?">
            <SecretariatRoutes />
          </Route>
        ) : null}
        {isAdministrator(session) ? (
          <Route path="/admin/*?">
            <AdminScreen />
          </Route>
        ) : null}
        <Route>
          <NothingHere />
        </Route>
      </Switch>
    </Suspense>
  );
};
