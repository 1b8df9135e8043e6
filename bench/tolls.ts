import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onlyDenied, tollRange } from '../src/model/policy.js';
import { type AttestRecord, codeReport, type Tools } from '../src/pipeline.js';
import { reportOf } from './report.js';
import type { BenchSet, Case } from './set.js';
import { rates, type Tally, tally } from './tally.js';

/** An incident of Gun Violence Archive with the articles that tell of it; `date` may be no day. */
export type Incident = {
  incident: string;
  killed: number;
  injured: number;
  articles: { id: string; date: string; title: string; text: string }[];
};

export const GVA = 'data/gva-longtail/incidents.jsonl';
export const incidentsIn = (dir: string): Incident[] =>
  readFileSync(join(dir, GVA), 'utf8')
    .split('\n')
    .filter(line => line.trim())
    .map(line => JSON.parse(line) as Incident);
export const dayOf = (date: string): string | null => (/^\d{4}-\d\d-\d\d$/.test(date) ? date : null);

/** Half of the incidents, by hash, may be looked at while the rules are made; the others are scored alone. */
export const half = (id: string): 'seen' | 'unseen' =>
  createHash('sha1').update(id).digest().at(-1)! % 2 === 0 ? 'seen' : 'unseen';

/**
 * What an article says of the event it is about: the first event of violence with people harmed, with the toll that the event
 * page shows by policy `range`; where a range has two ends the lower one is sure. Who is not told of is nobody.
 */
function tollOf(record: AttestRecord, field: 'fatalities' | 'injuries'): number {
  const claims = new Map(record.claims.map(claim => [claim.id, claim]));
  const denied = (id: string): boolean => claims.get(id)?.hedge.certainty === 'denied';
  const harmed = record.events.filter(({ fields }) =>
    [...(fields.fatalities ?? []), ...(fields.injuries ?? [])].some(one => !onlyDenied(one, denied)),
  );
  const [main] = harmed;
  const range = tollRange(main?.fields[field] ?? [], denied);
  return range?.high ?? range?.low ?? 0;
}

async function incidents(dir: string, tools: Tools): Promise<Case[]> {
  const found: Case[] = [];
  for (const { incident, killed, injured, articles } of incidentsIn(dir)) {
    const part = half(incident);
    for (const { id, date, title, text } of articles) {
      if (text.length > 20_000) continue;
      const report = reportOf(`${title}\n\n${text}`, dayOf(date));
      const record = await codeReport(report, tools, { layers: false, explain: false });
      const [dead, hurt] = [tollOf(record, 'fatalities'), tollOf(record, 'injuries')];
      const counts: Record<string, Tally> = {};
      for (const [name, right] of [
        ['killed', dead === killed],
        ['injured', hurt === injured],
      ] as const)
        for (const key of [name, `${name} ${part}`]) counts[key] = tally(Number(right), 1, 1);
      const misses =
        part === 'unseen' || (dead === killed && hurt === injured)
          ? []
          : [
              `${id}: killed ${killed} coded ${dead}, injured ${injured} coded ${hurt}: ${title} | ${text.slice(0, 400).replace(/\s+/g, ' ')}`,
            ];
      found.push({ id, counts, misses });
    }
  }
  return found;
}

/** A line of a CSV file; cells may be quoted. */
const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );

const plainName = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/^near /, '')
    .replace(/[^a-z]/g, '')
    .replace(/^al/, '');

async function strikes(dir: string, tools: Tools): Promise<Case[]> {
  const [head = '', ...lines] = readFileSync(join(dir, 'data/centcom-oir-strikes/strikes.csv'), 'utf8').split(/\r?\n/);
  const columns = head.split(',');
  const found: Case[] = [];
  for (const [at, line] of lines.entries()) {
    const cells = cellsOf(line);
    const of = (name: string): string => cells[columns.indexOf(name)] ?? '';
    const text = of('line')
      .replace(/^[-*•\s]+/, '')
      .trim();
    const [month, day, year] = of('date').split('/');
    if (!text || !of('number')) continue;
    const report = reportOf(text, year && month && day ? `${year}-${month}-${day}` : null);
    const record = await codeReport(report, tools, { layers: true, explain: false });
    const strikes = record.layers!.counts.find(count => /\b(?:air)?(?:strike|attack)s?\b/i.test(count.of ?? ''));
    // A strike that no number is given of is one.
    const number = strikes?.low ?? (record.events.length > 0 ? 1 : 0);
    // The column has one spelling for all ("Raqqa" for "Ar Raqqah"): what counts is what the text says.
    const told = /\bnear ([^,]+)/i.exec(text)?.[1] ?? of('location');
    const named = record.layers!.places.some(({ quote }) =>
      [told, of('location')].some(name => plainName(quote.text) === plainName(name)),
    );
    const right = number === Number(of('number'));
    found.push({
      id: String(at),
      counts: { number: tally(Number(right), 1, 1), place: tally(Number(named), 1, 1) },
      misses:
        right && named
          ? []
          : [`${of('number')} read ${number}, ${of('location')} ${named ? 'found' : 'missed'}: ${text}`],
    });
  }
  return found;
}

const shares = (sum: Record<string, Tally>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(sum)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, counts]) => [name, rates(counts).recall]),
  );

export const tollSets: BenchSet[] = [
  {
    name: 'tolls, GVA articles',
    needs: [GVA],
    peers: 'after merging, per incident: killed 59, injured 47 (floor)',
    aims: { killed: 70, injured: 65 },
    cases: incidents,
    figures: shares,
  },
  {
    name: 'tolls, CENTCOM strikes',
    needs: ['data/centcom-oir-strikes/strikes.csv'],
    peers: 'none; template text, a smoke test',
    aims: { number: 97, place: 90 },
    cases: strikes,
    figures: shares,
  },
];
