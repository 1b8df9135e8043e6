import type pg from 'pg';
import type { eventRow } from './row.js';

type Row = ReturnType<typeof eventRow>['row'];
/**
 * What waits for a person. A pair: a machine is unsure whether two events are one; `judgement` is what it said. A dispute: the
 * sources of an event differ on its toll, and no person has accepted a figure. `gain`: what is first, by how sure it is
 * that looking changes something, and by how many were killed.
 */
export type Pending =
  | { kind: 'pair'; gain: number; judgement: string; score: number; reason: string; events: [Row, Row] }
  | { kind: 'dispute'; gain: number; event: Row };

/** How many of the surest pairs and the deadliest events are weighed: a look at all would take as long as the ledger is. */
const WEIGHED = 1000;
const weight = (toll: number): number => Math.log(2 + Math.max(0, toll));
const DISPUTED = 0.5;

/** The first `limit` of what waits, for who may see everything. */
export async function pending(pool: pg.Pool, limit: number): Promise<Pending[]> {
  const [{ rows: pairs }, { rows: disputes }] = await Promise.all([
    pool.query<{ id: string; score: number; reason: string; one: Row; two: Row; toll: number }>(
      `select said.id, said.score, said.reason, one.row as one, two.row as two, greatest(one.toll, two.toll) as toll
       from (select * from judgement where kind = 'unsure' order by score desc, seq limit $1) said
       join event_mention a on a.mention = said."left" join event_mention b on b.mention = said."right"
       join event one on one.id = a.event and one.hi = 2 join event two on two.id = b.event and two.hi = 2
       where a.event <> b.event and said.reason <> 'no longer alike' and not exists (select from judgement later
         where (later.previous = said.id or later.by like 'person:%')
           and later."left" in (said."left", said."right") and later."right" in (said."left", said."right"))`,
      [WEIGHED],
    ),
    pool.query<{ row: Row; toll: number }>(
      `select row, toll from (select * from event where violent and hi = 2 order by toll desc, id desc limit $1) event
       where row->'disagree' is not null and (row->'disagree')::jsonb ? 'fatalities' and not exists (
         select from event_mention join claim on claim.about = event_mention.mention and claim.report = event_mention.report
         join judgement on judgement."left" = claim.id
         where event_mention.event = event.id and claim.field = 'fatalities' and judgement.kind = 'accept')`,
      [WEIGHED],
    ),
  ]);
  const found: Pending[] = [
    ...pairs.map(({ id, score, reason, one, two, toll }): Pending => {
      const gain = Math.round(score * weight(toll) * 1000) / 1000;
      return { kind: 'pair', gain, judgement: id, score, reason, events: [one, two] };
    }),
    ...disputes.map(({ row, toll }): Pending => {
      return { kind: 'dispute', gain: Math.round(DISPUTED * weight(toll) * 1000) / 1000, event: row };
    }),
  ];
  const id = (one: Pending): string => (one.kind === 'pair' ? one.judgement : one.event.id);
  return found.sort((a, b) => b.gain - a.gain || (id(a) < id(b) ? -1 : 1)).slice(0, limit);
}
