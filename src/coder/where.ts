import type { PlaceValue } from '../codebook/place.js';
import type { Quote } from '../model/quote.js';
import type { Phrase } from '../read/clause.js';
import type { Reading, SentenceReading } from '../read/read.js';
import type { Frame } from './frame.js';
import { inSource, ownerOf, WIDE } from './setting.js';

/** Prepositions under which a place is where something happened. */
const WHERE =
  /^(?:in|at|near|on|outside|around|across|over|inside|along|between|within|throughout|of|into|from|through|to|toward|towards|off|beyond|beside|behind|north|south|east|west|northeast|northwest|southeast|southwest|outskirts|central|upon|against|targeting|amid|among)$/;
const KIND = /^(?:capital|city|town|village|port|province|district|region|state|suburb|neighbou?rhood)$/;

/** Heads that a place's name makes no other name of: "the Basra area", "La Paz department". */
const GROUND =
  /^(?:areas?|zone|sector|region|regions|provinces?|departments?|districts?|municipality|county|governorate|states?|city|town|township|villages?|suburbs?|neighbou?rhoods?|jurisdiction|canton|capital|camp|island|islands|peninsula|valley|coast|border|airport|airfield|highway|road|street|outskirts|countryside|front|territory|metropolitan|gulf|strait|sea|river|mountains?|hills?)$/;

