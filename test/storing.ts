import { readdirSync, readFileSync } from 'node:fs';
import { afterEach } from 'vitest';
import { reportOf } from '../src/ingest/lines.js';
import type { Report } from '../src/model/report.js';
import { openStore, type Store } from '../src/store/store.js';
import { type DATABASES, emptyDatabases } from './database.js';

const SAMPLES = new URL('../samples/', import.meta.url);

/** The samples of these names, with what is known of each, as reports whose ids are the names. */
export const sampleReports = (named: RegExp): Report[] =>
  readdirSync(SAMPLES)
    .filter(name => name.endsWith('.txt') && named.test(name))
    .sort()
    .map(name => {
      const { report } = JSON.parse(readFileSync(new URL(name.replace('.txt', '.json'), SAMPLES), 'utf8'));
      const text = readFileSync(new URL(name, SAMPLES), 'utf8');
      return reportOf({ ...report, id: name.slice(0, -'.txt'.length), text });
    });
/** Few samples that tell of the same events, with reprints among them and sources that differ. */
export const SHARED = sampleReports(/^open-(?:wire-baidoa|paper-baidoa|paper-tripoli|ministry|monitor)/);

/** Stores on empty databases of a server, closed after each test. `urls`: where the database of each is. */
export function emptyStores(server: (typeof DATABASES)[number]['server']) {
  const empty = emptyDatabases(server);
  const open: Store[] = [];
  const urls = new Map<Store, string>();
  afterEach(async () => {
    await Promise.all(open.splice(0).map(store => store.close()));
  });
  const openEmpty = async (now?: () => string): Promise<Store> => {
    const url = await empty();
    const store = await openStore(url, now);
    urls.set(store, url);
    open.push(store);
    return store;
  };
  return { openEmpty, urls };
}
