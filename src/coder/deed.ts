import { mention } from '../model/mention.js';
import { overlaps, quoteOf } from '../model/quote.js';
import type { Report } from '../model/report.js';
import type { Phrase } from '../read/clause.js';
import type { Reading, SentenceReading } from '../read/read.js';
import type { Act } from './act.js';
import type { Frame } from './frame.js';
import { hedgeOf } from './hedge.js';
import { framesOf } from './join.js';
import { type Party, partiesIn, sameParty } from './party.js';
import { datesOf, placesOf, typeWith, weaponsOf } from './setting.js';
import { type TollRead, tollsOf } from './toll.js';
import type { Triggers } from './trigger.js';

/** Boilerplate of pages and feeds: no claims come from it. */
export const BOILERPLATE =
  /^(?:source:|read (?:the )?(?:full|more|original)|click here|continue reading|advertisement\b|sign up|subscribe|follow us|all rights reserved|copyright|©|share this|related:|also read|photo:|this article (?:was|is) (?:originally|first)|download our app)/i;

export const unique = (parties: readonly Party[]): Party[] =>
  parties.filter((party, at) => parties.findIndex(other => sameParty(other, party)) === at);

function phrasesToParties(reading: Reading, sentence: SentenceReading, phrases: readonly Phrase[]): Party[] {
  return unique(phrases.flatMap(phrase => partiesIn(reading.words, sentence, phrase)));
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

export function actsOf(reading: Reading, report: Report, triggers: Triggers): Act[] {
  const acts: Act[] = [];
  for (const sentence of reading.sentences) {
    const line = reading.words.text.slice(sentence.start, sentence.end);
    if (BOILERPLATE.test(line)) continue;
    const frames = framesOf(reading.words, sentence, sentence.clauses, triggers);
    const tolls = tollsOf(reading.words, sentence);
    for (const frame of frames) {
      const actors = unique([
        ...phrasesToParties(reading, sentence, frame.actors),
        ...(frame.noun ? doersBefore(reading, sentence, frame.phrase, frame.first) : []),
        ...[...frame.weapons, ...frame.actors].flatMap(phrase =>
          sentence.weapons.some(weapon => overlaps(weapon.quote, phrase))
            ? doersBefore(reading, sentence, phrase, phrase.head)
            : [],
        ),
      ]).filter(party => isDoer(sentence, party));
      const targets = unique(phrasesToParties(reading, sentence, [...frame.targets, ...frame.victims])).filter(
        party => isGoal(sentence, party) && !actors.some(actor => sameParty(actor, party)),
      );
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
        weapons: weaponsOf(reading, sentence, frame, frames),
        tolls: tollsFor(frame, frames, tolls),
        occurrences: occurrencesOf(reading, sentence, frame, frames),
      });
    }
  }
  return acts.map(act => ({ ...act, type: typeWith(act) }));
}

/** Whether words can name a doer: somebody read as an actor or a proper name; a weapon or a building does nothing itself. */
const isDoer = (sentence: SentenceReading, party: Party): boolean =>
  party.kind !== 'facility' &&
  (party.read !== null || (party.kind === 'unknown' && /\s/.test(party.name))) &&
  !sentence.weapons.some(weapon => overlaps(weapon.quote, party.quote));

/** Whether words can name what was attacked; of what no list knows, only buildings and the like. */
const isGoal = (sentence: SentenceReading, party: Party): boolean =>
  party.kind !== 'other' && !sentence.weapons.some(weapon => overlaps(weapon.quote, party.quote));

/** The tolls that belong to a frame of the sentence: by verb, else the only or the nearest violent one. */
function tollsFor(frame: Frame, frames: readonly Frame[], tolls: readonly TollRead[]): TollRead[] {
  const violent = frames.filter(one => one.type.plover === 'ASSAULT' || one.type.plover === 'PROTEST');
  return tolls.filter(toll => {
    const owner =
      violent.find(one => toll.verb !== null && one.verbs.includes(toll.verb)) ??
      violent.find(one => toll.verb?.complements.some(phrase => phrase === one.phrase)) ??
      [...violent].sort((a, b) => Math.abs(a.start - toll.quote.start) - Math.abs(b.start - toll.quote.start))[0];
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
