import { lazy, type ReactNode, Suspense, useCallback, useDeferredValue, useEffect, useState } from 'react';
import { type Counted, type EventList, type EventRow, useAnswer } from './api.js';
import { Breakable } from './broken.js';
import { NO_FILTER, queryOf, SORTS, type Sort, unsorted } from './filter.js';
import { Link } from './link.js';
import { Asking, Page, Wrong } from './page.js';
import { HowToAdd, joined, More, usePages } from './pages.js';
import { Chips, Rail } from './rail.js';
import { Row } from './row.js';
import './deed.css';
import './explore.css';
import { useReviewer } from './standing.js';
import { Timeline } from './timeline.js';
import { type Looking, pickedOf, useLooking, type View } from './view.js';
import { eventsWords } from './words.js';

const Atlas = lazy(() => import('./atlas.js'));
const Plots = lazy(() => import('./plots.js'));
const Table = lazy(() => import('./table.js'));

/** j and k, and the arrows within the list, go from event to event. */
function useKeys(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey) return;
      const target = event.target as HTMLElement;
      if (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return;
      const links = [...document.querySelectorAll<HTMLAnchorElement>('.rows .open')];
      const at = links.indexOf(target as HTMLAnchorElement);
      const arrow = at >= 0 ? { ArrowDown: 1, ArrowUp: -1 }[event.key] : undefined;
      const step = { j: 1, k: -1 }[event.key] ?? arrow;
      const to = step === undefined ? undefined : links[at < 0 ? 0 : at + step];
      if (!to) return;
      event.preventDefault();
      to.focus();
      to.closest('.row')?.scrollIntoView({ block: 'nearest' });
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
}

/** Whether the page is narrow: then it shows one thing at a time, and what is not shown is not there. */
function useNarrow(): boolean {
  const query = '(max-width: 64rem)';
  const [narrow, setNarrow] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const changed = () => setNarrow(media.matches);
    media.addEventListener('change', changed);
    return () => media.removeEventListener('change', changed);
  }, []);
  return narrow;
}

const TABS: [View['tab'], string][] = [
  ['list', 'List'],
  ['map', 'Map'],
  ['time', 'Time'],
  ['plots', 'Plots'],
];

