import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Golden, loadSample, sampleNames } from '../bench/golden.js';
import { packageHome } from '../bench/report.js';
import { variable } from '../src/codebook/codebook.js';
import { strandsOf } from '../src/merge/origin.js';
import { reprintsOf } from '../src/merge/reprint.js';
import { versionsOf } from '../src/model/version.js';
import { openStore, type Store } from '../src/store/store.js';
import { DATABASES, emptyDatabases } from './database.js';
import { endAll, type Ran, run } from './running.js';

/**
 * An event that several samples tell of, as a careful reader of them wrote it down. `told`: sample and event in it; `strands`:
 * reports that are one origin for what they say themselves; `origins`: how many stand behind a value, the fewest and the most;
 * `versions`: how one outlet told it over time, with the tolls that later versions say anew.
 */
type Written = {
  name: string;
  told: string[];
  strands: string[][];
  origins: Record<string, [number, number]>;
  versions: { outlet: string; reports: string[]; came: string[] }[];
};
/** `alone`: samples of which every event is told by that sample only. */
type Account = { events: Written[]; alone: string[] };

const DIR = join(packageHome(), 'samples');
const SAMPLES: Golden[] = sampleNames(DIR).map(name => loadSample(DIR, name));
const GOLDEN = JSON.parse(readFileSync(new URL('sample-events.json', import.meta.url), 'utf8')) as Account;
const COUNTED: readonly string[] = ['type', 'fatalities', 'injuries'];
const TOLLS = COUNTED.slice(1);

/** One line for each thing written down of an event, so that two accounts of it differ by lines. */
const linesOf = ({ name, told, strands, origins, versions }: Written): string[] =>
  [
    ...told.map(one => `told by ${one}`),
    ...strands.map(strand => `one origin: ${[...strand].sort().join(', ')}`),
    ...Object.entries(origins).map(([value, [low, high]]) => `${value}: ${low} to ${high} origins`),
    ...versions.flatMap(({ outlet, reports, came }) => [
      `${outlet} in order: ${reports.join(', ')}`,
      ...came.map(one => `${outlet} later says ${one}`),
    ]),
  ].map(line => `${name}: ${line}`);

type Kept = Omit<Written, 'name'>;

/** The events of the ledgers in the words of the samples: a mention is the sample's event whose mention it overlaps. */
async function keptEvents(store: Store): Promise<Kept[]> {
  const told = new Map<string, Map<string, Set<string>>>();
  const texts = new Map<string, string>();
  for (const { name, report, events } of SAMPLES) {
    const page = (await store.reads.report(name, 'secret'))!;
    expect(page.text === report.text, `${name} was kept to the letter`).toBe(true);
    texts.set(name, page.text);
    for (const { event, quote } of page.mentions) {
      if (event === null) continue;
      const reports = told.get(event) ?? told.set(event, new Map()).get(event)!;
      const ids = reports.get(name) ?? reports.set(name, new Set()).get(name)!;
      for (const { id, mentions } of events)
        if (mentions.some(({ start, end }) => start < quote.end && quote.start < end)) ids.add(`${name}#${id}`);
    }
  }
  return Promise.all(
    [...told].map(async ([id, reports]): Promise<Kept> => {
      const page = await store.reads.event(id, 'secret');
      if (!page || 'moved' in page) throw new Error(`event ${id} is not kept`);
      const papers = new Map(page.reports.map(one => [one.id, { ...one, text: texts.get(one.id)! }]));
      const strands = strandsOf([...papers.keys()], { byId: papers, copies: reprintsOf([...papers.values()]) });
      const values = page.fields.filter(({ field }) => COUNTED.includes(field));
      return {
        told: [...reports].flatMap(([name, ids]) => (ids.size > 0 ? [...ids] : [`${name}#?`])).sort(),
        strands: strands.map(strand => strand.reports),
        origins: Object.fromEntries(
          values.flatMap(({ field, values }) =>
            values.map(({ value, origins }) => [
              `${field} ${(variable(field)!.format as (value: unknown) => string)(value)}`,
              [origins.low, origins.high] as [number, number],
            ]),
          ),
        ),
        versions: versionsOf(page.reports, page.claims).map(({ outlet, versions }) => ({
          outlet,
          reports: versions.map(({ report }) => report),
          came: versions.flatMap(({ changes }) =>
            changes
              .filter(({ field }) => TOLLS.includes(field))
              .flatMap(({ field, came }) => came.map(one => `${field} ${one}`)),
          ),
        })),
      };
    }),
  );
}

const reportsOf = (told: readonly string[]): Set<string> => new Set(told.map(one => one.split('#')[0]!));

