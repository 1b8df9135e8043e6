import { MONTH } from '../read/chunk.js';
import type { Clauses, Phrase, Verb } from '../read/clause.js';
import type { Words } from '../read/token.js';
import type { Frame } from './frame.js';
import { type Found, isBeatenBack, singular } from './trigger.js';

const LIGHT = new Set([
  'carry',
  'conduct',
  'launch',
  'stage',
  'mount',
  'commit',
  'perpetrate',
  'execute',
  'undertake',
  'wage',
  'make',
  'unleash',
  'trigger',
  'hold',
  'organize',
  'organise',
  'lead',
  'join',
  'resume',
  'continue',
  'begin',
  'start',
  'sign',
  'reach',
  'declare',
  'announce',
  'impose',
  'intensify',
  'step',
  'renew',
  'open',
  'agree',
  'broker',
  'order',
  'use',
  'take',
]);

/** Verbs that say what an event did; their subject is the event. */
const EFFECT = new Set([
  'kill',
  'wound',
  'injure',
  'hit',
  'strike',
  'destroy',
  'damage',
  'target',
  'rip',
  'tear',
  'leave',
  'claim',
  'cause',
  'hurt',
  'maim',
  'displace',
  'rock',
  'shake',
  'devastate',
  'flatten',
  'burn',
  'shatter',
  'injured',
  'force',
  'trigger',
]);

/** Verbs under whose "in" an act stands that their subject does: "were engaged in fighting". */
const PARTAKE = new Set(['engage', 'participate', 'lock', 'embroil', 'involve']);

const HAPPEN = new Set([
  'take',
  'occur',
  'happen',
  'erupt',
  'break',
  'follow',
  'come',
  'begin',
  'start',
  'continue',
  'be',
  'go',
  'last',
  'rage',
  'intensify',
  'resume',
]);

const TARGET_PREPS = new Set(['on', 'against', 'at', 'upon', 'of', 'targeting', 'into']);

/** Light verbs with these mean that the subject was on the receiving end. */
const SUFFER = new Set([
  'suffer',
  'repel',
  'foil',
  'thwart',
  'repulse',
  'survive',
  'escape',
  'face',
  'resist',
  'come',
  'endure',
  'witness',
  'see',
]);

/** "repelled the attack", "beat back an assault": the subject was attacked. */
const isAttacked = ({ lemma, particle }: Verb): boolean => SUFFER.has(lemma) || isBeatenBack(lemma, particle);

/** Nouns under which "of" names what there were several of: "a series of attacks". */
const SEVERAL =
  /^(?:series|wave|spate|number|string|campaign|round|dozens|scores|hundreds|barrage|row|rash|succession)$/;

const phraseAt = (clauses: Clauses, at: number): Phrase | null =>
  clauses.phrases.find(phrase => phrase.first <= at && at < phrase.last) ?? null;

/** The verb whose object, subject or complement a phrase is. */
function governor(clauses: Clauses, phrase: Phrase): { verb: Verb; role: 'subject' | 'object' | 'complement' } | null {
  for (const verb of clauses.verbs) {
    if (verb.object.includes(phrase)) return { verb, role: 'object' };
    if (verb.complements.includes(phrase)) return { verb, role: 'complement' };
  }
  for (const verb of clauses.verbs) if (verb.subject.includes(phrase)) return { verb, role: 'subject' };
  return null;
}

function complementsOf(clauses: Clauses, phrase: Phrase, verb: Verb | null): Phrase[] {
  // What hangs on the noun: phrases after it, while prepositional, up to the next verb.
  const from = clauses.phrases.indexOf(phrase);
  const out: Phrase[] = [];
  const nextVerb = clauses.verbs.find(one => one.first >= phrase.last);
  for (const one of clauses.phrases.slice(from + 1)) {
    if (one.prep === null || (nextVerb && one.first >= nextVerb.first)) break;
    out.push(one);
  }
  return verb ? [...new Set([...out, ...verb.complements])] : out;
}

const isDated = (tokens: Words['tokens'], phrase: Phrase | null): boolean =>
  phrase?.owner != null &&
  /^(?:yesterday|today|\w+day|night|morning|week|month)$/.test(tokens[phrase.owner.last - 1]?.lower ?? '');

