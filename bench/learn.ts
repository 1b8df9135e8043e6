import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compared } from '../src/merge/pair.js';
import { toolsOf } from '../src/pipeline.js';
import { loadTables } from '../src/tables.js';
import { articlesOf, candidates, sketched } from './clusters.js';
import { packageHome } from './report.js';
import { half } from './tolls.js';

/**
 * Learns what a finding about two events is worth from the half of GVA's incidents that may be looked at, and writes
 * src/merge/weight.ts: `node .bench/bench/learn.js DIR`; DIR as in `npm run bench -- --data DIR`. Logistic regression on pairs of
 * acts that two articles lead with, as the ledger would compare them. The weights by hand (bench/weights.json) are where learning
 * starts from and what it is drawn back to, so that a finding which GVA does not have (armed groups, provinces) keeps its own.
 */
const dir = process.argv[2] ?? fileURLToPath(new URL('../../../shared', import.meta.url));
/** How far, in log-odds, a weight is expected to be from the one by hand. */
const SPREAD = 1;
type ByHand = { bias: number; act: Record<string, number>; whole: Record<string, number> };
const { bias, act, whole } = JSON.parse(readFileSync(`${packageHome()}/bench/weights.json`, 'utf8')) as ByHand;
const names = ['', ...Object.keys(act), ...Object.keys(whole)];
const start = [bias, ...Object.values(act), ...Object.values(whole)];
/**
 * Pairs that have found each other by what their whole reports have in common teach little of acts, and where attacks come in rows a
 * place or a day is worth more than here: what a finding about the act is worth by hand it is worth at least.
 */
const floored = new Set(Object.keys(act).map((_, at) => at + 1));

const { tables, gazetteer } = await loadTables(packageHome());
const articles = articlesOf(dir);
const incidents = new Map(articles.map(({ id, incident }) => [id, incident]));
const { byReport } = sketched(articles, toolsOf(tables, gazetteer));
const rows: { found: number[]; one: number }[] = [];
for (const [left, right] of candidates(byReport)) {
  const [one, other] = [incidents.get(left)!, incidents.get(right)!];
  if (half(one) !== 'seen' || half(other) !== 'seen') continue;
  const [a, b] = [left, right].map(report => byReport.get(report)!.find(({ lead }) => lead));
  const parts = a && b && compared(a, b)?.parts;
  if (parts)
    rows.push({ found: [0, ...parts.map(({ finding }) => names.indexOf(finding))], one: Number(one === other) });
}

/** Solves a symmetric positive definite system by Cholesky's factors. */
function solve(matrix: number[][], right: readonly number[]): number[] {
  const lower = matrix.map(row => row.map(() => 0));
  for (let i = 0; i < right.length; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!;
      lower[i]![j] = i === j ? Math.sqrt(sum) : sum / lower[j]![j]!;
    }
  const half: number[] = [];
  for (let i = 0; i < right.length; i++)
    half.push((right[i]! - half.reduce((sum, value, k) => sum + lower[i]![k]! * value, 0)) / lower[i]![i]!);
  const found = right.map(() => 0);
  for (let i = right.length - 1; i >= 0; i--) {
    let sum = half[i]!;
    for (let k = i + 1; k < right.length; k++) sum -= lower[k]![i]! * found[k]!;
    found[i] = sum / lower[i]![i]!;
  }
  return found;
}

/** By Newton's method; a weight at its bound stays there. */
let weights = [...start];
const held = new Set([0]);
for (let round = 0; round < 60; round++) {
  const slope = weights.map((weight, at) => (start[at]! - weight) / SPREAD ** 2);
  const curve = weights.map((_, at) => weights.map((_, other) => (at === other ? 1 / SPREAD ** 2 : 0)));
  for (const { found, one } of rows) {
    const likely = 1 / (1 + Math.exp(-found.reduce((sum, at) => sum + weights[at]!, 0)));
    for (const at of found) {
      slope[at]! += one - likely;
      for (const other of found) curve[at]![other]! += likely * (1 - likely);
    }
  }
  for (const at of held)
    for (const other of weights.keys()) {
      curve[at]![other] = curve[other]![at] = at === other ? 1 : 0;
      slope[at] = 0;
    }
  const step = solve(curve, slope);
  weights = weights.map((weight, at) => weight + step[at]!);
  if (Math.max(...step.map(Math.abs)) > 1e-6) continue;
  const beyond = weights.flatMap((weight, at) =>
    floored.has(at) && !held.has(at) && Math.sign(start[at]!) * (weight - start[at]!) < 0 ? at : [],
  );
  if (beyond.length === 0) break;
  for (const at of beyond) {
    held.add(at);
    weights[at] = start[at]!;
  }
}

const right = rows.filter(({ one }) => one).length;
console.log(`${rows.length} pairs, ${right} of one incident; bias ${weights[0]!.toFixed(2)}`);
const lines = names.slice(1).map((name, at) => {
  const seen = rows.filter(({ found }) => found.includes(at + 1)).length;
  const weight = seen === 0 ? start[at + 1]! : weights[at + 1]!;
  console.log(
    `${name.padEnd(44)}${start[at + 1]!.toFixed(2).padStart(7)}${weight.toFixed(2).padStart(7)}${String(seen).padStart(6)}`,
  );
  return `  ${/^\w+$/.test(name) ? name : `'${name}'`}: ${weight.toFixed(2)},`;
});
writeFileSync(
  `${packageHome()}/src/merge/weight.ts`,
  `/** Learned by bench/learn.ts from pairs of reports of one half of GVA's incidents; where from and how well: docs/merging.md. */
/** Log-odds that two events are one of which nothing is found. */
export const BIAS = ${weights[0]!.toFixed(2)};
/** What a finding adds to them. */
export const WEIGHTS = {
${lines.join('\n')}
} as const satisfies Record<string, number>;
export type Finding = keyof typeof WEIGHTS;
`,
);
