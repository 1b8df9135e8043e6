import type { Span } from '../model/quote.js';
import { isAdjective, isModifier, isNominal, isVerbal, pastShape } from './tag.js';
import type { Sentence, Token, Words } from './token.js';
import { verbGroup } from './verb-group.js';

/**
 * A noun phrase. `first`, `last`: tokens, end exclusive, without a leading article; `head`: its last noun. `prep`: the word that governs
 * it ("in", "against", "by"), `of`: the phrase it hangs on when it follows a noun at once. `owner`: who stands before "'s".
 */
export type Phrase = Span & {
  first: number;
  last: number;
  head: number;
  prep: string | null;
  of: Phrase | null;
  owner: { first: number; last: number } | null;
};

/** How a verb hangs in its sentence. */
export type VerbRole = 'main' | 'relative' | 'adverbial' | 'participle' | 'infinitive' | 'complement';

/**
 * A verb group with what belongs to it. `lemma`: of its main verb; `particle`: "out" of "carried out". `subject` is the doer
 * of an active and the done-to of a passive verb. `complements`: the prepositional phrases after it, up to the next clause. `parent`: the verb it
 * depends on or is joined to. `conjunction`: the word that opens its clause ("when", "after", "if", "that").
 */
export type Verb = Span & {
  first: number;
  last: number;
  head: number;
  lemma: string;
  particle: string | null;
  form: 'finite' | 'participle' | 'gerund' | 'infinitive';
  passive: boolean;
  negated: boolean;
  modal: string | null;
  perfect: 'present' | 'past' | null;
  role: VerbRole;
  subject: Phrase[];
  object: Phrase[];
  complements: Phrase[];
  parent: Verb | null;
  conjunction: string | null;
  sentence: number;
};

type Mark = {
  kind: 'mark';
  at: number;
  mark: 'comma' | 'and' | 'but' | 'relative' | 'conjunction' | 'that' | 'aside' | 'stop';
  /** Of a relative mark: it speaks of people. */
  who?: boolean;
};

export type Chunk =
  | { kind: 'phrase'; phrase: Phrase }
  | { kind: 'verb'; verb: Verb }
  | { kind: 'prep'; at: number; word: string }
  | Mark;

const CONJUNCTIONS = new Set([
  'when',
  'after',
  'before',
  'while',
  'as',
  'if',
  'because',
  'although',
  'though',
  'where',
  'until',
  'unless',
  'whether',
  'since',
  'once',
  'amid',
  'so',
]);

const PARTICLES = new Set(['out', 'up', 'down', 'off', 'over', 'away', 'back', 'on', 'apart']);

const QUOTE_MARKS = new Set(['"', '“', '”', "'", '‘', '’', '«', '»', '``', "''"]);

const WEEKDAY = /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/;
/** A month in small letters. */
export const MONTH = /^(?:january|february|march|april|may|june|july|august|september|october|november|december)$/;

const TIME_NOUN =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|morning|afternoon|evening|night|midnight|noon|dawn|dusk|today|yesterday|tonight|tomorrow|overnight|weekend)$/;

const SPAN_NOUN = /^(?:second|minute|hour|day|week|month|year|decade)s?$/;
const isTime = (word: string): boolean => TIME_NOUN.test(word) || SPAN_NOUN.test(word) || MONTH.test(word);

/** "killed at least 12", "up to 40 villagers": words of quantity, no prepositions. */
const isQuantity = (tokens: readonly Token[], at: number): boolean => {
  const next = tokens[at + 1]?.lower;
  return (
    (tokens[at]!.lower === 'at' && (next === 'least' || next === 'most')) ||
    (/^(?:more|less|fewer|up|as)$/.test(tokens[at]!.lower) &&
      /^(?:than|to|many)$/.test(next ?? '') &&
      tokens
        .slice(at + 2, at + 5)
        .some(one => one.pos === 'NUM' || /^(?:dozens?|scores|hundreds|thousands)$/.test(one.lower)))
  );
};

