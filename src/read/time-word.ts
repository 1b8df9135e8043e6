import type { DayPart } from '../codebook/date.js';

export const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
export const SMALL =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
export const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
export const ORDINALS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
  );

// White space that may run over one line end, never over an empty line.
export const S = '(?:[ \\t\\u00a0]{1,4}\\r?\\n?[ \\t\\u00a0]{0,4}|\\r?\\n[ \\t\\u00a0]{0,4})';
export const MONTH =
  '(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\b\\.?)';
export const WEEKDAY = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
export const SHORT_DAY = '(?:Mon|Tues?|Weds?|Thur?s?|Fri|Sat|Sun)\\b\\.?';
export const SMALL_ORD = ORDINALS.join('|');
export const DAY = `(?:(?:[12]\\d|3[01]|0?[1-9])(?:st|nd|rd|th)?|${SMALL_ORD}|twenty-(?:${ORDINALS.slice(0, 9).join('|')})|thirt(?:ieth|y-first))`;
export const YEAR = '(?:1\\d{3}|20\\d\\d)(?![\\d%]|[.,:/]\\d)';
export const SMALL_NUM = `(?:${TENS.join('|')})(?:(?:-| )(?:${SMALL.slice(0, 9).join('|')}))?|${SMALL.join('|')}`;
export const NUMBER = `(?:\\d{1,3}(?:,\\d{3})?(?:\\.\\d)?|${SMALL_NUM}|(?:a|one)${S}hundred|hundred|a${S}couple(?:${S}of)?|couple(?:${S}of)?|a${S}dozen|a${S}few|several|many|few|some|an?|half${S}an?)`;
export const UNIT = '(?:year|quarter|month|week|weekend|day|night|decade|century|centurie|hour|minute|second)';
export const QUARTER = `(?:first|second|third|fourth|final|1st|2nd|3rd|4th)`;
export const PART = '(?:morning|afternoon|evening|night|noon|midnight|dawn|dusk|daybreak|nightfall|midday)';
export const SEASON = '(?:spring|summer|autumn|fall|winter)';
// A hyphen before is that of a longer word ("Arab-Israeli"), but for "mid-May" and "31 May-1 June".
export const BEFORE =
  "(?<![\\w$€£'’.]|\\d[,/-]|(?<!\\b(?:mid|early|late|May|June|July|[a-z]+(?:ary|rch|ril|ust|ber|day)))-)";
export const AFTER = '(?![\\w])';

export const monthOf = (word: string): number => MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1;
export const weekdayOf = (word: string): number => DAYS.indexOf(word.slice(0, 3).toLowerCase()) + 1;
export const dayOf = (word: string): number => {
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
export const partOf = (word: string): DayPart | null =>
  /morning|dawn|daybreak/iu.test(word)
    ? 'MO'
    : /afternoon/iu.test(word)
      ? 'AF'
      : /evening|dusk|nightfall/iu.test(word)
        ? 'EV'
        : /night/iu.test(word)
          ? 'NI'
          : null;
export const clockWord = (word: string): string | undefined =>
  /^(noon|midday)$/iu.test(word) ? '12:00' : /^midnight$/iu.test(word) ? '24:00' : undefined;
export const seasonOf = (word: string): number =>
  ({ sp: 1, su: 2, au: 3, fa: 3, wi: 4 })[word.slice(0, 2).toLowerCase() as 'sp'];
export const quarterOf = (word: string): number =>
  /final/iu.test(word) ? 4 : Number.parseInt(word, 10) || ORDINALS.indexOf(word.toLowerCase()) + 1;
export const singular = (unit: string): string =>
  unit
    .toLowerCase()
    .replace(/^centuries?$/u, 'century')
    .replace(/s$/u, '');

export const ZONE = `(?: (?:local time|(?:[A-Z][a-z]+ )?time\\b|GMT|UTC|[ECMP][SD]T|hours|hrs))?`;
