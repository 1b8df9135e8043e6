import type { Span } from '../model/quote.js';
import type { Sentence, Token, Words } from './token.js';

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

/** The shallow parse of one sentence. */
export type Clauses = { phrases: Phrase[]; verbs: Verb[] };

type Mark = {
  kind: 'mark';
  at: number;
  mark: 'comma' | 'and' | 'but' | 'relative' | 'conjunction' | 'that' | 'aside' | 'stop';
};
type Chunk =
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
const MODALS = new Set([
  'may',
  'might',
  'could',
  'would',
  'will',
  'shall',
  'should',
  'must',
  'can',
  "'ll",
  '’ll',
  "'d",
  '’d',
  'wo',
  'ca',
]);
const BE = new Set([
  'am',
  'is',
  'are',
  'was',
  'were',
  'be',
  'been',
  'being',
  "'re",
  '’re',
  "'s",
  '’s',
  'get',
  'got',
  'gets',
]);
/** Pasts whose tag is often that of a noun or an adjective. */
const IRREGULAR = new Set([
  'shot',
  'struck',
  'hit',
  'burnt',
  'burned',
  'beaten',
  'beheaded',
  'set',
  'torn',
  'fought',
  'fled',
  'hurt',
  'taken',
  'held',
  'blown',
  'slain',
  'stabbed',
  'gunned',
  'bombed',
  'raped',
  'torched',
  'looted',
]);
const QUOTE_MARKS = new Set(['"', '“', '”', "'", '‘', '’', '«', '»', '``', "''"]);
/** Participles of what was done to people, which headlines and reduced clauses use without "were". */
const DONE_TO = new Set([
  'kill',
  'wound',
  'injure',
  'arrest',
  'abduct',
  'kidnap',
  'detain',
  'hurt',
  'displace',
  'behead',
  'execute',
  'shoot',
  'slay',
  'evacuate',
  'hospitalise',
  'hospitalize',
  'capture',
  'rescue',
  'free',
  'release',
  'martyr',
  'murder',
  'massacre',
  'use',
  'seize',
  'torch',
  'burn',
  'destroy',
  'damage',
  'target',
  'hit',
  'attack',
]);

/** Participles that are adjectives before a noun, whatever stands before them. */
const ADJECTIVAL = new Set([
  'allied',
  'armed',
  'masked',
  'unidentified',
  'suspected',
  'alleged',
  'displaced',
  'united',
  'combined',
  'retired',
  'unmanned',
  'unarmed',
  'so-called',
  'uniformed',
]);
const MONTH = /^(?:january|february|march|april|may|june|july|august|september|october|november|december)$/;
const TIME_NOUN =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|morning|afternoon|evening|night|midnight|noon|dawn|dusk|today|yesterday|tonight|tomorrow|overnight|weekend|(?:this|last|next|earlier) .*)$/;
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

const isNominal = (token: Token | undefined): boolean =>
  token !== undefined && (token.pos === 'NOUN' || token.pos === 'PROPN');
const isVerbal = (token: Token | undefined): boolean =>
  token !== undefined && (token.pos === 'VERB' || token.pos === 'AUX');
const pastShape = (token: Token): boolean =>
  /(?:ed|en)$/.test(token.lower) ||
  IRREGULAR.has(token.lower) ||
  (token.pos === 'VERB' && token.lower !== token.lemma && !/(?:ing|s)$/.test(token.lower));

/** Present tenses of headlines, which the tagger takes for plurals ("Bomber strikes checkpoint"). */
const HEADLINE_VERB =
  /^(?:strikes|detains|kills|hits|attacks|raids|arrests|shells|bombs|targets|injures|wounds|says|denies|claims|seizes|captures|storms|abducts|kidnaps|shoots|rocks|leaves|vows|warns|blames|condemns|orders|clears|rises|seek|hit|kill|attack|clash|storm|seize|capture|abduct|kidnap|shoot|detain|protest|fire|free|release)$/;

