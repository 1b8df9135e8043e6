import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTOR_KINDS } from './actor.js';
import { ACLED, CAMEO } from './code.js';
import { CODEBOOK, type Field, type Values, variable } from './codebook.js';
import { DATE_PRECISIONS, DAY_PARTS } from './date.js';
import { type Box, PLACE_PRECISIONS } from './place.js';
import { FOLLOW_UP_KINDS, STANCES } from './reason.js';
import { ACTOR_RELATIONS, LINK_RELATIONS } from './tie.js';
import { TOLL_SIDES, TOLL_STATUSES } from './toll.js';
import { PLOVER, type PloverCategory } from './type.js';
import { fold } from './variable.js';
import { WEAPON_KINDS } from './weapon.js';

// Few letters, so that generated values often agree.
const name = fc.constantFrom('Harun', 'harun', 'the Harun', 'Mr. Kirby', 'Ḥarûn', '哈伦', '“Harun”');
const orNull = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const count = fc.integer({ min: 0, max: 3 });
const range = fc.tuple(orNull(count), orNull(count)).map(([a, b]) => {
  const [low, high] = a !== null && b !== null && a > b ? [b, a] : [a, b];
  return { low, high };
});
const actor = fc.record({
  name,
  id: orNull(fc.constantFrom('Q1', 'Q2')),
  kind: fc.constantFrom(...ACTOR_KINDS),
  mention: orNull(fc.constantFrom('m1', 'm2')),
});
const day = fc.constantFrom('2021-06-27', '2024-02-29');
const date: fc.Arbitrary<Values['date']> = fc
  .tuple(orNull(day), orNull(day), orNull(fc.constantFrom(...DAY_PARTS)), fc.constantFrom(...DATE_PRECISIONS))
  .map(([a, b, part, precision]) => {
    const [earliest, latest] = a !== null && b !== null && a > b ? [b, a] : [a, b];
    return { edtf: precision === 'unresolved' ? null : (earliest ?? 'XXXX-02'), earliest, latest, part, precision };
  });
const place: fc.Arbitrary<Values['place']> = fc
  .record({
    name,
    point: orNull(
      fc.tuple(fc.double({ min: -90, max: 90, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true })),
    ),
    countries: fc.constantFrom([], ['IQ'], ['IQ', 'SY']),
    admin1: orNull(name),
    precision: fc.constantFrom(...PLACE_PRECISIONS),
    area: fc.constantFrom(null, [1, 2, 3, 4] as Box),
    geonames: orNull(fc.constantFrom(1, 2)),
  })
  .map(({ point, ...rest }) => {
    const pin = ['point', 'town', 'district'].includes(rest.precision) ? point : null;
    return { ...rest, lat: pin?.[0] ?? null, lon: pin?.[1] ?? null };
  });
const toll: fc.Arbitrary<Values['fatalities']> = fc
  .record({
    status: fc.constantFrom(...TOLL_STATUSES),
    range,
    who: fc.record({ class: name, side: fc.constantFrom(...TOLL_SIDES) }),
    wording: orNull(fc.constantFrom('dozens', 'at least')),
    partOf: orNull(fc.constantFrom('c1', 'c2')),
    cumulative: fc.boolean(),
  })
  .map(({ range, ...rest }) => ({
    ...rest,
    ...(rest.status === 'reported' || rest.status === 'denied' ? range : { low: null, high: null }),
  }));
const type = fc
  .constantFrom(...(Object.keys(PLOVER) as PloverCategory[]))
  .chain(plover =>
    fc.record({ plover: fc.constant(plover), mode: fc.constantFrom<string | null>(null, ...PLOVER[plover]) }),
  );
const to = fc.constantFrom('m1', 'm2');

const VALUES: { [F in Field]: fc.Arbitrary<Values[F]> } = {
  type,
  ...{ actor, target: actor, authority: actor, place, date },
  weapon: fc.record({ name, kind: fc.constantFrom(...WEAPON_KINDS) }),
  ...{ fatalities: toll, injuries: toll, abductions: toll, displaced: toll },
  occurrences: range,
  ordinal: fc.record({ n: fc.integer({ min: 1, max: 3 }), of: fc.constantFrom('', 'strikes') }),
  purpose: fc.record({ text: name }),
  responsibility: fc.record({ who: actor, stance: fc.constantFrom(...STANCES) }),
  'follow-up': fc.record({ kind: fc.constantFrom(...FOLLOW_UP_KINDS), text: name }),
  link: fc.record({ relation: fc.constantFrom(...LINK_RELATIONS), to }),
  relation: fc.record({ relation: fc.constantFrom(...ACTOR_RELATIONS), to }),
  acled: fc.constantFrom(...Object.values(ACLED).flat()),
  cameo: fc.constantFrom(...CAMEO),
};

const date0 = { edtf: '2021-06-27', earliest: '2021-06-27', latest: '2021-06-27', part: null, precision: 'day' };

