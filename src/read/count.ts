import { quoteOf } from '../model/quote.js';
import type { Row } from './lexicon.js';
import type { CountRead } from './reading.js';
import type { Token, Words } from './token.js';

const UNITS: Record<string, number> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
const POWERS: Record<string, number> = {
  dozen: 12,
  hundred: 100,
  thousand: 1000,
  million: 1e6,
  billion: 1e9,
  lakh: 1e5,
  crore: 1e7,
};
/** Words that give no number: the wording is kept and low and high stay null. */
const VAGUE = /^(?:dozens|scores|hundreds|thousands|several|many|numerous|tens|few|some|multiple|countless|various)$/;
const AT_LEAST = /^(?:at least|more than|over|no fewer than|no less than|not less than|upwards of|in excess of)$/;
const AT_MOST = /^(?:up to|as many as|at most|fewer than|less than|under|no more than)$/;
const ABOUT = /^(?:about|around|some|nearly|almost|roughly|approximately|an estimated|close to)$/;
const NUMBER = /^\d{1,3}(?:[, {2}]\d{3})+$|^\d+$/;

/** The value of a run of number words or digits; null past what a double holds exactly. */
function numberOf(run: readonly Token[]): number | null {
  let total = 0;
  let part = 0;
  for (const token of run) {
    for (const word of token.lower.split('-')) {
      if (NUMBER.test(word)) part += Number(word.replace(/\D/g, ''));
      else if (word in UNITS) part += UNITS[word]!;
      else if (word in POWERS) {
        const power = POWERS[word]!;
        part = (part || 1) * power;
        if (power >= 1000) {
          total += part;
          part = 0;
        }
      } else if (word !== 'and') return null;
    }
  }
  const value = total + part;
  return Number.isSafeInteger(value) ? value : null;
}

const isNumber = (token: Token | undefined): boolean =>
  token !== undefined &&
  (NUMBER.test(token.text) || token.lower.split('-').every(word => word in UNITS || word in POWERS));
const isPower = (token: Token | undefined): boolean => token !== undefined && token.lower in POWERS;

/** The words before a number that bound it ("at least", "up to", "about"): how many tokens, and what they say. */
function bound(tokens: readonly Token[], at: number): { from: number; wording: string } | null {
  for (const size of [3, 2, 1]) {
    const from = at - size;
    if (from < 0 || tokens[from]!.sentence !== tokens[at]?.sentence) continue;
    const wording = tokens
      .slice(from, at)
      .map(token => token.lower)
      .join(' ');
    if (AT_LEAST.test(wording) || AT_MOST.test(wording) || ABOUT.test(wording)) return { from, wording };
  }
  return null;
}

/** The noun that is counted: adjectives and nouns up to its head, at most six words on. */
function counted(words: Words, from: number): { first: number; last: number } | null {
  const { tokens } = words;
  let at = from;
  if (/^(?:of)$/.test(tokens[at]?.lower ?? '')) at++;
  if (
    /^(?:the|its|their|them|whom|his|her|other|more)$/.test(tokens[at]?.lower ?? '') &&
    tokens[at + 1]?.sentence === tokens[from]?.sentence
  )
    at += /^(?:more)$/.test(tokens[at]!.lower) ? 0 : 1;
  const first = at;
  let head = -1;
  for (; at < tokens.length && at < first + 7; at++) {
    const token = tokens[at]!;
    if (token.sentence !== tokens[from]!.sentence) break;
    if (token.pos === 'NOUN' || token.pos === 'PROPN') {
      if (head >= 0 && /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/.test(token.lower)) break;
      head = at;
    } else if (/^[-–‑]$/.test(token.text) && tokens[at - 1]?.end === token.start) continue;
    else if (head >= 0 && !(/^[-–‑]$/.test(tokens[at - 1]!.text) && tokens[at - 1]!.end === token.start)) break;
    else if (token.pos !== 'ADJ' && token.pos !== 'VERB' && token.pos !== 'DET') break;
    else if (token.pos === 'VERB' && !/(?:ed|en|ing)$/.test(token.lower)) break;
  }
  return head >= 0 ? { first, last: head + 1 } : null;
}

const YEARS_OLD = /^(?:[-‐‑–\s]|\sand\sa\shalf\s)?(?:year|month|week|day)s?[-‐‑–\s](?:old|of\sage)\b/iu;
/** "a 9-year-old girl", "John Roe, 34, was", "aged 12", "(19)": how old somebody is, never how many. */
function isAge({ text, tokens }: Words, at: number): boolean {
  const token = tokens[at]!;
  const rest = text.slice(token.end, token.end + 24);
  if (YEARS_OLD.test(rest) || /^age[ds]?$/u.test(tokens[at - 1]?.lower ?? '')) return true;
  if (!/^\d{1,3}$/u.test(token.text) || Number(token.text) > 115) return false;
  const mark = tokens[at - 1];
  const named = tokens[at - 2];
  if (!mark || !named || !/^(?:PROPN|NOUN)$/u.test(named.pos) || named.sentence !== token.sentence) return false;
  return mark.text === ','
    ? /^(?:[,;.)]|\s(?:and|of|who|was|from)\b)/u.test(rest)
    : mark.text === '(' && rest.startsWith(')');
}

