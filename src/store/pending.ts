import type { Event, FieldValue } from '../model/event.js';
import { groupBy } from '../model/group.js';
import { doubtOf, isPerson, type Judgement, lasting, ofReport, reportIn, VERDICTS } from '../model/judgement.js';
import { TELLING } from '../model/reviewed.js';
import type { Database } from './database.js';
import { judgementsOn, SAID, saidOf } from './ledger.js';
import { assignee } from './remarks.js';
import type { Row } from './row.js';

export const PENDING_KINDS = ['pair', 'doubt', 'dispute', 'claim', 'withdrawn'] as const;
/**
 * What waits for a person. `pair`: a machine is unsure whether two events are one, or called them the same though they are kept
 * apart; `judgement` is what it said. `doubt`: a machine doubts what a person said of a pair. `dispute`: the sources of an event differ on its toll, and no person has said anything of
 * a figure. `claim`: a value stands on a claim alone that its own words hedge. `withdrawn`: a person accepted claims of a report that was
 * taken back since. `gain`: what is first, by how likely looking changes something, and by how many were killed.
 */
export type Pending = { id: string; gain: number; assigned: string | null } & (
  | {
      kind: 'pair' | 'doubt';
      judgement: string;
      score: number;
      reason: string;
      events: [Row, Row];
      against: { judgement: string; kind: string; by: string; at: string | null; reason: string | null } | null;
    }
  | { kind: 'dispute'; event: Row }
  | { kind: 'claim'; event: Row; claim: string }
  | { kind: 'withdrawn'; event: Row; report: string; claims: string[] }
);
export type Wanted = {
  kind?: readonly (typeof PENDING_KINDS)[number][] | undefined;
  country?: readonly string[] | undefined;
  /** A person's name as judgements have it; null: what is given to nobody. */
  assigned?: string | null | undefined;
};

/** How many of the surest pairs and the deadliest events are weighed: a look at all would take as long as the ledger is. */
const WEIGHED = 1000;
const weight = (toll: number): number => Math.log(2 + Math.max(0, toll));
const gainOf = (chance: number, toll: number): number => Math.round(chance * weight(toll) * 1000) / 1000;
const DISPUTED = 0.5;
const HEDGED = { possible: 0.4, likely: 0.25 };
const WITHDRAWN = 1;
/** A machine that came to another view has seen what the person may not have. */
const DOUBTED = 0.9;

const key = (left: string, right: string | null): string => [left, right ?? ''].sort().join(' ');

/** What of these a person has said something of that stands, and no machine has doubted since. */
async function settled(
  pool: Database,
  ids: readonly string[],
): Promise<(left: string, right: string | null) => boolean> {
  const all = groupBy(await judgementsOn(pool, ids), ({ left, right }) => key(left, right));
  const said = new Set(
    [...all].flatMap(([pair, list]) => {
      const last = lasting(list, ...VERDICTS).findLast(({ by }) => isPerson(by));
      return last && !list.some(one => doubtOf(one)?.against === last.id) ? [pair] : [];
    }),
  );
  return (left, right) => said.has(key(left, right));
}

type Placed = { toll: number; one: Row; two: Row };

/** Of a pair that a machine called the same though the fold keeps it apart one of the two is wrong; as often the one as the other. */
const PARTED = 0.5;

/**
 * Pairs that a machine is unsure of, those whose answer by a person it doubts, and those that it called the same but of which the
 * events have too little else in common to be one (A is B, B is C, but A is not C): of these the latest are looked at.
 */
