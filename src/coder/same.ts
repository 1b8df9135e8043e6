import type { DateValue } from '../codebook/date.js';
import type { PlaceValue } from '../codebook/place.js';
import type { TypeValue } from '../codebook/type.js';
import type { Modality } from '../model/claim.js';
import { type Party, sameParty } from './party.js';

/** What of a mention decides whether it speaks of the same event as another. `order`: place in the report. */
export type Sketch = {
  order: number;
  sentence: number;
  type: TypeValue;
  modality: Modality;
  denied: boolean;
  actors: Party[];
  targets: Party[];
  places: PlaceValue[];
  dates: DateValue[];
  fatalities: number[];
  weapons: string[];
  definite: boolean;
  plural: boolean;
  noun: boolean;
  /** A noun without "a": "fighting", "attacks on the town". */
  bare: boolean;
  /** Harm told without a doer: "eight people were killed". */
  harm: boolean;
  another: boolean;
  /** "It was the second attack this year": the one told before, counted; what is told next is one of the others. */
  counted: boolean;
  series: boolean;
  words: string;
};

const STATES = /^(?:ASSAULT)$/;
/** Modes under which the same act may be told in two words. */
const KIN: readonly (readonly string[])[] = [
  ['explosives', 'suicide-attack'],
  ['aerial', 'drone'],
  ['heavy-weapons', 'explosives'],
  ['firearms', 'targeted'],
  ['aerial', 'heavy-weapons'],
  // A raid in which some were shot and others taken.
  ['firearms', 'abduct'],
];

/** "Two shops were destroyed": by what went off or was fired before. */
const DESTROYS = /^(?:explosives|suicide-attack|aerial|drone|heavy-weapons)$/;

function typesAgree(a: TypeValue, b: TypeValue): number {
  if (a.plover !== b.plover) return Number.NEGATIVE_INFINITY;
  if (a.mode === b.mode) return a.mode === null ? 0 : 0.2;
  if (a.mode === null || b.mode === null) return 0.05;
  if (!STATES.test(a.plover)) return Number.NEGATIVE_INFINITY;
  return KIN.some(pair => pair.includes(a.mode!) && pair.includes(b.mode!)) ? 0 : Number.NEGATIVE_INFINITY;
}

const range = (date: DateValue): [string, string] => [date.earliest ?? '0000', date.latest ?? '9999'];
/** Whether two dates can be one: null where either is unknown. */
function datesMeet(a: readonly DateValue[], b: readonly DateValue[]): boolean | null {
  const known = (list: readonly DateValue[]) => list.filter(date => date.earliest !== null || date.latest !== null);
  const left = known(a);
  const right = known(b);
  if (left.length === 0 || right.length === 0) {
    // "on Monday" is near the day of writing, "in late February" is not, whatever the year.
    const bare = (list: readonly DateValue[]) =>
      list.length > 0 && list.every(date => date.edtf?.startsWith('XXXX') && date.precision !== 'open');
    const near = (list: readonly DateValue[]) => list.length > 0 && list.some(date => date.edtf === null);
    if ((bare(a) && near(b)) || (bare(b) && near(a))) return false;
    // Months without a year: the same words may be one, other words are not.
    const leftText = a.map(date => date.edtf).filter(edtf => edtf !== null);
    const rightText = b.map(date => date.edtf).filter(edtf => edtf !== null);
    if (leftText.length > 0 && rightText.length > 0 && left.length === right.length)
      return leftText.some(edtf => rightText.some(other => edtf.startsWith(other) || other.startsWith(edtf)));
    return null;
  }
  return left.some(one => right.some(other => range(one)[0] <= range(other)[1] && range(other)[0] <= range(one)[1]));
}

const fine = (place: PlaceValue): boolean => ['point', 'town', 'district'].includes(place.precision);
function placesMeet(a: readonly PlaceValue[], b: readonly PlaceValue[]): 'same' | 'near' | 'apart' | null {
  if (a.length === 0 || b.length === 0) return null;
  if (
    a.some(one =>
      b.some(other => (one.geonames !== null && one.geonames === other.geonames) || one.name === other.name),
    )
  )
    return 'same';
  if (a.some(fine) && b.some(fine)) {
    if (a.some(one => b.some(other => beside(one, other)))) return 'near';
    // A bazaar that no list has may well lie in the district that the other names.
    const somewhere = [...a, ...b].some(one => one.precision === 'point' && one.lat === null);
    return somewhere && a.some(one => b.some(other => one.countries.some(code => other.countries.includes(code))))
      ? null
      : 'apart';
  }
  // Two provinces of one country, whatever else tells the country, speak neither for nor against.
  const [left, right] = [a.filter(isBounded), b.filter(isBounded)];
  if (left.length > 0 && right.length > 0 && left.every(one => right.every(other => isElsewhere(one, other))))
    return null;
  return a.some(one => b.some(other => one.countries.some(country => other.countries.includes(country))))
    ? 'near'
    : 'apart';
}

