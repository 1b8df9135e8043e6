import { groupBy } from '../model/group.js';
import { canonical } from '../model/id.js';
import { holding, isPerson, type Judgement } from '../model/judgement.js';

/** The event that another is a part of, and the judgement that says so. */
export type Whole = { to: string; judgement: string };

const levelOf = ({ value }: Judgement): number => Number(value?.level ?? 0);
/** The narrowest first: a wave before the campaign that it belongs to; then the surest. */
const before = (a: Judgement, b: Judgement): number =>
  levelOf(a) - levelOf(b) || (b.score ?? 0) - (a.score ?? 0) || (a.id < b.id ? -1 : 1);

/**
 * By event the whole that it is part of, where a `part` holds between mentions of the two and no person calls any two of their
 * mentions different. At most one each, and no circles: from part to whole the level rises, and what is the whole of anything is
 * no part of what is not of a higher level, whoever may see it. `eventOf`: of a mention, where the viewer has its event.
 */
export function wholesOf(
  ledger: readonly Judgement[],
  eventOf: (mention: string) => string | undefined,
): Map<string, Whole> {
  const pairs = [
    ...groupBy(
      ledger.filter(({ right }) => right !== null),
      ({ left, right }) => canonical([left, right!].sort()),
    ).values(),
  ];
  const parts = pairs
    .filter(pair => pair.some(({ kind }) => kind === 'part'))
    .flatMap(pair => holding(pair) ?? [])
    .filter(({ kind }) => kind === 'part');
  if (parts.length === 0) return new Map();
  const levels = new Map<string, number>();
  for (const part of parts) {
    const whole = eventOf(part.right!);
    if (whole !== undefined) levels.set(whole, Math.max(levels.get(whole) ?? 0, levelOf(part)));
  }
  const apart = new Set(
    pairs
      .filter(pair => pair.some(({ kind, by }) => kind === 'different' && isPerson(by)))
      .flatMap(pair => holding(pair) ?? [])
      .filter(({ kind }) => kind === 'different')
      .map(({ left, right }) => [eventOf(left), eventOf(right!)].sort().join(' ')),
  );
  const wholes = new Map<string, Whole>();
  for (const part of parts.sort(before)) {
    const [from, to] = [eventOf(part.left), eventOf(part.right!)];
    if (from === undefined || to === undefined || from === to || wholes.has(from)) continue;
    if (levelOf(part) <= (levels.get(from) ?? 0) || apart.has([from, to].sort().join(' '))) continue;
    wholes.set(from, { to, judgement: part.id });
  }
  return wholes;
}
