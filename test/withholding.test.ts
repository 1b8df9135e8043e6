import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Field } from '../src/codebook/codebook.js';
import type { PlaceValue } from '../src/codebook/place.js';
import { csvHead, csvRow } from '../src/formats/csv.js';
import { geojsonFeature } from '../src/formats/geojson.js';
import { reportOf } from '../src/ingest/lines.js';
import { policyOf } from '../src/model/choice.js';
import type { Claim } from '../src/model/claim.js';
import type { Report } from '../src/model/report.js';
import { NOTHING, type Withholding, withheldWords } from '../src/model/withholding.js';
import { readsWithPast } from '../src/pipeline/past.js';
import { setUp } from '../src/pipeline/setting.js';
import { codeWaiting, foldAll } from '../src/pipeline/work.js';
import type { Tools } from '../src/pipeline.js';
import { api } from '../src/server/api.js';
import { type Listening, listen } from '../src/server/listen.js';
import { openStore, type Store } from '../src/store/store.js';
import { loadTools } from '../src/tables.js';
import { ask } from './asking.js';
import { DATABASES, emptyDatabases } from './database.js';

const SAMPLES = new URL('../samples/', import.meta.url);
const DAY = 86_400_000;
const ALL: Withholding = { places: true, names: true, sources: true, delay: 0 };

/** The open samples; their ids tell places, as a user's own may. */
const REPORTS: Report[] = readdirSync(SAMPLES)
  .filter(name => /^open-.*\.txt$/.test(name))
  .sort()
  .map(name => {
    const known = JSON.parse(readFileSync(new URL(name.replace('.txt', '.json'), SAMPLES), 'utf8')).report;
    const text = readFileSync(new URL(name, SAMPLES), 'utf8');
    return reportOf({ ...known, id: name.slice(0, -'.txt'.length), title: text.split('\n')[0], text });
  });

