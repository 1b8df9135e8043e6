import { fold } from '../src/merge/fold.js';
import { dayOf as aboutDay, ENOUGH, keysOf, worthOf } from '../src/merge/key.js';
import { MERGER, matches } from '../src/merge/pair.js';
import { leadOf, type Sketch, sketchesOf } from '../src/merge/sketch.js';
import { tollBy } from '../src/model/choice.js';
import type { Event } from '../src/model/event.js';
import { groupBy } from '../src/model/group.js';
import { type Judgement, judgement } from '../src/model/judgement.js';
import { keptCoding } from '../src/pipeline/work.js';
import type { Tools } from '../src/pipeline.js';
import { reportOf } from './report.js';
import type { BenchSet, Case } from './set.js';
import { rates, type Tally, tally } from './tally.js';
import { dayOf, GVA, half, incidentsIn } from './tolls.js';

const four = (value: number): number => Math.round(value * 1e4) / 1e4;

/** Under one key so many reports are looked at on either side, the nearest in days: as the ledger does it. */
const CROWD = 8;
/** Pairs of reports, the lesser id first, that a ledger compares. */
export function candidates(sketches: ReadonlyMap<string, readonly Sketch[]>): [string, string][] {
  const order = [...sketches]
    .map(([report, mine]) => ({ report, day: aboutDay(mine), keys: new Set(mine.flatMap(keysOf)) }))
    .sort((a, b) => a.day - b.day || (a.report < b.report ? -1 : 1));
  const under = new Map<string, string[]>();
  const worth = new Map<string, number>();
  for (const { report, keys } of order)
    for (const key of keys) {
      const others = under.get(key) ?? [];
      for (const other of others.slice(-CROWD)) {
        const pair = [report, other].sort().join(' ');
        worth.set(pair, (worth.get(pair) ?? 0) + worthOf(key));
      }
      others.push(report);
      under.set(key, others);
    }
  return [...worth].filter(([, sum]) => sum >= ENOUGH).map(([pair]) => pair.split(' ') as [string, string]);
}

type Article = { id: string; title: string; text: string; date: string; incident: string };
export const articlesOf = (dir: string): Article[] =>
  incidentsIn(dir).flatMap(({ incident, articles }) =>
    articles.filter(({ text }) => text.length <= 20_000).map(article => ({ ...article, incident })),
  );

/** Articles as the ledger codes and sketches them. `main`: by article the first mention of the event it is about, if any. */
export function sketched(articles: readonly Article[], tools: Tools) {
  const main = new Map<string, string>();
  const byReport = new Map<string, Sketch[]>();
  const coded = articles.map(({ id, title, text, date }) => {
    const report = { ...reportOf(`${title}\n\n${text}`, dayOf(date)), id };
    const { coding } = keptCoding(report, tools, '');
    const claims = new Map(coding.claims.map(claim => [claim.id, claim]));
    const told = fold([coding], [], undefined, [report]);
    const lead = leadOf(told, claims);
    if (lead) main.set(id, lead.mentions[0]!);
    byReport.set(id, sketchesOf(told, claims, report));
    return { coding, report };
  });
  return { main, byReport, coded };
}

/**
 * Articles without their incidents: coded, compared and folded as the ledgers do it; an article belongs to the event of its
 * first act with people harmed, else of its first act of violence, alone where it has none. All are clustered together; the
 * half of the incidents from which nothing was learned is counted alone too.
 */
