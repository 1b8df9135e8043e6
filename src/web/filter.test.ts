import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLOVER } from '../codebook/type.js';
import { GRADES } from '../model/grade.js';
import { REVIEW_STATES } from '../model/reviewed.js';
import { chipsOf, type Filter, filterOf, NO_FILTER, queryOf, SORTS, type Sort, unsorted } from './filter.js';

const word = fc.string({ unit: 'grapheme', maxLength: 30 }).map(text => text.replaceAll('\0', '').trim());
const item = fc.string({ minLength: 1, maxLength: 20 }).filter(text => !text.includes(',') && text !== '');
const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10));
const orNone = (one: fc.Arbitrary<string>) => fc.oneof(fc.constant(''), one);
const filters: fc.Arbitrary<Filter> = fc.record({
  q: word,
  type: fc.uniqueArray(fc.constantFrom(...Object.keys(PLOVER)), { maxLength: 4 }),
  acled: fc.uniqueArray(item, { maxLength: 4 }),
  country: fc.uniqueArray(fc.constantFrom('SY', 'IQ', 'SO', 'UA'), { maxLength: 4 }),
  province: fc.uniqueArray(
    fc.tuple(fc.constantFrom('SY', 'IQ'), item).map(([code, name]) => `${code}:${name}`),
    { maxLength: 3 },
  ),
  box: orNone(fc.constantFrom('35,32,42.5,37.25', '170,-10,-170,10')),
  inside: orNone(fc.constantFrom('36,32;42,32;39,37', '0,0;1.5,0;1,1;0,1')),
  precision: fc.uniqueArray(fc.constantFrom('town', 'province', 'country'), { maxLength: 2 }),
  side: fc.constant(''),
  dated: orNone(fc.constantFrom('day', 'month', 'year', 'none')),
  killed: orNone(fc.constantFrom('5', '5..', '..20', '5..20')),
  gap: orNone(fc.nat(999).map(String)),
  disagree: fc.uniqueArray(fc.constantFrom('fatalities', 'date'), { maxLength: 2 }),
  source: fc.uniqueArray(fc.constantFrom('outlet', 'official'), { maxLength: 2 }),
  grade: fc.uniqueArray(fc.constantFrom(...GRADES), { maxLength: 2 }),
  review: fc.uniqueArray(fc.constantFrom(...REVIEW_STATES), { maxLength: 2 }),
  origins: orNone(fc.constantFrom('2', '2..', '..3')),
  actor: word,
  from: orNone(day),
  to: orNone(day),
  all: fc.boolean(),
  sort: fc.constantFrom(...(Object.keys(SORTS) as Sort[])),
});

describe('the filter and the address', () => {
  it('tell the same', () => {
    fc.assert(
      fc.property(filters, filter => {
        expect(filterOf(queryOf(filter))).toEqual(filter);
      }),
    );
  });
  it('leave out what narrows nothing', () => {
    expect(queryOf(NO_FILTER)).toBe('');
    expect(filterOf('')).toEqual(NO_FILTER);
    expect(queryOf({ ...NO_FILTER, country: ['SY', 'IQ'], sort: 'toll' })).toBe('?country=SY,IQ&sort=toll');
    expect(unsorted({ ...NO_FILTER, sort: 'toll' })).toBe('');
  });
  it('take no address apart that a person mistyped', () => {
    const typed =
      '?box=1,2,3&inside=1,2&province=Aleppo&killed=9..5&gap=x&side=actor&dated=week&source=press&disagree=a&precision=b&type=ASSAULT,NOPE&country=sy,IQ&from=2021-13-45&to=yesterday&all=yes&sort=__proto__&q=%00a%00&x=1';
    expect(filterOf(typed)).toEqual({ ...NO_FILTER, type: ['ASSAULT'], country: ['IQ'], q: 'a' });
    fc.assert(
      fc.property(fc.webQueryParameters(), search => {
        const filter = filterOf(search);
        expect(filterOf(queryOf(filter))).toEqual(filter);
      }),
    );
  });
});

describe('the chips of a filter', () => {
  it('each take one part off, and together all of them', () => {
    fc.assert(
      fc.property(filters, filter => {
        for (const { without } of chipsOf(filter)) expect(chipsOf(without)).toHaveLength(chipsOf(filter).length - 1);
        let left = filter;
        for (let chip = chipsOf(left)[0]; chip; chip = chipsOf(left)[0]) left = chip.without;
        expect(left).toEqual({ ...NO_FILTER, sort: filter.sort });
      }),
    );
  });
});
