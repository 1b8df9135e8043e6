import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatOf, type Input, openFile, reportsOf, startOf } from './ingest/input.js';
import { AttestError } from './model/error.js';
import type { Report } from './model/report.js';
import { type Asked, asked, COMMANDS, type Command, HELP, usage } from './options.js';
import type { AttestRecord, Tools } from './pipeline.js';
import { looksLikeRecord, recordFault } from './record.js';
import { escaped, harmless } from './screen.js';
import { card } from './show.js';
import { HOME, loadTables } from './tables.js';

const { stdin, stdout, stderr, env } = process;

const complain = (error: AttestError): void => {
  clearProgress();
  stderr.write(`attest: ${harmless(`${error.message}. ${error.hint}`)}\n`);
};

/** Waits where the reader is slower than we are, so that output does not pile up in memory. */
async function print(text: string): Promise<void> {
  if (!stdout.write(text)) await once(stdout, 'drain');
}

// Progress is for a person who sees nothing else: never in a pipe's log, never between the lines of a result.
const showsProgress = Boolean(stderr.isTTY) && !stdout.isTTY;
let told = 0;
function progress(done: number, where: string): void {
  if (!showsProgress || Date.now() - told < 200) return;
  told = Date.now();
  stderr.write(`\r\u001b[K${done} done, ${harmless(where).slice(0, 60)}`);
}
function clearProgress(): void {
  if (told > 0) stderr.write('\r\u001b[K');
  told = 0;
}

/** A record among the lines given to `attest show`, what is wrong with it, or null where the line is no record. */
function recordOf(value: unknown, where: string): AttestRecord | AttestError | null {
  if (!looksLikeRecord(value)) return null;
  const fault = recordFault(value);
  if (fault === null) return value as AttestRecord;
  return new AttestError('bad-record', `${where}: ${fault}`, 'Make it anew with attest code.');
}

async function* itemsOf(command: Command, want: Asked): AsyncGenerator<AttestRecord | Report | AttestError> {
  for (const file of want.files) {
    let input: Input;
    let format = want.format ?? formatOf(file);
    try {
      input = file === '-' ? { where: 'standard input', size: null, chunks: stdin } : await openFile(file);
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

type Desk = { codeReport: typeof import('./pipeline.js').codeReport; tools: Tools };
/** Readers, tables and gazetteer take a second to load: only where something is to be coded. */
async function deskOf(want: Asked): Promise<Desk> {
  const { codeReport, toolsOf } = await import('./pipeline.js');
  const { tables, gazetteer } = await loadTables();
  return { codeReport, tools: toolsOf(tables, gazetteer, want.coder) };
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

async function run(command: Command, want: Asked): Promise<number> {
  if (want.files.includes('-') && stdin.isTTY) stderr.write('attest: reading what you type; end with Ctrl-D\n');
  const view = {
    width: Math.min(stdout.columns ?? 100, 120),
    color: Boolean(stdout.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb',
  };
  // Before the first report is read, so that a wrong --coder costs nothing; records need none of it.
  let desk = command === 'code' ? await deskOf(want) : null;
  let [done, failed] = [0, 0];
  for await (const item of itemsOf(command, want)) {
    let result: AttestRecord | AttestError;
    if (item instanceof AttestError || 'attest' in item) result = item;
    else {
      desk ??= await deskOf(want);
      result = await coded(item, desk, want);
    }
    if (result instanceof AttestError) {
      failed++;
      complain(result);
      continue;
    }
    await print(command === 'code' ? `${escaped(JSON.stringify(result))}\n` : card(result, view));
    progress(++done, result.report.title ?? result.report.id);
  }
  clearProgress();
  return failed > 0 ? 1 : 0;
}

async function version(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(HOME, 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** The command. `args`: what stands after its name. Returns the exit code: 0 well, 1 some input failed, 2 not understood. */
export async function main(args: string[]): Promise<number> {
  // Whoever reads us may stop (`| head`): that is no error.
  for (const stream of [stdout, stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
      throw error;
    });
  const [name = '--help', ...rest] = args;
  try {
    if (name === '--help' || name === '-h' || name === 'help')
      return await print(HELP).then(() => (args.length ? 0 : 2));
    if (name === '--version') return await print(`${await version()}\n`).then(() => 0);
    if (!Object.hasOwn(COMMANDS, name))
      throw usage(`no command or option ${JSON.stringify(name.slice(0, 60))}`, 'See: attest --help');
    const command = name as Command;
    const want = asked(command, rest);
    if (want.help) return await print(COMMANDS[command]).then(() => 0);
    return await run(command, want);
  } catch (error) {
    if (!(error instanceof AttestError)) throw error;
    complain(error);
    return error.code === 'usage' || error.code === 'no-coder' ? 2 : 1;
  }
}