/** A noun that tells of an event; of harm without doing ("the killing of", "the shooting"): what follows "of" is the victim. */
export function nounFrame(words: Words, clauses: Clauses, found: Found): Frame {
  const { tokens } = words;
  const phrase = phraseAt(clauses, found.last - 1);
  const head = tokens[found.last - 1]!;
  let front = (phrase?.first ?? found.first) - 1;
  // "the April 15, 2013, attack": the article stands before the date.
  if (tokens[front]?.text === ',')
    for (let at = front; at > 0 && at > front - 6; at--)
      if (!/^(?:,|\d{1,4}|\p{L}+)$/u.test(tokens[at]!.text) || tokens[at]!.sentence !== head.sentence) break;
      else if (tokens[at]!.lower === 'the' && MONTH.test(tokens[at + 1]?.lower ?? '')) front = at;
  const before = tokens[front];
  const opener = phrase ? tokens[phrase.first]! : tokens[found.first]!;
  const frame: Frame = {
    start: tokens[found.first]!.start,
    end: head.end,
    trigger: found.trigger,
    type: found.trigger.type,
    kind: found.trigger.frame,
    first: found.first,
    last: found.last,
    sentence: head.sentence,
    verb: null,
    verbs: [],
    actors: [],
    targets: [],
    victims: [],
    weapons: [],
    sites: [],
    // "Sunday's battle" is a certain one.
    definite:
      before?.lower === 'the' || isDated(tokens, phrase) || /^(?:the|this|that|these|those)$/.test(opener.lower),
    plural: head.lower !== singular(head.lower) || /^(?:fighting|shelling|violence|unrest)$/.test(head.lower),
    noun: true,
    phrase,
  };
  if (!phrase) return frame;
  const outer = phrase.prep === 'of' && phrase.of && SEVERAL.test(tokens[phrase.of.head]!.lower) ? phrase.of : phrase;
  const role = governor(clauses, outer);
  const harm = frame.kind === 'harm' || frame.kind === 'arrest' || frame.kind === 'seize';
  if (role) {
    const { verb } = role;
    const light = LIGHT.has(verb.lemma);
    const subject = verb.subject[0];
    // "It was the third attack", "The bombing was the second".
    if (
      role.role === 'object' &&
      verb.lemma === 'be' &&
      subject &&
      (/^(?:it|this|that|these)$/.test(tokens[subject.head]!.lower) || tokens[subject.first - 1]?.lower === 'the')
    )
      frame.definite = true;
    if (frame.kind === 'pact' && verb.lemma === 'agree' && role.role === 'complement') {
      frame.verb = verb;
      frame.verbs.push(verb);
      frame.actors.push(...verb.subject);
    } else if (role.role === 'object' && light) {
      frame.verb = verb;
      frame.verbs.push(verb);
      frame.actors.push(...verb.subject);
      frame.targets.push(
        ...verb.complements.filter(one => TARGET_PREPS.has(one.prep ?? '') && one.prep !== 'of' && one !== phrase),
      );
    } else if (role.role === 'object' && isAttacked(verb)) {
      frame.verb = verb;
      frame.verbs.push(verb);
      frame.targets.push(...verb.subject);
    } else if (role.role === 'subject' && verb.passive && isAttacked(verb)) {
      frame.verb = verb;
      frame.verbs.push(verb);
      frame.targets.push(...verb.complements.filter(one => one.prep === 'by'));
    } else if (
      role.role === 'complement' &&
      outer.prep === 'under' &&
      /^(?:be|come|keep|put|remain)$/.test(verb.lemma)
    ) {
      // "were under attack from rebels".
      frame.verb = verb;
      frame.verbs.push(verb);
      frame.targets.push(...verb.subject);
      frame.actors.push(...verb.complements.filter(one => one.prep === 'from'));
    } else if (role.role === 'complement' && PARTAKE.has(verb.lemma) && outer.prep === 'in') {
      frame.verb = verb;
      frame.verbs.push(verb);
      frame.actors.push(...verb.subject);
    } else if (role.role === 'subject') {
      frame.verb = verb;
      frame.verbs.push(verb);
      if (verb.passive && light) frame.actors.push(...verb.complements.filter(one => one.prep === 'by'));
      else if (EFFECT.has(verb.lemma) && !verb.passive) {
        if (/^(?:hit|strike|target|destroy|damage|rock|shake|flatten|burn)$/.test(verb.lemma))
          frame.targets.push(...verb.object);
        frame.victims.push(...(/^(?:kill|wound|injure|hurt|maim|claim|leave)$/.test(verb.lemma) ? verb.object : []));
      } else if (!HAPPEN.has(verb.lemma) && !verb.passive) frame.verbs.pop();
    } else if (
      role.role === 'complement' &&
      (phrase.prep === 'in' ||
        phrase.prep === 'during' ||
        phrase.prep === 'by' ||
        phrase.prep === 'with' ||
        phrase.prep === 'through')
    ) {
      frame.verb = verb;
      if (verb.lemma === 'use' && !verb.passive) {
        frame.verbs.push(verb);
        frame.actors.push(...verb.subject);
        frame.weapons.push(...verb.object);
      }
    }
  }
  for (const one of complementsOf(clauses, phrase, null)) {
    // "an attack on a base of the army": the army is the base's.
    if (one.prep === 'of' && one.of !== null && one.of !== phrase) continue;
    if (one.prep === 'by') frame.actors.push(one);
    else if (one.prep === 'between' || one.prep === 'among')
      (frame.actors.length === 0 ? frame.actors : frame.targets).push(one);
    else if (one.prep === 'with' && frame.kind === 'meet') frame.targets.push(one);
    else if (one.prep === 'of' && harm) frame.victims.push(one);
    else if (one.prep === 'of' && found.trigger.word === 'offensive') continue;
    else if (TARGET_PREPS.has(one.prep ?? '') && one.prep !== 'at time') frame.targets.push(one);
    else if (one.prep === 'from' || one.prep === 'including') continue;
    else if (/^(?:near|outside|inside|beside)$/.test(one.prep ?? '')) frame.sites.push(one);
    else if (one.prep && one.prep !== 'in' && one.prep !== 'at time') break;
  }
  return frame;
}