/** The tagger's commonest slips on news of violence, mended by what stands beside. Gives the parts of speech of a sentence's tokens. */
function tagged(tokens: readonly Token[]): Token[] {
  const verbless =
    !tokens.some(token => token.pos === 'VERB' || token.pos === 'AUX') && !/[.!?]/.test(tokens.at(-1)?.text ?? '');
  return tokens.map((token, place) => {
    const before = tokens[place - 1];
    const after = tokens[place + 1];
    const next2 = tokens[place + 2];
    if ((token.pos === 'NOUN' || token.pos === 'ADJ') && before) {
      const opensObject =
        after !== undefined &&
        (['DET', 'NUM', 'PRON'].includes(after.pos) ||
          (after.pos === 'ADP' && next2?.pos === 'ADV' && after.lower === 'at') ||
          /^(?:and|dead|scores|dozens|several|hundreds)$/.test(after.lower));
      const afterNoun = isNominal(before) || before.pos === 'PRON' || before.pos === 'AUX';
      if (
        /(?:ed|burnt|shot|struck)$/.test(token.lower) &&
        pastShape(token) &&
        ((afterNoun && opensObject) || before.pos === 'AUX') &&
        before.lower !== 'a'
      )
        return { ...token, pos: 'VERB' as const, lemma: verbLemma(token.lower) };
      if (
        /ing$/.test(token.lower) &&
        token.pos === 'NOUN' &&
        opensObject &&
        (before.lower === 'and' || before.lower === ',')
      )
        return { ...token, pos: 'VERB' as const, lemma: verbLemma(token.lower) };
    }
    if (
      verbless &&
      isNominal(token) &&
      isNominal(before) &&
      HEADLINE_VERB.test(token.lower) &&
      after &&
      /^(?:NOUN|PROPN|NUM|DET|ADJ|VERB|ADP|PRON)$/.test(after.pos)
    )
      return { ...token, pos: 'VERB' as const, lemma: token.lower.replace(/(?<=[^aeiou]i)es$/, 'y').replace(/s$/, '') };
    // "Fighting between ...": a noun where no subject stands before it.
    if (
      token.pos === 'VERB' &&
      place === 0 &&
      /ing$/.test(token.lower) &&
      after?.pos === 'ADP' &&
      /^(?:between|in|around|near|on|at|across)$/.test(after.lower)
    )
      return { ...token, pos: 'NOUN' as const, lemma: token.lower };
    if (
      token.pos === 'VERB' &&
      token.lower === token.lemma &&
      before?.pos === 'VERB' &&
      isNominal(after) &&
      !/^(?:help|let|make|have|dare|go)$/.test(before.lemma)
    )
      return { ...token, pos: 'NOUN' as const };
    // "set fire to houses": no infinitive has an ending.
    if (token.pos === 'VERB' && before?.lower === 'to' && /s$/.test(token.lower) && token.lower !== token.lemma)
      return { ...token, pos: 'NOUN' as const };
    if (token.lower === 'including') return { ...token, pos: 'ADP' as const };
    if (token.lower === 'according' && after?.lower === 'to') return { ...token, pos: 'ADP' as const };
    if (token.pos === 'ADV' && token.lower === 'when') return { ...token, pos: 'SCONJ' as const };
    return token;
  });
}

const IRREGULAR_LEMMAS: Record<string, string> = {
  shot: 'shoot',
  struck: 'strike',
  burnt: 'burn',
  fought: 'fight',
  fled: 'flee',
  beaten: 'beat',
  slain: 'slay',
  blown: 'blow',
  gunned: 'gun',
  taken: 'take',
  held: 'hold',
  torn: 'tear',
};
/** A verb's base form, for words that the tagger took for something else. */
export function verbLemma(lower: string): string {
  const known = IRREGULAR_LEMMAS[lower];
  if (known) return known;
  const stem = lower.replace(/(?:ing|ed)$/, '');
  if (stem === lower) return lower;
  if (/([bdgkmnprt])\1$/.test(stem)) return stem.slice(0, -1);
  if (
    /(?:[^aeiou][aeiou][bdgklmnprtz]|[^aeiou]l|rc|ag|[aeiou]s|[iu]r|v|c|dg|at|uc|ch)$/.test(stem) &&
    !/(?:en|er|on|it|et|ell|ck|ach|tch|nch|rch)$/.test(stem)
  )
    return `${stem}e`;
  return stem.endsWith('i') ? `${stem.slice(0, -1)}y` : stem;
}

