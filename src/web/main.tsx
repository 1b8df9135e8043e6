import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { EventPage } from './event.js';
import { EventsPage } from './events.js';
import { Frame, useGrowth, useStatus } from './frame.js';
import { Link } from './link.js';
import { Asking, Page } from './page.js';
import { QueuePage } from './queue.js';
import { ReportPage } from './report.js';
import { ReportsPage } from './reports.js';
import { routeOf, usePath } from './route.js';
import './style.css';
import './page.css';
import './report.css';
import './keys.css';
import { startTheme } from './theme.js';

const MapPage = lazy(() => import('./map.js'));

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
      return <EventsPage turn={turn} />;
    case 'map':
      return <MapPage turn={turn} />;
    case 'reports':
      return <ReportsPage turn={turn} />;
    case 'review':
      return <QueuePage turn={turn} />;
    case 'event':
      return <EventPage key={route.id} id={route.id} turn={turn} />;
    case 'report':
      return <ReportPage key={route.id} id={route.id} turn={turn} />;
    case 'lost':
      return <Lost />;
  }
}

function Desk() {
  const path = usePath();
  const status = useStatus();
  const { turn, grown, refresh } = useGrowth(status);
  return (
    <Frame status={status} grown={grown} refresh={refresh}>
      <Suspense
        fallback={
          <Page title="Map" heading="Map" className="plain">
            <Asking what="the map" />
          </Page>
        }
      >
        <Room path={path} turn={turn} />
      </Suspense>
    </Frame>
  );
}

startTheme();
createRoot(document.getElementById('desk')!).render(
  <StrictMode>
    <Desk />
  </StrictMode>,
);
