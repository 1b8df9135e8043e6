import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVERY, everyOf, everyText, feedKey, followedFault, nextAsk, waitOf } from './followed.js';

const NOW = '2024-03-01T10:00:00.000Z';
const DAY = 86_400;

test('whatever happens, a feed is asked again: never before its time, nor later than a day and a tenth after it', () => {
  const asked = fc.record({
    rest: fc.boolean(),
    wait: fc.option(fc.double({ min: 0, max: 1e12, noNaN: true })),
    failures: fc.nat(10_000),
  });
  fc.assert(
    fc.property(
      fc.integer({ min: EVERY.least, max: EVERY.most }),
      asked,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (every, one, chance) => {
        const seconds = (Date.parse(nextAsk({ every }, one, NOW, chance)) - Date.parse(NOW)) / 1000;
        expect(seconds).toBeGreaterThanOrEqual(one.rest && one.failures === 0 ? 59 : every - 1);
        expect(seconds).toBeLessThanOrEqual(Math.max(every, DAY) * 1.1 + 1);
        if (one.wait !== null && one.wait <= DAY) expect(seconds).toBeGreaterThanOrEqual(one.wait - 1);
      },
    ),
  );
});

test('how often is read and written the same way', () => {
  for (const text of ['5m', '90m', '6h', '2d', '30d']) expect(everyText(everyOf(text)!)).toBe(text);
  expect([everyOf('24h'), everyText(DAY)]).toEqual([DAY, '1d']);
  for (const text of ['', '5', 'm', '1w', '-5m', '1.5h', '999999m']) expect(everyOf(text)).toBe(null);
});

test('a Retry-After is seconds or a date, and nothing else', () => {
  expect(waitOf('120', NOW)).toBe(120);
  expect(waitOf('Fri, 01 Mar 2024 10:01:00 GMT', NOW)).toBe(60);
  expect(waitOf('Fri, 01 Mar 2024 09:01:00 GMT', NOW)).toBe(0);
  for (const odd of [null, '', 'soon', '-5', '1e3', '2024-03-02', 'Fri, never']) expect(waitOf(odd, NOW)).toBe(null);
});

test('addresses of feeds are compared as the web has them; what cannot be asked for is none', () => {
  expect(feedKey(' HTTPS://Example.org:443/feed?a=1#top ')).toBe('https://example.org/feed?a=1');
  for (const odd of [
    '',
    'feed.xml',
    'ftp://example.org/',
    'file:///etc/passwd',
    'https://a:b@example.org/',
    'javascript:1',
  ])
    expect(feedKey(odd), odd).toBe(null);
  const feed = { url: 'https://example.org/', outlet: null, every: 1800, level: 'public', paused: false } as const;
  expect(followedFault(feed)).toBe(null);
  for (const wrong of [{ url: 'x' }, { outlet: ' ' }, { every: 1 }, { level: 'all' }, { paused: 'no' }])
    expect(followedFault({ ...feed, ...wrong } as never), JSON.stringify(wrong)).not.toBe(null);
});