async function pairs(pool: Database): Promise<Pending[]> {
  const { rows } = await pool.query<Judgement & { right: string } & Placed>(
    `select said.*, one.row as one, two.row as two, greatest(one.toll, two.toll) as toll
     from (select ${SAID} from judgement where seq in (
       (select seq from judgement where kind = 'unsure' and score > 0 order by score desc, seq limit $1)
       union (select seq from judgement where kind = 'unsure' and value is not null order by seq desc limit $1)
       union (select seq from judgement where kind = 'same' and value is null and by not like 'person:%' order by seq desc limit $1))) said
     join event_mention a on a.mention = said."left" join event_mention b on b.mention = said."right"
     join event one on one.id = a.event and one.hi = 2 join event two on two.id = b.event and two.hi = 2
     where (a.event <> b.event or said.value is not null) and not exists (select from judgement where previous = said.id
       and "left" in (said."left", said."right") and by not like 'person:%')`,
    [WEIGHED],
  );
  const isSettled = await settled(
    pool,
    rows.map(({ left }) => left),
  );
  const open = rows.filter(({ left, right, by }) => !isPerson(by) && !isSettled(left, right));
  const words = open.flatMap(row => doubtOf(saidOf(row))?.against ?? []);
  const { rows: said } = await pool.query<Judgement>(`select ${SAID} from judgement where id = any($1)`, [words]);
  const byId = new Map(said.map(one => [one.id, one]));
  return open.map((row): Pending => {
    const { id, one, two, toll } = row;
    const parted = row.kind === 'same';
    const reason = [row.reason ?? '', ...(parted ? ['kept apart: their events differ otherwise'] : [])].filter(Boolean);
    const word = byId.get(doubtOf(saidOf(row))?.against ?? '');
    const against = word
      ? { judgement: word.id, kind: word.kind, by: word.by, at: word.at, reason: word.reason }
      : null;
    const score = row.score ?? 0;
    return {
      ...{ id, assigned: null, judgement: id, score, reason: reason.join('; '), events: [one, two], against },
      ...{ kind: word ? 'doubt' : 'pair', gain: gainOf(word ? DOUBTED : parted ? PARTED : score, toll) },
    };
  });
}

/** Tolls in dispute. */
async function disputes(pool: Database): Promise<Pending[]> {
  const { rows } = await pool.query<{ row: Row; toll: number; claims: string[] }>(
    `select row, toll, array(select claim.id from event_mention join claim on claim.about = event_mention.mention
       and claim.report = event_mention.report where event_mention.event = event.id and claim.field = 'fatalities') as claims
     from (select * from event where violent and hi = 2 order by toll desc, id desc limit $1) event
     where (row->'disagree')::jsonb ? 'fatalities'`,
    [WEIGHED],
  );
  const isSettled = await settled(
    pool,
    rows.flatMap(({ claims }) => claims),
  );
  return rows
    .filter(({ claims }) => !claims.some(claim => isSettled(claim, null)))
    .map(({ row, toll }) => ({
      ...{ id: row.id, kind: 'dispute', gain: gainOf(DISPUTED, toll), assigned: null, event: row },
    }));
}

/** Values that stand on hedged claims alone; of each the claim that is hedged least. */
async function hedged(pool: Database): Promise<Pending[]> {
  type Hedged = { event: string; claim: string; certainty: keyof typeof HEDGED };
  const { rows } = await pool.query<Hedged>(
    `select event.id as event, claim.id as claim, claim.hedge->>'certainty' as certainty
     from (select id from event where violent and hi = 2 order by toll desc, id desc limit $1) event
     join event_mention on event_mention.event = event.id
     join claim on claim.about = event_mention.mention and claim.report = event_mention.report
     where claim.hedge->>'certainty' in ('possible', 'likely') and field = any($2)`,
    [WEIGHED, TELLING],
  );
  const { rows: events } = await pool.query<{ body: Event; row: Row; toll: number }>(
    'select body, row, toll from event where id = any($1) and hi = 2',
    [[...new Set(rows.map(({ event }) => event))]],
  );
  const isSettled = await settled(
    pool,
    rows.map(({ claim }) => claim),
  );
  const certainty = new Map(rows.map(one => [one.claim, one.certainty]));
  return events.flatMap(({ body, row, toll }) =>
    TELLING.flatMap(field =>
      ((body.fields[field] ?? []) as FieldValue<unknown>[]).flatMap(({ claims }): Pending[] => {
        if (!claims.every(id => certainty.has(id)) || claims.some(id => isSettled(id, null))) return [];
        const claim = claims.find(id => certainty.get(id) === 'likely') ?? claims[0]!;
        const gain = gainOf(HEDGED[certainty.get(claim)!], toll);
        return [{ id: claim, kind: 'claim', gain, assigned: null, event: row, claim }];
      }),
    ),
  );
}

