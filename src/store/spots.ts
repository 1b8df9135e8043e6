import type { Database } from './database.js';
import type { Spots } from './spot.js';

const lists = (rows: readonly object[]): string => JSON.stringify(rows);

/** Rows that are not there yet, by their hash. Under the lock of the fold alone: two writers would meet at one hash. */
async function addNew(db: Database, table: string, columns: string, rows: readonly { hash: string }[]): Promise<void> {
  const once = [...new Map(rows.map(row => [row.hash, row])).values()];
  const names = columns.replace(/(\w+) [^,]+/g, '$1');
  // A conflict would use up a number for each that is known.
  await db.query(
    `insert into ${table} (${names}) select ${names} from json_to_recordset($1) as row (${columns})
     where not exists (select from ${table} known where known.hash = row.hash)`,
    [lists(once)],
  );
}

/** Writes the spots of events as viewers of the levels `lo` to `hi` see them. */
export async function writeSpots(db: Database, drawn: readonly (Spots & { lo: number; hi: number })[]): Promise<void> {
  await addNew(
    db,
    'kind',
    'hash text, plover text[], acled text[], countries text[], disagree text[], sources text[], grade text, review text, deed text',
    drawn.flatMap(({ kinds }) => kinds),
  );
  await addNew(
    db,
    'place',
    'hash text, body json, admin1 text, countries text[], precision text, west float8, south float8, east float8, north float8',
    drawn.flatMap(({ places }) => places),
  );
  await addNew(
    db,
    'party',
    'hash text, key text, name text',
    drawn.flatMap(({ parties }) => parties),
  );
  const own = (side: string): string => `array(select no from party where hash = any(row.${side}) order by no)`;
  await db.query(
    `insert into spot (event, added, kind, place, quad, x, y, day_from, day_to, sort_day, month, toll, killed_low, killed_high, gap,
       reports, origins, lo, hi, n, violent, actors, targets)
     select event, added, kind.no, place.no, quad, x, y, day_from, day_to, sort_day, month, toll, killed_low, killed_high, gap,
       reports, origins, lo, hi, n, violent, ${own('actors')}, ${own('targets')}
     from json_to_recordset($1) as row (event text, added bigint, kind text, place text, quad int, x int, y int, day_from int,
       day_to int, sort_day int, month int, toll int, killed_low int, killed_high int, gap int, reports int, origins int,
       lo smallint, hi smallint, n smallint, violent boolean, actors text[], targets text[])
     join kind on kind.hash = row.kind left join place on place.hash = row.place`,
    [lists(drawn.flatMap(({ lo, hi, spots }) => spots.map(spot => ({ ...spot, lo, hi }))))],
  );
}

/** Drops names of places and parties, and kinds, that no spot has any more: what was erased stands in none of them. */
export async function dropUnspotted(db: Database): Promise<void> {
  await db.query('delete from kind where not exists (select from spot where spot.kind = kind.no)');
  await db.query('delete from place where not exists (select from spot where spot.place = place.no)');
  await db.query('delete from party where no not in (select unnest(actors || targets) from spot)');
  await db.query('delete from party_count where actor = 0 and target = 0');
}
