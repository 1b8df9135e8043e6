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
type Groups = Record<string, string | undefined>;
type Rule = { pattern: RegExp; read(groups: Groups, all: string): Body | null };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const SMALL =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ORDINALS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
  );

// White space that may run over one line end, never over an empty line.
const S = '(?:[ \\t\\u00a0]{1,4}\\r?\\n?[ \\t\\u00a0]{0,4}|\\r?\\n[ \\t\\u00a0]{0,4})';
const MONTH =
  '(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\b\\.?)';
const WEEKDAY = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
const SHORT_DAY = '(?:Mon|Tues?|Weds?|Thur?s?|Fri|Sat|Sun)\\b\\.?';
const SMALL_ORD = ORDINALS.join('|');
const DAY = `(?:(?:[12]\\d|3[01]|0?[1-9])(?:st|nd|rd|th)?|${SMALL_ORD}|twenty-(?:${ORDINALS.slice(0, 9).join('|')})|thirt(?:ieth|y-first))`;
const YEAR = '(?:1\\d{3}|20\\d\\d)(?![\\d%]|[.,:/]\\d)';
const SMALL_NUM = `(?:${TENS.join('|')})(?:(?:-| )(?:${SMALL.slice(0, 9).join('|')}))?|${SMALL.join('|')}`;
const NUMBER = `(?:\\d{1,3}(?:,\\d{3})?(?:\\.\\d)?|${SMALL_NUM}|(?:a|one)${S}hundred|hundred|a${S}couple(?:${S}of)?|couple(?:${S}of)?|a${S}dozen|a${S}few|several|many|few|some|an?|half${S}an?)`;
const UNIT = '(?:year|quarter|month|week|weekend|day|night|decade|century|centurie|hour|minute|second)';
const QUARTER = `(?:first|second|third|fourth|final|1st|2nd|3rd|4th)`;
const PART = '(?:morning|afternoon|evening|night|noon|midnight|dawn|dusk|daybreak|nightfall|midday)';
const SEASON = '(?:spring|summer|autumn|fall|winter)';
// A hyphen before is that of a longer word ("Arab-Israeli"), but for "mid-May" and "31 May-1 June".
const BEFORE = "(?<![\\w$€£'’.]|\\d[,/-]|(?<!\\b(?:mid|early|late|May|June|July|[a-z]+(?:ary|rch|ril|ust|ber|day)))-)";
const AFTER = '(?![\\w])';

const rule = (source: string, read: Rule['read']): Rule => ({
  pattern: new RegExp(BEFORE + source.replace(/\[[^\]]*\]| /gu, part => (part === ' ' ? S : part)) + AFTER, 'giu'),
  read,
});

export const monthOf = (word: string): number => MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1;
const weekdayOf = (word: string): number => DAYS.indexOf(word.slice(0, 3).toLowerCase()) + 1;
const dayOf = (word: string): number => {
  const digits = Number.parseInt(word, 10);
  if (!Number.isNaN(digits)) return digits;
  const [ten, one] = word.toLowerCase().split('-');
  if (one) return (ten === 'twenty' ? 20 : 30) + ORDINALS.indexOf(one) + 1;
  return ten === 'thirtieth' ? 30 : ORDINALS.indexOf(ten!) + 1;
};
/** A number in words or digits; null for a vague one ("several"). */
export const amountOf = (words: string): number | null => {
  const said = words.toLowerCase().replace(/\s+/gu, ' ').replace(/ of$/u, '');
  if (/^\d/u.test(said)) return Number(said.replace(',', ''));
  if (/^half/u.test(said)) return 0.5;
  if (/hundred$/u.test(said)) return 100;
  if (/couple$/u.test(said)) return 2;
  if (/dozen$/u.test(said)) return 12;
  if (said === 'a' || said === 'an') return 1;
  const [ten, one] = said.split(/[- ]/u);
  if (SMALL.includes(ten!)) return SMALL.indexOf(ten!) + 1;
  if (TENS.includes(ten!)) return (TENS.indexOf(ten!) + 2) * 10 + (one ? SMALL.indexOf(one) + 1 : 0);
  return null;
};
const partOf = (word: string): DayPart | null =>
  /morning|dawn|daybreak/iu.test(word)
    ? 'MO'
    : /afternoon/iu.test(word)
      ? 'AF'
      : /evening|dusk|nightfall/iu.test(word)
        ? 'EV'
        : /night/iu.test(word)
          ? 'NI'
          : null;
