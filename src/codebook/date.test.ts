import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isDay } from './date.js';

it('takes the days that the calendar has', () => {
  for (const day of ['2021-06-27', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])
    expect(isDay(day), day).toBe(true);
  const none = [
    '2021-02-29',
    '1900-02-29',
    '2021-04-31',
    '2021-13-01',
    '2021-00-10',
    '2021-1-1',
    '21-01-01',
    ' 2021-01-01',
  ];
  for (const day of [...none, '2021-01-01\n', '2021-01-01T00:00', '', null, 20210101])
    expect(isDay(day), `${day}`).toBe(false);
});

it('takes what a date prints of itself', () => {
  const dates = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(dates, date => {
      expect(isDay(date.toISOString().slice(0, 10))).toBe(true);
    }),
  );
});
