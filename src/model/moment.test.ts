import { expect, test } from 'vitest';
import { momentOf } from './moment.js';

test.each([
  ['2026-11-01', '2026-11-01T23:59:59.999Z'],
  ['2026-11-01T10:00Z', '2026-11-01T10:00:00.000Z'],
  ['2026-11-01T10:00:01.5+02:00', '2026-11-01T08:00:01.500Z'],
  ['2026-02-30', null],
  ['2026-02-30T10:00:00Z', null],
  ['2026-11-01T10:00:00', null],
  ['2026-11', null],
  ['yesterday', null],
  ["2026-11-01T10:00:00Z' or 1=1", null],
])('%s is %s', (text, moment) => {
  expect(momentOf(text)).toBe(moment);
});
