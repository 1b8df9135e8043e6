import { type Chunk, chunks, type Phrase, type Verb } from './chunk.js';
import { rootOf, SAYING, subjectOf } from './subject.js';
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
  'stab',
  'hack',
  'beat',
  'burn',
  'lynch',
  'rape',
  'torture',
  'bomb',
  'shell',
  'crush',
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
  'destroy',
  'damage',
  'target',
  'hit',
  'attack',
]);

/** "accused the army of killing", "kept rebels from taking": whose object does what follows. */
const CHARGING =
  /^(?:accuse|suspect|convict|acquit|blame|charge|indict|clear|fault|prevent|stop|keep|deter|discourage|ban|bar|thank|praise|criticize|criticise|condemn|arrest|try)$/;

/** Whether what follows the comma at `at` is who said it ("..., police and a rescue worker said", "..., the mayor, Ana Roe, said"). */
function isSayer(row: readonly Chunk[], at: number): boolean {
  const isAside = (chunk: Chunk | undefined): boolean =>
    chunk?.kind === 'mark' && (chunk.mark === 'comma' || chunk.mark === 'aside');
  let asides = 0;
  for (let k = at + 1; k < row.length && k < at + 9; k++) {
    const here = row[k]!;
    if (here.kind === 'verb')
      return (
        k > at + 1 &&
        SAYING.has(here.verb.lemma) &&
        here.verb.form === 'finite' &&
        (asides === 0 || (asides === 2 && isAside(row[k - 1])))
      );
    if (isAside(here)) asides++;
    else if (here.kind === 'mark' && here.mark !== 'and') return false;
  }
  return false;
}

/** Phrases after a comma or "and" that go on a list begun before. */
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

/** "595 people including combatants wounded": all of them, not those who are named among them. */
const counted = (phrase: Phrase): Phrase[] => [phrase.prep === 'including' && phrase.of ? phrase.of : phrase];

/** "at a synagogue, an Orthodox church and a police post": the second of three under one preposition. */
function isListed(row: readonly Chunk[], at: number): boolean {
  const [item, joint, last, after] = [row[at - 2], row[at + 1], row[at + 2], row[at + 3]];
  return (
    item?.kind === 'phrase' &&
    item.phrase.prep !== null &&
    item.phrase.prep !== 'at time' &&
    joint?.kind === 'mark' &&
    joint.mark === 'and' &&
    last?.kind === 'phrase' &&
    !(after?.kind === 'verb' && after.verb.form === 'finite')
  );
}

const finiteBefore = (row: readonly Chunk[], at: number): boolean =>
  row.slice(0, at).some(chunk => chunk.kind === 'verb' && chunk.verb.form === 'finite');

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
    } else if (before?.kind === 'mark' && before.mark === 'comma' && isListed(row, at)) {
      const { phrase } = row[at - 2] as { phrase: Phrase };
      chunk.phrase.prep = phrase.prep;
      chunk.phrase.of = phrase.of;
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
    const listed = previous?.kind === 'mark' && (previous.mark === 'and' || previous.mark === 'comma');
    const joint = listed ? row[at - 2] : undefined;
    if (
      // "were arrested and then shot", "were killed, wounded or captured": one "were" for all.
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
      verb.subject = joint.verb.subject;
      verb.role = joint.verb.role;
      verb.parent = joint.verb;
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
      const linked = row
        .slice(row.findLastIndex((one, place) => place < at && one.kind === 'verb') + 1, at)
        .some(one => one.kind === 'mark' && one.mark !== 'comma' && one.mark !== 'aside');
      const under =
        previous.phrase.prep !== null ||
        // "were injured, among them two members hit in the exchange": nothing links a second verb.
        (verbs.at(-1)?.passive === true && !linked) ||
        verbs.some(earlier => earlier.object.includes(previous.phrase)) ||
        // "left six dead and 40 wounded in the square".
        (verbs.at(-1)?.lemma === 'leave' && verbs.at(-1)!.object.length > 0) ||
        // "four were killed and two wounded in an attack".
        (verbs.at(-1)?.passive === true &&
          row[at - 2]?.kind === 'mark' &&
          (row[at - 2] as { mark: string }).mark === 'and');
      if (
        byAgent ||
        led ||
        (DONE_TO.has(verb.lemma) &&
          (other || under || !row.some(one => one.kind === 'verb' && one !== chunk && one.verb.form === 'finite')))
      ) {
        verb.form = 'participle';
        verb.passive = true;
        verb.role = 'participle';
        verb.subject = counted(previous.phrase);
        if (verbs.at(-1)?.lemma === 'leave') verb.parent = verbs.at(-1)!;
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
      // "his sons were among the dead, killed when a rocket hit".
      bare &&
      DONE_TO.has(verb.lemma) &&
      previous?.kind === 'mark' &&
      previous.mark === 'comma' &&
      (next?.kind === 'prep' || (next?.kind === 'mark' && next.mark === 'conjunction')) &&
      verb.object.length === 0 &&
      (verbs.at(-1)?.subject.length ?? 0) > 0
    ) {
      verb.form = 'participle';
      verb.passive = true;
      verb.role = 'participle';
      verb.subject = verbs.at(-1)!.subject;
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
      verb.subject = counted(previous.phrase);
    }
    if (verb.role !== 'participle') {
      if (verb.form === 'gerund') {
        verb.role = 'participle';
        verb.parent = verbs.filter(one => one.form === 'finite').at(-1) ?? null;
        const charged =
          previous?.kind === 'prep' &&
          /^(?:of|from|with|for|in)$/.test(previous.word) &&
          verb.parent &&
          CHARGING.test(verb.parent.lemma) &&
          (verb.parent.passive ? verb.parent.subject : verb.parent.object);
        if (charged && charged.length > 0) verb.subject = charged;
        else if (previous?.kind === 'phrase') verb.subject = [previous.phrase];
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
      // "when a car packed with explosives blew up": what tells more of its subject opens no clause between.
      if (here.kind === 'verb' && here.verb.role === 'participle' && here.verb.subject[0] === verb.subject[0]) continue;
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
