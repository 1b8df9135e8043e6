import { fold } from '../codebook/variable.js';
import type { Level } from '../model/sensitivity.js';
import type { Narrow } from './asked.js';
import type { Database } from './database.js';
import { identityFor } from './identities.js';
import { rankOf } from './ledger.js';
import { searchable } from './row.js';
import { dayNumber } from './spot.js';

/** A condition on `spot`, with its parameters. `once`: what makes an event count once, by the first of its spots that it holds of. */
export type Where = { sql: string; once: string; values: unknown[] };

const DAYS = { day: 1, month: 31, year: 366 } as const;

/** The one place where a filter becomes SQL. */
export async function whereOf(pool: Database, narrow: Narrow, viewer: Level): Promise<Where> {
  const values: unknown[] = [rankOf(viewer)];
  const of = (value: unknown): string => {
    values.push(value);
    return `$${values.length}`;
  };
  const parts = ['spot.lo <= $1', 'spot.hi >= $1'];
  if (!narrow.all) parts.push('spot.violent');

  const kinds = await kindsOf(pool, narrow);
  // As a list of numbers and not as a question within: so the planner knows how many rows it holds of.
  if (kinds) parts.push(`spot.kind = any(${of(kinds)}::int[])`);
  if (narrow.actor) {
    const { identity } = await identityFor(pool, viewer);
    const keys = [...new Set([narrow.actor, fold(narrow.actor)].map(identity.leads))];
    const { rows } = await pool.query<{ no: number }>('select no from party where key = any($1)', [keys]);
    const nos = of(rows.map(({ no }) => no));
    const sides = narrow.side ? [`${narrow.side}s`] : ['actors', 'targets'];
    parts.push(`(${sides.map(side => `spot.${side} && ${nos}::int[]`).join(' or ')})`);
  }
  if (narrow.from || narrow.to) {
    const [from, to] = [narrow.from, narrow.to].map(day => of(day ? dayNumber(day) : null));
    parts.push(
      `spot.day_from is not null and int4range(spot.day_from, spot.day_to, '[]') && int4range(${from}, ${to}, '[]')`,
    );
  }
  if (narrow.dated)
    parts.push(
      narrow.dated === 'none' ? 'spot.day_from is null' : `spot.day_to - spot.day_from < ${DAYS[narrow.dated]}`,
    );
  const { killed, origins, gap } = narrow;
  // A figure of which one end is open reaches as far as it may.
  if (killed) parts.push('(spot.killed_low is not null or spot.killed_high is not null)');
  if (killed?.least != null) parts.push(`(spot.killed_high is null or spot.killed_high >= ${of(killed.least)})`);
  if (killed?.most != null) parts.push(`coalesce(spot.killed_low, 0) <= ${of(killed.most)}`);
  if (origins?.least != null) parts.push(`spot.origins >= ${of(origins.least)}`);
  if (origins?.most != null) parts.push(`spot.origins <= ${of(origins.most)}`);
  if (gap !== undefined) parts.push(`spot.gap > ${of(gap)}`);
  if (narrow.q?.trim()) {
    const words = of(searchable(narrow.q));
    parts.push(
      `spot.event in (select id from event where lo <= $1 and hi >= $1
         and search @@ (websearch_to_tsquery('english', ${words}) || websearch_to_tsquery('simple', ${words})))`,
    );
  }

  const places = placesOf(narrow, of);
  if (!places) return { sql: parts.join(' and '), once: ' and spot.n = 0', values };
  parts.push(`spot.place in (${places})`);
  const once = ` and (spot.n = 0 or not exists (select from spot before where before.event = spot.event
    and before.lo = spot.lo and before.n < spot.n and before.place in (${places})))`;
  return { sql: parts.join(' and '), once, values };
}

/** Numbers of the kinds of event that a filter lets through; null where it narrows none. */
async function kindsOf(pool: Database, narrow: Narrow): Promise<number[] | null> {
  const lists = {
    ...{ plover: narrow.type, acled: narrow.acled, sources: narrow.source, disagree: narrow.disagree },
    countries: narrow.country,
  };
  const given = Object.entries(lists).flatMap(([column, list]) => (list?.length ? [{ column, list }] : []));
  const parts = given.map(({ column }, at) => `${column} && $${at + 1}::text[]`);
  const values = given.map(({ list }) => list);
  for (const column of ['grade', 'review'] as const) {
    const list = narrow[column];
    if (!list?.length) continue;
    values.push(list);
    parts.push(`${column} = any($${values.length}::text[])`);
  }
  if (parts.length === 0) return null;
  const { rows } = await pool.query<{ no: number }>(`select no from kind where ${parts.join(' and ')}`, values);
  return rows.map(({ no }) => no);
}

/** The question for the places that a filter lets through; null where it narrows none. A place must lie in an area as a whole. */
function placesOf(narrow: Narrow, of: (value: unknown) => string): string | null {
  const parts: string[] = [];
  const { province, box, inside } = narrow;
  if (province?.length)
    parts.push(
      `(${province.map(({ country, name }) => `(admin1 = ${of(name)} and countries @> array[${of(country)}::text])`).join(' or ')})`,
    );
  if (box) {
    const [west, south, east, north] = box;
    const [w, e] = [of(west), of(east)];
    const within =
      west <= east
        ? `west >= ${w} and east <= ${e} and west <= east`
        : `(west >= ${w} or west <= ${e}) and (east >= ${w} or east <= ${e})`;
    parts.push(`${within} and south >= ${of(south)} and north <= ${of(north)}`);
  }
  if (inside) {
    const ring = of(`(${inside.map(([lon, lat]) => `(${lon},${lat})`).join(',')})`);
    const corners = ['west, south', 'east, north', 'west, north', 'east, south'];
    parts.push(`west is not null and ${corners.map(corner => `${ring}::polygon @> point(${corner})`).join(' and ')}`);
  }
  if (narrow.precision?.length) parts.push(`precision = any(${of(narrow.precision)}::text[])`);
  if (parts.length === 0) return null;
  return `select no from place where ${parts.join(' and ')}`;
}
