import { useEffect, useRef, useState } from 'react';
import { type Answer, ask, type EventList, keep, kept, type Trouble } from './api.js';
import { Link } from './link.js';
import { Wrong } from './page.js';
import { useMay } from './standing.js';

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
export function More({ pages, left }: { pages: ReturnType<typeof usePages>; left: number | null }) {
  if (pages.late) return <Wrong trouble={pages.late} again={pages.more ?? undefined} />;
  if (!pages.more) return null;
  return (
    <button type="button" className="more" aria-disabled={pages.busy} onClick={pages.more}>
      {pages.busy ? 'Fetching more …' : `Show more${left === null ? '' : ` (${left.toLocaleString('en')} left)`}`}
    </button>
  );
}

/** Two pages of events as one; what came in between is not shown twice. */
export const joined = (a: EventList, b: EventList): EventList => {
  const seen = new Set(a.events.map(({ id }) => id));
  return { ...b, events: [...a.events, ...b.events.filter(({ id }) => !seen.has(id))] };
};

/** Where a list is empty: how reports come in. */
export function HowToAdd() {
  const adds = useMay('coder');
  return (
    <p>
      {adds && (
        <>
          <Link to="/sources">Add reports here</Link>, or{' '}
        </>
      )}
      {adds ? 'add' : 'Add'} files, folders, pages or feeds with <code>attest add</code>.
    </p>
  );
}
