import { once, type Row } from './lexicon.js';
import type { Token } from './token.js';

/** A row of the table of saying, with its frames as a set. */
export type Saying = { words: string[]; sort: string; frames: Set<string>; stance: string };
/** The table by the first word of the lemma: verbs, nouns and phrases apart; the longest lemma first. */
export type Sayings = { verbs: Map<string, Saying[]>; nouns: Map<string, Saying[]>; phrases: Map<string, Saying[]> };

/** A verb of saying with its auxiliaries. Token indexes; `last` is exclusive. `form`: what can be its subject. */
export type Cue = {
  first: number;
  head: number;
  last: number;
  saying: Saying;
  form: 'finite' | 'ing' | 'to' | 'passive';
};

export const sayings = once((rows: Row[]): Sayings => {
  const out: Sayings = { verbs: new Map(), nouns: new Map(), phrases: new Map() };
  for (const row of rows) {
    const words = (row.lemma ?? '').split(' ');
    const saying = {
      words,
      sort: row.sort ?? '',
      frames: new Set((row.frames ?? '').split(',')),
      stance: row.stance ?? 'neutral',
    };
    const map = saying.sort === 'noun' ? out.nouns : saying.sort === 'phrase' ? out.phrases : out.verbs;
    const list = map.get(words[0]!) ?? [];
    list.push(saying);
    list.sort((a, b) => b.words.length - a.words.length);
    map.set(words[0]!, list);
  }
  return out;
});

const BE = new Set(['be', "'s", '’s', "'re", '’re']);
/** Verbs that hand their subject on to an infinitive: "declined to say", "continues to insist". */
const CATENATIVE = new Set(
  'decline refuse continue go appear seem try begin start fail hasten love like want need plan hope use come tend manage choose prefer dare expect happen'.split(
    ' ',
  ),
);
const isTo = (token: Token | undefined): boolean => token?.lower === 'to' && token.pos !== 'ADP';
const isAdverb = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.pos === 'ADV' || token.lower === 'not' || token.lower === "n't" || token.lower === 'n’t');
const isAux = (token: Token | undefined): boolean =>
  token !== undefined && (token.pos === 'AUX' || (BE.has(token.lower) && token.pos !== 'PART'));

export const isParticiple = (token: Token): boolean => /(?:ed|en|wn|ne|ught|ade|aid|old|ut|ound|lt)$/.test(token.lower);

/** Whether a token is a verb that can head a main or subordinate clause. Reduced relatives ("led by") and infinitives are not. */
export function isPredicate(tokens: Token[], at: number): boolean {
  const token = tokens[at]!;
  if (token.pos === 'AUX') return token.lower !== 'be' && token.lower !== 'been' && token.lower !== 'being';
  if (token.pos !== 'VERB' || token.lower.endsWith('ing')) return false;
  const before = tokens[at - 1];
  if (isTo(before) || before?.pos === 'DET' || before?.pos === 'ADJ' || before?.lower === '-') return false;
  const after = tokens[at + 1];
  if (after?.lower === 'by' && isParticiple(token)) return false;
  return !(isParticiple(token) && (after?.pos === 'NOUN' || after?.lower === '-') && before?.pos === 'ADP');
}

/** "..., Horn Press Agency reports": a name between a comma and the word. */
function followsComma(tokens: Token[], at: number, from: number): boolean {
  let first = at;
  while (first > from && at - first < 8 && /^(?:PROPN|NOUN|ADJ|DET)$/.test(tokens[first - 1]!.pos)) first--;
  return first < at && first > from && tokens[first - 1]!.lower === ',';
}

