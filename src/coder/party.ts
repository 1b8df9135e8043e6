import type { ActorKind, ActorValue } from '../codebook/actor.js';
import type { Quote, Span } from '../model/quote.js';
import { quoteOf } from '../model/quote.js';
import type { Phrase } from '../read/clause.js';
import type { SentenceReading } from '../read/read.js';
import type { ActorRead } from '../read/reading.js';
import type { Words } from '../read/token.js';

/** A party as one phrase names it. `read` is null where only the words tell who it is. */
export type Party = {
  quote: Quote;
  name: string;
  id: string | null;
  kind: ActorKind;
  country: string | null;
  entity: number | null;
  read: ActorRead | null;
};

/** Heads that only stand for the real noun after "of": "members of the group", "dozens of villagers". */
const PARTITIVE =
  /^(?:members?|group|groups|number|dozens|scores|hundreds|thousands|tens|some|many|several|one|two|three|four|five|convoy|crowd|crowds|parts?|series|elements|units?|kind|lot|handful|most|all|both|each|none|team)$/;
const PRONOUN = /^(?:they|he|she|it|them|him|her|we|us|those|others|who|which|that|themselves|himself)$/;
/** Parts of a force: "a patrol of the Niger Armed Forces", "fighters of the group". */
const BODY =
  /^(?:patrol|patrols|column|squad|faction|contingent|detachment|wing|branch|fighters|rebels|militants|insurgents|guerrillas|gunmen|soldiers|troops|men|forces|units|warplanes|aircraft|jets|planes|elements|commandos)$/;
const MEN = /^(?:men|fighters|forces|soldiers|troops|members|militants|gunmen|warriors|combatants|units|mujahideen)$/;
const FACILITY =
  /^(?:base|bases|facility|facilities|building|buildings|village|villages|market|hospital|school|church|mosque|house|houses|home|homes|camp|camps|checkpoint|station|convoy|bus|car|vehicle|vehicles|truck|train|bridge|airport|port|headquarters|office|offices|compound|position|positions|post|posts|hotel|shop|shops|restaurant|pipeline|plant|depot|ship|vessel|boat|aircraft|helicopter|tank|tanks|town|towns|settlement|settlements|warehouse|barracks|site|sites|outpost|outposts|ambulance|refinery|power|embassy|consulate|mall|prison|jail|court|stadium|road|railway|line|lines|crops|farm|farms|neighbourhood|neighborhood|property|properties|target|targets|places?)$/;

/** The read that names a phrase: the widest one over its head. */
function readOver(sentence: SentenceReading, head: Span): ActorRead | null {
  let best: ActorRead | null = null;
  for (const read of sentence.actors) {
    if (read.quote.start > head.start || read.quote.end < head.end) continue;
    if (!best || read.quote.end - read.quote.start > best.quote.end - best.quote.start) best = read;
  }
  return best;
}

/** Whom a reader found, as a party. */
export const partyOf = (read: ActorRead): Party => ({
  quote: read.quote,
  // Lists tell namesakes apart in brackets; the report does not.
  name: read.name.replace(/ \([^)]*\)$/, ''),
  id: read.id,
  kind: read.kind,
  country: read.country,
  entity: read.entity,
  read,
});

