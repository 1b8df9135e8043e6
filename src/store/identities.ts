import { fold } from '../codebook/variable.js';
import { actorIn, type Called, type Identity, identityOf } from '../model/identity.js';
import type { Judgement } from '../model/judgement.js';
import { type Level, veil } from '../model/sensitivity.js';
import { settingsOf } from '../model/setting.js';
import { keepsWords } from '../model/withholding.js';
import type { Database } from './database.js';
import { levelOf, marksAbove, rankOf, SAID, saidOf } from './ledger.js';
import { allSettings } from './setting.js';

/** How a report calls a party. `who`: for viewers of each level the id that judgements give it, or null. */
export type CalledRow = { report: string; key: string; name: string; spelled: string; who: (string | null)[] };
/**
 * Who is who, for the public, for who sees what is restricted, and for who sees everything. `keys`: those that any judgement speaks
 * of. `seen`: what each of them sees of the judgements; who is who is the same while it is.
 */
export type Identities = { levels: [Identity, Identity, Identity]; keys: string[]; reports: string[]; seen: string };

const NOBODY = identityOf([]);

export const idsFor = ({ levels }: Pick<Identities, 'levels'>, called: Called): (string | null)[] =>
  levels.map(identity => identity.idOf(called));

/** All judgements of parties, in the order of the ledger. */
export async function judgementsOfParties(db: Database): Promise<Judgement[]> {
  const { rows } = await db.query<Judgement>(`select ${SAID} from judgement where "left" like 'actor:%' order by seq`);
  return rows.map(saidOf);
}

const sidesOf = ({ left, right }: Judgement): string[] => (right === null ? [left] : [left, right]);

/** The lowest level at which some report calls each of these parties so; those that none does are left out. */
async function levelsOf(db: Database, sides: readonly string[]): Promise<Map<string, number>> {
  const wanted = sides.map(side => ({ side, ...actorIn(side)! }));
  const called = `select from calling where calling.key = wanted.key and (wanted.name is null or calling.name = wanted.name)
    and (wanted.report is null or calling.report = wanted.report)`;
  const { rows } = await db.query<{ side: string; level: number | null }>(
    `select side, case when exists(${called} and level = 0) then 0 when exists(${called} and level = 1) then 1
       when exists(${called}) then 2 end as level
     from json_to_recordset($1) as wanted (side text, key text, name text, report text)`,
    [JSON.stringify(wanted)],
  );
  return new Map(rows.flatMap(({ side, level }) => (level === null ? [] : [[side, level]])));
}

/**
 * What of these judgements a viewer may know: those whose every name stands in some report that they see, and is not hidden from
 * them; none where names are withheld from them, since one name would tell the other.
 */
async function knownTo(db: Database, viewer: Level, all: readonly Judgement[], levels: ReadonlyMap<string, number>) {
  if (viewer === 'secret') return all;
  if (viewer === 'public' && keepsWords(settingsOf(await allSettings(db)).withholding)) return [];
  const marks = (await marksAbove(db, viewer)).filter(({ kind }) => kind !== 'report').map(({ key }) => key);
  const veiled = veil([...marks, ...marks.map(fold)]);
  const open = (side: string): boolean => {
    const { key, name } = actorIn(side)!;
    return (levels.get(side) ?? 2) <= rankOf(viewer) && !veiled.hides(`${key}\n${name ?? ''}`);
  };
  return all.filter(one => sidesOf(one).every(open) && !veiled.hides(JSON.stringify(one.value ?? null)));
}

/** The judgements of parties that this viewer may know, and what they come to. */
export async function identityFor(
  db: Database,
  viewer: Level,
): Promise<{ identity: Identity; judged: readonly Judgement[]; names: ReadonlySet<string> }> {
  const all = await judgementsOfParties(db);
  if (all.length === 0) return { identity: NOBODY, judged: all, names: new Set() };
  const sides = [...new Set(all.flatMap(sidesOf))];
  const levels = viewer === 'secret' ? new Map<string, number>() : await levelsOf(db, sides);
  const judged = await knownTo(db, viewer, all, levels);
  const names = new Set(sides.flatMap(side => [actorIn(side)!.key, actorIn(side)!.name ?? []].flat()));
  return { identity: identityOf(judged), judged, names };
}

