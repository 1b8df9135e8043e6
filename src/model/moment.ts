import { isDay } from '../codebook/date.js';

/** A day or a time of ISO 8601 as the last moment that it names, in UTC: of a day its end. Null for what is neither. */
export function momentOf(text: string): string | null {
  const day: string = text.slice(0, 10);
  if (!isDay(day)) return null;
  if (day === text) return `${text}T23:59:59.999Z`;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return null;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
