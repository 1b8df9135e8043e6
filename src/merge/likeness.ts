import type { ActorKind } from '../codebook/actor.js';
import type { DayPart } from '../codebook/date.js';
import type { TypeValue } from '../codebook/type.js';
import { fold as folded } from '../codebook/variable.js';
import { DEGREE_KM, isFine, LONGEST, NEAR_KM } from './key.js';
import type { Days, Party, Place, Range, Sketch } from './sketch.js';
import { kinship } from './story.js';
import { type Finding, WEIGHTS } from './weight.js';

/**
 * How one part of two events compares. `finding` has a weight (weight.ts), which goes into the score; `words` say it to a
 * person, where it is not the finding itself. `doubt`: it may be suggested that they are one, never said, and `bars`: they are two,
 * unless their reports tell one story; both: they are two, and where their reports tell one story it may be suggested; `never`:
 * they are two in any case; `strong`: chance alone would hardly bring it about.
 * Every part is symmetric, and null where one of the two does not tell.
 */
export type Part = {
  finding: Finding;
  words?: string;
  doubt?: boolean;
  bars?: boolean;
  never?: boolean;
  strong?: boolean;
};
const SILENT = null;
export const weightOf = ({ finding }: Part): number => WEIGHTS[finding];

const some = <A, B>(left: readonly A[], right: readonly B[], test: (a: A, b: B) => boolean): boolean =>
  left.some(a => right.some(b => test(a, b)));
const grave = (part: Part | null): number => (part?.never ? 3 : part?.bars ? 2 : part?.doubt ? 1 : 0);
/** The better of two: what speaks against them least, then the one of more weight; the words last, so that both sides choose the same. */
const better = (one: Part | null, other: Part | null): boolean => {
  const order = grave(other) - grave(one) || (one ? weightOf(one) : 0) - (other ? weightOf(other) : 0);
  return order > 0 || (order === 0 && (one?.finding ?? '') < (other?.finding ?? ''));
};
/** The best of all pairs. */
function best<A>(left: readonly A[], right: readonly A[], compare: (a: A, b: A) => Part | null): Part | null {
  let found: Part | null | undefined;
  for (const a of left)
    for (const b of right) {
      const part = compare(a, b);
      if (found === undefined || better(part, found)) found = part;
    }
  return found ?? SILENT;
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
    if (a.plover !== b.plover) return { finding: 'other acts', bars: true };
    if (a.mode === null || b.mode === null) return { finding: 'types that agree' };
    if (a.mode === b.mode) return { finding: 'the same type' };
    return KIN.some(pair => pair.includes(a.mode!) && pair.includes(b.mode!))
      ? { finding: 'types akin' }
      : { finding: 'other acts', bars: true, doubt: true };
  });

/** Parts of a day that one report may take for the other; a night belongs to both of its days. */
const NEXT = ['MOAF', 'AFEV', 'EVNI', 'NIMO'];
const partsMeet = (a: DayPart | null, b: DayPart | null): boolean =>
  a === null || b === null || a === b || NEXT.includes(`${a}${b}`) || NEXT.includes(`${b}${a}`);

function daysMeet(a: Days, b: Days): Part {
  const gap = Math.max(a.from, b.from) - Math.min(a.to, b.to);
  const implied = a.implied || b.implied;
  if (gap > 1 || (gap === 1 && implied))
    return { finding: implied ? 'a day other than when the other came out' : 'other days', bars: true };
  const wide = Math.max(a.to - a.from, b.to - b.from);
  if (gap === 1) {
    // The same night, by either of its days. Any other two days in a row are two days: attacks come in rows.
    const [early, late] = a.to < b.from ? [a.part, b.part] : [b.part, a.part];
    return wide === 0 && (early === 'EV' || early === 'NI') && (late === 'NI' || late === 'MO')
      ? { finding: 'the same night' }
      : { finding: 'days in a row', doubt: true };
  }
  if (implied) return { finding: a.implied && b.implied ? 'published about then, both' : 'published about then' };
  if (wide <= 1)
    return partsMeet(a.part, b.part) ? { finding: 'the same day' } : { finding: 'other parts of one day', doubt: true };
  if (wide < 8) return { finding: 'days that overlap' };
  return { finding: wide < LONGEST ? 'dates that overlap' : 'long spans that overlap' };
}
const dayOf = (published: string | null): number | null =>
  published === null ? null : Math.round(Date.parse(published) / 86_400_000);