/** What the ledgers say of the events of several samples: each by the name of the written one it shares most with. */
function linesKept(kept: readonly Kept[]): string[] {
  const shared = (one: Kept, { told }: Written): number => one.told.filter(id => told.includes(id)).length;
  const chosen = new Map(
    GOLDEN.events.map(written => [
      kept.reduce((best, one) => (shared(one, written) > shared(best, written) ? one : best)),
      written,
    ]),
  );
  return kept.flatMap((one): string[] => {
    const written = chosen.get(one);
    if (written) return linesOf({ name: written.name, ...one });
    if (reportsOf(one.told).size > 1) return [`joined, though nobody wrote it down: ${one.told.join(', ')}`];
    return GOLDEN.events
      .filter(other => shared(one, other) > 0)
      .map(({ name }) => `${name}: told as an event of its own by ${one.told.join(', ')}`);
  });
}

/** By the name of an event: what the ledgers ought to say and do not, and what they say and ought not. */
type Faults = Record<string, { lacks: string[]; has: string[] }>;

/**
 * Where the ledgers are wrong today, to the line: a fault that is mended must leave the list, and a new one is a failure.
 *
 * - The coder reads "three of the wounded died" and "seven of the wounded" as tolls of their own, misses other parts, what one
 *   helper counted and what an outlet takes back, and makes a toll of "people killed".
 * - It gives the outlet what a reprint quotes an officer with, does not see that an officer called by his post is the one named, so
 *   that he is two origins, and takes an attacker's "attack" for his word on its type.
 * - It sets the bombing of a reprint's headline in the town that the paper comes from, so that it stands apart.
 * - It reads the last story on Biu as three events, of which none comes near enough to the first for the merger.
 */
const KNOWN: Faults = {
  'Baidoa, suicide bombing of 12 June 2023': {
    lacks: [
      'Horn Press Agency later says fatalities 1 sergeant (among them)',
      'Horn Press Agency later says fatalities 2 women (among them)',
      'Horn Press Agency later says fatalities 3 people (among them)',
      'Horn Press Agency later says fatalities 4 soldiers (among them)',
      'Horn Press Agency later says injuries denied: 9 people',
      'fatalities 1 sergeant (among them): 1 to 1 origins',
      'fatalities 2 women (among them): 1 to 1 origins',
      'fatalities 3 people (among them): 1 to 1 origins',
      'fatalities 4 soldiers (among them): 1 to 1 origins',
      'injuries 2 schoolgirls (among them): 1 to 1 origins',
      'injuries 7 passers-by (among them): 1 to 1 origins',
      'type ASSAULT explosives: 1 to 1 origins',
      'type ASSAULT suicide-attack: 2 to 3 origins',
    ],
    has: [
      'Horn Press Agency later says fatalities 3 people',
      'Horn Press Agency later says fatalities people people',
      'Horn Press Agency later says fatalities soldiers soldiers',
      'fatalities 3 people: 1 to 1 origins',
      'fatalities people people: 1 to 1 origins',
      'fatalities soldiers soldiers: 1 to 1 origins',
      'injuries 7 people: 1 to 2 origins',
      'told as an event of its own by open-paper-baidoa-local#e1',
      'type ASSAULT explosives: 1 to 2 origins',
      'type ASSAULT suicide-attack: 1 to 3 origins',
    ],
  },
  'Biu, suicide bombing of 2 July 2024': {
    lacks: [
      'Meridian later says fatalities 5 wounded (among them)',
      'fatalities 5 wounded (among them): 1 to 1 origins',
      'fatalities 6 people: 1 to 1 origins',
      'injuries 2 nephews (among them): 1 to 1 origins',
      'injuries 27 people: 1 to 1 origins',
      'type ASSAULT suicide-attack: 1 to 2 origins',
    ],
    has: [
      'Meridian later says fatalities 5 people',
      'fatalities 5 people: 1 to 1 origins',
      'fatalities 6 people: 2 to 2 origins',
      'injuries 27 people: 2 to 2 origins',
      'type ASSAULT explosives: 1 to 2 origins',
      'type ASSAULT suicide-attack: 3 to 5 origins',
    ],
  },
};

/** Lines by the event they are of; one more or less of the same line counts. */
function faultsOf(right: readonly string[], found: readonly string[]): Faults {
  const faults: Faults = {};
  const put = (line: string, kind: 'lacks' | 'has'): void => {
    const name = GOLDEN.events.find(event => line.startsWith(`${event.name}: `))?.name ?? '';
    faults[name] ??= { lacks: [], has: [] };
    faults[name][kind].push(name ? line.slice(name.length + 2) : line);
  };
  for (const line of [...right].sort()) if (!found.includes(line)) put(line, 'lacks');
  for (const line of [...found].sort()) if (!right.includes(line)) put(line, 'has');
  return faults;
}

const empty = emptyDatabases(DATABASES[0]!.server);
afterAll(endAll);