export async function identitiesOf(db: Database): Promise<Identities> {
  const all = await judgementsOfParties(db);
  if (all.length === 0) return { levels: [NOBODY, NOBODY, NOBODY], keys: [], reports: [], seen: '' };
  const sides = [...new Set(all.flatMap(sidesOf))];
  const parts = sides.map(side => actorIn(side)!);
  const levels = await levelsOf(db, sides);
  const known: (readonly Judgement[])[] = [];
  for (const rank of [0, 1, 2]) known.push(await knownTo(db, levelOf(rank), all, levels));
  const [open, restricted, secret] = known as [readonly Judgement[], readonly Judgement[], readonly Judgement[]];
  const whole = identityOf(secret);
  // Who sees as much as another knows the same: the fold then makes one row for both.
  const middle = restricted.length === secret.length ? whole : identityOf(restricted);
  return {
    levels: [open.length === restricted.length ? middle : identityOf(open), middle, whole],
    keys: [...new Set(parts.map(({ key }) => key))],
    reports: [...new Set(parts.flatMap(({ report }) => report ?? []))],
    seen: known.map(list => list.map(({ id }) => id).join(' ')).join('\n'),
  };
}

/** Sets anew who is called so, and puts the reports in which that changes up to be folded anew. Returns those. */
export async function reidentify(db: Database, known: Identities): Promise<string[]> {
  const { rows } = await db.query<Omit<CalledRow, 'report' | 'spelled'> & { report: string | null }>(
    `select distinct key, name, who, case when report = any($2) then report end as report from called
     where key = any($1) or who <> '{null,null,null}'`,
    [known.keys, known.reports],
  );
  const moved = rows.flatMap(({ key, name, who, report }) => {
    const now = idsFor(known, { key, name, report });
    return now.every((id, at) => id === who[at]) ? [] : [{ key, name, who, report, now }];
  });
  if (moved.length === 0) return [];
  const { rows: touched } = await db.query<{ report: string }>(
    `with moved as (
       update called set who = row.now from json_to_recordset($1) as row (key text, name text, who text[], report text, now text[])
       where called.key = row.key and called.name = row.name and called.who = row.who
         and (called.report = row.report or (row.report is null and called.report <> all($2)))
       returning called.report),
     put as (insert into stale select distinct report from moved on conflict do nothing)
     select distinct report from moved order by report`,
    [JSON.stringify(moved), known.reports],
  );
  return touched.map(({ report }) => report);
}

/** How the parties of these keys are called, each name once, and in how many reports. */
export async function calledAs(
  db: Database,
  keys: readonly string[],
): Promise<{ key: string; name: string; count: number }[]> {
  const { rows } = await db.query(
    'select key, name, count(*)::int as count from called where key = any($1) group by key, name order by key, name',
    [keys],
  );
  return rows;
}

/** How these reports call parties. */
export async function calledBy(
  db: Database,
  reports: readonly string[],
): Promise<Omit<CalledRow, 'who' | 'spelled'>[]> {
  const { rows } = await db.query(
    'select report, key, name from called where report = any($1) order by report, key, name',
    [reports],
  );
  return rows;
}

/** The key of a party that goes by each of these folded names, in any report; one of the list before others. */
export async function calledSo(db: Database, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const { rows } = await db.query<{ key: string; name: string }>(
    'select distinct key, name from called where name = any($1) order by key desc',
    [names],
  );
  const keys = new Map<string, string>();
  for (const { key, name } of rows) if (!keys.has(name) || key !== name) keys.set(name, key);
  return keys;
}

/** How the reports that a viewer sees write the names of a party, and how many do. `keys`: all that may be it, `ids` its own. */
export async function writtenAs(
  db: Database,
  keys: readonly string[],
  ids: readonly string[],
  viewer: Level,
): Promise<{ key: string; as: string; name: string; count: number }[]> {
  const { rows } = await db.query(
    `select key, name as as, mode() within group (order by spelled) as name, count(*)::int as count
     from called join paper on paper.report = called.report
     where key = any($1) and coalesce(who[$2], key) = any($3) and level <= $4
     group by key, name order by count(*) desc, name, key limit ${MOST_NAMES}`,
    [keys, rankOf(viewer) + 1, ids, rankOf(viewer)],
  );
  return rows;
}
const MOST_NAMES = 200;
