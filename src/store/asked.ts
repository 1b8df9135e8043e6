import type { ReviewState } from '../model/reviewed.js';

/** Who can be behind a claim, as a filter names them: a claim's source may be more than one of these. */
export const SOURCE_KINDS = ['outlet', 'official', 'party', 'anonymous', 'named'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

type Asked<T> = { [K in keyof T]?: T[K] | undefined };
/** A number or more, or up to one: null is no bound. Both ends are in it. */
export type Span = { least: number | null; most: number | null };

/**
 * What events are narrowed by; what is left out narrows nothing. Lists mean any of theirs. `province` to `precision` hold of one and
 * the same place; `box` is [west, south, east, north], west > east across the antimeridian; `inside` is a ring of [lon, lat].
 * `all`: also what is no violence.
 */
export type Narrow = Asked<{
  q: string;
  type: readonly string[];
  acled: readonly string[];
  country: readonly string[];
  province: readonly { country: string; name: string }[];
  box: readonly [number, number, number, number];
  inside: readonly (readonly [number, number])[];
  precision: readonly string[];
  actor: string;
  side: 'actor' | 'target';
  from: string;
  to: string;
  dated: 'day' | 'month' | 'year' | 'none';
  killed: Span;
  origins: Span;
  source: readonly SourceKind[];
  disagree: readonly string[];
  grade: readonly string[];
  review: readonly ReviewState[];
  gap: number;
  all: '1';
}>;

/** How long a step of a series is, and what parts one series from the next. */
export const UNITS = ['year', 'month', 'day'] as const;
export type Unit = (typeof UNITS)[number];
export const SPLITS = ['deed', 'country', 'place', 'actor'] as const;
export type Split = (typeof SPLITS)[number];

/** A tile deeper than this has no more in it: a map enlarges it. */
export const DEEPEST = 10;
export type Tile = { z: number; x: number; y: number };
