import type { Span } from '../model/quote.js';
import { reach } from './calendar.js';
import { type Body, modOf, type Said } from './said.js';
import { RULES } from './timex.js';
import type { Token, Words } from './token.js';

/** Index of the first token that ends after `at`. */
export function tokenAt(tokens: Token[], at: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle]!.end > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Direct quotations: “...”, or "..." where the marks pair within a paragraph. */
export function quotations(text: string): Span[] {
  const out: Span[] = [];
  let open: number | null = null;
  for (const { 0: mark, index } of text.matchAll(/[“”"]|\n[ \t]*\n/gu)) {
    if (mark === '“') open = index;
    else if (mark === '"' && open === null) open = index;
    else {
      if (open !== null && !mark.startsWith('\n')) out.push({ start: open, end: index });
      open = null;
    }
  }
  return out;
}

const MONTH_CUE =
  /^(?:in|of|since|until|till|by|during|from|through|to|last|next|this|early|late|mid|every|each|and|or|between|before|after|around|about|for|on|-|–|,|\(|;|\/)$/u;
const YEAR_CUE =
  /^(?:in|of|since|until|till|by|during|from|through|to|early|late|mid|every|before|after|around|about|circa|fiscal|the|a|its|his|her|their|our|and|or|between|for|at|-|–|,|\(|;|\/|summer|winter|spring|autumn|fall|christmas|year|late-|as)$/u;
const PEOPLE =
  /^(?:people|troops|men|women|children|police|civilians|soldiers|fighters|dollars|miles|tons?|feet|km|kilometers|percent|pounds|years|times|members|homes|families|others|dead|more|or so)$/u;

/** "37 years old", "a 12-year-old": how old somebody is, not how long something took. */
const isAge = ({ start, end }: Said, text: string): boolean =>
  /-old$/iu.test(text.slice(start, end)) || /^[\s-](?:old\b|of\sage\b)/iu.test(text.slice(end, end + 8));
/** "four flights a week", "$2 million a year", "three-quarters of its food". */
function isRate({ start, end, is }: Said, text: string, tokens: Token[]): boolean {
  const words = text.slice(start, end);
  if (is.kind === 'period' && is.unit === 'quarter' && /^\s+of\s+(?!the\s+year|\d)/u.test(text.slice(end, end + 14)))
    return true;
  const before = tokens[tokenAt(tokens, start) - 1];
  return (
    /^an?\s\w+$/iu.test(words) &&
    before !== undefined &&
    (before.pos === 'NUM' || before.text === '%' || (before.pos === 'NOUN' && /s$/u.test(before.lower)))
  );
}

/** Whether words that can be a time are one here: "May" the verb or the name, "March" the verb, 2000 of something. */
function isMeant(said: Said, { text, tokens }: Words): boolean {
  if (said.is.kind === 'period') return !isRate(said, text, tokens) && !isAge(said, text);
  if (said.is.kind !== 'calendar') return true;
  const { unit } = said.is.time;
  const words = text.slice(said.start, said.end);
  const first = tokenAt(tokens, said.start);
  const before = tokens[first - 1];
  const after = tokens[tokenAt(tokens, said.end)];
  const cue = before && before.sentence === tokens[first]?.sentence ? before.lower : '';
  if (unit === 'month' && /^\p{L}+\.?$/u.test(words)) {
    const isRisky = /^(?:may|march|mar|dec|jan|sep|oct|jun|apr|august|april|june)$/iu.test(words);
    if (/^(?:may|march|mar|dec|jan|august)\.?$/u.test(words)) return false;
    if (words.length < 5 && words.endsWith('.') && !MONTH_CUE.test(cue)) return false;
    if (!isRisky) return true;
    if (
      /^(?:AUX|VERB|PRON)$/u.test(tokens[first]!.pos) &&
      !/^(?:in|since|until|last|next|early|late|mid|during)$/u.test(cue)
    )
      return false;
    if (cue && !MONTH_CUE.test(cue) && (before!.pos === 'PROPN' || before!.pos === 'PRON')) return false;
    return (
      /^(?:in|since|until|last|next|early|late|mid|during|by|of|this|between|from|until|till|to|through|before|after|mid-to-late|early-to-mid)$/u.test(
        cue,
      ) ||
      (!/^may$/iu.test(words) && !/^march$/iu.test(words) && after?.pos !== 'PROPN')
    );
  }
  if (unit === 'year' && /^\d{4}$/u.test(words)) {
    if (PEOPLE.test(after?.lower ?? '')) return false;
    if (YEAR_CUE.test(cue))
      return !(/00$/u.test(words) && after?.pos === 'NOUN' && after.text.endsWith('s') && cue !== 'the');
    // "his secret 1902 pact", "the firm's 1989 profit".
    const describes =
      after?.pos === 'NOUN' && !/s$/u.test(after.lower) && (before?.pos === 'ADJ' || /^['’]s$|^that$/u.test(cue));
    if (/^(?:NOUN|ADJ|VERB)$/u.test(after?.pos ?? '') && before?.pos !== 'PROPN' && !describes) return false;
    return said.is.time.year! >= 1500 && !/^(?:no\.?|flight|#|room|unit|route|page)$/u.test(cue);
  }
  return true;
}

function candidates(words: Words): Said[] {
  const out: (Said & { rule: number })[] = [];
  for (const [rule, { pattern, read }] of RULES.entries())
    for (const match of words.text.matchAll(pattern)) {
      const is = read(match.groups ?? {}, match[0]);
      const said = is && { start: match.index, end: match.index + match[0].length, is, rule };
      if (said && isMeant(said, words)) out.push(said);
    }
  out.sort((a, b) => a.start - b.start || b.end - a.end || a.rule - b.rule);
  let end = 0;
  return out.filter(said => {
    if (said.start < end) return false;
    end = said.end;
    return true;
  });
}

const isDayLike = (is: Body): boolean =>
  (is.kind === 'calendar' && is.time.unit === 'day') ||
  is.kind === 'weekday' ||
  (is.kind === 'offset' && is.unit === 'day') ||
  (is.kind === 'range' && isDayLike(is.begin));
const ofDay = (day: Body, { part, clock }: Body): Body =>
  ({ ...day, ...(part && !day.part ? { part } : {}), ...(clock && !day.clock ? { clock } : {}) }) as Body;

/** Two neighbours that are one expression ("Monday" + "morning"), or null. `lead`: the text before the first. */
function joined(a: Body, gap: string, b: Body, lead: string): Body | null {
  const between = gap.replace(/\s+/gu, ' ').toLowerCase();
  const bare = (is: Body): boolean => (is.kind === 'part' || is.kind === 'clock') && !('mod' in is);
  if (isDayLike(a) && bare(b) && /^(?:,? at(?: about| around)?|,? around|,| late| early| in the|)? ?$/u.test(between))
    return ofDay(a, b);
  if (bare(a) && isDayLike(b) && /^,? (?:of|on)?(?: the)? ?$/u.test(between)) return ofDay(b, a);
  if (a.kind === 'clock' && b.kind === 'part' && /^ (?:in the|at)? ?$/u.test(between)) return ofDay(a, b);
  if (a.kind === 'weekday' && b.kind === 'calendar' && b.time.unit === 'day' && /^,? ?(?:the )?$/u.test(between))
    return ofDay({ ...b, on: a.n }, a);
  // "January nineteen ninety-seven".
  const isMonth = a.kind === 'calendar' && a.time.unit === 'month' && a.time.year === null && a.side === null;
  if (isMonth && b.kind === 'calendar' && b.time.unit === 'year' && /^,? $/u.test(between))
    return { ...a, time: { ...a.time, year: b.time.year } };
  const scale = (is: Body): string =>
    isDayLike(is) ? 'day' : is.kind === 'calendar' ? is.time.unit : is.kind === 'offset' ? is.unit : '';
  const isRange =
    /^ ?(?:to|until|till|through|[-–—]) ?$/u.test(between) || (between === ' and ' && /\bbetween\s+$/iu.test(lead));
  if (isRange && scale(a) !== '' && scale(a) === scale(b) && a.kind !== 'range' && b.kind !== 'range')
    return { kind: 'range', begin: a, finish: b };
  return null;
}

function composed(found: Said[], text: string): Said[] {
  const out: Said[] = [];
  for (const said of found) {
    let last = out.at(-1);
    let next = said;
    while (last && next.start - last.end < 16) {
      const is = joined(
        last.is,
        text.slice(last.end, next.start),
        next.is,
        text.slice(Math.max(0, last.start - 12), last.start),
      );
      if (!is) break;
      next = { start: last.start, end: next.end, is };
      out.pop();
      last = out.at(-1);
    }
    out.push(next);
  }
  return out;
}

const LEAD =
  /(?<![\p{L}\d-])(?:(?<a>early|late|mid|earlier|later)(?: |-|\s(?:on|in)\s(?:the )?)|(?<b>(?:the )?(?:very )?(?:start|beginning|outset|middle|end|close)) of (?:the )?|(?<c>about|around|circa) )$/iu;
/** Takes in the words before that change a time: "late", "the end of". */
export function led(said: Said, text: string, floor: number): Said {
  const { kind } = said.is;
  if (kind === 'set' || kind === 'vague' || kind === 'period') return said;
  const from = Math.max(floor, said.start - 28);
  const match = LEAD.exec(text.slice(from, said.start).replace(/\s/gu, ' '));
  if (!match) return said;
  const mod = modOf(match[0].replace(/^(?!the)(?=(?:start|begin|middle|end|close))/iu, 'the '));
  return { ...said, start: from + match.index, is: mod && !said.is.mod ? ({ ...said.is, mod } as Body) : said.is };
}

const BESIDE = /^(?:,? (?:and|or|to|until|till|through)(?: the)?(?: early| late| mid-?)?|,| ?[-–—]) ?$/u;
/** "April and June 1955": the year stands once, after the last. */
function lent(found: readonly Said[], text: string): Said[] {
  const out = [...found];
  for (let at = out.length - 2; at >= 0; at--) {
    const [{ is, start, end }, next] = [out[at]!, out[at + 1]!];
    if (is.kind !== 'calendar' || next.is.kind !== 'calendar' || next.is.time.year === null) continue;
    if (is.time.year !== null || is.side !== null || is.short !== undefined || is.toYear !== undefined || is.ofThat)
      continue;
    if (!BESIDE.test(text.slice(end, next.start).replace(/\s+/gu, ' ').toLowerCase())) continue;
    const year = next.is.time.year;
    const [one, other] = [{ ...is.time, year }, next.is.time].map(of => reach(of)?.[0] ?? 0) as [number, number];
    out[at] = { start, end, is: { ...is, time: { ...is.time, year: one > other ? year - 1 : year } } };
  }
  return out;
}

/** The time expressions of a text as they are said, in order, before any is placed in the calendar. */
export const phrases = (words: Words): Said[] => lent(composed(candidates(words), words.text), words.text);