/** Who a phrase speaks of: the actors read in it, those after "including", or its own words. Pronouns and dates give nobody. */
export function partiesIn(words: Words, sentence: SentenceReading, phrase: Phrase): Party[] {
  const { tokens, text } = words;
  const head = tokens[phrase.head]!;
  const { phrases } = sentence.clauses;
  const place = phrases.indexOf(phrase);
  const next = phrases[place + 1];
  if (PARTITIVE.test(head.lower) && next?.prep === 'of' && next.of === phrase) {
    const inner = partiesIn(words, sentence, next);
    // "the convoy of the minister": what was struck is the convoy.
    const ridden = head.lower === 'convoy' && inner.some(one => one.kind === 'person');
    if (inner.length > 0 && !ridden) return inner;
  }
  if (BODY.test(head.lower) && (next?.prep === 'of' || next?.prep === 'from') && next.of === phrase) {
    const inner = partiesIn(words, sentence, next).filter(
      party => party.read?.named === true && party.kind !== 'facility' && party.read.sort !== 'state',
    );
    if (inner.length > 0) return inner;
  }
  const out: Party[] = [];
  const opener = tokens[phrase.first]!;
  if (/^(?:its|their)$/.test(opener.lower) && MEN.test(head.lower)) {
    // "the group said its men had ...": they are whose they are.
    const owner = sentence.clauses.verbs.filter(verb => verb.last <= phrase.first && verb.subject.length > 0).at(-1)
      ?.subject[0];
    const whose = owner && owner !== phrase ? partiesIn(words, sentence, owner)[0] : undefined;
    if (whose && whose.kind !== 'civilians' && whose.kind !== 'facility')
      return [{ ...whose, quote: quoteOf(text, opener.start, head.end) }];
  }
  if (PRONOUN.test(head.lower)) return out;
  const read = readOver(sentence, head);
  if (read) {
    const party = partyOf(read);
    // "is bombing villages": the verb before is no part of a name.
    const outside =
      read.quote.start < phrase.start &&
      !read.named &&
      read.id === null &&
      party.name === read.quote.text.replace(/\s+/g, ' ');
    const quote = outside ? quoteOf(text, phrase.start, read.quote.end) : read.quote;
    out.push(outside ? { ...party, quote, name: quote.text.replace(/\s+/g, ' ') } : party);
  } else {
    // A place as target ("shelled Harun") is a place, no party.
    const isPlace = sentence.spots.some(one => one.quote.start <= head.start && head.end <= one.quote.end);
    if (isPlace || head.pos === 'NUM' || head.pos === 'ADJ' || !/\p{L}{2}/u.test(head.text)) return out;
    let first = phrase.first;
    while (
      first < phrase.head &&
      (tokens[first]!.pos === 'NUM' ||
        tokens[first]!.pos === 'DET' ||
        tokens[first]!.pos === 'PRON' ||
        /^(?:at|least|about|some|several|other)$/.test(tokens[first]!.lower))
    )
      first++;
    // "10-year-old Ana Okoro" is Ana Okoro.
    for (let at = first; at < phrase.head; at++) if (/^(?:old|year-old)$/.test(tokens[at]!.lower)) first = at + 1;
    const quote = quoteOf(text, tokens[first]!.start, head.end);
    const kind: ActorKind = FACILITY.test(head.lower) ? 'facility' : head.pos === 'PROPN' ? 'unknown' : 'other';
    out.push({ quote, name: quote.text, id: null, kind, country: null, entity: null, read: null });
  }
  for (const one of phrases.slice(place + 1)) {
    if (one.prep !== 'including' || one.of === null) break;
    const { start } = tokens[one.first]!;
    const { end } = tokens[one.head]!;
    const named = readOver(sentence, tokens[one.head]!);
    if (named && named.quote.start <= start) out.push(partyOf(named));
    else if (tokens[one.head]!.pos === 'PROPN' || named) {
      // A name that no list has is of the kind of those it is counted among.
      const quote = quoteOf(text, start, end);
      out.push({
        quote,
        name: quote.text,
        id: null,
        kind: out[0]?.kind ?? 'unknown',
        country: null,
        entity: null,
        read: null,
      });
    }
  }
  return out;
}

/** "people", "others": whom a toll counts, but nobody in particular as a target. */
export const countsOnly = (party: Party): boolean =>
  /^(?:people|persons?|others?|victims?|dozens|lives|life|deaths?|casualties|hundreds|scores|man|woman|men|women|one|members?|some|several|many|all|both|few|two|three|four|five|six|seven|eight|nine|ten)$/i.test(
    party.name,
  );

/** Whether two parties are one: by list, by chain, or by name. */
export const sameParty = (a: Party, b: Party): boolean =>
  (a.id !== null && a.id === b.id) ||
  (a.entity !== null && a.entity === b.entity) ||
  a.name.toLowerCase() === b.name.toLowerCase();

/**
 * The kind a party has in an event: a state that strikes does so by its forces, and a state's forces outside their own country are
 * external forces. `countries`: where the event is.
 */
export function kindIn(
  party: Party,
  role: 'actor' | 'target' | 'authority',
  countries: readonly string[],
  violent: boolean,
): ActorKind {
  const acts = role === 'actor' && violent && (party.kind === 'government' || party.kind === 'state forces');
  if (acts || party.kind === 'state forces') {
    const abroad = party.country !== null && countries.length > 0 && !countries.includes(party.country);
    return abroad ? 'external forces' : 'state forces';
  }
  // "The Iranians attacked": their forces.
  if (
    role === 'actor' &&
    violent &&
    party.kind === 'civilians' &&
    party.country !== null &&
    /^\p{Lu}/u.test(party.name)
  )
    return countries.length > 0 && !countries.includes(party.country) ? 'external forces' : 'state forces';
  return party.kind;
}

export const valueOfParty = (party: Party, kind: ActorKind, mention: string | null): ActorValue => ({
  name: party.name,
  id: party.id,
  kind,
  mention,
});
