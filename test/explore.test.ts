import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportOf } from '../src/ingest/lines.js';
import { tollRange } from '../src/model/policy.js';
import { type Review, review } from '../src/pipeline/review.js';
import { codeWaiting, foldAll } from '../src/pipeline/work.js';
import type { Narrow } from '../src/store/asked.js';
import { mercator, quadOf, WORLD } from '../src/store/spot.js';
import { openStore, type Store } from '../src/store/store.js';
import { loadTools } from '../src/tables.js';
import { DATABASES, emptyDatabases } from './database.js';

// What lists, counts, series and tiles let through, asked of one database and held against the rows themselves.

const NOW = '2024-03-01T10:00:00.000Z';
const told = (id: string, published: string, text: string, outlet = 'Radio Bay') =>
  reportOf({ id, published, text, outlet, title: `Report ${id}` });
const REPORTS = [
  told('a1', '2023-03-06', 'Gunmen attacked a market in Baidoa, Somalia, on Sunday, killing 12 people, police said.'),
  told(
    'a2',
    '2023-03-07',
    'At least 25 people were killed when gunmen attacked a market in Baidoa, Somalia, on Sunday, a hospital official said.',
    'Coast Wire',
  ),
  told('b1', '2023-04-02', 'Rebels shelled Aleppo, Syria, on 1 April 2023. Three civilians were killed.'),
  told('b2', '2023-05-11', 'Soldiers ambushed rebels in Aleppo province, Syria, in May 2023, residents said.'),
  told(
    'c1',
    '2022-11-20',
    'A suicide bomber killed seven soldiers at a checkpoint in Mosul, Iraq, on 19 November 2022.',
  ),
  told(
    'c2',
    '2022-12-05',
    'Militants kidnapped two farmers near Kirkuk, Iraq, on 3 December 2022. No one was killed, officials said.',
  ),
  told('e1', '2023-02-02', 'Police arrested 14 people in Raqqa, Syria, on 1 February 2023.'),
  told('e2', '2024-01-16', 'An air strike killed five people in Kobani, Syria, on 15 January 2024, the army said.'),
  told('d1', '2021-08-09', 'Gunmen killed four people in Nigeria on 8 August 2021.'),
];
const SECRET = told('s1', '2023-06-02', 'Rebels bombed a bridge in Homs, Syria, on 1 June 2023, killing nine people.');
const PAGE = { sort: 'date', limit: 200 } as const;