/** The verb of saying at a token, or null. `from`, `to`: the tokens it may use. */
export function cueAt(tokens: Token[], at: number, from: number, to: number, table: Sayings): Cue | null {
  const head = tokens[at]!;
  const list = table.verbs.get(head.lemma) ?? (head.lower === 'said' ? table.verbs.get('say') : undefined);
  if (!list) return null;
  const before = tokens[at - 1];
  const after = tokens[at + 1];
  if (head.pos !== 'VERB') {
    // The tagger takes "claims", "reports" and "plans" for nouns where a name stands before them.
    const clause = after !== undefined && at + 1 < to && (after.lower === 'that' || /^["“]/.test(after.text));
    const subject = at > from && (before?.pos === 'PROPN' || before?.pos === 'PRON');
    // "foreign websites claim that ...": so too the plain form after a plural that begins the clause.
    const plural = at > from && before?.pos === 'NOUN' && /[^s]s$/.test(before.lower) && head.lower === head.lemma;
    const opens = plural && after?.lower === 'that' && at - from <= 4;
    const closes =
      (after === undefined || at + 1 >= to || /^[,.;]$/.test(after.text)) && followsComma(tokens, at, from);
    const finite = head.lower !== head.lemma && subject && (clause || closes);
    if (!(head.pos === 'NOUN' && (finite || opens))) return null;
  }
  if (before?.pos === 'DET' || before?.lower === '-' || after?.lower === '-') return null;
  let saying: Saying | undefined;
  let last = at + 1;
  for (const candidate of list) {
    let place = at + 1;
    if (candidate.words.length > 1 && place < to && tokens[place]!.pos === 'ADV' && tokens[place]!.lower.endsWith('ly'))
      place++;
    const rest = candidate.words.slice(1);
    if (rest.every((word, offset) => place + offset < to && tokens[place + offset]!.lower === word)) {
      saying = candidate;
      last = rest.length > 0 ? place + rest.length : at + 1;
      break;
    }
  }
  if (!saying) return null;
  if (head.lower.endsWith('ing') && before?.pos === 'ADP' && before.lower !== 'by') {
    // "for attacking": a gerund, whose subject is the clause's.
  } else if (
    head.pos === 'VERB' &&
    isParticiple(head) &&
    after?.pos === 'NOUN' &&
    (before?.pos === 'ADP' || before?.pos === 'ADJ')
  )
    return null;
  let first = at;
  let passive = false;
  let infinitive = false;
  for (let guard = 0; guard < 12 && first > from; guard++) {
    const token = tokens[first - 1]!;
    if (isAux(token)) {
      if (first === at || !passive)
        passive = passive || (BE.has(token.lemma) && isParticiple(head) && !head.lower.endsWith('ing') && !infinitive);
      first--;
      infinitive = false;
    } else if (
      isAdverb(token) &&
      first - 1 > from &&
      (isAux(tokens[first - 2]) || isNominal(tokens[first - 2]) || isTo(tokens[first - 2]))
    )
      first--;
    else if (
      isTo(token) &&
      first - 2 >= from &&
      CATENATIVE.has(tokens[first - 2]!.lemma) &&
      tokens[first - 2]!.pos === 'VERB'
    ) {
      first -= 2;
      infinitive = false;
    } else if (token.lower === 'on' && first - 2 >= from && tokens[first - 2]!.lemma === 'go') first -= 2;
    else if (isTo(token)) {
      const controller = tokens[first - 2];
      if (
        first - 2 >= from &&
        controller &&
        /^(?:able|ready|willing|unable|quick|eager|going|likely|expected|set)$/.test(controller.lower)
      ) {
        first -= 2;
      } else {
        infinitive = true;
        first--;
        break;
      }
    } else break;
  }
  const ing = head.lower.endsWith('ing') && !tokens.slice(first, at).some(isAux);
  return { first, head: at, last, saying, form: infinitive ? 'to' : ing ? 'ing' : passive ? 'passive' : 'finite' };
}

const NOMINAL = new Set(['NOUN', 'PROPN', 'PRON', 'NUM']);
export const isNominal = (token: Token | undefined): boolean => token !== undefined && NOMINAL.has(token.pos);
