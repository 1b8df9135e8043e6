import { around, exists, reach, type Time, weekday } from './calendar.js';
import { tokenAt } from './phrase.js';
import type { Said, Side } from './said.js';
import type { Words } from './token.js';

/**
 * What open words are counted from: the day of publication (a day number), and the time last spoken of with its sentence.
 * `period`: the last year or part of a year told, which "a year earlier" is compared with. `narrative`: the text tells a story of
 * long ago, and counts from the time in focus and not from its publication. `years`: those that a story moves in.
 */
export type Anchor = {
  published: number | null;
  told: Time | null;
  sentence: number;
  period: { time: Time; sentence: number } | null;
  narrative: boolean;
  years: { from: number; to: number };
};

/** So many years written out, at least, make a text a history, if most of them are LONG_AGO years before it was published. */
const ENOUGH = 4;
const LONG_AGO = 2;
const MOST = 0.6;
/** A story does not leap further than so many years from most of those it names; a year beyond is an aside. */
const LEAP = 10;

function yearsOf({ is }: Said): number[] {
  const one = is.kind === 'range' ? is.finish : is;
  return one.kind === 'calendar' && one.short === undefined && one.time.year !== null ? [one.time.year] : [];
}

/**
 * The anchor a text begins with. It is a history if most years written out are long past: news names few years, and mostly
 * its own. An undated text is one only by its years, for its months may be those of the news.
 */
export function anchorOf(phrases: readonly Said[], published: number | null): Anchor {
  const years = phrases.flatMap(yearsOf).sort((a, b) => a - b);
  const now = published === null ? (years.at(-1) ?? 0) + LONG_AGO : around(published, 'year').year!;
  const past = years.filter(year => year <= now - LONG_AGO).length;
  const quarter = (part: number): number => years[Math.floor(part * (years.length - 1))] ?? 0;
  return {
    ...{ published, told: null, sentence: -9, period: null },
    narrative: years.length >= ENOUGH && past >= MOST * years.length,
    years: { from: quarter(0.25) - LEAP, to: quarter(0.75) + LEAP },
  };
}

const COARSE = /century|decade|year/u;
const PERIOD = /year|half|quarter|month/u;
/**
 * Moves the focus to a time just told. Not in a story: to an aside's year, to a day counted from the publication, or from a day
 * to the year that it lies in. `compared`: told only to compare with the one before ("a year earlier").
 */
export function focus(
  anchor: Anchor,
  time: Time,
  sentence: number,
  said: { from?: 'said' | 'told'; compared: boolean },
): void {
  if (said.compared) return;
  if (anchor.narrative && time.year !== null) {
    if (said.from === 'said' || time.year < anchor.years.from || time.year > anchor.years.to) return;
    const finer = anchor.told && !COARSE.test(anchor.told.unit) && anchor.told.year === time.year;
    if (finer && time.unit === 'year' && sentence - anchor.sentence < 2) return;
  }
  anchor.told = time;
  anchor.sentence = sentence;
  if (PERIOD.test(time.unit) && time.unit !== 'year') anchor.period = { time, sentence };
}

/** A step back in a story costs as much as so many days forward: it mostly goes on. */
const BACK = 75;

/** The year of a month, a day or a season in a story: the one that lies nearest to the time in focus, rather after than before. */
export function inStory(of: Time, told: Time): Time {
  const year = told.year!;
  if (COARSE.test(told.unit)) return { ...of, year };
  const [from, to] = reach(told)!;
  const cost = (candidate: Time): number => {
    const [first, last] = reach(candidate)!;
    return first > to ? first - to : last < from ? from - last + BACK : 0;
  };
  return [year, year + 1, year - 1].map(y => ({ ...of, year: y })).sort((a, b) => cost(a) - cost(b))[0]!;
}

/** A month or day that lies so many times nearer ahead than behind is to come, where no verb says. */
const NEARER = 3;

