import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Gazetteer } from '../src/read/gazetteer.js';
import { openEmbedded } from '../src/store/embedded.js';
import { MIGRATIONS } from '../src/store/migrations.js';
import { openStore } from '../src/store/store.js';
import { fillWorld } from './fill.js';
import { measurePaint, type Paint } from './paint.js';
import { packageHome } from './report.js';
import { type Serving, serving } from './serving.js';
import { world } from './world.js';

/** Times in ms, the median and the slowest of `runs`; `plain`: of the same rows counted in SQL, where that is measured. */
export type Timed = { name: string; median: number; worst: number; runs: number; plain?: number; ratio?: number };
export type DeskFigures = {
  events: number;
  claims: number;
  filled: number | null;
  filters: Timed[];
  counts: Timed[];
  tiles: Timed[];
  page: Timed;
  actors: Timed;
  /** Null without a browser. */
  paint: Paint[] | null;
};

const SEED = 20_261_125;
const RUNS = 5;

/** What a reader of the desk might ask, with the condition that a careful person would count the same events by. */
const FILTERS: [name: string, query: string, plain: string][] = [
  ['none', '', 'violent'],
  ['deadliest first', 'sort=toll', 'violent'],
  ['also what is not violence', 'all=1', 'true'],
  ['a country', 'country=SY', `violent and kind in (select no from kind where countries && '{SY}')`],
  [
    'two countries, two types',
    'country=ML,BF&acled=Attack,Armed%20clash',
    `violent and kind in (select no from kind where countries && '{ML,BF}' and acled && '{Attack,Armed clash}')`,
  ],
  ['a rare type', 'acled=Suicide%20bomb', `violent and kind in (select no from kind where acled && '{Suicide bomb}')`],
  [
    'a rare type in a small country',
    'acled=Suicide%20bomb&country=RW',
    `violent and kind in (select no from kind where acled && '{Suicide bomb}' and countries && '{RW}')`,
  ],
  ['a month', 'from=2019-03-01&to=2019-03-31', 'violent and day_to >= 17956 and day_from <= 17986'],
  [
    'a day long ago',
    'from=2013-02-03&to=2013-02-03&dated=day',
    'violent and day_to >= 15739 and day_from <= 15739 and day_to - day_from < 1',
  ],
  [
    'a type and two years',
    'acled=Air%2Fdrone%20strike&from=2016-01-01&to=2017-12-31',
    `violent and day_to >= 16801 and day_from <= 17531 and kind in (select no from kind where acled && '{Air/drone strike}')`,
  ],
  ['no date', 'dated=none', 'violent and day_from is null'],
  ['reviewed', 'review=reviewed', `violent and kind in (select no from kind where review = 'reviewed')`],
  [
    'disputed in a country',
    'review=disputed&country=SY',
    `violent and kind in (select no from kind where review = 'disputed' and countries && '{SY}')`,
  ],
  [
    'a box',
    'box=35,32,42,37.5',
    'violent and place in (select no from place where west >= 35 and east <= 42 and south >= 32 and north <= 37.5)',
  ],
  [
    'a small box, deadliest first',
    'box=44,1.5,46,3&sort=toll',
    'violent and place in (select no from place where west >= 44 and east <= 46 and south >= 1.5 and north <= 3)',
  ],
  [
    'a box in the sea',
    'box=-40,-40,-20,-20',
    'violent and place in (select no from place where west >= -40 and east <= -20 and south >= -40 and north <= -20)',
  ],
  [
    'a drawn area',
    'inside=10,10;16,10;16,14;12,15;9,13',
    `violent and place in (select no from place where west is not null and '((10,10),(16,10),(16,14),(12,15),(9,13))'::polygon @> point(west, south) and '((10,10),(16,10),(16,14),(12,15),(9,13))'::polygon @> point(east, north) and '((10,10),(16,10),(16,14),(12,15),(9,13))'::polygon @> point(west, north) and '((10,10),(16,10),(16,14),(12,15),(9,13))'::polygon @> point(east, south))`,
  ],
  [
    'many killed',
    'killed=30..',
    'violent and (killed_low is not null or killed_high is not null) and (killed_high is null or killed_high >= 30)',
  ],
  [
    'none killed',
    'killed=0',
    'violent and (killed_low is not null or killed_high is not null) and (killed_high is null or killed_high >= 0) and coalesce(killed_low, 0) <= 0',
  ],
  ['tolls that differ by more than 5', 'gap=5', 'violent and gap > 5'],
  [
    'sources disagree',
    'disagree=fatalities',
    `violent and kind in (select no from kind where disagree && '{fatalities}')`,
  ],
  [
    'two origins or more, an official',
    'origins=2..&source=official',
    `violent and origins >= 2 and kind in (select no from kind where sources && '{official}')`,
  ],
  [
    'a word',
    'q=market',
    `violent and event in (select id from event where search @@ websearch_to_tsquery('english', 'market'))`,
  ],
  [
    'two words',
    'q=clinic%20shelled',
    `violent and event in (select id from event where search @@ websearch_to_tsquery('english', 'clinic shelled'))`,
  ],
  [
    'a town',
    'q=Baidoa',
    `violent and event in (select id from event where search @@ websearch_to_tsquery('english', 'Baidoa'))`,
  ],
  [
    'a word that is nowhere',
    'q=zeppelin',
    `violent and event in (select id from event where search @@ websearch_to_tsquery('english', 'zeppelin'))`,
  ],
  [
    'a word, a country, many killed, deadliest first',
    'q=convoy&country=AF&killed=10..&sort=toll',
    `violent and killed_low is not null and (killed_high is null or killed_high >= 10) and kind in (select no from kind where countries && '{AF}') and event in (select id from event where search @@ websearch_to_tsquery('english', 'convoy'))`,
  ],
  [
    'all at once',
    'country=NG&box=11,10,15,14&acled=Attack&from=2015-01-01&to=2020-12-31&killed=3..&source=official&q=villagers',
    `violent and day_to >= 16436 and day_from <= 18627 and killed_low is not null and (killed_high is null or killed_high >= 3) and kind in (select no from kind where countries && '{NG}' and acled && '{Attack}' and sources && '{official}') and place in (select no from place where west >= 11 and east <= 15 and south >= 10 and north <= 14) and event in (select id from event where search @@ websearch_to_tsquery('english', 'villagers'))`,
  ],
];
/** Tiles at each zoom that lie where something is told of, and what the filter of the map is. */
const TILES = ['0/0/0', '1/1/0', '2/2/1', '3/4/3', '4/9/6', '5/19/12', '6/38/25', '7/76/51', '8/153/102', '9/307/205'];
const TILE_FILTERS = ['', 'acled=Attack', 'from=2019-01-01&to=2019-12-31', 'country=SY&killed=5..'];

