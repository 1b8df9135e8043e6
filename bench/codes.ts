import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PloverCategory } from '../src/codebook/type.js';
import { relationOf } from '../src/coder/relation.js';
import type { Span } from '../src/model/quote.js';
import type { Tools } from '../src/pipeline.js';
import { words } from '../src/read/token.js';
import type { BenchSet, Case } from './set.js';
import { rates, type Tally, tally } from './tally.js';

/** A sentence without its marks, and where source and target stand: the first of each. */
function unmarked(marked: string): { text: string; source: Span | null; target: Span | null } {
  const spans: { source: Span | null; target: Span | null } = { source: null, target: null };
  let text = '';
  let open: { kind: 'source' | 'target'; start: number }[] = [];
  for (const part of marked.split(/(<\/?[st]>)/)) {
    const mark = /^<(\/?)([st])>$/.exec(part);
    if (!mark) {
      text += part;
      continue;
    }
    const kind = mark[2] === 's' ? 'source' : 'target';
    if (!mark[1]) open.push({ kind, start: text.length });
    else {
      const start = open.find(one => one.kind === kind)?.start ?? text.length;
      open = open.filter(one => one.kind !== kind);
      spans[kind] ??= { start, end: text.length };
    }
  }
  return { text, ...spans };
}

/** Half of the sentences, by hash, may be looked at while the rules are made; the others are scored alone. */
const half = (sentence: string): 'seen' | 'unseen' =>
  createHash('sha1').update(sentence).digest()[0]! % 2 === 0 ? 'seen' : 'unseen';

/** The mean of the F1 of all classes that the gold has. */
function macro(sum: Record<string, Tally>, prefix: string): number {
  const all = Object.entries(sum).filter(([name, { golden }]) => name.startsWith(prefix) && golden > 0);
  return all.reduce((total, [, counts]) => total + rates(counts).f1, 0) / Math.max(1, all.length);
}

/** The set's root YIELD is what PLOVER parts into CONCEDE and RETREAT. */
const rootOf = (plover: PloverCategory | undefined): string =>
  plover === 'CONCEDE' || plover === 'RETREAT' ? 'YIELD' : (plover ?? 'none');

function plover(dir: string, tools: Tools): Case[] {
  const [head = '', ...lines] = readFileSync(join(dir, 'data/zsp-plover/PLV_train.tsv'), 'utf8').split('\n');
  const columns = head.split('\t');
  return lines
    .filter(line => line.trim())
    .map(line => {
      const cells = line.split('\t');
      const of = (name: string): string => cells[columns.indexOf(name)]!;
      const { text, source, target } = unmarked(of('marked_sentence').replace(/^"|"$/g, '').replaceAll('""', '"'));
      const whole = { start: 0, end: 0 };
      const relation = relationOf(
        words(text),
        source ?? target ?? whole,
        target ?? source ?? whole,
        tools.relations,
        tools.triggers,
      );
      const gold = of('gold_root');
      const said = rootOf(relation?.plover);
      const part = half(of('sentence'));
      const counts: Record<string, Tally> = { [`${part}:${gold}`]: tally(Number(said === gold), 0, 1) };
      counts[`${part}:${said}`] = { ...(counts[`${part}:${said}`] ?? tally()), predicted: 1 };
      const misses =
        said === gold || part === 'unseen'
          ? []
          : [`${gold} coded ${said} by "${relation?.quote.text}": ${of('marked_sentence')}`];
      return { id: of('sentence_id'), counts, misses };
    });
}

export const codeSets: BenchSet[] = [
  {
    name: 'codes, PLOVER roots',
    needs: ['data/zsp-plover/PLV_train.tsv'],
    peers: 'macro-F1 with the dyad given, on its test part: RoBERTa-large ZSP 82.1',
    aims: { 'macro-F1': 65, 'macro-F1 unseen': 65 },
    cases: async (dir, tools) => plover(dir, tools),
    figures: sum => {
      const all: Record<string, Tally> = {};
      for (const [name, { right, predicted, golden }] of Object.entries(sum)) {
        const root = name.replace(/^\w+:/, 'all:');
        const before = all[root] ?? tally();
        all[root] = tally(before.right + right, before.predicted + predicted, before.golden + golden);
      }
      return {
        'macro-F1': macro(all, 'all:'),
        'macro-F1 seen': macro(sum, 'seen:'),
        'macro-F1 unseen': macro(sum, 'unseen:'),
      };
    },
  },
];
