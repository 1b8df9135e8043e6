import { sameActor } from '../codebook/actor.js';
import { CODEBOOK, type Field, type Values } from '../codebook/codebook.js';
import type { DateValue } from '../codebook/date.js';
import type { OccurrencesValue } from '../codebook/series.js';
import { TOLL_FIELDS, type TollValue } from '../codebook/toll.js';
import { fold } from '../codebook/variable.js';
import type { Event, FieldValue } from './event.js';

/** A toll by policy `range`. `values`: how many figures stand behind it; `low`, `high`: persons, null where unknown or open. */
export type TollRange = {
  status: TollValue['status'];
  low: number | null;
  high: number | null;
  wording: string | null;
  values: number;
};

export type Bounds = { low: number | null; high: number | null };

const GENERAL = new Set(['unspecified', 'people', 'persons', 'person']);
/** Whether a figure counts people at large, not the soldiers or the children among them. */
export const general = ({ who }: TollValue): boolean => GENERAL.has(fold(who.class));
export const numbered = ({ low, high }: Bounds): boolean => low !== null || high !== null;
/** Whether a figure is for the whole event, and reported. */
export const counts = (value: TollValue): boolean => value.status === 'reported' && value.partOf === null;

/**
 * From the lowest low to the highest high, null where no end is given. "8" beside "at least 12" is 8 and open: no figure reaches as far as the second may; beside
 * "15", "at least 12" is 12 and 15.
 */
export function hull(all: readonly Bounds[]): Bounds {
  const known = all.filter(numbered);
  const lows = known.flatMap(({ low }) => low ?? []);
  const highs = known.flatMap(({ high }) => high ?? []);
  const low = lows.length > 0 ? Math.min(...lows) : null;
  const high = highs.length > 0 ? Math.max(...highs) : null;
  return {
    low: low !== null && known.some(one => one.low === null && one.high! < low) ? null : low,
    high: high !== null && known.some(one => one.high === null && one.low! > high) ? null : high,
  };
}

/** The bounds of figures that may count different people. */
function bounds(figures: readonly TollValue[]): Bounds {
  const all = figures.filter(numbered);
  const whole = all.filter(general);
  if (whole.length > 0) {
    const { low, high } = hull(whole);
    // "5 soldiers" says nothing against "8 people"; "15 soldiers" does.
    const more = Math.max(...all.map(one => one.high ?? one.low ?? 0));
    return { low, high: high === null ? null : Math.max(high, more) };
  }
  const classes = new Set(all.map(({ who }) => fold(who.class)));
  // "5 soldiers and 3 civilians" may be 8 people: an upper end that nobody gave would be invented.
  return classes.size > 1 ? { ...hull(all), high: null } : hull(all);
}

function wordingOf(figures: readonly TollValue[], { low, high }: Bounds): string | null {
  const vague = figures.filter(figure => !numbered(figure));
  // What no number stands for is said first: beside "3" and "dozens" the words are all that is known of the second.
  const told = vague.length > 0 ? vague : figures.every(one => one.low === low && one.high === high) ? figures : [];
  const words = new Set(told.flatMap(({ wording }) => wording ?? []));
  return words.size === 1 ? [...words][0]! : words.size > 1 ? [...words].join('; ') : null;
}

/** Whether a value is given by deniers alone; one without claims is nobody's to deny. */
export const onlyDenied = (one: { claims: readonly string[] }, denied: (claim: string) => boolean): boolean =>
  one.claims.length > 0 && one.claims.every(denied);

/**
 * The toll of an event by policy `range`: from the lowest to the highest figure given for the whole event, null where the field
 * has no value.
 *
 * Parts ("including four children") and denied figures are left out; `denied` tells of a claim's id whether who made it denies
 * it, for a figure that only deniers give. Figures of one class of people ("5 soldiers") count where nobody counts people at
 * large; where several classes do and may add up, `high` is null. "At least 12" is 12 and null. A reported figure wins over
 * "none reported", that over "under review", that over a denial; only a reported one has numbers. `values` counts reported
 * figures for the whole event.
 */
export function tollRange(
  values: readonly FieldValue<TollValue>[],
  denied: (claim: string) => boolean = () => false,
): TollRange | null {
  if (values.length === 0) return null;
  const stands = values.filter(one => !onlyDenied(one, denied)).map(({ value }) => value);
  const status = (['reported', 'none-reported', 'under-review'] as const).find(one =>
    stands.some(value => value.status === one),
  );
  const figures = stands.filter(counts);
  const range = bounds(figures);
  return { status: status ?? 'denied', ...range, wording: wordingOf(figures, range), values: figures.length };
}