/** Words between a place and what only tells where it lies: "Harun, located some", "Oma, the capital of". */
const LIES =
  /^[\s,(-]*(?:(?:which|is|lies|located|situated|lying|some|about|around|approximately|nearly|roughly|just|only|almost|in|on|of|the|capital|seat|town|city|port)[\s,]+)*$/i;
/** "60 km north of Harun", "the central part": told of a place that is named before it, they add none. */
const RELATIVE = /\b(?:km|kms|kilomet(?:er|re)s?|miles?)\b|\b(?:parts?|region|area)$/i;

const BEARING =
  /^,? (?:(?:just|about|some|\d+ ?(?:km|kilomet(?:er|re)s|miles?)) )*(?:north|south|east|west)[a-z-]* of (?:the )?(?:\w+ )?$/i;

/** Somebody's office or home, told before the verb: "the mayor of Oma, was shot in Harun". */
const ofSomebody = (sentence: SentenceReading, frame: Frame, phrase: Phrase | undefined): boolean =>
  phrase?.of != null &&
  /^(?:of|for|from|in|at)$/.test(phrase.prep ?? '') &&
  (frame.verb === null || phrase.end <= frame.verb.start) &&
  sentence.actors.some(
    ({ sort, quote }) =>
      /^(?:person|office)$/.test(sort) && quote.start <= phrase.of!.end && phrase.of!.start <= quote.end,
  );

export function placesOf(
  reading: Reading,
  sentence: SentenceReading,
  frame: Frame,
  frames: readonly Frame[],
): { value: PlaceValue; quote: Quote }[] {
  const { tokens, text } = reading.words;
  const out: { value: PlaceValue; quote: Quote; theirs?: boolean }[] = [];
  for (const place of sentence.dateline ? [] : sentence.spots) {
    if (inSource(reading, place.quote) || ownerOf(reading, sentence, frames, place.quote) !== frame) continue;
    // A country that acts, or whose forces act, is no place; nor is one inside a longer name of a party.
    const party = sentence.actors.find(one => one.quote.start <= place.quote.start && place.quote.end <= one.quote.end);
    if (party && party.sort !== 'facility' && party.quote.end - party.quote.start > place.quote.end - place.quote.start)
      continue;
    // "a rift in Hamas": what both lists have, or none of places, is the party.
    if (party?.named && place.value.precision === 'town' && (party.sort === 'group' || place.value.geonames === null))
      continue;
    let at = sentence.first;
    while (at < sentence.last - 1 && tokens[at]!.start < place.quote.start) at++;
    const before = at > 0 ? tokens[at - 1] : undefined;
    // "near Dikwa": the phrase begins after the word that tells how near.
    const phrase =
      sentence.clauses.phrases.find(one => one.start <= place.quote.start && place.quote.end <= one.end) ??
      sentence.clauses.phrases.find(
        one => place.quote.start < one.start && one.start < place.quote.end && place.quote.end <= one.end,
      );
    const where = phrase?.prep ?? before?.lower ?? '';
    if (party?.sort === 'state' && (!WHERE.test(where) || where === 'between')) continue;
    const earlier = sentence.spots[sentence.spots.indexOf(place) - 1];
    if (
      earlier &&
      place.value.precision === 'region' &&
      RELATIVE.test(place.quote.text) &&
      LIES.test(text.slice(earlier.quote.end, place.quote.start))
    )
      continue;
    // "the Pacific pipeline", "Dora Vilchez was hurt": a part of another name.
    const head = phrase ? tokens[phrase.head]! : null;
    if (
      phrase &&
      head &&
      frame.phrase !== phrase &&
      (place.value.countries.length === 0 || frame.victims.includes(phrase)) &&
      place.quote.start >= phrase.start &&
      place.quote.end <= head.start &&
      !GROUND.test(head.lower)
    )
      continue;
    // "attacks on Iraq": who was attacked; where it was is not said.
    if (
      place.value.precision === 'country' &&
      /^(?:on|against|targeting|upon)$/.test(phrase?.prep ?? '') &&
      frame.targets.includes(phrase!)
    )
      continue;

    // "Bila Tserkva, south of Kyiv", "the headquarters of Israel": by which a place is found, and whose something is.
    const by = out.at(-1);
    if (by && BEARING.test(text.slice(by.quote.end, place.quote.start))) continue;
    if (
      place.value.precision === 'country' &&
      phrase?.prep === 'of' &&
      phrase.of &&
      sentence.actors.some(one => one.quote.end === phrase.of!.end)
    )
      continue;
    // "Udo Roe, a resident of Swabi,": where somebody lives.
    if (
      phrase?.prep === 'of' &&
      phrase.of &&
      /^(?:resident|native|citizen|inhabitant)$/.test(tokens[phrase.of.head]!.lower)
    )
      continue;
    // "the last minibuses to Maiduguri": where something else was going.
    if (phrase?.of && /^(?:to|from|for|with|by)$/.test(phrase.prep ?? '')) continue;
    // Who is killed is no place.
    const struck = !/^(?:harm|arrest|take)$/.test(frame.kind);
    const object =
      (struck && frame.verbs.some(verb => verb.object.some(one => one === phrase))) || frame.targets.includes(phrase!);
    if (phrase && place.quote.start < phrase.start) {
      out.push({ value: place.value, quote: place.quote });
      continue;
    }
    // "in the capital, Caracas": what a town or province is called.
    const held = before?.text === ',' ? sentence.clauses.phrases.find(one => one.last === at - 1) : undefined;
    const called =
      at > 1 &&
      before?.text === ',' &&
      (KIND.test(tokens[at - 2]!.lower) || /^(?:in|at|near|on|outside)$/.test(held?.prep ?? ''));
    const governed = before?.sentence === sentence.index && (WHERE.test(before.lower) || before.pos === 'ADP');
    const modifies = phrase !== undefined && frame.phrase === phrase;
    const named = phrase?.prep !== null && phrase?.prep !== undefined && phrase.prep !== 'by' && phrase.prep !== 'with';
    const subject = struck && frame.verbs.some(verb => verb.passive && verb.subject.includes(phrase!));
    // "Saraqib, Idlib province": the wider place only says where the finer one is.
    const last = out.at(-1);
    if (
      last &&
      WIDE.test(place.value.precision) &&
      place.value.countries.some(code => last.value.countries.includes(code)) &&
      /^[\s,(]*(?:the capital of )?(?:(?:in|of) (?:the )?(?:\w+ )?)?$/i.test(
        text.slice(last.quote.end, place.quote.start),
      ) &&
      !WIDE.test(last.value.precision) &&
      last.value.precision !== 'point'
    )
      continue;
    if (governed || called || object || modifies || named || subject)
      out.push({ value: place.value, quote: place.quote, theirs: ofSomebody(sentence, frame, phrase) });
  }
  const own = out.filter(one => !one.theirs);
  // "near Dikwa ... the third raid in Nigeria this year": the country adds nothing to a place in it.
  const told = (own.length > 0 ? own : out).map(({ value, quote }) => ({ value, quote }));
  return told.filter(
    one =>
      one.value.precision !== 'country' ||
      !told.some(
        other => other.value.precision !== 'country' && other.value.countries.includes(one.value.countries[0] ?? ''),
      ),
  );
}