const isBounded = (place: PlaceValue): boolean => place.precision !== 'country';
/** Known to lie in two divisions: what no division is known of may lie anywhere. */
const isElsewhere = (a: PlaceValue, b: PlaceValue): boolean =>
  a.admin1 !== null && b.admin1 !== null && a.admin1 !== b.admin1;

/** "Oma" and "Oma Airfield", or two points of one town. */
function beside(a: PlaceValue, b: PlaceValue): boolean {
  if (!a.countries.some(country => b.countries.includes(country))) return false;
  const proper = ({ name }: PlaceValue): string[] =>
    name.split(/[\s-]+/).filter(word => /^\p{Lu}\p{L}{3,}/u.test(word));
  const [few, many] = [proper(a), proper(b)];
  if (few.some(word => many.includes(word))) return true;
  if (a.lat === null || b.lat === null || a.lon === null || b.lon === null) return false;
  return Math.hypot(a.lat - b.lat, (a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180)) < 0.15;
}

/** How the parties of one side stand to each other; a facility and its owner may be one target told twice. */
function meet(a: readonly Party[], b: readonly Party[]): 'same' | 'kin' | 'apart' | null {
  if (a.length === 0 || b.length === 0) return null;
  if (a.some(one => b.some(other => sameParty(one, other)))) return 'same';
  if (a.some(one => b.some(other => compatriots(one, other)))) return 'kin';
  return a.some(one => b.some(other => loose(one, other))) ? null : 'apart';
}
/** A state, its forces and its offices act as one. */
const compatriots = (a: Party, b: Party): boolean =>
  a.country !== null && a.country === b.country && STATELY.test(a.kind) && STATELY.test(b.kind);
const STATELY = /^(?:state forces|external forces|government|person)$/;
/** Two unnamed parties of one kind ("gunmen", "the attackers") may be one. */
const loose = (a: Party, b: Party): boolean =>
  a.kind === 'facility' ||
  b.kind === 'facility' ||
  (!(a.read?.named && b.read?.named) && (a.kind === b.kind || VAGUE_KIND.test(a.kind) || VAGUE_KIND.test(b.kind)));
const VAGUE_KIND = /^(?:other|unknown|person)$/;

/** Whether what one did the other suffered: a fight told from its other side. */
const crossed = (later: Sketch, actors: readonly Party[], targets: readonly Party[]): boolean => {
  const ours = (a: readonly Party[], b: readonly Party[]): boolean =>
    a.some(one => b.some(other => sameParty(one, other) || (one.country !== null && one.country === other.country)));
  return ours(later.actors, targets) || ours(later.targets, actors);
};

const group = (sketch: Sketch): string =>
  sketch.denied
    ? 'denied'
    : sketch.modality === 'actual' || sketch.modality === 'historical'
      ? 'actual'
      : sketch.modality;

/** A person by name, whether or not a reader knows the name. */
const isSomebody = ({ read, kind, name }: Party): boolean =>
  read === null ? kind === 'unknown' && /^\p{Lu}\S+ .*\p{Lu}/u.test(name) : read.sort === 'person' && read.named;