const took = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};
const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!;

async function timed(name: string, work: () => Promise<unknown>, runs = RUNS): Promise<Timed> {
  const times: number[] = [];
  await work();
  for (let at = 0; at < runs; at++) times.push(await took(work));
  return { name, median: median(times), worst: Math.max(...times), runs };
}

/** Where made-up databases are kept: outside the project, and where the database's own account may go. */
function cacheFolder(): string {
  const own = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(process.getuid?.() === 0 ? '/var/cache' : own, 'attest-bench');
}

/** The database of so many events: kept from an earlier run where tables and generator are still those. */
async function worldFolder(count: number, gazetteer: Gazetteer): Promise<{ folder: string; filled: number | null }> {
  const made = ['world', 'fill'].map(name => readFileSync(join(packageHome(), 'bench', `${name}.ts`), 'utf8'));
  const rows = ['row', 'spot'].map(name => readFileSync(join(packageHome(), 'src', 'store', `${name}.ts`), 'utf8'));
  const mark = createHash('sha256')
    .update([...MIGRATIONS, ...made, ...rows].join('\n'))
    .digest('hex')
    .slice(0, 12);
  const folder = join(cacheFolder(), `desk-${count}-${mark}`);
  if (existsSync(folder)) return { folder, filled: null };
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  chmodSync(part, 0o755);
  const start = performance.now();
  const server = await openEmbedded(part);
  try {
    await (await openStore(server.url)).close();
    await fillWorld(server.url, world(SEED, gazetteer), count, part, done => console.error(`${done} events made`));
  } finally {
    await server.close();
  }
  renameSync(part, folder);
  return { folder, filled: (performance.now() - start) / 1000 };
}

const path = (address: string, query: string): string => (query === '' ? address : `${address}?${query}`);