/**
 * By how many persons the tolls of an event differ at least: from the highest that any figure begins at down to the lowest that any
 * ends at; 0 where all can be right. Figures of several classes of people, with none for all of them, are not compared.
 */
export function tollGap(
  values: readonly FieldValue<TollValue>[],
  denied: (claim: string) => boolean = () => false,
): number {
  const figures = values
    .filter(one => !onlyDenied(one, denied) && counts(one.value) && numbered(one.value))
    .map(({ value }) => value);
  const whole = figures.filter(general);
  const classes = new Set(figures.map(({ who }) => fold(who.class)));
  const alike = whole.length > 0 ? whole : classes.size === 1 ? figures : [];
  if (alike.length < 2) return 0;
  const [highest, lowest] = [alike.map(({ low }) => low ?? 0), alike.flatMap(({ high }) => high ?? [])];
  // "At least 12" ends nowhere, but is no figure below 12 either; beside "8" it is 4 more.
  return lowest.length === 0 ? 0 : Math.max(0, Math.max(...highest) - Math.min(...lowest));
}

const somePair = <T>(list: readonly T[], clash: (a: T, b: T) => boolean): boolean =>
  list.some((a, at) => list.slice(at + 1).some(b => clash(a, b)));

const before = (a: Bounds, b: Bounds): boolean => a.high !== null && b.low !== null && a.high < b.low;
const apart = (a: Bounds, b: Bounds): boolean => before(a, b) || before(b, a);

function tollsClash(a: TollValue, b: TollValue): boolean {
  if (a.partOf !== null || b.partOf !== null) return false;
  const sides = a.who.side === b.who.side || a.who.side === 'unknown' || b.who.side === 'unknown';
  if (!sides) return false;
  const same = (general(a) && general(b)) || fold(a.who.class) === fold(b.who.class);
  const pair = [a.status, b.status].sort().join();
  // Who denies a figure gainsays whoever reports one that it meets.
  if (pair === 'denied,reported') return same && !apart(a, b);
  if (pair !== 'reported,reported') return false;
  if (same) return apart(a, b);
  // A class of people cannot be more than all of them.
  return (general(a) && before(a, b)) || (general(b) && before(b, a));
}

const daysApart = (a: DateValue, b: DateValue): boolean => {
  const ends = (one: DateValue, other: DateValue) =>
    one.latest !== null && other.earliest !== null && one.latest < other.earliest;
  return ends(a, b) || ends(b, a);
};

type Clashes = { [F in Field]?: (a: Values[F], b: Values[F]) => boolean };
const CLASHES: Clashes = {
  type: (a, b) => a.plover !== b.plover,
  date: daysApart,
  occurrences: apart,
  ordinal: (a, b) => fold(a.of) === fold(b.of) && a.n !== b.n,
  responsibility: (a, b) => (a.stance === 'denies') !== (b.stance === 'denies') && sameActor(a.who, b.who),
  acled: (a, b) => a !== b,
  cameo: (a, b) => a !== b,
  ...Object.fromEntries(TOLL_FIELDS.map(field => [field, tollsClash])),
};

const isSeries = ({ low, high }: OccurrencesValue): boolean => high === null || high > 1 || (low ?? 0) > 1;

/**
 * The fields of an event whose values cannot all be right, in codebook order: dates that share no day (but of a series),
 * tolls of the same people that do not overlap or that are reported and denied, types of different PLOVER categories, numbers
 * of times that do not overlap, two ranks in one row, responsibility that one party is given and denies, codes that people
 * set differently. Several actors, places, weapons or purposes are no disagreement. `denied` as in `tollRange`: what only deniers
 * give disagrees with nothing, but for a figure that others report.
 */
export function disagreement(fields: Event['fields'], denied: (claim: string) => boolean = () => false): Field[] {
  const tolls: readonly string[] = TOLL_FIELDS;
  const series = (fields.occurrences ?? []).some(({ value }) => isSeries(value));
  return CODEBOOK.map(({ field }) => field as Field).filter(field => {
    const clash = CLASHES[field] as ((a: unknown, b: unknown) => boolean) | undefined;
    if (!clash || (field === 'date' && series)) return false;
    const values = ((fields[field] ?? []) as FieldValue<unknown>[]).flatMap(one => {
      if (!onlyDenied(one, denied)) return [one.value];
      return tolls.includes(field) ? [{ ...(one.value as TollValue), status: 'denied' }] : [];
    });
    return somePair(values, clash);
  });
}
