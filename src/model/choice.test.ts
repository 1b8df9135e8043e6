import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TollValue } from '../codebook/toll.js';
import {
  isOfficial,
  POLICIES,
  POLICY_PARTS,
  type PolicyName,
  policyOf,
  policyText,
  RANGE,
  shownBy,
  tollBy,
  type Voice,
} from './choice.js';
import type { FieldValue } from './event.js';

let next = 0;
const given = <V>(...values: V[]): FieldValue<V>[] =>
  values.map(value => ({ value, claims: [`c${next++}`], origins: { low: 1, high: 1 } }));
const toll = (low: number | null, high: number | null, more: Partial<TollValue> = {}, people = 'unspecified') => ({
  status: 'reported' as const,
  low,
  high,
  who: { class: people, side: 'unknown' as const },
  wording: null,
  partOf: null,
  cumulative: false,
  ...more,
});

describe('tollBy', () => {
  const none = (): boolean => false;
  const by = (
    policy: PolicyName,
    values: FieldValue<TollValue>[],
    said: Record<string, [string | null, boolean, number?]> = {},
  ) => {
    const voice = (id: string): Voice => {
      const [published, official, trust = null] = said[id] ?? [null, false];
      return { published, official, trust };
    };
    const found = tollBy(policy, values, { denied: none, voice })!;
    return [found.policy, found.low, found.high];
  };

  it('takes the lowest, the middle, the last published, the official figure', () => {
    const values = given(toll(12, 12), toll(8, 8), toll(9, 9), toll(3, 3, {}, 'soldiers'));
    const [twelve, eight, nine] = values.map(({ claims }) => claims[0]!) as [string, string, string];
    expect(by('conservative', values)).toEqual(['conservative', 8, 8]);
    expect(by('median', values)).toEqual(['median', 9, 9]);
    const said = { [twelve]: ['2024-03-02', false], [eight]: ['2024-03-01', true], [nine]: [null, false] } as const;
    expect(by('latest', values, said as never)).toEqual(['latest', 12, 12]);
    expect(by('official', values, said as never)).toEqual(['official', 8, 8]);
  });

  it('takes the figure of the outlet trusted most; one without a trust stands in the middle', () => {
    const values = given(toll(12, 12), toll(8, 8));
    const [twelve, eight] = values.map(({ claims }) => claims[0]!) as [string, string];
    expect(by('trusted', values, { [twelve]: [null, false, 0.8] })).toEqual(['trusted', 12, 12]);
    expect(by('trusted', values, { [twelve]: [null, false, 0.1] })).toEqual(['trusted', 8, 8]);
    const both = { [twelve]: [null, false, 0.7], [eight]: [null, false, 0.7] } as never;
    expect(by('trusted', values, both)).toEqual(['trusted', 8, 12]);
  });

  it('takes the figure that most independent origins give', () => {
    const [twelve, eight] = given(toll(12, 12), toll(8, 8)) as [FieldValue<TollValue>, FieldValue<TollValue>];
    expect(
      by('origins', [
        { ...twelve, origins: { low: 1, high: 3 } },
        { ...eight, origins: { low: 2, high: 2 } },
      ]),
    ).toEqual(['origins', 8, 8]);
  });

  it('says so where a policy has nothing to go by', () => {
    const values = given(toll(12, 12), toll(8, 8));
    expect(by('latest', values)).toEqual(['range', 8, 12]);
    expect(by('official', values)).toEqual(['range', 8, 12]);
    expect(by('median', given(toll(null, null, { status: 'none-reported' })))).toEqual(['range', null, null]);
    expect(
      tollBy('median', [], { denied: none, voice: () => ({ published: null, official: false, trust: null }) }),
    ).toBeNull();
    expect(by('trusted', values)).toEqual(['range', 8, 12]);
  });

  it('never goes beyond the figures that are given, whatever the policy', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...POLICIES),
        (list, policy) => {
          const [, low, high] = by(policy, given(...list.map(count => toll(count, count))));
          expect(low).toBeGreaterThanOrEqual(Math.min(...list));
          expect(high).toBeLessThanOrEqual(Math.max(...list));
        },
      ),
    );
  });

  it('knows an office by name or role', () => {
    const source = (name: string, role: string | null = null) => ({
      by: 'attributed' as const,
      ...{
        id: null,
        name,
        role,
        anonymous: false,
        party: false,
        cue: null,
        via: [],
        quote: { start: 0, end: 1, text: 'x' },
      },
    });
    expect(isOfficial(source('police'))).toBe(true);
    expect(isOfficial(source('Amina Keita', 'army spokeswoman'))).toBe(true);
    expect(isOfficial(source('residents'))).toBe(false);
    expect(isOfficial({ by: 'outlet' })).toBe(false);
  });
});

describe('shownBy', () => {
  const voice = (id: string): Voice => ({ published: id, official: false, trust: null });
  it('chooses of any field what the last reports say, and all where it has nothing to go by', () => {
    const values = [
      { value: 'A', claims: ['2024-01-01'], origins: { low: 1, high: 1 } },
      { value: 'B', claims: ['2024-01-01', '2024-01-03'], origins: { low: 1, high: 1 } },
      { value: 'C', claims: ['2024-01-04'], origins: { low: 1, high: 1 } },
    ];
    const denied = (id: string): boolean => id === '2024-01-04';
    expect(shownBy('latest', values, { denied, voice }).map(({ value }) => value)).toEqual(['B']);
    for (const name of ['range', 'official', 'trusted'] as const)
      expect(shownBy(name, values, { denied, voice }), name).toEqual(values);
  });
});

describe('policyOf', () => {
  it('reads what policyText writes', () => {
    const name = fc.constantFrom(...POLICIES);
    const other = fc.constantFrom(...POLICIES.filter(one => one !== 'conservative' && one !== 'median'));
    const policy = fc.record(
      Object.fromEntries(POLICY_PARTS.map(part => [part, part === 'toll' ? name : other])) as Record<
        (typeof POLICY_PARTS)[number],
        fc.Arbitrary<PolicyName>
      >,
    );
    fc.assert(
      fc.property(policy, one => {
        expect(policyOf(policyText(one))).toEqual(one);
      }),
    );
    for (const one of POLICIES) expect(policyText(policyOf(one)!)).toBe(one);
    expect(policyOf('toll:median, date:latest')).toEqual({ ...RANGE, toll: 'median', date: 'latest' });
  });

  it.each([
    '',
    'newest',
    'date:median',
    'toll',
    'toll:latest,toll:range',
    'words:latest',
    'toll:latest:x',
    'constructor',
  ])('does not take %j', text => expect(policyOf(text)).toBeNull());
});
