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
const speed: Speed = {
  texts: reports.length,
  seconds,
  perSecond: reports.length / seconds,
  perCpuSecond: reports.length / cpu,
  start,
  memory: process.resourceUsage().maxRSS / 1024,
  failed,
  reading,
};
process.stdout.write(JSON.stringify(speed));
