import { openLedgers, tablesFolder } from '../ledgers.js';
import { AttestError } from '../model/error.js';
import type { Asked } from '../options.js';
import { recode as codeAgain, codeWaiting, foldAll, keptCoding, outdated } from '../pipeline/work.js';
import { harmless } from '../screen.js';
import type { Store } from '../store/store.js';
import { loadTools } from '../tables.js';
import { print, progress, say, type World } from '../world.js';
import { setPolicy } from './setting.js';

async function withLedgers(world: World, want: Asked, work: (store: Store) => Promise<number>): Promise<number> {
  const store = await openLedgers(world, want.db);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** `attest rebuild`: drops what is derived and folds it again. Returns the exit code. */
export const rebuild = (world: World, want: Asked): Promise<number> =>
  withLedgers(world, want, async store => {
    if (want.policy) await setPolicy(world, want, store, want.policy);
    const reports = await store.unfold();
    const folding = progress(world, 'folded', reports);
    let told = 0;
    const folded = await foldAll(store, world.signal, done => {
      folding.step(done - told);
      told = done;
    });
    folding.clear();
    const { events } = await store.reads.status('secret');
    say(world, `${folded} reports folded, ${events} violent events`);
    return world.signal.aborted ? 1 : 0;
  });

/** Reports that are coded to tell how long all would take. */
const TRIAL = 10;

/** `attest recode`: says what it would take, and with `--yes` codes again what is outdated. Returns the exit code. */
export const recode = (world: World, want: Asked): Promise<number> =>
  withLedgers(world, want, async store => {
    const tools = await loadTools(want.coder, tablesFolder(world));
    let [count, spent] = [0, 0];
    for await (const { report } of outdated(store, tools)) {
      if (world.signal.aborted) return 1;
      if (count++ >= TRIAL) continue;
      const start = world.clock();
      keptCoding(report, tools, world.now());
      spent += world.clock() - start;
    }
    if (count === 0) {
      say(world, 'every report is coded by this version and these tables');
      return 0;
    }
    const seconds = Math.ceil(((spent / Math.min(count, TRIAL)) * count) / 1000);
    say(
      world,
      `${count} reports to code again, about ${seconds} s of one processor (tried on ${Math.min(count, TRIAL)})`,
    );
    if (!want.yes) {
      say(world, 'To do it: attest recode --yes');
      return 0;
    }
    const coding = progress(world, 'coded', count);
    let bad = 0;
    const done = await codeAgain(store, tools, {
      now: world.now,
      signal: world.signal,
      tell(_, outcome) {
        if (outcome === 'failed') bad++;
        coding.step();
      },
    });
    coding.clear();
    say(world, `${done} reports coded again${bad > 0 ? `, ${bad} set aside by the coder` : ''}`);
    return bad > 0 || world.signal.aborted ? 1 : 0;
  });

/** `attest mark`: who may see a report or a name. Returns the exit code. */
export const mark = (world: World, want: Asked): Promise<number> =>
  withLedgers(world, want, async store => {
    const touched = await store.mark({ ...want.marked!, level: want.level, by: 'person:owner', at: world.now() });
    await foldAll(store, world.signal);
    say(world, `marked ${want.level}; ${touched} reports have it`);
    return touched > 0 ? 0 : 1;
  });

/** `attest erase`: with `--yes` removes reports or names for good, else says what it would remove. Returns the exit code. */
export const erase = (world: World, want: Asked): Promise<number> =>
  withLedgers(world, want, async store => {
    const { reports, names, reason } = want;
    if (reason !== null && names.some(name => reason.toLowerCase().includes(name.trim().toLowerCase())))
      throw new AttestError('bad-reason', 'the reason holds the name', 'Give one without it: the reason is kept.', 2);
    if (names.some(name => name.trim() === '')) throw new AttestError('no-name', 'an empty name', 'Give the name.', 2);
    if (!want.yes) {
      const found = reports.length > 0 ? await store.known(reports) : await store.named(names);
      say(world, `${found.length} reports would be ${reports.length > 0 ? 'erased' : 'changed and coded again'}`);
      for (const id of found) await print(world, `${harmless(id)}\n`);
      say(world, 'There is no way back. To do it: the same with --yes');
      return found.length > 0 ? 0 : 1;
    }
    const touched = new Set<string>();
    const remains = new Set<string>();
    const keep = (erased: { reports: string[]; remains: string[] }): void => {
      for (const id of erased.reports) touched.add(id);
      for (const one of erased.remains) remains.add(one);
    };
    if (reports.length > 0) keep(await store.eraseReports(reports, world.now(), reason));
    for (const name of names) keep(await store.eraseName(name, world.now(), reason));
    // A name leaves reports without a coding: they are read again without it.
    if (names.length > 0 && touched.size > 0)
      await codeWaiting(store, await loadTools(want.coder, tablesFolder(world)), { now: world.now });
    await foldAll(store);
    for (const id of touched) await print(world, `erased ${harmless(id)}\n`);
    say(world, `${touched.size} reports ${reports.length > 0 ? 'erased' : 'rid of the name'}`);
    if (remains.size > 0) say(world, `It may still be in: ${[...remains].join('; ')}`);
    return touched.size > 0 ? 0 : 1;
  });
