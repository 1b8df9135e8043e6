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
  createHash('sha1').update(sentence).digest().at(-1)! % 2 === 0 ? 'seen' : 'unseen';

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

/** The five classes of cameo_devsafe: talk, verbal and material cooperation, verbal conflict (with sanctions), material conflict. */
const PENTA: Record<string, string> = {
  ...{ CONSULT: '0' },
  ...{ AGREE: '1', SUPPORT: '1' },
  ...{ COOPERATE: '2', AID: '2', YIELD: '2' },
  ...{ REQUEST: '3', ACCUSE: '3', REJECT: '3', THREATEN: '3', SANCTION: '3' },
  ...{ PROTEST: '4', MOBILIZE: '4', COERCE: '4', ASSAULT: '4' },
};
const bare = (text: string): string => text.replace(/\s+/g, '');

/** Sentences with a class, whose source and target a second file marks by token; those that only one file has are left out. */
function devsafe(dir: string, tools: Tools): Case[] {
  const home = join(dir, 'data/conflibert-bench/cameo_devsafe');
  const marked = new Map(
    readFileSync(join(home, 'ner_train.txt'), 'utf8')
      .trim()
      .split(/\n\s*\n/)
      .map(block => block.split('\n').map(line => line.split(/\s+/)))
      .map(tokens => [bare(tokens.map(([token = '']) => token).join('')), tokens] as const),
  );
  const lines = readFileSync(join(home, 'class_train.tsv'), 'utf8').trim().split('\n');
  return lines.flatMap((line, at): Case[] => {
    const [sentence = '', gold = ''] = line.split('\t');
    const tokens = marked.get(bare(sentence));
    if (!tokens) return [];
    const text = tokens.map(([token = '']) => token).join(' ');
    const spans: Record<string, Span> = {};
    let start = 0;
    for (const [token = '', tag = 'O'] of tokens) {
      const end = start + token.length;
      const kind = tag.slice(2);
      if (tag.startsWith('B-')) spans[kind] ??= { start, end };
      else if (tag.startsWith('I-') && spans[kind] && spans[kind].end === start - 1) spans[kind].end = end;
      start = end + 1;
    }
    const [source, target] = [spans.S ?? spans.T, spans.T ?? spans.S];
    if (!source || !target) return [];
    const relation = relationOf(words(text), source, target, tools.relations, tools.triggers);
    // What PLOVER does not code is a statement there.
    const said = PENTA[rootOf(relation?.plover)] ?? '0';
    const counts: Record<string, Tally> = { [`all:${gold}`]: tally(Number(said === gold), 0, 1) };
    counts[`all:${said}`] = { ...(counts[`all:${said}`] ?? tally()), predicted: 1 };
    const misses = said === gold ? [] : [`${gold} coded ${said} by "${relation?.quote.text}": ${text}`];
    return [{ id: String(at), counts, misses }];
  });
}

const CAMEO_ROOTS =
  ' none REQUEST AGREE CONSULT SUPPORT COOPERATE AID YIELD ACCUSE REQUEST ACCUSE REJECT THREATEN PROTEST MOBILIZE SANCTION COERCE ASSAULT ASSAULT ASSAULT'.split(
    ' ',
  );
type Coded = { source: string; target: string; code: string };

/** Names of the suite's own dictionary and their codes, the longest first. */
function suiteActors(dir: string): [name: RegExp, code: string][] {
  const lines = readFileSync(join(dir, 'data/petrarch-validation/dictionaries/PETR.Validate.actors.txt'), 'utf8').split(
    '\n',
  );
  const found: [string, string][] = [];
  let code = '';
  for (const line of lines) {
    const [, name = '', given] = /^\+?([A-Z][A-Z_ .'-]*?)_?\s*(?:\[(\w+)\])?\s*(?:[;#].*)?$/.exec(line.trim()) ?? [];
    if (!name) continue;
    if (given) code = given;
    if (code) found.push([name.replaceAll('_', ' ').trim(), given ?? code]);
  }
  return found
    .sort(([a], [b]) => b.length - a.length)
    .map(([name, one]) => [new RegExp(`\\b${name.replace(/[.]/g, '\\.')}`, 'i'), one]);
}

/**
 * PETRARCH's unit tests, made for its own dictionary: many of their codes are what that dictionary says and no reader could know.
 * We read its actors, take the first two as the dyad, and compare the category and both countries.
 */
function petrarch(dir: string, tools: Tools): Case[] {
  const actors = suiteActors(dir);
  const records = JSON.parse(readFileSync(join(dir, 'gold/petr1_unittest.json'), 'utf8')) as {
    id: string;
    text: string;
    events: Coded[];
  }[];
  return records.map(({ id, text, events }) => {
    const found: (Span & { code: string })[] = [];
    for (const [name, code] of actors) {
      const match = name.exec(text);
      if (!match) continue;
      const span = { start: match.index, end: match.index + match[0].length, code };
      if (!found.some(one => one.start < span.end && span.start < one.end)) found.push(span);
    }
    found.sort((a, b) => a.start - b.start);
    const [source, target] = [found[0], found.find(one => one.code.slice(0, 3) !== found[0]?.code.slice(0, 3))];
    const relation = source && target ? relationOf(words(text), source, target, tools.relations, tools.triggers) : null;
    const category = rootOf(relation?.plover);
    const country = (code: string): string => code.slice(0, 3);
    const golden = [
      ...new Set(
        events.map(one => [country(one.source), country(one.target), CAMEO_ROOTS[Number(one.code.slice(0, 2))]].join()),
      ),
    ];
    const seen = relation ? [[country(source!.code), country(target!.code), category].join()] : [];
    const right = seen.filter(one => golden.includes(one)).length;
    const categories = [...new Set(golden.map(one => one.split(',')[2]!))];
    const hit = relation && categories.includes(category) ? 1 : 0;
    return {
      id,
      counts: {
        'dyad and category': tally(right, seen.length, golden.length),
        category: tally(hit, relation ? 1 : 0, categories.length),
      },
      misses:
        right === golden.length
          ? []
          : [`${golden.join(' ')} coded ${seen.join(' ')} by "${relation?.quote.text}": ${text}`],
    };
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
  {
    name: 'codes, cameo_devsafe',
    needs: ['data/conflibert-bench/cameo_devsafe/class_train.tsv', 'data/conflibert-bench/cameo_devsafe/ner_train.txt'],
    peers: 'none yet for five classes with the dyad given',
    aims: { 'macro-F1': 65 },
    cases: async (dir, tools) => devsafe(dir, tools),
    figures: sum => ({ 'macro-F1': macro(sum, 'all:') }),
  },
  {
    name: 'codes, PETRARCH unit tests',
    needs: ['gold/petr1_unittest.json', 'data/petrarch-validation/dictionaries/PETR.Validate.actors.txt'],
    peers: 'exact triples F1: PETRARCH-1 74.7 with its own dictionary, which the tests were made for',
    aims: {},
    cases: async (dir, tools) => petrarch(dir, tools),
    figures: ({ category, 'dyad and category': both }) => ({
      'category F1': rates(category!).f1,
      'dyad, category F1': rates(both!).f1,
    }),
  },
];