/** How well a later mention fits an earlier event, 0 to 1; below 0 where something speaks against it. */
export function likeness(later: Sketch, earlier: readonly Sketch[]): number {
  const first = earlier[0]!;
  const near = earlier.at(-1)!;
  if (group(later) !== group(first)) return -1;
  let type = Number.NEGATIVE_INFINITY;
  for (const one of earlier) type = Math.max(type, typesAgree(later.type, one.type));
  if (later.harm && later.type.mode === 'destroy' && earlier.some(one => DESTROYS.test(one.type.mode ?? '')))
    type = Math.max(type, 0);
  if (type < 0) return -1;
  // A headline's "fresh attacks" are told again below it.
  if (later.another && !(first.another && first.sentence === 0)) return -1;
  const all = <V>(pick: (sketch: Sketch) => readonly V[]): V[] => earlier.flatMap(pick);
  const dates = datesMeet(
    later.dates,
    all(one => one.dates),
  );
  if (dates === false) return -1;
  if (earlier.some(one => one.counted) && later.dates.length > 0 && earlier.every(one => one.dates.length === 0))
    return -1;
  // "hit by several bombings since 2016": a row of acts up to today holds none of them.
  const goesOn = (list: readonly DateValue[]): boolean =>
    list.length > 0 && list.every(({ edtf }) => !!edtf?.endsWith('/..'));
  if (dates === true && goesOn(later.dates) !== goesOn(all(one => one.dates))) return -1;
  const places = placesMeet(
    later.places,
    all(one => one.places),
  );
  const actors = meet(
    later.actors,
    all(one => one.actors),
  );
  const targets = meet(
    later.targets,
    all(one => one.targets),
  );
  const series = earlier.some(one => one.series);
  // A single act and a row of them are two events, unless the later words are as many and of the same parties.
  if (series !== later.series && !(series ? later.plural : near.plural)) return -1;
  if (series !== later.series && actors !== 'same' && actors !== 'kin' && !later.definite) return -1;
  const open = later.type.mode === null && earlier.every(one => one.type.mode === null);
  const turned =
    open &&
    actors !== 'same' &&
    crossed(
      later,
      all(one => one.actors),
      all(one => one.targets),
    );
  const person = later.targets.some(
    party =>
      party.read?.sort === 'person' &&
      party.read.named &&
      earlier.some(one => one.targets.some(other => sameParty(other, party))),
  );
  let score = 0.35 + type;
  if (dates === true) score += 0.25;
  if (places === 'same') score += 0.25;
  else if (places === 'near') score += 0.1;
  else if (places === 'apart') score -= later.definite && later.noun && actors !== 'apart' ? 0.3 : 0.6;
  if (actors === 'same') score += 0.2;
  else if (actors === 'kin') score += 0.15;
  else if (actors === 'apart' && !turned) score -= 0.5;
  // A person is killed once, and a fight has two sides.
  if (person) score += 0.35;
  else if (turned) score += 0.15;
  else if (targets === 'same' || targets === 'kin') score += 0.15;
  else if (targets === 'apart') score -= later.harm ? 0 : later.definite ? 0.1 : 0.2;
  // "the murder of Udo Roe": whom it names tells which it is, and he was not spoken of.
  const newcomer = targets !== 'same' && targets !== 'kin' && later.targets.some(isSomebody);
  if (later.harm && !(newcomer && later.noun) && later.places.length === 0 && later.dates.length === 0) score += 0.2;
  // A bare word ("the Oma bombing") that is told in full further on.
  if (
    earlier.every(one => one.actors.length + one.targets.length + one.dates.length + one.places.length === 0) &&
    near.noun
  )
    score += 0.12;
  if (later.sentence - near.sentence === 1 && near.noun && near.type.mode === null && later.type.mode !== null)
    score += 0.08;
  if (later.bare && later.actors.length + later.targets.length + later.dates.length + later.places.length === 0)
    score += 0.2;
  if (later.definite && later.noun) score += newcomer ? 0.05 : 0.3;
  else if (later.places.length === 0 && later.dates.length === 0) score += 0.15;
  if (later.fatalities.length > 0 && all(one => one.fatalities).length > 0)
    score += all(one => one.fatalities).some(n => later.fatalities.includes(n)) ? 0.15 : -0.05;
  const told =
    later.harm && later.places.length + later.dates.length === 0 && earlier.some(one => one.type.mode !== null);
  if (near.sentence === later.sentence && !later.definite && !told) score -= 0.25;
  // A headline is told again below it.
  if (first.sentence === 0 && later.sentence <= 2 && later.sentence > 0) score += 0.15;
  score -= Math.min(0.1, (later.sentence - near.sentence) * 0.01);
  return score;
}

/** From here on two mentions are judged the same. */
export const SAME = 0.6;
/** Of nobody in particular: an act with neither doer nor victim needs less to be the one that another sentence tells. */
export const ORPHAN = 0.4;
const isOrphan = ({ actors, targets, series }: Sketch): boolean => actors.length + targets.length === 0 && !series;

/** Groups mentions into events as the report goes on; gives for each joined mention the earlier one it fits best, with its score. */
export function grouped(sketches: readonly Sketch[]): {
  groups: number[][];
  joins: { left: number; right: number; score: number }[];
} {
  const groups: number[][] = [];
  const joins: { left: number; right: number; score: number }[] = [];
  for (const [at, sketch] of sketches.entries()) {
    let best = -1;
    let bestScore = isOrphan(sketch) ? ORPHAN : SAME;
    // Only the latest events can be meant by a bare later word; a bound keeps long reports linear.
    for (let k = groups.length - 1; k >= 0 && k >= groups.length - 40; k--) {
      const score = likeness(
        sketch,
        groups[k]!.slice(0, 12).map(index => sketches[index]!),
      );
      if (score > bestScore) {
        bestScore = score;
        best = k;
      }
    }
    if (best < 0) groups.push([at]);
    else {
      joins.push({ left: groups[best]![0]!, right: at, score: Math.min(0.99, Math.round(bestScore * 100) / 100) });
      groups[best]!.push(at);
    }
  }
  return { groups, joins };
}
