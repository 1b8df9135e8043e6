import type pg from 'pg';
import type { Field } from '../codebook/codebook.js';
import type { Claim } from '../model/claim.js';
import { hashOf } from '../model/id.js';
import type { Level } from '../model/sensitivity.js';
import { settingsOf } from '../model/setting.js';
import { keepsWords, NOTHING, type Withholding, withholder } from '../model/withholding.js';
import { untell } from './change.js';
import { type Database, LOCKS, transaction } from './database.js';
import { identitiesOf, reidentify } from './identities.js';
import { settle } from './ledger.js';
import { allSettings } from './setting.js';

/** What is left out for this viewer: for all but the public nothing. */
export const withholdingFor = async (db: Database, viewer: Level): Promise<Withholding> =>
  viewer === 'public' ? settingsOf(await allSettings(db)).withholding : NOTHING;

type Shown = { field: Field; value: unknown; report: string } & Pick<Claim, 'quote' | 'source' | 'hedge'>;
type Head = { id: string; title: string | null; outlet: string | null; agency?: string | null; url: string | null };
/** The id under which the public is shown a report whose words are withheld: a user's own ids may spell a headline. */
export const shownId = (id: string): string => hashOf({ report: id });

/** How reports and claims are shown to a viewer; null where their words are not withheld. `reports`: all that are shown at once. */
export async function withholdingOf(db: Database, viewer: Level, reports: readonly string[]) {
  const rule = await withholdingFor(db, viewer);
  if (!keepsWords(rule)) return null;
  const { rows } = await db.query<Pick<Claim, 'field' | 'value' | 'quote' | 'source'>>(
    'select field, value, quote, source from claim where report = any($1)',
    [reports],
  );
  const { rows: papers } = await db.query<{ outlet: string | null; agency: string | null }>(
    'select outlet, agency from report where id = any($1)',
    [reports],
  );
  const { valued, spoken, outlet, open } = withholder(
    rule,
    rows,
    papers.flatMap(({ outlet, agency }) => [outlet, agency]),
  );
  return {
    open,
    /** Null where the value itself would tell. */
    claim<C extends Shown>(one: C): C | null {
      const shown = valued(one);
      return shown && spoken({ ...shown, report: shownId(one.report) });
    },
    head<H extends Head>(one: H): H {
      const rest = one.agency === undefined ? {} : { agency: outlet(one.agency) };
      return { ...one, ...rest, id: shownId(one.id), title: null, url: null, outlet: outlet(one.outlet) };
    },
  };
}

/**
 * Begins to show the public by the rule that holds now: what it was shown by another is gone at once, and comes back as reports are
 * folded again. Reports that the delay still holds back are for those who may see what is restricted.
 */
export async function showAnew(db: Database, at: string): Promise<void> {
  // A fold that began under the old rule would end after this, and show by it.
  await db.query('select pg_advisory_xact_lock($1)', [LOCKS.fold]);
  const { delay } = settingsOf(await allSettings(db)).withholding;
  const { rows } = await db.query<{ report: string }>('select report from paper where level = 0 or held');
  await untell(
    db,
    rows.map(({ report }) => report),
    at,
    1,
  );
  await db.query(
    `update paper set held = $1 > 0 and added + make_interval(days => $1) > $2 from report where report.id = paper.report`,
    [delay, at],
  );
  await settle(db, null);
  await db.query("insert into stale select report from paper where outcome <> 'waiting' on conflict do nothing");
}

/** Lets the public see reports whose delay is over, once they are folded. Returns how many those are. */
export async function release(pool: pg.Pool, at: string): Promise<number> {
  const { rows: held } = await pool.query<{ any: boolean }>('select exists(select from paper where held) as any');
  if (!held[0]!.any) return 0;
  return transaction(pool, async db => {
    await db.query('select pg_advisory_xact_lock($1)', [LOCKS.fold]);
    const { delay } = settingsOf(await allSettings(db)).withholding;
    const { rows } = await db.query<{ report: string }>(
      `update paper set held = false from report
       where report.id = paper.report and held and added + make_interval(days => $1) <= $2 returning paper.report`,
      [delay, at],
    );
    const ids = rows.map(({ report }) => report);
    await settle(db, ids);
    await reidentify(db, await identitiesOf(db));
    await db.query(
      `insert into stale select report from paper where report = any($1) and outcome <> 'waiting' on conflict do nothing`,
      [ids],
    );
    return ids.length;
  });
}
