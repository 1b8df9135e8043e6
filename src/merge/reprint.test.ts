import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copiedShare, printOf, reprintsOf } from './reprint.js';

const shareOf = (a: string, b: string, titles: [string, string] | [] = []): number | null =>
  copiedShare(printOf({ text: a, title: titles[0] ?? null }), printOf({ text: b, title: titles[1] ?? null }));

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
  expect(shareOf('Police said two people were killed.', 'Police said two people were killed.')).toBeNull();
  expect(
    reprintsOf([
      { id: 'a', text: '' },
      { id: 'b', text: '' },
    ]).size,
  ).toBe(0);
  expect(shareOf(WIRE, WIRE)).toBe(1);
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

test('what a site puts around its reports is no copy, nor is a form filled with other figures', () => {
  const around =
    'Copyright 2025 Radio Harun and its partners in the whole region of the lakes. All rights reserved. This material may not be published, broadcast or redistributed by anyone without leave. Sign up for our newsletter to get the news of the day delivered right to your inbox every morning.';
  const fire = `The mill at the ferry burned down on Tuesday night. Nobody was hurt.\n\n${around}`;
  const raid = `Two riders shot a guard near the upper bridge and fled north.\n\n${around}`;
  expect(shareOf(fire, raid)).toBeNull();
  const form = (post: string, shells: number, dead: number, hurt: number, hour: string) =>
    `The command said that its guns had answered fire on post ${post} since ${hour}, that ${shells} shells had fallen within the lines, and that ${dead} of its men were killed and ${hurt} wounded; the enemy, it said, had been made to withdraw.`;
  expect(shareOf(form('11', 40, 2, 5, '06:00'), form('29', 73, 1, 9, '17:30'))).toBeNull();
  expect(shareOf(form('11', 40, 2, 5, '06:00'), form('11', 40, 3, 6, '06:00'))).not.toBeNull();
});

test('what two reports share must tell what they are headed, unless their headings are short or alike', () => {
  const about =
    'Lakes Radio brings the voices of the whole shore to every home from its three studios, with music in the evening, market prices at noon and the ferry times as often as they change. Its presenters have kept company with fishers and farmers for thirty years and are known in every harbour of the region.';
  const titles: [string, string] = ['Guard shot dead near upper bridge', 'Ferry mill burns down overnight'];
  expect(shareOf(about, about, titles)).toBeNull();
  expect(shareOf(about, about, ['Fishers of the harbour', 'Voices of the whole shore'])).toBe(1);
  expect(shareOf(about, about, ['At last', 'Thirty years'])).toBe(1);
  expect(shareOf(about, about, ['Guard shot dead near upper bridge', 'Bridge guard shot'])).toBe(1);
  // A heading is a text's first line too, and what it says of itself does not count.
  expect(shareOf(`${titles[0]}\n\n${about}`, `${titles[1]}\n\n${about}`)).toBeNull();
  expect(shareOf(`${WIRE}`, reworded, ['Nine die in dawn raid', 'Farmers tell of burned granary'])).not.toBeNull();
});

test('a list of clips is no report; a timeline is', () => {
  const clips = ['2:05 Father of the guard speaks of his son', '0:43 The mill before it burned', '1:17 Ferry is back']
    .concat(['3:30 What the harbour master saw that night', '0:58 Market stays shut for a third week in a row'])
    .join('\n\n');
  expect(shareOf(`${clips}\n\nA guard was shot near the bridge.`, `${clips}\n\nThe mill burned down.`)).toBeNull();
  const timeline = clips.replace(/(?<=[a-z])(?=\n|$)/g, '.');
  expect(shareOf(timeline, `${timeline} It is over.`)).not.toBeNull();
});
