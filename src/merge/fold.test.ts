import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field, Values } from '../codebook/codebook.js';
import { type Claim, claim, type Hedge, type Source } from '../model/claim.js';
import type { Coding } from '../model/coding.js';
import { type Judgement, judgement } from '../model/judgement.js';
import { type Mention, mention } from '../model/mention.js';
import { quoteOf } from '../model/quote.js';
import { fold, isViolentEvent } from './fold.js';

const TEXT = 'Rebels shelled Harun on Sunday and bombed it again, officials said. The army struck back.'.repeat(3);
const OUTLET: Source = { by: 'outlet' };
const by = (name: string, anonymous = false): Source => ({
  by: 'attributed',
  ...{ id: null, name, role: null, anonymous, party: false, quote: quoteOf(TEXT, 0, 6), cue: null, via: [] },
});
const STATED: Hedge = { certainty: 'stated', modality: 'actual', quote: null };
const DENIED: Hedge = { ...STATED, certainty: 'denied' };
const at = (report: string, start: number): Mention => mention(report, 'event', quoteOf(TEXT, start, start + 3));

type Say = { source?: Source; hedge?: Hedge; start?: number; coder?: string };
function say<F extends Field>(report: string, about: Mention, field: F, value: Values[F], more: Say = {}): Claim {
  const { source = OUTLET, hedge = STATED, start = about.quote.start, coder = 'rules@1' } = more;
  const quote = quoteOf(TEXT, start, start + 5);
  return claim(report, about, { field, basis: 'stated', value, quote, source, hedge }, coder) as Claim;
}
const coding = (report: string, mentions: Mention[], claims: Claim[], coder = 'rules@1'): Coding => ({
  ...{ report, coder, inputs: '', outcome: 'ok' as const },
  ...{ mentions, claims, judgements: [], notes: [] },
});
const judge = (kind: Judgement['kind'], left: string, right: string | null, who = 'rules@1', more = {}): Judgement =>
  judgement({ kind, left, right, by: who, score: null, reason: null, previous: null, at: null, ...more });

const SHELLING = { plover: 'ASSAULT', mode: 'heavy-weapons' } as const;
const a = at('r1', 0);
const b = at('r1', 20);
const c = at('r2', 0);
const type = (report: string, about: Mention, more: Say = {}) => say(report, about, 'type', SHELLING, more);
const CODINGS = [coding('r1', [a, b], [type('r1', a), type('r1', b)]), coding('r2', [c], [type('r2', c)])];
const sets = (judgements: Judgement[], codings = CODINGS) => fold(codings, judgements).map(event => event.mentions);
const toll = (low: number): Values['fatalities'] => ({
  ...{ status: 'reported', low, high: low, who: { class: 'unspecified', side: 'unknown' } },
  ...{ wording: null, partOf: null, cumulative: false },
});
const actorOf = (name: string, id: string | null = null, kind: Values['actor']['kind'] = 'rebel group') =>
  ({ name, id, kind, mention: null }) satisfies Values['actor'];

