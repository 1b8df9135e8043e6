import { type ActorKind, type ActorValue, partyKey } from '../codebook/actor.js';
import { fold } from '../codebook/variable.js';
import type { Coding } from '../model/coding.js';
import { groupBy } from '../model/group.js';
import { actorIn, type Called, calledBy, type Identity, isListed, wordingOf } from '../model/identity.js';
import { type Judgement, lasting, takenBack } from '../model/judgement.js';
import type { Level, veil } from '../model/sensitivity.js';
import { CLAIMS, type ClaimRow, type ClaimView, claimView } from './claims.js';
import type { Database } from './database.js';
import { calledSo, identityFor, writtenAs } from './identities.js';
import { judgementsOn, rankOf } from './ledger.js';
import type { Row } from './row.js';

type Veil = ReturnType<typeof veil>;
/** A party by its id in the actors' list, else by its name without case and accents. `actor`, `target`: in how many events it is so. */
export type Actor = { key: string; name: string; actor: number; target: number };
type Named = { key: string; name: string };
/** Who backs, trains, commands whom, by one claim. */
export type Relation = { relation: string; from: Named; to: Named; claim: ClaimView };

/** More events than these of one party are not looked through for its names and its reports. */
const LOOKED = 500;
/** More actions on a party than these, the newest, are not told, nor more pairs of one of them. */
const MOST_WORDS = 200;
const MOST_PAIRS = 20;
/** More claims of relations than these, the newest, are not drawn. */
const DRAWN = 3000;

/** Every party of acts of violence that this viewer may see, those of most events first; `q`: whose name holds it. */
export async function actors(pool: Database, q: string, limit: number, viewer: Level, veiled: Veil): Promise<Actor[]> {
  const { identity } = await identityFor(pool, viewer);
  const { rows: asked } = q
    ? await pool.query<{ no: number }>(
        // A name that no event has any more, or none that this viewer may see, finds nobody.
        `select no from party where key in (select key from party join party_count on party_count.party = party.no
           where lo <= $3 and hi >= $3 and (actor > 0 or target > 0)
             and (key = any($2) or strpos(lower(name), lower($1)) > 0))`,
        [q, [identity.leads(q), ...identity.named(q)], rankOf(viewer)],
      )
    : { rows: [] };
  const nos = q ? asked.map(({ no }) => no) : null;
  const { rows } = await pool.query<Actor>(
    `select key, min(name) as name, sum(actor)::int as actor, sum(target)::int as target
     from party_count join party on party.no = party_count.party
     where lo <= $1 and hi >= $1 and (actor > 0 or target > 0) ${nos ? 'and party.no = any($3::int[])' : ''}
     group by key order by sum(actor + target) desc, key limit $2`,
    [rankOf(viewer), limit, ...(nos ? [nos] : [])],
  );
  const named = rows.map(row => ({ ...row, name: identity.nameOf(row.key) ?? row.name }));
  return named.filter(({ key, name }) => !veiled.hides(`${name} ${key}`));
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
  const named = await namesOf(pool, [...new Set(standing.map(({ report }) => report))], viewer);
  return standing.flatMap(({ text, ...row }): Relation[] => {
    const { relation, to } = row.value as { relation: string; to: string };
    const [one, other] = [named.get(row.about), named.get(to)];
    const claim = one && other ? claimView(row, text, null, veiled) : null;
    if (!one || !other || !claim || veiled.hides(`${one.name} ${other.name}`)) return [];
    return [{ relation, from: one, to: other, claim }];
  });
}

/** Which party each mention of an actor in these reports is: as a claim has it, else by its own words; and who that is. */
async function namesOf(pool: Database, reports: readonly string[], viewer: Level): Promise<Map<string, Named>> {
  const [{ rows: codings }, { rows: values }, { identity, names }] = await Promise.all([
    pool.query<Pick<Coding, 'report' | 'mentions'>>(
      "select report, mentions from coding where report = any($1) and coder not like 'blind:%'",
      [reports],
    ),
    pool.query<{ report: string; value: ActorValue }>(
      `select report, value from claim where report = any($1) and field in ('actor', 'target', 'authority')
         and exists (select from coding_claim join coding on coding.id = coding
           where claim = claim.id and coder not like 'blind:%')`,
      [reports],
    ),
    identityFor(pool, viewer),
  ]);
  const spoken = codings.flatMap(({ report, mentions }) =>
    mentions.filter(({ kind }) => kind === 'actor').map(({ id, quote }) => ({ report, id, text: quote.text })),
  );
  const all = [...new Set(spoken.map(({ text }) => text))];
  const [{ rows: parties }, judged] = await Promise.all([
    // Words that some act that this viewer sees has as a party's name are that party.
    pool.query<Named>(
      `select key, name from party where lower(name) = any($1) and exists (select from party_count
         where party = party.no and lo <= $2 and hi >= $2 and (actor > 0 or target > 0)) order by key desc`,
      [all.map(text => text.toLowerCase()), rankOf(viewer)],
    ),
    // Of what is judged, the key that reports' own coding gives it: a party of an event is named as who sees everything knows it.
    calledSo(
      pool,
      all.map(fold).filter(name => names.has(name)),
    ),
  ]);
  const known = new Map(parties.map(({ key, name }) => [name.toLowerCase(), key]));
  const partyOf = (called: Called, name: string): Named => {
    const key = identity.keyOf(called);
    return { key, name: identity.nameOf(key) ?? name };
  };
  const wording = wordingOf(codings);
  const keyOf = (text: string): string =>
    (names.has(fold(text)) ? judged.get(fold(text)) : known.get(text.toLowerCase())) ?? fold(text);
  return new Map([
    ...spoken.map(({ id, text, report }): [string, Named] => [
      id,
      partyOf({ key: keyOf(text), name: fold(text), report }, text),
    ]),
    ...values.flatMap(({ value, report }): [string, Named][] =>
      value.mention ? [[value.mention, partyOf(calledBy(value, report, wording), value.name)]] : [],
    ),
  ]);
}

