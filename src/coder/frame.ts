import type { TypeValue } from '../codebook/type.js';
import type { Span } from '../model/quote.js';
import type { Clauses, Phrase, Verb } from '../read/clause.js';
import type { Sentence, Words } from '../read/token.js';
import { isTaking } from './harm.js';
import { type FrameKind, singular, type Trigger, type Triggers } from './trigger.js';

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

/** Where something that goes off stands. */
const SITE_PREPS = /^(?:at|in|near|outside|inside|under|beside|behind|of|by)$/;

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
const isSuffering = ({ lemma, particle }: Verb): boolean => SUFFER.has(lemma) || isBeatenBack(lemma, particle);
const isBeatenBack = (lemma: string, particle: string | null): boolean =>
  /^(?:beat|fight|drive|throw|push)$/.test(lemma) && /^(?:back|off)$/.test(particle ?? '');

/** "threw a grenade", "a bomb was planted": verbs and objects that together are an attack with explosives. */
const THROWN = /^(?:throw|hurl|lob|toss|plant|place|lay|set|drop|launch)$/;
const EXPLOSIVE =
  /^(?:bombs?|grenades?|explosives?|dynamite|firebombs?|bombings?|molotovs?|cocktails?|devices?|ieds?|charges?|landmines?|mines?)$/;
const BOMBING: Trigger = { word: 'throw bomb', type: { plover: 'ASSAULT', mode: 'explosives' }, frame: 'fire' };
const TAKING: Trigger = { word: 'take away', type: { plover: 'ASSAULT', mode: 'abduct' }, frame: 'harm' };
const AIR_DROP: Trigger = { word: 'drop bomb', type: { plover: 'ASSAULT', mode: 'aerial' }, frame: 'fire' };

const RIDDEN =
  /^(?:car|truck|van|lorry|bus|minibus|motorcycle|motorbike|vehicle|taxi|bicycle|pickup|jeep|tanker|belt|vest|device|explosives|bomb|boat)s?$/;

const PAPERS =
  /^(?:records?|evidence|documents?|files?|data|papers|lives|career|hopes?|reputation|economy|trust|confidence)$/;

/** Nouns under which "of" names what there were several of: "a series of attacks". */
const SEVERAL =
  /^(?:series|wave|spate|number|string|campaign|round|dozens|scores|hundreds|barrage|row|rash|succession)$/;

/** Nouns that make a place or time of the phrase, whatever preposition governs it. */
const NOT_A_PARTY =
  /^(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|evening|night|afternoon|day|days|week|weeks|month|months|year|years|hour|hours|january|february|march|april|may|june|july|august|september|october|november|december|time|times|dawn|dusk|midnight|weekend|noon|statement|region|north|south|east|west|response|retaliation|connection|addition|part|front|case|process|wake|town|city|village|area|district|province|outskirts|scene|site|spot|minutes|condition|least|twitter|facebook|telegram|report|reports|number|toll|violence|attack|attacks|fighting|today|yesterday)$/;

/** Whether a phrase can be a party: no time, no bare number, no abstract frame word. */
export function isParty(words: Words, phrase: Phrase): boolean {
  const head = words.tokens[phrase.head]!;
  if (phrase.prep === 'at time' || head.pos === 'NUM' || head.pos === 'ADJ') return false;
  if (head.pos === 'PRON') return /^(?:they|he|she|it|them|him|her|we|us|those|others)$/.test(head.lower);
  return !NOT_A_PARTY.test(head.lower);
}

/** Whether a trigger stands in a name ("Peter Lynch", "Carrier Strike Group"), and says nothing of an event. */
export type InName = (span: Span) => boolean;

type Found = { first: number; last: number; trigger: Trigger; noun: boolean };