/** Days: what came out so soon after is news of that day, and another day's news is of another act. */
const NEWS = 3;
const isNews = ({ days, published }: Sketch): boolean => {
  const out = dayOf(published);
  return out !== null && days.some(({ implied, from, to }) => !implied && to >= out - NEWS && from <= out);
};
/** When. A follow-up weeks later ("charged in the shooting of") tells of an act without its day, or with a day of its own. */
export function time(a: Sketch, b: Sketch): Part {
  if (a.days.length === 0 || b.days.length === 0) return { finding: 'no two days to compare', bars: true };
  const part = best(a.days, b.days, daysMeet)!;
  return part.finding === 'other days' && isNews(a) && isNews(b)
    ? { finding: 'each the news of another day', bars: true, doubt: true }
    : part;
}
/** Whether the time of one of them is only that of its report. */
export const isImplied = (a: Sketch, b: Sketch): boolean => [...a.days, ...b.days].some(({ implied }) => implied);

/** How far apart the two came out. */
export function published(a: Sketch, b: Sketch): Part | null {
  const [one, other] = [dayOf(a.published), dayOf(b.published)];
  if (one === null || other === null) return SILENT;
  const gap = Math.abs(one - other);
  if (gap <= 1) return { finding: 'published within a day' };
  if (gap <= 3) return { finding: 'published within three days' };
  if (gap <= 7) return { finding: 'published within a week' };
  if (gap <= 30) return { finding: 'published within a month' };
  if (gap <= 90) return { finding: 'published months apart' };
  return { finding: gap <= 365 ? 'published in one year' : 'published years apart' };
}

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
  if (abroad(a, b)) return { finding: 'other countries', never: true };
  if (isFine(a) && isFine(b)) {
    if (a.geonames !== null && a.geonames === b.geonames) return { finding: 'the same place' };
    if (hasPoint(a) && hasPoint(b)) {
      const far = kilometres(a, b);
      if (far <= 3) return { finding: 'the same place' };
      if (far <= 15) return { finding: 'places less than 15 km apart' };
      if (far <= NEAR_KM) return { finding: 'places less than 40 km apart' };
      const words = `places ${Math.round(far / 10) * 10} km apart`;
      return { finding: far <= 300 ? 'other towns' : 'places far apart', words, bars: true };
    }
    return sameName(a.name, b.name) ? { finding: 'the same place' } : { finding: 'other towns', bars: true };
  }
  if (a.admin1 !== null && b.admin1 !== null)
    return sameName(a.admin1, b.admin1) ? { finding: 'the same province' } : { finding: 'other provinces', bars: true };
  return a.countries.length > 0 && b.countries.length > 0 ? { finding: 'the same country' } : SILENT;
}
/** Where. Two towns decide, whatever countries stand beside them. */
export function place(a: Sketch, b: Sketch): Part | null {
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
  if (opposed(a, b)) return { finding: 'the parties the other way round', never: true };
  const [left, right] = [
    [...a.actors, ...a.blamed],
    [...b.actors, ...b.blamed],
  ];
  if (some(left, right, isOne)) return { finding: 'the same actor' };
  if (a.actors.length === 0 || b.actors.length === 0) return SILENT;
  const [sides, others] = [sidesOf(a.actors), sidesOf(b.actors)];
  const parted = left.every(({ named }) => named) && right.every(({ named }) => named);
  if (parted || (sides.length > 0 && others.length > 0 && !meet(sides, others))) return { finding: 'different actors' };
  return meet(sides, others) ? { finding: 'actors of a kind' } : SILENT;
}