/**
 * Numbers of things. A date's or a clock's digits are left out where `taken` says that other readers hold them.
 * `extra`: rows of vague words beyond the built-in ones (word column), for other varieties of English.
 */
export function counts(
  words: Words,
  taken: (start: number, end: number) => boolean = () => false,
  extra: readonly Row[] = [],
): CountRead[] {
  const { text, tokens } = words;
  const more = new Set(extra.map(row => row.word ?? ''));
  const out: CountRead[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (taken(token.start, token.end)) continue;
    const vague = VAGUE.test(token.lower) || more.has(token.lower);
    if (!vague && !isNumber(token)) continue;
    if (!vague && isAge(words, at)) continue;
    // "some 200", "a few": the number decides, the vague word only shades it.
    const dozens = vague && tokens[at + 1]?.lower === 'dozen';
    if (vague && ((isNumber(tokens[at + 1]) && !dozens) || (token.lower === 'few' && tokens[at - 1]?.lower !== 'a')))
      continue;
    let last = dozens ? at + 2 : at + 1;
    if (vague) {
      while (/^(?:of|and)$/.test(tokens[last]?.lower ?? '') && VAGUE.test(tokens[last + 1]?.lower ?? '')) last += 2;
    } else {
      while (
        last < tokens.length &&
        tokens[last]!.sentence === token.sentence &&
        (isPower(tokens[last]) ||
          (tokens[last]!.lower === 'and' && isPower(tokens[last - 1]) && isNumber(tokens[last + 1])) ||
          (isNumber(tokens[last]) &&
            (isPower(tokens[last - 1]) ||
              tokens[last - 1]!.lower === 'and' ||
              (/ty$/.test(tokens[last - 1]!.lower) && !NUMBER.test(tokens[last]!.text)))) ||
          (/^[-–‑]$/.test(tokens[last]!.text) &&
            tokens[last]!.start === tokens[last - 1]!.end &&
            /ty$/.test(tokens[last - 1]!.lower) &&
            isNumber(tokens[last + 1])))
      )
        last++;
    }
    const run = tokens.slice(at, last).filter(one => !/^[-–‑]$/.test(one.text));
    let low: number | null = null;
    let high: number | null = null;
    let wording: string | null = null;
    let from = at;
    const before = bound(tokens, at);
    if (vague) {
      wording = text.slice(token.start, tokens[last - 1]!.end).toLowerCase();
      if (before && AT_LEAST.test(before.wording)) wording = `${before.wording} ${wording}`;
    } else {
      low = high = numberOf(run);
      if (low === null) continue;
      // "two and a half dozen" is neither two nor a dozen.
      if (tokens[last]?.lower === 'and' && tokens[last + 1]?.lower === 'a' && tokens[last + 2]?.lower === 'half')
        continue;
      if (isPower(token) && tokens[at - 1]?.lower === 'half') continue;
      const half = token.lower === 'dozen' && tokens[at - 1]?.lower === 'a' && tokens[at - 2]?.lower === 'half';
      if (half) low = high = 6;
      // "10 to 15", "10-15", "between 10 and 15".
      const joint = tokens[last];
      const second = tokens[last + 1];
      const between = tokens[at - 1]?.lower === 'between';
      if (
        joint &&
        isNumber(second) &&
        (/^(?:to|or)$/.test(joint.lower) ||
          (/^[-–‑]$/.test(joint.text) && joint.start === tokens[last - 1]!.end) ||
          (between && joint.lower === 'and'))
      ) {
        const upper = numberOf([second!]);
        if (upper !== null && upper > low) {
          high = upper;
          last += 2;
          wording = text.slice(token.start, tokens[last - 1]!.end);
        }
      }
      if (before) {
        if (AT_LEAST.test(before.wording)) high = null;
        else if (AT_MOST.test(before.wording)) low = null;
        wording = before.wording;
        from = before.from;
      }
    }
    if (vague && before) from = before.from;
    const noun = counted(words, last);
    const nounQuote = noun ? quoteOf(text, tokens[noun.first]!.start, tokens[noun.last - 1]!.end) : null;
    out.push({
      quote: quoteOf(text, tokens[from]!.start, tokens[last - 1]!.end),
      low,
      high,
      of: nounQuote?.text ?? null,
      noun: nounQuote,
      wording,
    });
    at = last - 1;
  }
  return out;
}
