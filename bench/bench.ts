import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { codeReport, type Tools, toolsOf } from '../src/pipeline.js';
import { gazetteerOf } from '../src/read/gazetteer.js';
import { loadTables } from '../src/tables.js';
import { sampleBoard, setBoard, speedBoard } from './board.js';
import { measureCrowd } from './crowd.js';
import { deskBoard, measureDesk } from './desk.js';
import { measureNames } from './gazetteer.js';
import { type Golden, loadSample, sampleNames } from './golden.js';
import { type Growth, ledgerBoard, measureGrowth, measureLedgers } from './ledgers.js';
import { packageHome } from './report.js';
import { addScore, emptyScore, type Score, scoreSample } from './score.js';
import { type Scored, type SetScore, type Skipped, scoreSets, wonAndLost } from './sets.js';
import type { Speed } from './speed.js';

const HELP = `npm run bench -- [--data DIR] [--only NAME] [--misses] [--blind] [--coder NAME]
  --data DIR    the public development sets (default ../shared)
  --only NAME   the samples and sets whose name holds NAME, and nothing else; freezes nothing. "speed": that alone.
                "ledgers": adding to and reading from a database of 100,000 made-up events, some minutes; freezes
                bench/frozen/ledgers.json. "growth": what a report costs as a ledger grows to --rows N; freezes
                bench/frozen/growth.json. "crowd": --rows N reports of one event, folded twice; freezes
                bench/frozen/crowd.json. "desk": the desk's server on --rows N made-up events, kept in a cache; freezes
                bench/frozen/desk.json. "gazetteer": a made-up GeoNames dump of --rows N built and read
  --misses      what went wrong in the open samples and in the sets, one by one; for the terminal alone
  --blind       score the blind samples too; the first time freezes bench/frozen/blind-first.json, and every later
                run scores them unasked. Their words are never printed.
  --rows N      100,000 for "growth", 5,000 for "crowd", 1,000,000 for the others unless told
`;

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string' },
    only: { type: 'string' },
    coder: { type: 'string', default: 'rules' },
    misses: { type: 'boolean', default: false },
    rows: { type: 'string' },
    blind: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const home = packageHome();
const frozen = join(home, 'bench', 'frozen');
const firstBlind = join(frozen, 'blind-first.json');

type Frozen = Omit<Score, 'misses'>;
type Latest = { sets?: (SetScore | Skipped)[] };
const nameOf = (scored: Scored | Skipped): string => ('skipped' in scored ? scored.name : scored.score.name);
const withoutWords = ({ misses: _, ...score }: Score): Frozen => score;
const freeze = (file: string, what: object): void => {
  mkdirSync(frozen, { recursive: true });
  // Lists of numbers on one line: a change of one text is a change of one line.
  const text = JSON.stringify(what, null, 1).replace(
    /\[\s+(-?[\d.]+(?:,\s+-?[\d.]+)*)\s+\]/g,
    (_, list: string) => `[${list.replace(/\s+/g, '')}]`,
  );
  writeFileSync(file, `${text}\n`);
};

async function scoreSet(goldens: Golden[], tools: Tools): Promise<Score> {
  const total = emptyScore();
  for (const golden of goldens)
    addScore(total, scoreSample(await codeReport(golden.report, tools, { layers: true, explain: false }), golden));
  return total;
}

function measure(data: string): Speed | Skipped {
  const needed = join(data, 'data');
  if (!existsSync(needed)) return { name: 'speed', skipped: `${needed} is not there (--data DIR)` };
  const script = fileURLToPath(new URL('./speed.js', import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [script, data], { encoding: 'utf8' })) as Speed;
}

