import { beforeAll, expect, test } from 'vitest';
import { reportOf } from '../../bench/report.js';
import { codeReport, type Tools, toolsOf } from '../pipeline.js';
import { loadTables } from '../tables.js';

let tools: Tools;
beforeAll(async () => {
  const { tables, gazetteer } = await loadTables(new URL('../../', import.meta.url).pathname);
  tools = toolsOf(tables, gazetteer);
}, 60_000);

/** Tolls as "fatalities 6", "injuries 7-": low, and a dash where it is open above. */
async function tolls(text: string): Promise<string[]> {
  const record = await codeReport(reportOf(text, '2023-05-04'), tools, { layers: false, explain: false });
  const found = record.claims.flatMap(({ field, value }) => {
    if (field !== 'fatalities' && field !== 'injuries') return [];
    const { low, high, partOf } = value as { low: number | null; high: number | null; partOf: string | null };
    return [`${partOf ? 'of which ' : ''}${field} ${low}${high === null ? '-' : high === low ? '' : `-${high}`}`];
  });
  return [...new Set(found)].sort();
}

test.each([
  ['A gunman killed six people and wounded seven others.', ['fatalities 6', 'injuries 7']],
  ['A 9-year-old girl was killed by gunfire in the market.', ['fatalities 1']],
  ['Jana Roe, 34, was shot dead outside her shop.', ['fatalities 1']],
  ['Four people were shot outside a club on Saturday.', ['injuries 4']],
  ['Two students were shot in the yard. The two students died in hospital.', ['fatalities 2']],
  ['A man was charged in the fatal shooting of a student.', ['fatalities 1']],
  ['The bombing killed at least 12 people, including four children.', ['fatalities 12-', 'of which fatalities 4']],
  ['Farm boy, 9, dies in shooting.', ['fatalities 1']],
])('%s', async (text, expected) => {
  expect(await tolls(text)).toEqual(expected);
});
