import type { ActorValue } from '../src/codebook/actor.js';
import type { Field, Values } from '../src/codebook/codebook.js';
import type { DateValue } from '../src/codebook/date.js';
import type { TollValue } from '../src/codebook/toll.js';
import { fold } from '../src/codebook/variable.js';
import type { Hedge, Source } from '../src/model/claim.js';
import type { Quote, Span } from '../src/model/quote.js';
import type { GoldenClaim, GoldenHedge, GoldenSource } from './golden.js';

/** A predicted claim, with every quote that stands for the same value, source and hedge of its event. */
export type Seen = { field: Field; value: unknown; quotes: Quote[]; source: Source; hedge: Hedge };

const EMPTY = new Set(
  'the a an of in at on for near and to by from with s its their his her mr mrs ms dr some several'.split(' '),
);
const CUT = / (?:of|in|at|on|for|near|from|with|to|by|who|that|which|belonging|outside|inside)\b.*/;
const stem = (word: string): string =>
  word.length > 4 && word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.length > 3 ? word.replace(/s$/, '') : word;
const wordsOf = (name: string): string[] =>
  fold(name)
    .split(' ')
    .filter(word => word && !EMPTY.has(word) && !/^\d+$/.test(word))
    .map(stem);
const headOf = (name: string): string | undefined => wordsOf(fold(name).replace(CUT, '')).at(-1);
const isProper = (name: string): boolean =>
  (name.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? []).every(word => EMPTY.has(word) || /[\p{Lu}\p{N}]/u.test(word));

const initialsOf = (name: string): string => (name.match(/(?<!\p{L})\p{Lu}(?=\p{Ll})/gu) ?? []).join('');

/**
 * Whether two names speak of one party: the same, or one says all that the other says with the same head ("checkpoint",
 * "army checkpoint") or is a name of its own ("Taliban", "Taliban fighters"). "army" is not "army checkpoint".
 */
export function sameName(a: string, b: string): boolean {
  if (fold(a) === fold(b) || initialsOf(a) === b || initialsOf(b) === a) return true;
  const [less, more] = wordsOf(a).length <= wordsOf(b).length ? [a, b] : [b, a];
  const all = new Set(wordsOf(more));
  const few = wordsOf(less);
  return few.length > 0 && few.every(word => all.has(word)) && (headOf(less) === headOf(more) || isProper(less));
}

const sameParty = (golden: Partial<ActorValue>, seen: ActorValue): boolean =>
  (!!golden.id && golden.id === seen.id) || sameName(golden.name ?? '', seen.name);

/** Whether two spans share at least half of the shorter. */
export const sharesHalf = (a: Span, b: Span): boolean =>
  2 * (Math.min(a.end, b.end) - Math.max(a.start, b.start)) >= Math.min(a.end - a.start, b.end - b.start);

const ANYONE = new Set([
  'unspecified',
  'people',
  'person',
  'persons',
  'others',
  'victims',
  'casualties',
  'individuals',
]);
function sameToll(golden: Partial<TollValue>, seen: TollValue): boolean {
  if (golden.status !== seen.status || (golden.low ?? null) !== seen.low || (golden.high ?? null) !== seen.high)
    return false;
  const who = golden.who?.class ?? 'unspecified';
  if (sameName(who, seen.who.class)) return true;
  return (golden.partOf == null) === (seen.partOf === null) && (ANYONE.has(who) || ANYONE.has(seen.who.class));
}

const sameDate = (golden: Partial<DateValue>, seen: DateValue): boolean =>
  golden.edtf == null
    ? seen.edtf === null
    : golden.edtf === seen.edtf ||
      (golden.earliest != null && golden.earliest === seen.earliest && (golden.latest ?? null) === seen.latest);

function samePlace(golden: Partial<Values['place']>, seen: Values['place']): boolean {
  if (golden.precision && golden.precision !== seen.precision) return false;
  // A right name in the wrong country is a wrong place; what a region takes in is no matter of words.
  if (golden.countries?.length && golden.precision !== 'region')
    if ([...golden.countries].sort().join() !== [...seen.countries].sort().join()) return false;
  if (golden.geonames && golden.geonames === seen.geonames) return true;
  const [a, b] = [wordsOf(golden.name ?? ''), wordsOf(seen.name)].sort((x, y) => x.length - y.length);
  return a!.length > 0 && a!.every(word => b!.includes(word));
}

/** Whether a predicted claim has the value of a golden one of the same field. Parts that the golden leaves out are not compared. */
export function sameValue(golden: GoldenClaim, seen: Seen): boolean {
  if (golden.field !== seen.field) return false;
  const halves = (): boolean => seen.quotes.some(quote => sharesHalf(golden.quote, quote));
  // Each case knows both shapes: the gate and the sample test have checked them against the codebook.
  const pair = <F extends Field>(): [Partial<Values[F]>, Values[F]] => [
    golden.value as Partial<Values[F]>,
    seen.value as Values[F],
  ];
  switch (golden.field) {
    case 'type':
      return pair<'type'>()[0].plover === pair<'type'>()[1].plover;
    case 'actor':
    case 'target':
    case 'authority':
      return sameParty(...pair<'actor'>());
    case 'place':
      return samePlace(...pair<'place'>());
    case 'date':
      return sameDate(...pair<'date'>());
    case 'weapon':
      return sameName(pair<'weapon'>()[0].name ?? '', pair<'weapon'>()[1].name);
    case 'fatalities':
    case 'injuries':
    case 'abductions':
    case 'displaced':
      return sameToll(...pair<'fatalities'>());
    case 'occurrences': {
      const [a, b] = pair<'occurrences'>();
      return (a.low ?? null) === b.low && (a.high ?? null) === b.high;
    }
    case 'ordinal':
      return pair<'ordinal'>()[0].n === pair<'ordinal'>()[1].n;
    case 'responsibility': {
      const [a, b] = pair<'responsibility'>();
      return a.stance === b.stance && a.who !== undefined && sameParty(a.who, b.who);
    }
    case 'purpose':
      return halves();
    case 'follow-up':
      return pair<'follow-up'>()[0].kind === pair<'follow-up'>()[1].kind && halves();
    default:
      return (golden.value as unknown) === seen.value;
  }
}

/** The outlet both times, or names that agree, or the same words of the report named as the source. */
export function sameSource(golden: GoldenSource | null, seen: Source): boolean {
  if (golden === null || seen.by === 'outlet') return golden === null && seen.by === 'outlet';
  return sameName(golden.name, seen.name) || sharesHalf(golden.quote, seen.quote);
}

export const sameHedge = (golden: GoldenHedge, seen: Hedge): boolean =>
  golden.certainty === seen.certainty && golden.modality === seen.modality;
