import type { Level } from '../model/sensitivity.js';
import type { Narrow, Split, Unit } from './asked.js';
import type { Database } from './database.js';
import { whereOf } from './filter.js';
import { identityFor } from './identities.js';
import { dayOf, OPEN_END, OPEN_START } from './spot.js';

/** A number of events, and the sums of the lowest and the highest figures of their killed, where there are any. */
export type Point = { at: string; events: number; low: number; high: number };
/** `all`: of the whole series, also of events that are in none of its points. */
export type Series = { key: string; name: string; all: Omit<Point, 'at'>; points: Point[] };

const year = (day: string): string => `extract(year from date '1970-01-01' + ${day})::int`;
/** What an interval of days is one of, as a number that is ordered as time is; null where it is within none. */
const BIN: Record<Unit, string> = {
  year: `case when day_from > ${OPEN_START} and day_to < ${OPEN_END} and ${year('day_from')} = ${year('day_to')} then ${year('day_from')} end`,
  month: 'month',
  day: 'case when day_from = day_to then day_from end',
};
const NAME: Record<Unit, (bin: number) => string> = {
  year: bin => String(bin).padStart(4, '0'),
  month: bin => `${String(Math.floor(bin / 12)).padStart(4, '0')}-${String((bin % 12) + 1).padStart(2, '0')}`,
  day: dayOf,
};
/** Numbers of a spot's parties, each once. */
const PARTIES = `unnest(case when actors && targets then array(select unnest(actors) union select unnest(targets))
  else actors || targets end)`;
const MOST_ACTORS = 40;
const MOST_PLACES = 60;
export const MOST_SERIES = 12;

type Counted = [bin: number | null, events: number, low: number, high: number];
const sumOf = (points: readonly Counted[]): Omit<Point, 'at'> => {
  const sum = (part: 1 | 2 | 3): number => points.reduce((all, point) => all + point[part], 0);
  return { events: sum(1), low: sum(2), high: sum(3) };
};

