import type { ActorKind, ActorValue } from '../codebook/actor.js';
import { fold } from '../codebook/variable.js';
import { groupBy } from '../model/group.js';
import { lasting } from '../model/judgement.js';
import type { Quote } from '../model/quote.js';
import type { Level, veil } from '../model/sensitivity.js';
import { CLAIMS, type ClaimRow, type ClaimView, claimView } from './claims.js';
import type { Database } from './database.js';
import { judgementsOn, rankOf } from './ledger.js';
import type { Row } from './row.js';
import { partyKey } from './spot.js';

type Veil = ReturnType<typeof veil>;
/** A party by its id in the actors' list, else by its name without case and accents. `actor`, `target`: in how many events it is so. */
export type Actor = { key: string; name: string; actor: number; target: number };
type Named = { key: string; name: string };
/** Who backs, trains, commands whom, by one claim. */
export type Relation = { relation: string; from: Named; to: Named; claim: ClaimView };

/** More events than these of one party are not looked through for its names and its reports. */
const LOOKED = 500;
/** More claims of relations than these, the newest, are not drawn. */
const DRAWN = 3000;

/** Every party of acts of violence that this viewer may see, those of most events first; `q`: whose name holds it. */
export async function actors(pool: Database, q: string, limit: number, viewer: Level, veiled: Veil): Promise<Actor[]> {
  // Of those whose name is asked for, the events are found by an index; of all parties every event counts.
  const { rows: asked } = q
    ? await pool.query<{ no: number }>('select no from party where key = $1 or strpos(lower(name), lower($1)) > 0', [q])
    : { rows: [] };
  const nos = q ? asked.map(({ no }) => no) : null;
  const side = (column: 'actors' | 'targets', sums: string): string =>
    `select unnest(${column}) as no, ${sums} from spot
     where lo <= $1 and hi >= $1 and n = 0 and violent ${nos ? `and ${column} && $3::int[]` : ''}`;
  const { rows } = await pool.query<Actor>(
    `select key, min(name) as name, sum(actor)::int as actor, sum(target)::int as target
     from (${side('actors', '1 as actor, 0 as target')} union all ${side('targets', '0, 1')}) each
     join party using (no) ${nos ? 'where no = any($3::int[])' : ''}
     group by key order by sum(actor + target) desc, key limit $2`,
    [rankOf(viewer), limit, ...(nos ? [nos] : [])],
  );
  return rows.filter(({ key, name }) => !veiled.hides(`${name} ${key}`));
}

/** Relations between parties as reports tell them, the newest claims; of `reports` alone where some are given. */
export async function relations(
  pool: Database,
  reports: readonly string[] | null,
  viewer: Level,
  veiled: Veil,
): Promise<Relation[]> {
  const { rows } = await pool.query<ClaimRow & { text: string }>(
    `select found.*, text from (${CLAIMS} join paper on paper.report = claim.report
       where field = 'relation' and paper.level <= $1 and ($2::text[] is null or claim.report = any($2))
         and exists (select from coding_claim join coding on coding.id = coding_claim.coding
           where claim = claim.id and (coding.id = paper.coding or coder like 'person:%'))
       order by claim.seq desc limit ${DRAWN}) found join report on report.id = found.report`,
    [rankOf(viewer), reports],
  );
  const verdicts = groupBy(
    await judgementsOn(
      pool,
      rows.map(({ id }) => id),
    ),
    ({ left }) => left,
  );
  const standing = rows.filter(
    ({ id }) => lasting(verdicts.get(id) ?? [], 'accept', 'reject').at(-1)?.kind !== 'reject',
  );
  const named = await namesOf(pool, [...new Set(standing.map(({ report }) => report))]);
  return standing.flatMap(({ text, ...row }): Relation[] => {
    const { relation, to } = row.value as { relation: string; to: string };
    const [one, other] = [named.get(row.about), named.get(to)];
    const claim = one && other ? claimView(row, text, null, veiled) : null;
    if (!one || !other || !claim || veiled.hides(`${one.name} ${other.name}`)) return [];
    return [{ relation, from: one, to: other, claim }];
  });
}

