import { isFine, NEAR_KM } from './key.js';
import { actor, kilometres, story, target, type } from './likeness.js';
import type { Days, Party, Place, Sketch } from './sketch.js';

/** What of a wave or campaign is found of an act of another report. `score`: how much of what can speak for it does, 0 to 1. */
export type Nested = { part: string; whole: string; level: number; score: number; reason: string };

const toldDays = ({ days }: Sketch): Days[] => days.filter(({ implied }) => !implied);

/** Whether some day of the act lies within the whole's; a night belongs to both of its days. Null where one is not told. */
function within(part: readonly Days[], whole: readonly Days[]): boolean | null {
  if (part.length === 0 || whole.length === 0) return null;
  const night = (one: Days): number => Number(one.part === 'NI' || one.part === 'MO');
  return part.some(one =>
    whole.some(all => {
      const slack = all.to - all.from <= 1 ? Math.max(night(one), night(all)) : 0;
      return one.from >= all.from - slack && one.to <= all.to + slack && one.to - one.from <= all.to - all.from + slack;
    }),
  );
}

const isPoint = (place: Place): place is Place & { lat: number; lon: number } =>
  place.lat !== null && place.lon !== null;
const same = (a: string | null, b: string | null): boolean => a !== null && b !== null && a === b;
/** Whether one place lies in another, as far as towns, provinces and countries tell. */
function contains(whole: Place, part: Place): boolean {
  if (!part.countries.some(country => whole.countries.includes(country))) return false;
  if (isFine(whole))
    return (
      isFine(part) &&
      (same(whole.name, part.name) || (isPoint(whole) && isPoint(part) && kilometres(whole, part) <= NEAR_KM))
    );
  if (whole.admin1 !== null) return same(whole.admin1, part.admin1);
  return whole.precision === 'country' && part.countries.every(country => whole.countries.includes(country));
}
/** Towns decide where they are told. A country beside one town only says where that is, beside several it is where all of it was. */
function placed(part: Sketch, whole: Sketch): boolean | null {
  if (part.places.length === 0 || whole.places.length === 0) return null;
  const fine = (places: readonly Place[]): Place[] => places.filter(isFine);
  const mine = fine(part.places).length > 0 ? fine(part.places) : part.places;
  const all = fine(whole.places).length === 1 ? fine(whole.places) : whole.places;
  return mine.every(one => all.some(other => contains(other, one)));
}

const STATES: readonly string[] = ['state forces', 'external forces', 'government'];
/** "Israel" and "Israeli forces": of one state, as far as their names tell; nobody is said to be the other. */
const compatriots = (a: Party, b: Party): boolean =>
  STATES.includes(a.kind) && STATES.includes(b.kind) && a.name.length > 3 && a.name.slice(0, 4) === b.name.slice(0, 4);
function partiesAgree(part: Sketch, whole: Sketch): boolean | null {
  const doers = actor(part, whole);
  if (doers?.never) return false;
  if (target(part, whole)?.finding === 'targets of other kinds') return false;
  const kin = part.actors.some(a => whole.actors.some(b => compatriots(a, b)));
  if (doers?.finding === 'different actors' && !kin) return false;
  return doers?.finding === 'the same actor' || kin ? true : null;
}

/** Nobody is killed in a part who is not killed in the whole. */
function tollsAgree(part: Sketch, whole: Sketch): boolean {
  const [few, many] = [part.tolls.fatalities, whole.tolls.fatalities];
  if (few.length === 0 || many.length === 0) return true;
  return few.some(([low, high]) => many.some(([, most]) => most === null || (low ?? high ?? 0) <= most));
}

const SCORE = { least: 0.6, each: 0.1 };

/**
 * Whether one report tells of an act that is part of a wave or campaign which the other tells of as one; null where not. The whole
 * must be told as plural, as long and as wide as the part, by the same party (or under the same name of an operation, or in
 * one town and one story), and nothing may speak against it: not the acts, the parties, nor the killed. What is not told speaks for
 * nothing: an act without a day or a place is part of what names its operation alone.
 */
export function partOf(a: Sketch, b: Sketch): Nested | null {
  if (a.level === b.level) return null;
  const [part, whole] = a.level < b.level ? [a, b] : [b, a];
  if (part.report === whole.report || part.standing !== 'actual' || whole.standing !== 'actual') return null;
  if (!part.violent || !whole.violent) return null;
  const act = type(part, whole);
  if (act?.bars || act?.never) return null;
  const named = part.operations.find(name => whole.operations.includes(name));
  const [when, where, who] = [within(toldDays(part), toldDays(whole)), placed(part, whole), partiesAgree(part, whole)];
  if (when === false || where === false || who === false || !tollsAgree(part, whole)) return null;
  if (named === undefined && (when === null || where === null)) return null;
  const one = story(part, whole)?.strong ?? false;
  const near = whole.places.some(isFine);
  if (named === undefined && !who && !(near && one)) return null;
  const found = [
    when && 'within its days',
    where && 'within its places',
    who && 'of the same party',
    named !== undefined && 'of the same named operation',
    one && 'the same story',
  ].filter(words => typeof words === 'string');
  return {
    ...{ part: part.mention, whole: whole.mention, level: whole.level },
    score: Math.min(0.95, Math.round((SCORE.least + SCORE.each * (found.length - 2)) * 100) / 100),
    reason: `one of ${whole.level === 2 ? 'a campaign' : 'a row of acts'} told together; ${found.join('; ')}`,
  };
}
