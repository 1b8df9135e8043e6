import { type DateValue, isDay } from '../codebook/date.js';
import { quoteOf, type Span } from '../model/quote.js';
import { type Anchor, anchorOf, focus, inStory, inYear, tenseAt } from './anchor.js';
import {
  around,
  boundsOf,
  edtfOf,
  exists,
  isoDay,
  precisionOf,
  reach,
  shifted,
  type Time,
  timexOf,
} from './calendar.js';
import { led, phrases, quotations, tokenAt } from './phrase.js';
import type { DateRead } from './reading.js';
import type { Body } from './said.js';
import type { Words } from './token.js';

type Meaning = {
  type: DateRead['type'];
  timex: string | null;
  value: DateValue;
  time: Time | null;
  ends?: [Time, Time];
};
type Tense = -1 | 0 | 1;

const UNRESOLVED: DateValue = { edtf: null, earliest: null, latest: null, part: null, precision: 'unresolved' };
const dayNumberOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** Sentences after which nobody compares with a quarter any more. */
const NEAR = 5;

/** The time that words without range, duration or repetition mean; null where it is not known. */
function pointed(is: Body, anchor: Anchor, tense: Tense, sentence: number): Time | null {
  const { published, told } = anchor;
  const today = published === null ? null : around(published, 'day');
  if (is.kind === 'calendar') {
    const of = is.time;
    if (of.year !== null) return of;
    if (is.short !== undefined) {
      if (today === null) return of;
      const span = of.unit === 'decade' ? 0 : 10;
      let year = Math.floor(today.year! / 100) * 100 + 100 + is.short;
      while (year > today.year! + span) year -= 100;
      return { ...of, year };
    }
    if (is.ofThat) return told?.year != null ? { ...of, year: told.year } : null;
    if (is.toYear !== undefined) return today && { ...of, year: today.year! + (is.toYear ?? 0) };
    if (anchor.narrative && told?.year != null) return inStory(of, told);
    return published === null ? of : inYear(of, published, is.side, tense, is.on);
  }
  if (is.kind === 'weekday') {
    if (anchor.narrative && told?.unit === 'day' && told.year !== null) {
      const [from] = reach(told)!;
      return around(from + ((((is.n - 1 - ((from + 3) % 7)) % 7) + 7) % 7), 'day');
    }
    if (published === null) return null;
    const back = published - ((((published + 3 - (is.n - 1)) % 7) + 7) % 7);
    if (is.side === -1) return around(back === published ? back - 7 : back, 'day');
    if (is.side === 1) return around(back + 7, 'day');
    return around(tense === 1 && back < published ? back + 7 : back, 'day');
  }
  if (is.kind === 'offset') {
    // "a year ago" near a quarter or a month is that quarter a year ago; "the quarter" is the one told last.
    const compares = is.keep || is.unit === 'quarter';
    const period = compares && anchor.period && sentence - anchor.period.sentence < NEAR ? anchor.period.time : null;
    // Figures are told of a quarter that is over.
    if (!period && is.unit === 'quarter' && is.by === 0 && is.from === 'told')
      return today && shifted(today, 'quarter', -1);
    const base = period ?? (is.from === 'told' ? (told ?? today) : today);
    // "four days later" than some time in a month is on no day that one could name.
    if (base && is.unit === 'day' && is.from === 'told' && is.by !== 0 && base.unit !== 'day' && anchor.narrative)
      return null;
    return (
      base && shifted({ ...base, mod: null, part: null, clock: null }, is.unit, is.by, !!is.keep && base.unit !== 'day')
    );
  }
  if (is.kind === 'clock' || is.kind === 'part')
    return told?.unit === 'day' && sentence - anchor.sentence < 3 ? told : null;
  return null;
}

const dateOf = (of: Time): DateValue => ({
  edtf: edtfOf(of),
  ...boundsOf(of),
  part: of.part,
  precision: precisionOf(of),
});

function ranged(begin: Time, finish: Time, part: DateValue['part']): Meaning | null {
  const ends = [begin, finish].map(edtfOf);
  const [from, to] = [boundsOf(begin), boundsOf(finish)];
  if (from.earliest && to.latest && from.earliest > to.latest) return null;
  if (ends.some(end => end.includes('/') || end.includes('T')))
    for (const [i, at] of [from.earliest, to.latest].entries()) if (at) ends[i] = at;
  if (ends.some(end => end.includes('/'))) return null;
  const value: DateValue = {
    edtf: ends.join('/'),
    earliest: from.earliest,
    latest: to.latest,
    part,
    precision: 'span',
  };
  const type = part ? 'TIME' : 'DATE';
  return { type, timex: timexOf(part ? { ...begin, part } : begin), value, time: finish, ends: [begin, finish] };
}

