import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Values } from '../src/codebook/codebook.js';
import { type Claim, claim, type Source } from '../src/model/claim.js';
import { type Mention, mention } from '../src/model/mention.js';
import { quoteOf } from '../src/model/quote.js';
import type { AttestRecord } from '../src/pipeline.js';
import { sameName } from './agree.js';
import { assign } from './assign.js';
import {
  filled,
  type Golden,
  type GoldenClaim,
  type GoldenSource,
  loadSample,
  resolve,
  sampleNames,
} from './golden.js';
import { packageHome } from './report.js';
import { scoreSample } from './score.js';
import { clusteringCases, clusteringFigures } from './stories.js';
import { addTally, rates, type Tally, tally } from './tally.js';

const DIR = join(packageHome(), 'samples');

const sourceOf = (source: GoldenSource | null): Source =>
  source === null
    ? { by: 'outlet' }
    : { by: 'attributed', id: null, role: null, anonymous: false, party: false, ...source, via: [] };

/** The record of a coder that says just what the golden file says, but for links and relations. */
function perfect({ report, events }: Golden, change = (claim: GoldenClaim): GoldenClaim => claim): AttestRecord {
  const mentions: Mention[] = [];
  const claims: Claim[] = [];
  const folded = events.map(event => {
    const own = event.mentions.map(quote => mention(report.id, 'event', quote));
    mentions.push(...own);
    for (const { field, value, quote, source, hedge } of event.claims.map(change)) {
      const draft = { field, basis: 'stated', quote, source: sourceOf(source), hedge } as const;
      claims.push(
        claim(report.id, own[0]!, { ...draft, value: filled(field, value) as Values[typeof field] }, 'test@0'),
      );
    }
    return { id: event.id, mentions: own.map(({ id }) => id), fields: {} };
  });
  return { attest: '1', report, mentions, claims, judgements: [], events: folded, notes: [] };
}
const without = (golden: Golden): Golden => ({ ...golden, links: [], relations: [] });

describe('the scorer', () => {
  const open = sampleNames(DIR).filter(name => name.startsWith('open-'));
  it.each(open)('finds nothing wrong with the golden claims of %s themselves', name => {
    const golden = without(loadSample(DIR, name));
    const { events, claims, misses } = scoreSample(perfect(golden), golden);
    expect(misses).toEqual([]);
    expect(events.all.right).toBe(golden.events.length);
    expect(claims.all.right).toBe(golden.events.flatMap(event => event.claims).length);
  });

  const golden = without(loadSample(DIR, 'open-wire-baidoa-bombing'));
  const total = golden.events.flatMap(event => event.claims).length;

  it('parts a wrong source and a wrong hedge from a wrong value', () => {
    const noSources = scoreSample(
      perfect(golden, one => ({ ...one, source: null })),
      golden,
    );
    expect(noSources.claims.hedge.right).toBeGreaterThan(noSources.claims.source.right);
    const planned = { certainty: 'stated', modality: 'planned', quote: null } as const;
    const wrong = scoreSample(
      perfect(golden, one => ({ ...one, hedge: planned })),
      golden,
    );
    expect([wrong.claims.value.right, wrong.claims.hedge.right]).toEqual([total, 0]);
    expect(wrong.events.violent.right).toBe(0);
  });

  it('counts an invented event and its claims against precision', () => {
    const record = perfect(golden);
    const quote = quoteOf(record.report.text, 0, 3);
    const extra = mention(record.report.id, 'event', quote);
    const value = { plover: 'ACCUSE', mode: null } as const;
    const hedge = { certainty: 'stated', modality: 'actual', quote: null } as const;
    const draft = { field: 'type', basis: 'stated', value, quote, source: { by: 'outlet' }, hedge } as const;
    record.mentions.push(extra);
    record.claims.push(claim(record.report.id, extra, draft, 'test@0'));
    record.events.push({ id: 'x', mentions: [extra.id], fields: {} });
    const { events, claims } = scoreSample(record, golden);
    expect([events.all.predicted - events.all.right, events.violent.predicted - events.violent.right]).toEqual([1, 0]);
    expect(rates(claims.value)).toMatchObject({ precision: (100 * total) / (total + 1), recall: 100 });
  });

  it('freezes no words', () => {
    const { misses: _, ...frozen } = scoreSample(perfect(golden), golden);
    expect(JSON.stringify(frozen)).not.toMatch(/Baidoa|Shabaab|Gedi/);
  });
});

describe('names', () => {
  it.each([
    ['the army checkpoint', 'checkpoint', true],
    ['Taliban', 'Taliban fighters', true],
    ['Ministry of Defense', 'Defense Ministry', true],
    ['Captain Nur Abdulle Gedi', 'Nur Abdulle Gedi', true],
    ['army', 'army checkpoint', false],
    ['Army', 'police', false],
  ])('%s / %s', (a, b, same) => expect(sameName(a, b)).toBe(same));
});

describe('assign', () => {
  it('takes the greatest total, not the greatest first pair', () =>
    expect(
      assign([
        [10, 9],
        [9, 0],
      ]),
    ).toEqual([
      [0, 1],
      [1, 0],
    ]));
  it('leaves out what says nothing, whatever the shape', () => {
    expect(assign([])).toEqual([]);
    expect(assign([[0, 0, 3]])).toEqual([[0, 2]]);
    expect(assign([[1], [2], [0]])).toEqual([[1, 0]]);
  });
});

describe('resolve', () => {
  it('counts occurrences from 1 and names file and words where there are too few', () => {
    expect(resolve('a b a', { text: 'a', nth: 2 }, 'x')).toEqual({ start: 4, end: 5, text: 'a' });
    expect(() => resolve('a b a', { text: 'a', nth: 3 }, 'file#e1.0')).toThrow('file#e1.0: the words "a"');
  });
});

describe('clusterings', () => {
  const figures = (golden: string, system: string) => {
    const where = (all: string, id: string): string => String(all.split(' ').findIndex(part => part.includes(id)));
    const items = [...golden.replaceAll(' ', '')].map(id => ({ id, cluster: where(golden, id) }));
    const sum: Record<string, Tally> = {};
    for (const { counts } of clusteringCases(items, id => where(system, id)))
      for (const [name, count] of Object.entries(counts)) {
        sum[name] ??= tally();
        addTally(sum[name], count);
      }
    return clusteringFigures(sum);
  };

  it('scores a worked example as it comes out by hand', () => {
    const { 'MUC F1': muc, 'B-cubed F1': b3, 'CEAF-e F1': ceafe } = figures('abc defg', 'ab cd fg e');
    const f1 = (p: number, r: number): number => (2 * p * r) / (p + r);
    expect(muc).toBeCloseTo(100 * f1(2 / 3, 2 / 5), 5);
    expect(b3).toBeCloseTo(100 * f1(6 / 7, (5 / 3 + 1.5) / 7), 2);
    const phi = (2 * 2) / 5 + (2 * 2) / 6;
    expect(ceafe).toBeCloseTo(100 * f1(phi / 4, phi / 2), 2);
  });

  it('gives 100 for the same clusters and nothing for all apart but what B-cubed and CEAF-e give', () => {
    expect(figures('abc de', 'de abc')['CoNLL F1']).toBe(100);
    expect(figures('abc de', 'a b c d e')['MUC F1']).toBe(0);
  });
});
