import { type Cue, isNominal, isPredicate, type Sayings } from './cue.js';
import { isQuoteMark, isTime, phraseAfter } from './speaker.js';
import type { Token } from './token.js';

/** Content is looked for this many tokens far: beyond, a run-on line would cost its square. */
export const FARTHEST = 400;
const WH = new Set(['what', 'how', 'why', 'whether', 'where', 'when', 'who', 'which']);
const ASIDE = new Set(['but', 'though', 'although', 'while', 'whereas', 'yet', 'according']);
const BREAKS = new Set('after when because as while before if since although though whereas until unless'.split(' '));
/** "in an interview", "at a briefing": annotators count the occasion of speaking to the cue. */
const OCCASION =
  /^(?:statement|interview|briefing|letter|tweet|speech|report|conference|email|e-mail|post|filing|memo|message|press|news|phone|telephone|televised|recent|written|joint|video|brief|new|separate|twitter|facebook)$/;

/** Where the content after a cue begins. `cue`: end of the cue with "in a statement"; `kind`: a clause runs further than an object. */
export type Start = { first: number; cue: number; kind: 'clause' | 'object' };

/** Past "in a statement" after a verb of saying, or the same place. */
export function occasionEnd(tokens: Token[], at: number, to: number): number {
  if (
    !/^(?:in|at|on|during)$/.test(tokens[at]?.lower ?? '') ||
    !/^(?:a|an|his|her|its|their|the)$/.test(tokens[at + 1]?.lower ?? '')
  )
    return at;
  let place = at + 2;
  while (place < to && place < at + 8 && (OCCASION.test(tokens[place]!.lower) || tokens[place]!.lower === '-')) place++;
  return place > at + 2 ? place : at;
}

/** Past adverbs, days and prepositional phrases between a verb and its clause. `plain`: nothing but adverbs and days was passed. */
function passed(tokens: Token[], from: number, to: number): { at: number; plain: boolean } {
  let at = from;
  let plain = true;
  for (let guard = 0; guard < 16 && at < to; guard++) {
    const token = tokens[at]!;
    if (isTime(token) || (token.pos === 'ADV' && !WH.has(token.lower) && token.lower !== 'there')) at++;
    else if (token.lower === 'on' && isTime(tokens[at + 1])) at += 2;
    else if ((token.pos === 'ADP' || token.lower === 'to') && at + 1 < to && token.lower !== 'that') {
      const phrase = phraseAfter(tokens, at + 1, to, 'bare');
      if (!phrase) break;
      plain = false;
      at = phrase.last;
    } else break;
  }
  return { at, plain };
}

function hasVerb(tokens: Token[], from: number, to: number): boolean {
  for (let at = from; at < Math.min(to, from + 40); at++) {
    if (tokens[at]!.lower === ';') return false;
    if (isPredicate(tokens, at)) return true;
  }
  return false;
}

const startsPhrase = (token: Token): boolean =>
  isNominal(token) ||
  token.pos === 'DET' ||
  token.pos === 'ADJ' ||
  token.pos === 'SYM' ||
  (token.pos === 'VERB' && /ing$|ed$/.test(token.lower)) ||
  isQuoteMark(token) ||
  token.lower === 'there' ||
  token.lower === "'";

