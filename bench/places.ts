import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { counted } from './dates.js';
import { around, type Counted, layersOf, readJson, scorerOf } from './gold.js';
import type { BenchSet, Case } from './set.js';
import { rates, tally } from './tally.js';

type Toponym = { start: number; end: number; lat: number | null; lon: number | null };
type GoldText = { id: string; text: string; toponyms: Toponym[] };
type Scored = {
  tagging: { overlap: Counted };
  resolution: { n: number; acc161: number } | null;
  endToEnd: Counted;
};

const UNESCAPED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const plain = (text: string): string => text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => UNESCAPED[name]!);
const inside = (name: string, text: string): string =>
  new RegExp(`<${name}[^>]*>([\\s\\S]*?)</${name}>`).exec(text)?.[1] ?? '';

/** GeoVirus as its XML has it: articles with locations, offsets in characters of the text. */
function geoVirus(dir: string): GoldText[] {
  const xml = readFileSync(join(dir, 'data/geoparsing/GeoVirus.xml'), 'utf8');
  return [...xml.matchAll(/<article>([\s\S]*?)<\/article>/g)].map(([, article = ''], at) => ({
    id: String(at),
    text: plain(inside('text', article)),
    toponyms: [...article.matchAll(/<location>([\s\S]*?)<\/location>/g)].map(([, location = '']) => ({
      start: Number(inside('start', location)),
      end: Number(inside('end', location)),
      lat: Number(inside('lat', location)),
      lon: Number(inside('lon', location)),
    })),
  }));
}

function missesOf({ id, text }: GoldText, gold: Toponym[], seen: Toponym[]): string[] {
  const meets = (a: Toponym, b: Toponym): boolean => a.start < b.end && b.start < a.end;
  const missed = gold.filter(one => !seen.some(other => meets(one, other)));
  const extra = seen.filter(one => !gold.some(other => meets(one, other)));
  return [
    ...missed.map(({ start, end }) => `${id}: missed ${around(text, start, end)}`),
    ...extra.map(({ start, end }) => `${id}: is none ${around(text, start, end)}`),
  ];
}

const places = (
  name: string,
  needs: string[],
  texts: (dir: string) => GoldText[],
  peers: string,
  aims: Record<string, number>,
): BenchSet => ({
  name,
  needs: [...needs, 'score/geoparse.mjs'],
  peers,
  aims,
  async cases(dir, tools): Promise<Case[]> {
    const score = await scorerOf<Scored>(dir, 'geoparse.mjs');
    const found: Case[] = [];
    for (const text of texts(dir)) {
      const layers = await layersOf(text.text, null, tools);
      const toponyms = layers.places.map(({ quote: { start, end }, lat, lon, geonames }) => ({
        ...{ start, end, lat, lon },
        geonameid: geonames,
      }));
      const { tagging, resolution, endToEnd } = score([text], [{ id: text.id, toponyms }]);
      const near = resolution ? Math.round((resolution.n * resolution.acc161) / 100) : 0;
      const counts = {
        tagging: counted(tagging.overlap),
        'end to end': counted(endToEnd),
        near: tally(near, resolution?.n ?? 0, resolution?.n ?? 0),
      };
      found.push({ id: text.id, counts, misses: missesOf(text, text.toponyms, toponyms) });
    }
    return found;
  },
  figures: sum => ({
    'tagging F1': rates(sum.tagging!).f1,
    'F1@161km': rates(sum['end to end']!).f1,
    'acc@161': rates(sum.near!).recall,
  }),
});

/** Named places: found, and resolved to within 161 km. Nothing is told of the outlets. */
export const placeSets: BenchSet[] = [
  places(
    'places, LGL',
    ['gold/lgl.json'],
    dir => readJson<GoldText[]>(dir, 'gold', 'lgl.json'),
    'F1@161km; acc@161: gazetteer 36.3; 60.7, CamCoder 47.4, Yahoo 50.0, Edinburgh 51.0; 80.2, Mordecai 3 -; 82.7 on its own split',
    { 'F1@161km': 55, 'acc@161': 82 },
  ),
  places('places, GeoVirus', ['data/geoparsing/GeoVirus.xml'], geoVirus, 'F1@161km: CamCoder 67.3, Edinburgh 79.3', {
    'F1@161km': 68,
  }),
];
