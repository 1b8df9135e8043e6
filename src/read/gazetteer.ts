import type { Box, PlacePrecision } from '../codebook/place.js';
import { AttestError } from '../model/error.js';
import { CAPITAL, DISTRICT, MAGIC, PROVINCE, SEAT } from './gazetteer-build.js';
import { placeKey } from './gazetteer-key.js';
import type { Row, Tables } from './lexicon.js';

/**
 * One place a name can mean. `code`: GeoNames admin code ("IQ.01") or "". `lat`, `lon`: its representative point, null where
 * unknown. `population`: of the town, or of a division's towns. `alternate`: found under a less common name of it.
 */
export type Sense = {
  key: string;
  name: string;
  precision: PlacePrecision;
  lat: number | null;
  lon: number | null;
  countries: string[];
  admin1: string | null;
  code: string;
  area: Box | null;
  geonames: number | null;
  population: number;
  seat: boolean;
  capital: boolean;
  alternate: boolean;
};

/** Words about a place name, by kind: title, speech, locative, head-keep, head-drop, direction, ordinary; admin: word to level. */
export type Cues = { [kind: string]: Set<string> } & { levels: Map<string, PlacePrecision> };

/**
 * Place names and what they can mean. `senses` of a name as written, in any case and with or without accents; `begins`:
 * whether a longer name may start with this one.
 */
export type Gazetteer = {
  senses(name: string): Sense[];
  begins(name: string): boolean;
  division(code: string): Sense | null;
  abbreviations: Map<string, string>;
  country(iso2: string): Sense | null;
  capital(iso2: string): Sense | null;
  cues: Cues;
  given: Set<string>;
  /** Folded adjective or noun for a people to its country's ISO code. */
  demonyms: Map<string, string>;
};

/** A place of names that a user loaded. `code`: country and divisions ("SY.02.0203"); `level`: what it is. */
export type LoadedRow = {
  geonames: number;
  name: string;
  lat: number;
  lon: number;
  population: number;
  code: string;
  level: 'town' | 'province' | 'district' | 'point';
  alternate: boolean;
};
/** Names beyond those of the index, by folded key (`placeKey`). `begins`: whether a longer name starts with this one. */
export type LoadedNames = { rows(key: string): LoadedRow[]; begins(key: string): boolean };

const number = (cell: string | undefined): number | null => (cell ? Number(cell) : null);
const list = (cell: string | undefined): string[] => (cell ? cell.split('|').filter(Boolean) : []);
const boxOf = (row: Row): Box | null =>
  row.west ? [Number(row.west), Number(row.south), Number(row.east), Number(row.north)] : null;

/** A table by its name alone or with its folder. */
const rowsOf = (tables: Tables, name: string): Row[] => tables[`gazetteer/${name}`] ?? tables[name] ?? [];

const LONGEST = 100;

const blank = {
  lat: null,
  lon: null,
  admin1: null,
  code: '',
  area: null,
  geonames: null,
  population: 0,
  seat: false,
  capital: false,
  alternate: false,
};

/** Senses of our own tables by key: countries, regions, bases and villages. */
function ownSenses(tables: Tables): Map<string, Sense[]> {
  const out = new Map<string, Sense[]>();
  const put = (names: string[], sense: Omit<Sense, 'key'>, id: string) => {
    for (const name of names) {
      const key = placeKey(name);
      const known = out.get(key) ?? [];
      if (!known.some(other => other.key === id)) known.push({ ...sense, key: id });
      out.set(key, known);
    }
  };
  for (const row of rowsOf(tables, 'countries')) {
    const sense = {
      ...blank,
      name: row.name!,
      precision: 'country' as const,
      lat: number(row.lat),
      lon: number(row.lon),
      countries: [row.iso2!],
      area: boxOf(row),
      geonames: number(row.geonames),
      population: 20_000_000,
    };
    put([row.name!, ...list(row.aliases)], sense, `country ${row.iso2}`);
  }
  for (const row of rowsOf(tables, 'regions')) {
    const sense = {
      ...blank,
      name: row.name!,
      precision: row.precision as PlacePrecision,
      lat: number(row.lat),
      lon: number(row.lon),
      countries: list(row.countries),
      area: boxOf(row),
      population: 3_000_000,
    };
    put([row.name!, ...list(row.aliases)], sense, `region ${row.name}`);
  }
  for (const row of rowsOf(tables, 'sites')) {
    const sense = {
      ...blank,
      name: row.name!,
      precision: row.precision as PlacePrecision,
      lat: Number(row.lat),
      lon: Number(row.lon),
      countries: [row.iso2!],
      admin1: row.admin1 || null,
      population: 50_000,
    };
    put([row.name!, ...list(row.aliases)], sense, `site ${row.name}`);
  }
  return out;
}

