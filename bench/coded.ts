import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { codeReport, toolsOf } from '../src/pipeline.js';
import { loadTables } from '../src/tables.js';
import type { Seen } from './agree.js';
import { sampleBoard } from './board.js';
import { filled, type Golden, type GoldenClaim, type GoldenEvent, goldenOf, type RawSample } from './golden.js';
import { packageHome } from './report.js';
import { addScore, emptyScore, type SeenEvent, scoreEvents, scoreSample } from './score.js';

/**
 * Reports that people coded by hand, outside of the repository: `node .bench/bench/coded.js DIR`. DIR holds reports.jsonl
 * ({id, n, text, published} a line) and a folder a coder with N.json as samples/README.md has it, without `report`. Prints how
 * our coder does by each, and how each does by the other; without words of the texts, but for `--misses`. `--freeze FILE`
 * writes our figures.
 */
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { misses: { type: 'boolean', default: false }, freeze: { type: 'string' } },
});
const dir = resolve(positionals[0] ?? '.');
type Line = { id: string; n: number; text: string; published: string | null };
const reports = readFileSync(join(dir, 'reports.jsonl'), 'utf8')
  .split('\n')
  .filter(line => line.trim())
  .map(line => JSON.parse(line) as Line);
const coders = readdirSync(dir, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

function codedBy(coder: string): Map<number, Golden> {
  const found = new Map<number, Golden>();
  for (const { n, text, published } of reports) {
    const file = join(dir, coder, `${n}.json`);
    if (!existsSync(file)) continue;
    const none = { kind: 'report', outlet: null, agency: null, url: null, language: 'en' };
    const raw = { ...(JSON.parse(readFileSync(file, 'utf8')) as RawSample), report: { ...none, published } };
    found.set(n, goldenOf(String(n), text, raw));
  }
  return found;
}

/** A golden event as if a coder of ours had seen it. */
const seenOf = ({ mentions, claims, violent, id }: GoldenEvent): SeenEvent => ({
  ...{ mentions, violent, ids: new Set([id]) },
  claims: claims.map(
    (claim: GoldenClaim): Seen => ({
      field: claim.field,
      value: filled(claim.field, claim.value),
      source: claim.source
        ? { ...claim.source, by: 'attributed', id: null, role: null, anonymous: false, party: false, via: [] }
        : { by: 'outlet' },
      hedge: claim.hedge,
      quotes: [claim.quote],
    }),
  ),
});

const { tables, gazetteer } = await loadTables(packageHome());
const tools = toolsOf(tables, gazetteer);
const all = new Map(coders.map(coder => [coder, codedBy(coder)]));
const print = (lines: string[]): void => console.log(`${lines.join('\n')}\n`);
const frozen: Record<string, object> = {};
for (const [coder, goldens] of all) {
  if (goldens.size === 0) continue;
  const total = emptyScore();
  for (const golden of goldens.values())
    addScore(total, scoreSample(await codeReport(golden.report, tools, { layers: true, explain: false }), golden));
  print(sampleBoard(`ours by ${coder} (${goldens.size})`, total));
  if (flags.misses) print(total.misses.map(({ id, what, line }) => `${what.padEnd(7)} ${id}: ${line}`));
  frozen[coder] = { reports: goldens.size, events: total.events, claims: total.claims, fields: total.fields };
}
for (const [one, left] of all)
  for (const [other, right] of all) {
    if (one === other) continue;
    const both = [...left.keys()].filter(n => right.has(n));
    if (both.length === 0) continue;
    const total = emptyScore();
    for (const n of both) addScore(total, scoreEvents(right.get(n)!.events.map(seenOf), left.get(n)!).score);
    print(sampleBoard(`${other} by ${one} (${both.length})`, total));
  }
if (flags.freeze) writeFileSync(flags.freeze, `${JSON.stringify(frozen, null, 1)}\n`);
