import { fromGeojsonVt } from '@maplibre/vt-pbf';
import { type PlacePrecision, type PlaceValue, REACH_KM } from '../codebook/place.js';
import type { Level } from '../model/sensitivity.js';
import type { Narrow, Tile } from './asked.js';
import type { Database } from './database.js';
import { whereOf } from './filter.js';
import { QUAD_LEVEL, quadOf, WORLD } from './spot.js';

/** From here on each place is drawn for itself; above, what lies in one of the 32 × 32 cells of a tile is drawn as one. */
const PLACES_FROM = 8;
const CELLS = 5;
const EXTENT = 4096;
const MOST_WIDE = 2000;

type Cell = {
  n: number;
  toll: number;
  x: number;
  y: number;
  place: number | null;
  name: string | null;
  precision: PlacePrecision | null;
  event: string | null;
};

/** How far from its point a place may lie, in pixels of a map that is 512 wide at zoom 0. */
function reachOf({ y, precision }: Cell): number {
  const lat = Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD)));
  return Math.round(((precision ? (REACH_KM[precision] ?? 0) : 0) / (78.2715 * Math.cos(lat))) * 1e6) / 1e6;
}

export function tilesOf(pool: Database) {
  return {
    /**
     * A vector tile with the layer `spots`: points, each with `n`, how many events are told of there, and `toll`, the sum of the highest
     * figures of their killed. One that is a single place has `name`, `precision` and `reach`, the radius of where it may lie in pixels at zoom 0; one that is a single event `event`. Places wider
     * than a district are in no tile: see `map`.
     */
    async tile(narrow: Narrow, { z, x, y }: Tile, viewer: Level): Promise<Uint8Array> {
      const { sql, values } = await whereOf(pool, narrow, viewer);
      const deep = QUAD_LEVEL - z;
      const first = quadOf(x, y, z) * 4 ** deep;
      values.push(first, first + 4 ** deep - 1);
      const range = z === 0 ? 'quad is not null' : `quad between $${values.length - 1} and $${values.length}`;
      if (z === 0) values.splice(-2);
      // A cell is the beginning of its quadkey: one number to group by, which the index has.
      const shift = 2 * (deep - CELLS);
      const cells = z < PLACES_FROM;
      const sums =
        'count(*) as n, sum(greatest(toll, 0)) as toll, sum(x)::float8 / count(*) as x, sum(y)::float8 / count(*) as y';
      const { rows } = await pool.query<Cell>(
        cells
          ? `select cell.*, place.body->>'name' as name, place.precision, null as event from (
               select ${sums}, case when min(place) = max(place) then min(place) end as place
               from spot where ${sql} and ${range} group by quad >> ${shift}) cell
             left join place on place.no = cell.place`
          : `select cell.*, place.body->>'name' as name, place.precision from (
               select ${sums}, place, case when count(*) = 1 then min(event) end as event
               from spot where ${sql} and ${range} group by place) cell
             join place on place.no = cell.place`,
        values,
      );
      const size = WORLD / 2 ** z;
      const at = (part: number, tile: number): number => Math.round(((part - tile * size) / size) * EXTENT);
      const features = rows.map(cell => ({
        type: 1 as const,
        geometry: [[at(cell.x, x), at(cell.y, y)]] as [number, number][],
        tags: {
          ...{ n: Number(cell.n), toll: Number(cell.toll) },
          ...(cell.name === null ? {} : { name: cell.name, precision: cell.precision!, reach: reachOf(cell) }),
          ...(cell.event === null ? {} : { event: cell.event }),
        },
      }));
      return fromGeojsonVt({ spots: { features } as never }, { version: 2, extent: EXTENT });
    },

    /** Places for which no point may stand, each with its events: of those the ones with most. `nowhere`: events that no map can draw. */
    async map(narrow: Narrow, viewer: Level) {
      const { sql, once, values } = await whereOf(pool, narrow, viewer);
      const [{ rows }, count] = await Promise.all([
        pool.query<{ place: PlaceValue; n: number; toll: number; all: number }>(
          `select body as place, n, toll, sum(n) over ()::bigint as all from (
             select place, count(*) as n, sum(greatest(toll, 0))::bigint as toll from spot
             where ${sql} and quad is null and place is not null group by place) wide
           join place on no = place order by n desc, no limit ${MOST_WIDE}`,
          values,
        ),
        pool.query<{ nowhere: number }>(
          `select count(*) as nowhere from spot where ${sql}${once} and spot.place is null`,
          values,
        ),
      ]);
      const told = rows.reduce((sum, { n }) => sum + n, 0);
      return {
        wide: rows.map(({ place, n, toll }) => ({ place, events: n, toll })),
        ...{ more: (rows[0]?.all ?? 0) - told, nowhere: count.rows[0]!.nowhere },
      };
    },
  };
}
