import { type Judgement, lasting, ofReport, reportIn } from '../model/judgement.js';
import type { Database } from './database.js';
import { judgementsOn } from './ledger.js';

/** What people who work here say to each other of an event, a claim or a report; `to`: to whom it is given, null for nobody. */
export type RemarkView = {
  id: string;
  kind: 'comment' | 'assign';
  on: { kind: 'event' | 'claim' | 'report'; id: string };
  by: string;
  at: string;
  text: string | null;
  to: string | null;
};
/** That a report was taken back by whoever published it. */
export type Withdrawal = { report: string; judgement: string; by: string; at: string | null; reason: string | null };

/** The person that an assignment names, null for nobody. */
export const assignee = ({ value }: Pick<Judgement, 'value'>): string | null =>
  typeof value?.to === 'string' ? value.to : null;

/** The remarks that stand, in the order in which they were made; of assignments the last of each. `events`: which event a mention is of. */
export async function remarksOn(
  db: Database,
  events: ReadonlyMap<string, string>,
  claims: readonly string[],
  reports: readonly string[],
): Promise<RemarkView[]> {
  const said = await judgementsOn(db, [...events.keys(), ...claims, ...reports.map(ofReport)]);
  const stand = lasting(said, 'comment', 'assign');
  const last = new Map(
    stand.filter(({ kind }) => kind === 'assign').map(one => [events.get(one.left) ?? one.left, one]),
  );
  return stand.flatMap((one): RemarkView[] => {
    const { id, kind, left, by, at, reason } = one;
    const [event, report] = [events.get(left), reportIn(left)];
    if (kind === 'assign' && last.get(event ?? left) !== one) return [];
    const on = event
      ? { kind: 'event' as const, id: event }
      : report !== null
        ? { kind: 'report' as const, id: report }
        : { kind: 'claim' as const, id: left };
    return [{ id, kind: kind as 'comment' | 'assign', on, by, at: at ?? '', text: reason, to: assignee(one) }];
  });
}

/** Of these reports those that were withdrawn, and are still. */
export async function withdrawalsOf(db: Database, reports: readonly string[]): Promise<Map<string, Withdrawal>> {
  const said = await judgementsOn(db, reports.map(ofReport));
  return new Map(
    lasting(said, 'withdraw').map(({ id, left, by, at, reason }) => [
      reportIn(left)!,
      { report: reportIn(left)!, judgement: id, by, at, reason },
    ]),
  );
}
