import type pg from 'pg';
import type { Policy } from '../model/choice.js';
import { actorIn } from '../model/identity.js';
import type { Span } from '../model/quote.js';
import type { Report } from '../model/report.js';
import type { Level, Mark } from '../model/sensitivity.js';
import { accountRows } from './accounts.js';
import { openDatabase, transaction } from './database.js';
import { dump, type Line } from './dump.js';
import { eraseAuthor, eraseName, eraseReports, known, named } from './erase.js';
import { allEvents } from './events.js';
import { feedStates, hurryFeed, openFollower } from './feeds.js';
import { type Folding, folding, trial, unfold } from './folding.js';
import { identitiesOf, reidentify } from './identities.js';
import { appendCodings, type Filed, file, type Kept, type Snapshot } from './ledger.js';
import { appendMark } from './mark.js';
import { inPast, type Past, type Scope } from './past.js';
import { openWorker, waiting } from './queue.js';
import { readsOf } from './reads.js';
import { restorer, type Taken } from './restore.js';
import { allSettings } from './setting.js';
import { release } from './withhold.js';

/** The ledgers and what is folded of them. All SQL of Attest is behind this. When a write returns, it survives any crash. */
export type Store = Awaited<ReturnType<typeof openStore>>;

/** A report with what its active coding rests on. */
export type Coded = { report: Report; coder: string; inputs: string };

/** Opens the ledgers of a database, whose tables it makes or brings up to date. Throws an AttestError where it cannot. `now`: ISO time. */
export async function openStore(url: string, now: () => string = () => new Date().toISOString()) {
  const pool = await openDatabase(url);
  return {
    file: (filed: readonly Filed[], snapshots: readonly Snapshot[] = []) =>
      transaction(pool, db => file(db, filed, snapshots)),
    waiting: () => waiting(pool),
    /** Who asks the feeds that are followed. */
    openFollower: () => openFollower(pool),
    feedStates: (urls: readonly string[]) => feedStates(pool, urls),
    hurryFeed: (url: string, now: string) => hurryFeed(pool, url, now),
    openWorker: (number: number) => openWorker(pool, number),
    appendCodings: (kept: readonly Kept[]) => transaction(pool, db => appendCodings(db, kept)),
    mark: (mark: Mark) => transaction(pool, db => appendMark(db, mark)),
    folding: <T>(work: (folding: Folding) => Promise<T>) => folding(pool, now, work),
    trial: <T>(work: (folding: Folding) => Promise<T>) => trial(pool, now, work),
    unfold: () => unfold(pool),
    settings: () => allSettings(pool),
    past: <T>(at: string, scope: Scope, work: (past: Past) => Promise<T>) => inPast(pool, at, scope, work),
    codedReports: () => codedReports(pool),
    reads: readsOf(pool),
    accounts: accountRows(pool),
    /** Lets the public see reports whose delay is over. Returns how many those are. */
    release: (at: string) => release(pool, at),
    /** Puts another name where a person's stands as the author of something. Returns how many entries had it. */
    eraseAuthor: (name: string, instead: string) => eraseAuthor(pool, name, instead),
    events: (viewer: Level, all: boolean, policy?: Policy) => allEvents(pool, viewer, all, policy),
    dump: (viewer: Level, snapshots: boolean) => dump(pool, viewer, snapshots),
    /** Takes lines in, each call in one transaction. Returns what became of each. */
    restorer(sentences: (text: string) => readonly Span[]): (lines: readonly Line[]) => Promise<Taken[]> {
      const take = restorer(sentences);
      return lines =>
        transaction(pool, async db => {
          const taken: Taken[] = [];
          for (const line of lines) taken.push(await take(db, line));
          if (lines.some(line => 'judgement' in line && actorIn(line.judgement.left)))
            await reidentify(db, await identitiesOf(db));
          return taken;
        });
    },
    /** Of these ids those of reports that are there. */
    known: (ids: readonly string[]) => known(pool, ids),
    /** Ids of the reports that any of these names stands in. */
    named: (names: readonly string[]) => named(pool, names),
    eraseReports: (ids: readonly string[], at: string, reason: string | null) =>
      eraseReports(pool, ids, { at, reason }),
    eraseName: (name: string, at: string, reason: string | null) => eraseName(pool, name, { at, reason }),
    close: () => pool.end(),
  };
}

/** Every report that a machine has coded, with the active coding's version and inputs, in the order of filing. */
async function* codedReports(pool: pg.Pool): AsyncGenerator<Coded> {
  for (let after = 0; ; ) {
    const { rows } = await pool.query<Report & { seq: number; coder: string; inputs: string }>(
      `select report.seq, report.id, title, outlet, agency, url, published, language, text, coder, inputs
       from report join paper on paper.report = report.id join coding on coding.id = paper.coding
       where report.seq > $1 order by report.seq limit 100`,
      [after],
    );
    if (rows.length === 0) return;
    for (const { seq, coder, inputs, ...report } of rows) {
      yield { report, coder, inputs };
      after = seq;
    }
  }
}
