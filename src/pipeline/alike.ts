import { dayOf, ENOUGH, keysOf, nestingKeysOf, worthOf } from '../merge/key.js';
import { type Judged, MERGER, matches } from '../merge/pair.js';
import type { Sketch } from '../merge/sketch.js';
import { groupBy } from '../model/group.js';
import { doubtOf, holding, isPerson, type Judgement, judgement } from '../model/judgement.js';
import type { Folding } from '../store/folding.js';

/** By what a report's events are found by those of others (`kept`), and what they are looked for by. */
export const keysFor = (sketches: readonly Sketch[], nesting: 'kept' | 'sought'): string[] => [
  ...new Set(sketches.flatMap(sketch => [...keysOf(sketch), ...nestingKeysOf(sketch)[nesting]])),
];

/** Any version of it: a newer one follows what an older one said, or both would hold. */
const isMerger = ({ by }: Judgement): boolean => by.split('@')[0] === MERGER.split('@')[0];
const pairKey = (left: string, right: string | null): string => [left, right ?? ''].sort().join(' ');
const GONE = { kind: 'unsure', score: 0, reason: 'no longer alike' } as const;

/**
 * Compares a report's events with those of the reports like it, and appends what is now judged otherwise than before. Where
 * that goes against what a person said, it puts their word up for review, once, and leaves it standing. Returns mentions of events
 * that are to be folded with it: of what is now part of something, or is no more, and of what is a whole for the first time.
 */
export async function judgeAlike(
  room: Folding,
  sketches: readonly Sketch[],
  batch: readonly string[],
): Promise<string[]> {
  const [one] = sketches;
  if (!one) return [];
  const all = groupBy(await room.judgementsOn(sketches.map(({ mention }) => mention)), said =>
    pairKey(said.left, said.right),
  );
  const known = [...all.values()]
    .flat()
    .filter(isMerger)
    .flatMap(({ left, right }) => [left, right ?? left]);
  const keys = keysFor(sketches, 'sought').map(key => ({ key, worth: worthOf(key) }));
  const near = await room.alike<Sketch>(one.report, dayOf(sketches), keys, ENOUGH, known, batch);
  const placed = await room.placedAmong(known);
  const others = groupBy(near, ({ report }) => report);
  const found = new Map<string, Judged>();
  for (const other of others.values())
    for (const judged of matches(
      sketches,
      other.map(({ body }) => body),
    ))
      found.set(pairKey(judged.left, judged.right), judged);

  const fresh: Judgement[] = [];
  for (const pair of new Set([...found.keys(), ...all.keys()])) {
    const said = all.get(pair) ?? [];
    // What a machine said of a pair last: what none of its later words follows.
    const mine = said.filter(isMerger);
    const followed = new Set(mine.map(({ previous }) => previous));
    const last = mine.filter(({ id }) => !followed.has(id)).at(-1);
    const doubt = last ? doubtOf(last) : null;
    const before = doubt?.said ?? last?.kind;
    // Of a report that is not folded yet, as in a rebuild, nobody can tell.
    const was = (before === 'same' || before === 'part') && placed.has(last!.left) && placed.has(last!.right!);
    const now = found.get(pair) ?? (was ? { ...GONE, left: last!.left, right: last!.right! } : null);
    if (!now) continue;
    const held = holding(said);
    const word = held && isPerson(held.by) ? held : null;
    const against = now.kind === 'same' ? 'different' : now.score === 0 && before === 'same' ? 'same' : null;
    const contrary = word !== null && word.kind === against;
    // Said already; but a doubt is a machine's own word again when the person takes theirs back.
    if (before === now.kind && (!doubt || contrary)) continue;
    const part = { ...now, by: MERGER, previous: last?.id ?? null, at: null };
    fresh.push(
      judgement(
        contrary
          ? {
              ...{ ...part, kind: 'unsure', reason: `a person said ${word.kind}; ${now.reason}` },
              value: { against: word.id, said: now.kind },
            }
          : part,
      ),
    );
  }
  const parts = fresh.filter(({ kind }) => kind === 'part');
  const wholes = await room.wholesAmong(parts.map(({ right }) => right!));
  await room.judge(fresh);
  const parted = fresh.filter(({ previous }) => isPart(all, previous));
  return [...parts, ...parted].flatMap(({ kind, left, right }) =>
    kind === 'part' && wholes.has(right!) ? [left] : [left, right!],
  );
}
const isPart = (all: ReadonlyMap<string, readonly Judgement[]>, id: string | null): boolean =>
  [...all.values()].flat().some(one => one.id === id && one.kind === 'part');