describe('joining', () => {
  it('joins what is judged the same, within a coding or beside it', () => {
    expect(sets([])).toEqual([[a.id], [b.id], [c.id]]);
    expect(sets([judge('same', b.id, a.id)])).toEqual([[a.id, b.id], [c.id]]);
    const within = [{ ...CODINGS[0]!, judgements: [judge('same', a.id, b.id)] }, CODINGS[1]!];
    expect(sets([judge('same', b.id, c.id)], within)).toEqual([[a.id, b.id, c.id]]);
  });

  it('never joins on unsure, nor on a pair of which it does not know both', () => {
    expect(sets([judge('unsure', a.id, b.id), judge('same', a.id, 'elsewhere')])).toHaveLength(3);
  });

  it("takes a person's word before a machine's, whichever came first", () => {
    const same = judge('same', a.id, b.id, 'rules@1', { score: 1 });
    const apart = judge('different', a.id, b.id, 'person:x');
    expect(sets([same, apart])).toHaveLength(3);
    expect(sets([{ ...same, previous: apart.id }, apart])).toHaveLength(3);
    expect(sets([judge('different', a.id, b.id), judge('same', a.id, b.id, 'person:x')])).toHaveLength(2);
    expect(sets([same, judge('unsure', a.id, b.id, 'person:x')])).toHaveLength(3);
  });

  it("keeps apart what a person calls different, through others' joins too", () => {
    const chain = [judge('same', a.id, b.id, 'rules@1', { score: 0.9 }), judge('same', b.id, c.id, 'rules@1')];
    expect(sets(chain)).toHaveLength(1);
    expect(sets([...chain, judge('different', a.id, c.id)])).toHaveLength(1);
    expect(sets([...chain, judge('different', a.id, c.id, 'person:x')])).toEqual([[a.id, b.id], [c.id]]);
  });

  it('lets the later in a chain win: same, undone, same', () => {
    const one = judge('same', a.id, b.id, 'person:x', { at: '2024-01-01T00:00:00Z' });
    const two = judge('different', a.id, b.id, 'person:x', { previous: one.id, at: '2024-01-02T00:00:00Z' });
    const three = judge('same', a.id, b.id, 'person:x', { previous: two.id, at: '2023-01-01T00:00:00Z' });
    expect(sets([one])).toHaveLength(2);
    expect(sets([two, one])).toHaveLength(3);
    expect(sets([three, two, one])).toHaveLength(2);
  });

  it('takes the later, then the more cautious, of two people', () => {
    const same = judge('same', a.id, b.id, 'person:x', { at: '2024-01-02' });
    expect(sets([same, judge('different', a.id, b.id, 'person:y', { at: '2024-01-01' })])).toHaveLength(2);
    expect(sets([same, judge('different', a.id, b.id, 'person:y', { at: '2024-01-02' })])).toHaveLength(3);
  });

  it('never joins two standings: a planned act is not the one done', () => {
    for (const modality of ['planned', 'threatened', 'hypothetical'] as const) {
      const planned = coding('r2', [c], [type('r2', c, { hedge: { ...STATED, modality } })]);
      expect(sets([judge('same', a.id, c.id, 'person:x')], [CODINGS[0]!, planned])).toHaveLength(3);
    }
    const likely = coding(
      'r2',
      [c],
      [type('r2', c, { hedge: { ...STATED, certainty: 'likely', modality: 'historical' } })],
    );
    expect(sets([judge('same', a.id, c.id)], [CODINGS[0]!, likely])).toHaveLength(2);
  });
});

