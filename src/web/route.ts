import { useSyncExternalStore } from 'react';

/** Pages whose address is their name. */
const PLAIN = ['actors', 'double', 'sources', 'account', 'people', 'settings', 'sign-in', 'join'] as const;
type Plain = (typeof PLAIN)[number];

/** What an address shows. */
export type Route =
  | { page: 'events' | 'reports' | 'review' | 'bulk' | 'feeds' | 'outlets' | Plain | 'lost' }
  | { page: 'event'; id: string }
  | { page: 'report'; id: string }
  | { page: 'actor'; id: string }
  | { page: 'blind'; id: string };

const decoded = (part: string): string | null => {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
};

/** The route of a path. A path that is none is `lost`, and shows where to go. */
export function routeOf(path: string): Route {
  const [first = '', second = '', ...rest] = path.split('/').filter(part => part !== '');
  if (first === '') return { page: 'events' };
  if (second === '' && first === 'reports') return { page: 'reports' };
  if (second === '' && first === 'review') return { page: 'review' };
  if (first === 'review' && second === 'bulk' && rest.length === 0) return { page: 'bulk' };
  if (second === '' && first === 'add') return { page: 'sources' };
  if (first === 'sources' && rest.length === 0 && (second === 'feeds' || second === 'outlets')) return { page: second };
  const plain = PLAIN.find(name => name === first);
  if (second === '' && plain) return { page: plain };
  const id = rest.length === 0 && second !== '' ? decoded(second) : null;
  if (id !== null && first === 'events') return { page: 'event', id };
  if (id !== null && first === 'reports') return { page: 'report', id };
  if (id !== null && first === 'double') return { page: 'blind', id };
  if (id !== null && first === 'actors') return { page: 'actor', id };
  return { page: 'lost' };
}

export const eventPath = (id: string): string => `/events/${encodeURIComponent(id)}`;
export const actorPath = (key: string): string => `/actors/${encodeURIComponent(key)}`;
export const doublePath = (report: string): string => `/double/${encodeURIComponent(report)}`;
export const reportPath = (id: string, claim?: string): string =>
  `/reports/${encodeURIComponent(id)}${claim === undefined ? '' : `#claim-${encodeURIComponent(claim)}`}`;

/** The claim that the address points at, or null. */
export const claimOf = (hash: string): string | null =>
  hash.startsWith('#claim-') ? decoded(hash.slice('#claim-'.length)) : null;

/** The words of a report that the address points at by their offsets, or null. */
export function wordsOf(hash: string): { start: number; end: number } | null {
  const found = /^#words-(\d{1,9})-(\d{1,9})$/.exec(hash);
  return found && Number(found[1]) < Number(found[2]) ? { start: Number(found[1]), end: Number(found[2]) } : null;
}

const CHANGED = 'attest:moved';

/** Goes to an address of the desk. `replace`: as a correction of this one, not as a step that Back returns to. */
export function go(to: string, { replace = false } = {}): void {
  const before = location.pathname;
  if (replace) history.replaceState(history.state, '', to);
  else history.pushState(null, '', to);
  dispatchEvent(new Event(CHANGED));
  // A step on begins at the top; where a step back was scrolled to, the browser knows.
  if (location.pathname !== before && location.hash === '') scrollTo(0, 0);
}

function watch(moved: () => void): () => void {
  addEventListener('popstate', moved);
  addEventListener('hashchange', moved);
  addEventListener(CHANGED, moved);
  return () => {
    removeEventListener('popstate', moved);
    removeEventListener('hashchange', moved);
    removeEventListener(CHANGED, moved);
  };
}

/** The parts of the address, and a new drawing whenever one of them changes. */
export const usePath = (): string => useSyncExternalStore(watch, () => location.pathname);
export const useSearch = (): string => useSyncExternalStore(watch, () => location.search);
export const useHash = (): string => useSyncExternalStore(watch, () => location.hash);
