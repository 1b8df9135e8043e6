import type { ActorValue } from '../codebook/actor.js';
import type { Field } from '../codebook/codebook.js';
import type { PlaceValue } from '../codebook/place.js';
import { type Claim, type Hedge, partyIn, type Source } from './claim.js';
import type { Quote } from './quote.js';
import { veil } from './sensitivity.js';

/**
 * What the public view leaves out. `places`: all that is nearer than a province. `names`: people's, those who are quoted too.
 * `sources`: who is quoted, and outlets. `delay`: days after a report was added until the public may see of it.
 */
export type Withholding = { places: boolean; names: boolean; sources: boolean; delay: number };
export const NOTHING: Withholding = { places: false, names: false, sources: false, delay: 0 };
export const PARTS = ['places', 'names', 'sources'] as const;
/** Whether words are left out: then no words of a report are shown at all, since nobody can say that no other word tells the same. */
export const keepsWords = (rule: Withholding): boolean => PARTS.some(part => rule[part]);

export const isWithholding = (value: unknown): value is Withholding => {
  const { delay, ...parts } = (value ?? {}) as Record<string, unknown>;
  const flags = Object.keys(parts).length === PARTS.length && PARTS.every(part => typeof parts[part] === 'boolean');
  return flags && Number.isSafeInteger(delay) && (delay as number) >= 0 && (delay as number) <= 3650;
};

/** Words that are not shown. */
export const NO_WORDS: Quote = { start: 0, end: 0, text: '' };
const HIDDEN = '███';
const EXACT: readonly PlaceValue['precision'][] = ['point', 'town', 'district', 'unknown'];
const countryName = (code: string): string => new Intl.DisplayNames(['en'], { type: 'region' }).of(code) ?? code;

/** A place as wide as its province, or as its country where no province is known. */
function wider(place: PlaceValue): PlaceValue {
  const { admin1, countries } = place;
  const none = { lat: null, lon: null, area: null, geonames: null };
  const name = admin1 ?? (countries.length > 0 ? countries.map(countryName).join(', ') : 'a place that is withheld');
  const precision = admin1 !== null ? 'province' : countries.length > 0 ? 'country' : 'unknown';
  return { name, ...none, countries, admin1, precision };
}

/** A source by its kind alone. */
function kindOf(source: Source): Source {
  if (source.by === 'outlet') return source;
  const { anonymous, party } = source;
  const name = party ? 'a party to the event' : anonymous ? 'a source without a name' : 'a source with a name';
  return { by: 'attributed', id: null, name, role: null, anonymous, party, quote: NO_WORDS, cue: null, via: [] };
}

const sourcesOf = (source: Source): Extract<Source, { by: 'attributed' }>[] =>
  source.by === 'outlet' ? [] : [source, ...source.via.flatMap(sourcesOf)];
type Said = { field: Field; value: unknown } & Pick<Claim, 'quote' | 'source'>;
/** The words that a rule withholds of reports with these claims and of these outlets and agencies: names of places, people and sources as they are written. */
export function withheldWords(
  rule: Withholding,
  claims: readonly Said[],
  outlets: readonly (string | null)[],
): string[] {
  const words = claims.flatMap(({ field, value, quote, source }) => {
    const found: string[] = [];
    const place = field === 'place' ? (value as PlaceValue) : null;
    if (rule.places && place && EXACT.includes(place.precision)) found.push(place.name, quote.text);
    const actor = partyIn({ field, value });
    if (rule.names && actor?.kind === 'person') found.push(actor.name, ...actor.name.split(/\s+/).filter(isName));
    if (rule.places && actor?.kind === 'facility') found.push(actor.name);
    if (rule.names || rule.sources)
      for (const one of sourcesOf(source)) if (!one.anonymous) found.push(one.name, one.quote.text);
    return found;
  });
  if (rule.sources) words.push(...outlets.flatMap(outlet => outlet ?? []));
  return [...new Set(words.map(word => word.trim()).filter(word => word.length > 2))];
}
const isName = (part: string): boolean => /^\p{Lu}\p{L}{2,}$/u.test(part);

/**
 * Shows claims and reports as the rule lets the public see them. `claims`, `outlets`: all of the reports in question, whose words are
 * hidden wherever else they stand.
 */
export function withholder(rule: Withholding, claims: readonly Said[], outlets: readonly (string | null)[]) {
  const veiled = veil(withheldWords(rule, claims, outlets));
  const open = (text: string): string => veiled.masked(text).replace(/█(?:[\s█]*█)?/g, HIDDEN);
  const actor = (one: ActorValue): ActorValue => {
    if (rule.names && one.kind === 'person') return { ...one, name: 'a person', id: null };
    if (rule.places && one.kind === 'facility') return { ...one, name: 'a facility', id: null };
    return veiled.hides(one.name) ? { ...one, name: open(one.name), id: null } : one;
  };
  /** A value as it is shown, or undefined where it is words of the report. */
  const value = (field: Field, of: unknown): unknown => {
    if (field === 'place') {
      const place = of as PlaceValue;
      return rule.places && EXACT.includes(place.precision) ? wider(place) : { ...place, name: open(place.name) };
    }
    const who = partyIn({ field, value: of });
    if (who) return field === 'responsibility' ? { ...(of as object), who: actor(who) } : actor(who);
    if (field === 'purpose' || field === 'follow-up') return undefined;
    return deep(of);
  };
  const deep = (of: unknown): unknown => {
    if (typeof of === 'string') return veiled.hides(of) ? open(of) : of;
    if (Array.isArray(of)) return of.map(deep);
    if (typeof of !== 'object' || of === null) return of;
    return Object.fromEntries(Object.entries(of).map(([name, part]) => [name, deep(part)]));
  };
  return {
    /** A claim with its value alone as it is shown, for counting where it comes from; null where it is not shown. */
    valued<C extends { field: Field; value: unknown }>(claim: C): C | null {
      const shown = value(claim.field, claim.value);
      return shown === undefined ? null : { ...claim, value: shown as C['value'] };
    },
    /** The rest of a claim: who says so by their kind, how surely, and no words. */
    spoken<C extends { quote: Quote; source: Source; hedge: Hedge }>(claim: C): C {
      const source = rule.names || rule.sources ? kindOf(claim.source) : shut(claim.source);
      return { ...claim, quote: NO_WORDS, source, hedge: { ...claim.hedge, quote: null } };
    },
    /** A report's outlet or agency. */
    outlet: (name: string | null): string | null => (name === null || rule.sources ? null : open(name)),
    open,
  };
  /** A source with its name, where no name that is withheld stands in it. */
  function shut(source: Source): Source {
    if (source.by === 'outlet') return source;
    const part = { name: open(source.name), role: source.role && open(source.role) };
    const id = veiled.hides(source.name) ? null : source.id;
    return { ...source, ...part, id, quote: NO_WORDS, cue: null, via: source.via.map(shut) as typeof source.via };
  }
}
