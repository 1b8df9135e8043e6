import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kinship, stemsOf, storiesOf, storyOf } from './story.js';

const quake = 'Rescuers in Karahisar dug for survivors after the dam at Oltu burst and flooded the valley.';
const later = 'The dam at Oltu burst on Sunday; the flooded valley below Karahisar is cut off, rescuers say.';
const market = 'A grenade was thrown into the fish market of Bandiagoro, wounding six traders, police said.';

test('words are folded and singular', () => {
  expect(stemsOf("The Gunmen's rifles, a bus’s glass")).toEqual(['the', 'gunmen', 'rifle', 'bus', 'glass']);
});

test('two reports of one story are kin, two of different ones are hardly', () => {
  const [a, b, c] = [storyOf(quake), storyOf(later), storyOf(market)];
  expect(kinship(a, b)).toBeGreaterThan(0.4);
  expect(kinship(a, c)).toBeLessThan(0.1);
  expect(kinship(a, b)).toBeCloseTo(kinship(b, a), 10);
  expect(kinship(a, a)).toBeCloseTo(1, 2);
  expect(storyOf('')).toEqual([]);
});

test('stories are the same in whatever order the reports come', () => {
  const reports = [quake, later, market, `${market} Two died.`, 'Nothing.', ''].map((text, at) => ({
    id: `r${at}`,
    text,
  }));
  const once = storiesOf(reports);
  expect(once.get('r1')).toBe('r0');
  expect(once.get('r3')).toBe('r2');
  expect(once.get('r4')).toBe('r4');
  fc.assert(
    fc.property(fc.shuffledSubarray(reports, { minLength: reports.length }), shuffled => {
      expect([...storiesOf(shuffled)].sort()).toEqual([...once].sort());
    }),
  );
});

test('any texts come into groups of which each names a member of its own', () => {
  const word = fc.constantFrom('dam', 'fire', 'convoy', 'oltu', 'mortar', 'bus', 'clinic');
  const text = fc.array(word, { maxLength: 6 }).map(words => words.join(' '));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), texts => {
      const stories = storiesOf(texts.map((text, at) => ({ id: `r${String(at).padStart(2, '0')}`, text })));
      expect(stories.size).toBe(texts.length);
      for (const head of stories.values()) expect(stories.get(head)).toBe(head);
    }),
  );
});
