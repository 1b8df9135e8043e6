import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DateValue } from '../codebook/date.js';
import type { ResponsibilityValue } from '../codebook/reason.js';
import type { TollValue } from '../codebook/toll.js';
import type { Event, FieldValue } from './event.js';
import { disagreement, hull, tollRange } from './policy.js';

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
const range = (...values: TollValue[]) => {
  const { low, high } = tollRange(given(...values))!;
  return [low, high];
};
const day = (earliest: string | null, latest: string | null = earliest): DateValue => ({
  edtf: earliest ?? 'XXXX-02',
  earliest,
  latest,
  part: null,
  precision: latest === null ? 'open' : 'day',
});
const clash = (fields: Event['fields']) => disagreement(fields);
const tollsClash = (...values: TollValue[]) => clash({ fatalities: given(...values) }).length > 0;

describe('tollRange', () => {
  it('goes from the lowest to the highest figure for the whole event', () => {
    expect(tollRange(given(toll(8, 8), toll(5, 5), toll(10, 12)))).toEqual({
      status: 'reported',
      low: 5,
      high: 12,
      wording: null,
      values: 3,
    });
  });

  it('leaves out parts, and figures that are denied by status or by all who speak of them', () => {
    const values = given(
      toll(8, 8),
      toll(4, 4, { partOf: 'c0' }, 'children'),
      toll(30, 30, { status: 'denied' }),
      toll(90, 90),
    );
    expect(tollRange(values, id => id === values[3]!.claims[0])).toMatchObject({ low: 8, high: 8, values: 1 });
  });

  it('keeps an open end open, unless another figure reaches it', () => {
    expect(range(toll(12, null))).toEqual([12, null]);
    expect(range(toll(8, 8), toll(12, null))).toEqual([8, null]);
    expect(range(toll(15, 15), toll(12, null))).toEqual([12, 15]);
    expect(range(toll(null, 20))).toEqual([null, 20]);
    expect(range(toll(25, 25), toll(null, 20))).toEqual([null, 25]);
  });

  it('takes a class of people for the whole only where nobody counts all, and never adds up', () => {
    expect(range(toll(8, 8), toll(5, 5, {}, 'soldiers'))).toEqual([8, 8]);
    expect(range(toll(8, 8), toll(15, 15, {}, 'soldiers'))).toEqual([8, 15]);
    expect(range(toll(12, 12, {}, 'soldiers'), toll(15, 15, {}, 'the soldiers'))).toEqual([12, 15]);
    expect(range(toll(5, 5, {}, 'soldiers'), toll(3, 3, {}, 'civilians'))).toEqual([3, null]);
  });

  it('gives no number where none is said', () => {
    const none = toll(null, null, { status: 'none-reported' });
    const review = toll(null, null, { status: 'under-review' });
    expect(tollRange([])).toBeNull();
    expect(tollRange(given(review, none))).toEqual({
      status: 'none-reported',
      low: null,
      high: null,
      wording: null,
      values: 0,
    });
    expect(tollRange(given(review))?.status).toBe('under-review');
    expect(tollRange(given(none, toll(0, 0)))).toMatchObject({ status: 'reported', low: 0, high: 0 });
    expect(tollRange(given(toll(8, 8, { status: 'denied' })))).toMatchObject({
      status: 'denied',
      low: null,
      high: null,
    });
  });

  it('says the words that no number stands for', () => {
    const dozens = toll(null, null, { wording: 'dozens' });
    expect(tollRange(given(dozens))?.wording).toBe('dozens');
    expect(tollRange(given(dozens, toll(3, 3)))).toMatchObject({ low: 3, high: 3, wording: 'dozens', values: 2 });
    expect(tollRange(given(toll(12, null, { wording: 'at least' })))?.wording).toBe('at least');
    expect(tollRange(given(toll(12, null, { wording: 'at least' }), toll(15, 15)))?.wording).toBeNull();
  });

  it('does not depend on the order of figures, and holds every closed one', () => {
    const bound = fc.option(fc.nat(100));
    const figure = fc
      .tuple(bound, bound)
      .map(([a, b]) => (a !== null && b !== null && a > b ? toll(b, a) : toll(a, b)));
    fc.assert(
      fc.property(fc.array(figure, { minLength: 1 }), figures => {
        const { low, high } = hull(figures);
        expect(range(...[...figures].reverse())).toEqual([low, high]);
        for (const one of figures) {
          if (low !== null && one.low !== null) expect(low).toBeLessThanOrEqual(one.low);
          if (high !== null && one.high !== null) expect(high).toBeGreaterThanOrEqual(one.high);
        }
      }),
    );
  });
});

