import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copiedShare, reprintsOf, shinglesOf } from './reprint.js';

const WIRE = `Gunmen on motorbikes attacked the village of Harun before dawn on Sunday, killing at least nine people and burning
the granary, residents and a local official said. "They came from three sides and shot at whoever ran," said one farmer who
hid in a well until the riders had left. The army said a patrol reached the village by noon and found no trace of the
attackers. No group has said it was behind the raid, the third on the district since the harvest began.`;
const LOCAL = `Nine dead were buried in Harun on Monday. The district head told mourners that the raiders crossed the river at night,
that the granary burned for hours, and that he had asked for soldiers twice this year and got none. Families slept in the
school. A teacher counted forty of them, most without shoes, and said the market would stay shut for a week.`;
const cut = WIRE.split('. ').slice(0, 2).join('. ');
const reworded = WIRE.replace('attacked', 'stormed')
  .replace('residents', 'villagers')
  .replace('at least nine', '11')
  .replace('by noon', 'hours later');
const turned = WIRE.split('. ').reverse().join('. ');

test('a text cut, reworded or put in another order is found; another account of the same raid is not', () => {
  const groups = reprintsOf([
    { id: 'b', text: WIRE },
    { id: 'c', text: cut },
    { id: 'a', text: reworded },
    { id: 'd', text: `Raid on village\n\n${turned}` },
    { id: 'e', text: LOCAL },
  ]);
  expect([...groups]).toEqual([
    ['a', 'a'],
    ['b', 'a'],
    ['c', 'a'],
    ['d', 'a'],
  ]);
});

test('a phrase in common is no copy, nor is nothing at all', () => {
  expect(
    copiedShare(shinglesOf('Police said two people were killed.'), shinglesOf('Police said two people were killed.')),
  ).toBeNull();
  expect(
    reprintsOf([
      { id: 'a', text: '' },
      { id: 'b', text: '' },
    ]).size,
  ).toBe(0);
  expect(copiedShare(shinglesOf(WIRE), shinglesOf(WIRE))).toBe(1);
});

test('the order of the reports does not matter, and a thousand copies are one group', () => {
  const pages = [WIRE, cut, reworded, turned, LOCAL, `${LOCAL} ${LOCAL}`].map((text, at) => ({ id: `r${at}`, text }));
  const whole = [...reprintsOf(pages)];
  fc.assert(
    fc.property(fc.shuffledSubarray(pages, { minLength: pages.length }), shuffled => {
      expect([...reprintsOf(shuffled)]).toEqual(whole);
    }),
  );
  const many = Array.from({ length: 1000 }, (_, at) => ({ id: `${1000 + at}`, text: `${WIRE} Desk ${at}.` }));
  expect(new Set(reprintsOf(many).values())).toEqual(new Set(['1000']));
});
