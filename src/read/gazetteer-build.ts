import { placeKey } from './gazetteer-key.js';
import type { Row } from './lexicon.js';

/** What the index is made of: `cities` as GeoNames' cities500.txt (19 tab-separated columns), our tables as rows. */
export type GazetteerSources = { cities: string; provinces: Row[]; districts: Row[] };

export const MAGIC = 0x315a4741;
export const [TOWN, PROVINCE, DISTRICT, SEAT, CAPITAL] = [0, 1, 2, 4, 8] as const;

type Line = {
  id: number;
  name: string;
  lat: number;
  lon: number;
  population: number;
  code: string;
  kind: number;
  box: number[];
};
type Sum = { n: number; lat: number; lon: number; population: number; box: number[] };

/** Parts of a settlement and abandoned ones: real, but seldom what news means by the name. */
const MINOR = new Set(['PPLX', 'PPLQ', 'PPLW', 'PPLH', 'PPLCH']);

/** Most alternate names are in other scripts, which English news does not write: folding them all would double the build. */
const LATIN = /^[ -ɏʹ-ͯḀ-ỿ‐-—‘’]+$/;

function summed(sums: Map<string, Sum>, code: string, lat: number, lon: number, population: number): void {
  const sum = sums.get(code) ?? { n: 0, lat: 0, lon: 0, population: 0, box: [180, 90, -180, -90] };
  sum.n++;
  sum.lat += lat;
  sum.lon += lon;
  sum.population += population;
  sum.box = [
    Math.min(sum.box[0]!, lon),
    Math.min(sum.box[1]!, lat),
    Math.max(sum.box[2]!, lon),
    Math.max(sum.box[3]!, lat),
  ];
  sums.set(code, sum);
}

/** A division has no point of its own in the sources: it gets the middle of its towns. */
function division(row: Row, kind: number, sums: Map<string, Sum>): Line {
  const sum = sums.get(row.code!);
  const box = sum && sum.n > 2 ? sum.box : [];
  const middle = kind === PROVINCE && box.length > 0 && box[2]! - box[0]! < 180;
  return {
    id: Number(row.geonames || 0),
    name: row.name!,
    lat: middle ? (box[1]! + box[3]!) / 2 : sum ? sum.lat / sum.n : Number.NaN,
    lon: middle ? (box[0]! + box[2]!) / 2 : sum ? sum.lon / sum.n : Number.NaN,
    population: sum?.population ?? 0,
    code: row.code!,
    kind,
    box,
  };
}

/**
 * The index of place names as one block of bytes for `gazetteerOf`: towns of GeoNames cities500 (CC BY 4.0) and the
 * divisions of our tables, sorted folded names, each with the rows that bear it. Little-endian. A division's box is that
 * of its towns.
 */
export function gazetteerBytes(sources: GazetteerSources): Uint8Array {
  const sums = new Map<string, Sum>();
  const provinces = new Map(sources.provinces.map(row => [row.code!, row]));
  const towns: Line[] = [];
  const names = new Map<string, number[]>();
  const alternates: [string[], number][] = [];
  for (const line of sources.cities.split('\n')) {
    const cell = line.split('\t');
    if (cell.length < 15) continue;
    const [lat, lon, population] = [Number(cell[4]), Number(cell[5]), Number(cell[14])];
    const first = `${cell[8]}.${cell[10]}`;
    const second = `${first}.${cell[11]}`;
    summed(sums, first, lat, lon, population);
    if (cell[11]) summed(sums, second, lat, lon, population);
    const seat = cell[7] === 'PPLC' ? CAPITAL | SEAT : cell[7] === 'PPLA' ? SEAT : 0;
    alternates.push([[cell[1]!, cell[2]!, ...cell[3]!.split(',')], towns.length]);
    towns.push({
      id: Number(cell[0]),
      name: cell[1]!,
      lat,
      lon,
      population: MINOR.has(cell[7]!) ? Math.min(population, 5000) : population,
      code: provinces.has(second) ? second : first,
      kind: seat,
      box: [],
    });
  }
  const divisions = [
    ...sources.provinces.map(row => division(row, PROVINCE, sums)),
    ...sources.districts.filter(row => !provinces.has(row.code!)).map(row => division(row, DISTRICT, sums)),
  ];
  const add = (name: string, row: number, alternate: number) => {
    if (!LATIN.test(name)) return;
    const key = placeKey(name);
    if (key.length < 2 || !/^[a-z0-9' ]+$/.test(key) || (alternate && (key.length < 4 || /^\p{Lu}+$/u.test(name))))
      return;
    const rows = names.get(key);
    if (!rows) names.set(key, [row * 2 + alternate]);
    else if (!rows.some(known => known >> 1 === row)) rows.push(row * 2 + alternate);
  };
  const aliasesOf = (code: string): string[] => provinces.get(code)?.aliases?.split('|').filter(Boolean) ?? [];
  for (const [row, division] of divisions.entries())
    for (const name of [division.name, ...aliasesOf(division.code)]) add(name, row, 0);
  for (const [[name, plain, ...others], row] of alternates) {
    const { code, kind } = towns[row]!;
    add(name!, row + divisions.length, 0);
    add(plain!, row + divisions.length, 0);
    // A seat that bears its division's name is called whatever that is called ("Hodeidah").
    if (kind & SEAT && placeKey(provinces.get(code)?.name ?? '') === placeKey(name!))
      for (const alias of aliasesOf(code)) add(alias, row + divisions.length, 0);
    for (const other of others) add(other, row + divisions.length, 1);
  }
  return packed([...divisions, ...towns], divisions.length, names);
}

function packed(rows: Line[], divisions: number, names: Map<string, number[]>): Uint8Array {
  const keys = [...names.keys()].sort();
  const codes = [...new Set(rows.map(row => row.code))];
  const codeAt = new Map(codes.map((code, place) => [code, place]));
  const encoder = new TextEncoder();
  const rowNames = rows.map(row => encoder.encode(row.name));
  const offsets = (lengths: number[]) => {
    const out = new Uint32Array(lengths.length + 1);
    for (const [place, length] of lengths.entries()) out[place + 1] = out[place]! + length;
    return out;
  };
  const bytes = (parts: Uint8Array[]) => {
    const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  };
  const posts = keys.flatMap(key => names.get(key)!);
  const sections: ArrayBufferView[] = [
    Int32Array.from(rows, row => row.id),
    Float32Array.from(rows, row => row.lat),
    Float32Array.from(rows, row => row.lon),
    Uint32Array.from(rows, row => row.population),
    Uint32Array.from(rows, row => codeAt.get(row.code)!),
    Float32Array.from(rows.slice(0, divisions).flatMap(row => (row.box.length ? row.box : Array(4).fill(Number.NaN)))),
    offsets(rowNames.map(name => name.length)),
    offsets(keys.map(key => key.length)),
    offsets(keys.map(key => names.get(key)!.length)),
    Uint32Array.from(posts),
    Uint8Array.from(rows, row => row.kind),
    bytes(rowNames),
    encoder.encode(keys.join('')),
    encoder.encode(codes.join('\n')),
  ];
  const head = new Uint32Array(2 + sections.length);
  head.set([MAGIC, sections.length, ...sections.map(section => section.byteLength)]);
  const padded = [head, ...sections].map(section => {
    const part = new Uint8Array(Math.ceil(section.byteLength / 4) * 4);
    part.set(new Uint8Array(section.buffer, section.byteOffset, section.byteLength));
    return part;
  });
  return bytes(padded);
}
