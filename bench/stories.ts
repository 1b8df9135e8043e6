import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stemsOf, storiesOf } from '../src/merge/story.js';
import { groupBy } from '../src/model/group.js';
import { assign } from './assign.js';
import type { BenchSet, Case } from './set.js';
import { rates, type Tally, tally } from './tally.js';

type Document = { id: string; text: string; cluster: string };
type GoldMention = { id: string; doc: string; text: string; cluster: string };
type Item = { id: string; cluster: string };

const four = (value: number): number => Math.round(value * 1e4) / 1e4;

/**
 * How a clustering compares with the golden one, a case a golden cluster: B-cubed (Bagga and Baldwin 1998), MUC (Vilain and
 * others 1995) and CEAF-e (Luo 2005), which divides by clusters. What is said of a cluster of ours goes to its first item's case.
 */
export function clusteringCases(items: readonly Item[], ours: (id: string) => string): Case[] {
  const gold = groupBy(items, ({ cluster }) => cluster);
  const system = groupBy(items, ({ id }) => ours(id));
  const both = (one: readonly Item[], other: readonly Item[]): number =>
    one.filter(item => other.includes(item)).length;
  const golds = [...gold];
  const systems = [...system.values()];
  const weights = golds.map(([, list]) => systems.map(mine => (2 * both(list, mine)) / (list.length + mine.length)));
  const phi = new Map(assign(weights).map(([row, column]) => [row, weights[row]![column]!]));
  return golds.map(([cluster, list], row): Case => {
    const mine = systems.filter(([first]) => first!.cluster === cluster);
    const parts = groupBy(list, ({ id }) => ours(id));
    const sum = (count: (item: Item) => number): number => four(list.reduce((total, item) => total + count(item), 0));
    const shared = ({ id }: Item): number => parts.get(ours(id))!.length;
    const counts: Record<string, Tally> = {
      b3P: tally(
        sum(item => shared(item) / system.get(ours(item.id))!.length),
        list.length,
        list.length,
      ),
      b3R: tally(
        sum(item => shared(item) / list.length),
        list.length,
        list.length,
      ),
      mucR: tally(list.length - parts.size, 0, list.length - 1),
      mucP: tally(
        mine.reduce((total, one) => total + one.length - groupBy(one, item => item.cluster).size, 0),
        mine.reduce((total, one) => total + one.length - 1, 0),
      ),
      ceafe: tally(four(phi.get(row) ?? 0), mine.length, 1),
    };
    return { id: cluster, counts, misses: parts.size > 1 ? [`${cluster}: in ${parts.size} parts`] : [] };
  });
}

const f1 = (p: number, r: number): number => (p + r > 0 ? (2 * p * r) / (p + r) : 0);
/** In per cent. CoNLL: the mean of the three F1. */
export function clusteringFigures(sum: Record<string, Tally>): Record<string, number> {
  const b3 = f1(rates(sum.b3P!).recall, rates(sum.b3R!).recall);
  const muc = f1(rates(sum.mucP!).precision, rates(sum.mucR!).recall);
  const ceafe = rates(sum.ceafe!).f1;
  return { 'CoNLL F1': (b3 + muc + ceafe) / 3, 'MUC F1': muc, 'B-cubed F1': b3, 'CEAF-e F1': ceafe };
}

const DOCS = 'gold/ecb_dev_docs.json';
const MENTIONS = 'gold/ecb_dev_events.json';
const load = <T>(dir: string, path: string): T => JSON.parse(readFileSync(join(dir, path), 'utf8')) as T;

/** Endings of verbs and of nouns made from them, off: "killing" and "killed" are one act. */
const root = (text: string): string =>
  (stemsOf(text).at(-1) ?? text).replace(/(?:ations?|ions?|ings?|ers?|ed|es|e|s)$/, '');

export const storySets: BenchSet[] = [
  {
    name: 'stories, ECB+ documents',
    needs: [DOCS],
    peers: 'TF-IDF 70.6 B-cubed (test)',
    aims: { 'B-cubed F1': 80 },
    cases: async dir => {
      const documents = load<Document[]>(dir, DOCS);
      const stories = storiesOf(documents);
      return clusteringCases(documents, id => stories.get(id)!);
    },
    figures: clusteringFigures,
  },
  {
    name: 'stories, ECB+ gold mentions',
    needs: [DOCS, MENTIONS],
    peers: 'lemma with TF-IDF topics 74.2 (test); best near 87',
    aims: { 'CoNLL F1': 78 },
    cases: async dir => {
      const mentions = load<GoldMention[]>(dir, MENTIONS);
      const stories = storiesOf(load<Document[]>(dir, DOCS));
      const acts = new Map(mentions.map(({ id, doc, text }) => [id, `${stories.get(doc)} ${root(text)}`]));
      return clusteringCases(mentions, id => acts.get(id)!);
    },
    figures: clusteringFigures,
  },
];
