import type { DayPart } from '../codebook/date.js';

/** What of a date is put in words; the codebook's value and a row's both have it. */
export type Dated = {
  edtf: string | null;
  earliest: string | null;
  latest: string | null;
  precision: string;
  part?: DayPart | null;
};

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
) as readonly string[];
const SEASONS: Record<string, string> = { '21': 'spring', '22': 'summer', '23': 'autumn', '24': 'winter' };
const PARTS: Record<DayPart, string> = { MO: 'morning', AF: 'afternoon', EV: 'evening', NI: 'night' };

const month = (part: string): string => MONTHS[Number(part) - 1] ?? part;

/** One EDTF term of a day, month, season or year in words; what is none of them comes back as it is. */
export function termWords(term: string): string {
  const found = /^(-?\d{4,}|XXXX)(?:-(\d\d|XX))?(?:-(\d\d|XX))?/.exec(term);
  if (!found) return term;
  const [, year = '', second, day] = found;
  const when = year === 'XXXX' ? ', year not said' : ` ${year}`;
  if (second === undefined) return year === 'XXXX' ? 'year not said' : year;
  if (SEASONS[second]) return `${SEASONS[second]}${when}`;
  if (second === 'XX') return year === 'XXXX' ? 'year not said' : year;
  if (day === undefined || day === 'XX') return `${month(second)}${when}`;
  return `${Number(day)} ${month(second)}${when}`;
}

const cut = (day: string): { year: string; month: string; day: string } => {
  const [, year = '', mon = '', last = ''] = /^(-?\d+)-(\d\d)-(\d\d)/.exec(day) ?? [];
  return { year, month: mon, day: last };
};

/** From one day to another, both included, without saying twice what they share. */
export function spanWords(earliest: string, latest: string): string {
  const [from, to] = [cut(earliest), cut(latest)];
  if (earliest === latest) return termWords(earliest);
  if (from.year !== to.year) return `${termWords(earliest)} to ${termWords(latest)}`;
  if (from.month !== to.month) return `${Number(from.day)} ${month(from.month)} to ${termWords(latest)}`;
  return `${Number(from.day)} to ${termWords(latest)}`;
}

function openWords(edtf: string | null, { earliest, latest }: Dated): string {
  const [from = '', to = ''] = (edtf ?? '').split('/');
  if (from !== '' && from !== '..') return `since ${termWords(from)}`;
  if (to !== '' && to !== '..') return `until ${termWords(to)}`;
  return earliest ? `since ${termWords(earliest)}` : latest ? `until ${termWords(latest)}` : 'day unknown';
}

function whenWords(date: Dated): string {
  const { edtf, earliest, latest, precision } = date;
  if (precision === 'open') return openWords(edtf, date);
  if (precision === 'unresolved' || edtf === null) return 'day unknown';
  if (earliest === null || latest === null) {
    if (edtf.includes('/')) return openWords(edtf, date);
    return termWords(edtf);
  }
  if (precision === 'week') return `week of ${termWords(earliest)}`;
  if (precision === 'part-of-month') {
    const { year, month: mon, day } = cut(earliest);
    const third = Number(day) >= 21 ? 'late' : Number(day) >= 11 ? 'mid' : 'early';
    return third === 'mid' ? `mid-${month(mon)} ${year}` : `${third} ${month(mon)} ${year}`;
  }
  if (['month', 'season', 'year'].includes(precision) && !edtf.includes('/')) return termWords(edtf);
  return spanWords(earliest, latest);
}

/** When, with its precision in words: "28 June 2021", "late February 2021", "since April 2021", "day unknown". */
export function dateWords(date: Dated | null): string {
  if (date === null) return 'date not said';
  return date.part ? `${whenWords(date)}, ${PARTS[date.part]}` : whenWords(date);
}

/** A day of publication or of intake: the day of an ISO time. */
export const dayWords = (day: string | null): string => (day === null ? 'date not known' : termWords(day.slice(0, 10)));

const TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const ZONE = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' });
/** A moment in the reader's own time zone, which is named. */
export function timeWords(iso: string): string {
  const at = new Date(iso);
  const zone = ZONE.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value;
  return `${TIME.format(at)}${zone ? ` ${zone}` : ''}`;
}
