import type { WeaponKind } from '../codebook/weapon.js';
import { mention } from '../model/mention.js';
import { overlaps, quoteOf, type Span } from '../model/quote.js';
import type { Report } from '../model/report.js';
import type { Phrase } from '../read/clause.js';
import type { Reading, SentenceReading } from '../read/read.js';
import type { Act } from './act.js';
import type { Frame } from './frame.js';
import { hedgeOf } from './hedge.js';
import { framesOf } from './join.js';
import { typeWith } from './mode.js';
import { type Party, partiesIn, sameParty } from './party.js';
import { datesOf, weaponsOf } from './setting.js';
import { tollsOf } from './toll.js';
import type { TollRead } from './toll-read.js';
import type { Triggers } from './trigger.js';
import { fromPhrase } from './victim.js';
import { placesOf } from './where.js';

/** Boilerplate of pages and feeds: no claims come from it. */
export const BOILERPLATE =
  /^(?:source:|read (?:the )?(?:full|more|original)|click here|continue reading|advertisement\b|sign up|subscribe|follow us|all rights reserved|copyright|©|share this|related:|also read|photo:|this article (?:was|is) (?:originally|first)|download our app)/i;

export const unique = (parties: readonly Party[]): Party[] =>
  parties.filter((party, at) => parties.findIndex(other => sameParty(other, party)) === at);

/** "The strike" after "a general strike" is the stoppage of work. */
function labour(acts: readonly Act[]): Act[] {
  let stoppage: Act | null = null;
  return acts.map(act => {
    if (act.type.plover === 'PROTEST' && act.type.mode === 'strike') stoppage = act;
    else if (act.type.plover === 'ASSAULT' && /strike$/.test(act.frame.trigger.word) && act.type.mode !== null)
      stoppage = null;
    return stoppage &&
      act.frame.kind === 'strike' &&
      act.frame.noun &&
      act.type.mode === null &&
      act.weapons.length === 0
      ? { ...act, type: stoppage.type, weapons: [] }
      : act;
  });
}

type Role = 'actor' | 'target';

const GROUPED = /^(?:group|force|agency|body|state|office)$/;
/** Whether "they", "it" or "he" can stand for a party. */
function canMean(pronoun: string, { read, kind }: Party, role: Role): boolean {
  if (kind === 'facility') return pronoun === 'it' && role === 'target';
  if (!read) return false;
  if (/^th(?:ey|em)$/.test(pronoun)) return read.plural || (read.named && GROUPED.test(read.sort));
  if (pronoun === 'it') return GROUPED.test(read.sort) && !read.plural;
  return read.sort === 'person' || (!read.plural && !read.named && read.sort !== 'state');
}

const ATTACKING =
  /^(?:rebel group|political militia|identity militia|state forces|external forces|rioters|protesters|unknown|government)$/;

/**
 * Whom a pronoun stands for: who is said before it in its sentence ("the group said it had killed"), else who did, or suffered, the
 * act told last, in this sentence or the two before it. What cannot have done it is nobody.
 */
function meantBy(
  reading: Reading,
  sentence: SentenceReading,
  phrase: Phrase,
  role: Role,
  acts: readonly Act[],
): Party[] {
  const head = reading.words.tokens[phrase.head]!;
  const quote = quoteOf(reading.words.text, head.start, head.end);
  const fits = (party: Party): boolean =>
    canMean(head.lower, party, role) &&
    (role === 'target' || ATTACKING.test(party.kind) || party.read?.sort === 'person');
  const subject = role === 'actor' || /^(?:they|he|she|it)$/.test(head.lower);
  const spoken = sentence.clauses.verbs
    .filter(verb => verb.last <= phrase.first && subject)
    .flatMap(verb => verb.subject)
    .findLast(one => one.last <= phrase.first && partiesIn(reading.words, sentence, one).some(fits));
  const before = acts.findLast(act => {
    const far = sentence.index - act.sentence.index;
    return far <= 2 && (role === 'actor' ? act.actors : act.targets).some(fits);
  });
  const subjectBefore = reading.sentences[sentence.index - 1]?.clauses.verbs[0]?.subject ?? [];
  const found = spoken
    ? partiesIn(reading.words, sentence, spoken)
    : before
      ? role === 'actor'
        ? before.actors
        : before.targets
      : subject
        ? subjectBefore.flatMap(one => partiesIn(reading.words, reading.sentences[sentence.index - 1]!, one))
        : [];
  return found.filter(fits).map(party => ({ ...party, quote }));
}

function phrasesToParties(
  reading: Reading,
  sentence: SentenceReading,
  phrases: readonly Phrase[],
  role: Role,
  acts: readonly Act[],
): Party[] {
  return unique(
    phrases.flatMap(phrase => {
      const head = reading.words.tokens[phrase.head]!.lower;
      return phrase.first === phrase.head && /^(?:they|them|he|him|she|her|it)$/.test(head)
        ? meantBy(reading, sentence, phrase, role, acts)
        : partiesIn(reading.words, sentence, phrase);
    }),
  );
}

