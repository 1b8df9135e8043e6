import type { Box, PlacePrecision } from '../codebook/place.js';
import { quoteOf } from '../model/quote.js';
import { borders } from './border.js';
import { type Bounded, bounded } from './containment.js';
import type { Gazetteer, Sense } from './gazetteer.js';
import { placeKey } from './gazetteer-key.js';
import type { PlaceRead } from './reading.js';
import { type Meaning, senses } from './sense.js';
import type { Words } from './token.js';
import { type Atom, cut, toponyms } from './toponym.js';
import { type Evidence, evidenceOf } from './toponym-evidence.js';
import { unlisted } from './unlisted.js';

const MOST_ALTERNATIVES = 5;
const LEAST_SHARE = 0.0005;
/** People of a place abroad from which even a capital of the same name is not a matter of course. */
const KNOWN_RIVAL = 100_000;
/** Kilometres that "near" and "outside" reach where no distance is given. */
const NEAR = 20;
const KM_PER_DEGREE = 111.2;
const KM: Record<string, number> = {
  km: 1,
  kms: 1,
  kilometer: 1,
  kilometers: 1,
  kilometre: 1,
  kilometres: 1,
  mile: 1.609,
  miles: 1.609,
};

/** The part of a box a direction names, or null where it names none ("central"). */
function half(box: Box | null, direction: string): Box | null {
  if (!box || box[0] > box[2]) return null;
  const [west, south, east, north] = box;
  const [middleLon, middleLat] = [(west + east) / 2, (south + north) / 2].map(
    value => Math.round(value * 100) / 100,
  ) as [number, number];
  const word = direction.replace('-', '');
  const out: Box = [
    /east/.test(word) ? middleLon : west,
    /north/.test(word) ? middleLat : south,
    /west/.test(word) ? middleLon : east,
    /south/.test(word) ? middleLat : north,
  ];
  return /north|south|east|west/.test(word) ? out : null;
}

const around = (lat: number, lon: number, km: number): Box | null => {
  const high = km / KM_PER_DEGREE;
  const wide = high / Math.max(0.1, Math.cos((lat * Math.PI) / 180));
  const fits = lat - high > -90 && lat + high < 90 && lon - wide > -180 && lon + wide < 180;
  const round = (value: number) => Math.round(value * 1000) / 1000;
  return fits ? [round(lon - wide), round(lat - high), round(lon + wide), round(lat + high)] : null;
};

/** Words before a name that make it a part of a place or a stretch around it: "eastern", "near", "60 km north of". */
function lead(
  list: Atom[],
  from: number,
  gazetteer: Gazetteer,
): { from: number; direction: string | null; km: number | null; exact?: boolean } | null {
  const { direction = new Set() } = gazetteer.cues;
  const sentence = list[from]!.sentence;
  const back = (steps: number): Atom | undefined =>
    list[from - steps]?.sentence === sentence ? list[from - steps] : undefined;
  const before = back(1);
  if (!before) return null;
  if (direction.has(before.lower) && list[from]!.gap !== '')
    return { from: from - 1, direction: before.lower, km: null };
  if (before.lower === 'near' || before.lower === 'outside') return { from: from - 1, direction: null, km: NEAR };
  if (before.lower !== 'of' && before.lower !== 'from') return null;
  const word = back(2)?.lower ?? '';
  const part = /^(?:parts?|countryside|outskirts|suburbs)$/.test(word) && back(3);
  if (part && direction.has(part.lower)) return { from: from - 3, direction: part.lower, km: null };
  if (word === 'outskirts') return { from: from - 2, direction: null, km: NEAR };
  const way = direction.has(word) && !word.endsWith('ern');
  const unit = KM[(way ? back(3) : back(2))?.lower ?? ''];
  const amount = Number(back(way ? 4 : 3)?.text.replace(',', ''));
  if (unit && amount > 0 && amount < 2000)
    return { from: from - (way ? 4 : 3), direction: null, km: amount * unit, exact: true };
  return way && before.lower === 'of' ? { from: from - 2, direction: word, km: NEAR } : null;
}

/** What a meaning gives every reading of its name, worked out once: how sure it is, and what else it could be. */
type Weight = { sure: number; alternatives: PlaceRead['alternatives'] };

/** Kilometres between two senses, roughly: enough to tell one place from another. */
function apart(a: Sense, b: Sense): number {
  if (a.lat === null || b.lat === null) return a.countries[0] === b.countries[0] ? 0 : Number.POSITIVE_INFINITY;
  const wide = (a.lon! - b.lon!) * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(a.lat - b.lat, wide) * KM_PER_DEGREE;
}

function weigh(meaning: Meaning): Weight {
  const best = meaning.senses[0]!.sense;
  const sure = meaning.senses.reduce((sum, entry) => sum + (apart(entry.sense, best) < 50 ? entry.share : 0), 0);
  const rivals = meaning.senses.filter(({ sense }) => !sense.countries.some(code => best.countries.includes(code)));
  const countries = new Set(rivals.flatMap(({ sense }) => sense.countries));
  const known = best.capital && !rivals.some(({ sense }) => !sense.alternate && sense.population > KNOWN_RIVAL);
  // A name of several countries that only its size decides is a guess, however large the difference.
  const guess = !meaning.backed && countries.size > 1 && best.precision !== 'country' && !known;
  const alternatives = meaning.senses
    .filter(other => other.sense.lat !== null && other.share >= LEAST_SHARE)
    .slice(0, MOST_ALTERNATIVES + 1)
    .map(({ sense, share }) => ({
      geonames: sense.geonames,
      name: sense.name,
      countries: sense.countries,
      lat: sense.lat!,
      lon: sense.lon!,
      score: Math.round(share * 1000) / 1000,
    }));
  return { sure: Math.min(sure, guess ? 0.4 : 1), alternatives };
}

