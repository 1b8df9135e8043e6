import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActorKind } from '../codebook/actor.js';
import type { PlacePrecision } from '../codebook/place.js';
import { judge, keysOf, matches, type Sketch } from './pair.js';
import type { Days, Party, Place, Range } from './sketch.js';

const on = (from: number, more: Partial<Days> = {}): Days => ({ from, to: from, part: null, implied: false, ...more });
const published = (day: number): Days => on(day - 2, { to: day, implied: true });
const town = (lat: number, lon: number, more: Partial<Place> = {}): Place => ({
  ...{ name: 'Harun', lat, lon, countries: ['SO'], admin1: 'Bay', precision: 'town' as PlacePrecision, geonames: null },
  ...more,
});
const province = (admin1: string, country = 'SO') =>
  town(0, 0, { name: admin1, lat: null, lon: null, admin1, countries: [country], precision: 'province' });
const someone = (name: string, kind: ActorKind, id: string | null = null): Party => ({
  ...{ id, name, kind },
  named: id !== null,
});
const REBELS = someone('dawn front', 'rebel group', 'x:dawn');
const ARMY = someone('harun army', 'state forces', 'x:army');
const MARKET = someone('fish market', 'facility');
const CHECKPOINT = someone('army checkpoint', 'facility');
const tolls = (fatalities: Range[], injuries: Range[] = []) => ({ fatalities, injuries, abductions: [] });
const BLAST = { plover: 'ASSAULT', mode: 'explosives' } as const;
const SHOOTING = { plover: 'ASSAULT', mode: 'firearms' } as const;

/** A blast at a market of Harun on day 100 that killed five. */
const sketch = (report: string, more: Partial<Sketch> = {}): Sketch => ({
  ...{ mention: `${report}-1`, report, violent: true, standing: 'actual', types: [BLAST], days: [on(100)] },
  ...{ places: [town(3.1, 43.6)], actors: [REBELS], targets: [MARKET], blamed: [], tolls: tolls([[5, 5]]) },
  ...{
    weapons: ['explosive'],
    series: false,
    published: null,
    words: [],
    names: { persons: [], propers: [] },
    story: [],
    lead: true,
    ages: [],
    hours: [],
    sentences: [],
  },
  ...more,
});
/** What comes of the blast in one report and of this in another. */
const against = (more: Partial<Sketch>, first: Partial<Sketch> = {}) =>
  judge(sketch('a', first), sketch('b', more))?.kind ?? null;

