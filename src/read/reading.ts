import type { ActorKind } from '../codebook/actor.js';
import type { DateValue } from '../codebook/date.js';
import type { PlaceValue } from '../codebook/place.js';
import type { WeaponKind } from '../codebook/weapon.js';
import type { Certainty, Modality } from '../model/claim.js';
import type { Quote, Span } from '../model/quote.js';

/**
 * A time expression. `timex`: TIMEX3 value, or null where none is known; `mod`: TIMEX3 modifier (START, MID, END, APPROX, ...).
 * `ends`: those of a range, each an expression of its own, as TIMEX3 has them.
 */
export type DateRead = {
  quote: Quote;
  value: DateValue;
  timex: string | null;
  type: 'DATE' | 'TIME' | 'DURATION' | 'SET';
  mod: string | null;
  ends: readonly { quote: Quote; timex: string | null; edtf: string | null }[];
};

/** A named place. `point`: the gazetteer's representative point whatever the precision. `confidence`, scores: 0 to 1. */
export type PlaceRead = {
  quote: Quote;
  value: PlaceValue;
  point: { lat: number; lon: number } | null;
  confidence: number;
  alternatives: {
    geonames: number | null;
    name: string;
    countries: string[];
    lat: number;
    lon: number;
    score: number;
  }[];
};

/** What sort of thing a party is, apart from its kind in the codebook. */
export type ActorSort =
  | 'state'
  | 'force'
  | 'agency'
  | 'group'
  | 'office'
  | 'person'
  | 'people'
  | 'facility'
  | 'body'
  | 'media';

/**
 * Words that name a party. `quote`: the full noun phrase head with its modifiers, without article ("Iran-backed militia groups").
 * `name`: the fullest name in the report of this entity; `entity`: number of the chain within the report: all words for
 * one actor share it. `country`: ISO 3166 two-letter code of the state it belongs to. `role`: "Pentagon spokesman".
 * `named`: false for "gunmen", "residents". `plural`: whether it speaks of several.
 */
export type ActorRead = {
  quote: Quote;
  name: string;
  id: string | null;
  kind: ActorKind;
  sort: ActorSort;
  country: string | null;
  role: string | null;
  named: boolean;
  plural: boolean;
  entity: number;
};

/** A number of something. `of`: what is counted, in the report's words; `wording`: vague words ("at least", "dozens of"). */
export type CountRead = {
  quote: Quote;
  low: number | null;
  high: number | null;
  of: string | null;
  noun: Quote | null;
  wording: string | null;
};

export type WeaponRead = { quote: Quote; name: string; kind: WeaponKind };

/**
 * Who is said to have said what. Each is a list of spans that together make one. `within`: index of the attribution in whose
 * content this one stands (nested), or null.
 */
export type AttributionRead = {
  source: Quote[];
  cue: Quote[];
  content: Quote[];
  manner: 'direct' | 'indirect' | 'mixed';
  within: number | null;
};

/** Words that say how surely, and the span over which they hold. */
export type HedgeRead = { quote: Quote; scope: Span; certainty: Certainty; modality: Modality };