describe('claims', () => {
  it('makes one of a claim that two codings hold, and groups what agrees', () => {
    const person = coding('r1', [a], [type('r1', a, { coder: 'person:x' })], 'person:x');
    const more = coding(
      'r1',
      [a],
      [say('r1', a, 'fatalities', toll(3)), say('r1', a, 'fatalities', toll(5), { start: 9 })],
    );
    const [event] = fold([CODINGS[0]!, person, more], []);
    expect(event!.fields.type).toHaveLength(1);
    expect(event!.fields.type![0]!.claims).toHaveLength(1);
    expect(event!.fields.fatalities!.map(({ value }) => value.low)).toEqual([3, 5]);
  });

  it("leaves out what a person rejects, until a person accepts it; a machine's rejection counts for nothing", () => {
    const figure = say('r1', a, 'fatalities', toll(3));
    const codings = [...CODINGS, coding('r1', [a], [figure])];
    const tolls = (judgements: Judgement[]) => fold(codings, judgements)[0]!.fields.fatalities?.length ?? 0;
    const reject = judge('reject', figure.id, null, 'person:x', { at: '2024-01-01' });
    expect(tolls([judge('reject', figure.id, null)])).toBe(1);
    expect(tolls([reject])).toBe(0);
    expect(tolls([reject, judge('accept', figure.id, null, 'person:x', { previous: reject.id })])).toBe(1);
  });

  it('drops an event of which no claim is left', () => {
    expect(sets([judge('reject', type('r2', c).id, null, 'person:x')])).toEqual([[a.id], [b.id]]);
  });

  it('does not let an actor without an id bring two with ids together; shows the best known, longest name', () => {
    const names = [
      actorOf('PMF'),
      actorOf('PMF', 'Q2'),
      actorOf('Popular Mobilization Forces', 'Q1'),
      actorOf('PMF', 'Q1'),
    ];
    const claims = names.map((value, i) => say('r1', a, 'actor', value, { start: i }));
    const [event] = fold([coding('r1', [a], claims)], []);
    expect(event!.fields.actor!.map(({ value, claims }) => [value.id, value.name, claims.length])).toEqual([
      ['Q2', 'PMF', 2],
      ['Q1', 'Popular Mobilization Forces', 2],
    ]);
    expect(event!.fields.actor![0]!.claims).toEqual([claims[0]!.id, claims[1]!.id]);
  });

  it('lets a type without a mode join one mode, never bring two together', () => {
    const types = [null, 'aerial', 'firearms'].map((mode, start) =>
      say('r1', a, 'type', { plover: 'ASSAULT', mode }, { start }),
    );
    const [event] = fold([coding('r1', [a], types)], []);
    expect(event!.fields.type!.map(({ value, claims }) => [value.mode, claims.length])).toEqual([
      ['aerial', 2],
      ['firearms', 1],
    ]);
  });

  it('counts for a value who asserts it, not who denies it', () => {
    const said = [by('Rebels'), by('Residents')].map(source => say('r1', a, 'fatalities', toll(3), { source }));
    const denial = say('r1', a, 'fatalities', toll(3), { source: by('Army'), hedge: DENIED });
    const [event] = fold([coding('r1', [a], [...said, denial])], []);
    expect(event!.fields.fatalities![0]).toMatchObject({ origins: { low: 2, high: 2 } });
    expect(event!.fields.fatalities![0]!.claims).toHaveLength(3);
  });

  it('maps links to events and drops those within one; leaves relations out', () => {
    const actor = mention('r1', 'actor', quoteOf(TEXT, 0, 6));
    const links = [
      say('r1', b, 'link', { relation: 'response-to', to: c.id }),
      say('r1', b, 'link', { relation: 'after', to: a.id }),
      say('r1', b, 'link', { relation: 'after', to: 'nowhere' }),
      say('r1', actor, 'relation', { relation: 'backs', to: 'someone' }),
    ];
    const events = fold([...CODINGS, coding('r1', [actor, b], links)], [judge('same', a.id, b.id)]);
    expect(events).toHaveLength(2);
    expect(events[0]!.fields.link!.map(({ value }) => value)).toEqual([{ relation: 'response-to', to: events[1]!.id }]);
    expect(events[0]!.fields.relation).toBeUndefined();
  });

  it('gives the type its codes from weapon and parties, and takes a code that is claimed', () => {
    const aerial = { plover: 'ASSAULT', mode: 'aerial' } as const;
    const codings = [coding('r1', [a], [say('r1', a, 'type', aerial)])];
    const value = (more: Claim[]) => fold([...codings, coding('r1', [a], more)], [])[0]!.fields.type![0]!.value;
    expect(value([])).toEqual({ ...aerial, acled: 'Air/drone strike', cameo: '195' });
    expect(value([say('r1', a, 'weapon', { name: 'chlorine', kind: 'chemical' })]).acled).toBe('Chemical weapon');
    const row = say('r1', a, 'acled', 'Armed clash');
    const person = say('r1', a, 'acled', 'Attack', { start: 30, coder: 'person:x' });
    expect(value([row])).toMatchObject({ acled: 'Armed clash', cameo: '195' });
    expect(value([row, person]).acled).toBe('Attack');
  });

  it('mints an id from the founding mention, and hands all of them to a ledger', () => {
    const seen: string[][] = [];
    const events = fold(CODINGS, [judge('same', a.id, c.id)], (founding, all) => {
      seen.push([founding.id, ...all.map(({ id }) => id)]);
      return `e${seen.length}`;
    });
    expect(events.map(({ id }) => id)).toEqual(['e1', 'e2']);
    expect(seen).toEqual([
      [a.id, a.id, c.id],
      [b.id, b.id],
    ]);
  });
});

