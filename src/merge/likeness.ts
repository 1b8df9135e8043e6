import type { ActorKind } from '../codebook/actor.js';
import type { DayPart } from '../codebook/date.js';
import type { TypeValue } from '../codebook/type.js';
import { fold as folded } from '../codebook/variable.js';
import { DEGREE_KM, isFine, LONGEST, NEAR_KM } from './key.js';
import type { Days, Party, Place, Range, Sketch } from './sketch.js';
import { kinship } from './story.js';

/**
 * How one part of two events compares. `points` go into the score; `doubt`: it may be suggested that they are one, never
 * said; `strong`: chance alone would hardly bring it about. `words` say it to a person. Null: they are not the same event.
 * Every part is symmetric, and says nothing (0 points, no words) where one of the two does not tell.
 */
export type Part = { points: number; words?: string; doubt?: boolean; strong?: boolean };
const SILENT: Part = { points: 0 };

const some = <A, B>(left: readonly A[], right: readonly B[], test: (a: A, b: B) => boolean): boolean =>
  left.some(a => right.some(b => test(a, b)));
/** The better of two: one without doubt, then the one of more points; the words last, so that both sides choose the same. */
const better = (one: Part, other: Part): boolean => {
  const order = Number(other.doubt ?? false) - Number(one.doubt ?? false) || one.points - other.points;
  return order > 0 || (order === 0 && (one.words ?? '') < (other.words ?? ''));
};
/** The best of all pairs; null where none can be. */
function best<A>(left: readonly A[], right: readonly A[], compare: (a: A, b: A) => Part | null): Part | null {
  let found: Part | null = null;
  for (const a of left)
    for (const b of right) {
      const part = compare(a, b);
      if (part && (!found || better(part, found))) found = part;
    }
  return found;
}

/** Words for one act that tell it from another side: a suicide attack is an explosion, a drone comes by air. */
const KIN: readonly (readonly string[])[] = [
  ['explosives', 'suicide-attack'],
  ['aerial', 'drone'],
  ['aerial', 'heavy-weapons'],
  ['explosives', 'heavy-weapons'],
  ['firearms', 'targeted'],
  ['beat', 'torture'],
  ['beat', 'primitive'],
];
export const type = ({ types: left }: Sketch, { types: right }: Sketch): Part | null =>
  best<TypeValue>(left, right, (a, b) => {
    if (a.plover !== b.plover) return null;
    if (a.mode === null || b.mode === null) return { points: 0.05, words: 'types that agree' };
    if (a.mode === b.mode) return { points: 0.12, words: 'the same type' };
    if (!KIN.some(pair => pair.includes(a.mode!) && pair.includes(b.mode!))) return null;
    return { points: 0.08, words: 'types akin' };
  });

/** Parts of a day that one report may take for the other; a night belongs to both of its days. */
const NEXT = ['MOAF', 'AFEV', 'EVNI', 'NIMO'];
const partsMeet = (a: DayPart | null, b: DayPart | null): boolean =>
  a === null || b === null || a === b || NEXT.includes(`${a}${b}`) || NEXT.includes(`${b}${a}`);