describe('disagreement', () => {
  it('finds nothing in an empty event, in one value a field, or in several parties, places and weapons', () => {
    const party = (name: string) => ({ name, id: null, kind: 'rebel group' as const, mention: null });
    expect(clash({})).toEqual([]);
    expect(
      clash({
        actor: given(party('A'), party('B')),
        weapon: given({ name: 'rifles', kind: 'firearm' }, { name: 'a mortar', kind: 'artillery' }),
        fatalities: given(toll(8, 8)),
        date: given(day('2021-06-27')),
      }),
    ).toEqual([]);
  });

  it('takes dates that share a day for compatible, and a series for several days', () => {
    const apart = given(day('2021-06-27'), day('2021-06-28'));
    expect(clash({ date: apart })).toEqual(['date']);
    expect(clash({ date: apart, occurrences: given({ low: 2, high: null }) })).toEqual([]);
    expect(clash({ date: given(day('2021-04-01', null), day('2021-06-28'), day(null)) })).toEqual([]);
    expect(clash({ date: given(day('2021-04-01', null), day('2021-03-01')) })).toEqual(['date']);
  });

  it('compares figures of the same people only', () => {
    expect(tollsClash(toll(8, 8), toll(5, 5))).toBe(true);
    expect(tollsClash(toll(8, 8), toll(5, null))).toBe(false);
    expect(tollsClash(toll(8, 8), toll(4, 4, { partOf: 'c0' }))).toBe(false);
    expect(tollsClash(toll(5, 5, {}, 'soldiers'), toll(3, 3, {}, 'civilians'))).toBe(false);
    expect(tollsClash(toll(8, 8), toll(5, 5, {}, 'soldiers'))).toBe(false);
    expect(tollsClash(toll(8, 8), toll(15, 15, {}, 'soldiers'))).toBe(true);
    const side = (low: number, of: 'actor' | 'target') => toll(low, low, { who: { class: 'unspecified', side: of } });
    expect(tollsClash(side(5, 'actor'), side(3, 'target'))).toBe(false);
  });

  it('knows that who denies a figure disagrees with who reports it, and that nothing reported yet is no denial', () => {
    expect(tollsClash(toll(8, 8), toll(8, 8, { status: 'denied' }))).toBe(true);
    expect(tollsClash(toll(8, 8), toll(90, 90, { status: 'denied' }))).toBe(false);
    expect(tollsClash(toll(8, 8), toll(null, null, { status: 'none-reported' }))).toBe(false);
    expect(tollsClash(toll(8, 8), toll(0, 0))).toBe(true);
  });

  it('is told by `denied` which values nobody asserts', () => {
    const fatalities = given(toll(8, 8), toll(90, 90), toll(7, 9));
    const date = given(day('2021-06-27'), day('2021-06-28'));
    const denied = (...all: FieldValue<unknown>[]) => {
      const ids = all.flatMap(({ claims }) => claims);
      return (id: string) => ids.includes(id);
    };
    expect(disagreement({ fatalities, date })).toEqual(['date', 'fatalities']);
    expect(disagreement({ fatalities, date }, denied(fatalities[1]!, date[1]!))).toEqual([]);
    expect(disagreement({ fatalities, date }, denied(fatalities[1]!, fatalities[2]!))).toEqual(['date', 'fatalities']);
  });

  it('gives fields in codebook order: types of two categories, responsibility taken and denied', () => {
    const type = (plover: 'ASSAULT' | 'PROTEST', mode: string | null) => ({ plover, mode, acled: null, cameo: null });
    const who = (name: string, stance: ResponsibilityValue['stance']): ResponsibilityValue => ({
      who: { name, id: null, kind: 'rebel group', mention: null },
      stance,
    });
    expect(
      clash({
        responsibility: given(who('the Front', 'is blamed by'), who('The Front', 'denies')),
        type: given(type('ASSAULT', 'aerial'), type('PROTEST', 'riot')),
      }),
    ).toEqual(['type', 'responsibility']);
    expect(clash({ type: given(type('ASSAULT', 'aerial'), type('ASSAULT', 'drone')) })).toEqual([]);
    expect(clash({ responsibility: given(who('the Front', 'claims'), who('the Army', 'denies')) })).toEqual([]);
  });
});
