import type { Sense } from './gazetteer.js';
import type { Toponym } from './toponym.js';

/** A sense and how well it fits, 0 to 1 over all senses of the name. */
export type Weighed = { sense: Sense; share: number };
/** `backed`: whether anything in the text speaks for the best sense, apart from how well known it is. */
export type Meaning = { senses: Weighed[]; backed: boolean };

/** Weights of the model, set by hand: how much the text's other places count against how well known a place is. */
const WEIGHT = {
  country: 1.6,
  division: 1.5,
  near: 1.4,
  home: 1,
  alternate: -0.9,
  exonym: -0.3,
  bareDistrict: -1.5,
  seat: 0.25,
  capital: 0.9,
};
const SHARPNESS = 3;
/** Support from which a sense counts as borne out by the text. */
const BACKED = 0.5;
/** A name with more senses is weighed by its best known ones only, so that "San Antonio" costs no more than "Mosul". */
const MOST_SENSES = 40;

/** As English writes the name of a town, though the gazetteer writes it otherwise: it has so many times the people of any that is written so. */
const MUCH = 20;

/** How well known a place is, whatever the text: some 0 to 2. `rival`: people of the largest place abroad that bears the name itself. */
function prior(sense: Sense, rival: number): number {
  const people = Math.log10(sense.population + 50) / 4;
  const level = sense.precision === 'country' ? 1.2 : sense.precision === 'province' ? 0.25 : 0;
  return (
    people +
    level +
    (sense.alternate ? (rival > 0 && sense.population > MUCH * rival ? WEIGHT.exonym : WEIGHT.alternate) : 0) +
    (sense.precision === 'district' ? WEIGHT.bareDistrict : 0) +
    (sense.capital ? WEIGHT.capital : sense.seat ? WEIGHT.seat : 0)
  );
}

/** What the text's places speak for: countries, first-level divisions, and squares of one degree. */
type Votes = { country: Map<string, number>; division: Map<string, number>; square: Map<string, number> };

const divisionOf = (sense: Sense): string => sense.code.split('.').slice(0, 2).join('.');
const add = (votes: Map<string, number>, key: string, weight: number) => votes.set(key, (votes.get(key) ?? 0) + weight);
const squareOf = (lat: number, lon: number): string => `${Math.floor(lat)} ${Math.floor(lon)}`;

function vote(votes: Votes, sense: Sense, weight: number): void {
  for (const country of sense.countries) add(votes.country, country, weight / sense.countries.length);
  if (sense.code.includes('.')) add(votes.division, divisionOf(sense), weight);
  if (sense.lat !== null && ['town', 'district', 'point'].includes(sense.precision))
    add(votes.square, squareOf(sense.lat, sense.lon!), weight);
}

function support(votes: Votes, sense: Sense, own: number): number {
  const soft = (count: number) => Math.min(1, Math.max(0, count - own) / 2);
  const country = sense.countries.length
    ? soft(Math.max(...sense.countries.map(code => votes.country.get(code) ?? 0)))
    : 0;
  const division = sense.code.includes('.') ? soft(votes.division.get(divisionOf(sense)) ?? 0) : 0;
  let near = 0;
  if (sense.lat !== null)
    for (const north of [-1, 0, 1])
      for (const east of [-1, 0, 1]) near += votes.square.get(squareOf(sense.lat + north, sense.lon! + east)) ?? 0;
  return WEIGHT.country * country + WEIGHT.division * division + WEIGHT.near * soft(near);
}

function shares(scores: number[]): number[] {
  const top = Math.max(...scores);
  const powers = scores.map(score => Math.exp((score - top) * SHARPNESS));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map(power => power / sum);
}

/** A seat that bears its division's name is meant by the bare name, unless it holds few of the people. */
function settled(senses: Sense[]): Sense[] {
  return senses.filter(
    sense =>
      !/^(?:province|district)$/.test(sense.precision) ||
      !senses.some(
        town =>
          town.precision === 'town' &&
          (!town.alternate || town.seat || sense.precision === 'district') &&
          town.countries[0] === sense.countries[0] &&
          // Around a capital there may be a division of its own, and another that bears the name.
          (town.capital || divisionOf(town) === divisionOf(sense)) &&
          (town.capital || town.population > 0.15 * sense.population),
      ),
  );
}

/**
 * What each name of a text means: its senses, best first, weighed by how well known a place is, by the countries and
 * divisions that the text speaks of (`told`: what it says outright, by country code or division code), and by which other
 * names can mean something close by. `bound` narrows a name where the text says what it lies in. One name has one meaning
 * in a text, except where bound otherwise. Linear in the number of names.
 */
export function senses(
  names: { name: Toponym; bound: Sense[] | null }[],
  told: Map<string, number>,
  home: string | null,
): Meaning[] {
  const byKey = new Map<string, Sense[]>();
  for (const { name, bound } of names) {
    const known = byKey.get(name.key);
    if (bound?.length) byKey.set(name.key, settled(bound));
    else if (!known) byKey.set(name.key, settled(name.senses));
  }
  const pools = new Map<string, { senses: Sense[]; priors: number[]; share: number[]; support: number[] }>();
  for (const [key, list] of byKey) {
    const own = list.filter(sense => !sense.alternate);
    const rivalOf = ({ countries: [home] }: Sense): number =>
      own.reduce((most, one) => (one.countries[0] === home ? most : Math.max(most, one.population)), 0);
    const ranked = list
      .map(sense => ({
        sense,
        score:
          prior(sense, sense.alternate ? rivalOf(sense) : 0) +
          (home && sense.countries.includes(home) ? WEIGHT.home : 0),
      }))
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST_SENSES);
    const priors = ranked.map(entry => entry.score);
    pools.set(key, { senses: ranked.map(entry => entry.sense), priors, share: shares(priors), support: [] });
  }
  const outright = (votes: Votes) => {
    for (const [code, count] of told) {
      const weight = 1 + Math.log2(1 + count) / 2;
      add(votes.country, code.slice(0, 2), weight);
      if (code.includes('.')) add(votes.division, code, weight);
    }
  };
  for (let round = 0; round < 3; round++) {
    const votes: Votes = { country: new Map(), division: new Map(), square: new Map() };
    outright(votes);
    for (const pool of pools.values())
      for (const [at, sense] of pool.senses.entries()) if (pool.share[at]! > 0.02) vote(votes, sense, pool.share[at]!);
    for (const pool of pools.values()) {
      pool.support = pool.senses.map((sense, at) => support(votes, sense, pool.share[at]!));
      pool.share = shares(pool.support.map((weight, at) => pool.priors[at]! + weight));
    }
  }
  const ordered = new Map<string, Meaning>();
  for (const [key, pool] of pools) {
    const best = pool.share.indexOf(Math.max(...pool.share));
    const list = pool.senses.map((sense, at) => ({ sense, share: pool.share[at]! })).sort((a, b) => b.share - a.share);
    ordered.set(key, { senses: list, backed: pool.support[best]! > BACKED });
  }
  return names.map(({ name, bound }) => {
    const all = ordered.get(name.key)!;
    if (!bound?.length) return all;
    const inside = new Set(settled(bound).map(sense => sense.key));
    const kept = all.senses.filter(entry => inside.has(entry.sense.key));
    const list = kept.length ? kept : bound.map(sense => ({ sense, share: 1 / bound.length }));
    const sum = list.reduce((total, entry) => total + entry.share, 0) || 1;
    return { senses: list.map(entry => ({ sense: entry.sense, share: entry.share / sum })), backed: true };
  });
}