describe('isViolentEvent', () => {
  const violent = (...claims: Claim[]) =>
    isViolentEvent(fold([coding('r1', [a], claims)], [])[0]!, new Map(claims.map(claim => [claim.id, claim])));
  it('counts what is asserted of the past or present', () => {
    expect(violent(type('r1', a))).toBe(true);
    expect(violent(type('r1', a, { hedge: { ...STATED, certainty: 'possible', modality: 'historical' } }))).toBe(true);
    expect(violent(say('r1', a, 'type', { plover: 'PROTEST', mode: 'demo' }))).toBe(false);
    expect(violent(type('r1', a, { hedge: { ...STATED, modality: 'threatened' } }))).toBe(false);
    expect(violent(type('r1', a, { hedge: DENIED }))).toBe(false);
    expect(violent(say('r1', a, 'fatalities', toll(1)))).toBe(false);
  });
  it("counts what one side asserts and another denies, but not what the outlet itself denies; a person's word decides", () => {
    const alleged = type('r1', a, { source: by('Websites') });
    const denied = type('r1', a, { hedge: DENIED });
    expect(violent(alleged, type('r1', a, { source: by('Army'), hedge: DENIED }))).toBe(true);
    expect(violent(alleged, denied)).toBe(false);
    expect(violent(alleged, denied, type('r1', a, { start: 9, coder: 'person:x' }))).toBe(true);
  });
});

/** Some reports' worth of claims and judgements, with people among the coders and judges. */
const world = fc
  .array(
    fc.record({
      report: fc.constantFrom('r1', 'r2'),
      coder: fc.constantFrom('rules@1', 'person:x'),
      start: fc.integer({ min: 0, max: 2 }),
      quote: fc.integer({ min: 0, max: 20 }),
      source: fc.constantFrom(OUTLET, by('Army'), by('Army spokesman'), by('officials', true)),
      hedge: fc.constantFrom(STATED, STATED, STATED, DENIED, { ...STATED, modality: 'planned' as const }),
      what: fc.oneof(
        fc
          .constantFrom(
            SHELLING,
            { plover: 'ASSAULT', mode: null } as const,
            { plover: 'ASSAULT', mode: 'aerial' } as const,
          )
          .map(value => ['type', value] as const),
        fc.integer({ min: 0, max: 2 }).map(n => ['fatalities', toll(n)] as const),
        fc
          .tuple(fc.constantFrom('PMF', 'the P.M.F.', 'Hashd'), fc.constantFrom(null, 'Q1', 'Q2'))
          .map(([name, id]) => ['actor', actorOf(name, id)] as const),
        fc.constantFrom('r1', 'r2').map(r => ['link', { relation: 'before' as const, to: at(r, 0).id }] as const),
        fc.constantFrom('Attack', 'Armed clash').map(value => ['acled', value] as const),
      ),
    }),
    { minLength: 4, maxLength: 25, size: 'max' },
  )
  .chain(rows => {
    const codings = rows.map(({ report, coder, start, quote, source, hedge, what: [field, value] }) => {
      const about = at(report, start);
      return coding(
        report,
        [about],
        [say(report, about, field, value as never, { source, hedge, start: quote, coder })],
      );
    });
    const ids = fc.constantFrom(...['r1', 'r2'].flatMap(report => [0, 1, 2].map(start => at(report, start).id)));
    const about = codings.flatMap(({ claims }) => claims.map(({ id }) => id));
    const judgements = fc
      .array(
        fc.record({
          kind: fc.constantFrom<Judgement['kind']>('same', 'same', 'same', 'different', 'unsure', 'reject'),
          pair: fc.tuple(ids, ids),
          who: fc.constantFrom('rules@1', 'model@1', 'person:x', 'person:y'),
          score: fc.constantFrom(null, 0.5, 0.9),
          day: fc.constantFrom(null, '2024-01-01', '2024-01-02'),
          follows: fc.nat(),
          claim: fc.nat(),
        }),
        { minLength: 4, maxLength: 25, size: 'max' },
      )
      .map(drafts => {
        const made: Judgement[] = [];
        for (const { kind, pair, who, score, day, follows, claim } of drafts) {
          const previous = made.length > 0 && follows % 4 === 1 ? made[follows % made.length]!.id : null;
          if (kind !== 'reject') made.push(judge(kind, ...pair, who, { score, previous, at: day }));
          else if (about.length > 0)
            made.push(judge(kind, about[claim % about.length]!, null, who, { previous, at: day }));
        }
        return made;
      });
    return judgements.map(judgements => ({ codings, judgements }));
  });

