import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stemsOf } from '../src/merge/story.js';
import { GVA, half, incidentsIn } from './tolls.js';

/**
 * Counts in how many reports of the development sets each word stands, and writes the common ones to src/merge/common.ts.
 * `node .bench/bench/common.js DIR`; DIR as in `npm run bench -- --data DIR`.
 */
const dir = process.argv[2] ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const lines = (path: string): { text?: string }[] =>
  readFileSync(join(dir, path), 'utf8')
    .split('\n')
    .filter(line => line.trim())
    .map(line => JSON.parse(line));
const gold = (name: string): { text: string }[] =>
  JSON.parse(readFileSync(join(dir, 'gold', `${name}.json`), 'utf8')) as { text: string }[];

const texts = [
  ...lines('data/reuters21578-conflict/conflict.jsonl'),
  ...lines('data/reuters21578-conflict/negatives.jsonl'),
  ...gold('ecb_train_docs'),
  ...gold('muc4_train'),
  ...incidentsIn(dir)
    .filter(({ incident }) => half(incident) === 'seen')
    .flatMap(({ articles }) => articles),
].flatMap(({ text }) => text ?? []);
console.log(`${texts.length} reports of ${GVA} and others`);

const counts = new Map<string, number>();
for (const text of texts) for (const word of new Set(stemsOf(text))) counts.set(word, (counts.get(word) ?? 0) + 1);
/** In fewer of a hundred reports than this a word is as rare as any other. */
const LEAST = 0.6;
const BANDS = 16;
const bands: string[][] = Array.from({ length: BANDS }, () => []);
for (const [word, count] of counts) {
  if ((count / texts.length) * 100 < LEAST) continue;
  const depth = Math.log(texts.length / count) / Math.log(100 / LEAST);
  bands[Math.min(BANDS - 1, Math.floor(depth * BANDS))]!.push(word);
}
const words = bands.map(band => `  '${band.sort().join(' ').replaceAll("'", "\\'")}',`);
writeFileSync(
  fileURLToPath(new URL('../../src/merge/common.ts', import.meta.url)),
  `/**
 * Common words of news, made by bench/common.ts from how many reports of the development sets have them (docs/data.md):
 * BANDS[0] in nearly every report, each next band in fewer, by equal steps of the logarithm down to LEAST of all reports.
 */
export const LEAST = ${LEAST / 100};
// biome-ignore format: a band is a line.
export const BANDS = [
${words.join('\n')}
];
`,
);
console.log(`${bands.flat().length} words`);
