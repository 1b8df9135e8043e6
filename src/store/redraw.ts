import { changesOf, partsOf } from '../model/change.js';
import type { Policy } from '../model/choice.js';
import type { Claim } from '../model/claim.js';
import type { Event } from '../model/event.js';
import { veil } from '../model/sensitivity.js';
import { type Settings, settingsOf } from '../model/setting.js';
import { appendChanges } from './change.js';
import type { Database } from './database.js';
import { masked } from './events.js';
import { levelOf, marksAbove } from './ledger.js';
import { type Row, shownRow } from './row.js';
import { allSettings } from './setting.js';
import { shownSpot } from './spot.js';
import { withholdingOf } from './withhold.js';

type Said = Pick<Claim, 'id' | 'field' | 'value' | 'quote' | 'source' | 'hedge'> & { report: string };
type Held = { id: string; lo: number; hi: number; body: Event; row: Row; papers: string[] };
const LEAF = 200;

/** Makes rows of events by some settings, a leaf at a time, each for the viewers it is for, of the events as they were folded. */
export async function drawer(db: Database, settings: Settings) {
  const veils: ReturnType<typeof veil>[] = [];
  for (const viewer of [0, 1, 2])
    veils.push(
      veil((await marksAbove(db, levelOf(viewer))).filter(({ kind }) => kind !== 'report').map(({ key }) => key)),
    );
  return async (rows: readonly Held[]) => {
    const { rows: claims } = await db.query<Said>(
      'select id, report, field, value, quote, source, hedge from claim where id = any($1)',
      [rows.flatMap(({ body }) => Object.values(body.fields).flatMap(list => list.flatMap(one => one.claims)))],
    );
    const { rows: heads } = await db.query('select id, title, outlet, url, published from report where id = any($1)', [
      [...new Set(rows.flatMap(({ papers }) => papers))],
    ]);
    const byId = new Map(claims.map(claim => [claim.id, claim]));
    const papers = new Map(heads.map(head => [head.id as string, head]));
    // What is withheld from the public chooses nothing of what it is shown, as when it is folded.
    const open = rows.filter(({ hi }) => hi === 0);
    const kept = await withholdingOf(db, 'public', [...new Set(open.flatMap(({ papers }) => papers))]);
    return rows.map(({ id, lo, hi, body, row, papers: ids }) => {
      const mine = Object.values(body.fields).flatMap(list =>
        list.flatMap(one => one.claims.flatMap(claim => byId.get(claim) ?? [])),
      );
      const reports = ids.flatMap(one => (papers.has(one) ? [masked(papers.get(one), veils[lo]!)] : []));
      const { parts, toll, sort_day } =
        hi === 0 && kept
          ? shownRow(
              body,
              mine.flatMap(claim => kept.claim(claim) ?? []),
              reports.map(kept.head),
              settings,
            )
          : shownRow(body, mine, reports, settings);
      return { id, lo, hi, papers: ids, row: { ...row, ...parts }, ...shownSpot(parts, sort_day), toll };
    });
  };
}

/** Shows all events by other settings. What becomes of them is told. Returns how many rows there are. */
export async function redraw(db: Database, settings: Settings, at: string): Promise<number> {
  const draw = await drawer(db, settings);
  let drawn = 0;
  for (let after: [string, number] = ['', -1]; ; ) {
    const { rows } = await db.query<Held>(
      `select id, lo, hi, body, row, papers from event where (id, lo) > ($1, $2) order by id, lo limit ${LEAF}`,
      after,
    );
    if (rows.length === 0) return drawn;
    const fresh = await draw(rows);
    await db.query(
      `update event set row = fresh.row, toll = fresh.toll
       from json_to_recordset($1) as fresh (id text, lo smallint, row json, toll int)
       where event.id = fresh.id and event.lo = fresh.lo`,
      [JSON.stringify(fresh)],
    );
    await db.query(
      `update spot set toll = fresh.toll, sort_day = fresh.sort_day, killed_low = fresh.killed_low, killed_high = fresh.killed_high
       from json_to_recordset($1) as fresh (id text, lo smallint, toll int, sort_day int, killed_low int, killed_high int)
       where spot.event = fresh.id and spot.lo = fresh.lo`,
      [JSON.stringify(fresh)],
    );
    const told = rows.filter(({ row }) => row.policy !== undefined);
    const known = new Set(told.map(({ id, lo }) => `${id} ${lo}`));
    await appendChanges(
      db,
      changesOf(
        told,
        fresh.filter(({ id, lo }) => known.has(`${id} ${lo}`)),
      ),
      at,
    );
    drawn += rows.length;
    const last = rows.at(-1)!;
    after = [last.id, last.lo];
  }
}

/** A row's shown values, without by which policy each was chosen: that is another wherever the policy is. */
const valuesOf = (row: Row): string =>
  JSON.stringify({ ...partsOf(row), policy: null, grade: null }, (key, value) => (key === 'policy' ? null : value));

/**
 * Of the `most` latest acts of violence, as who sees everything is shown them, how many another policy would show with other values.
 * Nothing is written.
 */
export async function previewed(
  db: Database,
  policy: Policy,
  most: number,
): Promise<{ looked: number; changed: number }> {
  const draw = await drawer(db, { ...settingsOf(await allSettings(db)), policy });
  const { rows } = await db.query<Held>(
    `select event.id, event.lo, event.hi, body, row, papers from (
       select event, lo from spot where violent and n = 0 and hi = 2 order by sort_day desc, event desc limit $1) latest
     join event on event.id = latest.event and event.lo = latest.lo`,
    [most],
  );
  let changed = 0;
  for (let from = 0; from < rows.length; from += LEAF) {
    const leaf = rows.slice(from, from + LEAF);
    const fresh = await draw(leaf);
    changed += leaf.filter(({ row }, at) => valuesOf(row) !== valuesOf(fresh[at]!.row as Row)).length;
  }
  return { looked: rows.length, changed };
}