/** Reports that were taken back after a person accepted claims of theirs. */
async function withdrawn(pool: Database): Promise<Pending[]> {
  const { rows: back } = await pool.query<{ left: string }>(
    `select distinct "left" from judgement where kind = 'withdraw'`,
  );
  const said = groupBy(
    await judgementsOn(
      pool,
      back.map(({ left }) => left),
    ),
    ({ left }) => left,
  );
  const since = new Map(
    [...said].flatMap(([left, list]) => {
      const last = lasting(list, 'withdraw').at(-1);
      return last ? [[reportIn(left)!, last.at ?? ''] as const] : [];
    }),
  );
  const { rows } = await pool.query<{ claim: string; report: string; row: Row; toll: number }>(
    `select claim.id as claim, claim.report, row, toll from claim
     join event_mention on event_mention.mention = claim.about and event_mention.report = claim.report
     join event on event.id = event_mention.event and hi = 2
     where claim.report = any($1) and exists (select from judgement where "left" = claim.id and kind = 'accept')`,
    [[...since.keys()]],
  );
  const verdicts = groupBy(
    await judgementsOn(
      pool,
      rows.map(({ claim }) => claim),
    ),
    ({ left }) => left,
  );
  const asked = rows.filter(({ claim, report }) => {
    const last = lasting(verdicts.get(claim) ?? [], 'accept', 'reject').findLast(({ by }) => isPerson(by));
    return last?.kind === 'accept' && (last.at ?? '') <= since.get(report)!;
  });
  return [...groupBy(asked, ({ report, row }) => key(report, row.id)).values()].map(list => {
    const [{ report, row, toll }] = list as [(typeof list)[number]];
    const claims = list.map(({ claim }) => claim);
    return {
      ...{ id: `${ofReport(report)} ${row.id}`, kind: 'withdrawn', gain: gainOf(WITHDRAWN, toll), assigned: null },
      ...{ event: row, report, claims },
    };
  });
}

/** To whom each side of a judgement, and each event, is given. */
async function assignments(pool: Database): Promise<Map<string, string>> {
  const { rows: sides } = await pool.query<{ left: string }>(
    `select distinct "left" from judgement where kind = 'assign'`,
  );
  const given = new Map<string, string>();
  const said = groupBy(
    await judgementsOn(
      pool,
      sides.map(({ left }) => left),
    ),
    ({ left }) => left,
  );
  const { rows: placed } = await pool.query<{ mention: string; event: string }>(
    'select mention, event from event_mention where mention = any($1) and event is not null',
    [[...said.keys()]],
  );
  const eventOf = new Map(placed.map(({ mention, event }) => [mention, event]));
  for (const [left, list] of said) {
    const last = lasting(list, 'assign').at(-1);
    const to = last && assignee(last);
    if (to) given.set(eventOf.get(left) ?? left, to);
  }
  return given;
}

const eventsOf = (one: Pending): Row[] => ('events' in one ? one.events : [one.event]);
/** What an item may have been given away as: itself first. */
const namesOf = (one: Pending): string[] => [
  ...('judgement' in one
    ? [one.judgement]
    : 'claim' in one
      ? [one.claim]
      : 'report' in one
        ? [ofReport(one.report)]
        : []),
  ...eventsOf(one).map(({ id }) => id),
];

/** All that waits and is wanted, for who may see everything, what looking at gains most first. */
export async function pending(pool: Database, { kind, country, assigned }: Wanted): Promise<Pending[]> {
  const asks = { pair: pairs, dispute: disputes, claim: hedged, withdrawn } as const;
  const wanted = new Set((kind ?? PENDING_KINDS).map(one => (one === 'doubt' ? 'pair' : one)));
  const [given, ...found] = await Promise.all([assignments(pool), ...[...wanted].map(one => asks[one](pool))]);
  const all = found.flat().map(one => {
    const name = namesOf(one).find(name => given.has(name));
    return { ...one, assigned: name === undefined ? null : given.get(name)! };
  });
  const here = (one: Pending): boolean =>
    eventsOf(one).some(({ places }) => places.some(({ countries }) => countries.some(code => country!.includes(code))));
  return all
    .filter(one => kind === undefined || kind.includes(one.kind))
    .filter(one => country === undefined || here(one))
    .filter(one => assigned === undefined || one.assigned === assigned)
    .sort((a, b) => b.gain - a.gain || (a.id < b.id ? -1 : 1));
}