/** Whether a participle stands before its noun ("suspected militants", "the wounded men", "Iran-backed militias"). */
function isModifier(tokens: readonly Token[], place: number): boolean {
  const token = tokens[place]!;
  const before = tokens[place - 1];
  const after = tokens[place + 1];
  if (token.pos !== 'VERB' || !after) return false;
  const beforeNoun = isNominal(after) || after.pos === 'ADJ';
  if (beforeNoun && ADJECTIVAL.has(token.lower)) return true;
  if (before && /^[-–‑]$/.test(before.text) && before.end === token.start) return beforeNoun || after.text === ',';
  if (after.text === '-' && after.start === token.end) return true;
  if (!beforeNoun) return false;
  if (!before || /^["“‘(]$/.test(before.text)) return pastShape(token);
  if (/ing$/.test(token.lower)) return before.pos === 'DET' || before.pos === 'ADJ';
  return (
    pastShape(token) &&
    (before.pos === 'DET' || before.pos === 'ADJ' || before.pos === 'NUM' || before.pos === 'ADP') &&
    !/^(?:that|which|all|both|those|these|who)$/.test(before.lower)
  );
}

/** Whether an adjective with its noun begins here ("explosive-laden drones"). */
function isAdjective(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.pos !== 'ADJ' && !(tokens[at] && isModifier(tokens, at))) return false;
  for (let k = at + 1; k < at + 6; k++) if (isNominal(tokens[k])) return true;
  return false;
}

function chunks(words: Words, sentence: Sentence): Chunk[] {
  const all = tagged(words.tokens.slice(sentence.first, sentence.last));
  const base = sentence.first;
  const out: Chunk[] = [];
  let place = 0;
  const number = words.tokens[base]?.sentence ?? 0;
  const inPhrase = (at: number): boolean => {
    const token = all[at];
    if (!token) return false;
    if (isNominal(token) || token.pos === 'NUM' || token.pos === 'ADJ') return true;
    if (token.pos === 'VERB') return isModifier(all, at);
    if (/^[-–‑/]$/.test(token.text))
      return at > 0 && all[at - 1]!.end === token.start && all[at + 1]?.start === token.end;
    if (token.pos === 'PART' && /^['’]s?$/.test(token.text)) return true;
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
    if (token.pos === 'PRON' && /^(?:who|whom|which|whose|what)$/.test(token.lower)) {
      out.push({ kind: 'mark', at, mark: 'relative' });
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
        (all[last]!.pos === 'DET' || (all[last]!.pos === 'PRON' && last === first) || inPhrase(last))
      ) {
        const here = all[last]!;
        if (last > first && here.pos === 'DET' && head >= 0) break;
        // "In February gunmen fired": the month is no part of the gunmen.
        if (
          head >= 0 &&
          head === first &&
          last === first + 1 &&
          MONTH.test(all[head]!.lower) &&
          here.pos === 'NOUN' &&
          !TIME_NOUN.test(here.lower) &&
          all[first - 1]?.pos === 'ADP'
        )
          break;
        if (
          head >= 0 &&
          (TIME_NOUN.test(here.lower) ||
            (/^(?:early|late)$/.test(here.lower) && TIME_NOUN.test(all[last + 1]?.lower ?? ''))) &&
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
        if (here.pos === 'PART') owner = { first: base + first, last: base + last };
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
        const prep = TIME_NOUN.test(all[head]!.lower) && !owner ? 'at time' : null;
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
            !/^(?:have|be|get|keep|start|begin|continue)$/.test(all[head]!.lemma)
          )
            break;
          head = last;
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
        after.pos === 'ADP' &&
        all[head]!.pos === 'VERB' &&
        !/^(?:DET|PROPN|NUM)$/.test(/^(?:on|over)$/.test(after.lower) ? (all[last + 1]?.pos ?? '') : '')
      ) {
        verb.particle = after.lower;
        verb.last = base + last + 1;
        verb.end = after.end;
        last++;
      }
      place = last;
      continue;
    }
    if (
      token.pos === 'SCONJ' ||
      (token.pos === 'ADV' && /^(?:where|when|once)$/.test(token.lower)) ||
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

/** Lemmas that the tagger's model gets wrong. */
const MENDED_LEMMAS: Record<string, string> = {
  raped: 'rape',
  raping: 'rape',
  shot: 'shoot',
  burnt: 'burn',
  slain: 'slay',
  hung: 'hang',
  hanged: 'hang',
  shelled: 'shell',
  gassed: 'gas',
  robbed: 'rob',
  slit: 'slit',
  lynched: 'lynch',
  torched: 'torch',
  ambushed: 'ambush',
  fled: 'flee',
  strafed: 'strafe',
  razed: 'raze',
};

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

function verbGroup(all: readonly Token[], base: number, first: number, head: number, sentence: number): Verb {
  const parts = all.slice(first, head + 1);
  const main = all[head]!;
  const before = parts.slice(0, -1);
  const hasTo = parts[0]!.lower === 'to';
  const auxiliaries = before.filter(isVerbal);
  const lastAux = auxiliaries.at(-1);
  const isPast = main.pos === 'VERB' && pastShape(main);
  const passive = lastAux !== undefined && BE.has(lastAux.lower) && isPast;
  const modal = before.find(token => MODALS.has(token.lower))?.lower ?? null;
  const have = auxiliaries.find(token => token.lemma === 'have' && token !== main);
  const gerund = /ing$/.test(main.lower) && auxiliaries.length === 0 && main.lemma !== main.lower;
  return {
    first: base + first,
    last: base + head + 1,
    head: base + head,
    start: all[first]!.start,
    end: main.end,
    lemma: MENDED_LEMMAS[main.lower] ?? main.lemma,
    particle: null,
    form: hasTo ? 'infinitive' : gerund ? 'gerund' : 'finite',
    passive,
    negated: parts.some(token => /^(?:not|n['’]?t|never|neither|nor)$/.test(token.lower)),
    modal,
    perfect: have ? (/^(?:had|['’]d)$/.test(have.lower) ? 'past' : 'present') : null,
    role: 'main',
    subject: [],
    object: [],
    complements: [],
    parent: null,
    conjunction: null,
    sentence,
  };
}

/** Phrases after a comma or "and" that go on a list begun before. */
/** Whether what follows the comma at `at` is who said it ("..., police and a rescue worker said"). */
function isSayer(row: readonly Chunk[], at: number): boolean {
  for (let k = at + 1; k < row.length && k < at + 8; k++) {
    const here = row[k]!;
    if (here.kind === 'verb') return k > at + 1 && SAYING.has(here.verb.lemma) && here.verb.form === 'finite';
    if (here.kind === 'mark' && here.mark !== 'and') return false;
  }
  return false;
}

function listFrom(row: readonly Chunk[], from: number): Phrase[] {
  const list: Phrase[] = [];
  let at = from;
  while (at < row.length) {
    const here = row[at]!;
    if (here.kind === 'phrase') list.push(here.phrase);
    else if (here.kind !== 'mark' || (here.mark !== 'comma' && here.mark !== 'and')) break;
    else if (here.mark === 'comma' && isSayer(row, at)) break;
    else {
      const next = row[at + 1];
      const further = row[at + 2];
      if (next?.kind === 'mark' && next.mark === 'and' && further?.kind === 'phrase') {
        // ", and X": X goes on the list unless a verb makes it a subject.
        if (row[at + 3]?.kind === 'verb' && (row[at + 3] as { verb: Verb }).verb.form === 'finite') break;
      } else if (
        next?.kind !== 'phrase' ||
        (row[at + 2]?.kind === 'verb' && (row[at + 2] as { verb: Verb }).verb.form === 'finite' && here.mark !== 'and')
      )
        break;
      else if (
        here.mark === 'and' &&
        row[at + 2]?.kind === 'verb' &&
        (row[at + 2] as { verb: Verb }).verb.form === 'finite' &&
        list.length > 0 &&
        finiteBefore(row, from)
      )
        break;
      at++;
      continue;
    }
    at++;
    const next = row[at];
    if (next?.kind === 'phrase') break;
  }
  return list;
}
const finiteBefore = (row: readonly Chunk[], at: number): boolean =>
  row.slice(0, at).some(chunk => chunk.kind === 'verb' && chunk.verb.form === 'finite');

const verbBefore = (row: readonly Chunk[], at: number): boolean =>
  row.slice(0, at).some(chunk => chunk.kind === 'verb');

const SAYING = new Set([
  'say',
  'tell',
  'claim',
  'allege',
  'believe',
  'report',
  'announce',
  'describe',
  'think',
  'call',
  'confirm',
  'state',
  'add',
  'suspect',
  'consider',
]);

/** The subject of the verb at `at`, walking left: past its modifiers, relative clauses and asides. */
function subjectOf(
  row: readonly Chunk[],
  at: number,
): { subject: Phrase[]; role: VerbRole; parent: Verb | null; conjunction: string | null } {
  let relative = false;
  let parent: Verb | null = null;
  let k = at - 1;
  // "that the Pentagon said had conducted": the saying and its speaker are stepped over; what stands before is the subject.
  const leap = row[k];
  if (
    leap?.kind === 'verb' &&
    SAYING.has(leap.verb.lemma) &&
    leap.verb.form === 'finite' &&
    row[k - 1]?.kind === 'phrase'
  ) {
    parent = leap.verb;
    k -= 2;
  }
  let role: VerbRole = parent ? 'complement' : 'main';
  let commas = 0;
  let skipping: Verb | null = null;
  while (k >= 0) {
    const here = row[k]!;
    if (here.kind === 'mark') {
      if (here.mark === 'relative') {
        relative = true;
        role = 'relative';
        k--;
        const before = row[k];
        if (before?.kind === 'mark' && (before.mark === 'comma' || before.mark === 'aside')) k--;
        // The antecedent: the phrase before, or the one it hangs on where that is a place or a date.
        const antecedent = row[k];
        if (antecedent?.kind === 'phrase') return { subject: [antecedent.phrase], role, parent, conjunction: null };
        return { subject: [], role, parent, conjunction: null };
      }
      if (here.mark === 'conjunction' || here.mark === 'that' || here.mark === 'stop')
        return { subject: [], role: here.mark === 'that' ? 'complement' : role, parent, conjunction: null };
      if (here.mark === 'and' || here.mark === 'but') {
        // "shot and killed", "attacked X and burned Y": the subject of the verb it is joined to.
        for (let j = k - 1; j >= 0; j--) {
          const earlier = row[j]!;
          if (earlier.kind === 'verb') {
            if (earlier.verb.form === 'gerund') continue;
            // ", officials said, and set fire": the saying stands aside.
            if (SAYING.has(earlier.verb.lemma) && row[j - 2]?.kind === 'mark' && verbBefore(row, j)) continue;
            return {
              subject: earlier.verb.subject,
              role: earlier.verb.role,
              parent: earlier.verb,
              conjunction: earlier.verb.conjunction,
            };
          }
        }
        return { subject: [], role, parent, conjunction: null };
      }
      commas++;
      k--;
      continue;
    }
    if (here.kind === 'prep') {
      k--;
      continue;
    }
    if (here.kind === 'verb') {
      // A relative clause or participle between subject and verb: step over it when commas close it or it modifies the subject.
      if (here.verb.role === 'relative' || here.verb.role === 'participle' || here.verb.form === 'gerund') {
        skipping = here.verb;
        const own = here.verb.subject[0];
        if (here.verb.role === 'relative' || here.verb.role === 'participle') {
          if (own && !relative) return { subject: rootOf(own), role, parent, conjunction: null };
        }
        k--;
        continue;
      }
      if (here.verb.form === 'infinitive') {
        k--;
        continue;
      }
      if (commas > 0) return { subject: here.verb.subject, role, parent: here.verb, conjunction: null };
      return { subject: [], role, parent: here.verb, conjunction: null };
    }
    const phrase = here.phrase;
    if (phrase.prep !== null) {
      // A phrase under a preposition is no subject: go on before it, but not back over a comma that closed an opening phrase.
      k--;
      continue;
    }
    if (skipping) skipping = null;
    if (commas >= 1) {
      // "X, an aide, said": an apposition between commas; its owner is before it.
      const before = row[k - 1];
      if (before?.kind === 'mark' && before.mark === 'comma') {
        const first = row[k - 2];
        if (first?.kind === 'phrase') return { subject: [...rootOf(first.phrase)], role, parent, conjunction: null };
      }
    }
    const list: Phrase[] = [phrase];
    // "A, B and C attacked": the list that ends here, unless a verb or preposition opens it.
    let j = k - 1;
    while (j >= 1) {
      const joint = row[j]!;
      const item = row[j - 1]!;
      if (joint.kind !== 'mark' || joint.mark !== 'and' || item.kind !== 'phrase' || item.phrase.prep !== null) break;
      list.unshift(item.phrase);
      j -= 2;
    }
    const opener = row[j];
    const conjunction = opener?.kind === 'mark' && opener.mark === 'conjunction' ? opener : null;
    return { subject: list, role: conjunction ? 'adverbial' : role, parent, conjunction: null };
  }
  return { subject: [], role, parent, conjunction: null };
}

/** The phrase that a chain of "of"-phrases hangs on. */
const rootOf = (phrase: Phrase): Phrase[] => {
  let root = phrase;
  while (root.of && root.prep !== null) root = root.of;
  return [root];
};

/** Shallow parse of one sentence: noun phrases, and verb groups with subject, object and complements. */
export function clausesOf(words: Words, sentence: Sentence): Clauses {
  const row = chunks(words, sentence);
  const token = (at: number): Token => words.tokens[at]!;
  // Prepositions govern the phrase that follows, and a list under one goes on being governed.
  for (const [at, chunk] of row.entries()) {
    if (chunk.kind !== 'phrase') continue;
    const before = row[at - 1];
    if (chunk.phrase.prep === 'at time') continue;
    if (before?.kind === 'prep') {
      chunk.phrase.prep = before.word;
      const apart = row[at - 2];
      // ", including X": the list hangs on the phrase before the comma.
      const hung =
        before.word === 'including' && apart?.kind === 'mark' && apart.mark === 'comma' ? row[at - 3] : apart;
      if (hung?.kind === 'phrase') chunk.phrase.of = hung.phrase;
    } else if (before?.kind === 'mark' && before.mark === 'and') {
      const item = row[at - 2];
      const next = row[at + 1];
      const opensClause = next?.kind === 'verb' && next.verb.form === 'finite' && finiteBefore(row, at);
      if (item?.kind === 'phrase' && item.phrase.prep !== null && !opensClause) {
        chunk.phrase.prep = item.phrase.prep;
        chunk.phrase.of = item.phrase.of;
      }
    }
  }
  const verbs: Verb[] = [];
  for (const [at, chunk] of row.entries()) {
    if (chunk.kind !== 'verb') continue;
    const { verb } = chunk;
    const previous = row[at - 1];
    const next = row[at + 1];
    // Objects and complements, rightwards to the next clause.
    let k = at + 1;
    if (next?.kind === 'phrase' && !verb.passive) {
      const after = row[at + 2];
      // "said the facilities were used": what follows is a clause, no object.
      const clause = SAYING.has(verb.lemma) && after?.kind === 'verb' && after.verb.form === 'finite';
      if (!clause) {
        verb.object = listFrom(row, k).filter(phrase => phrase.prep === null);
        if (verb.object.length === 0 && next.phrase.prep === null) verb.object = [next.phrase];
      }
    }
    for (; k < row.length; k++) {
      const here = row[k]!;
      if (here.kind === 'verb') break;
      if (
        here.kind === 'mark' &&
        (here.mark === 'conjunction' ||
          here.mark === 'relative' ||
          here.mark === 'that' ||
          here.mark === 'stop' ||
          here.mark === 'but')
      )
        break;
      if (here.kind === 'mark' && here.mark === 'comma' && row[k + 1]?.kind === 'phrase' && row[k + 2]?.kind === 'verb')
        break;
      if (here.kind === 'phrase' && here.phrase.prep !== null) verb.complements.push(here.phrase);
    }
    // A past form without auxiliary is finite, or a participle of the phrase before it ("a man killed in the raid").
    const bare =
      verb.form === 'finite' &&
      verb.first === verb.head &&
      pastShape(token(verb.head)) &&
      token(verb.head).pos !== 'AUX';
    const afterPhrase = previous?.kind === 'phrase';
    if (bare && next?.kind === 'prep' && afterPhrase && verb.object.length === 0) {
      const byAgent = next.word === 'by';
      const other = row.some(
        (one, place) =>
          one.kind === 'verb' &&
          one !== chunk &&
          one.verb.form === 'finite' &&
          place > at &&
          !row.slice(at, place).some(between => between.kind === 'mark' && between.mark !== 'comma'),
      );
      const under = previous.phrase.prep !== null || verbs.some(earlier => earlier.object.includes(previous.phrase));
      if (
        byAgent ||
        (DONE_TO.has(verb.lemma) &&
          (other || under || !row.some(one => one.kind === 'verb' && one !== chunk && one.verb.form === 'finite')))
      ) {
        verb.form = 'participle';
        verb.passive = true;
        verb.role = 'participle';
        verb.subject = [previous.phrase];
      }
    } else if (
      bare &&
      afterPhrase &&
      DONE_TO.has(verb.lemma) &&
      verb.object.length === 0 &&
      !verb.particle &&
      !(next?.kind === 'mark' && next.mark === 'and' && row[at + 2]?.kind === 'verb')
    ) {
      // Headlines and joined clauses: "13 others wounded", "Two soldiers killed".
      verb.form = 'participle';
      verb.passive = true;
      verb.subject = [previous.phrase];
    }
    if (verb.role !== 'participle') {
      if (verb.form === 'gerund') {
        verb.role = 'participle';
        verb.parent = verbs.filter(one => one.form === 'finite').at(-1) ?? null;
        if (previous?.kind === 'phrase') verb.subject = [previous.phrase];
        else if (previous?.kind === 'mark' && previous.mark === 'comma') verb.subject = verb.parent?.subject ?? [];
        else if (previous?.kind === 'mark' && previous.mark === 'and') {
          const joined = verbs.at(-1);
          verb.subject = joined?.form === 'gerund' ? joined.subject : [];
          if (joined) verb.parent = joined.form === 'gerund' ? joined.parent : joined;
        } else verb.subject = verb.parent?.subject ?? [];
      } else if (verb.form === 'infinitive') {
        verb.role = 'infinitive';
        verb.parent = verbs.at(-1) ?? null;
        verb.subject =
          verb.parent?.object.length && /^(?:order|tell|ask|urge|force|allow|call|want|help)$/.test(verb.parent.lemma)
            ? verb.parent.object
            : (verb.parent?.subject ?? []);
      } else if (verb.subject.length === 0) {
        const found = subjectOf(row, at);
        verb.subject = found.subject;
        verb.role = found.role;
        verb.parent = found.parent ?? verbs.at(-1) ?? null;
      }
    }
    // The word that opens the clause.
    for (let j = at - 1; j >= 0; j--) {
      const here = row[j]!;
      if (here.kind === 'verb') break;
      if (here.kind === 'mark' && (here.mark === 'conjunction' || here.mark === 'that')) {
        verb.conjunction = token(here.at).lower;
        if (verb.role === 'main') verb.role = here.mark === 'that' ? 'complement' : 'adverbial';
        break;
      }
      if (here.kind === 'prep' && j === at - 1 && verb.form === 'gerund') {
        verb.conjunction = here.word;
        break;
      }
    }
    verbs.push(verb);
  }
  return { phrases: row.flatMap(chunk => (chunk.kind === 'phrase' ? [chunk.phrase] : [])), verbs };
}