const shuffled = <T>(items: readonly T[], key: number): T[] =>
  items
    .map((item, i) => ({ item, rank: Math.imul(i + 1, key | 1) >>> 0 }))
    .sort((x, y) => x.rank - y.rank)
    .map(({ item }) => item);

describe('properties', () => {
  it('gives the same bytes in whatever order and however often the work arrived', () => {
    fc.assert(
      fc.property(world, fc.integer(), ({ codings, judgements }, key) => {
        const once = JSON.stringify(fold(codings, judgements));
        expect(JSON.stringify(fold(shuffled(codings, key), shuffled(judgements, key)))).toBe(once);
        expect(JSON.stringify(fold([...codings, ...shuffled(codings, key)], [...judgements, ...judgements]))).toBe(
          once,
        );
        // All of a report's work in one coding, its parts shuffled.
        const merged = ['r2', 'r1'].map(report => {
          const own = codings.filter(coding => coding.report === report);
          const mentions = own.flatMap(({ mentions }) => mentions);
          const claims = own.flatMap(({ claims }) => claims);
          return coding(report, shuffled(mentions, key), shuffled(claims, key));
        });
        expect(JSON.stringify(fold(merged, judgements))).toBe(once);
      }),
      { numRuns: 100 },
    );
  });

  it('does not make one event of two that a report tells apart, though each is like a third', () => {
    const like = (left: Mention, right: Mention, score: number, who = 'pair@1') =>
      judge('same', left.id, right.id, who, { score });
    expect(sets([like(a, c, 0.9), like(b, c, 0.8)])).toEqual([[a.id, c.id], [b.id]]);
    expect(sets([like(a, c, 0.8), like(b, c, 0.9)])).toEqual([[a.id], [b.id, c.id]]);
    expect(sets([like(a, c, 0.9), like(b, c, 0.8), like(a, b, 0.1, 'rules@1')])).toEqual([[a.id, b.id, c.id]]);
    expect(sets([like(a, c, 0.9), like(b, c, 0.8, 'person:x')])).toEqual([[a.id], [b.id, c.id]]);
    expect(sets([like(a, c, 0.9, 'person:x'), like(b, c, 0.8, 'person:x')])).toEqual([[a.id, b.id, c.id]]);
  });

  it('puts each mention in one event and each claim in at most one value, and changes nothing it is given', () => {
    fc.assert(
      fc.property(world, ({ codings, judgements }) => {
        const before = JSON.stringify([codings, judgements]);
        const events = fold(codings, judgements);
        expect(JSON.stringify([codings, judgements])).toBe(before);
        const mentions = events.flatMap(event => event.mentions);
        expect(new Set(mentions).size).toBe(mentions.length);
        const values = events.flatMap(event => Object.values(event.fields).flat());
        const claims = values.flatMap(value => value.claims);
        expect(new Set(claims).size).toBe(claims.length);
        for (const { origins } of values) {
          expect(origins.low).toBeGreaterThan(0);
          expect(origins.low).toBeLessThanOrEqual(origins.high);
        }
      }),
    );
  });
});