describe('the samples in the ledgers, as `attest add` files, codes and folds them', () => {
  let db = '';
  let store: Store;
  const well = async (...words: string[]): Promise<string> => {
    const { code, out, err }: Ran = await run([...words, '--db', db]);
    expect(code, err).toBe(0);
    return out;
  };
  beforeAll(async () => {
    db = await empty();
    const lines = SAMPLES.map(({ name, report }) => JSON.stringify({ ...report, id: name }));
    const { code, err } = await run(['add', '--format', 'jsonl', '--db', db], { stdin: `${lines.join('\n')}\n` });
    expect(code, err).toBe(0);
    store = await openStore(db);
  }, 180_000);
  afterAll(() => store?.close());

  it('are all spoken of in the golden file, each event of a sample once', () => {
    const told = GOLDEN.events.flatMap(event => event.told);
    expect(new Set(told).size).toBe(told.length);
    const ids = SAMPLES.flatMap(({ name, events }) => events.map(({ id }) => `${name}#${id}`));
    expect(told.filter(one => !ids.includes(one))).toEqual([]);
    expect([...reportsOf(told), ...GOLDEN.alone].sort()).toEqual(SAMPLES.map(({ name }) => name).sort());
  });

  it('come to the events, origins and versions that a person wrote down, but for what is known to be wrong', async () => {
    const [right, found] = [GOLDEN.events.flatMap(linesOf), linesKept(await keptEvents(store))];
    expect(faultsOf(right, found)).toEqual(KNOWN);
  });

  describe('attest explain', () => {
    const eventOf = async (name: string, words: string): Promise<string> => {
      const { mentions } = (await store.reads.report(name, 'secret'))!;
      return mentions.find(({ quote }) => quote.text === words)!.event!;
    };
    let id = '';
    beforeAll(async () => {
      id = await eventOf('open-wire-baidoa-bombing', 'blew up');
    });

    it('says why reports are together: each judgement, by whom, with its score and its findings in words', async () => {
      const out = await well('explain', id);
      const together = /\ntogether because\n((?: {2}.+\n)+)/.exec(out)![1]!.trimEnd().split('\n');
      expect(together).toHaveLength(6);
      for (const line of together)
        expect(line).toMatch(
          /^ {2}same, score [01](\.\d+)? of 1, by pair@[\d.]+: open-\S+ and open-\S+: the same type; the same day; .+ \[\w+\]$/,
        );
      expect(out).toMatch(
        /\n4 reports, .+\n(?: {2}the higher .+\n {2}outlet .+\n) {2}one origin for what they say themselves: .*copied from one text.*\n(?: {4}open-\S+ .+\n){4}\n/,
      );
    });

    it('says why each value is shown: policy, speakers, origins, and the grade with its reason', async () => {
      const out = await well('explain', id);
      expect(out).toMatch(/^event \w+: .+\nshown by policy range\n {2}range: of tolls from the lowest to the highest/);
      expect(out).toMatch(/\ngraded \w+ by its claims: \d.* independent origins? of the harm/);
      expect(out).toMatch(
        /\nfatalities\n {2}shown by policy range: \d+ to 11\n {2}would be, by policy conservative: \d+\n/,
      );
      expect(out).toMatch(
        /\n {2}4 soldiers, 1 to 2 origins\n(?: {4}.+\n)* {4}"killing four soldiers" says police officer, unnamed, in open-wire-baidoa-bombing \[/,
      );
      const page = await store.reads.event(id, 'secret');
      if (!page || 'moved' in page) throw new Error('the event is gone');
      for (const { field } of page.fields)
        expect(out).toMatch(new RegExp(`\\n${field}\\n {2}shown(?: by policy range)?: `));
      for (const { claims } of page.fields.flatMap(({ values }) => values))
        for (const claim of claims) expect(out).toMatch(new RegExp(`^ {4}".+" says .+, in \\S+ \\[${claim}\\]$`, 'm'));
    });

    it('follows the policy in force, and tells what a person judged and took back', async () => {
      await well('policy', 'toll:latest');
      const latest = await well('explain', id);
      expect(latest).toMatch(/\n {2}latest: what the reports published last say\n/);
      expect(latest).toMatch(
        /\nfatalities\n {2}shown by policy latest: .+\n {2}would be, by policy range: \d+ to 11\n/,
      );
      await well('policy', 'range');

      const apart = await eventOf('open-paper-baidoa-local', 'attack');
      const said = (await well('judge', 'same', id, apart, '--by', 'ann', '--reason', 'one attack'))
        .trim()
        .split(' ')
        .at(-1)!;
      const mine = (out: string, title: string): string =>
        new RegExp(`\\n${title}\\n(?: {2}.+\\n)*? {2}(.+: one attack \\[.+)\\n`).exec(out)?.[1] ?? '';
      const at = String.raw`\d{4}-\d\d-\d\dT\S+Z`;
      expect(mine(await well('explain', id), 'together because')).toMatch(
        new RegExp(`^same, by person:ann at ${at}: open-\\S+ and open-\\S+: one attack`),
      );
      await well('judge', 'undo', said);
      expect(mine(await well('explain', id), 'compared with other events')).toMatch(
        new RegExp(`^same, by person:ann at ${at}, taken back: .*of event ${apart}.*: one attack`),
      );
    });
  });
});