function gva(dir: string, tools: Tools): Case[] {
  const incidents = incidentsIn(dir);
  const articles = articlesOf(dir);
  const { main, byReport, coded } = sketched(articles, tools);
  const judged: Judgement[] = [];
  for (const [left, right] of candidates(byReport))
    for (const one of matches(byReport.get(left)!, byReport.get(right)!))
      judged.push(judgement({ ...one, by: MERGER, previous: null, at: null }));
  const events = fold(
    coded.map(({ coding }) => coding),
    judged,
    undefined,
    coded.map(({ report }) => report),
  );
  const eventOf = new Map(events.flatMap(event => event.mentions.map(mention => [mention, event] as const)));
  const found = new Map<string, Event>();
  for (const { id } of articles) {
    const event = eventOf.get(main.get(id) ?? '');
    if (event) found.set(id, event);
  }
  const system = (id: string): string => found.get(id)?.id ?? id;
  const claims = new Map(coded.flatMap(({ coding }) => coding.claims).map(claim => [claim.id, claim]));
  const denied = (claim: string): boolean => claims.get(claim)?.hedge.certainty === 'denied';

  const gold = groupBy(articles, ({ incident }) => incident);
  const ours = groupBy(articles, ({ id }) => system(id));
  const several = (incident: string): boolean => gold.get(incident)!.length > 1;
  const among = groupBy(
    articles.filter(({ incident }) => several(incident)),
    ({ id }) => system(id),
  );
  return incidents.flatMap(({ incident, killed, injured }): Case[] => {
    const mine = gold.get(incident) ?? [];
    if (mine.length === 0) return [];
    const counts: Record<string, Tally> = { precision: tally(), recall: tally(), pairs: tally() };
    for (const { id } of mine) {
      const both = mine.filter(other => system(other.id) === system(id)).length;
      const whole = ours.get(system(id))!.length;
      const add = (name: string, [right, predicted, golden]: [number, number, number]): void => {
        const was = counts[name]!;
        counts[name] = {
          ...was,
          right: four(was.right + right),
          predicted: was.predicted + predicted,
          golden: was.golden + golden,
        };
      };
      add('precision', [both / whole, 1, 1]);
      add('recall', [both / mine.length, 1, 1]);
      if (several(incident)) add('pairs', [both - 1, among.get(system(id))!.length - 1, mine.length - 1]);
    }
    // The event that most of its articles are in; of two the first.
    const [best] = [...groupBy(mine, ({ id }) => system(id)).values()].sort((a, b) => b.length - a.length);
    const fields = found.get(best![0]!.id)?.fields;
    const misses: string[] = [];
    for (const [name, field, right] of [
      ['killed', 'fatalities', killed],
      ['injured', 'injuries', injured],
    ] as const) {
      const voice = () => ({ published: null, official: false, trust: null });
      const range = tollBy('origins', fields?.[field] ?? [], { denied, voice });
      const said = range?.high ?? range?.low ?? 0;
      counts[name] = tally(Number(said === right), 1, 1);
      if (said !== right) misses.push(`${incident}: ${name} ${right}, coded ${said}`);
    }
    const parts = new Set(mine.map(({ id }) => system(id)));
    if (parts.size > 1) misses.push(`${incident}: apart, ${mine.map(({ title }) => title).join(' | ')}`);
    const strangers = mine.flatMap(({ id }) => ours.get(system(id))!.filter(other => other.incident !== incident));
    if (strangers.length > 0)
      misses.push(
        `${incident}: ${mine[0]!.title} joined with ${[...new Set(strangers.map(({ title }) => title))].join(' | ')}`,
      );
    if (half(incident) === 'unseen')
      for (const [name, count] of Object.entries(counts)) counts[`${name} unseen`] = count;
    return [{ id: incident, counts, misses }];
  });
}

const f1 = (p: number, r: number): number => (p + r > 0 ? (2 * p * r) / (p + r) : 0);

/** Of all incidents, or of the half from which no weight was learned. */
function incidentFigures(sum: Record<string, Tally>, part: '' | ' unseen'): Record<string, number> {
  const of = (name: string): Tally => sum[`${name}${part}`] ?? tally();
  const [p, r] = [rates(of('precision')).recall, rates(of('recall')).recall];
  const figures = {
    ...{ 'B-cubed P': p, 'B-cubed R': r, 'B-cubed F1': f1(p, r), 'pairs F1': rates(of('pairs')).f1 },
    ...{ killed: rates(of('killed')).recall, injured: rates(of('injured')).recall },
  };
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${part && 'unseen: '}${name}`, value]));
}

export const clusterSets: BenchSet[] = [
  {
    name: 'merging, GVA incidents',
    needs: [GVA],
    peers: 'all apart: B-cubed 74; killed 59, injured 47 with gold incidents (floor)',
    aims: {
      ...{ 'B-cubed F1': 92, 'pairs F1': 75, killed: 80, injured: 75 },
      ...{ 'unseen: B-cubed F1': 92, 'unseen: pairs F1': 75, 'unseen: killed': 80, 'unseen: injured': 75 },
    },
    cases: async (dir, tools) => gva(dir, tools),
    figures: sum => ({ ...incidentFigures(sum, ''), ...incidentFigures(sum, ' unseen') }),
  },
];
