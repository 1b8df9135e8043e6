import type { TypeValue } from '../codebook/type.js';
import type { Span } from '../model/quote.js';
import type { Clauses, Phrase, Verb } from '../read/clause.js';
import type { Sentence, Words } from '../read/token.js';
import { nounFrame } from './noun-frame.js';
import {
  BOMBING,
  type Found,
  type FrameKind,
  type InName,
  type Trigger,
  type Triggers,
  triggersIn,
} from './trigger.js';

/**
 * One place where a report speaks of an event: its trigger words and the phrases that stand in its roles.
 * `verbs`: the verbs that are part of it, whose clauses hold its dates, places and tolls. `definite`: it points back ("the attack").
 */
export type Frame = Span & {
  trigger: Trigger;
  type: TypeValue;
  kind: FrameKind;
  first: number;
  last: number;
  sentence: number;
  verb: Verb | null;
  verbs: Verb[];
  actors: Phrase[];
  targets: Phrase[];
  victims: Phrase[];
  weapons: Phrase[];
  /** Beside or in what it went off: a target where it is a building or the like. */
  sites: Phrase[];
  definite: boolean;
  plural: boolean;
  noun: boolean;
  phrase: Phrase | null;
};

/** Where something that goes off stands. */
const SITE_PREPS = /^(?:at|in|near|outside|inside|under|beside|behind|of|by)$/;

const RIDDEN =
  /^(?:car|truck|van|lorry|bus|minibus|motorcycle|motorbike|vehicle|taxi|bicycle|pickup|jeep|tanker|belt|vest|device|explosives|bomb|boat)s?$/;