const isFacility = ({ kind }: Party): boolean => kind === 'facility';
const stem = (word: string): string => (word.length > 4 ? word.replace(/e?s$/, '') : word);
/** "army checkpoint" and "the checkpoint on the northern road", "markets" and "livestock market"; not "army base". */
function sameFacility(a: Party, b: Party): boolean {
  const [left, right] = [a.name.split(' ').map(stem), b.name.split(' ').map(stem)];
  return isOne(a, b) || right.includes(left.at(-1)!) || left.includes(right.at(-1)!);
}
/** To whom or what. Two facilities of one town are the best sign of two attacks. */
export function target({ targets: a }: Sketch, { targets: b }: Sketch): Part | null {
  const [sites, others] = [a.filter(isFacility), b.filter(isFacility)];
  if (some(a, b, isOne) || some(sites, others, sameFacility)) return { finding: 'the same target' };
  if (sites.length > 0 && others.length > 0) return { finding: 'different targets', doubt: true };
  const [left, right] = [a.filter(one => !isFacility(one)), b.filter(one => !isFacility(one))];
  if (left.length === 0 || right.length === 0) return SILENT;
  if (some(left, right, (one, other) => one.name === other.name)) return { finding: 'targets alike' };
  const [sides, opposite] = [sidesOf(left), sidesOf(right)];
  if (meet(sides, opposite)) return { finding: 'targets of a kind' };
  return sides.length > 0 && opposite.length > 0 ? { finding: 'targets of other kinds' } : SILENT;
}

const HARM = { fatalities: 'killed', injuries: 'wounded', abductions: 'abducted' } as const;
function tollsMeet(left: readonly Range[], right: readonly Range[], harm: string): Part | null {
  if (left.length === 0 || right.length === 0) return SILENT;
  const lows = (list: readonly Range[]) => list.flatMap(([low, high]) => low ?? high ?? []);
  const [ours, theirs] = [lows(left), lows(right)];
  const shared = Math.max(-1, ...ours.filter(count => theirs.includes(count)));
  const words = `${shared} ${harm}`;
  // One dead is told of half of all attacks, eleven of few.
  if (shared === 1) return { finding: 'a toll of one', words };
  if (shared > 1 && shared < 5) return { finding: 'a toll of two to four', words };
  if (shared > 4)
    return { finding: shared < 20 ? 'a toll of five and more' : 'a toll of twenty and more', words, strong: true };
  if (shared === 0) return SILENT;
  const near = some(ours, theirs, (a, b) => Math.max(a, b) <= 2 * Math.min(a, b) || Math.abs(a - b) <= 2);
  if (near) return { finding: 'close figures', words: `${harm}: close figures` };
  const far = !some(ours, theirs, (a, b) => Math.max(a, b) < 4 * Math.min(a, b) || Math.abs(a - b) < 8);
  return far ? { finding: 'figures far apart', words: `${harm}: figures far apart`, doubt: true } : SILENT;
}
/** How many were harmed. A toll rises, and sides dispute it: only figures far apart weigh against. */
const tollOf =
  (field: keyof typeof HARM) =>
  (a: Sketch, b: Sketch): Part | null =>
    tollsMeet(a.tolls[field], b.tolls[field], HARM[field]);
export const [killed, wounded, abducted] = [tollOf('fatalities'), tollOf('injuries'), tollOf('abductions')];

export const weapon = ({ weapons: a }: Sketch, { weapons: b }: Sketch): Part | null =>
  meet(a, b) ? { finding: 'the same weapon' } : SILENT;