describe('two reports', () => {
  it('that tell of the same are of the same event, with the reason in words', () => {
    const verdict = judge(sketch('a'), sketch('b'))!;
    expect(verdict.kind).toBe('same');
    expect(verdict.reason).toBe(
      'the same type; the same day; the same place; the same actor; the same target; 5 killed; the same weapon',
    );
  });

  it('keep one event through a toll that rises, or is disputed', () => {
    expect(against({ tolls: tolls([[8, 8]]) })).toBe('same');
    expect(against({ tolls: tolls([[9, null]], [[20, 20]]) }, { tolls: tolls([[5, 5]], [[12, 12]]) })).toBe('same');
    expect(against({ tolls: tolls([[90, 90]]), actors: [] })).not.toBe('same');
  });

  it('of other days are of two events, however alike', () => {
    expect(against({ days: [on(103)] })).toBeNull();
    expect(against({ days: [on(101)] })).toBe('unsure');
    expect(against({ days: [on(100, { part: 'EV' })] }, { days: [on(100, { part: 'MO' })] })).toBe('unsure');
    // One night, told by its evening's day and by its morning's.
    expect(against({ days: [on(101, { part: 'MO' })] }, { days: [on(100, { part: 'NI' })] })).toBe('same');
    expect(against({ days: [on(100), on(300)] })).toBe('same');
  });

  it('without dates are of one event only where they came out together and something stands out', () => {
    const undated = (day: number, more: Partial<Sketch> = {}) =>
      against({ days: [published(day)], ...more }, { days: [published(100)] });
    expect(undated(101)).toBe('same');
    expect(undated(101, { tolls: tolls([[2, 2]]) })).toBe('unsure');
    expect(undated(110)).toBeNull();
    expect(against({ days: [published(101)] })).toBe('same');
    expect(against({ days: [published(99)] })).toBeNull();
    expect(against({ days: [] })).toBeNull();
  });

  it('of other acts or other targets are of two', () => {
    expect(against({ types: [SHOOTING], targets: [CHECKPOINT] })).toBeNull();
    expect(against({ types: [{ plover: 'COERCE', mode: 'arrest' }] })).toBeNull();
    expect(against({ targets: [CHECKPOINT] })).not.toBe('same');
    expect(against({ types: [{ plover: 'ASSAULT', mode: 'suicide-attack' }] })).toBe('same');
    expect(against({ types: [{ plover: 'ASSAULT', mode: null }], targets: [someone('market', 'facility')] })).toBe(
      'same',
    );
  });

  it('of one sentence each are not known by their story: one raid is told much like the next', () => {
    const story = (count: number) =>
      Array.from({ length: count }, (_, at) => [`word${at}`, Math.round(1e4 / Math.sqrt(count)) / 1e4] as const);
    const next = { days: [on(101)], places: [town(3.9, 43.6, { name: 'Maro', admin1: 'Gedo' })] };
    expect(against({ ...next, story: story(12) }, { story: story(12) })).not.toBe('same');
    expect(against({ ...next, story: story(40) }, { story: story(40) })).toBe('same');
  });

  it('on a strike and the strike that answers it are of two', () => {
    const strike = { actors: [REBELS], targets: [ARMY] };
    expect(against({ actors: [ARMY], targets: [REBELS] }, strike)).toBeNull();
    expect(against({ actors: [], targets: [REBELS] }, strike)).toBeNull();
    const unnamed = { actors: [someone('soldiers', 'state forces')], targets: [someone('fighters', 'rebel group')] };
    expect(against({ actors: unnamed.targets, targets: unnamed.actors }, unnamed)).toBeNull();
    expect(against(strike, strike)).toBe('same');
  });

  it('do not join what is planned or denied, or no violence, with what happened', () => {
    expect(against({ standing: 'planned' })).toBeNull();
    expect(against({ standing: 'denied' })).toBeNull();
    expect(against({ standing: 'denied' }, { standing: 'denied' })).toBe('same');
    expect(against({ violent: false })).toBeNull();
  });

  it('may name the same place more and less closely, never two countries or two towns', () => {
    expect(against({ places: [province('Bay')] })).toBe('same');
    expect(against({ places: [province('Gedo')] })).toBeNull();
    expect(against({ places: [province('Bay', 'KE')] })).toBeNull();
    expect(against({ places: [town(3.1, 43.6, { countries: ['ET'] })] })).toBeNull();
    expect(against({ places: [town(3.2, 43.6, { name: 'Maro' })] })).toBe('same');
    expect(against({ places: [town(3.6, 43.6, { name: 'Maro' })] })).toBeNull();
    // The country beside a town decides nothing.
    const country = town(0, 0, { name: 'Somalia', lat: null, lon: null, admin1: null, precision: 'country' });
    expect(against({ places: [town(9, 45, { name: 'Maro' }), country] })).toBeNull();
    expect(against({ places: [country] })).toBe('same');
    expect(against({ places: [country], actors: [] })).not.toBe('same');
    expect(against({ places: [] })).toBe('same');
  });

  it('keep a row of acts and a single one apart, but may suggest them', () => {
    expect(against({ series: true })).toBe('unsure');
    expect(against({ series: true }, { series: true })).toBe('same');
  });

  it('with nothing to tie them down match nothing', () => {
    const loose = { places: [], actors: [], targets: [], days: [published(100)], sentences: ['s'] };
    expect(keysOf(sketch('a', loose))).toEqual([]);
    expect(against(loose, loose)).toBeNull();
    expect(judge(sketch('a'), { ...sketch('a'), mention: 'a-2' })).toBeNull();
  });

  it('share an event without a place where one copies the sentence of the other', () => {
    const shot: Partial<Sketch> = {
      ...{ types: [SHOOTING], days: [on(31, { to: 58 })], places: [], weapons: [], targets: [] },
      ...{
        actors: [someone('gunmen', 'unknown')],
        tolls: tolls([], [[1, 1]]),
        words: ['corporal', 'february', 'gunmen', 'passing', 'wounding'],
      },
    };
    expect(against({ ...shot, sentences: ['s'] }, { ...shot, sentences: ['s'] })).toBe('same');
    expect(against({ ...shot, sentences: ['s'] }, { ...shot, sentences: ['t'] })).toBeNull();
    expect(
      against({ ...shot, sentences: ['s'], days: [on(90, { to: 120 })] }, { ...shot, sentences: ['s'] }),
    ).toBeNull();
  });
});

