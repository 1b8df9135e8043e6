import { PLOVER, type PloverCategory, type TypeValue } from '../codebook/type.js';
import type { Span } from '../model/quote.js';
import type { Clauses } from '../read/clause.js';
import type { Row } from '../read/lexicon.js';
import type { Sentence, Words } from '../read/token.js';
import { isTaking } from './harm.js';

/**
 * How a trigger's parties stand:
 * act, impact, damage: subject does it to object. harm: the object is harmed people. fire: weapon as object, target under
 * "on" or "at". meet: two sides ("with", "between"). blast: no doer, the subject is the weapon. self: a suicide bomber.
 * protest, pact, send: subject alone. arrest, seize, take: object is taken. threat, accuse: words, no deed. noun, strike, mass, measure:
 * nouns with their own complements; a "strike" may also be a stoppage of work.
 */
export type FrameKind =
  | 'act'
  | 'impact'
  | 'damage'
  | 'harm'
  | 'fire'
  | 'meet'
  | 'blast'
  | 'self'
  | 'protest'
  | 'pact'
  | 'send'
  | 'arrest'
  | 'seize'
  | 'take'
  | 'threat'
  | 'accuse'
  | 'noun'
  | 'strike'
  | 'mass'
  | 'measure';
export type Trigger = { word: string; type: TypeValue; frame: FrameKind };
/** Triggers by their words, apart for verbs and nouns; `longest` in words, for the noun list. */
export type Triggers = { verbs: Map<string, Trigger>; nouns: Map<string, Trigger>; longest: number };

/** The trigger table (`en/triggers`), ready to be asked. */
export function triggersOf(rows: readonly Row[]): Triggers {
  const verbs = new Map<string, Trigger>();
  const nouns = new Map<string, Trigger>();
  let longest = 1;
  for (const row of rows) {
    const plover = row.plover as PloverCategory;
    if (!(plover in PLOVER)) throw new Error(`triggers: no category ${row.plover}`);
    const trigger: Trigger = {
      word: row.word!,
      type: { plover, mode: row.mode || null },
      frame: row.frame as FrameKind,
    };
    (row.part === 'verb' ? verbs : nouns).set(row.word!, trigger);
    longest = Math.max(longest, row.word!.split(' ').length);
  }
  return { verbs, nouns, longest };
}

/** A noun without its plural ending, as the trigger table lists it. */
export const singular = (lower: string): string =>
  lower.endsWith('ies')
    ? `${lower.slice(0, -3)}y`
    : /(?:sh|ch|ss|x)es$/.test(lower)
      ? lower.slice(0, -2)
      : /[^s]s$/.test(lower)
        ? lower.slice(0, -1)
        : lower;

/** "beat back", "drove off": an attack that somebody withstood. */
export const isBeatenBack = (lemma: string, particle: string | null): boolean =>
  /^(?:beat|fight|drive|throw|push)$/.test(lemma) && /^(?:back|off)$/.test(particle ?? '');

/** "threw a grenade", "a bomb was planted": verbs and objects that together are an attack with explosives. */
const THROWN = /^(?:throw|hurl|lob|toss|plant|place|lay|set|drop|launch)$/;
const EXPLOSIVE =
  /^(?:bombs?|grenades?|explosives?|dynamite|firebombs?|bombings?|molotovs?|cocktails?|devices?|ieds?|charges?|landmines?|mines?)$/;
export const BOMBING: Trigger = { word: 'throw bomb', type: { plover: 'ASSAULT', mode: 'explosives' }, frame: 'fire' };
/** "launched 46 drones at the city": what flies there, by verbs and objects that together are an attack. */
const SENT = /^(?:launch|fire|send|lob|unleash|shoot)$/;
const FLYING: readonly (readonly [RegExp, Trigger])[] = (
  [
    [/^(?:drones?|uavs?|shaheds?|quadcopters?)$/, 'launch drone', 'drone'],
    [
      /^(?:missiles?|rockets?|shells?|mortars?|projectiles?|rounds?|katyushas?|grads?)$/,
      'launch missile',
      'heavy-weapons',
    ],
  ] as const
).map(([thing, word, mode]) => [thing, { word, type: { plover: 'ASSAULT', mode }, frame: 'fire' }]);
const TOWARD = /^(?:at|on|against|toward|towards|into|onto|over)$/;
/** A test, or a satellite. */
const NOWHERE = /^(?:seas?|ocean|waters?|space|orbit|air|sky|range)$/;
/** "Two mortar rounds landed near the gate": what comes down, and strikes; a drone that came down was hit itself. */
const LANDED = /^(?:land|fall|slam|crash)$/;
const SHOT_OFF: Trigger = {
  word: 'land missile',
  type: { plover: 'ASSAULT', mode: 'heavy-weapons' },
  frame: 'blast',
};
const TAKING: Trigger = { word: 'take away', type: { plover: 'ASSAULT', mode: 'abduct' }, frame: 'harm' };
const AIR_DROP: Trigger = { word: 'drop bomb', type: { plover: 'ASSAULT', mode: 'aerial' }, frame: 'fire' };

const PAPERS =
  /^(?:records?|evidence|documents?|files?|data|papers|lives|career|hopes?|reputation|economy|trust|confidence)$/;

/** Whether a trigger stands in a name ("Peter Lynch", "Carrier Strike Group"), and says nothing of an event. */
export type InName = (span: Span) => boolean;

/** Trigger words where they stand: tokens, end exclusive. */
export type Found = { first: number; last: number; trigger: Trigger; noun: boolean };

/** Trigger words of one sentence: the longest run of words wins. */
export function triggersIn(
  words: Words,
  sentence: Sentence,
  clauses: Clauses,
  triggers: Triggers,
  inName: InName,
): Found[] {
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
    const flown =
      done !== undefined &&
      SENT.test(verb.lemma) &&
      verb.complements.some(one => TOWARD.test(one.prep ?? '') && !NOWHERE.test(tokens[one.head]!.lower))
        ? FLYING.find(([thing]) => thing.test(tokens[done.head]!.lower))?.[1]
        : undefined;
    const fallen =
      LANDED.test(verb.lemma) &&
      !verb.passive &&
      verb.subject.some(one => FLYING[1]![0].test(tokens[one.head]!.lower)) &&
      !verb.complements.some(one => NOWHERE.test(tokens[one.head]!.lower));
    const self =
      objectHead && /^(?:himself|herself|themselves|itself)$/.test(objectHead.lower) && verb.lemma === 'blow';
    const compound = names.find(name => name && triggers.verbs.has(name));
    const trigger = self
      ? (triggers.verbs.get(`blow ${objectHead.lower} up`) ?? triggers.verbs.get('blow himself up'))
      : compound
        ? triggers.verbs.get(compound)
        : (flown ?? fallen)
          ? (flown ?? SHOT_OFF)
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