function daysMeet(a: Days, b: Days): Part | null {
  const gap = Math.max(a.from, b.from) - Math.min(a.to, b.to);
  if (gap > 1) return null;
  const wide = Math.max(a.to - a.from, b.to - b.from);
  if (gap === 1) {
    if (a.implied || b.implied) return null;
    // The same night, by either of its days. Any other two days in a row are two days: attacks come in rows.
    const [early, late] = a.to < b.from ? [a.part, b.part] : [b.part, a.part];
    return wide === 0 && (early === 'EV' || early === 'NI') && (late === 'NI' || late === 'MO')
      ? { points: 0.15, words: 'the same night' }
      : { points: 0.05, words: 'days in a row', doubt: true };
  }
  if (a.implied || b.implied) return { points: a.implied && b.implied ? 0.1 : 0.15, words: 'published about then' };
  if (wide <= 1) {
    if (!partsMeet(a.part, b.part)) return { points: 0.1, words: 'other parts of one day', doubt: true };
    return { points: 0.25, words: 'the same day' };
  }
  if (wide < 8) return { points: 0.15, words: 'days that overlap' };
  if (wide < LONGEST) return { points: 0.1, words: 'dates that overlap' };
  return { points: 0.03, words: 'long spans that overlap' };
}
/** When: null also where one of the two does not even imply it. */
export const time = (a: Sketch, b: Sketch): Part | null => best(a.days, b.days, daysMeet);
/** Whether the time of one of them is only that of its report. */
export const isImplied = (a: Sketch, b: Sketch): boolean => [...a.days, ...b.days].some(({ implied }) => implied);

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
/** Great-circle distance in kilometres. */
export function kilometres(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const half = (one: number, other: number) => Math.sin(radians(one - other) / 2) ** 2;
  const h = half(a.lat, b.lat) + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * half(a.lon, b.lon);
  return 2 * radians(1) ** -1 * DEGREE_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

const hasPoint = (place: Place): place is Place & { lat: number; lon: number } =>
  place.lat !== null && place.lon !== null;
const abroad = (a: Place, b: Place): boolean =>
  a.countries.length > 0 && b.countries.length > 0 && !a.countries.some(country => b.countries.includes(country));
const sameName = (a: string | null, b: string | null): boolean => a !== null && b !== null && folded(a) === folded(b);

function placesMeet(a: Place, b: Place): Part | null {
  if (abroad(a, b)) return null;
  if (isFine(a) && isFine(b)) {
    if (a.geonames !== null && a.geonames === b.geonames) return { points: 0.25, words: 'the same place' };
    if (hasPoint(a) && hasPoint(b)) {
      const far = kilometres(a, b);
      if (far <= 3) return { points: 0.25, words: 'the same place' };
      if (far <= 15) return { points: 0.18, words: 'places less than 15 km apart' };
      return far <= NEAR_KM ? { points: 0.08, words: `places less than ${NEAR_KM} km apart` } : null;
    }
    return sameName(a.name, b.name) ? { points: 0.25, words: 'the same place' } : null;
  }
  if (a.admin1 !== null && b.admin1 !== null)
    return sameName(a.admin1, b.admin1) ? { points: 0.12, words: 'the same province' } : null;
  return a.countries.length > 0 && b.countries.length > 0 ? { points: 0.03, words: 'the same country' } : SILENT;
}
/** Where. Two towns decide, whatever countries stand beside them. */
export function place(a: Sketch, b: Sketch): Part | null {
  if (a.places.length === 0 || b.places.length === 0) return SILENT;
  const [left, right] = [a.places.filter(isFine), b.places.filter(isFine)];
  return left.length > 0 && right.length > 0 ? best(left, right, placesMeet) : best(a.places, b.places, placesMeet);
}

type Side = 'state' | 'armed' | 'crowd';
const SIDES: Partial<Record<ActorKind, Side>> = {
  ...{ 'state forces': 'state', 'external forces': 'state', government: 'state' },
  ...{ 'rebel group': 'armed', 'political militia': 'armed', 'identity militia': 'armed' },
  ...{ rioters: 'crowd', protesters: 'crowd', civilians: 'crowd' },
};
const sidesOf = (parties: readonly Party[]): Side[] => parties.flatMap(({ kind }) => SIDES[kind] ?? []);
const meet = <T>(left: readonly T[], right: readonly T[]): boolean => some(left, right, (a, b) => a === b);
const isOne = (a: Party, b: Party): boolean =>
  a.id !== null && b.id !== null ? a.id === b.id : a.named && b.named && a.name === b.name;

/** Whether what one did, the other suffered: a strike and its answer are two, and so alike in all else. */
function opposed(a: Sketch, b: Sketch): boolean {
  const answers = (one: Sketch, other: Sketch) =>
    one.actors.some(
      party => other.targets.some(target => isOne(party, target)) && !other.actors.some(actor => isOne(party, actor)),
    );
  if (answers(a, b) || answers(b, a)) return true;
  const [did, suffered] = [sidesOf(a.actors), sidesOf(a.targets)];
  const [otherDid, otherSuffered] = [sidesOf(b.actors), sidesOf(b.targets)];
  return meet(did, otherSuffered) && meet(otherDid, suffered) && !meet(did, otherDid);
}

/** Who did it. Two listed names may be one party under dispute, so they only weigh against. */
export function actor(a: Sketch, b: Sketch): Part | null {
  if (opposed(a, b)) return null;
  const [left, right] = [
    [...a.actors, ...a.blamed],
    [...b.actors, ...b.blamed],
  ];
  if (some(left, right, isOne)) return { points: 0.15, words: 'the same actor' };
  if (a.actors.length === 0 || b.actors.length === 0) return SILENT;
  const [sides, others] = [sidesOf(a.actors), sidesOf(b.actors)];
  const parted = left.every(({ named }) => named) && right.every(({ named }) => named);
  if (parted || (sides.length > 0 && others.length > 0 && !meet(sides, others)))
    return { points: -0.3, words: 'different actors' };
  return meet(sides, others) ? { points: 0.05, words: 'actors of a kind' } : SILENT;
}

const isFacility = ({ kind }: Party): boolean => kind === 'facility';
const stem = (word: string): string => (word.length > 4 ? word.replace(/e?s$/, '') : word);
/** "army checkpoint" and "the checkpoint on the northern road", "markets" and "livestock market"; not "army base". */
function sameFacility(a: Party, b: Party): boolean {
  const [left, right] = [a.name.split(' ').map(stem), b.name.split(' ').map(stem)];
  return isOne(a, b) || right.includes(left.at(-1)!) || left.includes(right.at(-1)!);
}
/** To whom or what. Two facilities of one town are the best sign of two attacks. */
export function target({ targets: a }: Sketch, { targets: b }: Sketch): Part {
  const [sites, others] = [a.filter(isFacility), b.filter(isFacility)];
  if (some(a, b, isOne) || some(sites, others, sameFacility)) return { points: 0.15, words: 'the same target' };
  if (sites.length > 0 && others.length > 0) return { points: -0.3, words: 'different targets', doubt: true };
  const [left, right] = [a.filter(one => !isFacility(one)), b.filter(one => !isFacility(one))];
  if (left.length === 0 || right.length === 0) return SILENT;
  if (some(left, right, (one, other) => one.name === other.name)) return { points: 0.1, words: 'targets alike' };
  const [sides, opposite] = [sidesOf(left), sidesOf(right)];
  if (meet(sides, opposite)) return { points: 0.06, words: 'targets of a kind' };
  return sides.length > 0 && opposite.length > 0 ? { points: -0.15, words: 'targets of other kinds' } : SILENT;
}

const HARM = { fatalities: 'killed', injuries: 'wounded', abductions: 'abducted' } as const;
function tollsMeet(left: readonly Range[], right: readonly Range[], harm: string): Part {
  if (left.length === 0 || right.length === 0) return SILENT;
  const lows = (list: readonly Range[]) => list.flatMap(([low, high]) => low ?? high ?? []);
  const [ours, theirs] = [lows(left), lows(right)];
  const shared = Math.max(-1, ...ours.filter(count => theirs.includes(count)));
  if (shared > 0) {
    // One dead is told of half of all attacks, eleven of few.
    const points = shared === 1 ? 0.04 : shared < 5 ? 0.08 : shared < 20 ? 0.12 : 0.15;
    return { points, words: `${shared} ${harm}`, strong: shared > 4 };
  }
  if (shared === 0) return SILENT;
  const near = some(ours, theirs, (a, b) => Math.max(a, b) <= 2 * Math.min(a, b) || Math.abs(a - b) <= 2);
  if (near) return { points: 0.03, words: `${harm}: close figures` };
  const far = !some(ours, theirs, (a, b) => Math.max(a, b) < 4 * Math.min(a, b) || Math.abs(a - b) < 8);
  return far ? { points: -0.2, words: `${harm}: figures far apart` } : SILENT;
}
/** How many were harmed. A toll rises, and sides dispute it: only figures far apart weigh against. */
export function toll(a: Sketch, b: Sketch): Part {
  const parts = (['fatalities', 'injuries', 'abductions'] as const)
    .map(field => tollsMeet(a.tolls[field], b.tolls[field], HARM[field]))
    .filter(({ words }) => words);
  const points = Math.min(
    0.2,
    parts.reduce((sum, part) => sum + part.points, 0),
  );
  return parts.length === 0
    ? SILENT
    : { points, words: parts.map(({ words }) => words).join(', '), strong: parts.some(({ strong }) => strong) };
}

export const weapon = ({ weapons: a }: Sketch, { weapons: b }: Sketch): Part =>
  meet(a, b) ? { points: 0.04, words: 'the same weapon' } : SILENT;

/** A long word is rarer than a short one, as far as one can tell without counting. */
const weight = (word: string): number => Math.min(1, (word.length - 3) / 6);
/** Words in common, by weight, as a share of what the shorter account has; both need some. */
export function wording({ words: a }: Sketch, { words: b }: Sketch): Part {
  const sum = (words: readonly string[]) => words.reduce((total, word) => total + weight(word), 0);
  const least = Math.min(sum(a), sum(b));
  if (least < 3) return SILENT;
  const others = new Set(b);
  const share = sum(a.filter(word => others.has(word))) / least;
  return share < 0.2 ? SILENT : { points: 0.2 * Math.min(1, share), words: 'words in common', strong: share >= 0.5 };
}

/** Sentences word for word the same: a reprint, or one text that both took up. */
export const copied = ({ sentences: a }: Sketch, { sentences: b }: Sketch): Part =>
  meet(a, b) ? { points: 0.4, words: 'a sentence in common', strong: true } : SILENT;

/** Of two reports' names so many are the same that they are of one story: a victim, a suspect, a street. */
export function names({ names: a }: Sketch, { names: b }: Sketch): Part {
  const persons = a.persons.filter(name => b.persons.includes(name)).length;
  const common = a.propers.filter(name => b.propers.includes(name)).length;
  const least = Math.min(a.propers.length, b.propers.length);
  const share = least < 3 ? 0 : common / least;
  const points = Math.min(0.5, (persons > 0 ? 0.25 + 0.1 * persons : 0) + 0.2 * share);
  if (points < 0.05) return SILENT;
  const words = persons > 0 ? 'the same people named' : 'names in common';
  return { points, words, strong: persons > 0 && (persons > 1 || share >= 0.3) };
}

/** The whole reports tell one story, by their rare words: what tells neither day nor town is known by it. */
export function story({ story: a }: Sketch, { story: b }: Sketch): Part {
  const kin = kinship(a, b);
  if (kin < 0.15) return SILENT;
  return { points: Math.min(0.5, 1.5 * (kin - 0.1)), words: 'the same story', strong: kin >= 0.3 };
}

/** A follow-up weeks later ("charged in the shooting of") tells of an act without its day: nothing to compare, nothing against it. */
const FOLLOWED = 730;
export function undated(a: Sketch, b: Sketch): Part | null {
  const told = (one: Sketch) => one.days.some(({ implied }) => !implied);
  if ((told(a) && told(b)) || a.published === null || b.published === null) return null;
  const gap = Math.abs(Date.parse(a.published) - Date.parse(b.published)) / 86_400_000;
  return gap <= FOLLOWED ? { points: 0.05, words: 'no two days to compare' } : null;
}
