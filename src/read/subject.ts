import type { Chunk, Phrase, Verb, VerbRole } from './chunk.js';

const verbBefore = (row: readonly Chunk[], at: number): boolean =>
  row.slice(0, at).some(chunk => chunk.kind === 'verb');

export const SAYING = new Set([
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

/** "killed nine soldiers, took two prisoners": the verb before whose object ends at the comma before the verb at `at`, or null. */
function listedWith(row: readonly Chunk[], at: number): Verb | null {
  const own = row[at];
  if (own?.kind !== 'verb' || own.verb.form !== 'finite' || SAYING.has(own.verb.lemma)) return null;
  for (let k = at - 2; k >= 0; k--) {
    const here = row[k]!;
    if (here.kind === 'mark' && here.mark !== 'and') return null;
    if (here.kind !== 'verb') continue;
    const { verb } = here;
    const led = verb.form === 'finite' && verb.role === 'main' && !verb.passive && verb.subject.length > 0;
    return led && verb.object.length > 0 && !SAYING.has(verb.lemma) ? verb : null;
  }
  return null;
}

/** The subject of the verb at `at`, walking left: past its modifiers, relative clauses and asides. */
export function subjectOf(
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
  const lister = leap?.kind === 'mark' && leap.mark === 'comma' ? listedWith(row, at) : null;
  if (lister) return { subject: lister.subject, role: lister.role, parent: lister, conjunction: lister.conjunction };
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
      const [item, next] = [row[k - 1], row[k + 1]];
      // "clashes between protesters and police left six dead": an "and" under a preposition parts no clauses.
      if (here.mark === 'and' && item?.kind === 'phrase' && next?.kind === 'phrase' && next.phrase.prep !== null) {
        k--;
        continue;
      }
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
    const whole = commas > 0 ? wholeBefore(row, j) : null;
    if (whole) return { subject: [whole], role, parent, conjunction: null };
    const opener = row[j];
    const conjunction = opener?.kind === 'mark' && opener.mark === 'conjunction' ? opener : null;
    return { subject: list, role: conjunction ? 'adverbial' : role, parent, conjunction: null };
  }
  return { subject: [], role, parent, conjunction: null };
}

/** "25 people, most of them women and children, were killed": before the words at `at`, the phrase of which they tell a part. */
function wholeBefore(row: readonly Chunk[], at: number): Phrase | null {
  const [comma, some, them] = [row[at - 3], row[at - 2], row[at]];
  const whole = row[at - 4];
  const isPart =
    them?.kind === 'phrase' && them.phrase.prep === 'of' && some?.kind === 'phrase' && some.phrase.prep === null;
  return isPart && comma?.kind === 'mark' && comma.mark === 'comma' && whole?.kind === 'phrase' ? whole.phrase : null;
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
export const rootOf = (phrase: Phrase): Phrase[] => {
  let root = phrase;
  while (root.of && root.prep !== null) root = root.of;
  return [root];
};
