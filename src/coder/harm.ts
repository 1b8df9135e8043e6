import type { Span } from '../model/quote.js';
import type { Verb } from '../read/clause.js';
import type { Words } from '../read/token.js';
import { isPerson } from './victim.js';

export type TollField = 'fatalities' | 'injuries' | 'abductions' | 'displaced';

export const HARM: Record<string, TollField> = {
  kill: 'fatalities',
  die: 'fatalities',
  perish: 'fatalities',
  murder: 'fatalities',
  massacre: 'fatalities',
  slaughter: 'fatalities',
  slay: 'fatalities',
  execute: 'fatalities',
  behead: 'fatalities',
  decapitate: 'fatalities',
  assassinate: 'fatalities',
  lynch: 'fatalities',
  martyr: 'fatalities',
  drown: 'fatalities',
  succumb: 'fatalities',
  hang: 'fatalities',
  wound: 'injuries',
  injure: 'injuries',
  hurt: 'injuries',
  maim: 'injuries',
  hospitalise: 'injuries',
  hospitalize: 'injuries',
  abduct: 'abductions',
  kidnap: 'abductions',
  displace: 'displaced',
  uproot: 'displaced',
  evacuate: 'displaced',
  flee: 'displaced',
};
export const INTRANSITIVE = new Set(['die', 'perish', 'drown', 'succumb', 'flee']);

/** "were shot, two of them fatally": where the number of those who died stands, as offsets of the text; null where none does. */
export function fatallyAfter(text: string, verb: Verb): Span | null {
  const found = /^[^.;:]{0,50}?[,–—]\s?((?:at least )?[\w-]+)(?: of (?:them|whom))?,? (?:\w+ly )?fatally\b/i.exec(
    text.slice(verb.end, verb.end + 110).replace(/\s/g, ' '),
  );
  if (!found) return null;
  const start = verb.end + found[0].indexOf(found[1]!, found[0].search(/[,–—]/));
  return { start, end: verb.end + found[0].length };
}

/** "shot dead", "fatally shot", "stabbed to death" kill; "was shot" and "stabbed" are known to hurt and no more. */
function shotField({ text, tokens }: Words, verb: Verb): TollField | undefined {
  if (
    /^(?:hack|beat|burn|stone|club|bludgeon|knife|trample|torture|starve|strangle|choke|hang|crush)$/.test(verb.lemma)
  )
    return /\sto\sdeath$/i.test(text.slice(verb.start, verb.end)) ? 'fatalities' : undefined;
  if (!/^(?:shoot|stab|gun)$/.test(verb.lemma)) return undefined;
  if (verb.particle === 'down' && verb.object.some(({ head }) => AIRCRAFT.test(tokens[head]!.lower))) return undefined;
  // "were shot, one fatally": so many died, and the others did not.
  if (fatallyAfter(text, verb)) return 'injuries';
  const around = text.slice(Math.max(0, verb.start - 10), Math.min(text.length, verb.end + 24));
  if (/\b(?:fatally|mortally)\b|\bdead\b|\bto\sdeath\b|\band\s(?:was\s)?(?:killed|died)\b/i.test(around))
    return 'fatalities';
  if (verb.particle !== null || verb.lemma === 'gun') return verb.lemma === 'gun' ? 'fatalities' : undefined;
  return 'injuries';
}
const AIRCRAFT = /^(?:air(?:craft|plane)|plane|jet|helicopter|drone|missile|fighter|rocket|balloon)s?$/;

/** "pronounced dead at hospital", "was found dead". */
const foundDead = ({ text }: Words, verb: Verb): TollField | undefined =>
  /^(?:pronounce|declare|find|leave)$/.test(verb.lemma) &&
  verb.passive &&
  /^\s(?:shot\s)?(?:dead|(?:shot|stabbed)\sto\sdeath)\b/i.test(text.slice(verb.end, verb.end + 24))
    ? 'fatalities'
    : undefined;

/** "suffered gunshot wounds", "sustained serious injuries"; by this verb the subject is hurt. */
const sufferedWounds = ({ text }: Words, verb: Verb): TollField | undefined =>
  isSuffering(verb) && /\b(?:wounds?|injur(?:y|ies)|burns?)\b/i.test(text.slice(verb.end, verb.end + 50))
    ? 'injuries'
    : undefined;
/** "was hit by a stray bullet", "were taken to hospital": hurt, as far as one knows. */
const struckOrTaken = ({ text }: Words, verb: Verb): TollField | undefined => {
  if (!verb.passive) return undefined;
  const after = text.slice(verb.end, verb.end + 60);
  const struck =
    /^(?:hit|strike|graze|injure|wound)$/.test(verb.lemma) &&
    /^\s(?:\w+\s)?by\s(?:\w+\s){0,3}(?:bullets?|gunfire|shrapnel|gunshots?|shots?|shards?|debris)\b/i.test(after);
  const taken =
    /^(?:take|send|transport|rush|airlift|bring)$/.test(verb.lemma) &&
    /^\s(?:\w+\s)?to\s(?:[\w.']+\s){0,5}(?:hospitals?|Hospital|Medical\sCent(?:er|re))\b/.test(after);
  return struck || taken ? 'injuries' : undefined;
};
const POLICING = /\b(?:police(?:men)?|officers?|soldiers|troops|authorities|agents|army|guards|judge|court)$/i;
/** "took away 17 residents", "six were taken from the village by gunmen": not by those who may, nor to a hospital or a court. */
export function isTaking({ text, tokens }: Words, verb: Verb): boolean {
  if (verb.lemma !== 'take' || verb.negated || verb.complements.some(one => one.prep === 'to')) return false;
  const by = verb.complements.filter(one => one.prep === 'by');
  const own = verb.subject.length > 0 ? verb.subject : (verb.parent?.subject ?? []);
  const doers = verb.passive ? by : own;
  const [whom] = verb.passive ? verb.subject : verb.object;
  if (!whom || doers.some(one => POLICING.test(text.slice(one.start, one.end)))) return false;
  const people =
    isPerson(tokens[whom.head]!) &&
    (tokens[whom.head]!.pos !== 'PROPN' || by.length > 0) &&
    !/^(?:it|that|this|which)$/.test(tokens[whom.head]!.lower);
  const counted = tokens.slice(whom.first, whom.last).some(one => one.pos === 'NUM');
  const away = verb.particle === 'away' || /^\s(?:away|captive|prisoner)\b/.test(text.slice(verb.end, verb.end + 10));
  const armed = doers.some(one =>
    /\b(?:gunmen|men|militants|rebels|fighters|bandits|attackers|kidnappers|assailants)$/i.test(
      text.slice(one.start, one.end),
    ),
  );
  // "took him away", of armed men: an ambulance does so too.
  const led =
    armed && !verb.passive && /^\s(?:away|captive|prisoner|hostage)\b/.test(text.slice(whom.end, whom.end + 10));
  const gone = verb.complements.some(one => one.prep === 'from');
  return (
    (people || counted) && (verb.passive ? armed || (counted && (gone || away)) : led || (away && doers.length > 0))
  );
}

export const isSuffering = ({ lemma, passive }: Verb): boolean =>
  /^(?:suffer|sustain|receive)$/.test(lemma) && !passive;

/** The field of the toll that a verb tells by itself; the callers know what more its objects and subjects tell. */
export const harmOf = (words: Words, verb: Verb): TollField | undefined =>
  HARM[verb.lemma] ??
  (isTaking(words, verb) ? 'abductions' : undefined) ??
  shotField(words, verb) ??
  foundDead(words, verb) ??
  sufferedWounds(words, verb) ??
  struckOrTaken(words, verb);
