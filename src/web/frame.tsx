import { type ReactNode, useEffect, useState } from 'react';
import { ask, forget, type Status } from './api.js';
import { GuardBar, GuardChoice } from './guard.js';
import { Link } from './link.js';
import { usePath } from './route.js';
import { useMay, useStanding } from './standing.js';
import { choose, THEMES, useTheme } from './theme.js';
import { Withheld } from './withheld.js';
import { eventsWords, number, reportsWords } from './words.js';

const SOON = 3000;
const LATER = 60_000;

/** How the record stands, asked again every few seconds while reports wait to be coded. */
export function useStatus(): Status | null {
  const [status, setStatus] = useState<Status | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    let timer = 0;
    const look = () =>
      ask<Status>('/api/status', stop.signal).then(
        answer => {
          const now = answer.state === 'here' ? answer.value : null;
          if (now) setStatus(now);
          timer = window.setTimeout(look, now && now.waiting > 0 ? SOON : LATER);
        },
        () => {},
      );
    look();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, []);
  return status;
}

const same = (a: Status, b: Status): boolean =>
  a.reports === b.reports && a.claims === b.claims && a.events === b.events;

/**
 * Counts up whenever a person asks to see what has come in since; `grown` says that there is something. What comes into an
 * empty desk is shown unasked: nobody is reading there.
 */
export function useGrowth(status: Status | null): { turn: number; grown: boolean; refresh: () => void } {
  const [seen, setSeen] = useState<Status | null>(null);
  const [turn, setTurn] = useState(0);
  const refresh = () => {
    forget();
    setSeen(status);
    setTurn(turn + 1);
  };
  if (status && !seen) setSeen(status);
  const grown = status !== null && seen !== null && !same(status, seen);
  const unread = grown && seen.events === 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each status that an empty desk gets
  useEffect(() => {
    if (unread) refresh();
  }, [unread, status]);
  return { turn, grown: grown && !unread, refresh };
}

function ThemeChoice() {
  const theme = useTheme();
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
  const sign = { system: '◐', light: '○', dark: '●' }[theme];
  return (
    <button
      type="button"
      className="theme"
      title={`Colours: ${theme}. Change to ${next}.`}
      aria-label={`Colours: ${theme}. Change to ${next}.`}
      onClick={() => choose(next)}
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}

/** Where one may go, and how the addresses begin that belong there. */
const ROOMS: readonly (readonly [room: string, name: string, begins: readonly string[]])[] = [
  ['/', 'Events', ['', 'events']],
  ['/actors', 'Actors', ['actors']],
  ['/reports', 'Reports', ['reports']],
  ['/review', 'Review', ['review', 'double']],
  ['/sources', 'Add', ['sources', 'add']],
];

type Props = { status: Status | null; grown: boolean; refresh: () => void; children: ReactNode };

/** What stands around every page. */
export function Frame({ status, grown, refresh, children }: Props) {
  const path = usePath();
  const [, begin = ''] = path.split('/');
  const standing = useStanding();
  const reviews = useMay('reviewer');
  const adds = useMay('coder');
  const owns = useMay('owner');
  // Before anyone has come in there is nowhere to go.
  const rooms =
    standing?.level === null
      ? []
      : ROOMS.filter(([room]) => (room !== '/review' || reviews) && (room !== '/sources' || adds));
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="frame">
        <Link className="name" to="/" aria-label="Attest, to the events">
          Attest
        </Link>
        <nav aria-label="Main">
          {rooms.map(([room, name, begins]) => (
            <Link key={room} to={room} aria-current={begins.includes(begin) ? 'page' : undefined}>
              {name}
            </Link>
          ))}
        </nav>
        <div className="standing">
          {status && (
            <span className="counts">
              <span>{reportsWords(status.reports)}</span> <span>{eventsWords(status.events)}</span>{' '}
              <span className="extra">{number(status.claims)} claims</span>
              {status.waiting > 0 && <span className="waiting">{number(status.waiting)} being coded</span>}
            </span>
          )}
          {standing?.by === 'session' && (
            <Link className="who" to="/account" aria-current={path === '/account' ? 'page' : undefined}>
              {standing.name}
            </Link>
          )}
          {standing?.by === 'nobody' && standing.accounts && standing.level !== null && (
            <Link to="/sign-in">Sign in</Link>
          )}
          {owns && (
            <Link
              className="theme"
              to="/settings"
              title="Settings"
              aria-label="Settings"
              aria-current={path === '/settings' ? 'page' : undefined}
            >
              <span aria-hidden="true">⚙</span>
            </Link>
          )}
          <GuardChoice />
          <ThemeChoice />
        </div>
      </header>
      <div role="status" className={grown ? 'grown' : undefined}>
        {grown && (
          <>
            The record has grown.{' '}
            <button type="button" onClick={refresh}>
              Show what is new
            </button>
          </>
        )}
      </div>
      <GuardBar />
      <Withheld>{children}</Withheld>
    </>
  );
}
