import { codeReport, toolsOf } from '../src/pipeline.js';
import { read } from '../src/read/read.js';
import { loadTables } from '../src/tables.js';
import { drawCorpus } from './corpus.js';
import { packageHome, reportOf } from './report.js';

/**
 * `perSecond`: by the clock; `perCpuSecond`: by the processor's time, which a busy machine does not change. `start`: seconds
 * from the process's first instruction to ready tools; `reading`: reports a second through the readers alone, by the clock; `memory`: peak resident MB; `failed`: ids of texts that broke the coder.
 */
export type Speed = {
  texts: number;
  seconds: number;
  perSecond: number;
  perCpuSecond: number;
  start: number;
  memory: number;
  failed: string[];
  reading: number;
  linear: Record<string, number>;
};

const WARM_UP = 20;

// A process of its own, so that neither the bench's gold files nor its warm code count. DIR is the one argument.
const { tables, gazetteer } = await loadTables(packageHome());
const tools = toolsOf(tables, gazetteer, 'rules');
const start = performance.now() / 1000;
const reports = drawCorpus(process.argv[2]!).map(({ id, text, published }) => ({
  id,
  report: reportOf(text, published),
}));
const failed: string[] = [];
async function pass(some: typeof reports): Promise<void> {
  for (const { id, report } of some)
    try {
      await codeReport(report, tools, { layers: false, explain: false });
    } catch {
      failed.push(id);
    }
}
await pass(reports.slice(0, WARM_UP));
failed.length = 0;
const began = performance.now();
const before = process.cpuUsage();
await pass(reports);
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(before);
const cpu = (user + system) / 1e6;
const since = performance.now();
for (const { report } of reports) read(report.text, report.published, tools.knowledge);
const reading = reports.length / ((performance.now() - since) / 1000);
// The long texts below are no reports: what they take is not counted.
const memory = process.resourceUsage().maxRSS / 1024;
// Time must grow with the text and no faster, whatever it is full of: the ratio of time for twice the text, by kind.
const FILLS: Record<string, (at: number) => string> = {
  places: at => `Clashes near Mosul, Kirkuk and Tikrit ${at} spread to Aleppo, Homs and Idlib in Syria. `,
  dates: at => `On ${1 + (at % 28)} May 2019 and again two days later, from Monday to Wednesday, it rained. `,
  counts: at => `At least ${at} people, including ${at % 9} children, were killed and dozens wounded. `,
  speech: at => `“We saw ${at} trucks,” a resident said, adding that officials had denied the attack. `,
};
const linear: Record<string, number> = {};
for (const [name, fill] of Object.entries(FILLS)) {
  const timed = (count: number): number => {
    const text = Array.from({ length: count }, (_, at) => fill(at)).join('');
    const began = performance.now();
    read(text, '2020-01-01', tools.knowledge);
    return performance.now() - began;
  };
  timed(500);
  linear[name] = Math.round((10 * timed(2000)) / timed(1000)) / 10;
}
const speed: Speed = {
  texts: reports.length,
  seconds,
  perSecond: reports.length / seconds,
  perCpuSecond: reports.length / cpu,
  start,
  memory,
  failed,
  reading,
  linear,
};
process.stdout.write(JSON.stringify(speed));