/** Which party each mention of an actor in these reports is: as a claim has it, else by its own words. */
async function namesOf(pool: Database, reports: readonly string[]): Promise<Map<string, Named>> {
  const [{ rows: codings }, { rows: values }] = await Promise.all([
    pool.query<{ mentions: { id: string; kind: string; quote: Quote }[] }>(
      "select mentions from coding where report = any($1) and coder not like 'blind:%'",
      [reports],
    ),
    pool.query<{ value: ActorValue }>(
      `select value from claim where report = any($1) and field in ('actor', 'target', 'authority')
         and exists (select from coding_claim join coding on coding.id = coding
           where claim = claim.id and coder not like 'blind:%')`,
      [reports],
    ),
  ]);
  const spoken = codings.flatMap(({ mentions }) => mentions.filter(({ kind }) => kind === 'actor'));
  // Words that some event has as a party's name are that party.
  const { rows: parties } = await pool.query<Named>('select key, name from party where lower(name) = any($1)', [
    [...new Set(spoken.map(({ quote }) => quote.text.toLowerCase()))],
  ]);
  const known = new Map(parties.map(({ key, name }) => [name.toLowerCase(), key]));
  return new Map([
    ...spoken.map(({ id, quote }): [string, Named] => [
      ...([id, { key: known.get(quote.text.toLowerCase()) ?? fold(quote.text), name: quote.text }] as const),
    ]),
    ...values.flatMap(({ value }): [string, Named][] =>
      value.mention ? [[value.mention, { key: partyKey(value), name: value.name }]] : [],
    ),
  ]);
}

const counted = <K extends string>(all: readonly K[]): { key: K; count: number }[] =>
  [...groupBy(all, one => one)].map(([key, list]) => ({ key, count: list.length })).sort((a, b) => b.count - a.count);

/** One party: what it is called, what kind it is said to be, what is told of it. Null where this viewer sees nothing of it. */
export async function actor(pool: Database, key: string, viewer: Level, veiled: Veil) {
  const { rows: parties } = await pool.query<{ no: number }>('select no from party where key = any($1)', [
    [...new Set([key, fold(key)])],
  ]);
  const nos = parties.map(({ no }) => no);
  const { rows } = await pool.query<{ row: Row }>(
    `select event.row from spot join event on event.id = spot.event and event.lo = spot.lo
     where (actors && $1::int[] or targets && $1::int[]) and spot.lo <= $2 and spot.hi >= $2 and n = 0 and spot.violent
     order by spot.sort_day desc, spot.event desc limit ${LOOKED}`,
    [nos, rankOf(viewer)],
  );
  const mine = (one: Pick<ActorValue, 'id' | 'name'>): boolean => [key, fold(key)].includes(partyKey(one));
  const found = rows.map(({ row }) => ({ row, actor: row.actors.some(mine), target: row.targets.some(mine) }));
  const said = found.flatMap(({ row }) => [...row.actors, ...row.targets].filter(mine));
  const { rows: papers } = await pool.query<{ report: string }>(
    'select distinct report from event_mention where event = any($1)',
    [rows.map(({ row }) => row.id)],
  );
  // Those of its own reports, however old, and what the newest of all others tell.
  const own = papers.map(({ report }) => report);
  const lists = [await relations(pool, own, viewer, veiled), await relations(pool, null, viewer, veiled)];
  const told = [...new Map(lists.flat().map(one => [one.claim.id, one])).values()];
  const mineToo = told.filter(({ from, to }) => [from.key, to.key].some(one => one === key || one === fold(key)));
  const names = counted([
    ...said.map(({ name }) => name),
    ...mineToo.flatMap(one => [one.from, one.to].filter(({ key: one }) => one === key).map(({ name }) => name)),
  ]);
  if (names.length === 0 || names.some(({ key: name }) => veiled.hides(name))) return null;
  const monthOf = ({ date }: Row): string | null => (date?.earliest ?? date?.latest)?.slice(0, 7) ?? null;
  return {
    key,
    id: said.find(({ id }) => id !== null)?.id ?? null,
    name: names[0]!.key,
    names: names.map(({ key: name, count }) => ({ name, count })),
    kinds: counted(said.map(({ kind }): ActorKind => kind)).map(({ key: kind, count }) => ({ kind, count })),
    actor: found.filter(one => one.actor).length,
    target: found.filter(one => one.target).length,
    more: rows.length === LOOKED,
    months: [...groupBy(found, ({ row }) => monthOf(row))]
      .flatMap(([month, list]) =>
        month === null
          ? []
          : [{ month, actor: list.filter(one => one.actor).length, target: list.filter(one => one.target).length }],
      )
      .sort((a, b) => (a.month < b.month ? -1 : 1)),
    relations: mineToo,
    events: found.slice(0, 100).map(({ row, actor, target }) => ({ row, actor, target })),
  };
}