export function chunks(words: Words, sentence: Sentence): Chunk[] {
  const all = words.tokens.slice(sentence.first, sentence.last);
  const base = sentence.first;
  const out: Chunk[] = [];
  let place = 0;
  const number = words.tokens[base]?.sentence ?? 0;
  /** "a girls' school". */
  const isPossessive = (at: number): boolean =>
    /^['’]$/.test(all[at]!.text) &&
    isNominal(all[at - 1]) &&
    /s$/.test(all[at - 1]!.lower) &&
    all[at - 1]!.end === all[at]!.start &&
    (isNominal(all[at + 1]) || all[at + 1]?.pos === 'ADJ') &&
    all[at + 1]!.start > all[at]!.end;
  const inPhrase = (at: number): boolean => {
    const token = all[at];
    if (!token) return false;
    if (isNominal(token) || token.pos === 'NUM' || token.pos === 'ADJ') return true;
    if (token.pos === 'VERB') return isModifier(all, at);
    if (/^[-–‑/]$/.test(token.text))
      return at > 0 && all[at - 1]!.end === token.start && all[at + 1]?.start === token.end;
    if ((token.pos === 'PART' && /^['’]s?$/.test(token.text)) || isPossessive(at)) return true;
    if (token.pos === 'ADP' || token.pos === 'ADV' || token.pos === 'SYM' || token.pos === 'X')
      // "after-action review", "co-pilot", "at least five" keeps its words inside the phrase.
      return /^[-–‑]$/.test(all[at + 1]?.text ?? '') && all[at + 1]!.start === token.end;
    return false;
  };
  while (place < all.length) {
    const token = all[place]!;
    const at = base + place;
    if (isQuantity(all, place)) {
      place += 2;
      continue;
    }
    // "over 2,600 men were killed".
    if (token.pos === 'ADP' && /^(?:over|about|around|under)$/.test(token.lower) && all[place + 1]?.pos === 'NUM') {
      place++;
      continue;
    }
    if (token.pos === 'PRON' && /^(?:who|whom|which|whose|what)$/.test(token.lower)) {
      out.push({ kind: 'mark', at, mark: 'relative', who: /^whom?$/.test(token.lower) });
      place++;
      continue;
    }
    if (
      token.lower === 'that' &&
      !(isNominal(all[place + 1]) && all[place]!.pos === 'DET' && !isVerbal(all[place + 2]))
    ) {
      const before = all[place - 1];
      const relative =
        isNominal(before) && (isVerbal(all[place + 1]) || isVerbal(all[place + 2]) || isVerbal(all[place + 3]));
      out.push({ kind: 'mark', at, mark: relative ? 'relative' : 'that' });
      place++;
      continue;
    }
    if (token.pos === 'PRON' || token.pos === 'DET' || inPhrase(place)) {
      // A noun phrase: determiners and modifiers up to the last noun. Quantity words join it.
      const first = place;
      let last = place;
      let head = -1;
      let owner: { first: number; last: number } | null = null;
      while (
        last < all.length &&
        (all[last]!.pos === 'DET' ||
          (all[last]!.pos === 'PRON' && last === first) ||
          inPhrase(last) ||
          (last > first && closedAside(all, last) > last))
      ) {
        const here = all[last]!;
        const next = all[last + 1]?.lower ?? '';
        if (last > first && here.pos === 'DET' && head >= 0) break;
        const closed = last > first ? closedAside(all, last) : last;
        if (closed > last) {
          // "National Front (NF) guerrillas": initials in brackets part no phrase.
          last = closed;
          continue;
        }
        // "In February gunmen fired", "On Monday fighters attacked": the month or day is no part of them.
        const isNight =
          last === first + 2 &&
          head === first + 1 &&
          WEEKDAY.test(all[first]!.lower) &&
          TIME_NOUN.test(all[head]?.lower ?? '');
        if (isNight && here.pos === 'NOUN' && !TIME_NOUN.test(here.lower) && all[first - 1]?.pos === 'ADP') break;
        if (
          head >= 0 &&
          head === first &&
          last === first + 1 &&
          (MONTH.test(all[head]!.lower) || WEEKDAY.test(all[head]!.lower)) &&
          here.pos === 'NOUN' &&
          !TIME_NOUN.test(here.lower) &&
          all[first - 1]?.pos === 'ADP'
        )
          break;
        if (
          head >= 0 &&
          (TIME_NOUN.test(here.lower) ||
            (/^(?:early|late)$/.test(here.lower) && (/^(?:on|in|this|last)$/.test(next) || TIME_NOUN.test(next))) ||
            (/^(?:this|last|next|earlier)$/.test(here.lower) && isTime(next))) &&
          !TIME_NOUN.test(all[head]!.lower)
        )
          break;
        if (
          last > first &&
          here.pos === 'NUM' &&
          head >= 0 &&
          isNominal(all[last - 1]) &&
          !/^\d/.test(here.text) &&
          all[last - 1]!.pos === 'NOUN'
        )
          break;
        if (isNominal(here) || here.pos === 'PRON') head = last;
        if (here.pos === 'PART' || isPossessive(last)) owner = { first: base + first, last: base + last };
        last++;
        // "small, explosive-laden drones": a comma between adjectives of one noun.
        if (here.pos === 'ADJ' && head < 0 && all[last]?.text === ',' && isAdjective(all, last + 1)) last++;
        if (here.pos === 'PRON' && !/^(?:its|their|his|her|our|my|your)$/.test(here.lower)) break;
        // "several of the men", "12 people": numbers alone may be the head.
        if (here.pos === 'DET' && /^(?:this|that|these|those|some|all|both|any)$/.test(here.lower) && !inPhrase(last))
          head = last - 1;
      }
      if (head < 0) for (let k = first; k < last; k++) if (all[k]!.pos === 'NUM' || all[k]!.pos === 'ADJ') head = k;
      if (head >= 0) {
        while (last > head + 1 && !/[\p{L}\p{N}]/u.test(all[last - 1]!.text)) last--;
        let from = first;
        while (from < head && /^(?:the|a|an)$/.test(all[from]!.lower)) from++;
        // "two weeks after the coup": how long before or after is a time.
        const apart =
          SPAN_NOUN.test(all[head]!.lower) && /^(?:after|before|ago|later|earlier)$/.test(all[last]?.lower ?? '');
        const named = /^(?:this|last|next|earlier)$/.test(all[first]!.lower) && isTime(all[head]!.lower);
        const prep = (TIME_NOUN.test(all[head]!.lower) || apart || named) && !owner ? 'at time' : null;
        const phrase: Phrase = {
          first: base + from,
          last: base + last,
          head: base + head,
          start: all[from]!.start,
          end: all[last - 1]!.end,
          prep,
          of: null,
          owner,
        };
        out.push({ kind: 'phrase', phrase });
        place = Math.max(last, place + 1);
        continue;
      }
      place = Math.max(last, place + 1);
      continue;
    }
    if (
      isVerbal(token) ||
      (token.pos === 'PART' && token.lower === 'to' && isVerbal(all[place + 1])) ||
      (token.pos === 'PART' && /^n[o'’]?t$/.test(token.lower) && isVerbal(all[place + 1]))
    ) {
      const first = place;
      let last = place;
      let head = -1;
      while (last < all.length) {
        const here = all[last]!;
        if (isVerbal(here)) {
          if (head >= 0 && all[head]!.pos === 'VERB' && here.pos === 'AUX') break;
          if (
            head >= 0 &&
            all[head]!.pos === 'VERB' &&
            !/^(?:have|be|get|keep|start|begin|continue)$/.test(all[head]!.lemma) &&
            // "were reported wounded", "are feared killed".
            !(
              /^(?:reported|feared|believed|presumed|confirmed)$/.test(all[head]!.lower) &&
              all[head - 1]?.pos === 'AUX' &&
              pastShape(here)
            )
          )
            break;
          head = last;
        } else if (QUOTE_MARKS.has(here.text) && head >= 0 && all[head]!.pos === 'AUX' && opensVerb(all, last + 1)) {
          // 'was "completely destroyed"'.
        } else if (
          !(here.pos === 'ADV' || here.pos === 'PART') ||
          (head >= 0 && all[head]!.pos === 'VERB') ||
          (here.pos === 'PART' && /^['’]s?$/.test(here.text))
        )
          break;
        last++;
      }
      if (head < 0) {
        place++;
        continue;
      }
      last = head + 1;
      out.push({ kind: 'verb', verb: verbGroup(all, base, first, head, number) });
      const verb = (out.at(-1) as { verb: Verb }).verb;
      const after = all[last];
      if (
        after &&
        PARTICLES.has(after.lower) &&
        (after.pos === 'ADP' || (after.pos === 'ADV' && /^(?:back|away|off|apart)$/.test(after.lower))) &&
        all[head]!.pos === 'VERB' &&
        !/^(?:DET|PROPN|NUM)$/.test(/^(?:on|over)$/.test(after.lower) ? (all[last + 1]?.pos ?? '') : '')
      ) {
        verb.particle = after.lower;
        verb.last = base + last + 1;
        verb.end = after.end;
        last++;
      } else {
        // "shot dead a journalist", "hacked to death 36 people": no phrase of its own.
        const dead = after?.lower === 'dead' && verb.lemma === 'shoot' ? 1 : isToDeath(all, last) ? 2 : 0;
        if (dead > 0) {
          last += dead;
          verb.last = base + last;
          verb.end = all[last - 1]!.end;
        }
      }
      place = last;
      continue;
    }
    if (
      token.pos === 'SCONJ' ||
      (token.pos === 'ADV' && /^(?:where|when|once)$/.test(token.lower) && !isRelative(out.at(-1))) ||
      (CONJUNCTIONS.has(token.lower) && token.pos === 'ADP' && clauseFollows(all, place + 1))
    ) {
      if (CONJUNCTIONS.has(token.lower) && (token.pos !== 'SCONJ' || clauseFollows(all, place + 1)))
        out.push({ kind: 'mark', at, mark: 'conjunction' });
      else out.push({ kind: 'prep', at, word: token.lower });
    } else if (token.pos === 'ADP') out.push({ kind: 'prep', at, word: token.lower });
    else if (token.pos === 'PART' && token.lower === 'to') out.push({ kind: 'prep', at, word: 'to' });
    else if (token.pos === 'CCONJ')
      out.push({ kind: 'mark', at, mark: /^(?:but|yet)$/.test(token.lower) ? 'but' : 'and' });
    else if (token.text === ',') out.push({ kind: 'mark', at, mark: 'comma' });
    else if (/^[;:]$/.test(token.text)) out.push({ kind: 'mark', at, mark: 'stop' });
    else if (/^[—–()[\]-]+$/.test(token.text)) out.push({ kind: 'mark', at, mark: 'aside' });
    else if (QUOTE_MARKS.has(token.text)) {
      // Quotation marks do not part a clause.
    }
    place++;
  }
  return out;
}

/** The place after a bracket with initials or a name that a noun follows, else `at`. */
function closedAside(all: readonly Token[], at: number): number {
  if (!/^[([]$/.test(all[at]?.text ?? '')) return at;
  for (let k = at + 1; k < at + 7; k++) {
    const token = all[k];
    if (!token) return at;
    if (/^[)\]]$/.test(token.text)) return k > at + 1 && isNominal(all[k + 1]) ? k + 1 : at;
    if (!isNominal(token) && token.pos !== 'ADJ' && token.pos !== 'X') return at;
  }
  return at;
}

const isToDeath = (all: readonly Token[], at: number): boolean =>
  all[at]?.lower === 'to' && all[at + 1]?.lower === 'death' && !/^[-–]$/.test(all[at + 2]?.text ?? '');

/** "the group that once held the city": no clause of its own begins. */
const isRelative = (chunk: Chunk | undefined): boolean => chunk?.kind === 'mark' && chunk.mark === 'relative';

const opensVerb = (all: readonly Token[], at: number): boolean =>
  all[at]?.pos === 'VERB' || (all[at]?.pos === 'ADV' && all[at + 1]?.pos === 'VERB');

/** Whether a finite verb comes before the next comma: "after the army withdrew", not "after the attack". */
function clauseFollows(all: readonly Token[], from: number): boolean {
  for (let at = from; at < all.length && at < from + 14; at++) {
    const token = all[at]!;
    if (/^[,;:.]$/.test(token.text)) return false;
    if (token.pos === 'AUX') return true;
    if (token.pos === 'VERB' && !isModifier(all, at)) return !/ing$/.test(token.lower) || at > from;
  }
  return false;
}