/** A window of some units that ends or begins at the publication. Its far end is known to the unit only. */
function windowed(unit: string, count: number | null, window: -1 | 1, published: number): DateValue {
  const near = isoDay(published);
  const unitOf = (/day|week|night/u.test(unit) ? 'day' : unit) as Time['unit'];
  const known =
    count !== null && Number.isInteger(count) && count < 1000 && /^(?:day|night|week|month|year|decade)$/u.test(unit);
  const far = known ? shifted(around(published, 'day'), unitOf, window * count * (unit === 'week' ? 7 : 1)) : null;
  if (!far || !exists(far) || far.year! < 2)
    return {
      ...UNRESOLVED,
      edtf: window === -1 ? `/${near}` : `${near}/`,
      [window === -1 ? 'latest' : 'earliest']: near,
      precision: 'span',
    };
  const { earliest, latest } = boundsOf(far);
  const text = `${edtfOf(far)}${unit === 'day' ? '' : '~'}`;
  return window === -1
    ? { ...UNRESOLVED, edtf: `${text}/${near}`, earliest, latest: near, precision: 'span' }
    : { ...UNRESOLVED, edtf: `${near}/${text}`, earliest: near, latest, precision: 'span' };
}

/** A time with the part of the day, the clock and the modifier that the words give it. */
const dressed = (of: Time, is: Body): Time => ({
  ...of,
  part: of.unit === 'day' ? (is.part ?? null) : null,
  clock: of.unit === 'day' && is.clock && is.clock !== '24:00' ? is.clock : null,
  mod: is.mod === 'APPROX' && is.clock ? null : (is.mod ?? null),
});

function meant(is: Body, anchor: Anchor, tense: Tense, sentence: number, inSpeech: boolean): Meaning | null {
  const { published } = anchor;
  const none = (timex: string | null, type: Meaning['type'] = 'DATE'): Meaning => ({
    type,
    timex,
    value: UNRESOLVED,
    time: null,
  });
  if (is.kind === 'set') return none(is.value, 'SET');
  if (is.kind === 'vague') {
    const reading = none(is.value);
    return is.recent && published !== null ? { ...reading, value: windowed('', null, -1, published) } : reading;
  }
  if (is.kind === 'period') {
    const reading = none(is.value, 'DURATION');
    return is.window && published !== null && !/hour|minute|second/u.test(is.unit)
      ? { ...reading, value: windowed(is.unit, is.count, is.window, published) }
      : reading;
  }
  if (is.kind === 'range') {
    let begin = pointed(is.begin, anchor, tense, sentence);
    const finish = pointed(is.finish, anchor, tense, sentence);
    if (!begin || !finish) return none(null);
    if (!exists(begin) || !exists(finish)) return null;
    // "3 to 5 May 2023", "April to June 2021": the year stands once.
    if (is.begin.kind === 'calendar' && is.begin.time.year === null && finish.year !== null) {
      begin = { ...begin, year: finish.year };
      if (reach(begin)![0] > reach(finish)![0]) begin = { ...begin, year: finish.year - 1 };
    } else if (is.begin.kind === 'weekday' && reach(begin)![0] > reach(finish)![0]) begin = shifted(begin, 'day', -7)!;
    return ranged(
      dressed(begin, { ...is.begin, ...(is.begin.mod || !is.mod ? {} : { mod: is.mod }) } as Body),
      dressed(finish, is.finish),
      is.part ?? null,
    );
  }
  const hour = is.clock ?? is.part ?? null;
  const type = hour ? 'TIME' : 'DATE';
  // Another's "this evening" is counted from a day that the report does not give.
  const isOthers = inSpeech && hour !== null && (is.kind === 'offset' || is.kind === 'clock' || is.kind === 'part');
  const at = isOthers ? null : pointed(is, anchor, tense, sentence);
  if (!at) {
    if (is.kind === 'part' && is.part === 'NI' && published !== null && !inSpeech) {
      const [from, to] = [isoDay(published - 1), isoDay(published)];
      return {
        ...none(`${to}TNI`, 'TIME'),
        value: { edtf: `${from}/${to}`, earliest: from, latest: to, part: 'NI', precision: 'span' },
      };
    }
    const day = is.kind === 'weekday' ? `XXXX-WXX-${is.n}` : hour ? 'XXXX-XX-XX' : null;
    return none(day && hour ? `${day}T${hour}` : day, type);
  }
  const of = dressed(at, is);
  if (!exists(of)) return null;
  const timex = is.clock === '24:00' ? `${timexOf({ ...of, part: null })}T24:00` : timexOf(of);
  if (is.kind !== 'calendar' || !is.either) return { type, timex, value: dateOf(of), time: of };
  const other = { ...is.either, year: of.year };
  const both = [of, other].sort((a, b) => a.n - b.n || a.day - b.day);
  return {
    type,
    timex: null,
    time: null,
    value: {
      edtf: `[${both.map(edtfOf).join(',')}]`,
      earliest: boundsOf(both[0]!).earliest,
      latest: boundsOf(both[1]!).latest,
      part: null,
      precision: 'day',
    },
  };
}

