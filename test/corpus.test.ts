import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawCorpus } from '../bench/corpus.js';
import { badQuotes } from '../bench/quotes.js';
import { packageHome, reportOf } from '../bench/report.js';
import { fault } from '../src/model/gate.js';
import { codeReport, type Tools, toolsOf } from '../src/pipeline.js';
import { loadTables } from '../src/tables.js';

const DIR = join(packageHome(), '..', 'shared');
const present = existsSync(join(DIR, 'data', 'muc4'));
const MINUTES = 60_000;

// The texts are under others' copyright and name private people: a failure here says ids and paths, never words.
describe.skipIf(!present)(`300 real texts${present ? '' : ` (skipped: ${join(DIR, 'data')} is not there)`}`, () => {
  let tools: Tools;
  const problems = { crash: [] as string[], quote: [] as string[], gate: [] as string[], again: [] as string[] };

  beforeAll(async () => {
    const { tables, gazetteer } = await loadTables(packageHome());
    tools = toolsOf(tables, gazetteer, 'rules');
    for (const { id, text, published } of drawCorpus(DIR)) {
      const report = reportOf(text, published);
      try {
        const record = await codeReport(report, tools, { layers: true, explain: true });
        problems.quote.push(...badQuotes(record).map(path => `${id} ${path}`));
        for (const [at, claim] of record.claims.entries())
          if (fault(record.report, claim) !== null) problems.gate.push(`${id} claims.${at} (${claim.field})`);
        if (record.report.text !== report.text) problems.quote.push(`${id} report.text`);
        const again = await codeReport(report, tools, { layers: true, explain: true });
        if (JSON.stringify(again) !== JSON.stringify(record)) problems.again.push(id);
      } catch (error) {
        problems.crash.push(`${id} ${placeOf(error)}`);
      }
    }
  }, 10 * MINUTES);

  it('draws 300 of them, each once', () => {
    const ids = drawCorpus(DIR).map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([300, 300]);
  });
  it('codes every one', () => expect(problems.crash).toEqual([]));
  it('slices every quote back from its text', () => expect(problems.quote).toEqual([]));
  it('passes every claim through the gate', () => expect(problems.gate).toEqual([]));
  it('gives the same bytes twice', () => expect(problems.again).toEqual([]));
});

/** Kind of error and where it was thrown: its message may hold the text. */
function placeOf(error: unknown): string {
  const { name, stack = '' } = error as Error;
  return `${name} at ${/\/(src\/[^\s()]+)/.exec(stack)?.[1] ?? 'unknown place'}`;
}
