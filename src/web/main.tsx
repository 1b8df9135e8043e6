import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { Breakable } from './broken.js';
import { EventPage } from './event.js';
import { ExplorePage } from './explore.js';
import { Frame, useGrowth, useStatus } from './frame.js';
import { Link } from './link.js';
import { Asking, Page } from './page.js';
import { QueuePage } from './queue.js';
import { ReportPage } from './report.js';
import { ReportsPage } from './reports.js';
import { routeOf, usePath } from './route.js';
import './style.css';
import './rail.css';
import './page.css';
import './report.css';
import './keys.css';
import { SignInPage, Standed } from './standing.js';
import { startTheme } from './theme.js';

const ActorsPage = lazy(() => import('./actors.js').then(({ ActorsPage }) => ({ default: ActorsPage })));
const ActorPage = lazy(() => import('./actors.js').then(({ ActorPageOf }) => ({ default: ActorPageOf })));
const DoublesPage = lazy(() => import('./double.js').then(({ DoublesPage }) => ({ default: DoublesPage })));
const DoublePage = lazy(() => import('./double.js').then(({ DoublePage }) => ({ default: DoublePage })));
const AccountPage = lazy(() => import('./account.js'));
const JoinPage = lazy(() => import('./join.js'));
const BulkPage = lazy(() => import('./bulk.js'));
const SourcesPage = lazy(() => import('./sources.js'));
const FeedsPage = lazy(() => import('./feeds.js'));
const OutletsPage = lazy(() => import('./outlets.js'));
const SettingsPage = lazy(() => import('./settings.js'));
const PeoplePage = lazy(() => import('./people.js'));

function Lost() {
  return (
    <Page title="Nothing here" heading="There is nothing at this address" className="plain">
      <p>
        It may have been cut off on the way here. <Link to="/">All events</Link> and{' '}
        <Link to="/reports">all reports</Link> are where they were.
      </p>
    </Page>
  );
}

function Room({ path, turn }: { path: string; turn: number }) {
  const route = routeOf(path);
  switch (route.page) {
    case 'events':
      return <ExplorePage turn={turn} />;
    case 'reports':
      return <ReportsPage turn={turn} />;
    case 'review':
      return <QueuePage turn={turn} />;
    case 'bulk':
      return <BulkPage turn={turn} />;
    case 'event':
      return <EventPage key={route.id} id={route.id} turn={turn} />;
    case 'report':
      return <ReportPage key={route.id} id={route.id} turn={turn} />;
    case 'actors':
      return <ActorsPage turn={turn} />;
    case 'double':
      return <DoublesPage turn={turn} />;
    case 'blind':
      return <DoublePage key={route.id} id={route.id} turn={turn} />;
    case 'actor':
      return <ActorPage id={route.id} turn={turn} />;
    case 'account':
      return <AccountPage />;
    case 'people':
      return <PeoplePage />;
    case 'sign-in':
      return <SignInPage />;
    case 'join':
      return <JoinPage />;
    case 'sources':
      return <SourcesPage />;
    case 'feeds':
      return <FeedsPage />;
    case 'outlets':
      return <OutletsPage />;
    case 'settings':
      return <SettingsPage />;
    case 'lost':
      return <Lost />;
  }
}

/** What is left when a path is. A party that becomes another keeps its page, with what was said on it and its undo. */
const roomOf = (path: string): string => (path.startsWith('/actors/') ? '/actors/' : path);

function Desk() {
  const path = usePath();
  const status = useStatus();
  const { turn, grown, refresh } = useGrowth(status);
  return (
    <Frame status={status} grown={grown} refresh={refresh}>
      <Breakable key={roomOf(path)} what="this page" whole>
        <Suspense
          fallback={
            <Page title="Attest" heading="…" className="plain">
              <Asking what="this page" />
            </Page>
          }
        >
          <Room path={path} turn={turn} />
        </Suspense>
      </Breakable>
    </Frame>
  );
}

function Door() {
  return (
    <Frame status={null} grown={false} refresh={() => {}}>
      <SignInPage />
    </Frame>
  );
}

startTheme();
createRoot(document.getElementById('desk')!).render(
  <StrictMode>
    <Standed>
      {standing => {
        // Who may see nothing here yet is asked for a password, wherever they are; the address stays.
        const shut = standing?.by === 'nobody' && standing.level === null;
        return shut && location.pathname !== '/join' ? <Door /> : <Desk />;
      }}
    </Standed>
  </StrictMode>,
);
