import { type Input, openFile } from '../ingest/input.js';
import { jsonLines } from '../ingest/lines.js';
import { openLedgers } from '../ledgers.js';
import { lineReader } from '../line.js';
import { AttestError } from '../model/error.js';
import type { Asked } from '../options.js';
import { foldAll } from '../pipeline/work.js';
import { sentences } from '../read/sentence.js';
import type { Line } from '../store/dump.js';
import type { Taken } from '../store/restore.js';
import { complain, progress, say, type World } from '../world.js';

/** Lines that are taken in by one write. */
const BATCH = 100;

/** `attest import`: takes lines of exports and of `attest code` in, then folds. Returns the exit code. */
export async function imported(world: World, want: Asked): Promise<number> {
  const store = await openLedgers(world, want.db);
  try {
    const take = store.restorer(sentences);
    const counts: Record<Taken, number> = { new: 0, known: 0, erased: 0, differs: 0 };
    let failed = 0;
    const reading = progress(world, 'lines');
    for (const file of want.files) {
      const read = lineReader(world.now);
      let lines: Line[] = [];
      const write = async (): Promise<void> => {
        for (const taken of await take(lines)) counts[taken]++;
        reading.step(lines.length);
        lines = [];
      };
      for await (const item of linesOf(world, file, read)) {
        if (world.signal.aborted) break;
        if (item instanceof AttestError) {
          failed++;
          complain(world, item);
        } else lines.push(item);
        if (lines.length === BATCH) await write();
      }
      await write();
    }
    reading.clear();
    const folding = progress(world, 'folded');
    await foldAll(store, world.signal, () => folding.step());
    folding.clear();
    const parts = [`${counts.new} lines taken in`, `${counts.known} known already`];
    if (counts.erased > 0) parts.push(`${counts.erased} of reports that were erased here left out`);
    if (counts.differs > 0)
      parts.push(`${counts.differs} left out: here their report has another text, or was not erased`);
    if (failed > 0) parts.push(`${failed} could not be read`);
    say(world, parts.join(', '));
    return failed + counts.differs > 0 || world.signal.aborted ? 1 : 0;
  } finally {
    await store.close();
  }
}

async function* linesOf(
  world: World,
  file: string,
  read: ReturnType<typeof lineReader>,
): AsyncGenerator<Line | AttestError> {
  try {
    const input: Input =
      file === '-' ? { where: 'standard input', size: null, chunks: world.stdin } : await openFile(file);
    for await (const line of jsonLines(input.chunks, input.where)) {
      if ('error' in line) {
        yield line.error;
        continue;
      }
      const found = read(line.value);
      yield typeof found === 'string'
        ? new AttestError(
            'bad-line',
            `${input.where}, line ${line.number}: ${found}`,
            'Make it anew with attest export.',
          )
        : found;
    }
  } catch (error) {
    if (!(error instanceof AttestError)) throw error;
    yield error;
  }
}