const clockWord = (word: string): string | undefined =>
  /^(noon|midday)$/iu.test(word) ? '12:00' : /^midnight$/iu.test(word) ? '24:00' : undefined;
const seasonOf = (word: string): number =>
  ({ sp: 1, su: 2, au: 3, fa: 3, wi: 4 })[word.slice(0, 2).toLowerCase() as 'sp'];
const quarterOf = (word: string): number =>
  /final/iu.test(word) ? 4 : Number.parseInt(word, 10) || ORDINALS.indexOf(word.toLowerCase()) + 1;
const singular = (unit: string): string =>
  unit
    .toLowerCase()
    .replace(/^centuries?$/u, 'century')
    .replace(/s$/u, '');
const sideOf = (word: string | undefined): Side =>
  !word ? null : /last|past|previous|prior|preceding/iu.test(word) ? -1 : /next|coming|following/iu.test(word) ? 1 : 0;
const CODES: Record<string, [string, string]> = {
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
const lengthOf = (count: number | null, unit: string): string => {
  const [before, after] = CODES[unit]!;
  return before + (count ?? 'X') + after;
};
const period = (count: number | null, unit: string, window: -1 | 0 | 1): Body => ({
  kind: 'period',
  value: lengthOf(count, unit),
  window,
  unit,
  count,
});
const calendar = (at: Time, side: Side = null): Body => ({ kind: 'calendar', time: at, side });
const yearOf = (digits: string | undefined): number | null => (digits ? Number(digits) : null);
const dated = (year: string | undefined, month: number, day: number): Body => {
  // The year 0000 is none: month 13 makes the whole impossible.
  if (year && Number(year) === 0 && year.length === 4) return calendar(time('day', 1, 13, day));
  if (year?.length === 2)
    return { kind: 'calendar', time: time('day', null, month, day, `XX${year}`), side: null, short: Number(year) };
  return calendar(time('day', yearOf(year), month, day));
};
/** "June last year", counted from the publication, and "June of that year", from the time last told. */
const relativeTo = (year: string, of: Body): Body =>
  ({ ...of, ...(/that|same/iu.test(year) ? { ofThat: true } : { toYear: sideOf(year) }) }) as Body;
const offset = (unit: string, by: number, from: 'said' | 'told', keep = false): Body => ({
  kind: 'offset',
  unit: unit as Unit,
  by,
  from,
  keep,
});
const days = (from: Body, to: Body): Body => ({ kind: 'range', begin: from, finish: to }) as Body;
const clockOf = (hour: string, minute: string | undefined, half: string | undefined): string | null => {
  let h = Number(hour);
  const m = Number(minute ?? 0);
  if (half && (h < 1 || h > 12)) return null;
  if (half) h = (h % 12) + (/^p/iu.test(half) ? 12 : 0);
  return h < 24 && m < 60 ? `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}` : null;
};
const clocked = (clock: string | null): Body | null => (clock ? { kind: 'clock', clock } : null);

const ZONE = `(?: (?:local time|(?:[A-Z][a-z]+ )?time\\b|GMT|UTC|[ECMP][SD]T|hours|hrs))?`;

/** Patterns, longest match wins; among equals the earlier rule. In them a blank stands for white space over one line end. */
export const RULES: Rule[] = [
  rule(
    `(?<y>\\d{4})-(?<m>\\d\\d)-(?<d>\\d\\d)(?:[T ](?<h>\\d\\d):(?<i>\\d\\d)(?::\\d\\d(?:\\.\\d{1,6})?)?(?:Z|[+-]\\d\\d:?\\d\\d)?)?`,
    ({ y, m, d, h, i }) => {
      const clock = h ? clockOf(h, i, undefined) : null;
      return { ...dated(y, Number(m), Number(d)), ...(clock ? { clock } : {}) } as Body;
    },
  ),
  rule(`(?<y>\\d{4})[/.](?<m>\\d\\d?)[/.](?<d>\\d\\d?)`, ({ y, m, d }) => dated(y, Number(m), Number(d))),
  rule(`(?<a>\\d\\d?)(?<s>[/.-])(?<b>\\d\\d?)\\k<s>(?<y>\\d{4}|\\d\\d)`, ({ a, b, y, s }) => {
    if (y!.length === 2 && s === '.') return null;
    const [one, two] = [Number(a), Number(b)];
    const american = dated(y, one, two);
    if (one > 12) return dated(y, two, one);
    if (two > 12 || one === two) return american;
    return { ...american, either: time('day', yearOf(y!.length === 4 ? y : undefined), two, one, `XX${y}`) } as Body;
  }),
  rule(
    `(?:the )?(?<d>${DAY})(?: ?(?<c>[-–—]|to|and) ?(?<e>${DAY}))?(?: of)? (?<m>${MONTH})(?:,? (?<y>${YEAR}))?`,
    ({ d, e, m, y }) =>
      e ? days(dated(y, monthOf(m!), dayOf(d!)), dated(y, monthOf(m!), dayOf(e))) : dated(y, monthOf(m!), dayOf(d!)),
  ),
  rule(
    `(?<m>${MONTH}) (?:the )?(?<d>${DAY})(?!:\\d| ?[ap]\\.?m)(?: ?(?:[-–—]|to|and) ?(?<e>${DAY})(?! (?:${MONTH}|[a-z])))?(?:,? (?<y>${YEAR}))?`,
    ({ d, e, m, y }) =>
      e ? days(dated(y, monthOf(m!), dayOf(d!)), dated(y, monthOf(m!), dayOf(e))) : dated(y, monthOf(m!), dayOf(d!)),
  ),
  rule(
    `(?:(?<r>last|this|this past|next|the previous|the following|this coming) )?(?<m>${MONTH})(?:(?:,| of)? (?<y>${YEAR}| ?(?:last|this|next|that|the same) year))?`,
    ({ r, m, y }) =>
      y && /year/u.test(y)
        ? relativeTo(y, calendar(time('month', null, monthOf(m!)), null))
        : calendar(time('month', yearOf(y), monthOf(m!)), sideOf(r)),
  ),
  rule(`(?:(?:the )?(?:fiscal |year |fiscal year ))?(?<y>${YEAR})(?![-–]\\d\\d)`, ({ y }) =>
    calendar(time('year', Number(y))),
  ),
  rule(`(?<y>${YEAR.replace(/\(\?!.*$/u, '')})[-–—](?<z>\\d{4}|\\d\\d)`, ({ y, z }) => {
    const end = Number(z!.length === 2 ? y!.slice(0, 2) + z : z);
    return end > Number(y) && end < 2101 ? days(calendar(time('year', Number(y))), calendar(time('year', end))) : null;
  }),
  rule(
    `(?<c>nineteen|eighteen|seventeen|twenty) (?:hundred|(?<t>${TENS.join('|')})(?:(?:-| )(?<o>${SMALL.slice(0, 9).join('|')}))?)`,
    ({ c, t, o }) =>
      (!t && c === 'twenty') || (/^twenty$/iu.test(c!) && !t)
        ? null
        : calendar(time('year', amountOf(c!)! * 100 + (t ? amountOf(t + (o ? ` ${o}` : ''))! : 0))),
  ),
  rule(`(?:the year )two thousand`, () => calendar(time('year', 2000))),
  rule(`(?:ca?\\. ?|circa )?(?<y>[1-9]\\d{0,3})(?: ?[-–] ?\\d{1,4})? ?(?:BC|B\\.C\\.?|BCE)`, ({ y }) =>
    calendar(time('year', 1 - Number(y))),
  ),
  rule(`(?:A\\.?D\\.? ?(?<y>[1-9]\\d{1,3})|(?<z>[1-9]\\d{1,3}) (?:AD|A\\.D\\.|CE))`, ({ y, z }) =>
    calendar(time('year', Number(y ?? z))),
  ),
  rule(`(?:the )?(?:(?<m>early|mid|late)(?:-| ))?(?<d>1\\d\\d|20\\d)0['’]?s`, ({ d, m }) =>
    modded(calendar(time('decade', Number(d) * 10)), m),
  ),
  rule(
    `(?:the )?(?:(?<m>early|mid|late)(?:-| ))?(?<w>['’‘]?[2-9]0['’]?s|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)`,
    ({ w, m }, all) => {
      if (!/^the|['’‘]/iu.test(all)) return null;
      const tens = /\d/u.test(w!)
        ? Number(/\d/u.exec(w!)![0]) * 10
        : (TENS.findIndex(ten => ten.slice(0, 3) === w!.slice(0, 3).toLowerCase()) + 2) * 10;
      const of = modded(calendar(time('decade', null, 0, 0, `XX${tens / 10}X`)), m);
      return { ...of, short: tens } as Body;
    },
  ),
  {
    ...rule('', () => null),
    pattern: /(?<![\w'’])['’‘](?<y>\d\d)(?![\w'’])/giu,
    read: ({ y }) => ({
      kind: 'calendar',
      time: time('year', null, 0, 0, `XX${y}`),
      side: null,
      short: Number(y),
    }),
  },
  rule(`(?:the )?(?<n>\\d{1,2}(?:st|nd|rd|th)|${SMALL_ORD}|twenty-first)(?:-| )century`, ({ n }) =>
    calendar(time('century', (dayOf(n!) - 1) * 100)),
  ),
  rule(
    `(?:(?<r>last|this|this past|next|this coming|the previous|the following|the next|that) )?(?<w>${WEEKDAY})(?!s)(?: (?<k>last|next)(?! week| month| year))?`,
    ({ r, w, k }) => ({ kind: 'weekday', n: weekdayOf(w!), side: sideOf(r ?? k) }),
  ),
  rule(`(?:(?<r>every|each) )(?<w>${WEEKDAY})s?`, ({ w }) => ({ kind: 'set', value: `XXXX-WXX-${weekdayOf(w!)}` })),
  rule(`(?<w>${WEEKDAY})s`, ({ w }) => ({ kind: 'set', value: `XXXX-WXX-${weekdayOf(w!)}` })),
  rule(`(?<w>${SHORT_DAY})(?=,? (?:${MONTH}|\\d{1,2} ${MONTH}))`, ({ w }) => ({
    kind: 'weekday',
    n: weekdayOf(w!),
    side: null,
  })),
  rule(`today(?!['’]?s (?:youth|world))`, () => offset('day', 0, 'said')),
  rule(`tonight`, () => ({ ...offset('day', 0, 'said'), part: 'NI' }) as Body),
  rule(`last night`, () => ({ ...offset('day', -1, 'said'), part: 'NI' }) as Body),
  rule(`(?:the day )?(?<b>before )?yesterday`, ({ b }) => offset('day', b ? -2 : -1, 'said')),
  rule(`(?:the day )?(?<a>after )?tomorrow`, ({ a }) => offset('day', a ? 2 : 1, 'said')),
  rule(
    `(?<r>last|this|this past|next|this coming) (?:fiscal |calendar )?(?<u>year|quarter|month|week|weekend|decade|century)`,
    ({ r, u }) => offset(u!.toLowerCase(), sideOf(r)!, 'said'),
  ),
  rule(`(?:the|its) (?:current|present) (?:fiscal |calendar )?(?<u>year|quarter|month|week|decade|century)`, ({ u }) =>
    offset(u!.toLowerCase(), 0, 'said'),
  ),
  rule(`(?:the|its) (?:fiscal |financial )?(?<u>year)(?= end(?:ed|ing))`, ({ u }) => period(1, singular(u!), 0)),
  rule(
    `(?:the |that |that very )(?<r>last|previous|preceding|prior|next|following|same|very same)? ?(?:fiscal |calendar )?(?<u>year|quarter|month|week|weekend|day|decade)`,
    ({ r, u }, all) => {
      const unit = u!.toLowerCase();
      if (/last/iu.test(all)) return unit === 'day' ? null : offset(unit, -1, 'said');
      if (!r && !/^that/iu.test(all) && !/year|month|quarter|weekend/u.test(unit)) return null;
      return offset(unit, sideOf(r) ?? 0, 'told');
    },
  ),
  rule(`the (?:past|last) (?<u>year|month|week|day|decade|century|quarter)`, ({ u }) => period(1, singular(u!), -1)),
  rule(
    `(?:(?:nearly|almost|about|around|some|over|more than|less than|at least|just|roughly) )?(?<n>${NUMBER})(?:-| )(?<u>${UNIT})s? (?<w>ago|earlier|before(?= (?:that|,))|later|afterwards?|hence|from now|previously|after(?= that))`,
    ({ n, u, w }) => {
      const unit = singular(u!);
      const count = amountOf(n!);
      const back = /ago|earlier|before|previously/iu.test(w!);
      if (count === null) return { kind: 'vague', value: back ? 'PAST_REF' : 'FUTURE_REF' };
      const from = /ago|now|hence/iu.test(w!) ? 'said' : 'told';
      if (/hour|minute|second/u.test(unit)) return from === 'said' ? { ...offset('day', 0, 'said') } : null;
      if (!Number.isInteger(count) || count > 999) return null;
      return offset(unit === 'night' ? 'day' : unit, back ? -count : count, from, unit === 'year');
    },
  ),
  rule(`(?:years?|months?|weeks?|days?|decades?|centuries) (?<w>ago|earlier|later)`, ({ w }) => ({
    kind: 'vague',
    value: /later/iu.test(w!) ? 'FUTURE_REF' : 'PAST_REF',
  })),
  rule(`(?:the )?year-(?:ago|earlier)(?: (?:period|quarter))?`, () => offset('year', -1, 'told', true)),
  rule(
    `(?:the )?(?<r>past|last|next|coming|first|following|final|latest|previous|additional|another)(?: )(?<n>${NUMBER})(?:-| )(?<u>${UNIT})s?`,
    ({ r, n, u }) =>
      period(amountOf(n!), singular(u!), /past|last|previous/iu.test(r!) ? -1 : /next|coming/iu.test(r!) ? 1 : 0),
  ),
  rule(
    `(?:(?<q>nearly|almost|about|around|over|under|up to|more than|less than|at least|only|just|roughly|within|the) )?(?<n>${NUMBER})(?:(?:-| )(?:more|additional|full|straight|consecutive|trading|long|whole))?(?:-| )(?<u>${UNIT})s?(?<h> and a half)?(?:(?:-| )long|-old)?`,
    ({ n, u, h, q }, all) => {
      const unit = singular(u!);
      const count = amountOf(n!);
      if (/^(?:a|an|many|few|some) ?$/iu.test(n!) && /^(?:second|quarter|night)$/u.test(unit)) return null;
      if (/^a$/iu.test(n!) && unit === 'day' && !q) return null;
      if (count === null && !/s(?:(?:-| )long)?$/iu.test(all) && !/-/u.test(all)) return null;
      if (/^some$/iu.test(n!) && count === null && !/s$/iu.test(all)) return null;
      const mod = !q
        ? undefined
        : /nearly|almost|under|less/iu.test(q)
          ? 'LESS_THAN'
          : /over|more/iu.test(q)
            ? 'MORE_THAN'
            : /about|around|roughly/iu.test(q)
              ? 'APPROX'
              : /least/iu.test(q)
                ? 'EQUAL_OR_MORE'
                : undefined;
      const body = period(count === null ? null : h ? count + 0.5 : count, unit, 0);
      return mod ? ({ ...body, mod } as Body) : body;
    },
  ),
  rule(
    `(?<=(?:for|after|in|over|within|of|many|take|takes|took|lasted|last|than) )(?<u>year|month|week|day|decade|centurie|hour|minute)s(?! (?:ago|earlier|later))`,
    ({ u }) => period(null, singular(`${u}s`), 0),
  ),
  rule(`(?<u>year|month|week|day|decade|hour)s?-long`, ({ u }, all) =>
    period(/s-/u.test(all) ? null : 1, u!.toLowerCase(), 0),
  ),
  rule(
    `(?:the )?(?<r>recent|past few|last few|past several|last several) (?<u>year|month|week|day|decade|hour|quarter)s`,
    ({ r, u }) =>
      /recent/iu.test(r!)
        ? ({ kind: 'vague', value: 'PAST_REF', recent: true } as Body)
        : period(null, singular(u!), -1),
  ),
  rule(`(?:the )?(?:coming|next few) (?<u>year|month|week|day|quarter)s`, ({ u }) => period(null, singular(u!), 1)),
  rule(
    `(?:(?:the|its|a) )?(?:(?<r>last|this|next|that) year['’]s )?(?:(?<b>${YEAR}) )?(?:fiscal(?:-| )|latest )?(?<q>${QUARTER})(?:-| )(?:fiscal(?:-| ))?quarter(?: of(?: fiscal)? (?<y>${YEAR}| ?(?:last|this|next|that|the same) year)|, (?<z>${YEAR}))?`,
    ({ q, y, z, b, r }) => {
      const year = y && /\d/u.test(y) ? y : (z ?? b);
      const relative = r ?? (y && !/\d/u.test(y) ? y : undefined);
      const of = calendar(time('quarter', yearOf(year), quarterOf(q!)));
      return relative ? relativeTo(relative, of) : of;
    },
  ),
  rule(
    `(?:the )?(?<w>first|last|second|third|final) (?:week|days|weeks|half) of (?<m>${MONTH})(?:,? (?<y>${YEAR}))?`,
    ({ w, m, y }) =>
      ({
        ...calendar(time('month', yearOf(y), monthOf(m!))),
        mod: /first/iu.test(w!) ? 'START' : /last|final/iu.test(w!) ? 'END' : 'MID',
      }) as Body,
  ),
  rule(`(?:the )?latest (?:quarter|period)`, () => offset('quarter', 0, 'told')),
  rule(`(?:the )?(?<h>first|second|last) half of (?:the year|(?<y>${YEAR}))`, ({ h, y }) =>
    calendar(time('half', yearOf(y), /first/iu.test(h!) ? 1 : 2)),
  ),
  rule(
    `(?<a>the |(?:early|late|mid)(?:-| )?)?(?:(?<r>last|this|this past|next|the previous|the following|that|the next) )?(?<s>${SEASON})(?:(?: of|,)? (?<y>${YEAR})|(?<f> of))?`,
    ({ a, r, s, y, f }, all) => {
      if (!y && !r && !/^(?:the|early|late|mid)/iu.test(all)) return null;
      // "the fall of the city" is no autumn.
      if (f && !y) return null;
      return modded(calendar(time('season', yearOf(y), seasonOf(s!)), sideOf(r)), a?.trim());
    },
  ),
  rule(`(?<=(?:in|during|by|since|until|of|through|last|before|after) )(?<s>summer|autumn|winter|spring)`, ({ s }) =>
    calendar(time('season', null, seasonOf(s!))),
  ),
  rule(
    `(?:(?<r>this|that|the|the same|the next|the following|the previous|one) )?(?<p>${PART})(?: hours)?`,
    ({ r, p }, all) => {
      const clock = clockWord(p!);
      if (clock) return clocked(clock);
      const part = partOf(p!);
      if (/^this/iu.test(all)) return { ...offset('day', 0, 'said'), part } as Body;
      if (/^that|^the same/iu.test(all)) return { ...offset('day', 0, 'told'), part } as Body;
      if (/^the (?:next|following)/iu.test(all)) return { ...offset('day', 1, 'told'), part } as Body;
      if (/^the previous/iu.test(all)) return { ...offset('day', -1, 'told'), part } as Body;
      return r === 'one' ? null : { kind: 'part', part };
    },
  ),
  rule(`overnight`, () => ({ kind: 'part', part: 'NI' })),
  rule(`(?<h>\\d{1,2})(?:[:.](?<i>[0-5]\\d))? ?(?<p>[ap]\\.? ?m\\b\\.?)${ZONE}`, ({ h, i, p }) =>
    clocked(clockOf(h!, i, p)),
  ),
  rule(`(?<h>[01]?\\d|2[0-3]):(?<i>[0-5]\\d)(?::[0-5]\\d)?(?:hrs| ?h)?${ZONE}`, ({ h, i }) =>
    clocked(clockOf(h!, i, undefined)),
  ),
  rule(`(?<h>[01]\\d|2[0-3])(?<i>[0-5]\\d) ?(?:local time|GMT|UTC|hours|hrs|h)`, ({ h, i }) =>
    clocked(clockOf(h!, i, undefined)),
  ),
  rule(`(?<h>${SMALL.slice(0, 12).join('|')}) o['’]clock`, ({ h }) =>
    clocked(clockOf(String(amountOf(h!)), '0', undefined)),
  ),
  rule(
    `(?:every|each|per) (?<n>${SMALL_NUM}|\\d{1,2})? ?(?<u>year|quarter|month|week|day|hour|night|morning|evening)s?`,
    ({ n, u }) => {
      const part = partOf(u!);
      return { kind: 'set', value: part ? `XXXX-XX-XXT${part}` : lengthOf(n ? amountOf(n) : 1, singular(u!)) };
    },
  ),
  rule(`(?:daily|nightly|weekly|monthly|annually|yearly|hourly)`, (_, all) => ({
    kind: 'set',
    value:
      { da: 'XXXX-XX-XX', ni: 'XXXX-XX-XXTNI', we: 'XXXX-WXX', mo: 'XXXX-XX', ho: 'PT1H' }[
        all.slice(0, 2).toLowerCase() as 'da'
      ] ?? 'XXXX',
  })),
  rule(`(?:right now|now|currently|at present|nowadays|these days|present-day|the present)`, () => ({
    kind: 'vague',
    value: 'PRESENT_REF',
  })),
  rule(`current`, () => ({ kind: 'vague', value: 'PRESENT_REF' })),
  rule(`(?:more |most )?(?:recently|recent)|the past`, () => ({
    kind: 'vague',
    value: 'PAST_REF',
  })),
  rule(`(?<!as )soon(?! as)`, () => ({ kind: 'vague', value: 'FUTURE_REF' })),
  rule(`the (?:near |foreseeable |not-too-distant )?future`, () => ({
    kind: 'vague',
    value: 'FUTURE_REF',
  })),
  rule(`year-?(?:-| )?end`, () => ({ ...offset('year', 0, 'said'), mod: 'END' }) as Body),
  rule(
    `(?<h>Christmas(?: (?:Day|Eve))?|New Year['’]s (?:Day|Eve)|Boxing Day|Valentine['’]s Day|Halloween|May Day)(?:,? (?<y>${YEAR}))?`,
    ({ h, y }) => {
      const eve = /eve/iu.test(h!.slice(-3));
      const [month, day] = /^chr/iu.test(h!)
        ? [12, eve ? 24 : 25]
        : /^new/iu.test(h!)
          ? eve
            ? [12, 31]
            : [1, 1]
          : /^box/iu.test(h!)
            ? [12, 26]
            : /^val/iu.test(h!)
              ? [2, 14]
              : /^hal/iu.test(h!)
                ? [10, 31]
                : [5, 1];
      return dated(y, month!, day!);
    },
  ),
];

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
function modded(body: Body, word: string | undefined): Body {
  const mod = word ? modOf(word) : undefined;
  return mod ? ({ ...body, mod } as Body) : body;
}