async function measure({ ask, address }: Serving, pool: pg.Pool): Promise<Omit<DeskFigures, 'filled'>> {
  const filters: Timed[] = [];
  const counts: Timed[] = [];
  for (const [name, query, plain] of FILTERS) {
    const list = await timed(name, () => ask(path('/api/events', query)));
    const sql = `select count(*) from spot where lo <= 2 and hi >= 2 and n = 0 and ${plain}`;
    const { median: by } = await timed('', () => pool.query(sql), 3);
    filters.push({ ...list, plain: by, ratio: list.median / by });
    const narrow = query.replace(/&?sort=\w+/, '');
    counts.push(await timed(`${name}: count`, () => ask(path('/api/count', narrow)), 3));
  }
  for (const [name, query] of FILTERS.slice(0, 4)) {
    const narrow = query.replace(/&?sort=\w+/, '');
    counts.push(await timed(`${name}: facets`, () => ask(path('/api/facets', narrow)), 2));
    for (const by of ['deed', 'country', 'actor'])
      counts.push(await timed(`${name}: series by ${by}`, () => ask(path('/api/series', `${narrow}&by=${by}`)), 2));
  }
  const tiles: Timed[] = [];
  for (const query of TILE_FILTERS)
    for (const tile of TILES)
      tiles.push(await timed(`${tile} ${query}`, () => ask(path(`/api/tiles/${tile}`, query)), 3));
  const { rows: ids } = await pool.query<{ id: string }>('select id from event order by md5(id) limit 200');
  let at = 0;
  const page = await timed('event page', () => ask(`/api/events/${ids[at++ % ids.length]!.id}`), 200);
  const { rows } = await pool.query<{ events: string; claims: string }>(
    'select (select count(*) from event) as events, (select count(*) from claim) as claims',
  );
  const { events, claims } = rows[0]!;
  const actors = await timed('actors', () => ask('/api/actors'), 5);
  const paint = await measurePaint(address);
  return { events: Number(events), claims: Number(claims), filters, counts, tiles, page, actors, paint };
}

/** Measures the desk's server on an embedded database of `count` made-up events, over HTTP. */
export async function measureDesk(count: number, gazetteer: Gazetteer): Promise<DeskFigures> {
  const { folder, filled } = await worldFolder(count, gazetteer);
  const server = await openEmbedded(folder);
  const pool = new pg.Pool({ connectionString: server.url, max: 2, options: '-c search_path=attest -c jit=off' });
  try {
    const desk = await serving(server.url);
    try {
      return { ...(await measure(desk, pool)), filled };
    } finally {
      await desk.close();
    }
  } finally {
    await pool.end();
    await server.close();
  }
}

/** The figures as lines for a person. */
export function deskBoard(of: DeskFigures): string[] {
  const line = ({ name, median, worst, plain, ratio }: Timed): string =>
    `  ${name.padEnd(52)}${[median, worst, ...(plain === undefined ? [] : [plain])].map(ms => ms.toFixed(1).padStart(9)).join('')}${ratio === undefined ? '' : ratio.toFixed(2).padStart(8)}`;
  const all = of.filters.map(one => one.median);
  const worst = Math.max(...of.filters.map(one => one.worst));
  const ratios = of.filters.map(({ ratio }) => ratio!);
  return [
    `desk: ${of.events} events, ${of.claims} claims${of.filled === null ? '' : `, made in ${of.filled.toFixed(0)} s`}; ms over HTTP`,
    `  filter to first results: median ${median(all).toFixed(0)} (aim 300), worst ${worst.toFixed(0)} (aim 1000); to the same rows counted in SQL: median ${median(ratios).toFixed(2)}, worst ${Math.max(...ratios).toFixed(2)} (aim 3)`,
    `  tile: median ${median(of.tiles.map(one => one.median)).toFixed(0)} (aim 150), worst ${Math.max(...of.tiles.map(one => one.worst)).toFixed(0)}; event page: median ${of.page.median.toFixed(1)} (aim 100)`,
    of.paint === null
      ? '  no browser (ATTEST_TEST_BROWSER): nothing of interactions'
      : `  interaction to next paint on the list: p75 ${Math.max(...of.paint.map(one => one.p75))} ms (aim 200), worst ${Math.max(...of.paint.map(one => one.worst))}`,
    ...(of.paint ?? []).map(
      ({ name, p75, worst }) => `  ${name.padEnd(52)}${[p75, worst].map(ms => ms.toFixed(0).padStart(9)).join('')}`,
    ),
    `  ${'list'.padEnd(52)}   median    worst      SQL   ratio`,
    ...of.filters.map(line),
    ...of.counts.map(line),
    ...of.tiles.map(line),
    line(of.page),
    line(of.actors),
  ];
}
