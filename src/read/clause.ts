import { type Chunk, chunks, type Phrase, type Verb, type VerbRole } from './chunk.js';
import { pastShape } from './tag.js';
import type { Sentence, Token, Words } from './token.js';

export type { Phrase, Verb } from './chunk.js';

/** The shallow parse of one sentence. */
export type Clauses = { phrases: Phrase[]; verbs: Verb[] };

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
        const who = here.who;
        role = 'relative';
        k--;
        const before = row[k];
        if (before?.kind === 'mark' && (before.mark === 'comma' || before.mark === 'aside')) k--;
        // The antecedent: the phrase before, or the one it hangs on where that is a place or a date.
        const antecedent = row[k];
        if (antecedent?.kind === 'phrase')
          return { subject: [who ? personBefore(row, k) : antecedent.phrase], role, parent, conjunction: null };
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
    // "who tried to block the road were shot": the road is the other verb's.
    const governing = row[k - 1];
    if (
      governing?.kind === 'verb' &&
      !SAYING.has(governing.verb.lemma) &&
      !governing.verb.passive &&
      (governing.verb.form === 'infinitive' || governing.verb.role === 'relative') &&
      governing.verb.object.includes(phrase)
    ) {
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

/** Whom "who" speaks of: not the place or the group that the phrases between only tell more by ("the mayor of Harun, in Oma, who"). */
function personBefore(row: readonly Chunk[], at: number): Phrase {
  const last = (row[at] as { phrase: Phrase }).phrase;
  let phrase = last;
  let k = at;
  for (let steps = 0; steps < 8 && phrase.prep !== null && /^(?:of|in|from|at|near)$/.test(phrase.prep); steps++) {
    if (phrase.of) {
      const on = phrase.of;
      while (k > 0 && !(row[k]!.kind === 'phrase' && (row[k] as { phrase: Phrase }).phrase === on)) k--;
      phrase = on;
      continue;
    }
    const comma = row[k - 2];
    const before = row[k - 3];
    if (comma?.kind !== 'mark' || comma.mark !== 'comma' || before?.kind !== 'phrase') return last;
    k -= 3;
    phrase = before.phrase;
  }
  return phrase;
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
    const joint = previous?.kind === 'mark' && previous.mark === 'and' ? row[at - 2] : undefined;
    if (
      // "were arrested and then shot": one "were" for both.
      joint?.kind === 'verb' &&
      joint.verb.passive &&
      DONE_TO.has(verb.lemma) &&
      verb.form === 'finite' &&
      verb.object.length === 0 &&
      pastShape(token(verb.head)) &&
      words.tokens.slice(verb.first, verb.head).every(({ pos }) => pos === 'ADV')
    ) {
      verb.form = joint.verb.form;
      verb.passive = true;
    } else if (bare && next?.kind === 'prep' && afterPhrase && verb.object.length === 0) {
      const byAgent = next.word === 'by';
      const other = row.some(
        (one, place) =>
          one.kind === 'verb' &&
          one !== chunk &&
          one.verb.form === 'finite' &&
          place > at &&
          !row.slice(at, place).some(between => between.kind === 'mark' && between.mark !== 'comma'),
      );
      // "a truck packed with dynamite exploded": nothing parts the two verbs.
      const first = row.findIndex((one, place) => place > at && (one.kind === 'verb' || one.kind === 'mark'));
      const second = row[first];
      const led = second?.kind === 'verb' && second.verb.form === 'finite' && previous.phrase.prep === null;
      const under = previous.phrase.prep !== null || verbs.some(earlier => earlier.object.includes(previous.phrase));
      if (
        byAgent ||
        led ||
        (DONE_TO.has(verb.lemma) &&
          (other || under || !row.some(one => one.kind === 'verb' && one !== chunk && one.verb.form === 'finite')))
      ) {
        verb.form = 'participle';
        verb.passive = true;
        verb.role = 'participle';
        verb.subject = [previous.phrase];
      }
    } else if (
      // "the mayor, shot by gunmen, died".
      bare &&
      next?.kind === 'prep' &&
      next.word === 'by' &&
      previous?.kind === 'mark' &&
      previous.mark === 'comma' &&
      row[at - 2]?.kind === 'phrase' &&
      verb.object.length === 0
    ) {
      verb.form = 'participle';
      verb.passive = true;
      verb.role = 'participle';
      verb.subject = rootOf((row[at - 2] as { phrase: Phrase }).phrase);
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