describe.each(CODEBOOK.map(({ field }) => field as Field))('%s', field => {
  const entry = variable(field)!;
  const values = VALUES[field] as fc.Arbitrary<unknown>;

  it('takes its values and shows each as a line and as flat columns', () => {
    fc.assert(
      fc.property(values, value => {
        expect(entry.valid(value)).toBeNull();
        expect(entry.format(value)).toMatch(/^[^\n]+$/);
        for (const cell of Object.values(entry.columns(value)))
          expect(cell === null || ['string', 'number', 'boolean'].includes(typeof cell)).toBe(true);
      }),
    );
  });

  it('agrees with itself and both ways', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        expect(entry.agree(a, structuredClone(a))).toBe(true);
        expect(entry.agree(a, b)).toBe(entry.agree(b, a));
      }),
    );
  });

  it('refuses what is no value of it, and never throws', () => {
    for (const value of [null, undefined, 3, '', [], {}, { value: 1 }])
      expect(entry.valid(value)).toEqual(expect.any(String));
    fc.assert(
      fc.property(fc.anything(), value => {
        expect(['string', 'object']).toContain(typeof entry.valid(value));
      }),
    );
  });

  it('refuses a value with a part missing, added or mistaken', () => {
    fc.assert(
      fc.property(values, fc.nat(), (value, at) => {
        if (typeof value !== 'object') return;
        const keys = Object.keys(value!);
        const key = keys[at % keys.length]!;
        const { [key]: _, ...rest } = value as Record<string, unknown>;
        expect(entry.valid(rest)).toBe(`lacks "${key}"`);
        expect(entry.valid({ ...value, extra: 1 })).toBe('has an unknown part "extra"');
        expect(entry.valid({ ...value, [key]: () => 1 })).not.toBeNull();
      }),
    );
  });
});

describe('the codebook', () => {
  it('has each field once and finds it by name', () => {
    expect(new Set(CODEBOOK.map(({ field }) => field)).size).toBe(CODEBOOK.length);
    expect(CODEBOOK.map(({ field }) => field).sort()).toEqual(Object.keys(VALUES).sort());
    expect(variable('fatalities')?.field).toBe('fatalities');
    expect(variable('toString')).toBeUndefined();
  });

  it('gives no two variables of an event the same column', () => {
    const seen = CODEBOOK.flatMap(({ field }) =>
      Object.keys(variable(field)!.columns(fc.sample(VALUES[field] as fc.Arbitrary<unknown>, 1)[0])),
    );
    expect(new Set(seen).size).toBe(seen.length);
  });

  it.each<[Field, unknown, string]>([
    ['type', { plover: 'ASSAULT', mode: 'riot' }, 'has no mode "riot" in ASSAULT'],
    ['place', { ...place0('province'), lat: 34, lon: 41 }, 'has a pin for a province'],
    ['place', { ...place0('border'), lat: 34, lon: 41 }, 'has a pin for a border'],
    ['place', { ...place0('town'), lat: 34 }, 'has half a point'],
    ['place', { ...place0('town'), lat: 91, lon: 0 }, 'has a bad "lat": 91'],
    ['place', { ...place0('town'), countries: ['IRQ'] }, 'has a bad "countries": ["IRQ"]'],
    ['fatalities', { ...toll0('none-reported'), low: 0 }, 'has a number though it is none-reported'],
    ['fatalities', { ...toll0('under-review'), high: 0 }, 'has a number though it is under-review'],
    ['fatalities', { ...toll0('reported'), low: 3, high: 2 }, 'has a low above its high'],
    ['fatalities', { ...toll0('reported'), low: -1 }, 'has a bad "low": -1'],
    ['injuries', { ...toll0('reported'), low: 1.5 }, 'has a bad "low": 1.5'],
    ['date', { ...date0, earliest: '2021-02-31' }, 'has a bad "earliest": "2021-02-31"'],
    ['date', { ...date0, earliest: '2021-06-28', latest: '2021-06-27' }, 'ends before it begins'],
    ['date', { ...date0, edtf: null }, 'is unresolved and resolved at once'],
    ['date', { ...date0, precision: 'unresolved' }, 'is unresolved and resolved at once'],
    ['occurrences', { low: 5, high: 2 }, 'has a low above its high'],
    ['ordinal', { n: 0, of: '' }, 'has a bad "n": 0'],
  ])('refuses %s %j', (field, value, fault) => expect(variable(field)!.valid(value)).toBe(fault));

  it('folds case, accents, punctuation and the article of a name', () => {
    expect(fold('The Ḥarûn’s  “P.K.K.”')).toBe('harun p k k');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });
});

function place0(precision: string) {
  const rest = { countries: ['SY'], admin1: null, area: null, geonames: null };
  return { name: 'x', lat: null as number | null, lon: null as number | null, precision, ...rest };
}
function toll0(status: string) {
  const who = { class: 'unspecified', side: 'unknown' };
  return { status, low: null, high: null, who, wording: null, partOf: null, cumulative: false };
}