/** What stands before or in the noun's own phrase: "Israeli airstrikes", "Taliban attack", "Iran's attack". */
function doersBefore(reading: Reading, sentence: SentenceReading, phrase: Phrase | null, head: number): Party[] {
  if (!phrase) return [];
  const { tokens } = reading.words;
  const from = tokens[phrase.first]!.start;
  const to = tokens[head]!.start;
  return sentence.actors
    .filter(
      one =>
        from <= one.quote.start &&
        one.quote.end <= to &&
        one.sort !== 'facility' &&
        one.sort !== 'office' &&
        !/[-–‑]$/.test(reading.words.text.slice(one.quote.end, one.quote.end + 1)),
    )
    .slice(0, 1)
    .map(one => ({
      quote: one.quote,
      name: one.name,
      id: one.id,
      kind: one.kind,
      country: one.country,
      entity: one.entity,
      read: one,
    }));
}

/** "2014 Oma Airfield bombing", "See also: ...": titles of other pages, in a list below the report. */
const isEntry = ({ index, clauses }: SentenceReading, line: string): boolean =>
  index > 2 &&
  (/^\W*see also\b/i.test(line) ||
    (clauses.verbs.length === 0 && /^\W*\d{4}\s\p{Lu}/u.test(line) && !/[.!?]\s*$/.test(line)));

export function actsOf(reading: Reading, report: Report, triggers: Triggers): Act[] {
  const acts: Act[] = [];
  for (const sentence of reading.sentences) {
    const line = reading.words.text.slice(sentence.start, sentence.end);
    if (BOILERPLATE.test(line) || isEntry(sentence, line)) continue;
    const inName = (span: Span): boolean =>
      sentence.actors.some(
        ({ named, sort, quote }) =>
          named && sort !== 'state' && sort !== 'facility' && quote.start <= span.start && span.end <= quote.end,
      );
    const frames = framesOf(reading.words, sentence, sentence.clauses, triggers, inName);
    const tolls = tollsOf(reading.words, sentence);
    for (const frame of frames) {
      const actors = unique([
        ...phrasesToParties(reading, sentence, frame.actors, 'actor', acts),
        ...(frame.noun ? doersBefore(reading, sentence, frame.phrase, frame.first) : []),
        ...[...frame.weapons, ...frame.actors].flatMap(phrase =>
          sentence.weapons.some(weapon => overlaps(weapon.quote, phrase))
            ? doersBefore(reading, sentence, phrase, phrase.head)
            : [],
        ),
      ]).filter(party => isDoer(sentence, party));
      const goals = [...frame.targets, ...frame.victims];
      const targets = unique([
        ...phrasesToParties(reading, sentence, frame.targets, 'target', acts),
        ...frame.victims.flatMap(phrase =>
          phrasesToParties(reading, sentence, [phrase], 'target', acts).map(party =>
            // Who is killed is somebody, though no list has the word.
            party.kind === 'other' && frame.kind === 'harm' && fromPhrase(reading.words, sentence, phrase)
              ? { ...party, kind: 'unknown' as const }
              : party,
          ),
        ),
        // "at a tea shop near the port": what tells where another site is was not struck.
        ...phrasesToParties(
          reading,
          sentence,
          frame.sites.filter(one => one.prep !== 'near' || one.of === null),
          'target',
          acts,
        ).filter(({ kind, name }) => kind === 'facility' && !WAY.test(name)),
      ]).filter(party => isGoal(sentence, party, frame) && !actors.some(actor => sameParty(actor, party)));
      const hit = frame.kind === 'fire' || frame.kind === 'seize' ? [] : goals;
      const quote = quoteOf(reading.words.text, frame.start, frame.end);
      acts.push({
        frame,
        sentence,
        mention: mention(report.id, 'event', quote),
        type: frame.type,
        hedge: hedgeOf(reading, sentence, frame),
        actors,
        targets,
        places: placesOf(reading, sentence, frame, frames),
        dates: datesOf(reading, sentence, frame, frames),
        near: { places: [], dates: [] },
        weapons: [
          ...vehiclesOf(reading, frame),
          ...weaponsOf(reading, sentence, frame, frames).filter(
            ({ quote, value }) =>
              !hit.some(phrase => overlaps(phrase, quote)) &&
              isUsed(sentence, frame, quote, value.kind) &&
              // The gun of "gun battle" is no weapon that anybody names.
              !(quote.start >= frame.start && quote.end < frame.end),
          ),
        ],
        tolls: tollsFor(frame, frames, tolls),
        occurrences: occurrencesOf(reading, sentence, frame, frames),
      });
    }
  }
  return labour(acts).map(act => ({ ...act, type: typeWith(act) }));
}