describe('the events of two reports', () => {
  const market = (report: string, n: number, more: Partial<Sketch> = {}) =>
    sketch(report, { mention: `${report}-${n}`, ...more });

  it('are paired one to one, the best first', () => {
    const judged = matches(
      [market('a', 1, { tolls: tolls([]) }), market('a', 2)],
      [market('b', 1), market('b', 2, { types: [SHOOTING] })],
    );
    expect(judged.map(({ left, right, kind }) => [left, right, kind])).toEqual([['a-2', 'b-1', 'same']]);
  });

  it('are not guessed at where two fit equally well', () => {
    const [judged, ...more] = matches([market('a', 1), market('a', 2)], [market('b', 1)]);
    expect([judged?.kind, more]).toEqual(['unsure', []]);
    const two = [market('b', 1, { days: [on(100)] }), market('b', 2, { days: [on(110)] })];
    const four = matches([market('a', 1, { days: [on(110)] }), market('a', 2, { days: [on(100)] })], two);
    expect(four.map(({ left, right, kind }) => `${left} ${right} ${kind}`)).toEqual(['a-1 b-2 same', 'a-2 b-1 same']);
  });
});

const NAMES = ['dawn front', 'harun army', 'gunmen', 'traders', 'soldiers', 'fish market', 'army checkpoint'];
const party = fc
  .record({
    name: fc.constantFrom(...NAMES),
    kind: fc.constantFrom<ActorKind[]>('state forces', 'rebel group', 'civilians', 'unknown', 'facility'),
    known: fc.boolean(),
  })
  .map(({ name, kind, known }) => someone(name, kind, known ? `x:${name}` : null));
