import { createHash } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { AttestError } from './model/error.js';
import type { LoadedNames, LoadedRow } from './read/gazetteer.js';
import { placeKey } from './read/gazetteer-key.js';

/** What a load of a GeoNames dump came to. `bad`: lines that are no row, of which `first` names some by number. */
export type Loaded = { rows: number; kept: number; names: number; bad: number; first: string[]; hash: string };
type Head = { version: 1; names: number; rows: number; hash: string; blocks: number };

const FILE = 'names.tsv';
const HEAD = 'names.json';
/** Names between two entries of the index that is held in memory. */
const BLOCK = 64;
/** Bytes of a shard that wait in memory before they are written. */
const WAITING = 1 << 18;
/** A line of the dump is some hundred bytes; its longest, with alternate names, some ten thousand. */
const LONGEST_LINE = 1 << 16;
const MOST_NAMED = 5;

/** Spots of class S that reports name: bases, airfields, camps of the displaced, crossings. Buildings and shops stay out. */
const SPOTS = new Set(['AIRB', 'AIRF', 'AIRP', 'MILB', 'INSM', 'NVB', 'CMP', 'CMPRF', 'CTRB', 'PRN', 'REFC']);
const LATIN = /^[ -ɏʹ-ͯḀ-ỿ‐-—‘’]+$/;
const MINOR = new Set(['PPLX', 'PPLQ', 'PPLW', 'PPLH', 'PPLCH']);

const levelOf = (kind: string, code: string): LoadedRow['level'] | null => {
  if (kind === 'P') return 'town';
  if (kind === 'A') return code === 'ADM1' ? 'province' : /^ADM[2-4]$/.test(code) ? 'district' : null;
  return kind === 'S' && SPOTS.has(code) ? 'point' : null;
};

/** The lines of a row's names, or why it is none; empty where it is of a kind that is not kept. */
function linesOf(cells: string[]): string[] | string {
  if (cells.length < 15) return `${cells.length} columns, not 19`;
  const [id, lat, lon, population] = [cells[0], cells[4], cells[5], cells[14] || '0'].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  if (!Number.isSafeInteger(id) || id <= 0) return 'the first column is no GeoNames id';
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180) || cells[4] === '' || cells[5] === '')
    return 'columns 5 and 6 are no latitude and longitude';
  const level = levelOf(cells[6]!, cells[7]!);
  if (level === null || !/^[A-Z]{2}$/.test(cells[8]!)) return [];
  const counted = Number.isFinite(population) && population > 0 ? population : 0;
  const people = MINOR.has(cells[7]!) ? Math.min(counted, 5000) : counted;
  const [name = '', plain = '', others = ''] = cells.slice(1, 4);
  const keys = new Map<string, 0 | 1>();
  const add = (one: string, alternate: 0 | 1): void => {
    const key = LATIN.test(one) ? placeKey(one) : '';
    if (key.length < 2 || key.length > 80 || !/^[a-z0-9' ]+$/.test(key)) return;
    if (alternate && (key.length < 4 || /^\p{Lu}+$/u.test(one))) return;
    if (!keys.has(key)) keys.set(key, alternate);
  };
  add(name, 0);
  add(plain, 0);
  for (const other of others.split(',')) add(other, 1);
  const code = `${cells[8]}.${cells[10]}${cells[11] ? `.${cells[11]}` : ''}`;
  const shown = (name || plain).replace(/\s+/g, ' ').slice(0, 200);
  // The largest first: "San José" is borne by thousands, and the first forty are read.
  const rank = String(999_999_999 - Math.min(people, 999_999_999)).padStart(9, '0');
  return [...keys].map(([key, alternate]) =>
    [key, rank, id, shown, lat, lon, people, code, level, alternate].join('\t'),
  );
}

/** Lines of a stream, without ever holding more than one; one that is too long comes as null. */
async function* linesFrom(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string | null> {
  const decoder = new TextDecoder();
  let rest = '';
  let long = false;
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      yield long ? null : line;
      long = false;
    }
    if (rest.length > LONGEST_LINE) {
      long = true;
      rest = '';
    }
  }
  if (rest || long) yield long ? null : rest;
}

/**
 * Builds the names of a GeoNames dump (allCountries.txt, 19 tab-separated columns) in `folder`, in place of what was there
 * when all is written. Memory is bounded: names are sorted in shards by their first two letters. Throws an AttestError where
 * most of the lines are no rows, and leaves what was there.
 */
