import { resolve } from 'node:path';
import { isViolentEvent } from '../src/merge/fold.js';
import { codeReport, toolsOf } from '../src/pipeline.js';
import { loadTables } from '../src/tables.js';
import { drawCorpus } from './corpus.js';
import { packageHome } from './report.js';

/** A small seeded generator (mulberry32), so that a draw can be repeated. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Prints violent events drawn at random from real texts, with their report, for a person to judge: `draw.js COUNT SEED DATA`. */
async function draw(): Promise<void> {
  const [count = '30', seed = '1', data = '../shared'] = process.argv.slice(2);
  const home = packageHome();
  const { tables, gazetteer } = await loadTables(home);
  const tools = toolsOf(tables, gazetteer);
  const random = generator(Number(seed));
  const drawn: { order: number; lines: string[] }[] = [];
  for (const report of drawCorpus(resolve(home, data))) {
    const record = await codeReport(
      { title: null, outlet: null, agency: null, url: null, language: 'en', ...report },
      tools,
    );
    const claims = new Map(record.claims.map(claim => [claim.id, claim]));
    for (const event of record.events) {
      if (!isViolentEvent(event, claims)) continue;
      const said = Object.entries(event.fields).flatMap(([field, values]) =>
        (values as { value: unknown; claims: string[] }[]).flatMap(({ value, claims: ids }) =>
          ids.map(id => {
            const { quote, source, hedge } = claims.get(id)!;
            const by = source.by === 'outlet' ? 'outlet' : source.name;
            return `  ${field}: ${JSON.stringify(value)} | "${quote.text}" | ${by} | ${hedge.certainty} ${hedge.modality}`;
          }),
        ),
      );
      drawn.push({
        order: random(),
        lines: [`=== ${report.id} (published ${report.published ?? 'unknown'})`, report.text, '--- event', ...said],
      });
    }
  }
  drawn.sort((a, b) => a.order - b.order);
  for (const { lines } of drawn.slice(0, Number(count))) console.log(`${lines.join('\n')}\n`);
  console.error(`${drawn.length} violent events in all`);
}

await draw();
