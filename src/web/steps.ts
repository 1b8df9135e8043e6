import type { SeriesView } from './api.js';
import { termWords } from './date.js';

// Time in steps: years, months or days, named as the API names them ("2021", "2021-06", "2021-06-28").

export type Unit = 'year' | 'month' | 'day';
const DAY_MS = 86_400_000;
const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);
const LENGTH: Record<Unit, number> = { year: 4, month: 7, day: 10 };

export const firstDay = (step: string): string => `${step}-01-01`.slice(0, 10);
/** The last day of a year, a month or a day. */
export function lastDay(step: string): string {
  if (step.length === 4) return `${step}-12-31`;
  if (step.length === 10) return step;
  const [year = 0, month = 0] = step.split('-').map(Number);
  return iso(Date.UTC(year, month, 0));
}
export const stepOf = (day: string, unit: Unit): string => day.slice(0, LENGTH[unit]);
export const stepWords = (step: string): string => termWords(step);

function before(step: string): string {
  const [year = 0, month = 0] = step.split('-').map(Number);
  if (step.length === 4) return String(year - 1).padStart(4, '0');
  if (step.length === 7)
    return month === 1
      ? `${String(year - 1).padStart(4, '0')}-12`
      : `${step.slice(0, 5)}${String(month - 1).padStart(2, '0')}`;
  return iso(Date.parse(step) - DAY_MS);
}

const MOST = 2000;
/** All steps from one to another, both included; of more than 2,000 the last. */
export function stepsBetween(first: string, last: string): string[] {
  const steps: string[] = [];
  for (let step = last; step >= first && steps.length < MOST; step = before(step)) steps.push(step);
  return steps.reverse();
}

/** Days from one to another, both included. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
/** The unit that shows so many days in some ten to five hundred steps. */
export const unitFor = (days: number): Unit => (days <= 200 ? 'day' : days <= 366 * 40 ? 'month' : 'year');

/** The first and the last step that any series has something in; null where none has. */
export function extentOf({ series }: Pick<SeriesView, 'series'>): [string, string] | null {
  const all = series.flatMap(({ points }) => points.map(({ at }) => at)).sort();
  return all.length === 0 ? null : [all[0]!, all.at(-1)!];
}

export type Measure = 'events' | 'killed';
/** What a point comes to: events, or the highest figures of the killed. */
export const sizeOf = (point: { events: number; high: number }, measure: Measure): number =>
  measure === 'events' ? point.events : point.high;

/** A round number from which an axis divides evenly. */
export function niceTop(most: number): number {
  if (most <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10].map(part => part * power).find(top => top >= most) ?? 10 * power;
}

/** The steps at which an axis is labelled: some eight of them, at the turns of years or months. */
export function ticksOf(steps: readonly string[], most: number): { at: number; label: string }[] {
  if (steps.length === 0) return [];
  const turns = steps.flatMap((step, at) => (step.length === 4 || step.endsWith('-01') ? [{ at, step }] : []));
  const list = turns.length >= 2 ? turns : steps.map((step, at) => ({ at, step }));
  const every = Math.max(1, Math.ceil(list.length / Math.max(2, most)));
  return list
    .filter((_, at) => at % every === 0)
    .map(({ at, step }) => ({
      at,
      label:
        step.length === 7 && step.endsWith('-01')
          ? step.slice(0, 4)
          : step.length === 10
            ? step.slice(step.endsWith('-01-01') ? 0 : 5)
            : step,
    }));
}
