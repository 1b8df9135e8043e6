import type { Quote } from '../src/model/quote.js';
import { counted } from './dates.js';
import { around, type Counted, type GoldText, layersOf, readJson, scorerOf } from './gold.js';
import type { BenchSet, Case } from './set.js';
import { rates, tally } from './tally.js';

type Spans = [number, number][];
type Attribution = { source: Spans; cue: Spans; content: Spans };
type Scored = {
  exact: Record<'source' | 'cue' | 'content', Counted>;
  relExact: Counted;
  relOverlap: Counted;
  sourceAccuracy: { n: number; ok: number };
};

const range = ({ start, end }: Quote): [number, number] => [start, end];
const meets = (a: Spans, b: Spans): boolean =>
  a.some(([start, end]) => b.some(([from, to]) => start < to && from < end));

/** Who said what: source, cue and content of attributions. */
export const attributionSets: BenchSet[] = [
  {
    name: 'attribution, PolNeAR dev',
    needs: ['gold/polnear_dev.json', 'score/attribution.mjs'],
    peers: 'source/cue/content; whole exact/overlap: regex 44/42/19; 13/31, two people 70/61/64; 50/67',
    aims: { 'whole overlap': 48 },
    async cases(dir, tools): Promise<Case[]> {
      const score = await scorerOf<Scored>(dir, 'attribution.mjs');
      const found: Case[] = [];
      for (const text of readJson<(GoldText & { attributions: Attribution[] })[]>(dir, 'gold', 'polnear_dev.json')) {
        const layers = await layersOf(text.text, text.dct ?? null, tools);
        const attributions = layers.attributions.map(({ source, cue, content }) => ({
          source: source.map(range),
          cue: cue.map(range),
          content: content.map(range),
        }));
        const { exact, relExact, relOverlap, sourceAccuracy } = score([text], [{ id: text.id, attributions }]);
        const missed = text.attributions.filter(one => !attributions.some(other => meets(one.cue, other.cue)));
        found.push({
          id: text.id,
          counts: {
            source: counted(exact.source),
            cue: counted(exact.cue),
            content: counted(exact.content),
            'whole exact': counted(relExact),
            'whole overlap': counted(relOverlap),
            who: tally(sourceAccuracy.ok, sourceAccuracy.n, sourceAccuracy.n),
          },
          misses: missed.flatMap(({ cue: [first] }) =>
            first ? [`${text.id}: missed ${around(text.text, ...first)}`] : [],
          ),
        });
      }
      return found;
    },
    figures: ({ who, ...sum }) => ({
      ...Object.fromEntries(Object.entries(sum).map(([name, counts]) => [name, rates(counts).f1])),
      'source accuracy': rates(who!).recall,
    }),
  },
];
