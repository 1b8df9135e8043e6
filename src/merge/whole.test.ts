import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Judgement, judgement } from '../model/judgement.js';
import { wholesOf } from './whole.js';

const part = (left: string, right: string, level: number, score = 0.8): Judgement =>
  judgement({
    kind: 'part',
    left,
    right,
    by: 'pair@1',
    score,
    reason: null,
    previous: null,
    at: null,
    value: { level },
  });
const person = (kind: 'different' | 'undo', left: string, right: string, previous: string | null = null): Judgement =>
  judgement({
    kind,
    left,
    right,
    by: 'person:ana',
    score: null,
    reason: null,
    previous,
    at: '2024-05-01T00:00:00.000Z',
  });
/** Mentions "strike-1", "strike-2" are of the event "strike". */
const eventOf = (mention: string): string => mention.split('-')[0]!;

describe('what an event is part of', () => {
  it('is the narrowest that holds it', () => {
    const ledger = [part('strike-1', 'war-1', 2), part('strike-2', 'night-1', 1), part('night-1', 'war-1', 2)];
    expect(wholesOf(ledger, eventOf)).toEqual(
      new Map([
        ['strike', { to: 'night', judgement: ledger[1]!.id }],
        ['night', { to: 'war', judgement: ledger[2]!.id }],
      ]),
    );
  });

  it('has a direction that the ids of its mentions do not give', () => {
    expect(part('b-1', 'a-1', 1)).toMatchObject({ left: 'b-1', right: 'a-1' });
    expect(part('b-1', 'a-1', 1).id).not.toBe(part('a-1', 'b-1', 1).id);
  });

  it('is not what a person told apart from it, until they take it back', () => {
    const [said, word] = [part('strike-1', 'night-1', 1), person('different', 'night-1', 'strike-1')];
    expect(wholesOf([said, word], eventOf).size).toBe(0);
    // The word is of the events: it keeps other reports' mentions of them apart too.
    expect(wholesOf([said, person('different', 'night-2', 'strike-2')], eventOf).size).toBe(0);
    expect(wholesOf([said, word, person('undo', word.left, word.right!, word.id)], eventOf).size).toBe(1);
  });

  it('is one that is seen', () => {
    const seen = (mention: string) => (mention.startsWith('night') ? undefined : eventOf(mention));
    expect(wholesOf([part('strike-1', 'night-1', 1)], seen).size).toBe(0);
  });

  it('is one at most and makes no circle, whatever was judged, seen or joined, in whatever order', () => {
    const name = fc.integer({ min: 0, max: 11 }).map(n => `m${n}`);
    const said = fc.tuple(name, name, fc.constantFrom(1, 2)).filter(([a, b]) => a !== b);
    fc.assert(
      fc.property(
        // An id stands in the ledger once.
        fc.uniqueArray(said, { maxLength: 30, selector: ([a, b]) => `${a} ${b}` }),
        fc.array(fc.integer({ min: -1, max: 5 }), { minLength: 12, maxLength: 12 }),
        fc.array(
          fc.tuple(name, name).filter(([a, b]) => a !== b),
          { maxLength: 4 },
        ),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (parts, events, words, chance) => {
          const of = (mention: string): string | undefined => {
            const at = events[Number(mention.slice(1))]!;
            return at < 0 ? undefined : `e${at}`;
          };
          const ledger = [
            ...parts.map(([a, b, level]) => part(a, b, level)),
            ...words.map(([a, b]) => person('different', a, b)),
          ];
          const found = wholesOf(ledger, of);
          for (const start of found.keys()) {
            const seen = new Set<string>();
            for (let at: string | undefined = start; at !== undefined; at = found.get(at)?.to) {
              expect(seen.has(at)).toBe(false);
              seen.add(at);
            }
          }
          const shuffled = ledger.map(one => ({ one, by: chance.next().value })).sort((a, b) => a.by - b.by);
          const sorted = (map: typeof found) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
          expect(
            sorted(
              wholesOf(
                shuffled.map(({ one }) => one),
                of,
              ),
            ),
          ).toEqual(sorted(found));
          // What only a part of the ledger is at hand of comes to the same: all judgements on an event's own mentions.
          for (const event of new Set(events.filter(at => at >= 0).map(at => `e${at}`))) {
            const own = ledger.filter(({ left, right }) => of(left) === event || of(right!) === event);
            expect(wholesOf(own, of).get(event)).toEqual(found.get(event));
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});