function cuesOf(rows: Row[]): Cues {
  const cues: Record<string, Set<string>> = {};
  const levels = new Map<string, PlacePrecision>();
  for (const row of rows) {
    cues[row.kind!] ??= new Set();
    cues[row.kind!]!.add(row.word!);
    if (row.kind === 'admin') levels.set(row.word!, row.level as PlacePrecision);
  }
  return Object.assign(cues, { levels }) as Cues;
}

type Sections = {
  ids: Int32Array;
  lats: Float32Array;
  lons: Float32Array;
  populations: Uint32Array;
  codes: Uint32Array;
  boxes: Float32Array;
  nameEnds: Uint32Array;
  keyEnds: Uint32Array;
  postEnds: Uint32Array;
  posts: Uint32Array;
  kinds: Uint8Array;
  names: Uint8Array;
  keys: Uint8Array;
  codeNames: string[];
};

/** Views over the bytes: nothing is copied or parsed, so start-up costs no time and no second copy. */
function sectionsOf(buffer: Uint8Array | ArrayBuffer): Sections {
  const given = buffer instanceof Uint8Array ? buffer : new Uint8Array(buffer);
  // Typed arrays of 4 bytes need an aligned start; a slice of a larger buffer may not have one.
  const bytes = given.byteOffset % 4 === 0 ? given : given.slice();
  const head = bytes.length >= 64 ? new Uint32Array(bytes.buffer, bytes.byteOffset, 16) : new Uint32Array(16);
  if (head[0] !== MAGIC || head[1] !== 14)
    throw new AttestError(
      'bad-gazetteer',
      'The gazetteer file is not one of this version',
      'Run `npm run build` again.',
    );
  let at = bytes.byteOffset + 64;
  const next = (section: number) => {
    const length = head[2 + section]!;
    const start = at;
    at += Math.ceil(length / 4) * 4;
    if (at > bytes.byteOffset + bytes.length)
      throw new AttestError('bad-gazetteer', 'The gazetteer file is cut short', 'Run `npm run build` again.');
    return [bytes.buffer as ArrayBuffer, start, length / 4] as const;
  };
  const raw = (section: number) => {
    const [buffer, start, quarter] = next(section);
    return new Uint8Array(buffer, start, quarter * 4);
  };
  return {
    ids: new Int32Array(...next(0)),
    lats: new Float32Array(...next(1)),
    lons: new Float32Array(...next(2)),
    populations: new Uint32Array(...next(3)),
    codes: new Uint32Array(...next(4)),
    boxes: new Float32Array(...next(5)),
    nameEnds: new Uint32Array(...next(6)),
    keyEnds: new Uint32Array(...next(7)),
    postEnds: new Uint32Array(...next(8)),
    posts: new Uint32Array(...next(9)),
    kinds: raw(10),
    names: raw(11),
    keys: raw(12),
    codeNames: new TextDecoder().decode(raw(13)).split('\n'),
  };
}