/** A long word is rarer than a short one, as far as one can tell without counting. */
const weight = (word: string): number => Math.min(1, (word.length - 3) / 6);
/** Words in common, by weight, as a share of what the shorter account has; both need some. */
export function wording({ words: a }: Sketch, { words: b }: Sketch): Part | null {
  const sum = (words: readonly string[]) => words.reduce((total, word) => total + weight(word), 0);
  const least = Math.min(sum(a), sum(b));
  if (least < 3) return SILENT;
  const others = new Set(b);
  const share = sum(a.filter(word => others.has(word))) / least;
  if (share < 0.2) return SILENT;
  if (share < 0.35) return { finding: 'some words in common' };
  if (share < 0.5) return { finding: 'words in common' };
  return { finding: share < 0.8 ? 'most words in common' : 'nearly all words in common', strong: true };
}

/** Sentences word for word the same: a reprint, or one text that both took up. */
export const copied = ({ sentences: a }: Sketch, { sentences: b }: Sketch): Part | null =>
  meet(a, b) ? { finding: 'a sentence in common', strong: true } : SILENT;

const shareOf = <T>(a: readonly T[], b: readonly T[]): number =>
  a.filter(one => b.includes(one)).length / Math.max(1, Math.min(a.length, b.length));
/** People that both reports name: a victim, a suspect. */
export function persons({ names: a }: Sketch, { names: b }: Sketch): Part | null {
  const count = a.persons.filter(name => b.persons.includes(name)).length;
  if (count === 0) return SILENT;
  if (count > 1) return { finding: count > 2 ? 'the same people named' : 'two people named in both', strong: true };
  return { finding: 'a person named in both', strong: shareOf(a.propers, b.propers) >= 0.3 };
}
/** Words written as names: a street, a school. */
export function propers({ names: { propers: a } }: Sketch, { names: { propers: b } }: Sketch): Part | null {
  if (Math.min(a.length, b.length) < 3) return SILENT;
  const share = shareOf(a, b);
  if (share < 0.1) return { finding: 'no names in common' };
  if (share < 0.2) return { finding: 'few names in common' };
  if (share < 0.3) return { finding: 'some names in common' };
  return { finding: share < 0.5 ? 'names in common' : 'most names in common' };
}

export function ages({ ages: a }: Sketch, { ages: b }: Sketch): Part | null {
  if (a.length === 0 || b.length === 0) return SILENT;
  const share = shareOf(a, b);
  if (share === 0) return { finding: 'people of other ages' };
  return share < 0.6
    ? { finding: 'people of some of the same ages' }
    : { finding: 'people of the same ages', strong: true };
}

/** Hours by the clock: when the shots were heard, when a body was found. */
export function hours({ hours: a }: Sketch, { hours: b }: Sketch): Part | null {
  if (a.length === 0 || b.length === 0) return SILENT;
  return { finding: meet(a, b) ? 'an hour in common' : 'other hours' };
}

/** With fewer words of its own a report is too short to be known by them: one sentence on a raid is much like one on the next. */
const SHORT = 20;
/** The whole reports tell one story, by their rare words: what tells neither day nor town is known by it. */
export function story(one: Sketch, other: Sketch): Part | null {
  const part = kinOf(one, other);
  return part && Math.min(one.story.length, other.story.length) < SHORT ? { ...part, strong: false } : part;
}
function kinOf({ story: a }: Sketch, { story: b }: Sketch): Part | null {
  if (Math.min(a.length, b.length) < 5) return SILENT;
  const kin = kinship(a, b);
  if (kin < 0.05) return { finding: 'another story' };
  if (kin < 0.1) return { finding: 'hardly one story' };
  if (kin < 0.15) return { finding: 'stories somewhat alike' };
  if (kin < 0.2) return { finding: 'stories alike', strong: true };
  if (kin < 0.25) return { finding: 'stories much alike', strong: true };
  const finding =
    kin < 0.3 ? 'about one story' : kin < 0.4 ? 'one story' : kin < 0.5 ? 'surely one story' : 'one story, told alike';
  return { finding, words: 'the same story', strong: true };
}
