import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type Answer, ask, type EventList, keep, kept, type Trouble } from './api.js';
import { type Filter, filterOf, queryOf, SORTS, type Sort, unsorted } from './filter.js';
import { Link } from './link.js';
import { Asking, Page, Wrong } from './page.js';
import { Chips, Rail } from './rail.js';
import { go, usePath, useSearch } from './route.js';
import { Row } from './row.js';
import { eventsWords } from './words.js';

/** The filter of the address, and a way to change it that writes the address. */
export function useFilter(): [Filter, (filter: Filter, how?: { replace: boolean }) => void] {
  const path = usePath();
  const filter = filterOf(useSearch());
  return [filter, (next, how) => go(`${path}${queryOf(next)}`, how)];
}

/** Pages of a list, one after the other under one address; kept as a whole, so that Back shows all that was fetched. */
export function usePages<P extends { next: string | null }>(
  path: string,
  turn: number,
  joined: (a: P, b: P) => P,
): {
  answer: Answer<P>;
  old: boolean;
  more: (() => void) | null;
  busy: boolean;
  late: Trouble | null;
  again: () => void;
} {
  const key = `pages ${path}`;
  const [held, hold] = useState<{ path: string; turn: number; answer: Answer<P> } | null>(null);
  const [late, setLate] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const [tries, setTries] = useState(0);
  const now = useRef(key);
  now.current = key;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try asks anew
  useEffect(() => {
    setLate(null);
    if (kept(key) !== undefined) return;
    const stop = new AbortController();
    ask<P>(path, stop.signal).then(
      answer => {
        if (answer.state === 'here') keep(key, answer.value);
        hold({ path, turn, answer });
      },
      () => {},
    );
    return () => stop.abort();
  }, [key, turn, tries]);

  const value = kept<P>(key);
  const answer: Answer<P> = value !== undefined ? { state: 'here', value } : (held?.answer ?? { state: 'asking' });
  const next = value?.next ?? null;
  const more = async () => {
    if (value === undefined || next === null || busy) return;
    setBusy(true);
    const page = await ask<P>(`${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(next)}`);
    setBusy(false);
    if (now.current !== key) return;
    if (page.state === 'trouble') setLate(page.trouble);
    if (page.state !== 'here') return;
    const all = joined(value, page.value);
    keep(key, all);
    setLate(null);
    hold({ path, turn, answer: { state: 'here', value: all } });
  };
  const again = () => setTries(tries + 1);
  const old = value === undefined && held !== null && (held.path !== path || held.turn !== turn);
  return { answer, old, more: next === null ? null : more, busy, late, again };
}

/** The end of a list: a way to the next page, or what is wrong with it. */
export function More({ pages, left }: { pages: ReturnType<typeof usePages>; left: number }) {
  if (pages.late) return <Wrong trouble={pages.late} again={pages.more ?? undefined} />;
  if (!pages.more) return null;
  return (
    <button type="button" className="more" aria-disabled={pages.busy} onClick={pages.more}>
      {pages.busy ? 'Fetching more …' : `Show more (${left.toLocaleString('en')} left)`}
    </button>
  );
}

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

function Empty({ filtered }: { filtered: boolean }) {
  return (
    <div className="empty">
      {filtered ? (
        <p>No event fits these filters. Take one off, or look also at what is not violence.</p>
      ) : (
        <>
          <p>There are no events yet.</p>
          <p>
            Add reports with <code>attest add FILE</code>; their events appear here while they are coded.
          </p>
        </>
      )}
    </div>
  );
}

/** What the list and the map have around them: filters, the other view, what is narrowed. */
export function Browse({
  heading,
  tools,
  turn,
  children,
}: {
  heading: string;
  tools: ReactNode;
  turn: number;
  children: ReactNode;
}) {
  const [filter, change] = useFilter();
  const views = [
    ['/', 'List', 'Events'],
    ['/map', 'Map', 'Map'],
  ] as const;
  return (
    <Page
      title={heading}
      heading={heading}
      className="browse"
      tools={
        <div className="tools">
          {tools}
          <nav className="views" aria-label="These events as">
            {views.map(([path, name, page]) => (
              <Link
                key={path}
                to={`${path}${path === '/' ? queryOf(filter) : unsorted(filter)}`}
                aria-current={page === heading ? 'page' : undefined}
              >
                {name}
              </Link>
            ))}
          </nav>
        </div>
      }
    >
      <Rail filter={filter} change={change} turn={turn} />
      <div className="found">
        <Chips filter={filter} change={change} />
        {children}
      </div>
    </Page>
  );
}

const joined = (a: EventList, b: EventList): EventList => {
  const seen = new Set(a.events.map(({ id }) => id));
  return { ...b, events: [...a.events, ...b.events.filter(({ id }) => !seen.has(id))] };
};

export function EventsPage({ turn }: { turn: number }) {
  const [filter, change] = useFilter();
  const pages = usePages(`/api/events${queryOf(filter)}`, turn, joined);
  useKeys();
  const { answer, old } = pages;
  const total = answer.state === 'here' ? answer.value.total : null;
  return (
    <Browse
      heading="Events"
      turn={turn}
      tools={
        <>
          <p className="total" aria-live="polite">
            {total === null ? '' : eventsWords(total)}
          </p>
          <label className="sort">
            <span>Sort</span>
            <select value={filter.sort} onChange={event => change({ ...filter, sort: event.target.value as Sort })}>
              {Object.entries(SORTS).map(([sort, name]) => (
                <option key={sort} value={sort}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        </>
      }
    >
      {answer.state === 'asking' && <Asking what="the events" />}
      {answer.state === 'trouble' && <Wrong trouble={answer.trouble} again={pages.again} />}
      {answer.state === 'here' && answer.value.total === 0 && <Empty filtered={unsorted(filter) !== ''} />}
      {answer.state === 'here' && (
        <div aria-busy={old}>
          <ol className="rows">
            {answer.value.events.map(row => (
              <li key={row.id}>
                <Row row={row} />
              </li>
            ))}
          </ol>
          <More pages={pages} left={answer.value.total - answer.value.events.length} />
        </div>
      )}
    </Browse>
  );
}
