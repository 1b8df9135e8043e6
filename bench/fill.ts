import { once } from 'node:events';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { settingsOf } from '../src/model/setting.js';
import { eventRow } from '../src/store/row.js';
import { spotsOf } from '../src/store/spot.js';
import type { Made } from './world.js';

const NOW = '2024-03-01T00:00:00.000Z';
const USUAL = settingsOf([]);
/** Events of one round of files. */
const ROUND = 50_000;

const cell = (value: unknown): string => {
  if (value === null || value === undefined) return '\\N';
  if (value === true || value === false) return value ? 't' : 'f';
  const text = Array.isArray(value)
    ? `{${value.map(part => (typeof part === 'number' ? part : `"${String(part).replace(/[\\"]/g, '\\$&')}"`)).join(',')}}`
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
  return text.replace(/[\\\t\n\r]/g, char => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[char]!);
};

const TABLES = {
  report: 'id title outlet published language text text_hash level added',
  coding: 'id report n coder inputs outcome mentions judgements notes at',
  claim: 'id report about field basis value quote source hedge',
  coding_claim: 'coding ord claim rule "from" "to"',
  paper: 'report coding outcome level claims events',
  event_mention: 'mention report unit event',
  made_event: 'id violent body row toll papers words',
  spot: 'event added kind place quad x y day_from day_to sort_day month toll killed_low killed_high gap reports origins lo hi n violent actors targets',
  kind: 'no hash plover acled countries disagree sources grade review deed',
  place: 'no hash body admin1 countries precision west south east north',
  party: 'no hash key name',
} as const;
type Table = keyof typeof TABLES;

/** Numbers of things by their hash, and the rows of those that are new. */
function numbering<T extends { hash: string }>(write: (row: T & { no: number }) => void): (row: T) => number {
  const known = new Map<string, number>();
  return row => {
    const number = known.get(row.hash) ?? known.size + 1;
    if (!known.has(row.hash)) {
      known.set(row.hash, number);
      write({ ...row, no: number });
    }
    return number;
  };
}

/**
 * Puts made-up events into an empty database as the fold would: `eventRow` and `spotsOf` are the fold's own. The files that
 * PostgreSQL copies from lie in `folder`, which its account must be able to read. `tell`: how many are there.
 */