/**
 * The year of a month, a day, a quarter that names none, from the publication: the past one, unless words or distance say
 * otherwise. `on`: the day of the week that is told with it, Monday 1.
 */
export function inYear(of: Time, published: number, side: Side, tense: -1 | 0 | 1, on: number | null = null): Time {
  const year = around(published, 'year').year!;
  const at = (y: number): Time => ({ ...of, year: y });
  // "Saturday, April 25" tells the year, near enough.
  const falls =
    on === null ? undefined : [year, year - 1, year + 1].find(y => exists(at(y)) && weekday(reach(at(y))![0]) === on);
  if (falls !== undefined) return at(falls);
  if (side === 0) return at(year);
  const years = Array.from({ length: 12 }, (_, i) => i);
  const isBehind = (y: number): boolean => (side === -1 ? reach(at(y))![1] : reach(at(y))![0] - 1) < published;
  const isAhead = (y: number): boolean => reach(at(y))![1] >= published + (side === 1 ? 1 : 0);
  const behind = years.map(i => year + 1 - i).find(y => exists(at(y)) && isBehind(y));
  const ahead = years.map(i => year - 1 + i).find(y => exists(at(y)) && isAhead(y));
  if (behind === undefined || ahead === undefined) return of;
  if (side !== null) return at(side === 1 ? ahead : behind);
  // A quarter or half is told of when its figures are known, whatever the verb.
  const isLong = !/day|month/u.test(of.unit);
  if (isLong || tense === -1) return at(behind);
  if (tense === 1) return at(ahead);
  const [until, since] = [reach(at(ahead))![0] - published, published - reach(at(behind))![1]];
  return at(NEARER * until < since ? ahead : behind);
}

const COMING =
  /^(?:will|'ll|’ll|shall|wo|would|scheduled|expected|expects?|planned|due|payable|upcoming|going|hopes?|effective|until|till)$/u;
const PAST_FORM =
  /(?:[^e]ed|^(?:was|were|had|did|fell|began|met|shot|held|took|came|went|became|left|sent|won|lost|saw|made|got|gave|found|told|ran|rose|struck|broke|brought|built|fought|hit|killed|led|set|died|grew|drove|threw|put|cut|spoke|wrote|paid|sold))$/u;
/** Verbs of saying take in what others did or will do. */
const SAYING = /^(?:said|says|told|announced|added|reported|noted)$/u;
/** So many words before a date, at most, may hold its verb. */
const REACH = 14;

/** Whether the words before a time, or right after one that begins its sentence, speak of what was (-1), what is to come (1), or of neither. */
export function tenseAt({ tokens }: Words, start: number, end: number): -1 | 0 | 1 {
  const here = tokenAt(tokens, start);
  const sentence = tokens[here]?.sentence;
  for (let i = here - 1; i >= Math.max(0, here - REACH) && tokens[i]!.sentence === sentence; i--) {
    const { lower, pos } = tokens[i]!;
    if (lower === 'since' || (i > here - 3 && SAYING.test(lower))) return -1;
    // "was extended to Nov. 6", "had been set to expire on Nov. 6".
    if (lower === 'to' && (i === here - 1 || tokens[i + 1]?.pos === 'VERB')) return 0;
    if (COMING.test(lower) || (/^plans?$/u.test(lower) && pos === 'VERB')) return 1;
    if ((pos === 'VERB' || pos === 'AUX') && PAST_FORM.test(lower) && !SAYING.test(lower)) return -1;
  }
  const next = tokenAt(tokens, end);
  if (here > 2 && tokens[here - 3]!.sentence === sentence) return 0;
  for (let i = next; i < Math.min(tokens.length, next + REACH) && tokens[i]!.sentence === sentence; i++) {
    const { lower, pos } = tokens[i]!;
    if (COMING.test(lower)) return 1;
    if ((pos === 'VERB' || pos === 'AUX') && PAST_FORM.test(lower)) return -1;
  }
  return 0;
}
