import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Quote } from '../src/model/quote.js';
import { type AttestRecord, codeReport, type Tools } from '../src/pipeline.js';
import { reportOf } from './report.js';

type Layers = NonNullable<AttestRecord['layers']>;
type GoldText = { id: string; text: string; dct?: string };
type Rates = { p: number; r: number; f1: number };
/** `figures`: name to per cent, as the scorer of `DIR/score` gives them. `peers`: those of STACK.md, for a person. */
export type LayerScore = { name: string; texts: number; figures: Record<string, number>; peers: string };
export type Skipped = { name: string; skipped: string };

type Bench = {
  name: string;
  gold: string;
  scorer: string;
  peers: string;
  system: (layers: Layers) => object;
  figures: (result: never) => Record<string, number>;
};

const range = ({ start, end }: Quote): [number, number] => [start, end];
const dates = {
  scorer: 'timex.mjs',
  system: (layers: Layers) => ({
    timexes: layers.dates.map(({ quote, timex, type }) => ({ ...quoteless(quote), type, value: timex })),
  }),
  figures: ({ strict, relaxed, value }: Record<'strict' | 'relaxed' | 'value', Rates>) => ({
    'strict F1': strict.f1,
    'relaxed F1': relaxed.f1,
    'value F1': value.f1,
  }),
};
// The scorers take offsets only: no words of a data set leave this process.
const quoteless = ({ start, end }: Quote): { start: number; end: number } => ({ start, end });

/** The layers' benchmarks, with the peers' figures of STACK.md. */
const BENCHES: Bench[] = [
  {
    name: 'dates, TimeBank',
    gold: 'timebank.json',
    peers: 'relaxed/value: chrono 70.8/42.3, HeidelTime 91.8/78.5',
    ...dates,
  },
  {
    name: 'dates, WikiWars',
    gold: 'wikiwars.json',
    peers: 'relaxed/value: chrono 69.0/26.5, HeidelTime 91.7/82.7, SynTime 93.6/-',
    ...dates,
  },
  {
    name: 'places, LGL',
    gold: 'lgl.json',
    scorer: 'geoparse.mjs',
    peers: 'F1@161km; acc@161: gazetteer 36.3; 60.7, CamCoder 47.4, Edinburgh 51.0; 80.2, Mordecai 3 -; 82.7',
    system: layers => ({
      toponyms: layers.places.map(({ quote, lat, lon, geonames }) => ({
        ...quoteless(quote),
        lat,
        lon,
        geonameid: geonames,
      })),
    }),
    figures: (result: {
      tagging: { overlap: Rates };
      resolution: { acc161: number; medianKm: number } | null;
      endToEnd: Rates;
    }) => ({
      'tagging F1': result.tagging.overlap.f1,
      'F1@161km': result.endToEnd.f1,
      'acc@161': result.resolution?.acc161 ?? 0,
    }),
  },
  {
    name: 'attribution, PolNeAR dev',
    gold: 'polnear_dev.json',
    scorer: 'attribution.mjs',
    peers: 'source/cue/content; whole exact/overlap: regex 44/42/19; 13/31, two people 70/61/64; 50/67',
    system: layers => ({
      attributions: layers.attributions.map(({ source, cue, content }) => ({
        source: source.map(range),
        cue: cue.map(range),
        content: content.map(range),
      })),
    }),
    figures: (result: {
      exact: Record<'source' | 'cue' | 'content', Rates>;
      relExact: Rates;
      relOverlap: Rates;
      sourceAccuracy: { acc: number | null };
    }) => ({
      source: result.exact.source.f1,
      cue: result.exact.cue.f1,
      content: result.exact.content.f1,
      'whole exact': result.relExact.f1,
      'whole overlap': result.relOverlap.f1,
    }),
  },
];

async function scoreLayer(bench: Bench, dir: string, tools: Tools): Promise<LayerScore | Skipped> {
  const gold = join(dir, 'gold', bench.gold);
  const scorer = join(dir, 'score', bench.scorer);
  for (const file of [gold, scorer])
    if (!existsSync(file)) return { name: bench.name, skipped: `${file} is not there (--data DIR)` };
  const texts = JSON.parse(readFileSync(gold, 'utf8')) as GoldText[];
  const system: object[] = [];
  for (const { id, text, dct } of texts) {
    const record = await codeReport(reportOf(text, dct ?? null), tools, { layers: true, explain: false });
    if (!record.layers) throw new Error(`${bench.name}: no layers for ${id}`);
    system.push({ id, ...bench.system(record.layers) });
  }
  const folder = mkdtempSync(join(tmpdir(), 'attest-bench-'));
  try {
    const file = join(folder, 'system.json');
    writeFileSync(file, JSON.stringify(system));
    const printed = execFileSync(process.execPath, [scorer, gold, file], { encoding: 'utf8', maxBuffer: 1 << 26 });
    const figures = bench.figures(JSON.parse(printed) as never);
    return { name: bench.name, texts: texts.length, figures, peers: bench.peers };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Everything read in the texts of the public development sets, against their gold; a set that is absent is skipped with the reason. */
export async function scoreLayers(dir: string, tools: Tools): Promise<(LayerScore | Skipped)[]> {
  const scores: (LayerScore | Skipped)[] = [];
  for (const bench of BENCHES) scores.push(await scoreLayer(bench, dir, tools));
  return scores;
}