function Tabs({ tab, look }: { tab: View['tab']; look: Looking['look'] }) {
  return (
    <nav className="tabs" aria-label="These events as">
      {TABS.map(([one, name]) => (
        <button
          key={one}
          type="button"
          aria-current={tab === one ? 'page' : undefined}
          onClick={() => look({ tab: one }, { replace: false })}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}

function Empty({ filtered, undo }: { filtered: boolean; undo: () => void }) {
  return (
    <div className="empty">
      {filtered ? (
        <>
          <p>No event fits all of these filters. Take one off, or look for something else.</p>
          <button type="button" onClick={undo}>
            Take all off
          </button>
        </>
      ) : (
        <>
          <p>The record holds no events yet.</p>
          <HowToAdd />
          <p>What they tell of comes up here.</p>
        </>
      )}
    </div>
  );
}

/** A part whose program comes when it is wanted; without it the rest stands. */
const late = (what: string, part: ReactNode) => (
  <Breakable what={what}>
    <Suspense fallback={<Asking what={what} />}>{part}</Suspense>
  </Breakable>
);

type Marking = { marked: EventRow | null; mark: (row: EventRow | null) => void };

/** The events themselves, as a list or as a table. */
function Events(looking: Looking & Marking & { turn: number }) {
  const { filter, view, narrow, look, turn, marked, mark } = looking;
  const picked = view.pick === '' ? null : pickedOf(view.pick, filter);
  const shown = picked ?? filter;
  const reviews = useReviewer();
  const pages = usePages<EventList>(`/api/events${queryOf(shown)}`, turn, joined);
  const count = useAnswer<Counted>(`/api/count${unsorted(shown)}`, turn);
  const { answer, old } = pages;
  const rows = answer.state === 'here' ? answer.value.events : [];
  const total = count.state === 'here' && !count.old ? count.value.total : null;
  const end = <More pages={pages} left={total === null ? null : total - rows.length} />;
  return (
    <section className="events" aria-label="Events">
      <div className="panel-bar">
        <p className="total" role="status">
          {total === null ? (answer.state === 'here' && rows.length > 0 ? 'counting …' : ' ') : eventsWords(total)}
          {picked && total !== null && ' picked on the map'}
        </p>
        {picked && (
          <button type="button" onClick={() => look({ pick: '' })}>
            Show all
          </button>
        )}
        <div className="panel-tools">
          {reviews && <Link to={`/review/bulk${queryOf(shown)}`}>Review several</Link>}
          <label className="sort">
            <span className="aloud">Sort</span>
            <select
              value={filter.sort}
              onChange={event => narrow({ ...filter, sort: event.target.value as Sort }, { replace: true })}
            >
              {Object.entries(SORTS).map(([sort, name]) => (
                <option key={sort} value={sort}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <fieldset className="switch">
            <legend className="aloud">Events as</legend>
            {(['list', 'table'] as const).map(one => (
              <button key={one} type="button" aria-pressed={view.as === one} onClick={() => look({ as: one })}>
                {one === 'list' ? 'List' : 'Table'}
              </button>
            ))}
          </fieldset>
        </div>
      </div>
      {answer.state === 'asking' && <Asking what="the events" />}
      {answer.state === 'trouble' && <Wrong trouble={answer.trouble} again={pages.again} />}
      {answer.state === 'here' && rows.length === 0 && (
        <Empty filtered={unsorted(shown) !== ''} undo={() => narrow({ ...NO_FILTER, sort: filter.sort })} />
      )}
      {rows.length > 0 && view.as === 'list' && (
        <div className="events-scroll" aria-busy={old}>
          <ol className="rows">
            {rows.map(row => (
              <li
                key={row.id}
                className={row.id === marked?.id ? 'marked' : undefined}
                onPointerEnter={() => mark(row)}
                onPointerLeave={() => mark(null)}
                onFocus={() => mark(row)}
              >
                <Row row={row} />
              </li>
            ))}
          </ol>
          {end}
        </div>
      )}
      {rows.length > 0 &&
        view.as === 'table' &&
        late('the table', <Table {...looking} rows={rows} marked={marked?.id ?? null} end={end} />)}
    </section>
  );
}

/** Map, timeline, list and plots of the events that one filter lets through. */
export function ExplorePage({ turn }: { turn: number }) {
  const looking = useLooking();
  const { filter, view, narrow, look } = looking;
  const [marked, setMarked] = useState<EventRow | null>(null);
  const mark = useCallback((row: EventRow | null) => setMarked(row), []);
  const small = useNarrow();
  useKeys();
  // The list shows the mark at once; map and timeline follow when that is drawn.
  const later = useDeferredValue(marked);
  const day = later?.date?.earliest ?? null;
  const shows = (tab: View['tab']): boolean => (small ? view.tab === tab : true);
  const plots = view.tab === 'plots';
  return (
    <Page
      title="Events"
      heading="Events"
      className={`explore ${small ? `narrow on-${view.tab}` : 'broad'}`}
      tools={small ? <Tabs tab={view.tab} look={look} /> : <Chips filter={filter} change={narrow} />}
    >
      <Rail filter={filter} change={narrow} turn={turn} />
      {small && <Chips filter={filter} change={narrow} />}
      {shows('list') && <Events {...looking} turn={turn} marked={marked} mark={mark} />}
      {shows('map') && late('the map', <Atlas {...looking} turn={turn} marked={later} />)}
      {(shows('time') || shows('plots')) && (
        <div className="below">
          {!small && (
            <fieldset className="switch below-switch">
              <legend className="aloud">Below the map</legend>
              <button type="button" aria-pressed={!plots} onClick={() => look({ tab: 'list' })}>
                Timeline
              </button>
              <button type="button" aria-pressed={plots} onClick={() => look({ tab: 'plots' })}>
                Plots
              </button>
            </fieldset>
          )}
          {plots ? (
            late('the plots', <Plots {...looking} turn={turn} />)
          ) : (
            <Timeline {...looking} turn={turn} marked={day} />
          )}
        </div>
      )}
    </Page>
  );
}