for (const { name, skip, server } of DATABASES) {
  describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
    const empty = emptyDatabases(server);
    let store: Store;
    let pool: pg.Pool;
    beforeAll(async () => {
      const url = await empty();
      store = await openStore(url);
      pool = new pg.Pool({ connectionString: url, options: '-c search_path=attest' });
      const filed = (report: (typeof REPORTS)[number], level: 'public' | 'secret') => ({
        report,
        snapshot: null,
        level,
        added: NOW,
      });
      await store.file([...REPORTS.map(report => filed(report, 'public')), filed(SECRET, 'secret')]);
      await codeWaiting(store, await loadTools('rules'), { now: () => NOW });
      // One event that somebody has looked through, one of which they said something.
      const say = (said: Review) => review(store, said, { by: 'person:Ana', at: NOW, reason: null });
      const [market, aleppo] = await Promise.all(
        ['market', 'shelled'].map(async q => {
          const [row] = (await store.reads.events({ q }, PAGE, 'secret')).events;
          const page = await store.reads.event(row!.id, 'secret');
          return page && 'claims' in page ? page.claims : [];
        }),
      );
      for (const { id } of market!) await say({ kind: 'accept', claim: id });
      await say({ kind: 'accept', claim: aleppo![0]!.id });
    }, 120_000);
    afterAll(async () => {
      await pool.end();
      await store.close();
    });

    type Row = Awaited<ReturnType<Store['reads']['events']>>['events'][number];
    const rowsOf = async (narrow: Narrow, level: 'public' | 'secret' = 'secret'): Promise<Row[]> =>
      (await store.reads.events(narrow, PAGE, level)).events;
    const placeOf = (row: Row, keep: (place: Row['places'][number]) => boolean): boolean => row.places.some(keep);
    const inside = (place: Row['places'][number], [w, s, e, n]: readonly [number, number, number, number]): boolean => {
      const [west, south, east, north] =
        place.lat !== null ? [place.lon!, place.lat, place.lon!, place.lat] : (place.area ?? [-999, 0, 0, 0]);
      return west >= w && east <= e && south >= s && north <= n;
    };
    const SYRIA = [35, 32, 43, 38] as const;

    /** Each filter, and what of a row says the same. `some`: there is something that it lets through, and something that it does not. */
    const CASES: [string, Narrow, (row: Row) => boolean][] = [
      ['type', { type: ['COERCE'] }, row => row.type?.plover === 'COERCE'],
      ['ACLED type', { acled: ['Suicide bomb'] }, row => row.type?.acled === 'Suicide bomb'],
      ['country', { country: ['SY'] }, row => placeOf(row, ({ countries }) => countries.includes('SY'))],
      [
        'province',
        { province: [{ country: 'SY', name: 'Aleppo' }] },
        row =>
          placeOf(
            row,
            ({ admin1, name, precision }) => admin1 === 'Aleppo' || (precision === 'province' && name === 'Aleppo'),
          ),
      ],
      [
        'precision of the place',
        { precision: ['country'] },
        row => placeOf(row, ({ precision }) => precision === 'country'),
      ],
      ['box', { box: SYRIA }, row => placeOf(row, place => inside(place, SYRIA))],
      [
        'drawn area',
        {
          inside: [
            [35, 32],
            [43, 32],
            [43, 38],
            [35, 38],
          ],
        },
        row => placeOf(row, place => inside(place, SYRIA)),
      ],
      [
        'box across the antimeridian',
        { box: [40, -10, -10, 45] },
        row => placeOf(row, place => inside(place, [40, -10, 180, 45])),
      ],
      [
        'days',
        { from: '2023-01-01', to: '2023-04-30' },
        row => (row.date?.latest ?? '') >= '2023-01-01' && (row.date?.earliest ?? '9999') <= '2023-04-30',
      ],
      [
        'known to the day',
        { dated: 'day' },
        row => row.date !== null && row.date.earliest !== null && row.date.earliest === row.date.latest,
      ],
      [
        'five or more killed',
        { killed: { least: 5, most: null } },
        row => row.fatalities?.status === 'reported' && (row.fatalities.high ?? Number.POSITIVE_INFINITY) >= 5,
      ],
      [
        'up to seven killed',
        { killed: { least: null, most: 7 } },
        row =>
          row.fatalities?.status === 'reported' &&
          (row.fatalities.low ?? 0) <= 7 &&
          (row.fatalities.low ?? row.fatalities.high) !== null,
      ],
      ['figures that differ by more than 5', { gap: 5 }, row => row.disagree.includes('fatalities')],
      ['disagreement', { disagree: ['fatalities'] }, row => row.disagree.includes('fatalities')],
      ['looked through', { review: ['reviewed'] }, row => /market/.test(row.words.text)],
      ['begun or disputed', { review: ['partly', 'disputed'] }, row => /shelled/.test(row.words.text)],
      ['not looked at', { review: ['waiting'] }, row => !/shelled|market/.test(row.words.text)],
      ['grade', { grade: ['weak'] }, row => row.grade?.grade === 'weak'],
      ['words', { q: 'market' }, row => /market/i.test(row.words.text)],
      [
        'together',
        { country: ['SY'], killed: { least: 3, most: 3 }, from: '2023-01-01' },
        row => placeOf(row, ({ countries }) => countries.includes('SY')) && row.fatalities?.low === 3,
      ],
    ];
    test.each(CASES)('%s: list, count and series agree with the rows', async (_, narrow, keep) => {
      const all = await rowsOf({ all: '1' });
      const expected = all
        .filter(keep)
        .map(({ id }) => id)
        .sort();
      expect(expected.length).toBeGreaterThan(0);
      expect(expected.length).toBeLessThan(all.length);
      const asked = { all: '1', ...narrow } as const;
      expect((await rowsOf(asked)).map(({ id }) => id).sort()).toEqual(expected);
      expect((await store.reads.count(asked, 'secret')).total).toBe(expected.length);
      const { series } = await store.reads.series(asked, { by: 'deed', unit: 'year' }, 'secret');
      expect(series.reduce((sum, { all: { events } }) => sum + events, 0)).toBe(expected.length);
      // A page after the other comes to the same.
      const paged: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await store.reads.events(asked, { sort: 'reports', limit: 1, cursor }, 'secret');
        paged.push(...page.events.map(({ id }) => id));
        if (page.next === null) break;
        cursor = page.next;
      }
      expect(paged.sort()).toEqual(expected);
    });

    test('a party on one side of an event is not one on the other', async () => {
      const all = await rowsOf({ all: '1' });
      const { actors } = await store.reads.facets({ all: '1' }, 'secret');
      expect(actors.length).toBeGreaterThan(0);
      for (const { key, count } of actors) {
        const as = async (side: 'actor' | 'target') =>
          (await rowsOf({ all: '1', actor: key, side })).map(({ id }) => id);
        const [does, bears] = [await as('actor'), await as('target')];
        expect(new Set([...does, ...bears]).size).toBe(count);
        for (const id of does) expect(all.find(row => row.id === id)!.actors.length).toBeGreaterThan(0);
        for (const id of bears) expect(all.find(row => row.id === id)!.targets.length).toBeGreaterThan(0);
      }
      const both = actors.filter(({ key }) => /rebel/i.test(key));
      expect(both.length).toBeGreaterThan(0);
    });

    test('a source is told by what it is', async () => {
      const { sources } = await store.reads.facets({ all: '1' }, 'secret');
      for (const { key, count } of sources)
        expect((await rowsOf({ all: '1', source: [key as 'official'] })).length, key).toBe(count);
      expect(sources.map(({ key }) => key)).toEqual(expect.arrayContaining(['outlet', 'official']));
    });

    test('parties are counted as their events come and go', async () => {
      const counted = async (level: 'public' | 'secret') => {
        const { rows } = await pool.query<{ key: string; actor: number; target: number }>(
          `select key, count(*) filter (where no = any(actors))::int as actor, count(*) filter (where no = any(targets))::int as target
           from spot join party on no = any(actors || targets) where n = 0 and violent and lo <= $1 and hi >= $1 group by key`,
          [level === 'public' ? 0 : 2],
        );
        expect(rows.length).toBeGreaterThan(3);
        const held = (await store.reads.actors('', 200, level)).map(({ name: _, ...rest }) => rest);
        const inOrder = (list: typeof rows) => [...list].sort((a, b) => (a.key < b.key ? -1 : 1));
        expect(inOrder(held)).toEqual(inOrder(rows));
        return held;
      };
      const [open, all] = [await counted('public'), await counted('secret')];
      const [row] = await rowsOf({ q: 'market' });
      const say = (said: Review) => review(store, said, { by: 'person:Ana', at: NOW, reason: null });
      const { judgements } = await say({ kind: 'reject', event: row!.id, field: 'actor' });
      expect(await counted('secret')).not.toEqual(all);
      await say({ kind: 'undo', judgement: judgements[0]!.id });
      expect(await counted('secret')).toEqual(all);
      await store.unfold();
      await foldAll(store);
      expect(await counted('public')).toEqual(open);
      expect(await counted('secret')).toEqual(all);
      expect(await store.reads.actors('nobody of that name', 200, 'secret')).toEqual([]);
    });

    test('origins are those that are surely independent', async () => {
      const all = await rowsOf({ all: '1' });
      for (const least of [0, 1, 2, 3]) {
        const expected = all.filter(({ origins }) => origins.low >= least).length;
        expect((await rowsOf({ all: '1', origins: { least, most: null } })).length, String(least)).toBe(expected);
        const others = await store.reads.count({ all: '1', origins: { least: null, most: least - 1 } }, 'secret');
        expect(others.total).toBe(all.length - expected);
      }
    });

    test('every facet counts what its filter lets through', async () => {
      const facets = await store.reads.facets({ all: '1' }, 'secret');
      const count = async (narrow: Narrow) => (await store.reads.count({ all: '1', ...narrow }, 'secret')).total;
      for (const { key, count: n } of facets.types) expect(await count({ type: [key] })).toBe(n);
      for (const { key, count: n } of facets.acled) expect(await count({ acled: [key] })).toBe(n);
      for (const { key, count: n } of facets.countries) expect(await count({ country: [key] })).toBe(n);
      for (const { key, count: n } of facets.disagree) expect(await count({ disagree: [key] })).toBe(n);
      for (const { key, count: n } of facets.grades) expect(await count({ grade: [key] })).toBe(n);
      for (const { key, count: n } of facets.reviews) expect(await count({ review: [key as 'waiting'] })).toBe(n);
      expect(Object.fromEntries(facets.reviews.map(({ key, count }) => [key, count]))).toMatchObject({
        ...{ partly: 1, reviewed: 1 },
      });
      for (const { key, count: n } of facets.provinces)
        expect(await count({ province: [{ country: key.slice(0, 2), name: key.slice(3) }] }), key).toBe(n);
    });

    test('series are apart by what is asked, and in steps of it', async () => {
      const by = async (by: 'country' | 'place' | 'actor', unit: 'year' | 'month' | 'day') =>
        store.reads.series({ all: '1' }, { by, unit }, 'secret');
      const years = await by('country', 'year');
      const somalia = years.series.find(({ key }) => key === 'SO')!;
      expect(somalia.points).toEqual([expect.objectContaining({ at: '2023' })]);
      const days = await by('country', 'day');
      expect(days.series.find(({ key }) => key === 'SO')!.points[0]!.at).toBe('2023-03-05');
      const months = await by('place', 'month');
      expect(months.series.flatMap(({ points }) => points.map(({ at }) => at))).toContain('2022-11');
      expect((await by('actor', 'month')).series.length).toBeGreaterThan(0);
      // An event of a month is in no day.
      const inMay = await store.reads.series(
        { all: '1', from: '2023-05-01', to: '2023-05-31' },
        { by: 'deed', unit: 'day' },
        'secret',
      );
      expect(inMay.loose).toBeGreaterThan(0);
      expect(inMay.series.flatMap(({ points }) => points)).toEqual([]);
    });

    const decoded = (bytes: Uint8Array) => {
      const layer = new VectorTile(new PbfReader(bytes)).layers.spots;
      return Array.from({ length: layer?.length ?? 0 }, (_, at) => layer!.feature(at));
    };
    const tile = async (narrow: Narrow, z: number, x: number, y: number, level: 'public' | 'secret' = 'secret') =>
      decoded(await store.reads.tile(narrow, { z, x, y }, level));

    test('tiles hold each point once, where it is, and no wider place', async () => {
      const rows = (await rowsOf({ all: '1' })).flatMap(row => row.places.map(place => ({ row, place })));
      const points = rows.filter(({ place }) => place.lat !== null);
      expect(points.length).toBeGreaterThan(3);
      expect(points.length).toBeLessThan(rows.length);
      const sum = (features: { properties: Record<string, unknown> }[]): number =>
        features.reduce((all, { properties }) => all + Number(properties.n), 0);
      for (const z of [0, 1, 2, 9]) {
        const tiles = new Map(
          points.map(({ place }) => {
            const { x, y } = mercator(place.lat!, place.lon!);
            const [column, row] = [x, y].map(part => Math.floor((part / WORLD) * 2 ** z)) as [number, number];
            return [`${column} ${row}`, [column, row] as const];
          }),
        );
        let n = 0;
        for (const [x, y] of tiles.values()) {
          const features = await tile({ all: '1' }, z, x, y);
          n += sum(features);
          for (const feature of features) {
            const [lon, lat] = (feature.toGeoJSON(x, y, z).geometry as { coordinates: [number, number] }).coordinates;
            if (feature.properties.name === undefined) continue;
            const near = points.find(({ place }) => place.name === feature.properties.name)!;
            expect(Math.abs(near.place.lon! - lon)).toBeLessThan(0.1);
            expect(Math.abs(near.place.lat! - lat)).toBeLessThan(0.1);
            expect(feature.properties.precision).toBe(near.place.precision);
          }
        }
        const { rows: counted } = await pool.query(
          'select count(*)::int as n from spot where hi = 2 and quad is not null',
        );
        expect([z, n]).toEqual([z, counted[0].n]);
        expect(n).toBe(points.length);
      }
      const [lone] = await tile({ all: '1', acled: ['Suicide bomb'] }, 9, ...tileAt(36.34, 43.13, 9));
      expect(lone?.properties).toMatchObject({ n: 1, toll: 7, name: 'Mosul', precision: 'town' });
      expect(lone?.properties.event).toBe((await rowsOf({ acled: ['Suicide bomb'] }))[0]!.id);
      expect(lone?.properties.reach).toBeGreaterThan(0);
    });

    test('a tile has what the filter lets through, and an empty one is no fault', async () => {
      const whole = await tile({ all: '1' }, 0, 0, 0);
      const iraq = await tile({ all: '1', country: ['IQ'] }, 0, 0, 0);
      expect(iraq.length).toBeLessThan(whole.length);
      expect(await tile({ all: '1' }, 8, 0, 0)).toEqual([]);
      const { wide, nowhere } = await store.reads.map({ all: '1' }, 'secret');
      expect(wide.map(({ place }) => place.precision)).toEqual(expect.arrayContaining(['country', 'province']));
      for (const { place } of wide) expect(place.lat).toBeNull();
      expect((await store.reads.count({ all: '1' }, 'secret')).nowhere).toBe(nowhere);
    });

    test('what is secret is in no list, count, facet, series, map or tile of the public', async () => {
      const [open, shut] = [await store.reads.count({}, 'public'), await store.reads.count({}, 'secret')];
      expect(shut.total).toBe(open.total + 1);
      const homs = tileAt(34.73, 36.71, 9);
      expect(await tile({}, 9, ...homs, 'secret')).toHaveLength(1);
      expect(await tile({}, 9, ...homs, 'public')).toHaveLength(0);
      expect((await rowsOf({ province: [{ country: 'SY', name: 'Homs' }] }, 'secret')).length).toBe(1);
      expect(await rowsOf({ province: [{ country: 'SY', name: 'Homs' }] }, 'public')).toEqual([]);
      const all = JSON.stringify([
        await store.reads.facets({ all: '1' }, 'public'),
        await store.reads.series({ all: '1' }, { by: 'place', unit: 'day' }, 'public'),
        await store.reads.map({ all: '1' }, 'public'),
      ]);
      expect(all).not.toContain('Homs');
      expect(all).not.toContain('2023-06-01');
    });

    test('a policy of the toll and the filter of it are of one mind', async () => {
      for (const { id, fatalities } of await rowsOf({ gap: 5 })) {
        const page = await store.reads.event(id, 'secret');
        if (!page || 'moved' in page) throw new Error('no page');
        const values = page.fields.find(({ field }) => field === 'fatalities')!.values;
        expect(tollRange(values as never)).toMatchObject({ low: fatalities!.low, high: fatalities!.high });
      }
    });

    test('an erased report leaves neither spot, place nor party behind', async () => {
      const before = await pool.query("select count(*)::int as n from place where body->>'name' = 'Homs'");
      expect(before.rows[0].n).toBe(1);
      await store.eraseReports(['s1'], NOW, null);
      const { rows } = await pool.query(
        "select (select count(*)::int from place where body->>'name' = 'Homs') as places, (select count(*)::int from spot left join event on id = event and event.lo = spot.lo where id is null) as spots",
      );
      expect(rows[0]).toEqual({ places: 0, spots: 0 });
    });
  });
}

function tileAt(lat: number, lon: number, z: number): [number, number] {
  const { x, y } = mercator(lat, lon);
  return [Math.floor((x / WORLD) * 2 ** z), Math.floor((y / WORLD) * 2 ** z)];
}

test('a quadkey begins as that of every tile around it', () => {
  const { x, y } = mercator(34.73, 36.71);
  const whole = quadOf(x >> 9, y >> 9, 15);
  for (let z = 0; z <= 10; z++) expect(Math.floor(whole / 4 ** (15 - z))).toBe(quadOf(x >> (24 - z), y >> (24 - z), z));
});