function read(
  words: Words,
  list: Atom[],
  entry: Bounded,
  meaning: Meaning,
  weight: Weight,
  evidence: Evidence,
  gazetteer: Gazetteer,
): PlaceRead {
  const { name, level } = entry;
  const best = meaning.senses[0]!.sense;
  const around_ = lead(list, name.from, gazetteer);
  const small = ['town', 'point'].includes(best.precision);
  let from = name.from;
  let precision: PlacePrecision = small && level && level !== 'town' ? (level as PlacePrecision) : best.precision;
  let area = precision === best.precision ? best.area : null;
  let called = best.name;
  let derived = precision !== best.precision;
  if (around_ && (around_.km !== null ? small && best.lat !== null : !small)) {
    from = around_.from;
    area = around_.km === null ? half(area, around_.direction!) : around(best.lat!, best.lon!, around_.km);
    // What is near a town is of the town, though it has no point; a stretch so many miles off is a place of its own.
    if (around_.km === null || around_.exact) precision = 'region';
    derived = true;
    called = words.text.slice(list[from]!.start, list[name.to - 1]!.end).replace(/\s+/g, ' ');
  }
  const pinned = !derived && (precision === 'town' || precision === 'point');
  // Of a stretch around a town the town itself is the first other reading.
  const listed = derived || best.lat === null ? weight.alternatives : weight.alternatives.slice(1);
  return {
    quote: quoteOf(words.text, list[from]!.start, list[name.to - 1]!.end),
    value: {
      name: called,
      lat: pinned ? best.lat : null,
      lon: pinned ? best.lon : null,
      countries: best.countries,
      admin1: best.precision === 'province' ? best.name : best.admin1,
      precision,
      area: pinned ? null : area,
      geonames: derived ? null : best.geonames,
    },
    point: best.lat === null ? null : { lat: best.lat, lon: best.lon! },
    confidence: Math.round(weight.sure * (evidence === 'strong' ? 0.95 : 0.75) * 100) / 100,
    alternatives: listed.slice(0, MOST_ALTERNATIVES),
  };
}

/** What a text says outright of countries and divisions: codes and how often. */
function toldBy(list: Atom[], entries: Bounded[], gazetteer: Gazetteer): Map<string, number> {
  const told = new Map<string, number>();
  const tell = (code: string) => told.set(code, (told.get(code) ?? 0) + 1);
  for (const atom of list) {
    const code = atom.capital ? gazetteer.demonyms.get(placeKey(atom.text)) : undefined;
    if (code) tell(code);
  }
  for (const { name } of entries) {
    const wide = name.senses.filter(sense => sense.precision === 'country' || sense.precision === 'province');
    const [only] = wide;
    if (
      wide.length === 1 &&
      (only!.precision === 'country' || name.senses.every(sense => sense.countries[0] === only!.countries[0]))
    )
      tell(only!.code || only!.countries[0]!);
  }
  return told;
}

/**
 * The places a text names, in order, not overlapping. `home`: ISO code of the country the outlet writes for, which weighs
 * where a name has several meanings. A value has a pin only for a town or a point; `point` carries the gazetteer's
 * representative point whatever the precision; `alternatives` are the other things the name could mean, best first (of
 * "near Mosul", Mosul itself comes first). Linear in the text.
 */
export function places(words: Words, gazetteer: Gazetteer, options: { home?: string } = {}): PlaceRead[] {
  const { atoms: list, caseless } = cut(words, gazetteer);
  const entries = bounded(list, toponyms(list, gazetteer), gazetteer);
  const evidence = evidenceOf(list, entries, gazetteer, caseless);
  const kept = entries.flatMap((entry, at) => (evidence[at] === 'none' ? [] : [{ entry, evidence: evidence[at]! }]));
  const meanings = senses(
    kept.map(({ entry }) => entry),
    toldBy(
      list,
      kept.map(({ entry }) => entry),
      gazetteer,
    ),
    options.home ?? null,
  );
  const weights = new Map([...new Set(meanings)].map(meaning => [meaning, weigh(meaning)]));
  const found = kept.map(({ entry, evidence }, at) =>
    read(words, list, entry, meanings[at]!, weights.get(meanings[at]!)!, evidence, gazetteer),
  );
  const frontier = borders(words, list, entries, gazetteer);
  const villages = unlisted(
    words,
    list,
    kept.map(({ entry }) => entry.name),
    found,
    gazetteer,
    caseless,
  );
  const all = [...frontier, ...found, ...villages];
  // A border takes the countries it is named by; of two readings of the same words the first kind counts.
  const order = new Map(all.map((place, at) => [place, at]));
  all.sort((a, b) => a.quote.start - b.quote.start || order.get(a)! - order.get(b)!);
  const out: PlaceRead[] = [];
  for (const place of all) {
    const last = out[out.length - 1];
    if (!last || place.quote.start >= last.quote.end) out.push(place);
    else if (place.value.precision === 'border' && last.value.precision !== 'border') out[out.length - 1] = place;
  }
  return out;
}
