import { expect, test } from 'vitest';
import { fault } from '../src/model/gate.js';
import { type Synthetic, synthetic } from './synthetic.js';

function some(seed: number, count: number): Synthetic[] {
  const found: Synthetic[] = [];
  for (const one of synthetic(seed)) if (found.push(one) === count) break;
  return found;
}

test('made-up events are the same for a seed, other for another, and pass the gate', () => {
  const events = some(1, 300);
  expect(some(1, 300)).toEqual(events);
  expect(some(2, 300)).not.toEqual(events);
  for (const { reports } of events)
    for (const { report, claims } of reports) for (const claim of claims) expect(fault(report, claim)).toBeNull();
  expect(new Set(events.map(({ event }) => event.id)).size).toBe(300);
  expect(events.filter(({ reports }) => reports.length > 1).length).toBeGreaterThan(30);
  expect(events.some(({ event }) => event.fields.fatalities!.length > 1)).toBe(true);
});