/** Place of the first key not before `key`; the keys are sorted and ASCII. */
function lowest(sections: Sections, key: string): number {
  const { keys, keyEnds } = sections;
  let low = 0;
  let high = keyEnds.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const start = keyEnds[middle]!;
    const length = keyEnds[middle + 1]! - start;
    let order = 0;
    for (let at = 0; at < key.length && order === 0; at++)
      order = at < length ? keys[start + at]! - key.charCodeAt(at) : -1;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function startsAt(sections: Sections, place: number, key: string): boolean {
  const start = sections.keyEnds[place]!;
  if (place >= sections.keyEnds.length - 1 || sections.keyEnds[place + 1]! - start < key.length) return false;
  for (let at = 0; at < key.length; at++) if (sections.keys[start + at] !== key.charCodeAt(at)) return false;
  return true;
}

/**
 * The gazetteer from the bytes of the built index (`gazetteerBytes`) and our tables by name (countries, regions, sites,
 * provinces, cues, given-names, demonyms; those missing are taken as empty). Throws an AttestError where the bytes are not
 * such an index.
 */
export function gazetteerOf(
  buffer: Uint8Array | ArrayBuffer,
  tables: Tables,
  loaded: LoadedNames | null = null,
): Gazetteer {
  const sections = sectionsOf(buffer);
  const own = ownSenses(tables);
  const prefixes = new Set<string>();
  for (const key of own.keys())
    for (let at = key.indexOf(' '); at > 0; at = key.indexOf(' ', at + 1)) prefixes.add(key.slice(0, at));
  const decoder = new TextDecoder();
  const divisions = sections.boxes.length / 4;
  const nameOf = (row: number) =>
    decoder.decode(sections.names.subarray(sections.nameEnds[row], sections.nameEnds[row + 1]));
  const provinceRows = new Map<string, number>();
  for (let row = 0; row < divisions && (sections.kinds[row]! & 3) === PROVINCE; row++)
    provinceRows.set(sections.codeNames[sections.codes[row]!]!, row);

  const senseOf = (row: number, alternate: boolean): Sense => {
    const code = sections.codeNames[sections.codes[row]!]!;
    const kind = sections.kinds[row]!;
    const level = kind & 3;
    const province = provinceRows.get(code) ?? provinceRows.get(code.split('.').slice(0, 2).join('.'));
    const box = level !== 0 ? sections.boxes.subarray(row * 4, row * 4 + 4) : [];
    const round = (value: number) => Math.round(value * 1e5) / 1e5;
    const known = !Number.isNaN(sections.lats[row]!);
    return {
      key: `row ${row}`,
      name: nameOf(row),
      precision: level === PROVINCE ? 'province' : level === DISTRICT ? 'district' : 'town',
      lat: known ? round(sections.lats[row]!) : null,
      lon: known ? round(sections.lons[row]!) : null,
      countries: [code.slice(0, 2)],
      admin1: province === undefined ? null : nameOf(province),
      code,
      area: box.length && !Number.isNaN(box[0]!) ? (Array.from(box, round) as Box) : null,
      geonames: sections.ids[row]! || null,
      population: sections.populations[row]!,
      seat: (kind & SEAT) !== 0,
      capital: (kind & CAPITAL) !== 0,
      alternate,
    };
  };

  const loadedSense = ({ level, code, ...row }: LoadedRow): Sense => {
    const [country = '', first = ''] = code.split('.');
    const province = provinceRows.get(`${country}.${first}`);
    return {
      ...row,
      key: `geonames ${row.geonames}`,
      precision: level,
      countries: [country],
      admin1: province === undefined ? null : nameOf(province),
      code,
      area: null,
      seat: false,
      capital: false,
    };
  };

  const given = new Set(rowsOf(tables, 'given-names').map(row => row.name!.toLowerCase()));
  const abbreviations = new Map<string, string>();
  for (const row of rowsOf(tables, 'provinces'))
    for (const short of list(row.abbreviations)) abbreviations.set(short, row.code!);
  const demonyms = new Map<string, string>();
  for (const row of rowsOf(tables, 'demonyms'))
    for (const word of [row.adjective!, row.noun!]) demonyms.set(placeKey(word), row.iso2!);
  const countries = new Map<string, Sense>();
  for (const senses of own.values())
    for (const sense of senses) if (sense.precision === 'country') countries.set(sense.countries[0]!, sense);

  const capitals = new Map(rowsOf(tables, 'countries').map(row => [row.iso2!, row.capital ?? '']));
  const gazetteer: Gazetteer = {
    senses(name) {
      if (name.length > LONGEST) return [];
      const key = placeKey(name);
      if (key === '') return [];
      const out: Sense[] = [];
      const place = lowest(sections, key);
      if (startsAt(sections, place, key) && sections.keyEnds[place + 1]! - sections.keyEnds[place]! === key.length)
        for (let at = sections.postEnds[place]!; at < sections.postEnds[place + 1]!; at++)
          out.push(senseOf(sections.posts[at]! >> 1, (sections.posts[at]! & 1) === 1));
      // A division's extent is known to the index alone, so what both have is the index's.
      const known = new Set(out.map(({ geonames }) => geonames));
      const divided = new Set(out.filter(({ precision }) => precision !== 'town').map(({ code }) => code));
      for (const row of loaded?.rows(key) ?? [])
        if (!known.has(row.geonames) && !divided.has(row.code)) out.push(loadedSense(row));
      const mine = own.get(key) ?? [];
      const twin = (sense: Sense) =>
        sense.precision === 'province' &&
        mine.find(other => other.precision === 'province' && other.countries[0] === sense.countries[0]);
      // A division in both: ours knows its extent, the index only that of its towns.
      const joined = out.map(sense => {
        const ours = twin(sense);
        if (!ours) return sense;
        const population = Math.max(sense.population, ours.population);
        return { ...sense, population, area: ours.area ?? sense.area, lat: ours.lat, lon: ours.lon };
      });
      const twins = new Set(out.map(twin));
      return [...mine.filter(sense => !twins.has(sense)), ...joined];
    },
    begins(name) {
      if (name.length > LONGEST) return false;
      const key = placeKey(name);
      return (
        key !== '' &&
        key.length <= 80 &&
        (prefixes.has(key) ||
          startsAt(sections, lowest(sections, `${key} `), `${key} `) ||
          loaded?.begins(key) === true)
      );
    },
    division(code) {
      const row = provinceRows.get(code);
      return row === undefined ? null : senseOf(row, false);
    },
    country: iso2 => countries.get(iso2) ?? null,
    capital: iso2 =>
      gazetteer
        .senses(capitals.get(iso2) ?? '')
        .find(sense => sense.precision === 'town' && sense.countries[0] === iso2 && sense.capital) ?? null,
    abbreviations,
    cues: cuesOf(rowsOf(tables, 'cues')),
    given,
    demonyms,
  };
  return gazetteer;
}
