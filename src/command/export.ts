import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { csvHead, csvRow } from '../formats/csv.js';
import { geojsonFeature, geojsonHead, geojsonTail } from '../formats/geojson.js';
import { openLedgers } from '../ledgers.js';
import { nameless } from '../model/anonymity.js';
import { AttestError } from '../model/error.js';
import { settingsOf } from '../model/setting.js';
import type { Asked } from '../options.js';
import { foldPast, mayLookBack } from '../pipeline/past.js';
import { foldAll } from '../pipeline/work.js';
import { escaped } from '../screen.js';
import type { Past } from '../store/past.js';
import { print, progress, say, type World } from '../world.js';

/** What is exported: the ledgers as they are, or as they were. */
type Source = Pick<Past, 'settings' | 'events' | 'dump' | 'reads'>;

/** The text of an export, part by part; the whole is never in memory. */
async function* parts(store: Source, want: Asked): AsyncGenerator<string> {
  if (want.exported === 'jsonl') {
    for await (const line of store.dump(want.level, want.snapshots)) yield `${escaped(JSON.stringify(line))}\n`;
    return;
  }
  const csv = want.exported === 'csv';
  const policy = want.policy ?? settingsOf(await store.settings()).policy;
  yield csv ? csvHead() : geojsonHead(policy);
  let first = true;
  for await (const one of store.events(want.level, want.all, policy)) {
    const shown = { ...one, grade: nameless(one.grade, want.level) };
    yield csv ? csvRow(shown) : geojsonFeature(shown, first);
    first = false;
  }
  if (!csv) yield geojsonTail();
}

/** `attest export`: events as a table or a map, or the ledgers as lines. Returns the exit code. */
export async function exported(world: World, want: Asked): Promise<number> {
  const store = await openLedgers(world, want.db);
  try {
    // What a killed command left unfolded would be missing.
    await store.release(world.now());
    await foldAll(store, world.signal);
    if (want.asOf === null) await written(world, want, store);
    else {
      await mayLookBack(store, want.level);
      await store.past(want.asOf, { most: Number.POSITIVE_INFINITY }, async past => {
        await foldPast(past.room, past.reports, world.signal);
        await written(world, want, past);
        say(world, `attest: as of ${want.asOf}`);
      });
    }
    return 0;
  } finally {
    await store.close();
  }
}

async function written(world: World, want: Asked, source: Source): Promise<void> {
  const writing = progress(world, want.exported === 'jsonl' ? 'lines' : 'events');
  const counted = async function* () {
    for await (const part of parts(source, want)) {
      if (world.signal.aborted) throw new AttestError('stopped', 'the export was stopped', 'Start it again.', 499);
      writing.step();
      yield part;
    }
  };
  if (want.output === null) for await (const part of counted()) await print(world, part);
  else await whole(want.output, counted());
  writing.clear();
  const held = await source.reads.status('secret');
  const open = await source.reads.status(want.level);
  if (held.reports > open.reports)
    say(world, `attest: ${held.reports - open.reports} reports above "${want.level}" were left out; see --level`);
}

/** A file that is there whole or not at all: half an export looks like one. */
async function whole(path: string, text: AsyncIterable<string>): Promise<void> {
  const part = `${path}.part`;
  try {
    await pipeline(text, createWriteStream(part, { mode: 0o600 }));
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof AttestError || !code) throw error;
    const why = code === 'ENOSPC' ? 'the disk is full' : code;
    throw new AttestError('unwritable', `${path}: cannot be written (${why})`, 'Give another --output.');
  }
}
