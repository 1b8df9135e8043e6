import { trustKey } from '../model/choice.js';
import type { Level } from '../model/sensitivity.js';
import { type Outlet, type Setting, settingHistory, settingsOf } from '../model/setting.js';
import type { Database } from './database.js';
import { marksAbove } from './ledger.js';
import { allSettings } from './setting.js';

/**
 * An outlet as reports write it. `events`: that its reports tell of, null where they were not counted. `marked`: as a source, null where it is public. `said`: the
 * entries on it, the newest first.
 */
export type OutletView = Outlet & {
  reports: number;
  events: number | null;
  marked: Level | null;
  said: (Setting & { undone: boolean })[];
};

/**
 * Outlets with `q` in their name, those of most reports first; also those that only a person spoke of. `total`: of all such. To count
 * `events` takes seconds of a million reports; the rest does not.
 */
export async function outletsOf(
  db: Database,
  { q, limit, events: counted }: { q: string; limit: number; events: boolean },
): Promise<{ outlets: OutletView[]; total: number }> {
  const entries = await allSettings(db);
  const { rows: written } = await db.query<{ name: string; reports: number }>(
    'select outlet as name, count(*) as reports from report where outlet is not null group by outlet',
  );
  const known = new Set(written.map(({ name }) => trustKey(name)));
  const held = new Map(settingsOf(entries).outlets.map(({ key, value }) => [key, value as Outlet]));
  const named = [...held].flatMap(([key, { name }]) => (known.has(key) ? [] : [{ name, reports: 0 }]));
  const wanted = trustKey(q);
  const found = [...written, ...named].filter(({ name }) => trustKey(name).includes(wanted));
  found.sort((a, b) => b.reports - a.reports || (a.name < b.name ? -1 : 1));
  const page = found.slice(0, limit);
  const { rows: told } = await db.query<{ name: string; events: number }>(
    `select outlet as name, count(distinct event) as events
     from report join paper on paper.report = report.id, unnest(paper.events) as event
     where outlet = any($1) group by outlet`,
    [counted ? page.map(({ name }) => name) : []],
  );
  const events = new Map(told.map(one => [one.name, one.events]));
  const marks = new Map(
    (await marksAbove(db, 'public')).flatMap(({ kind, key, level }) =>
      kind === 'source' ? [[trustKey(key), level] as const] : [],
    ),
  );
  const history = settingHistory(entries).filter(({ kind }) => kind === 'outlet');
  const outlets = page.map(({ name, reports }) => {
    const key = trustKey(name);
    const { trust = null, home = null } = held.get(key) ?? {};
    const said = history.filter(one => one.key === key);
    return {
      ...{ name, trust, home, reports },
      events: counted ? (events.get(name) ?? 0) : null,
      marked: marks.get(key) ?? null,
      said,
    };
  });
  return { outlets, total: found.length };
}
