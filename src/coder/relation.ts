import type { PloverCategory } from '../codebook/type.js';
import { type Quote, quoteOf, type Span } from '../model/quote.js';
import type { Row } from '../read/lexicon.js';
import { tokenAt } from '../read/phrase.js';
import { verbLemma } from '../read/tag.js';
import type { Token, Words } from '../read/token.js';
import { singular, type Triggers } from './trigger.js';

/** What one party does to another: a category of PLOVER, and the words that say so. */
export type Relation = { plover: PloverCategory; quote: Quote };
/** Rows of `en/relations` by each of their first words; a row is a list of alternatives for each of its words. Category null: said and no more, as PLOVER has it ("expressed hope"). */
export type Relations = Map<string, { rest: string[][]; plover: PloverCategory | null }[]>;

/** The table of relations, ready to be asked. */
export function relationsOf(rows: readonly Row[]): Relations {
  const found: Relations = new Map();
  for (const { words, plover } of rows) {
    const [first, ...rest] = words!.split(' ').map(alternatives => alternatives.split('|'));
    for (const word of first!)
      found.set(word, [
        ...(found.get(word) ?? []),
        { rest, plover: plover === '-' ? null : (plover as PloverCategory) },
      ]);
  }
  return found;
}

/** So many words, at most, may stand between two words of a row. */
const GAP = 8;

const formsOf = ({ lower, lemma }: Token): string[] => [lower, lemma, singular(lower), verbLemma(lower)];

/** The token after a row's words, or null where they do not all follow. */
function endOf(tokens: readonly Token[], at: number, rest: readonly string[][]): number | null {
  let end = at + 1;
  for (const alternatives of rest) {
    let next = end;
    const last = Math.min(tokens.length, end + GAP);
    while (next < last && !formsOf(tokens[next]!).some(form => alternatives.includes(form))) {
      // Another verb begins another predicate: "have long refused talks" is no "have talks".
      if (tokens[next]!.pos === 'VERB' && tokens[next - 1]!.lower !== 'to') return null;
      next++;
    }
    if (next >= last || tokens[next]!.sentence !== tokens[at]!.sentence) return null;
    end = next + 1;
  }
  return end;
}

type Found = { plover: PloverCategory | null; first: number; last: number; length: number };

/** The longest row that begins at a token; else what the trigger table says of the word. */
function foundAt(tokens: readonly Token[], at: number, relations: Relations, triggers: Triggers): Found | null {
  const token = tokens[at]!;
  const forms = formsOf(token);
  let best: Found | null = null;
  for (const { rest, plover } of forms.flatMap(form => relations.get(form) ?? [])) {
    if (rest.length === 0 && !isPredicate(tokens, at)) continue;
    if (best && best.length > rest.length) continue;
    const last = endOf(tokens, at, rest);
    if (last !== null && (!best || best.length < rest.length + 1 || last < best.last))
      best = { plover, first: at, last, length: rest.length + 1 };
  }
  if (best || !isPredicate(tokens, at)) return best;
  const trigger = forms.map(form => triggers.verbs.get(form)).find(one => one !== undefined);
  return trigger ? { plover: trigger.type.plover, first: at, last: at + 1, length: 1 } : null;
}

const DETERMINER = /^(?:the|a|an|his|her|its|their|this|that|these|those|any|no|some|all|more|new)$/u;
/** Whether a word is used as a verb; after an article or in the middle of a name it is a noun. */
function isPredicate(tokens: readonly Token[], at: number): boolean {
  const { pos, lower } = tokens[at]!;
  if (/^(?:must|should)$/u.test(lower)) return true;
  if (/^(?:ready|willing|prepared|open|alert)$/u.test(lower)) return true;
  if (pos === 'VERB') return true;
  const before = tokens[at - 1];
  if (pos === 'NOUN' || pos === 'ADJ' || pos === 'PROPN')
    return (
      /(?:[^s]s|ed)$/u.test(lower) &&
      !DETERMINER.test(before?.lower ?? 'the') &&
      before?.pos !== 'ADJ' &&
      before?.pos !== 'ADP'
    );
  return false;
}

const AHEAD = /^(?:will|'ll|’ll|shall|would|wo)$/u;
/** What a party that does it would only do: by will and promise, PLOVER codes the promise, or the threat. */
const PROMISED: Partial<Record<PloverCategory, PloverCategory>> = {
  CONSULT: 'AGREE',
  SUPPORT: 'AGREE',
  COOPERATE: 'AGREE',
  AID: 'AGREE',
  CONCEDE: 'AGREE',
  RETREAT: 'AGREE',
  PROTEST: 'THREATEN',
  MOBILIZE: 'THREATEN',
  SANCTION: 'THREATEN',
  COERCE: 'THREATEN',
  ASSAULT: 'THREATEN',
};
/** Not done, or no longer: PLOVER codes the refusal of what would have been cooperation. */
const UNDONE: Partial<Record<PloverCategory, PloverCategory>> = {
  AGREE: 'REJECT',
  CONSULT: 'REJECT',
  SUPPORT: 'REJECT',
  COOPERATE: 'REJECT',
  AID: 'REJECT',
  CONCEDE: 'REJECT',
  RETREAT: 'REJECT',
};

function shaded(tokens: readonly Token[], plover: PloverCategory, first: number): PloverCategory {
  const before = tokens
    .slice(Math.max(0, first - 4), first)
    .filter(({ sentence }) => sentence === tokens[first]!.sentence);
  const lowers = before.map(({ lower }) => lower);
  const negated =
    lowers.some(word => /^(?:not|n't|n’t|never|cannot)$/u.test(word)) || lowers.slice(-3).join(' ') === 'failed to';
  if (negated) return UNDONE[plover] ?? plover;
  return lowers.some(word => AHEAD.test(word)) ? (PROMISED[plover] ?? plover) : plover;
}

/**
 * What `source` does to `target`, both spans of one sentence of `words`; null where no word of the table tells. The first
 * predicate after the source counts, past words of saying, which are no relation; where the target stands first ("was
 * arrested by"), the first one after the target. Coded as PLOVER codes it: what is only promised is AGREE, only threatened
 * THREATEN, refused REJECT.
 */
export function relationOf(
  words: Words,
  source: Span,
  target: Span,
  relations: Relations,
  triggers: Triggers,
): Relation | null {
  const { tokens } = words;
  const [one, other] = source.start <= target.start ? [source, target] : [target, source];
  const from = tokenAt(tokens, one.end);
  const sentence = tokens[tokenAt(tokens, one.start)]?.sentence;
  const inner = (at: number): boolean => tokens[at]!.start < other.end && tokens[at]!.end > other.start;
  const begins: number[] = [];
  for (let at = from; at < tokens.length && tokens[at]!.sentence === sentence; at++) if (!inner(at)) begins.push(at);
  // What stands before or within the parties is asked last: "attacks by", "shelling killed".
  for (let at = tokenAt(tokens, one.start); at < from; at++) begins.push(at);
  for (let at = tokenAt(tokens, one.start) - 1; at >= 0 && tokens[at]!.sentence === sentence; at--) begins.push(at);
  for (const at of begins) {
    const found = foundAt(tokens, at, relations, triggers);
    if (!found) continue;
    if (found.plover === null) return null;
    const quote = quoteOf(words.text, tokens[found.first]!.start, tokens[found.last - 1]!.end);
    return { plover: shaded(tokens, found.plover, found.first), quote };
  }
  return null;
}
