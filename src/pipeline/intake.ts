import { createHash } from 'node:crypto';
import { type Format, type Found, formatOf, reportsOf } from '../ingest/input.js';
import { reportOf } from '../ingest/lines.js';
import { reportsAt, type SiteOptions } from '../ingest/site.js';
import { AttestError } from '../model/error.js';
import type { Report } from '../model/report.js';
import type { Level } from '../model/sensitivity.js';
import type { Filed, Filing, Snapshot } from '../store/ledger.js';
import type { Store } from '../store/store.js';

/** Reports that are filed in one write. */
const BATCH = 50;
/** Their characters, at most: a batch of books would fill the memory. */
const BATCH_SIZE = 20_000_000;
/** What is read slowly, from a network or a pipe, is not held back longer than this. Milliseconds. */
const PATIENCE = 500;

/** `now`: ISO time. `clock`: milliseconds. `told` hears what became of each, once it is safe; `wrong` of what cannot be read. */
export type Filer = {
  level: Level;
  now: () => string;
  clock: () => number;
  told: (report: Report, filing: Filing) => Promise<void> | void;
  wrong: (error: AttestError) => void;
  signal?: AbortSignal | undefined;
};

/** Files reports as they come, a batch a write. */
export async function fileAll(
  store: Pick<Store, 'file'>,
  found: AsyncIterable<Found | AttestError>,
  { level, now, clock, told, wrong, signal }: Filer,
): Promise<void> {
  let filed: Filed[] = [];
  let pages: Snapshot[] = [];
  let [size, since] = [0, clock()];
  const write = async (): Promise<void> => {
    const batch = filed;
    if (batch.length === 0) return;
    const filings = await store.file(batch, pages);
    [filed, pages, size, since] = [[], [], 0, clock()];
    for (const [at, { report }] of batch.entries()) await told(report, filings[at]!);
  };
  for await (const item of found) {
    if (signal?.aborted) break;
    if (item instanceof AttestError) wrong(item);
    else {
      const { report, snapshot } = item;
      const hash = snapshot && createHash('sha256').update(snapshot.bytes).digest('hex');
      if (snapshot && hash) pages.push({ ...snapshot, hash });
      size += report.text.length + (snapshot?.bytes.length ?? 0);
      filed.push({ report, snapshot: hash, level, added: now() });
    }
    if (filed.length >= BATCH || size > BATCH_SIZE || clock() - since > PATIENCE) await write();
  }
  await write();
}

/** What a person adds on the desk: a text that they paste, an address of a page or a feed, or a file by its name. */
export type Offer =
  | {
      kind: 'text';
      text: string;
      title: string | null;
      outlet: string | null;
      url: string | null;
      published: string | null;
    }
  | { kind: 'address'; url: string }
  | { kind: 'file'; name: string; published: string | null; chunks: AsyncIterable<Uint8Array> };

/** What became of it: how many of each, the first of the reports, and what could not be read. */
export type Taken = Record<Filing, number> & {
  reports: { id: string; title: string | null; filing: Filing }[];
  problems: { message: string; hint: string }[];
  /** Problems that are not told one by one. */
  more: number;
};
const MOST_TOLD = 100;

async function* textOf(offer: Extract<Offer, { kind: 'text' }>): AsyncGenerator<Found | AttestError> {
  const { kind: _, ...known } = offer;
  yield { report: reportOf(known), snapshot: null };
}

/** Takes in what a person offers, as `attest add` does; the desk's worker codes it. Adding it again adds nothing. */
export async function takeIn(
  store: Store,
  offer: Offer,
  how: Pick<Filer, 'level' | 'now' | 'clock'> & { site: Omit<SiteOptions, 'published'> },
): Promise<Taken> {
  const taken: Taken = { added: 0, known: 0, differs: 0, erased: 0, reports: [], problems: [], more: 0 };
  const format: Format = offer.kind === 'file' ? formatOf(offer.name) : 'text';
  const found =
    offer.kind === 'text'
      ? textOf(offer)
      : offer.kind === 'address'
        ? reportsAt(offer.url, { ...how.site, published: null })
        : reportsOf({ where: offer.name, size: null, chunks: offer.chunks }, format, offer.published);
  await fileAll(store, found, {
    ...how,
    told({ id, title }, filing) {
      taken[filing]++;
      if (taken.reports.length < MOST_TOLD) taken.reports.push({ id, title, filing });
    },
    wrong({ message, hint }) {
      if (taken.problems.length < MOST_TOLD) taken.problems.push({ message, hint });
      else taken.more++;
    },
  });
  return taken;
}
