import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadNames, openNames } from '../src/names.js';
import { gazetteerOf } from '../src/read/gazetteer.js';
import { loadTables } from '../src/tables.js';
import { drawsFrom } from './bootstrap.js';
import { packageHome } from './report.js';

/** `build`: seconds; `memory`: peak MB of this process; look-ups a second of names that are there and of names that are not. */
export type NamesScore = {
  rows: number;
  build: number;
  memory: number;
  loaded: number;
  missed: number;
  default: number;
};

const SYLLABLES = 'ba da ka la ma na ra sa ta za bel dor kan lim mor nur qal rab sil tal um wad yar zin'.split(' ');
const nameOf = (random: () => number): string => {
  const part = (): string =>
    Array.from({ length: 2 + Math.floor(random() * 2) }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]).join(
      '',
    );
  const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1);
  return random() < 0.4 ? `${capital(part())} ${capital(part())}` : capital(part());
};

/** A made-up dump of `count` rows, a chunk at a time. */
async function* dump(count: number): AsyncGenerator<Uint8Array> {
  const random = drawsFrom(1);
  const encoder = new TextEncoder();
  let lines = '';
  for (let id = 1; id <= count; id++) {
    const name = nameOf(random);
    const [lat, lon] = [random() * 120 - 55, random() * 340 - 170].map(part => part.toFixed(5));
    lines += `${id}\t${name}\t${name}\t${nameOf(random)}\t${lat}\t${lon}\tP\tPPL\tSY\t\t0${1 + (id % 9)}\t\t\t\t${Math.floor(random() * 9000)}\t\t\t\t\n`;
    if (lines.length > 1 << 18) {
      yield encoder.encode(lines);
      lines = '';
    }
  }
  yield encoder.encode(lines);
}

const LOOKUPS = 100_000;
function perSecond(look: (name: string) => void): number {
  const random = drawsFrom(2);
  const names = Array.from({ length: LOOKUPS }, () => nameOf(random));
  const start = performance.now();
  for (const name of names) look(name);
  return Math.round(LOOKUPS / ((performance.now() - start) / 1000));
}

/** Builds and reads a made-up gazetteer of `rows` places; the full GeoNames dump has 13 million. */
export async function measureNames(rows: number): Promise<NamesScore> {
  const folder = mkdtempSync(join(tmpdir(), 'attest-names-'));
  try {
    const start = performance.now();
    await loadNames(dump(rows), folder, () => {});
    const build = (performance.now() - start) / 1000;
    const memory = Math.round(process.resourceUsage().maxRSS / 1024);
    const { tables, gazetteer } = await loadTables(packageHome());
    const names = openNames(folder)!;
    const [alone, both] = [gazetteerOf(gazetteer, tables), gazetteerOf(gazetteer, tables, names)];
    return {
      ...{ rows, build: Math.round(build * 10) / 10, memory },
      loaded: perSecond(name => both.senses(name)),
      missed: perSecond(name => both.senses(`${name}xq`)),
      default: perSecond(name => alone.senses(name)),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