/** Whether words can name a doer: somebody read as an actor or a proper name; a weapon or a building does nothing itself. */
const isDoer = (sentence: SentenceReading, party: Party): boolean =>
  party.kind !== 'facility' &&
  (party.read !== null || (party.kind === 'unknown' && /\s/.test(party.name))) &&
  !sentence.weapons.some(weapon => overlaps(weapon.quote, party.quote) && weapon.quote.end <= party.quote.end);

/** Whether words can name what was attacked; of what no list knows, only buildings and the like. A vehicle that was hit is no weapon. */
const isGoal = (sentence: SentenceReading, party: Party, frame: Frame): boolean =>
  party.kind !== 'other' &&
  !sentence.weapons.some(
    weapon =>
      overlaps(weapon.quote, party.quote) &&
      !(/^(?:aircraft|armour|vehicle|drone)$/.test(weapon.kind) && /^(?:act|impact|damage)$/.test(frame.kind)),
  );

/** Whether a weapon in an attack's stretch of the sentence was used in it: not had, left behind or merely where it happened. */
function isUsed(sentence: SentenceReading, frame: Frame, quote: Span, kind: WeaponKind): boolean {
  if (frame.type.plover !== 'ASSAULT') return true;
  const { phrases, verbs } = sentence.clauses;
  const phrase = phrases.find(one => one.start <= quote.start && quote.end <= one.end);
  if (!phrase || frame.weapons.includes(phrase) || /^(?:with|using|by)$/.test(phrase.prep ?? '')) return true;
  const verb = verbs.find(one => one.object.includes(phrase) || (one.passive && one.subject.includes(phrase)));
  if (verb && /^(?:have|own|leave|abandon|lose|capture|seize|surrender|lay)$/.test(verb.lemma))
    return frame.verbs.includes(verb);
  if (kind === 'other') return false;
  return !(
    kind === 'aircraft' &&
    frame.type.mode === 'explosives' &&
    /^(?:in|on|aboard|into|at)$/.test(phrase.prep ?? '')
  );
}

/** Where something went off, and no more: a bomb on a road is not meant for the road. */
const WAY =
  /\b(?:roads?|highway|streets?|avenue|village|town|towns|villages|neighbou?rhood|settlement|area|site|position|camp|outskirts)$/i;

const VEHICLE = /^(?:car|truck|van|lorry|bus|minibus|motorcycle|motorbike|vehicle|taxi|bicycle|pickup|jeep|tanker)$/;

/** "A truck packed with dynamite exploded": the vehicle is the weapon. */
const vehiclesOf = (reading: Reading, frame: Frame): Act['weapons'] =>
  frame.kind === 'blast' && frame.actors.length === 0
    ? frame.weapons
        .filter(phrase => VEHICLE.test(reading.words.tokens[phrase.head]!.lower))
        .map(phrase => {
          const { end } = reading.words.tokens[phrase.head]!;
          const quote = quoteOf(reading.words.text, phrase.start, end);
          return { value: { name: quote.text.replace(/\s+/g, ' '), kind: 'car bomb' as const }, quote };
        })
    : [];

/** The tolls that belong to a frame of the sentence: by verb, else the only or the nearest violent one. */
function tollsFor(frame: Frame, frames: readonly Frame[], tolls: readonly TollRead[]): TollRead[] {
  const violent = frames.filter(one => one.type.plover === 'ASSAULT' || one.type.plover === 'PROTEST');
  return tolls.filter(toll => {
    const owner =
      violent.find(one => toll.verb !== null && one.verbs.includes(toll.verb)) ??
      violent.find(one => toll.verb?.complements.some(phrase => phrase === one.phrase)) ??
      // "in an attempt to kill a judge": whom nobody killed.
      [...(toll.verb?.role === 'infinitive' ? [] : violent)].sort(
        (a, b) => Math.abs(a.start - toll.quote.start) - Math.abs(b.start - toll.quote.start),
      )[0];
    return owner === frame;
  });
}

function occurrencesOf(
  reading: Reading,
  sentence: SentenceReading,
  frame: Frame,
  frames: readonly Frame[],
): Act['occurrences'] {
  if (frames.find(one => one.type.plover === 'ASSAULT') !== frame) return null;
  for (const count of sentence.counts) {
    if (!/^(?:times|occasions)\b/i.test(count.of ?? '') || count.low === null) continue;
    return {
      value: { low: count.low, high: count.high },
      quote: quoteOf(
        reading.words.text,
        count.quote.start,
        Math.min(count.noun!.end, count.noun!.start + (/^\w+/.exec(count.noun!.text)?.[0].length ?? 5)),
      ),
    };
  }
  return null;
}
