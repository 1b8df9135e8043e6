import { isDay } from '../codebook/date.js';

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}(?::?\d{2}){0,2}(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d{2}:?\d{0,2}))?)?$/;

/** The day of an ISO 8601 day or date-time as it is written (the publisher's own day), or null where it is none. */
export function dayOf(value: string): string | null {
  const day = DATE_TIME.exec(value.trim())?.[1];
  return isDay(day) ? day : null;
}