export async function fillWorld(
  url: string,
  events: Iterator<Made>,
  count: number,
  folder: string,
  tell: (done: number) => void,
): Promise<void> {
  const client = new pg.Client({ connectionString: url, options: '-c search_path=attest' });
  await client.connect();
  const files = join(folder, 'copy');
  try {
    await client.query(
      "set synchronous_commit = off; set maintenance_work_mem = '512MB'; create unlogged table made_event (id text, violent boolean, body json, row json, toll int, papers text[], words text)",
    );
    const rest = await bare(client);
    const out = new Map<Table, string[]>();
    const put = (table: Table, row: Record<string, unknown>): void => {
      const lines = out.get(table) ?? [];
      out.set(table, lines);
      lines.push(
        `${TABLES[table]
          .split(' ')
          .map(column => cell(row[column.replaceAll('"', '')]))
          .join('\t')}\n`,
      );
    };
    const kindNo = numbering<{ hash: string }>(row => put('kind', row));
    const placeNo = numbering<{ hash: string }>(row => put('place', row));
    const partyNo = numbering<{ hash: string }>(row => put('party', row));
    for (let done = 0; done < count; ) {
      for (const until = Math.min(count, done + ROUND); done < until; done++) {
        const next = events.next();
        if (next.done) throw new Error('the world ended');
        const { drawn, reports } = next.value;
        const { row, body, words, toll, papers, sort_day } = eventRow(drawn, USUAL);
        put('made_event', { id: row.id, violent: drawn.violent, body, row, toll, papers, words });
        const { spots, kinds, places, parties } = spotsOf(drawn, row, sort_day);
        const numbers = new Map<string, number>([
          ...kinds.map(one => [one.hash, kindNo(one)] as const),
          ...places.map(one => [one.hash, placeNo(one)] as const),
          ...parties.map(one => [one.hash, partyNo(one)] as const),
        ]);
        const of = (hash: string): number => numbers.get(hash)!;
        for (const spot of spots)
          put('spot', {
            ...spot,
            ...{ lo: 0, hi: 2, kind: of(spot.kind), place: spot.place && of(spot.place) },
            ...{ actors: spot.actors.map(of), targets: spot.targets.map(of) },
          });
        for (const [at, report] of reports.entries()) {
          const mention = drawn.event.mentions[at]!;
          const mine = drawn.claims.filter(({ about }) => about === mention);
          const coding = `k${report.id}`;
          put('report', { ...report, language: 'en', text_hash: report.id, level: 'public', added: NOW });
          const quote = mine.find(({ field }) => field === 'type')!.quote;
          put('coding', {
            ...{ id: coding, report: report.id, n: 1, coder: 'rules@0.1', inputs: 'x', outcome: 'ok' },
            // These are JSON, not lists of PostgreSQL.
            ...{
              mentions: JSON.stringify([{ id: mention, kind: 'event', quote }]),
              judgements: '[]',
              notes: '[]',
              at: NOW,
            },
          });
          for (const [ord, claim] of mine.entries()) {
            put('claim', { ...claim, report: report.id });
            put('coding_claim', { coding, ord, claim: claim.id, rule: null, from: 0, to: drawn.words.sentence.end });
          }
          const level = { outcome: 'ok', level: 0, claims: mine.length };
          put('paper', { report: report.id, coding, ...level, events: [row.id] });
          const unit = mention;
          put('event_mention', { mention, report: report.id, unit, event: row.id });
        }
      }
      mkdirSync(files, { recursive: true, mode: 0o755 });
      for (const [table, lines] of out) {
        const path = join(files, `${table}.tsv`);
        const file = createWriteStream(path, { mode: 0o644 });
        for (let at = 0; at < lines.length; at += 5000) {
          if (!file.write(lines.slice(at, at + 5000).join(''))) await once(file, 'drain');
        }
        file.end();
        await once(file, 'finish');
        await client.query(`copy ${table} (${TABLES[table].split(' ').join(', ')}) from '${path}'`);
        rmSync(path);
      }
      out.clear();
      await client.query(
        `insert into event (id, lo, hi, violent, body, row, toll, papers, links, hides, search)
         select id, 0, 2, violent, body, row, toll, papers, '{}', '{}', to_tsvector('english', words) || to_tsvector('simple', words) from made_event;
         truncate made_event`,
      );
      tell(done);
    }
    await client.query('drop table made_event');
    for (const table of ['kind', 'place', 'party'])
      await client.query(
        `select setval(pg_get_serial_sequence('${table}', 'no'), (select coalesce(max(no), 1) from ${table}))`,
      );
    await client.query(rest);
    // As a database is some time after a load.
    await client.query('vacuum analyze');
  } finally {
    rmSync(files, { recursive: true, force: true });
    await client.end();
  }
}

/** Takes keys and indexes off the tables; returns the SQL that puts them back. Building them at the end takes a third of the time. */
async function bare(client: pg.Client): Promise<string> {
  const { rows: keys } = await client.query<{ tab: string; name: string; def: string; kind: string }>(
    `select conrelid::regclass::text as tab, conname as name, pg_get_constraintdef(oid) as def, contype as kind from pg_constraint
     where connamespace = 'attest'::regnamespace and contype in ('f', 'p', 'u') and conrelid::regclass::text not in ('migration', 'party_count')
     order by contype = 'f' desc`,
  );
  for (const { tab, name } of keys) await client.query(`alter table ${tab} drop constraint "${name}"`);
  const { rows: indexes } = await client.query<{ indexname: string; indexdef: string }>(
    "select indexname, indexdef from pg_indexes where schemaname = 'attest' and tablename not in ('migration', 'party_count')",
  );
  for (const { indexname } of indexes) await client.query(`drop index "${indexname}"`);
  return [
    ...keys
      .filter(({ kind }) => kind !== 'f')
      .map(({ tab, name, def }) => `alter table ${tab} add constraint "${name}" ${def}`),
    ...indexes.map(({ indexdef }) => indexdef),
    ...keys
      .filter(({ kind }) => kind === 'f')
      .map(({ tab, name, def }) => `alter table ${tab} add constraint "${name}" ${def}`),
  ].join(';\n');
}