export function countsOf(pool: Database) {
  return {
    /** How many events a filter lets through, and of how many no place can be drawn. */
    async count(narrow: Narrow, viewer: Level): Promise<{ total: number; nowhere: number }> {
      const { sql, once, values } = await whereOf(pool, narrow, viewer);
      const { rows } = await pool.query<{ total: number; nowhere: number }>(
        `select count(*) as total, count(*) filter (where place is null) as nowhere from spot where ${sql}${once}`,
        values,
      );
      return rows[0]!;
    },

    /** How many events there are of each type, country, province, source, grade, review state and party: of provinces and parties those with most. */
    async facets(narrow: Narrow, viewer: Level) {
      const { sql, once, values } = await whereOf(pool, narrow, viewer);
      type Counted = { facet: string; key: string; name: string | null; count: number };
      const each = (facet: string, column: string): string =>
        `select '${facet}' as facet, key, null as name, sum(n)::bigint as count from found join kind on no = kind, unnest(${column}) as key group by key`;
      const [kinds, provinces, actors] = await Promise.all([
        pool.query<Counted>(
          `with found as materialized (select kind, count(*) as n from spot where ${sql}${once} group by kind)
           ${[
             each('types', 'plover'),
             each('acled', 'acled'),
             each('countries', 'countries'),
             each('sources', 'sources'),
             each('disagree', 'disagree'),
             each('grades', 'array_remove(array[grade], null)'),
             each('reviews', 'array[review]'),
           ].join(' union all ')} order by 1, 4 desc, 2`,
          values,
        ),
        pool.query<Counted>(
          `select 'provinces' as facet, countries[1] || ':' || admin1 as key, admin1 as name, sum(n)::bigint as count
           from (select place, count(*) as n from spot where ${sql} and place is not null group by place) found
           join place on no = place where admin1 is not null and cardinality(countries) = 1
           group by countries[1], admin1 order by 4 desc, 2 limit ${MOST_PLACES}`,
          values,
        ),
        pool.query<Counted>(
          `select 'actors' as facet, key, min(name) as name, sum(n)::bigint as count
           from (select one, count(*) as n from (select ${PARTIES} as one from spot where ${sql}${once}) each group by one) found
           join party on no = one group by key order by 4 desc, 2 limit ${MOST_ACTORS}`,
          values,
        ),
      ]);
      const { identity } = await identityFor(pool, viewer);
      const called = actors.rows.map(row => ({ ...row, name: identity.nameOf(row.key) ?? row.name }));
      const rows = [...kinds.rows, ...provinces.rows, ...called];
      const of = (facet: string) =>
        rows.filter(row => row.facet === facet).map(({ key, name, count }) => ({ key, name: name ?? key, count }));
      return {
        ...{ types: of('types'), acled: of('acled'), countries: of('countries'), provinces: of('provinces') },
        ...{ actors: of('actors'), sources: of('sources'), disagree: of('disagree') },
        ...{ grades: of('grades'), reviews: of('reviews') },
      };
    },

    /**
     * Events and their killed over time, apart by what `by` says; of keys the twelve with most events. `loose`: events whose dates
     * lie within no one unit, or that have none; `others`: events of keys that are left out.
     */
    async series(narrow: Narrow, { by, unit }: { by: Split; unit: Unit }, viewer: Level) {
      const { sql, once, values } = await whereOf(pool, narrow, viewer);
      const seen = `${sql}${by === 'place' ? '' : once}`;
      const one = {
        deed: { from: 'join kind on kind.no = spot.kind', key: `coalesce(deed, '')`, name: `coalesce(deed, '')` },
        country: {
          ...{ from: 'join kind on kind.no = spot.kind cross join lateral unnest(countries) as country' },
          ...{ key: 'country', name: 'country' },
        },
        place: {
          from: 'join place on place.no = spot.place and admin1 is not null and cardinality(countries) = 1',
          ...{ key: `countries[1] || ':' || admin1`, name: 'admin1' },
        },
        actor: {
          from: `cross join lateral ${PARTIES} as part join party on party.no = part`,
          key: 'key',
          name: 'name',
        },
      }[by];
      let only = '';
      if (by === 'actor') {
        // Those with most first: a group for each party and month would be a hundred times as many.
        const { rows: most } = await pool.query<{ no: number }>(
          `with found as (select one, count(*) as n from (select ${PARTIES} as one from spot where ${seen}) each group by one)
           select no from party where key in (select key from found join party on no = one group by key
             order by sum(n) desc, key limit ${MOST_SERIES + 1})`,
          values,
        );
        values.push(most.map(({ no }) => no));
        const nos = `$${values.length}::int[]`;
        only = ` and (actors && ${nos} or targets && ${nos}) and party.no = any(${nos})`;
      }
      // What is apart is joined before it is grouped: few keys, and not a group for each of thousands of kinds.
      const { rows } = await pool.query<{ key: string; name: string; points: Counted[]; n: number }>(
        `with named as (
           select ${BIN[unit]} as bin, ${one.key} as key, min(${one.name}) as name, count(*) as events,
             coalesce(sum(killed_low), 0) as low, coalesce(sum(coalesce(killed_high, killed_low)), 0) as high
           from spot ${one.from} where ${seen}${only} group by 1, 2)
         select key, min(name) as name, sum(events)::bigint as n,
           json_agg(json_build_array(bin, events, low, high) order by bin) as points
         from named group by key order by 3 desc, 1 limit ${MOST_SERIES + 1}`,
        values,
      );
      const kept = rows.slice(0, MOST_SERIES);
      if (by === 'actor') {
        const { identity } = await identityFor(pool, viewer);
        for (const one of kept) one.name = identity.nameOf(one.key) ?? one.name;
      }
      return {
        ...{ by, unit, more: rows.length > MOST_SERIES },
        loose: kept.flatMap(({ points }) => points).reduce((sum, [bin, n]) => sum + (bin === null ? n : 0), 0),
        series: kept.map(
          ({ key, name, points }): Series => ({
            ...{ key, name, all: sumOf(points) },
            points: points.flatMap(([bin, events, low, high]) =>
              bin === null ? [] : [{ at: NAME[unit](bin), events, low, high }],
            ),
          }),
        ),
      };
    },
  };
}
