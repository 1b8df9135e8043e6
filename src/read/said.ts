import type { DayPart } from '../codebook/date.js';
import type { Span } from '../model/quote.js';
import { type Time, time, type Unit } from './calendar.js';

/**
 * What a time expression says, before anything is known of when it was said. `calendar`: a time whose year may be open;
 * `weekday`; `offset`: `by` units from the publication (`from: 'said'`) or from the time last spoken of; `part`, `clock`:
 * of a day not named here; `period`: a duration, `window` -1 or 1 where it ends or begins at the publication;
 * `set`; `vague`: PAST_REF and the like; `range`: from one to another. `side`: last, this, next. `short`: a year of two
 * digits. `either`: the other reading of 04/05. `toYear`: "June last year"; `ofThat`: "June of that year"; `on`: its day of the week.
 */
export type Body = { mod?: string; part?: DayPart | null; clock?: string } & (
  | {
      kind: 'calendar';
      time: Time;
      side: Side;
      short?: number;
      either?: Time;
      toYear?: Side;
      ofThat?: boolean;
      on?: number;
    }
  | { kind: 'weekday'; n: number; side: Side }
  | { kind: 'offset'; unit: Unit; by: number; from: 'said' | 'told'; keep?: boolean }
  | { kind: 'part' }
  | { kind: 'clock' }
  | { kind: 'period'; value: string; window: -1 | 0 | 1; unit: string; count: number | null }
  | { kind: 'set'; value: string }
  | { kind: 'vague'; value: string; recent?: boolean }
  | { kind: 'range'; begin: Body; finish: Body }
);
export type Said = Span & { is: Body };
export type Side = -1 | 0 | 1 | null;

export const sideOf = (word: string | undefined): Side =>
  !word ? null : /last|past|previous|prior|preceding/iu.test(word) ? -1 : /next|coming|following/iu.test(word) ? 1 : 0;
export const CODES: Record<string, [string, string]> = {
  year: ['P', 'Y'],
  quarter: ['P', 'Q'],
  month: ['P', 'M'],
  week: ['P', 'W'],
  weekend: ['P', 'WE'],
  day: ['P', 'D'],
  night: ['P', 'NI'],
  decade: ['P', 'DE'],
  century: ['P', 'CE'],
  hour: ['PT', 'H'],
  minute: ['PT', 'M'],
  second: ['PT', 'S'],
};
export const lengthOf = (count: number | null, unit: string): string => {
  const [before, after] = CODES[unit]!;
  return before + (count ?? 'X') + after;
};
export const period = (count: number | null, unit: string, window: -1 | 0 | 1): Body => ({
  kind: 'period',
  value: lengthOf(count, unit),
  window,
  unit,
  count,
});
export const calendar = (at: Time, side: Side = null): Body => ({ kind: 'calendar', time: at, side });
export const yearOf = (digits: string | undefined): number | null => (digits ? Number(digits) : null);
export const dated = (year: string | undefined, month: number, day: number): Body => {
  // The year 0000 is none: month 13 makes the whole impossible.
  if (year && Number(year) === 0 && year.length === 4) return calendar(time('day', 1, 13, day));
  if (year?.length === 2)
    return { kind: 'calendar', time: time('day', null, month, day, `XX${year}`), side: null, short: Number(year) };
  return calendar(time('day', yearOf(year), month, day));
};
/** "June last year", counted from the publication, and "June of that year", from the time last told. */
export const relativeTo = (year: string, of: Body): Body =>
  ({ ...of, ...(/that|same/iu.test(year) ? { ofThat: true } : { toYear: sideOf(year) }) }) as Body;
export const offset = (unit: string, by: number, from: 'said' | 'told', keep = false): Body => ({
  kind: 'offset',
  unit: unit as Unit,
  by,
  from,
  keep,
});
export const days = (from: Body, to: Body): Body => ({ kind: 'range', begin: from, finish: to }) as Body;
export const clockOf = (hour: string, minute: string | undefined, half: string | undefined): string | null => {
  let h = Number(hour);
  const m = Number(minute ?? 0);
  if (half && (h < 1 || h > 12)) return null;
  if (half) h = (h % 12) + (/^p/iu.test(half) ? 12 : 0);
  return h < 24 && m < 60 ? `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}` : null;
};
export const clocked = (clock: string | null): Body | null => (clock ? { kind: 'clock', clock } : null);

export const modOf = (word: string): string | undefined =>
  /^(?:early|the (?:very )?(?:start|beginning|outset))/iu.test(word)
    ? 'START'
    : /^(?:mid|the middle)/iu.test(word)
      ? 'MID'
      : /^(?:late(?!r)|the (?:very )?(?:end|close))/iu.test(word)
        ? 'END'
        : /^(?:about|around|circa|approx|roughly)/iu.test(word)
          ? 'APPROX'
          : undefined;
export function modded(body: Body, word: string | undefined): Body {
  const mod = word ? modOf(word) : undefined;
  return mod ? ({ ...body, mod } as Body) : body;
}