/** "since April", "until May": the interval with one end open. */
function opened({ value, time: at }: Meaning, isSince: boolean): DateValue {
  if (!at || value.edtf === null) return UNRESOLVED;
  const [first, last] = value.edtf.includes('/') ? value.edtf.split('/') : [value.edtf, value.edtf];
  const { earliest, latest } = value;
  return isSince
    ? { edtf: `${first}/..`, earliest, latest: null, part: null, precision: 'open' }
    : { edtf: `../${last}`, earliest: null, latest, part: null, precision: 'open' };
}

const TO = [/\s(?:to|until|till|through|and|or)\s(?:the\s)?/iu, /\s?[-–—]\s?/u];
/** The two ends of a range as expressions of their own; none where the words do not show where one ends. */
function endsOf(text: string, { start, end }: Span, times: readonly [Time, Time]): DateRead['ends'] {
  const words = text.slice(start, end);
  const gap = TO.map(pattern => pattern.exec(words)).find(found => found !== null);
  if (!gap || gap.index === 0 || gap.index + gap[0].length >= words.length) return [];
  const spans = [
    { from: start, to: start + gap.index },
    { from: start + gap.index + gap[0].length, to: end },
  ];
  return spans.map(({ from, to }, at) => ({
    quote: quoteOf(text, from, to),
    timex: timexOf(times[at]!),
    edtf: edtfOf(times[at]!),
  }));
}

/**
 * The time expressions of a text, in order, none overlapping. `published`: the day of publication (YYYY-MM-DD, or a timestamp
 * that begins so); open words are read past-preferring from it. Without it nothing gets a year that its own words do not
 * give. A quote is the expression without preposition, but "since" and "until" belong to it. The TIMEX value of a range is
 * that of its begin; a day written 04/05/2023 is one of two ("[2023-04-05,2023-05-04]") and has none. "recent weeks" end
 * at the publication and begin nobody knows when ("/2021-06-28"). Durations, sets and "now" have no date of their own and
 * are unresolved as values. Seasons know no hemisphere: their bounds are those of the year.
 */
export function dates(words: Words, published: string | null): DateRead[] {
  const { text, tokens } = words;
  const day = published?.slice(0, 10);
  const said = phrases(words);
  const anchor = anchorOf(said, isDay(day) ? dayNumberOf(day) : null);
  const spoken = quotations(text);
  const out: DateRead[] = [];
  let speech = 0;
  let floor = 0;
  for (const atom of said) {
    const one = led(atom, text, floor);
    const { is } = one;
    if (is.kind === 'part' && !is.mod && !/^overnight|^the /iu.test(text.slice(one.start, one.end))) continue;
    while (speech < spoken.length && spoken[speech]!.end < one.start) speech++;
    const inSpeech = speech < spoken.length && spoken[speech]!.start < one.start;
    const sentence = tokens[tokenAt(tokens, one.start)]?.sentence ?? 0;
    const reading = meant(is, anchor, tenseAt(words, one.start, one.end), sentence, inSpeech);
    if (!reading) continue;
    if (reading.time) {
      const from = is.kind === 'offset' ? { from: is.from } : {};
      focus(anchor, reading.time, sentence, { ...from, compared: is.kind === 'offset' && !!is.keep });
    }
    const open = /(?<![\p{L}-])(since|until|till)\s+(?:the\s+)?$/iu.exec(
      text.slice(Math.max(floor, one.start - 12), one.start),
    );
    const isOpen = open && /^(?:calendar|weekday|offset|range)$/u.test(is.kind);
    const start = isOpen ? one.start - open[0].length : one.start;
    out.push({
      quote: quoteOf(text, start, one.end),
      value: isOpen ? opened(reading, /since/iu.test(open[1]!)) : reading.value,
      timex: reading.timex,
      type: reading.type,
      mod: is.mod ?? null,
      ends: reading.ends ? endsOf(text, one, reading.ends) : [],
    });
    floor = one.end;
  }
  return out;
}
