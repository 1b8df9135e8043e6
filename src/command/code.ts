import { type Found, formatOf, type Input, openFile, reportsOf, startOf } from '../ingest/input.js';
import { tablesFolder } from '../ledgers.js';
import { AttestError } from '../model/error.js';
import type { Report } from '../model/report.js';
import type { Asked, Command } from '../options.js';
import type { AttestRecord, Tools } from '../pipeline.js';
import { looksLikeRecord, recordFault } from '../record.js';
import { escaped } from '../screen.js';
import { card } from '../show.js';
import { loadTools } from '../tables.js';
import { complain, print, progress, say, type World } from '../world.js';

/** A record among the lines given to `attest show`, what is wrong with it, or null where the line is no record. */
function recordOf(value: unknown, where: string): AttestRecord | AttestError | null {
  if (!looksLikeRecord(value)) return null;
  const fault = recordFault(value);
  if (fault === null) return value as AttestRecord;
  return new AttestError('bad-record', `${where}: ${fault}`, 'Make it anew with attest code.');
}

async function* itemsOf(
  world: World,
  command: Command,
  want: Asked,
): AsyncGenerator<AttestRecord | Found | AttestError> {
  for (const file of want.files) {
    let input: Input;
    let format = want.format ?? formatOf(file);
    try {
      input = file === '-' ? { where: 'standard input', size: null, chunks: world.stdin } : await openFile(file);
      if (command === 'show' && want.format === null && format === 'text') {
        const start = await startOf(input);
        if (start.head.startsWith('{"attest"')) format = 'jsonl';
        input = start.input;
      }
    } catch (error) {
      if (!(error instanceof AttestError)) throw error;
      yield error;
      continue;
    }
    yield* reportsOf(input, format, want.published, command === 'show' ? recordOf : () => null);
  }
}

type Desk = { codeReport: typeof import('../pipeline.js').codeReport; tools: Tools };
async function deskOf(world: World, want: Asked): Promise<Desk> {
  const tools = await loadTools(want.coder, tablesFolder(world));
  return { codeReport: (await import('../pipeline.js')).codeReport, tools };
}

/** The record of a report. A bug that one report brings out must not take the rest of the batch with it. */
async function coded(report: Report, { codeReport, tools }: Desk, want: Asked): Promise<AttestRecord | AttestError> {
  try {
    return await codeReport(report, tools, { layers: want.layers, explain: want.explain });
  } catch (error) {
    if (error instanceof AttestError) return error;
    const { name, message, stack = '' } = error as Error;
    const line = /\(?(?:file:\/\/)?[^\s()]*\/(dist\/[^\s()]+)\)?/.exec(stack)?.[1] ?? 'unknown place';
    const title = report.title ?? report.text.trim().slice(0, 40);
    return new AttestError(
      'bug',
      `report ${report.id} (${title}): Attest failed: ${name}: ${message.slice(0, 200)} at ${line}`,
      'This is a fault of Attest; please report it with the text.',
      500,
    );
  }
}

/** `attest code` and `attest show`: records or cards of reports, without a database. Returns the exit code. */
export async function code(world: World, command: 'code' | 'show', want: Asked): Promise<number> {
  const { stdin, stdout, env } = world;
  if (want.files.includes('-') && stdin.isTTY) say(world, 'attest: reading what you type; end with Ctrl-D');
  const view = {
    width: Math.min(stdout.columns ?? 100, 120),
    color: Boolean(stdout.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb',
  };
  // Before the first report is read, so that a wrong --coder costs nothing; records need none of it.
  let desk = command === 'code' ? await deskOf(world, want) : null;
  const reading = progress(world, 'done');
  let failed = 0;
  for await (const item of itemsOf(world, command, want)) {
    let result: AttestRecord | AttestError;
    if (item instanceof AttestError || 'attest' in item) result = item;
    else {
      desk ??= await deskOf(world, want);
      result = await coded(item.report, desk, want);
    }
    if (result instanceof AttestError) {
      failed++;
      reading.clear();
      complain(world, result);
      continue;
    }
    await print(world, command === 'code' ? `${escaped(JSON.stringify(result))}\n` : card(result, view));
    reading.step(1, result.report.title ?? result.report.id);
  }
  reading.clear();
  return failed > 0 ? 1 : 0;
}
