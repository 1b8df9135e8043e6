import type { DatePrecision, DayPart } from '../codebook/date.js';

export type Unit = 'century' | 'decade' | 'year' | 'half' | 'quarter' | 'season' | 'month' | 'week' | 'weekend' | 'day';
/**
 * A stretch of the calendar: the one form that both TIMEX3 and EDTF are written from. `year`: astronomical (0 is 1 BC),
 * the first year of a decade or a century, the ISO year of a week, null where unknown; `masked` is then its four signs
 * ("XXXX", "XX89"). `n`: month, week, quarter, half or season (1 spring to 4 winter); 0 where the unit has none.
 * `day`: of the month, else 0. `clock`: "21:30".
 */
export type Time = {
  unit: Unit;
  year: number | null;
  masked: string;
  n: number;
  day: number;
  part: DayPart | null;
  clock: string | null;
  mod: string | null;
};
/** First and last day of a time, YYYY-MM-DD, both inclusive; null where not known. */
export type Bounds = { earliest: string | null; latest: string | null };

const DAY_MS = 86_400_000;
const SEASONS = ['SP', 'SU', 'FA', 'WI'];
const pad = (n: number, width = 2): string => String(n).padStart(width, '0');

/** Days since 1970-01-01. `month` may run over. */
export const dayNumber = (year: number, month: number, day: number): number =>
  new Date(0).setUTCFullYear(year, month - 1, day) / DAY_MS;
export const isoDay = (number: number): string => {
  const { year, n, day } = onDay(number);
  return `${pad(year!, 4)}-${pad(n)}-${pad(day)}`;
};
/** Monday 1 to Sunday 7. */
export const weekday = (number: number): number => ((((number + 3) % 7) + 7) % 7) + 1;
/** Days of a month; of February 29 where the year is unknown. */
export const daysIn = (year: number | null, month: number): number => {
  const last = year ?? 2000;
  return dayNumber(last, month + 1, 1) - dayNumber(last, month, 1);
};

export const time = (unit: Unit, year: number | null, n = 0, day = 0, masked = 'XXXX'): Time => ({
  unit,
  year,
  masked,
  n,
  day,
  part: null,
  clock: null,
  mod: null,
});

function onDay(number: number): Time {
  const at = new Date(number * DAY_MS);
  return time('day', at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate());
}

/** The unit of the calendar in which a day lies. */
export function around(number: number, unit: Unit): Time {
  const { year, n, day } = onDay(number);
  const y = year!;
  switch (unit) {
    case 'century':
      return time(unit, Math.floor(y / 100) * 100);
    case 'decade':
      return time(unit, Math.floor(y / 10) * 10);
    case 'year':
      return time(unit, y);
    case 'half':
      return time(unit, y, n > 6 ? 2 : 1);
    case 'quarter':
      return time(unit, y, Math.ceil(n / 3));
    case 'season':
      return time(unit, n < 3 ? y - 1 : y, n < 3 ? 4 : Math.floor(n / 3));
    case 'month':
      return time(unit, y, n);
    case 'day':
      return time(unit, y, n, day);
    default: {
      const thursday = number - weekday(number) + 4;
      const of = onDay(thursday).year!;
      return time(unit, of, Math.floor((thursday - dayNumber(of, 1, 1)) / 7) + 1);
    }
  }
}

/** First and last day as day numbers, or null where the year is unknown. Seasons know no hemisphere: see `boundsOf`. */
export function reach({ unit, year, n, day }: Time): [number, number] | null {
  if (year === null) return null;
  const months = (from: number, count: number): [number, number] => [
    dayNumber(year, from, 1),
    dayNumber(year, from + count, 1) - 1,
  ];
  switch (unit) {
    case 'century':
      return months(1, 1200);
    case 'decade':
      return months(1, 120);
    case 'year':
      return months(1, 12);
    case 'half':
      return months(n * 6 - 5, 6);
    case 'quarter':
      return months(n * 3 - 2, 3);
    case 'season':
      return months(n * 3, 3);
    case 'month':
      return months(n, 1);
    case 'day':
      return [dayNumber(year, n, day), dayNumber(year, n, day)];
    default: {
      const fourth = dayNumber(year, 1, 4);
      const monday = fourth - weekday(fourth) + 1 + (n - 1) * 7;
      return [monday + (unit === 'weekend' ? 5 : 0), monday + 6];
    }
  }
}

/** The time `by` units on, in that unit or, with `keep`, in its own. */
export function shifted(from: Time, unit: Unit, by: number, keep = false): Time | null {
  const days = reach(from);
  if (!days || from.year === null) return null;
  if (keep && from.unit !== 'day' && unit === 'year') return { ...from, year: from.year + by };
  const { year, n, day } = onDay(days[0]);
  const months = { month: 1, quarter: 3, half: 6, season: 3, year: 12, decade: 120, century: 1200 }[unit as 'month'];
  if (months === undefined) return around(days[0] + by * (unit === 'day' ? 1 : 7), unit);
  const month = n + by * months;
  const last = dayNumber(year!, month + 1, 1) - 1;
  return around(Math.min(dayNumber(year!, month, keep ? day : 1), last), keep ? from.unit : unit);
}