async function run(): Promise<void> {
  const print = (lines: string[]): void => console.log(`${lines.join('\n')}\n`);
  const upTo = (usual: number): number => Number(flags.rows ?? usual);
  const data = resolve(home, flags.data ?? '../shared');
  const { tables, gazetteer } = await loadTables(home);
  const tools = toolsOf(tables, gazetteer, flags.coder);
  if (flags.only === 'ledgers') {
    const ledgers = await measureLedgers(tools);
    print(ledgerBoard(ledgers));
    freeze(join(frozen, 'ledgers.json'), ledgers);
    return;
  }
  if (flags.only === 'growth') {
    const line = ({ at, filing, coding, folding, all, busy, memory, database }: Growth): string =>
      `${at} reports: ${all.toFixed(2)} ms each (filed ${filing.toFixed(2)}, coded ${coding.toFixed(2)}, folded ${folding.toFixed(2)}), ` +
      `${busy.toFixed(2)} ms of processor time, ${memory.toFixed(0)} MB and ${database.toFixed(0)} MB of the database`;
    const growth = await measureGrowth(tools, upTo(100_000), one => console.log(line(one)));
    const [first, last] = [growth[0]!, growth.at(-1)!];
    const times = (of: 'all' | 'folding' | 'busy'): string => (last[of] / first[of]).toFixed(2);
    print([
      `growth: a report costs ${times('all')} times as much at ${last.at} as at ${first.at} (folding ${times('folding')}, processor ${times('busy')}); aim 2 at 100,000`,
    ]);
    freeze(join(frozen, 'growth.json'), growth);
    return;
  }
  if (flags.only === 'crowd') {
    const found = await measureCrowd(tools, upTo(5000), one => console.log(one));
    const { reports, added, rebuilt, same, events, largest, page, memory, database } = found;
    print([
      `crowd: ${reports} reports of one event added in ${added.toFixed(0)} s, folded again in ${rebuilt.toFixed(0)} s to ${same ? 'the same' : 'SOMETHING ELSE'}`,
      `  ${events === 1 ? 'one event' : `${events} events`}, the largest of ${largest} reports; its page in ${page.toFixed(0)} ms; ${memory.toFixed(0)} MB and ${database.toFixed(0)} MB of the database`,
    ]);
    freeze(join(frozen, 'crowd.json'), found);
    return;
  }
  if (flags.only === 'desk') {
    const desk = await measureDesk(upTo(1_000_000), gazetteerOf(gazetteer, tables));
    print(deskBoard(desk));
    freeze(join(frozen, 'desk.json'), desk);
    return;
  }
  if (flags.only === 'gazetteer') {
    const { rows, build, memory, loaded, missed, default: alone } = await measureNames(upTo(1_000_000));
    print([
      `gazetteer: ${rows} made-up rows built in ${build} s, peak memory ${memory} MB`,
      `  look-ups/s: ${loaded} with it, ${missed} of names that are not there, ${alone} of the default alone`,
    ]);
    return;
  }
  const samples = join(home, 'samples');
  const names = sampleNames(samples).filter(name => !flags.only || name.includes(flags.only));
  const load = (blind: boolean): Golden[] =>
    names.filter(name => name.startsWith('blind-') === blind).map(name => loadSample(samples, name));

  const opened = load(false);
  const open = await scoreSet(opened, tools);
  if (opened.length) print(sampleBoard(`samples open (${opened.length})`, open));
  if (flags.misses) print(open.misses.map(({ id, what, line }) => `${what.padEnd(7)} ${id}: ${line}`));

  let blind: Score | null = null;
  if (!flags.only && (flags.blind || existsSync(firstBlind))) {
    const goldens = load(true);
    blind = await scoreSet(goldens, tools);
    print(sampleBoard(`samples blind (${goldens.length})`, blind));
    if (!existsSync(firstBlind)) freeze(firstBlind, withoutWords(blind));
    const first = JSON.parse(readFileSync(firstBlind, 'utf8')) as Score;
    print(sampleBoard('samples blind, first time', first).slice(0, 9));
  } else if (!flags.only) print(['samples blind: skipped, not yet scored (--blind scores them for the first time)']);
  const latest = join(frozen, 'latest.json');
  const before = existsSync(latest) ? (JSON.parse(readFileSync(latest, 'utf8')) as Latest) : null;
  const sets: (SetScore | Skipped)[] = [];
  for await (const scored of scoreSets(data, tools, flags.only)) {
    const earlier = before?.sets?.find((one): one is SetScore => 'cases' in one && one.name === nameOf(scored));
    print(setBoard(scored, earlier));
    sets.push('skipped' in scored ? scored : scored.score);
    if (!flags.misses || 'skipped' in scored) continue;
    const { won, lost } = wonAndLost(scored.score, earlier);
    print([...scored.misses, `better: ${won.join(' ')}`, `worse: ${lost.join(' ')}`]);
  }
  if (flags.only && flags.only !== 'speed') return;
  const speed = measure(data);
  print('skipped' in speed ? [`speed: skipped, ${speed.skipped}`] : speedBoard(speed));
  if (flags.only) return;
  freeze(latest, {
    coder: flags.coder,
    open: withoutWords(open),
    blind: blind && withoutWords(blind),
    speed,
    sets,
  });
}

if (flags.help) console.log(HELP);
else await run();