/** Trigger words of one sentence: the longest run of words wins. */
function triggersIn(words: Words, sentence: Sentence, clauses: Clauses, triggers: Triggers, inName: InName): Found[] {
  const { tokens } = words;
  const out: Found[] = [];
  const taken = new Set<number>();
  const verbAt = new Map(clauses.verbs.map(verb => [verb.head, verb]));
  for (const verb of clauses.verbs) {
    const object = verb.object[0];
    const objectHead = object ? tokens[object.head]! : null;
    const objectText = object
      ? tokens
          .slice(object.first, object.last)
          .map(token => token.lower)
          .join(' ')
      : '';
    const names = [
      objectHead ? `${verb.lemma} ${objectHead.lower}${verb.particle ? ` ${verb.particle}` : ''}` : '',
      object ? `${verb.lemma} ${objectText}` : '',
      objectHead ? `${verb.lemma} ${singular(objectHead.lower)}` : '',
      tokens[verb.last] ? `${verb.lemma} ${tokens[verb.last]!.lower}` : '',
      verb.particle ? `${verb.lemma} ${verb.particle}` : '',
    ];
    const done = verb.passive ? verb.subject[0] : object;
    if (isTaking(words, verb) && !inName(verb)) {
      out.push({ first: verb.head, last: verb.last, trigger: TAKING, noun: false });
      for (let at = verb.head; at < verb.last; at++) taken.add(at);
      continue;
    }
    const thrown =
      done !== undefined &&
      THROWN.test(verb.lemma) &&
      // "the bomb planted by them went off": it is told by what the bomb did.
      verb.form !== 'participle' &&
      tokens.slice(done.first, done.last).some(({ lower }) => EXPLOSIVE.test(lower)) &&
      !(verb.lemma === 'set' && verb.particle !== 'off') &&
      verb.particle !== 'out';
    const self =
      objectHead && /^(?:himself|herself|themselves|itself)$/.test(objectHead.lower) && verb.lemma === 'blow';
    const compound = names.find(name => name && triggers.verbs.has(name));
    const trigger = self
      ? (triggers.verbs.get(`blow ${objectHead.lower} up`) ?? triggers.verbs.get('blow himself up'))
      : compound
        ? triggers.verbs.get(compound)
        : thrown
          ? verb.lemma === 'drop'
            ? AIR_DROP
            : BOMBING
          : isBeatenBack(verb.lemma, verb.particle)
            ? undefined
            : verb.particle && /^(?:out|over)$/.test(verb.particle)
              ? undefined
              : triggers.verbs.get(verb.lemma);
    if (!trigger || inName(verb)) continue;
    // "destroying records": nothing that can be struck.
    if (trigger.frame === 'damage' && done && PAPERS.test(tokens[done.head]!.lower)) continue;
    const last = compound && object && compound.includes(objectHead!.lower.slice(0, 4)) ? object.last : verb.last;
    out.push({ first: verb.head, last, trigger, noun: false });
    for (let at = verb.head; at < last; at++) taken.add(at);
  }
  for (let at = sentence.first; at < sentence.last; at++) {
    const token = tokens[at]!;
    if (taken.has(at) || (verbAt.has(at) && token.pos !== 'NOUN')) continue;
    for (let size = Math.min(triggers.longest, sentence.last - at); size >= 1; size--) {
      const end = tokens[at + size - 1]!;
      if (taken.has(at + size - 1) || (end.pos !== 'NOUN' && end.pos !== 'PROPN' && end.pos !== 'VERB')) continue;
      const name = tokens
        .slice(at, at + size)
        .map(one => one.lower)
        .join(' ')
        .replace(/ - /g, '-');
      const short = name.replace(end.lower, singular(end.lower));
      const trigger = triggers.nouns.get(name) ?? triggers.nouns.get(short);
      if (!trigger) continue;
      // "attack helicopters", "riot police", "protest leader": the trigger only describes another noun.
      const after = tokens[at + size];
      const compound =
        after &&
        after.sentence === end.sentence &&
        (after.pos === 'NOUN' || (after.text === '-' && after.start === end.end)) &&
        !(triggers.nouns.has(after.lower) || triggers.nouns.has(singular(after.lower)));
      if (inName({ start: token.start, end: end.end })) break;
      // "in protest at": why, and no protest of anybody.
      if (trigger.word === 'protest' && tokens[at - 1]?.lower === 'in') break;
      if (!compound && (end.pos !== 'VERB' || !verbAt.has(at + size - 1))) {
        out.push({ first: at, last: at + size, trigger, noun: true });
        for (let k = at; k < at + size; k++) taken.add(k);
      }
      break;
    }
  }
  return out.sort((a, b) => a.first - b.first);
}

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

const MONTH = /^(?:january|february|march|april|may|june|july|august|september|october|november|december)$/;

const isDated = (tokens: Words['tokens'], phrase: Phrase | null): boolean =>
  phrase?.owner != null &&
  /^(?:yesterday|today|\w+day|night|morning|week|month)$/.test(tokens[phrase.owner.last - 1]?.lower ?? '');

/** Nouns of harm without doing ("the killing of", "the shooting"): what follows "of" is the victim. */
function nounFrame(words: Words, clauses: Clauses, found: Found): Frame {
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
    } else if (role.role === 'object' && isSuffering(verb)) {
      frame.verb = verb;
      frame.verbs.push(verb);
      frame.targets.push(...verb.subject);
    } else if (role.role === 'subject' && verb.passive && isSuffering(verb)) {
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
        /^(?:lay|plant|fire|drop|launch|throw|hurl|plant|set|carry|place)$/.test(verb.lemma),
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
