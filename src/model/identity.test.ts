import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actorIn, type Called, identityOf, ofActor } from './identity.js';
import { type Judgement, judgement } from './judgement.js';

const key = (key: string): Called => ({ key, name: null, report: null });
const of = (one: Called | string): string => ofActor(typeof one === 'string' ? key(one) : one);
const AT = (n: number): string => new Date(Date.parse('2024-03-02T00:00:00Z') + n * 1000).toISOString();
const say = (
  n: number,
  kind: Judgement['kind'],
  one: Called | string,
  other: Called | string | null,
  more: Partial<Judgement> = {},
) =>
  judgement({
    ...{ kind, left: of(one), right: other === null ? null : of(other), by: 'person:a', score: null, reason: null },
    ...{ previous: null, at: AT(n) },
    ...more,
  });
const who = (judged: readonly Judgement[], ...keys: string[]): string[] =>
  keys.map(one => identityOf(judged).keyOf(key(one)));

test('a side has one spelling, and what is none is no party', () => {
  for (const one of [
    key('Q1'),
    { key: 'Q1', name: 'the guard', report: null },
    { key: 'guard', name: 'guard', report: 'r"1' },
  ])
    expect(actorIn(ofActor(one))).toEqual(one);
  expect(ofActor({ key: 'guard', name: 'guard', report: null })).toBe(ofActor(key('guard')));
  for (const bad of [
    'm1',
    'actor:',
    'actor:{}',
    'actor:["a","a"]',
    'actor:["a", "b"]',
    'actor:[1]',
    'actor:["a","b","c","d"]',
  ])
    expect(actorIn(bad), bad).toBeNull();
});

test('a listed key stands before others, else the one that was judged first', () => {
  const same = [say(1, 'same', 'guard', 'banu front'), say(2, 'same', 'banu front', 'army of banu')];
  expect(who(same, 'guard', 'banu front', 'army of banu', 'other')).toEqual([
    'banu front',
    'banu front',
    'banu front',
    'other',
  ]);
  expect(who([...same, say(3, 'same', 'guard', 'Q7')], 'guard', 'army of banu', 'Q7')).toEqual(['Q7', 'Q7', 'Q7']);
});

test('a name goes with its key, and a report with its name, until they are parted', () => {
  const name = { key: 'Q7', name: 'guard', report: null };
  const there = { key: 'Q7', name: 'guard', report: 'r1' };
  const parted = identityOf([
    say(1, 'different', name, 'Q7'),
    say(2, 'name', name, null, { value: { name: 'Guard of Banu' } }),
  ]);
  const apart = parted.keyOf(name);
  expect(apart).toMatch(/^apart:/);
  expect([parted.keyOf(there), parted.keyOf(key('Q7')), parted.leads(apart), parted.nameOf(apart)]).toEqual([
    apart,
    'Q7',
    apart,
    'Guard of Banu',
  ]);
  const one = identityOf([say(1, 'different', there, name)]);
  expect([one.keyOf(name), one.keyOf({ ...name, report: 'r2' })]).toEqual(['Q7', 'Q7']);
  expect(one.keyOf(there)).toMatch(/^apart:/);
});

test('what is undone is as if it had not been said, and its address leads back', () => {
  const name = { key: 'Q7', name: 'guard', report: null };
  const split = say(1, 'different', name, 'Q7');
  const apart = identityOf([split]).keyOf(name);
  const back = identityOf([split, say(2, 'undo', name, 'Q7', { previous: split.id })]);
  expect([back.keyOf(name), back.idOf(name), back.leads(apart)]).toEqual(['Q7', null, 'Q7']);
});

test('a machine says nothing of parties', () => {
  expect(who([say(1, 'same', 'a', 'b', { by: 'merge@1', at: null })], 'a', 'b')).toEqual(['a', 'b']);
});

const side = fc.constantFrom<Called>(
  ...['Q1', 'Q2', 'guard', 'front'].map(key),
  ...['guard', 'front'].map(name => ({ key: 'Q1', name, report: null })),
  { key: 'Q1', name: 'guard', report: 'r1' },
  { key: 'guard', name: 'guard', report: 'r1' },
);
const words = fc
  .array(fc.tuple(fc.constantFrom('same', 'different', 'undo', 'name'), side, side, fc.nat(), fc.nat(5)), {
    maxLength: 25,
  })
  .map(list => {
    const said: Judgement[] = [];
    for (const [n, [kind, one, other, back, at]] of list.entries()) {
      if (kind === 'name') said.push(say(at, 'name', one, null, { value: { name: `N${n}` }, by: `person:${n}` }));
      else if (kind === 'undo') {
        const last = said[back % Math.max(1, said.length)];
        if (!last) continue;
        const { id: previous, left, right, score, reason } = last;
        said.push(judgement({ kind: 'undo', left, right, score, reason, previous, at: AT(n), by: `person:${n}` }));
      } else if (ofActor(one) !== ofActor(other)) said.push(say(at, kind as 'same', one, other, { by: `person:${n}` }));
    }
    return said;
  });

test('in whatever order they come, judgements come to one outcome; who is kept apart is never joined', () => {
  fc.assert(
    fc.property(words, fc.infiniteStream(fc.nat()), (said, chance) => {
      const picks = [...said.keys()].map(() => chance.next().value as number);
      const shuffled = said
        .map((one, at) => [picks[at]!, one] as const)
        .sort(([a], [b]) => a - b)
        .map(([, one]) => one);
      const [one, other] = [identityOf(said), identityOf(shuffled)];
      const sides = ['Q1', 'Q2', 'guard', 'front'].flatMap(key =>
        [null, 'guard', 'front'].flatMap(name =>
          [null, 'r1'].map(report => ({ key, name: report ? (name ?? key) : name, report })),
        ),
      );
      for (const called of sides) {
        expect(other.keyOf(called)).toBe(one.keyOf(called));
        expect(one.leads(one.keyOf(called))).toBe(one.keyOf(called));
        expect(other.nameOf(other.keyOf(called))).toBe(one.nameOf(one.keyOf(called)));
        expect(one.parted(one.keyOf(called), one.keyOf(called))).toEqual([]);
      }
    }),
    { numRuns: 500 },
  );
});
