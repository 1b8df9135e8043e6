import { time } from './calendar.js';
import {
  type Body,
  calendar,
  clocked,
  clockOf,
  dated,
  days,
  lengthOf,
  modded,
  offset,
  period,
  relativeTo,
  sideOf,
  yearOf,
} from './said.js';
import {
  AFTER,
  amountOf,
  BEFORE,
  clockWord,
  DAY,
  dayOf,
  MONTH,
  monthOf,
  NUMBER,
  PART,
  partOf,
  QUARTER,
  quarterOf,
  S,
  SEASON,
  SHORT_DAY,
  SMALL,
  SMALL_NUM,
  SMALL_ORD,
  seasonOf,
  singular,
  TENS,
  UNIT,
  WEEKDAY,
  weekdayOf,
  YEAR,
  ZONE,
} from './time-word.js';

type Groups = Record<string, string | undefined>;
type Rule = { pattern: RegExp; read(groups: Groups, all: string): Body | null };

const rule = (source: string, read: Rule['read']): Rule => ({
  pattern: new RegExp(BEFORE + source.replace(/\[[^\]]*\]| /gu, part => (part === ' ' ? S : part)) + AFTER, 'giu'),
  read,
});

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
    // "Bloody Sunday" is the name of another day.
    `(?:(?<r>last|this|this past|next|this coming|the previous|the following|the next|that) )?(?<!(?:Bloody|Black) )(?<w>${WEEKDAY})(?!s)(?: (?<k>last|next)(?! week| month| year))?`,
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