export async function loadNames(
  chunks: AsyncIterable<Uint8Array>,
  folder: string,
  step: (rows: number) => void,
): Promise<Loaded> {
  const work = join(folder, 'loading');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  try {
    const shards = new Map<string, { lines: string[]; bytes: number }>();
    const flush = (name: string, shard: { lines: string[]; bytes: number }): void => {
      appendFileSync(join(work, `s${name}`), `${shard.lines.join('\n')}\n`);
      shard.lines = [];
      shard.bytes = 0;
    };
    const found: Loaded = { rows: 0, kept: 0, names: 0, bad: 0, first: [], hash: '' };
    let number = 0;
    for await (const line of linesFrom(chunks)) {
      number++;
      if (line === '' || line?.startsWith('#')) continue;
      const lines =
        line === null ? `longer than ${LONGEST_LINE} characters` : linesOf(line.replace(/\r$/, '').split('\t'));
      if (typeof lines === 'string') {
        found.bad++;
        if (found.first.length < MOST_NAMED) found.first.push(`line ${number}: ${lines}`);
        // What is no dump at all shall not be read to its end.
        if (found.bad > 1000 && found.bad > found.rows) break;
        continue;
      }
      found.rows++;
      if (lines.length > 0) found.kept++;
      for (const one of lines) {
        // As hexadecimal digits, which sort as the letters do and are a file's name anywhere.
        const name = Buffer.from(one.slice(0, 2), 'latin1').toString('hex');
        const shard = shards.get(name) ?? { lines: [], bytes: 0 };
        shards.set(name, shard);
        shard.lines.push(one);
        shard.bytes += one.length;
        if (shard.bytes > WAITING) flush(name, shard);
      }
      if (found.rows % 10_000 === 0) step(10_000);
    }
    if (found.kept === 0 || found.bad > found.rows)
      throw new AttestError(
        'bad-gazetteer',
        `this is no GeoNames dump: ${found.bad} of ${found.bad + found.rows} lines are no rows (${found.first[0] ?? 'none is of a place'})`,
        'Give allCountries.txt, or a country’s file, from download.geonames.org/export/dump, unzipped.',
      );
    for (const [name, shard] of shards) if (shard.lines.length > 0) flush(name, shard);
    found.hash = written(work, [...shards.keys()].sort(), found);
    for (const file of [FILE, `${FILE}.idx`, HEAD]) renameSync(join(work, file), join(folder, file));
    return found;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Sorts shard by shard into one file, with an index of every BLOCKth name. Returns the hash of all. */
function written(work: string, shards: readonly string[], found: Loaded): string {
  const [out, index] = [openSync(join(work, FILE), 'w'), openSync(join(work, `${FILE}.idx`), 'w')];
  const hash = createHash('sha256');
  let offset = 0;
  let blocks = 0;
  for (const name of shards) {
    const lines = readFileSync(join(work, `s${name}`), 'utf8')
      .split('\n')
      .filter(Boolean)
      .sort();
    rmSync(join(work, `s${name}`));
    let waiting: string[] = [];
    let entries: string[] = [];
    const flush = (): void => {
      const bytes = Buffer.from(waiting.map(line => `${line}\n`).join(''));
      hash.update(bytes);
      writeSync(out, bytes);
      offset += bytes.length;
      waiting = [];
    };
    for (const line of lines) {
      if (waiting.length === BLOCK) flush();
      if (waiting.length === 0) {
        entries.push(`${line.slice(0, line.indexOf('\t'))}\t${offset}\n`);
        blocks++;
      }
      waiting.push(line);
      found.names++;
    }
    flush();
    writeSync(index, entries.join(''));
    entries = [];
  }
  closeSync(out);
  closeSync(index);
  const digest = hash.digest('hex').slice(0, 32);
  const head: Head = { version: 1, names: found.names, rows: found.kept, hash: digest, blocks };
  writeFileSync(join(work, HEAD), `${JSON.stringify(head)}\n`);
  return digest;
}

/** What is loaded in a folder, or null. */
export function namesHead(folder: string): Head | null {
  const file = join(folder, HEAD);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Head) : null;
}

export const dropNames = (folder: string): void => {
  for (const file of [HEAD, `${FILE}.idx`, FILE]) rmSync(join(folder, file), { force: true });
};

/** Of one name, so many places at most are read. */
const MOST_ROWS = 40;
/** Blocks read last are kept: a report names the same places again and again. */
const KEPT_BLOCKS = 4096;

/** The names loaded in a folder, read from the disk block by block; null where none are. Throws where the files are not whole. */
export function openNames(folder: string): (LoadedNames & { hash: string }) | null {
  const head = namesHead(folder);
  if (!head) return null;
  const file = join(folder, FILE);
  const keys: string[] = [];
  const offsets: number[] = [];
  for (const line of readFileSync(`${file}.idx`, 'utf8').split('\n')) {
    const tab = line.indexOf('\t');
    if (tab < 0) continue;
    keys.push(line.slice(0, tab));
    offsets.push(Number(line.slice(tab + 1)));
  }
  const size = statSync(file).size;
  if (head.version !== 1 || keys.length !== head.blocks)
    throw new AttestError(
      'bad-gazetteer',
      `${folder} does not hold a whole gazetteer`,
      'Load it again: attest gazetteer load FILE',
      500,
    );
  const handle = openSync(file, 'r');
  const cache = new Map<number, string[]>();
  const block = (at: number): string[] => {
    const known = cache.get(at);
    if (known) return known;
    const start = offsets[at]!;
    const buffer = Buffer.alloc((offsets[at + 1] ?? size) - start);
    readSync(handle, buffer, 0, buffer.length, start);
    const lines = buffer.toString('utf8').split('\n').filter(Boolean);
    if (cache.size >= KEPT_BLOCKS) cache.delete(cache.keys().next().value!);
    cache.set(at, lines);
    return lines;
  };
  /** Lines from the first that is not before `from`. */
  function* linesSince(from: string): Generator<string> {
    let [low, high] = [0, keys.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (keys[middle]! < from) low = middle + 1;
      else high = middle;
    }
    for (let at = Math.max(0, low - 1); at < keys.length; at++)
      for (const line of block(at)) if (line >= from) yield line;
  }
  return {
    hash: head.hash,
    rows(key) {
      const found: LoadedRow[] = [];
      const known = new Set<string>();
      for (const line of linesSince(`${key}\t`)) {
        if (found.length === MOST_ROWS || !line.startsWith(`${key}\t`)) break;
        const [, , id, name, lat, lon, population, code, level, alternate] = line.split('\t');
        if (known.has(id!)) continue;
        known.add(id!);
        found.push({
          ...{ geonames: Number(id), name: name!, lat: Number(lat), lon: Number(lon), population: Number(population) },
          ...{ code: code!, level: level as LoadedRow['level'], alternate: alternate === '1' },
        });
      }
      return found;
    },
    begins(key) {
      for (const line of linesSince(`${key} `)) return line.startsWith(`${key} `);
      return false;
    },
  };
}