const counted = <K extends string>(all: readonly K[]): { key: K; count: number }[] =>
  [...groupBy(all, one => one)].map(([key, list]) => ({ key, count: list.length })).sort((a, b) => b.count - a.count);

/** One party: what it is called, what kind it is said to be, what is told of it. Null where this viewer sees nothing of it. */
export async function actor(pool: Database, asked: string, viewer: Level, veiled: Veil) {
  const { identity, judged } = await identityFor(pool, viewer);
  const key = identity.leads(asked);
  if (key !== asked) return { moved: key };
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
  const more = rows.length === LOOKED;
  // Of a party to thousands of events what is shown is of the newest, and how many there are is counted elsewhere.
  const { rows: counts } = await pool.query<{ actor: number; target: number }>(
    `select coalesce(sum(actor), 0)::int as actor, coalesce(sum(target), 0)::int as target from party_count
     where $3 and party = any($1) and lo <= $2 and hi >= $2`,
    [nos, rankOf(viewer), more],
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
  const shown = counted([
    ...said.map(({ name }) => name),
    ...mineToo.flatMap(one => [one.from, one.to].filter(({ key: one }) => one === key).map(({ name }) => name)),
  ]);
  if (shown.length === 0 || shown.some(({ key: name }) => veiled.hides(name))) return null;
  const keys = [key, fold(key), ...identity.members(key).map(one => one.key)];
  const names = (await writtenAs(pool, keys, [key, fold(key)], viewer)).filter(({ name }) => !veiled.hides(name));
  const monthOf = ({ date }: Row): string | null => (date?.earliest ?? date?.latest)?.slice(0, 7) ?? null;
  return {
    key,
    id: said.find(({ id }) => id !== null && isListed(id))?.id ?? null,
    name: identity.nameOf(key) ?? shown[0]!.key,
    names: names.length > 0 ? names : shown.map(({ key: name, count }) => ({ name, count, as: fold(name), key })),
    kinds: counted(said.map(({ kind }): ActorKind => kind)).map(({ key: kind, count }) => ({ kind, count })),
    actor: more ? counts[0]!.actor : found.filter(one => one.actor).length,
    target: more ? counts[0]!.target : found.filter(one => one.target).length,
    more,
    months: [...groupBy(found, ({ row }) => monthOf(row))]
      .flatMap(([month, list]) =>
        month === null
          ? []
          : [{ month, actor: list.filter(one => one.actor).length, target: list.filter(one => one.target).length }],
      )
      .sort((a, b) => (a.month < b.month ? -1 : 1)),
    relations: mineToo,
    events: found.slice(0, 100).map(({ row, actor, target }) => ({ row, actor, target })),
    judged: actionsOf(judged, keys, identity, veiled),
  };
}

/**
 * All that one person said at one moment. `kind`: what it came to: a parting ties what leaves together too, and both may give a name.
 * `pairs`: its first entries of that kind, by their sides; `count`: how many it has. `now`: the party that a side is.
 */
type Action = Pick<Judgement, 'id' | 'by' | 'at' | 'reason'> & {
  kind: (typeof TOLD)[number];
  undone: boolean;
  name: string | null;
  pairs: (Called & { now: string })[][];
  count: number;
};
const TOLD = ['different', 'same', 'name', 'undo'] as const;

/** What people said of these keys that this viewer may know, the newest first. */
function actionsOf(judged: readonly Judgement[], keys: readonly string[], identity: Identity, veiled: Veil): Action[] {
  const gone = takenBack(judged);
  const mine = judged
    .map(({ left, right, ...one }) => ({
      ...one,
      sides: [left, right ?? []].flat().map(side => {
        const called = actorIn(side)!;
        return { ...called, now: identity.keyOf(called) };
      }),
    }))
    .filter(({ sides }) => sides.some(({ key, now }) => keys.includes(key) || keys.includes(now)));
  const actions = [...groupBy(mine, ({ at, by }) => JSON.stringify([at, by])).values()];
  return actions
    .flatMap((entries): Action[] => {
      const kind = TOLD.find(one => entries.some(entry => entry.kind === one));
      if (!kind) return [];
      const [{ id, by, at, reason }] = entries as [(typeof entries)[0]];
      const name = entries.find(entry => entry.kind === 'name')?.value?.name;
      const told = entries.filter(entry => entry.kind === kind);
      return [
        {
          ...{ id, kind, by, at: at && new Date(at).toISOString(), reason: reason && veiled.masked(reason) },
          undone: entries.every(entry => gone.has(entry.id)),
          name: typeof name === 'string' ? name : null,
          pairs: told.slice(0, MOST_PAIRS).map(({ sides }) => sides),
          count: told.length,
        },
      ];
    })
    .sort((a, b) => ((a.at ?? '') > (b.at ?? '') ? -1 : (a.at ?? '') < (b.at ?? '') ? 1 : 0))
    .slice(0, MOST_WORDS);
}