/** Whether the calendar has it: no month 13, no 31 February, no year after 9999. */
export const exists = ({ unit, year, n, day }: Time): boolean => {
  if (year !== null && (year < -9998 || year > 9990)) return false;
  if (unit === 'month') return n >= 1 && n <= 12;
  if (unit === 'day') return n >= 1 && n <= 12 && day >= 1 && day <= daysIn(year, n);
  return true;
};

const third = ({ mod }: Time, last: number): [number, number] | null =>
  mod === 'START' ? [1, 10] : mod === 'MID' ? [11, 20] : mod === 'END' ? [21, last] : null;
const isPartOfMonth = (of: Time): boolean => of.unit === 'month' && third(of, 31) !== null;

/** Days that it cannot lie outside of; a season of an unknown hemisphere lies somewhere in its year. */
export function boundsOf(of: Time): Bounds {
  const days = reach(of);
  if (!days || of.year! < 1 || of.mod === 'APPROX') return { earliest: null, latest: null };
  if (of.unit === 'season') {
    const [first, last] = reach(time('year', of.year))!;
    return of.n === 4
      ? { earliest: isoDay(first - 31), latest: isoDay(last + 90) }
      : { earliest: isoDay(first), latest: isoDay(last) };
  }
  const part = of.unit === 'month' ? third(of, days[1] - days[0] + 1) : null;
  return part
    ? { earliest: isoDay(days[0] + part[0] - 1), latest: isoDay(days[0] + part[1] - 1) }
    : { earliest: isoDay(days[0]), latest: isoDay(days[1]) };
}

const yearText = ({ year, masked }: Time, cut = 0): string => {
  if (year === null) return masked;
  const digits = pad(Math.abs(year), 4).slice(0, 4 - cut) + 'X'.repeat(cut);
  return year < 0 ? `-${digits}` : digits;
};

/** EDTF, level 2. A part of a month, a week and a weekend are intervals of days. */
export function edtfOf(of: Time): string {
  const approximate = of.mod === 'APPROX' ? '~' : '';
  const days = reach(of);
  const y = yearText(of);
  if (of.clock && of.year !== null) return `${y}-${pad(of.n)}-${pad(of.day)}T${of.clock}:00`;
  if (of.unit === 'day') return `${y}-${pad(of.n)}-${pad(of.day)}${approximate}`;
  if (days && of.year! > 0 && (isPartOfMonth(of) || of.unit === 'week' || of.unit === 'weekend')) {
    const { earliest, latest } = boundsOf(of);
    return earliest ? `${earliest}/${latest}` : `${isoDay(days[0])}~/${isoDay(days[1])}~`;
  }
  if (of.unit === 'month') return `${y}-${pad(of.n)}${approximate}`;
  if (of.unit === 'season') return `${y}-${20 + of.n}${approximate}`;
  if (of.unit === 'quarter') return `${y}-${32 + of.n}${approximate}`;
  if (of.unit === 'half') return `${y}-${39 + of.n}${approximate}`;
  return `${yearText(of, of.unit === 'decade' ? 1 : of.unit === 'century' ? 2 : 0)}${approximate}`;
}

/** The TIMEX3 value. */
export function timexOf(of: Time): string {
  const y = of.year === null ? of.masked : of.year < 1 ? `BC${pad(1 - of.year, 4)}` : pad(of.year, 4);
  switch (of.unit) {
    case 'century':
      return y.slice(0, -2);
    case 'decade':
      return y.slice(0, -1);
    case 'year':
      return y;
    case 'half':
      return `${y}-H${of.n}`;
    case 'quarter':
      return `${y}-Q${of.n}`;
    case 'season':
      return `${y}-${SEASONS[of.n - 1]}`;
    case 'month':
      return `${y}-${pad(of.n)}`;
    case 'week':
      return `${y}-W${pad(of.n)}`;
    case 'weekend':
      return `${y}-W${pad(of.n)}-WE`;
    default:
      return `${y}-${pad(of.n)}-${pad(of.day)}${of.clock ? `T${of.clock}` : of.part ? `T${of.part}` : ''}`;
  }
}

export function precisionOf(of: Time): DatePrecision {
  if (of.clock && of.year !== null) return 'time';
  if (isPartOfMonth(of)) return 'part-of-month';
  switch (of.unit) {
    case 'day':
    case 'week':
    case 'month':
    case 'year':
      return of.unit;
    case 'season':
    case 'quarter':
    case 'half':
      return 'season';
    default:
      return 'span';
  }
}
