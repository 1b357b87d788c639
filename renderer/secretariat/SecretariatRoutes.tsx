import { useTranslation } from 'react-i18next';
import { Route, Switch } from 'wouter';
import { paths } from '../app/paths.ts';
import { Screen } from '../app/Screen.tsx';
import { LinkButton } from '../ui/Button.tsx';
import { EmptyState } from '../ui/States.tsx';
import { useUnsavedQuestion } from './editing/useSaveKeys.ts';
import { NewMeetingScreen } from './meetings/NewMeetingScreen.tsx';
import { MeetingsToPrepare } from './MeetingsToPrepare.tsx';
import { PrepareScreen } from './PrepareScreen.tsx';
import { isPrepareTab } from './secretariatPaths.ts';
import { NewSlipScreen } from './slips/NewSlipScreen.tsx';
import { PrepareSlipScreen } from './slips/PrepareSlipScreen.tsx';

const NothingHere = () => {
  const { t } = useTranslation();
  return (
    <Screen title={t('app.nothingHere.title')}>
      <EmptyState
        title={t('app.nothingHere.text')}
        action={<LinkButton href={paths.secretariat}>{t('app.rail.secretariat')}</LinkButton>}
      />
    </Screen>
  );
};

/** The secretariat's addresses, below `/secretariat`. */
export const SecretariatRoutes = () => {
  useUnsavedQuestion();
  return (
    <Switch>
      <Route path="/secretariat">
        <MeetingsToPrepare />
      </Route>
      <Route path="/secretariat/meetings/new">
        <NewMeetingScreen />
      </Route>
      <Route path="/secretariat/meetings/:id/:tab?">
        {({ id, tab = 'agenda' }) =>
          isPrepareTab(tab) ? <PrepareScreen key={id} id={id} tab={tab} /> : <NothingHere />
        }
      </Route>
      <Route path="/secretariat/slips/new">
        <NewSlipScreen />
      </Route>
      <Route path="/secretariat/slips/:id">{({ id }) => <PrepareSlipScreen key={id} id={id} />}</Route>
      <Route>
        <NothingHere />
      </Route>
    </Switch>
  );
};
