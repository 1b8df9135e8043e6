import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claim } from './claim.js';
import { canonical, hashOf } from './id.js';
import { judgement } from './judgement.js';
import { mention } from './mention.js';
import { quoteOf } from './quote.js';

const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, turned(part)]),
  );
};

describe('canonical', () => {
  it('does not depend on the order of keys, and reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false } as object), value => {
        expect(canonical(turned(value))).toBe(canonical(value));
        expect(canonical(JSON.parse(canonical(value)))).toBe(canonical(value));
      }),
    );
    expect(canonical({ b: [2, { d: 1, c: 'x' }], a: null })).toBe('{"a":null,"b":[2,{"c":"x","d":1}]}');
  });
  it('keeps the order of a list, and leaves out what is undefined', () => {
    expect(canonical([2, 1])).toBe('[2,1]');
    expect(canonical({ a: undefined, b: 1 })).toBe('{"b":1}');
    expect(hashOf({ a: undefined, b: 1 })).toBe(hashOf({ b: 1 }));
  });
  it('hashes to 128 bits that stay what they are', () => {
    expect(hashOf({ b: 1, a: 'é' })).toMatch(/^[0-9a-f]{32}$/);
    expect(hashOf({})).toBe('44136fa355b3678a1146ad16f7e8649e');
  });
});

const TEXT = 'Rebels shelled Harun on Sunday, officials said.';
const shelled = mention('r1', 'event', quoteOf(TEXT, 7, 14));
const draft = {
  field: 'purpose' as const,
  basis: 'stated' as const,
  value: { text: 'revenge' },
  quote: quoteOf(TEXT, 7, 14),
  source: { by: 'outlet' as const },
  hedge: { certainty: 'stated' as const, modality: 'actual' as const, quote: null },
};
const id = (more: object = {}, coder = 'rules@1', about = shelled, report = 'r1') =>
  claim(report, about, { ...draft, ...more }, coder).id;

describe('the id of a mention', () => {
  it('is of report, kind and span', () => {
    expect(mention('r1', 'event', { start: 7, end: 14, text: 'other' }).id).toBe(shelled.id);
    const others = [
      mention('r2', 'event', quoteOf(TEXT, 7, 14)),
      mention('r1', 'actor', quoteOf(TEXT, 7, 14)),
      mention('r1', 'event', quoteOf(TEXT, 7, 13)),
    ];
    expect(new Set([shelled, ...others].map(({ id }) => id)).size).toBe(4);
  });
});

describe('the id of a claim', () => {
  it('is the same whoever coded it, by whatever rule, in whatever order its parts were set', () => {
    expect(id({}, 'person:x')).toBe(id());
    expect(id({ rule: 'a', basis: 'derived' })).toBe(id());
    expect(id({ hedge: { quote: null, modality: 'actual', certainty: 'stated' } })).toBe(id());
    expect(claim('r1', shelled, draft, 'rules@1')).not.toHaveProperty('rule');
  });
  it('is another for another value, quote, source, hedge, mention or report', () => {
    const ids = [
      id(),
      id({ value: { text: 'other' } }),
      id({ quote: quoteOf(TEXT, 7, 15) }),
      id({ source: { by: 'attributed', name: 'officials' } }),
      id({ hedge: { ...draft.hedge, certainty: 'denied' } }),
      id({ field: 'follow-up' }),
      id({}, 'rules@1', mention('r1', 'event', quoteOf(TEXT, 0, 6))),
      id({}, 'rules@1', shelled, 'r2'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the id of a judgement', () => {
  const same = (more: object = {}) =>
    judgement({
      ...{ kind: 'same', left: 'a', right: 'b', by: 'person:x', score: null, reason: null, previous: null, at: null },
      ...more,
    });
  it('does not depend on which of the pair came first', () => {
    expect(same({ left: 'b', right: 'a' })).toEqual(same());
    expect(same({ kind: 'reject', left: 'b', right: null })).toMatchObject({ left: 'b', right: null });
  });
  it('is another after another: same, undone, same are three entries', () => {
    const one = same();
    const two = same({ kind: 'different', previous: one.id });
    const three = same({ previous: two.id });
    expect(new Set([one.id, two.id, three.id]).size).toBe(3);
    expect(same({ score: 0.5, reason: 'x' }).id).toBe(one.id);
  });
});