/** Where the content that follows a cue begins, or null where none follows. `to`: end of the clause's region. */
export function contentStart(tokens: Token[], cue: Cue, to: number): Start | null {
  const { frames } = cue.saying;
  const says = frames.has('that') || frames.has('quote') || frames.has('told');
  let from = cue.last;
  let object: number | null = null;
  if (frames.has('told')) {
    const hearer = phraseAfter(tokens, from, to, 'bare');
    if (hearer) {
      object = from;
      from = hearer.last;
    }
  }
  const occasion = says ? occasionEnd(tokens, from, to) : from;
  const end = occasion > from && object === null ? occasion : cue.last;
  const next = passed(tokens, occasion, to);
  if (next.at >= to) {
    return object !== null && frames.has('np')
      ? { first: object, cue: cue.last, kind: 'object' }
      : directObject(tokens, cue, from, to);
  }
  const token = tokens[next.at]!;
  const clause = (first: number): Start => ({ first, cue: end, kind: 'clause' });
  if (says && token.lower === 'that' && token.pos !== 'DET') return clause(next.at);
  if (says && token.lower === ',' && next.at + 1 < to && tokens[next.at + 1]!.lower === 'that')
    return clause(next.at + 1);
  if (token.lower === ':' && next.at + 1 < to && (says || frames.has('np'))) {
    return { first: next.at + 1, cue: next.at === end ? next.at + 1 : end, kind: 'clause' };
  }
  if ((frames.has('that') || frames.has('told')) && WH.has(token.lower) && next.at + 1 < to) return clause(next.at);
  if (/^(?:ask|wonder|question|see|know|decide)$/.test(cue.saying.words[0]!) && token.lower === 'if')
    return clause(next.at);
  if (next.plain || object !== null) {
    const at = next.at;
    // "militias that X said had struck": the subject was moved to the front, the verb follows the cue.
    if (frames.has('that') && object === null && cue.form === 'finite' && isPredicate(tokens, at)) return clause(at);
    if ((frames.has('that') || frames.has('told')) && startsPhrase(token) && hasVerb(tokens, at, to)) return clause(at);
    if ((frames.has('told') || frames.has('to')) && token.lower === 'to' && at + 1 < to) return clause(at);
  }
  if (frames.has('to') && tokens[cue.last]?.lower === 'to' && cue.last + 1 < to)
    return { first: cue.last, cue: cue.last, kind: 'clause' };
  if (frames.has('to') && !frames.has('np')) {
    const infinitive = next.at;
    if (tokens[infinitive]!.lower === 'to' && infinitive + 1 < to)
      return { first: infinitive, cue: cue.last, kind: 'clause' };
  }
  return directObject(tokens, cue, cue.last, to);
}

/** "put the death toll at 11": a figure that somebody gives. */
function putsToll(tokens: Token[], cue: Cue): boolean {
  if (cue.saying.words[0] !== 'put') return false;
  const at = tokens.slice(cue.last, cue.last + 8).findIndex(token => token.lower === 'at');
  const object = tokens.slice(cue.last, cue.last + Math.max(0, at));
  return object.some(({ lower }) => /^(?:toll|dead|deaths|killed|casualties|injured|wounded)$/.test(lower));
}

function directObject(tokens: Token[], cue: Cue, from: number, to: number): Start | null {
  const { frames } = cue.saying;
  if ((!frames.has('np') && !frames.has('obj-to') && !putsToll(tokens, cue)) || from >= to) return null;
  let at = from;
  if (tokens[at]!.pos === 'ADV' && at + 1 < to) at++;
  if (!startsPhrase(tokens[at]!) || isTime(tokens[at])) return null;
  return { first: at, cue: cue.last, kind: frames.has('obj-to') ? 'clause' : 'object' };
}

/** End of the content that begins at `start` (token index, exclusive). `stops`: where a cue set between commas begins. */
export function contentEnd(
  tokens: Token[],
  start: Start,
  to: number,
  table: Sayings,
  stop: number | null,
  inside: (at: number) => boolean,
): number {
  const limit = Math.min(to, start.first + FARTHEST, stop !== null && stop > start.first ? stop : to);
  let depth = 0;
  let at = start.first + 1;
  for (; at < limit; at++) {
    const token = tokens[at]!;
    if (inside(at)) continue;
    const next = tokens[at + 1];
    if (token.lower === ';') break;
    if (token.lower === '(') depth++;
    if (token.lower === ')' && depth-- <= 0) break;
    if (start.kind === 'object') {
      if (token.lower === ',' || (token.pos === 'SCONJ' && BREAKS.has(token.lower))) break;
      if (BREAKS.has(token.lower) && (token.pos === 'ADP' || token.pos === 'ADV') && token.lower !== 'as') break;
      if (token.pos === 'CCONJ' && at + 1 < limit && (isPredicate(tokens, at + 1) || next?.pos === 'PRON')) break;
    }
    if (token.lower === ',' && next) {
      if (ASIDE.has(next.lower)) break;
      if (next.pos === 'VERB' && next.lower.endsWith('ing') && table.verbs.has(next.lemma)) break;
    }
    if (token.pos === 'CCONJ' && next) {
      const verb = next.pos === 'ADV' ? tokens[at + 2] : next;
      if (
        verb?.pos === 'VERB' &&
        table.verbs.get(verb.lemma)?.some(saying => saying.sort === 'say') &&
        at > start.first + 2
      )
        break;
    }
  }
  return trimmed(tokens, start.first, at, inside);
}

/** Without the full stop and the comma at the end, which belong to the sentence; inside quotation marks they stay. */
export function trimmed(tokens: Token[], first: number, last: number, inside: (at: number) => boolean): number {
  let end = last;
  while (end > first && /^(?:[.,;:?!]|—|–|-|―|…)$/.test(tokens[end - 1]!.text) && !inside(end - 1)) end--;
  return end;
}