/** Nouns that make a place or time of the phrase, whatever preposition governs it. */
const NOT_A_PARTY =
  /^(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|evening|night|afternoon|day|days|week|weeks|month|months|year|years|hour|hours|january|february|march|april|may|june|july|august|september|october|november|december|time|times|dawn|dusk|midnight|weekend|noon|statement|region|north|south|east|west|response|retaliation|connection|addition|part|front|case|process|wake|town|city|village|area|district|province|outskirts|scene|site|spot|minutes|condition|least|twitter|facebook|telegram|report|reports|number|toll|violence|attack|attacks|fighting|today|yesterday|dead|wounded|injured)$|^(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?$/;

/** Whether a phrase can be a party: no time, no bare number, no abstract frame word. */
export function isParty(words: Words, phrase: Phrase): boolean {
  const head = words.tokens[phrase.head]!;
  if (phrase.prep === 'at time' || head.pos === 'NUM' || head.pos === 'ADJ') return false;
  if (head.pos === 'PRON') return /^(?:they|he|she|it|them|him|her|we|us|those|others)$/.test(head.lower);
  // "on that front" is nobody, the Sabo Front is somebody.
  return !NOT_A_PARTY.test(head.lower) || head.text === 'Front';
}

function verbFrame(words: Words, clauses: Clauses, found: Found): Frame {
  const { tokens } = words;
  const verb = clauses.verbs.find(one => one.head === found.first)!;
  const kind = found.trigger.frame;
  const compound = found.last > verb.last;
  const agents = verb.complements.filter(one => one.prep === 'by');
  const doers = verb.passive ? agents : verb.subject;
  const done = verb.passive ? verb.subject : compound ? [] : verb.object;
  const under = (...preps: string[]): Phrase[] => verb.complements.filter(one => preps.includes(one.prep ?? ''));
  const frame: Frame = {
    start: tokens[found.first]!.start,
    end: tokens[found.last - 1]!.end,
    trigger: found.trigger,
    type: found.trigger.type,
    kind,
    first: found.first,
    last: found.last,
    sentence: verb.sentence,
    verb,
    verbs: [verb],
    // Copies: what joins frames adds to theirs, and the parse stays as it was.
    actors: [...doers],
    targets: [],
    victims: [],
    weapons: under('with', 'using'),
    sites: [],
    definite: false,
    plural: false,
    noun: false,
    phrase: null,
  };
  // A bomber that blows up a car strikes what it stands at.
  const ridden =
    kind === 'act' &&
    !verb.passive &&
    /^blow up$/.test(found.trigger.word) &&
    doers.some(one => /bombers?$/.test(tokens[one.head]!.lower)) &&
    done.every(one => RIDDEN.test(tokens[one.head]!.lower));
  if (ridden && done.length > 0) {
    frame.weapons.push(...done);
    frame.targets = under('at', 'outside', 'inside', 'in', 'near', 'into');
  } else if (kind === 'harm') frame.victims = [...done];
  else if (kind === 'fire') {
    frame.targets = under('on', 'at', 'into', 'toward', 'towards', 'against');
    frame.sites = found.trigger === BOMBING ? under('in', 'near', 'outside', 'inside', 'under', 'beside', 'of') : [];
    if (/^(?:shoot|gun down)$/.test(found.trigger.word)) frame.victims = [...done];
    else if (/^(?:on|upon|at)$/.test(verb.particle ?? '')) frame.targets.push(...done);
    else if (!compound) frame.weapons.push(...done);
  } else if (kind === 'meet') {
    frame.targets = [
      ...under('with', 'against'),
      ...(found.trigger.word === 'fight' || found.trigger.word === 'battle' || found.trigger.word === 'meet'
        ? done
        : []),
    ];
  } else if (kind === 'blast') {
    // A bomb explodes, a bomber detonates a device.
    frame.sites = verb.complements.filter(one => SITE_PREPS.test(one.prep ?? '') && !agents.includes(one));
    frame.actors = [...(verb.object.length > 0 && !verb.passive ? verb.subject : agents)];
    frame.weapons.push(...(verb.object.length > 0 && !verb.passive ? verb.object : verb.subject));
  } else if (kind === 'self') {
    // Where a bomber blew herself up is what she struck.
    frame.weapons = [];
    frame.targets = under('at', 'outside', 'inside', 'in', 'near');
  } else if (kind === 'protest' || kind === 'pact' || kind === 'send')
    frame.targets = under('against').concat(
      kind === 'protest' && /block|barricade/.test(found.trigger.word) ? done : [],
    );
  else if (kind === 'threat') {
    // Whom the threatened deed would hit.
    const deed = clauses.verbs.find(one => one.form === 'infinitive' && one.parent === verb);
    frame.targets = deed ? [...deed.object] : under('against');
  } else if (kind === 'arrest') frame.victims = [...done];
  else if (
    kind === 'impact' &&
    !verb.passive &&
    verb.subject.every(
      one =>
        !isParty(words, one) ||
        /^(?:bomb|rocket|shell|missile|mine|explosion|blast|device|drone|projectile|mortar)s?$/.test(
          tokens[one.head]!.lower,
        ),
    )
  ) {
    frame.weapons.push(...verb.subject);
    frame.actors = [];
    frame.targets = [...done];
  } else frame.targets = [...done, ...(done.length === 0 && kind === 'act' ? under('on', 'against') : [])];
  if (compound && kind === 'damage') frame.targets = under('to', 'on').concat(verb.passive ? verb.subject : []);
  if (compound && kind === 'harm') frame.victims = [...(verb.passive ? verb.subject : verb.object)];
  return frame;
}

/** "No one was killed", "no shot was fired": nothing was done, whatever the verb says. */
function isNone(words: Words, clauses: Clauses, found: Found): boolean {
  const verb = found.noun ? null : clauses.verbs.find(one => one.head === found.first);
  const done = verb
    ? [...(verb.passive ? verb.subject : verb.object), ...(found.trigger.frame === 'harm' ? verb.subject : [])]
    : [];
  // "No group has said it planted the bomb".
  const sayer = verb?.parent && verb.role !== 'infinitive' ? verb.parent.subject : [];
  return [...done, ...sayer].some(phrase => /^(?:no|none|nobody|neither)$/.test(words.tokens[phrase.first]!.lower));
}

/** The verbs that say who laid, fired or planted a weapon that does the harm, and where. */
function behindWeapons(clauses: Clauses, frame: Frame): Verb[] {
  return clauses.verbs
    .filter(
      verb =>
        verb.passive &&
        verb.form === 'participle' &&
        /^(?:lay|plant|fire|drop|launch|throw|hurl|set|carry|place)$/.test(verb.lemma),
    )
    .filter(verb =>
      verb.subject.some(
        phrase => frame.weapons.includes(phrase) || frame.actors.includes(phrase) || frame.phrase === phrase,
      ),
    );
}

/** The frames of one sentence, one for each of its trigger words. */
export function framesIn(
  words: Words,
  sentence: Sentence,
  clauses: Clauses,
  triggers: Triggers,
  inName: InName,
): Frame[] {
  const all = triggersIn(words, sentence, clauses, triggers, inName)
    .filter(found => !isNone(words, clauses, found))
    .map(found => (found.noun ? nounFrame : verbFrame)(words, clauses, found));
  for (const frame of all)
    for (const { complements } of behindWeapons(clauses, frame)) {
      frame.actors.push(...complements.filter(one => one.prep === 'by'));
      frame.sites.push(...complements.filter(one => SITE_PREPS.test(one.prep ?? '')));
    }
  return all;
}