for (const { name, skip, server } of DATABASES)
  describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
    const empty = emptyDatabases(server);
    const open: { close(): Promise<void> }[] = [];
    afterEach(async () => {
      for (const one of open.splice(0).reverse()) await one.close();
    });
    let tools: Tools;
    beforeAll(async () => {
      tools = await loadTools('rules');
    });

    let time = 0;
    const now = (): string => new Date(time).toISOString();
    async function desk(): Promise<{ store: Store; get: (path: string, viewer?: string) => Promise<string> }> {
      time = Date.parse('2024-03-01T10:00:00Z');
      const store = await openStore(await empty());
      open.push(store);
      await store.file(REPORTS.map(report => ({ report, snapshot: null, level: 'public' as const, added: now() })));
      await codeWaiting(store, tools, { now });
      const token = 'k'.repeat(43);
      const listening: Listening = await listen(api(readsWithPast(store), { version: '1', token, open: true }), {
        port: 0,
      });
      open.push(listening);
      const get = async (path: string, bearer?: string) =>
        (await ask(listening.port, path, bearer ? { headers: { Authorization: `Bearer ${token}` } } : {})).text;
      return { store, get };
    }
    const withhold = async (store: Store, rule: Withholding): Promise<void> => {
      await setUp(store, { kind: 'withhold', ...rule }, { by: 'person:owner', at: now(), reason: null });
      await foldAll(store);
    };

    /** Every answer that the public can have, and the exports of its level, by where it came from. */
    async function everything(store: Store, get: (path: string) => Promise<string>): Promise<[string, string][]> {
      const found: [string, string][] = [];
      const document = JSON.parse(await get('/api/openapi.json'));
      const ids = (JSON.parse(await get('/api/events?all=1&limit=200')).events as { id: string }[]).map(({ id }) => id);
      const reports = [
        ...REPORTS.map(({ id }) => id),
        ...(JSON.parse(await get('/api/reports?limit=200')).reports as { id: string }[]).map(({ id }) => id),
      ];
      const parties = (JSON.parse(await get('/api/actors')).actors as { key: string }[]).map(({ key }) => key);
      for (const [path, methods] of Object.entries(document.paths) as [string, Record<string, object>][]) {
        if (!('get' in methods) || 'x-role' in (methods.get as object)) continue;
        const fillers = !path.includes('{id}')
          ? ['']
          : path.startsWith('/api/reports')
            ? reports
            : path.startsWith('/api/actors')
              ? parties
              : ids;
        const query = /\/(events|map|facets|count|series)$/.test(path) ? '?all=1' : '';
        for (const id of fillers) {
          const address = path.replace('{id}', encodeURIComponent(id)).replace(/\{\w\}/g, '0') + query;
          const text = await get(address);
          // What was asked for may come back in a redirect, and nothing else.
          found.push([address, text]);
        }
      }
      let [csv, geo, lines] = [csvHead(), '', ''];
      for await (const one of store.events('public', true)) {
        csv += csvRow(one);
        geo += geojsonFeature(one, false);
      }
      for await (const line of store.dump('public', true)) lines += JSON.stringify(line);
      found.push(['csv', csv], ['geojson', geo], ['jsonl', lines]);
      return found;
    }

    type Said = Pick<Claim, 'value' | 'quote' | 'source'> & { field: Field };
    /**
     * Names that a rule withholds of each report, and those that may stand nowhere at all, since no other report has them but as names
     * that are withheld there too. A province that is called as its town is shown.
     */
    async function secrets(get: (path: string, viewer?: string) => Promise<string>, rule: Withholding) {
      const byReport = new Map<string, string[]>();
      const shown = new Set<string>();
      for (const { id, title, outlet, agency } of REPORTS) {
        const claims: Said[] = JSON.parse(await get(`/api/reports/${id}`, 'owner')).claims;
        for (const { field, value } of claims) {
          const { admin1, precision, name } = value as PlaceValue;
          if (field !== 'place') continue;
          if (admin1) shown.add(admin1.toLowerCase());
          if (['province', 'country', 'region', 'border'].includes(precision)) shown.add(name.toLowerCase());
        }
        byReport.set(id, [
          ...withheldWords(rule, claims, [outlet, agency]),
          ...(title && !holds(outlet ?? '', title) ? [title] : []),
        ]);
      }
      for (const [id, words] of byReport)
        byReport.set(id, [
          ...new Set(words.filter(word => word.length > 3 && /\p{Lu}/u.test(word) && !shown.has(word.toLowerCase()))),
        ]);
      const everywhere = [...new Set([...byReport.values()].flat())].filter(word =>
        REPORTS.every(({ id, text, outlet }) => !holds(`${text} ${outlet}`, word) || byReport.get(id)!.includes(word)),
      );
      return { byReport, everywhere };
    }
    const holds = (text: string, word: string): boolean => {
      const plain = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      return new RegExp(`(?<![\\p{L}\\p{N}])${plain}(?![\\p{L}\\p{N}])`, 'iu').test(text);
    };

    test('no answer that the public can have, and no export for it, holds a word that is withheld', async () => {
      const { store, get } = await desk();
      const rules = fc.sample(
        fc.record({ places: fc.boolean(), names: fc.boolean(), sources: fc.boolean(), delay: fc.constant(0) }),
        { numRuns: 1, seed: 7 },
      );
      for (const rule of [ALL, { ...NOTHING, places: true }, ...rules]) {
        const { byReport, everywhere: hidden } = await secrets(get, rule);
        await setUp(store, { kind: 'withhold', ...NOTHING }, { by: 'person:owner', at: now(), reason: null }).catch(
          () => {},
        );
        await foldAll(store);
        const before = (await everything(store, get)).map(([, text]) => text).join('\n');
        // The words are there to be found where nothing is withheld, or the test would show nothing.
        expect(hidden.filter(word => holds(before, word)).length).toBeGreaterThan(rule.places || rule.sources ? 10 : 0);
        if (!rule.places && !rule.names && !rule.sources) continue;
        time += 1000;
        await withhold(store, rule);
        const leaks: string[] = [];
        for (const [where, text] of await everything(store, get))
          for (const word of hidden) {
            const asked = decodeURIComponent(where);
            if (holds(text.replaceAll(asked.split('/').at(-1) ?? '\0', ''), word)) leaks.push(`${where}: ${word}`);
          }
        expect([rule, [...new Set(leaks)].slice(0, 10)]).toEqual([rule, []]);
        // And each event without the names of its own reports, whatever others call so.
        for (const { id } of JSON.parse(await get('/api/events?all=1&limit=200', 'owner')).events) {
          const { reports } = JSON.parse(await get(`/api/events/${id}`, 'owner'));
          const text = (await get(`/api/events/${id}`)) + (await get(`/api/events/${id}/origins`));
          const told = reports
            .flatMap((one: { id: string }) => byReport.get(one.id)!)
            .filter((word: string) => holds(text, word));
          expect([id, told]).toEqual([id, []]);
        }
        // Searching for one finds nothing either.
        for (const word of hidden.slice(0, 30)) {
          const { events } = JSON.parse(await get(`/api/events?all=1&q=${encodeURIComponent(`"${word}"`)}`));
          expect([word, events]).toEqual([word, []]);
        }
        time += 1000;
      }
    }, 240_000);

    test('an agency that is marked is told to nobody below, in no answer and no export', async () => {
      const { store, get } = await desk();
      const text = 'Gunmen killed three farmers in Kano, Nigeria, on Friday, police said.';
      const wired = reportOf({ id: 'wired', text, published: '2024-03-01', agency: 'Zeta Wire' });
      await store.file([{ report: wired, snapshot: null, level: 'public', added: now() }]);
      await codeWaiting(store, tools, { now });
      const leaks = async () =>
        (await everything(store, get)).flatMap(([where, said]) => (holds(said, 'Zeta Wire') ? [where] : []));
      expect(await leaks()).toEqual(expect.arrayContaining(['/api/reports', 'jsonl']));
      await store.mark({ kind: 'source', key: 'Zeta Wire', level: 'restricted', by: 'person:owner', at: now() });
      await foldAll(store);
      expect(await leaks()).toEqual([]);
      expect(await get('/api/reports', 'owner')).toContain('Zeta Wire');
    }, 120_000);

    test('what is withheld is wider, not gone: events, their days, provinces, tolls and kinds of sources stay', async () => {
      const { store, get } = await desk();
      const list = async () => JSON.parse(await get('/api/events?limit=200'));
      const before = await list();
      await withhold(store, ALL);
      const after = await list();
      expect(after.events.length).toBe(before.events.length);
      expect(after.events.length).toBeGreaterThan(10);
      const rows = new Map(before.events.map((row: { id: string }) => [row.id, row]));
      for (const row of after.events) {
        const old = rows.get(row.id) as typeof row;
        expect([row.date, row.fatalities, row.reports]).toEqual([old.date, old.fatalities, old.reports]);
        expect(row.words).toMatchObject({ text: '', mention: { text: '' } });
        for (const place of row.places) {
          expect([place.lat, place.lon]).toEqual([null, null]);
          expect(['province', 'country', 'region', 'border', 'unknown']).toContain(place.precision);
        }
        const page = JSON.parse(await get(`/api/events/${row.id}`));
        for (const { quote, source } of page.claims) {
          expect(quote.text).toBe('');
          if (source.by === 'attributed')
            expect(source.name).toMatch(/^a (source with(out)? a name|party to the event)$/);
        }
      }
      // A cursor can be opened by everyone; an id of a user's own may spell a headline.
      const { next } = JSON.parse(await get('/api/reports?limit=1'));
      expect(REPORTS.filter(({ id }) => Buffer.from(next, 'base64url').toString().includes(id))).toEqual([]);
      const follow = JSON.parse(await get(`/api/reports?limit=200&cursor=${next}`));
      expect(follow.reports).toHaveLength(REPORTS.length - 1);
      // Who may see everything sees all of it as before, and so does everyone once nothing is withheld.
      expect(await get(`/api/reports/${REPORTS[0]!.id}`, 'owner')).toContain(
        JSON.stringify(REPORTS[0]!.text.slice(0, 60)).slice(1, -1),
      );
      expect(JSON.parse(await get('/api/status')).level).toBe('public');
      time += 1000;
      await withhold(store, NOTHING);
      expect(await list()).toEqual(before);
    }, 120_000);

    test('another policy is chosen by for the public as a rebuild would choose: not by what is withheld', async () => {
      const { store } = await desk();
      await withhold(store, { ...NOTHING, sources: true });
      const outlets = new Set(REPORTS.flatMap(({ outlet }) => outlet ?? []));
      const who = () => ({ by: 'person:owner', at: now(), reason: null });
      for (const name of outlets) await setUp(store, { kind: 'outlet', name, trust: 1 }, who());
      const shown = async (level: 'public' | 'secret') =>
        (await store.reads.events({ all: '1' }, { sort: 'toll', limit: 200 }, level)).events.map(
          ({ id, type, date, fatalities, injuries }) => ({ id, type, date, fatalities, injuries }),
        );
      for (const policy of ['official', 'trusted'] as const) {
        time += 1000;
        await setUp(store, { kind: 'policy', policy: policyOf(policy)! }, who());
        const open = await shown('public');
        await store.unfold();
        await foldAll(store);
        expect(await shown('public')).toEqual(open);
        // There is something to choose by that the public must not tell.
        const chosen = (await shown('secret')).flatMap(({ fatalities, injuries }) => [
          fatalities?.policy,
          injuries?.policy,
        ]);
        expect(chosen).toContain(policy);
      }
    }, 120_000);

    test('from the moment it is set until it is folded, the public sees nothing rather than too much', async () => {
      const { store, get } = await desk();
      await setUp(store, { kind: 'withhold', ...ALL }, { by: 'person:owner', at: now(), reason: null });
      expect(JSON.parse(await get('/api/events?all=1')).events).toEqual([]);
      expect(JSON.parse(await get('/api/changes')).changes.every((one: { new: unknown }) => one.new === null)).toBe(
        true,
      );
      expect(JSON.parse(await get('/api/events?all=1', 'owner')).events.length).toBeGreaterThan(0);
    }, 120_000);

    test('a delay keeps reports from the public for its days, then lets them out by themselves', async () => {
      const { store, get } = await desk();
      const counts = async (viewer?: string) => {
        const { reports, events } = JSON.parse(await get('/api/status', viewer));
        return { reports, events };
      };
      const all = await counts();
      time += 2 * DAY;
      await withhold(store, { ...NOTHING, delay: 7 });
      expect(await counts()).toEqual({ reports: 0, events: 0 });
      expect(await counts('owner')).toEqual(all);
      const late = reportOf({
        id: 'late',
        text: 'Gunmen killed three farmers in Kano, Nigeria, on Friday, police said.',
        published: '2024-03-01',
      });
      await store.file([{ report: late, snapshot: null, level: 'public', added: now() }]);
      await codeWaiting(store, tools, { now });
      expect(await counts()).toEqual({ reports: 0, events: 0 });
      time += 5 * DAY;
      expect(await store.release(now())).toBe(REPORTS.length);
      await foldAll(store);
      expect(await counts()).toEqual(all);
      // A rebuild holds back again what is still to be held back, and nothing else once it is released.
      await store.unfold();
      await store.release(now());
      await foldAll(store);
      expect(await counts()).toEqual(all);
      time += 2 * DAY;
      expect(await store.release(now())).toBe(1);
      await foldAll(store);
      expect((await counts()).reports).toBe(all.reports + 1);
    }, 120_000);
  });
