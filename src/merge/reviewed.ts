import type { Event, FieldValue } from '../model/event.js';
import { groupBy } from '../model/group.js';
import { doubtOf, holding, isPerson, type Judgement, lasting, ofReport } from '../model/judgement.js';
import { type ReviewState, TELLING } from '../model/reviewed.js';

const OPPOSITE: Partial<Record<Judgement['kind'], Judgement['kind']>> = {
  ...{ accept: 'reject', reject: 'accept', same: 'different', different: 'same' },
};
const key = ({ left, right }: Judgement): string => `${left} ${right ?? ''}`;

/** Whether another person says the opposite of what holds, and no third has settled it. */
function contradicted(said: readonly Judgement[], held: Judgement): boolean {
  const last = new Map<string, Judgement['kind']>();
  const words = lasting(said, 'accept', 'reject', 'same', 'different').filter(({ by }) => isPerson(by));
  for (const { by, kind } of words.sort((a, b) => (a.at! < b.at! ? -1 : a.at! > b.at! ? 1 : 0))) last.set(by, kind);
  last.delete(held.by);
  const others = [...last.values()];
  return others.includes(OPPOSITE[held.kind]!) && !others.includes(held.kind);
}

/** Whether a machine's last word on a pair puts in doubt what a person says. */
function doubted(said: readonly Judgement[], held: Judgement): boolean {
  const followed = new Set(said.filter(({ by }) => !isPerson(by)).map(({ previous }) => previous));
  return said.some(one => doubtOf(one)?.against === held.id && !followed.has(one.id));
}

/**
 * How far people have come with an event: with its claims, and with what joins its mentions; a pair of which one side is in another event
 * does not count, since who sees this one may not see that. `claims`: all about its mentions, also those that a person rejected;
 * `judgements`: all on these and on its reports; they may hold others too.
 */
export function reviewStateOf(
  event: Pick<Event, 'mentions' | 'fields'>,
  claims: readonly { id: string; report: string }[],
  judgements: readonly Judgement[],
): ReviewState {
  const mentions = new Set(event.mentions);
  const reportOf = new Map(claims.map(({ id, report }) => [id, report]));
  const mine = judgements.filter(({ left, right }) =>
    right === null ? mentions.has(left) || reportOf.has(left) : mentions.has(left) && mentions.has(right),
  );
  const back = groupBy(lasting(judgements, 'withdraw'), ({ left }) => left);
  const accepted = new Set<string>();
  let touched = lasting(mine, 'grade').length > 0;
  for (const said of groupBy(
    mine.filter(({ kind }) => kind !== 'grade'),
    key,
  ).values()) {
    const held = holding(said);
    if (!held || !isPerson(held.by)) continue;
    touched = true;
    if (contradicted(said, held) || doubted(said, held)) return 'disputed';
    if (held.kind !== 'accept') continue;
    const report = ofReport(reportOf.get(held.left)!);
    if ((back.get(report) ?? []).some(({ at }) => (at ?? '') >= (held.at ?? ''))) return 'disputed';
    accepted.add(held.left);
  }
  if (!touched) return 'waiting';
  const values = TELLING.flatMap(field => (event.fields[field] ?? []) as FieldValue<unknown>[]);
  const whole = accepted.size > 0 && values.every(one => one.claims.some(id => accepted.has(id)));
  return whole ? 'reviewed' : 'partly';
}
