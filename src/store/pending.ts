import type pg from 'pg';
import { takenBack } from '../model/judgement.js';
import { judgementsOn } from './ledger.js';
import type { eventRow } from './row.js';

type Row = ReturnType<typeof eventRow>['row'];
/**
 * What waits for a person. A pair: a machine is unsure whether two events are one; `judgement` is what it said. A dispute: the
 * sources of an event differ on its toll, and no person has said anything of a figure. `gain`: what is first, by how sure it is
 * that looking changes something, and by how many were killed.
 */
export type Pending =
  | { kind: 'pair'; gain: number; judgement: string; score: number; reason: string; events: [Row, Row] }
  | { kind: 'dispute'; gain: number; event: Row };

/** How many of the surest pairs and the deadliest events are weighed: a look at all would take as long as the ledger is. */
const WEIGHED = 1000;
const weight = (toll: number): number => Math.log(2 + Math.max(0, toll));
const DISPUTED = 0.5;

/** What people say of these pairs and claims that they did not take back, by both sides. */
async function settled(
  pool: pg.Pool,
  ids: readonly string[],
): Promise<(left: string, right: string | null) => boolean> {
  const all = await judgementsOn(pool, ids);
  const gone = takenBack(all);
  const key = (left: string, right: string | null): string => [left, right ?? ''].sort().join(' ');
  const said = new Set(
    all
      .filter(({ id, kind, by }) => by.startsWith('person:') && kind !== 'undo' && !gone.has(id))
      .map(({ left, right }) => key(left, right)),
  );
  return (left, right) => said.has(key(left, right));
}

/** The first `limit` of what waits, for who may see everything. */
export async function pending(pool: pg.Pool, limit: number): Promise<Pending[]> {
  type Pair = {
    id: string;
    left: string;
    right: string;
    score: number;
    reason: string;
    one: Row;
    two: Row;
    toll: number;
  };
  const [{ rows: pairs }, { rows: disputes }] = await Promise.all([
    pool.query<Pair>(
      `select said.id, said."left", said."right", said.score, said.reason, one.row as one, two.row as two,
         greatest(one.toll, two.toll) as toll
       from (select * from judgement where kind = 'unsure' order by score desc, seq limit $1) said
       join event_mention a on a.mention = said."left" join event_mention b on b.mention = said."right"
       join event one on one.id = a.event and one.hi = 2 join event two on two.id = b.event and two.hi = 2
       where a.event <> b.event and said.score > 0 and not exists (select from judgement where previous = said.id
         and "left" in (said."left", said."right") and by not like 'person:%')`,
      [WEIGHED],
    ),
    pool.query<{ row: Row; toll: number; claims: string[] }>(
      `select row, toll, array(select claim.id from event_mention join claim on claim.about = event_mention.mention
         and claim.report = event_mention.report where event_mention.event = event.id and claim.field = 'fatalities') as claims
       from (select * from event where violent and hi = 2 order by toll desc, id desc limit $1) event
       where (row->'disagree')::jsonb ? 'fatalities'`,
      [WEIGHED],
    ),
  ]);
  const [pairSettled, claimSettled] = await Promise.all([
    settled(
      pool,
      pairs.map(({ left }) => left),
    ),
    settled(
      pool,
      disputes.flatMap(({ claims }) => claims),
    ),
  ]);
  const found: Pending[] = [
    ...pairs
      .filter(({ left, right }) => !pairSettled(left, right))
      .map(({ id, score, reason, one, two, toll }): Pending => {
        const gain = Math.round(score * weight(toll) * 1000) / 1000;
        return { kind: 'pair', gain, judgement: id, score, reason, events: [one, two] };
      }),
    ...disputes
      .filter(({ claims }) => !claims.some(claim => claimSettled(claim, null)))
      .map(({ row, toll }): Pending => {
        return { kind: 'dispute', gain: Math.round(DISPUTED * weight(toll) * 1000) / 1000, event: row };
      }),
  ];
  const id = (one: Pending): string => (one.kind === 'pair' ? one.judgement : one.event.id);
  return found.sort((a, b) => b.gain - a.gain || (id(a) < id(b) ? -1 : 1)).slice(0, limit);
}
