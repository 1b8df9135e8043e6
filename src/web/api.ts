import type { z } from '@hono/zod-openapi';
import { useEffect, useRef, useState } from 'react';
import type * as actors from '../server/actor-schema.js';
import type * as lists from '../server/list-schema.js';
import type * as reviews from '../server/review-schema.js';
import type * as schema from '../server/schema.js';
import type * as shapes from '../server/shape.js';

export type EventRow = schema.EventRow;
export type EventPage = schema.EventPage;
export type ReportPage = schema.ReportPage;
export type ClaimView = schema.ClaimView;
export type MapView = lists.MapView;
export type SeriesView = lists.SeriesView;
export type Counted = lists.Counted;
export type Facets = lists.Facets;
export type EventList = z.infer<typeof schema.EventList>;
export type ReportList = z.infer<typeof schema.ReportList>;
export type ReportHead = z.infer<typeof schema.ReportHead>;
export type Status = z.infer<typeof lists.Status>;
export type Queue = reviews.Queue;
export type Strands = schema.Strands;
export type Doubles = z.infer<typeof reviews.Doubles>;
export type DoublePage = z.infer<typeof reviews.DoublePage>;
export type Agreement = z.infer<typeof reviews.Agreement>;
export type ActorList = actors.ActorList;
export type ActorPage = actors.ActorPage;
export type RelationList = actors.RelationList;
export type History = schema.History;
export type Place = z.infer<typeof shapes.Place>;
export type Problem = z.infer<typeof shapes.Problem>;

/** What went wrong, in words for a person. `status` 0: no answer came. */
export type Trouble = Problem & { status: number };
export type Answer<T> = { state: 'asking' } | { state: 'here'; value: T } | { state: 'trouble'; trouble: Trouble };

const DOOR = 'Open the address that attest serve printed: it lets this browser in.';
/** The API's own hint is for who asks it by hand. */
const GONE = 'It may have been erased, or marked, or the address was cut off on its way here.';
const AWAY: Trouble = {
  status: 0,
  code: 'no-answer',
  message: 'The server does not answer',
  hint: 'Look whether attest serve is still running, then try again.',
};

/** Told to the page when an answer says that whoever sat here is out. */
export const OUT = 'attest:out';

async function troubleOf(answer: Response): Promise<Trouble> {
  const said = (await answer.json().catch(() => ({}))) as Partial<Problem>;
  if (said.code === 'sign-in') dispatchEvent(new Event(OUT));
  if (said.code && said.code !== 'no-entry' && answer.status === 401)
    return { status: 401, code: said.code, message: said.message ?? '', hint: said.hint ?? '' };
  const hint = { 401: DOOR, 404: GONE }[answer.status] ?? said.hint ?? 'Try again.';
  const message = answer.status === 401 ? 'This browser has not been let in' : said.message;
  return { status: answer.status, code: said.code ?? 'odd-answer', message: message ?? 'An odd answer came', hint };
}

/** Asks the API. Never throws but for an abort: what goes wrong is an answer too. */
export async function ask<T>(path: string, signal?: AbortSignal): Promise<Answer<T>> {
  try {
    const answer = await fetch(path, { headers: { accept: 'application/json' }, ...(signal ? { signal } : {}) });
    // A moved event is followed by the browser; where it is not, the answer's body names the new one.
    if (!answer.ok && answer.status !== 308) return { state: 'trouble', trouble: await troubleOf(answer) };
    return { state: 'here', value: (await answer.json()) as T };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { state: 'trouble', trouble: AWAY };
  }
}

/** Sends JSON to the API. Never throws: what goes wrong is an answer too. */
export async function send<T>(path: string, body?: object, method = 'POST'): Promise<Answer<T>> {
  try {
    const headers = { accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}) };
    const answer = await fetch(path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!answer.ok) return { state: 'trouble', trouble: await troubleOf(answer) };
    return { state: 'here', value: (await answer.json()) as T };
  } catch {
    return { state: 'trouble', trouble: AWAY };
  }
}

/** Answers of this visit, so that Back shows its page at once and where it was scrolled to. */
const KEPT = new Map<string, unknown>();
const MOST_KEPT = 40;

export function keep(path: string, value: unknown): void {
  KEPT.delete(path);
  KEPT.set(path, value);
  const [oldest] = KEPT.keys();
  if (KEPT.size > MOST_KEPT && oldest !== undefined) KEPT.delete(oldest);
}
export const kept = <T>(path: string): T | undefined => KEPT.get(path) as T | undefined;
/** The record has grown: what was kept may be old. */
export const forget = (): void => KEPT.clear();

/**
 * The answer at `path`, asked for when the path or `turn` changes; null asks nothing. Until the next answer is here the one
 * before it stays, as `old`.
 */
export function useAnswer<T>(path: string | null, turn = 0): Answer<T> & { old: boolean } {
  const [held, hold] = useState<{ path: string; turn: number; answer: Answer<T> } | null>(null);
  const shown = useRef<Answer<T>>({ state: 'asking' });
  useEffect(() => {
    if (path === null || kept(path) !== undefined) return;
    const stop = new AbortController();
    ask<T>(path, stop.signal).then(
      answer => {
        if (answer.state === 'here') keep(path, answer.value);
        hold({ path, turn, answer });
      },
      () => {},
    );
    return () => stop.abort();
  }, [path, turn]);
  const value = path === null ? undefined : kept<T>(path);
  const now: Answer<T> | null =
    value !== undefined
      ? { state: 'here', value }
      : held !== null && held.path === path && held.turn === turn
        ? held.answer
        : null;
  if (now !== null) shown.current = now;
  return { ...shown.current, old: now === null };
}