const range = fc.integer({ min: 0, max: 30 }).map((low): Range => [low, low]);
/** Events crowded into one corner of time and space, at any latitude and across the date line. */
const crowd = (lat: number, lon: number) =>
  fc
    .record({
      mention: fc.integer({ min: 1, max: 4 }),
      report: fc.constantFrom('a', 'b', 'c'),
      types: fc.subarray([BLAST, SHOOTING, { plover: 'ASSAULT', mode: null } as const], { minLength: 1 }),
      days: fc.array(
        fc
          .record({
            from: fc.integer({ min: 94, max: 106 }),
            length: fc.constantFrom(0, 0, 0, 1, 6, 30, 200),
            implied: fc.boolean(),
          })
          .map(({ from, length, implied }) => on(from, { to: from + length, implied })),
        { minLength: 1, maxLength: 3 },
      ),
      places: fc.array(
        fc.oneof(
          fc
            .tuple(fc.double({ min: -0.3, max: 0.3, noNaN: true }), fc.double({ min: -0.6, max: 0.6, noNaN: true }))
            .map(([north, east]) => town(lat + north, ((lon + east + 540) % 360) - 180, { name: `${north}` })),
          fc.constantFrom(
            province('Bay'),
            town(0, 0, { lat: null, lon: null, geonames: 7 }),
            town(0, 0, { lat: null, lon: null }),
          ),
        ),
        { maxLength: 4 },
      ),
      actors: fc.array(party, { maxLength: 3 }),
      targets: fc.array(party, { maxLength: 3 }),
      fatalities: fc.array(range, { maxLength: 2 }),
      series: fc.boolean(),
      words: fc.subarray(['barracks', 'evacuated', 'neighbourhood', 'ambulances', 'gateway']),
      sentences: fc.subarray(['s', 't']),
      names: fc.record({
        persons: fc.subarray(['ana', 'ben', 'eva']),
        propers: fc.subarray(['ana', 'ben', 'eva', 'lake']),
      }),
    })
    .map(({ mention, fatalities, ...more }) =>
      sketch(more.report, { ...more, mention: `${more.report}-${mention}`, tolls: tolls(fatalities) }),
    );
const corner = fc.tuple(fc.integer({ min: -70, max: 70 }), fc.constantFrom(0, 43.6, 179.9, -179.8));
const two = corner.chain(([lat, lon]) => fc.tuple(crowd(lat, lon), crowd(lat, lon)));

describe('any two events', () => {
  it('are judged alike from both sides, and share a key where they are the same', () => {
    let same = 0;
    fc.assert(
      fc.property(two, ([a, b]) => {
        const verdict = judge(a, b);
        expect(judge(b, a)).toEqual(verdict);
        expect(judge(JSON.parse(JSON.stringify(a)), b)).toEqual(verdict);
        expect(keysOf(a).length).toBeLessThanOrEqual(100);
        if (verdict?.kind !== 'same') return;
        same++;
        expect(keysOf(a).filter(key => keysOf(b).includes(key))).not.toEqual([]);
      }),
      { numRuns: 3000, seed: 14 },
    );
    expect(same).toBeGreaterThan(50);
  });

  it('share a key that are near in time, place and act', () => {
    const turned = (lon: number) => ((lon + 540) % 360) - 180;
    fc.assert(
      fc.property(
        corner,
        fc.tuple(fc.double({ min: 0, max: 39.9, noNaN: true }), fc.double({ min: 0, max: 2 * Math.PI, noNaN: true })),
        fc.tuple(fc.integer(), fc.integer({ min: -1, max: 1 })),
        ([lat, lon], [far, angle], [day, late]) => {
          // Along a great circle, in degrees: flat enough over 40 km.
          const north = (far / 111.2) * Math.cos(angle);
          const east = ((far / 111.2) * Math.sin(angle)) / Math.cos((lat * Math.PI) / 180);
          const a = sketch('a', { days: [on(day)], places: [town(lat, lon)], actors: [] });
          const place = town(lat + north, turned(lon + east), { name: 'Maro', admin1: null });
          const keys = new Set(keysOf({ ...a, report: 'b', days: [on(day + late)], places: [place] }));
          expect(keysOf(a).some(key => keys.has(key))).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('of two reports come to the same judgements whichever is left and in whatever order', () => {
    const worlds = corner.chain(([lat, lon]) => fc.array(crowd(lat, lon), { maxLength: 10 }));
    fc.assert(
      fc.property(worlds, all => {
        const of = (report: string) => [
          ...new Map(all.filter(one => one.report === report).map(one => [one.mention, one])).values(),
        ];
        const [left, right] = [of('a'), of('b')];
        const judged = matches(left, right);
        expect(matches(right.toReversed(), left.toReversed())).toEqual(judged);
        const ends = judged.flatMap(one => [one.left, one.right]);
        expect(new Set(ends).size).toBe(ends.length);
      }),
      { numRuns: 500 },
    );
  });
});
