import fc from 'fast-check';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { reachable } from '../src/ingest/address.js';
import { passwordFault, ROLES, type Role } from '../src/model/account.js';
import type { LEVELS } from '../src/model/sensitivity.js';
import { apply, preview } from '../src/pipeline/bulk.js';
import { takeIn } from '../src/pipeline/intake.js';
import { review } from '../src/pipeline/review.js';
import { setUp } from '../src/pipeline/setting.js';
import { codeWaiting } from '../src/pipeline/work.js';
import { accountsOf } from '../src/server/accounts.js';
import { api } from '../src/server/api.js';
import { type Listening, listen } from '../src/server/listen.js';
import { openStore, type Store } from '../src/store/store.js';
import { loadTools } from '../src/tables.js';
import { type Answer, ask } from './asking.js';
import { DATABASES, emptyDatabases } from './database.js';

const CHEAP = { n: 2 ** 10, r: 8, p: 1 };
const GOOD = 'river lantern forty stones';
const DAY = 86_400_000;

for (const { name, skip, server } of DATABASES)
  describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
    const empty = emptyDatabases(server);
    const open: { close(): Promise<void> }[] = [];
    afterEach(async () => {
      for (const one of open.splice(0).reverse()) await one.close();
    });

    /** A desk with accounts on a clock that the test moves. `say` asks it as a browser of ours does. */
    async function desk(options: { open?: boolean } = {}) {
      const address = await empty();
      const store: Store = await openStore(address);
      open.push(store);
      let time = Date.parse('2024-03-01T10:00:00Z');
      const now = (): string => new Date(time).toISOString();
      const logged: string[] = [];
      const accounts = accountsOf(store.accounts, { now, rename: store.eraseAuthor, cost: CHEAP });
      const site = { reachable: reachable(), userAgent: 'test', turn: async () => {} };
      const app = api(store.reads, {
        ...{ version: '1', token: null, accounts, now, open: options.open ?? false },
        review: (said, who) => review(store, said, who),
        bulk: {
          preview: (said, who) => preview(store, said, who),
          apply: (said, token, who) => apply(store, said, token, who),
        },
        set: { setUp: (setup, who) => setUp(store, setup, who), hurry: async () => false },
        takeIn: (offer, level) => takeIn(store, offer, { level, now, clock: () => 0, site }),
        log: line => logged.push(line),
      });
      const listening: Listening = await listen(app, { port: 0 });
      open.push(listening);
      const origin = `http://127.0.0.1:${listening.port}`;
      const say = (
        method: string,
        path: string,
        body?: unknown,
        headers: Record<string, string> = {},
      ): Promise<Answer> =>
        ask(listening.port, path, {
          method,
          headers: {
            Origin: origin,
            ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
      const wait = (ms: number): void => {
        time += ms;
      };
      const make = (who: string, role: Role, level: (typeof LEVELS)[number] = 'secret') =>
        accounts.add({ name: who, role, level, password: GOOD });
      const signIn = async (who: string, password = GOOD): Promise<Record<string, string>> => ({
        Cookie: cookieOf(await say('POST', '/api/session', { name: who, password })),
      });
      /** Every row of every table, as text. */
      const rows = async (): Promise<string> => {
        const client = new pg.Client({ connectionString: address });
        await client.connect();
        try {
          const { rows: tables } = await client.query("select tablename from pg_tables where schemaname = 'attest'");
          const parts: string[] = [];
          for (const { tablename } of tables) {
            const { rows: found } = await client.query(`select row_to_json(t)::text as row from attest.${tablename} t`);
            parts.push(...found.map(({ row }) => row));
          }
          return parts.join('\n');
        } finally {
          await client.end();
        }
      };
      return { store, rows, accounts, say, wait, make, signIn, logged, now, port: listening.port };
    }
    const cookieOf = ({ headers }: Answer): string => headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const codeOf = ({ status, text }: Answer): string =>
      `${status} ${(JSON.parse(text) as { code?: string }).code ?? ''}`.trim();

    test('who codes a report blind is shown what others found in it only when both are done', async () => {
      const { store, make, signIn, say } = await desk();
      const text = 'Gunmen attacked a market in Goma on Monday. Seven people were killed, police said.';
      const report = { id: 'goma', title: null, outlet: 'Daily', agency: null, url: null, published: '2024-02-28' };
      const filed = { report: { ...report, language: 'en', text }, snapshot: null, level: 'public' as const };
      await store.file([{ ...filed, added: '2024-03-01T00:00:00.000Z' }]);
      await codeWaiting(store, await loadTools('rules'), { now: () => '2024-03-01T00:00:00.000Z' });
      const [event] = (await store.reads.report('goma', 'secret'))!.events;
      await make('lead', 'reviewer');
      await make('ann', 'coder');
      await make('ben', 'coder');
      const [lead, ann, ben] = [await signIn('lead'), await signIn('ann'), await signIn('ben')];
      const double = { kind: 'double', reports: ['goma'], coders: ['ann', 'ben'] };
      expect((await say('POST', '/api/reviews', { by: 'x', said: double }, ann)).status).toBe(403);
      expect((await say('GET', '/api/reports/goma', undefined, ann)).status).toBe(200);
      expect((await say('POST', '/api/reviews', { by: 'x', said: double }, lead)).status).toBe(201);
      const told = ['', '/origins', '/history'].map(part => `/api/events/${event!.id}${part}`);
      for (const path of ['/api/reports/goma', ...told]) {
        const { status, text: said } = await say('GET', path, undefined, ann);
        expect([status, JSON.parse(said).code]).toEqual([403, 'coded-blind']);
        expect((await say('GET', path, undefined, lead)).status).toBe(200);
      }
      const quote = { start: 0, end: 15, text: 'Gunmen attacked' };
      const claims = [{ field: 'type', value: { plover: 'ASSAULT', mode: null }, quote }];
      const code = (who: Record<string, string>) =>
        say(
          'POST',
          '/api/reviews',
          { by: 'x', said: { kind: 'code', report: 'goma', events: [{ mention: quote, claims }] } },
          who,
        );
      expect((await code(lead)).status).toBe(403);
      expect((await code(ann)).status).toBe(201);
      // A name in the query is not who asks.
      const seen = async (who: Record<string, string>) =>
        JSON.parse((await say('GET', '/api/doubles/goma?by=ann', undefined, who)).text).codings.length;
      expect([await seen(ann), await seen(ben)]).toEqual([1, 0]);
      expect((await code(ben)).status).toBe(201);
      expect([await seen(ann), await seen(ben)]).toEqual([2, 2]);
      expect((await say('GET', '/api/reports/goma', undefined, ann)).status).toBe(200);
      const { reports, events } = JSON.parse((await say('GET', '/api/agreement', undefined, lead)).text);
      expect([reports, events]).toEqual([1, { both: 1, one: 0 }]);
      await store.eraseAuthor('ann', 'former-1');
      expect((await store.reads.doubles('person:former-1'))[0]!.done.map(({ by }) => by)).toContain('person:former-1');
      expect((await store.reads.agreement()).reports).toBe(1);
    });

    test('a name and a password open the desk, by a cookie that no page can read; signing out shuts it', async () => {
      const { say, make, port } = await desk();
      await make('Ana Lopez', 'reviewer', 'restricted');
      expect(codeOf(await say('GET', '/api/events'))).toBe('401 sign-in');
      const answer = await say('POST', '/api/session', { name: ' ana  lopez', password: GOOD });
      expect(JSON.parse(answer.text)).toMatchObject({
        by: 'session',
        name: 'Ana Lopez',
        role: 'reviewer',
        level: 'restricted',
      });
      const [cookie] = answer.headers['set-cookie']!;
      expect(cookie).toMatch(
        new RegExp(`^attest-${port}=[\\w-]{43}; Max-Age=2592000; Path=/; HttpOnly; SameSite=Strict$`),
      );
      const mine = { Cookie: cookieOf(answer) };
      expect(JSON.parse((await say('GET', '/api/status', undefined, mine)).text).level).toBe('restricted');
      await say('DELETE', '/api/session', undefined, mine);
      expect(codeOf(await say('GET', '/api/status', undefined, mine))).toBe('401 sign-in');
    });

    test('a wrong name and a wrong password are told alike; what is kept holds neither password nor secret', async () => {
      const { say, make, signIn, store, rows, accounts, logged } = await desk();
      await make('Ana', 'owner');
      const wrong = await say('POST', '/api/session', { name: 'Ana', password: 'not the one at all' });
      const nobody = await say('POST', '/api/session', { name: 'Nobody', password: 'not the one at all' });
      expect(wrong.text).toBe(nobody.text);
      expect([wrong.status, nobody.status]).toEqual([401, 401]);
      const mine = await signIn('Ana');
      const { key } = JSON.parse((await say('POST', '/api/keys', { name: 'nightly', role: 'reader' }, mine)).text);
      const { path } = JSON.parse((await say('POST', '/api/invitations', {}, mine)).text);
      const secrets = [GOOD, mine.Cookie!.split('=')[1]!, key, path.split('#')[1]];
      const kept = await rows();
      for (const secret of secrets) expect(kept).not.toContain(secret);
      const lines: string[] = [];
      for await (const line of store.dump('secret', true)) lines.push(JSON.stringify(line));
      expect(lines.join('\n')).not.toMatch(/Ana|scrypt/);
      expect(logged.join('\n')).not.toMatch(/Ana|Nobody/);
      expect((await accounts.list()).map(one => Object.keys(one))).not.toContain('password');
    });

    test('wrong passwords make the next tries wait, longer each time, for that name and address; the right one ends it', async () => {
      const { say, make, wait } = await desk();
      await make('Ana', 'owner');
      await make('Ben', 'owner');
      const attempt = (who: string, password: string) => say('POST', '/api/session', { name: who, password });
      for (let n = 0; n < 5; n++) expect((await attempt('Ana', 'wrong password')).status).toBe(401);
      // Also the right one waits now, and says for how long.
      const barred = await attempt('Ana', GOOD);
      expect(codeOf(barred)).toBe('429 too-many-tries');
      expect(JSON.parse(barred.text).hint).toMatch(/Wait \d+ seconds/);
      expect((await attempt('Ben', GOOD)).status).toBe(200);
      const waits: number[] = [];
      for (let n = 0; n < 4; n++) {
        let seconds = 0;
        while ((await attempt('Ana', 'wrong password')).status === 429) {
          wait(500);
          seconds += 0.5;
        }
        waits.push(seconds);
      }
      expect(waits.slice(1).every((seconds, at) => seconds > waits[at]!)).toBe(true);
      wait(20 * 60_000);
      expect((await attempt('Ana', GOOD)).status).toBe(200);
      for (let n = 0; n < 4; n++) expect((await attempt('Ana', 'wrong password')).status).toBe(401);
      expect((await attempt('Ana', GOOD)).status).toBe(200);
    });

    test('right passwords from one address make nobody wait', async () => {
      const { say, make, wait } = await desk();
      await make('Ana', 'owner');
      await make('Ben', 'reader');
      // People of one office, some each hour: the count has no quiet day in which it would be forgotten.
      for (let n = 0; n < 60; n++) {
        wait(3_600_000);
        const answer = await say('POST', '/api/session', { name: n % 2 ? 'Ana' : 'Ben', password: GOOD });
        expect([n, answer.status]).toEqual([n, 200]);
      }
      // And they take no wrong one of somebody else's back.
      const statuses: number[] = [];
      for (let n = 0; n < 60; n++)
        statuses.push((await say('POST', '/api/session', { name: `nobody ${n}`, password: GOOD })).status);
      expect(statuses.slice(0, 49).every(status => status === 401)).toBe(true);
      expect(statuses.at(-1)).toBe(429);
    });

    test('tries made at once are counted as if one had followed the other', async () => {
      const { say, make } = await desk();
      await make('Ana', 'owner');
      const all = await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          say('POST', '/api/session', { name: 'Ana', password: `guess number ${n}` }),
        ),
      );
      expect(all.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(5);
      expect(all.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(7);
    });

    test('a session gets a new secret each quarter of an hour; the old one holds a minute, and a stolen one ends it', async () => {
      const { say, make, signIn, wait } = await desk();
      await make('Ana', 'owner');
      const first = await signIn('Ana');
      const status = (headers: Record<string, string>) => say('GET', '/api/status', undefined, headers);
      wait(16 * 60_000);
      const turned = await status(first);
      expect(turned.status).toBe(200);
      const second = { Cookie: cookieOf(turned) };
      expect(second.Cookie).not.toBe(first.Cookie);
      // What was under way when it changed.
      expect((await status(first)).status).toBe(200);
      expect((await status(second)).status).toBe(200);
      wait(2 * 60_000);
      // Somebody else still has the first: neither of the two opens anything now.
      expect((await status(first)).status).toBe(401);
      expect((await status(second)).status).toBe(401);
    });

    test('an answer with the new secret that never came does not throw anyone out', async () => {
      const { say, make, signIn, wait } = await desk();
      await make('Ana', 'owner');
      const first = await signIn('Ana');
      wait(16 * 60_000);
      await say('GET', '/api/status', undefined, first);
      wait(5 * 60_000);
      const again = await say('GET', '/api/status', undefined, first);
      expect(again.status).toBe(200);
      expect((await say('GET', '/api/status', undefined, { Cookie: cookieOf(again) })).status).toBe(200);
    });

    test('sessions end without use, in any case after a month, and when their person says so', async () => {
      const { say, make, signIn, wait } = await desk();
      await make('Ana', 'owner');
      const [one, two] = [await signIn('Ana'), await signIn('Ana')];
      const { sessions } = JSON.parse((await say('GET', '/api/sessions', undefined, one)).text);
      expect(sessions).toHaveLength(2);
      const other = sessions.find(({ mine }: { mine: boolean }) => !mine);
      expect((await say('DELETE', `/api/sessions/${other.id}`, undefined, one)).status).toBe(200);
      expect((await say('GET', '/api/status', undefined, two)).status).toBe(401);
      wait(4 * DAY);
      expect((await say('GET', '/api/status', undefined, one)).status).toBe(401);
      let long = await signIn('Ana');
      let days = 0;
      for (; days < 40; days++) {
        wait(DAY);
        const answer = await say('GET', '/api/status', undefined, long);
        if (answer.status !== 200) break;
        if (answer.headers['set-cookie']) long = { Cookie: cookieOf(answer) };
      }
      expect(days).toBe(30);
    });

    test('a changed password ends the other sessions; an ended account ends all, and its keys', async () => {
      const { say, make, signIn, accounts } = await desk();
      const { id } = await make('Ana', 'coder');
      await make('Own', 'owner');
      const [one, two] = [await signIn('Ana'), await signIn('Ana')];
      const next = 'another river of lanterns';
      expect(codeOf(await say('POST', '/api/password', { old: 'wrong one here', password: next }, one))).toBe(
        '401 wrong-sign-in',
      );
      expect(codeOf(await say('POST', '/api/password', { old: GOOD, password: 'short' }, one))).toBe(
        '400 weak-password',
      );
      expect((await say('POST', '/api/password', { old: GOOD, password: next }, one)).status).toBe(200);
      expect((await say('GET', '/api/status', undefined, one)).status).toBe(200);
      expect((await say('GET', '/api/status', undefined, two)).status).toBe(401);
      const { key } = JSON.parse((await say('POST', '/api/keys', { name: 'k', role: 'coder' }, one)).text);
      expect((await say('GET', '/api/status', undefined, { Authorization: `Bearer ${key}` })).status).toBe(200);
      await accounts.change(id, { ended: true });
      expect((await say('GET', '/api/status', undefined, one)).status).toBe(401);
      expect((await say('GET', '/api/status', undefined, { Authorization: `Bearer ${key}` })).status).toBe(401);
      expect((await say('POST', '/api/session', { name: 'Ana', password: next })).status).toBe(401);
    });

    test('a key does what it was made for, no more than its account, and makes no keys', async () => {
      const { say, make, signIn, accounts, wait } = await desk();
      const { id } = await make('Ana', 'owner');
      await make('Own', 'owner');
      const mine = await signIn('Ana');
      const made = JSON.parse(
        (await say('POST', '/api/keys', { name: 'nightly', role: 'reviewer', days: 2 }, mine)).text,
      );
      const bearer = { Authorization: `Bearer ${made.key}` };
      const role = async () => JSON.parse((await say('GET', '/api/session', undefined, bearer)).text).role;
      expect(await role()).toBe('reviewer');
      expect(codeOf(await say('GET', '/api/accounts', undefined, bearer))).toBe('403 not-yours');
      expect(codeOf(await say('POST', '/api/keys', { name: 'more', role: 'reader' }, bearer))).toBe('403 no-person');
      await accounts.change(id, { role: 'reader' });
      expect(await role()).toBe('reader');
      expect(codeOf(await say('POST', '/api/keys', { name: 'more', role: 'coder' }, mine))).toBe('403 too-much');
      const { keys } = JSON.parse((await say('GET', '/api/keys', undefined, mine)).text);
      expect(JSON.stringify(keys)).not.toContain(made.key);
      expect(keys[0]).toMatchObject({ name: 'nightly', role: 'reviewer' });
      wait(3 * DAY);
      expect((await say('GET', '/api/status', undefined, bearer)).status).toBe(401);
    });

    test('a link makes one account, once, and holds a week; the last owner stays', async () => {
      const { say, make, signIn, wait, accounts } = await desk();
      const own = await make('Own', 'owner');
      const mine = await signIn('Own');
      const invite = async (body: object) => JSON.parse((await say('POST', '/api/invitations', body, mine)).text);
      const made = await invite({ role: 'coder', level: 'public' });
      const secret = made.path.split('#')[1];
      expect(JSON.parse((await say('POST', '/api/invited', { secret })).text)).toMatchObject({
        role: 'coder',
        name: null,
      });
      expect(codeOf(await say('POST', '/api/join', { secret, name: 'own', password: GOOD }))).toBe('409 name-taken');
      expect(codeOf(await say('POST', '/api/join', { secret, name: 'Cem', password: 'aaaaaaaaaaaaaa' }))).toBe(
        '400 weak-password',
      );
      const both = await Promise.all(
        ['Cem', 'Dan'].map(name => say('POST', '/api/join', { secret, name, password: GOOD })),
      );
      expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
      expect((await accounts.list()).map(({ role }) => role).sort()).toEqual(['coder', 'owner']);
      const late = (await invite({ role: 'owner', level: 'secret' })).path.split('#')[1];
      wait(8 * DAY);
      expect(codeOf(await say('POST', '/api/join', { secret: late, name: 'Eve', password: GOOD }))).toBe(
        '404 no-such-invitation',
      );
      const again = await signIn('Own');
      for (const change of [{ role: 'reader' }, { ended: true }])
        expect(codeOf(await say('PATCH', `/api/accounts/${own.id}`, change, again))).toBe('409 last-owner');
      expect(codeOf(await say('DELETE', `/api/accounts/${own.id}`, undefined, again))).toBe('409 last-owner');
    });

    test('a link makes no account without a name, and is not used up by trying', async () => {
      const { say, make, signIn, accounts } = await desk();
      await make('Own', 'owner');
      const mine = await signIn('Own');
      const { path } = JSON.parse((await say('POST', '/api/invitations', { role: 'coder' }, mine)).text);
      const secret = path.split('#')[1];
      expect(codeOf(await say('POST', '/api/join', { secret, password: GOOD }))).toBe('400 no-name');
      expect(await accounts.list()).toHaveLength(1);
      expect((await say('POST', '/api/join', { secret, name: 'Cem', password: GOOD })).status).toBe(200);
    });

    test('links that an owner made end with their being owner', async () => {
      const { say, make, signIn, accounts } = await desk();
      const own = await make('Own', 'owner');
      const ends: ((id: string) => Promise<unknown>)[] = [
        id => accounts.change(id, { ended: true }),
        id => accounts.change(id, { role: 'reviewer' }),
        id => accounts.erase(id),
      ];
      for (const [n, end] of ends.entries()) {
        const { id } = await make(`Was ${n}`, 'owner');
        const theirs = await signIn(`Was ${n}`);
        const { path } = JSON.parse((await say('POST', '/api/invitations', { role: 'owner' }, theirs)).text);
        const kept = JSON.parse((await say('POST', '/api/invitations', { account: own.id }, theirs)).text);
        await end(id);
        for (const secret of [path, kept.path].map(one => one.split('#')[1]))
          expect(codeOf(await say('POST', '/api/invited', { secret }))).toBe('404 no-such-invitation');
      }
    });

    test('who forgot a password gets a link to set a new one, and it is of no other use', async () => {
      const { say, make, signIn, accounts } = await desk();
      await make('Own', 'owner');
      const ana = await make('Ana', 'coder', 'public');
      const old = await signIn('Ana');
      const mine = await signIn('Own');
      const made = JSON.parse((await say('POST', '/api/invitations', { account: ana.id, role: 'owner' }, mine)).text);
      const secret = made.path.split('#')[1];
      expect(JSON.parse((await say('POST', '/api/invited', { secret })).text).name).toBe('Ana');
      const next = 'seven new words for this';
      const entered = await say('POST', '/api/join', { secret, name: 'Someone', password: next });
      expect(JSON.parse(entered.text)).toMatchObject({ name: 'Ana', role: 'coder', level: 'public' });
      expect((await say('GET', '/api/status', undefined, old)).status).toBe(401);
      expect((await say('POST', '/api/session', { name: 'Ana', password: next })).status).toBe(200);
      expect(await accounts.list()).toHaveLength(2);
    });

    test('each role does what it may and no more, whatever the address', async () => {
      const { say, make, signIn } = await desk({ open: true });
      const document = JSON.parse((await say('GET', '/api/openapi.json')).text);
      const cookies: Record<string, Record<string, string>> = { nobody: {} };
      for (const role of ROLES) {
        await make(role, role, 'restricted');
        cookies[role] = await signIn(role);
      }
      const rank = (role: string) => ['nobody', ...ROLES].indexOf(role);
      let looked = 0;
      type Route = { 'x-role'?: string; requestBody?: { content: object } };
      for (const [path, methods] of Object.entries(document.paths) as [string, Record<string, Route>][])
        for (const [method, route] of Object.entries(methods)) {
          const needed = route['x-role'] ?? (method === 'get' ? 'nobody' : 'owner');
          if (needed === 'anyone') continue;
          for (const role of ['nobody', ...ROLES]) {
            const body = method === 'get' || method === 'delete' ? undefined : { odd: 1 };
            const type = Object.keys(route.requestBody?.content ?? {})[0];
            const headers = { ...cookies[role], ...(body && type ? { 'Content-Type': type } : {}) };
            const answer = await say(method.toUpperCase(), path.replace('{id}', 'none'), body, headers);
            const refused = answer.status === 403 && JSON.parse(answer.text).code === 'not-yours';
            expect([method, path, role, refused]).toEqual([method, path, role, rank(role) < rank(needed)]);
            // A HEAD asks the same of the same people.
            if (method === 'get') {
              const { status } = await say('HEAD', path.replace('{id}', 'none'), undefined, cookies[role]);
              expect([path, role, status]).toEqual([path, role, answer.status]);
            }
            looked++;
          }
        }
      expect(looked).toBeGreaterThan(60);
    });

    test('who judged, graded and coded is told by name to those alone who see everything', async () => {
      const { store, say, make, signIn, now } = await desk({ open: true });
      const text = 'Gunmen attacked a market in Goma on Monday. Seven people were killed, police said.';
      const report = { id: 'goma', title: null, outlet: 'Daily', agency: null, url: null, published: '2024-02-28' };
      const filed = { report: { ...report, language: 'en', text }, snapshot: null, level: 'public' as const };
      await store.file([{ ...filed, added: now() }]);
      await codeWaiting(store, await loadTools('rules'), { now });
      await make('Zoraida Quill', 'reviewer');
      await make('Low', 'coder', 'restricted');
      const mine = await signIn('Zoraida Quill');
      const [event] = (await store.reads.report('goma', 'secret'))!.events;
      const quote = { start: 7, end: 15, text: 'attacked' };
      const value = { plover: 'ASSAULT', mode: null };
      const [claim] = JSON.parse((await say('GET', '/api/reports/goma', undefined, mine)).text).claims;
      for (const said of [
        { kind: 'grade', event: event!.id, grade: 'confirmed' },
        { kind: 'accept', claim: claim.id },
        { kind: 'add', event: event!.id, report: 'goma', field: 'type', value, quote },
        { kind: 'comment', on: { kind: 'event', id: event!.id }, text: 'Seen.' },
        { kind: 'assign', on: { kind: 'event', id: event!.id }, to: 'Zoraida Quill' },
      ])
        expect([said.kind, (await say('POST', '/api/reviews', { by: 'x', said }, mine)).status]).toEqual([
          said.kind,
          201,
        ]);
      const document = JSON.parse((await say('GET', '/api/openapi.json')).text);
      const paths = Object.entries(document.paths).flatMap(([path, methods]) =>
        'get' in (methods as object) ? [path] : [],
      );
      const named = async (who: Record<string, string>): Promise<string[]> => {
        const found: string[] = [];
        for (const path of paths) {
          const id = path.startsWith('/api/reports') ? 'goma' : path.startsWith('/api/actors') ? 'gunmen' : event!.id;
          const address = path.replace('{id}', encodeURIComponent(id)).replace(/\{\w\}/g, '0');
          if ((await say('GET', address, undefined, who)).text.includes('Zoraida')) found.push(path);
        }
        return found;
      };
      const seen = await named(mine);
      for (const path of ['/api/events', '/api/events/{id}', '/api/reports/{id}', '/api/events/{id}/history'])
        expect(seen).toContain(path);
      expect(await named({})).toEqual([]);
      expect(await named(await signIn('Low'))).toEqual([]);
      const page = JSON.parse((await say('GET', `/api/events/${event!.id}`)).text);
      expect(page.event.grade).toMatchObject({ grade: 'confirmed', by: 'person:a person' });
      expect(page.claims.flatMap(({ coders }: { coders: string[] }) => coders)).toContain('person:a person');
    });

    test('a change with a cookie must come from a page of the desk', async () => {
      const { make, signIn, port } = await desk();
      await make('Ana', 'owner');
      const mine = await signIn('Ana');
      const send = (headers: Record<string, string>) =>
        ask(port, '/api/session', { method: 'DELETE', headers: { ...mine, ...headers } });
      for (const headers of [
        {},
        { Origin: 'http://evil.example' },
        { 'Sec-Fetch-Site': 'cross-site' },
        { 'Sec-Fetch-Site': 'none' },
      ])
        expect(codeOf(await send(headers as Record<string, string>))).toBe('403 other-site');
      expect((await send({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200);
    });

    test('what is judged is said by whoever signed in, whatever the body says; erasing them takes the name out', async () => {
      const { store, rows, say, make, signIn, now } = await desk();
      const text = 'A bomb killed five people in Harun on Monday, police said.';
      const report = {
        id: 'r1',
        title: null,
        outlet: null,
        agency: null,
        url: null,
        published: '2024-02-28',
        language: 'en',
        text,
      };
      await store.file([{ report, snapshot: null, level: 'public', added: now() }]);
      await codeWaiting(store, await loadTools('rules'), { now });
      await make('Own', 'owner');
      const ana = await make('Ana Lopez', 'reviewer');
      await make('Cem', 'coder');
      const page = JSON.parse((await say('GET', '/api/reports/r1', undefined, await signIn('Ana Lopez'))).text);
      const [claim] = page.claims;
      const said = { kind: 'accept', claim: claim.id };
      const mine = await signIn('Ana Lopez');
      expect((await say('POST', '/api/reviews', { by: 'Somebody Else', said }, mine)).status).toBe(201);
      expect(codeOf(await say('POST', '/api/reviews', { said }, await signIn('Cem')))).toBe('403 not-yours');
      const judged = (await store.reads.judgementsOn([claim.id])).map(({ by }) => by);
      expect(judged).toEqual(['person:Ana Lopez']);
      const erased = await say('DELETE', `/api/accounts/${ana.id}`, undefined, await signIn('Own'));
      expect(JSON.parse(erased.text)).toMatchObject({
        entries: 1,
        instead: expect.stringMatching(/^former-[0-9a-f]{8}$/),
      });
      expect(await rows()).not.toMatch(/Ana Lopez/i);
      const after = (await store.reads.judgementsOn([claim.id])).map(({ by }) => by);
      expect(after).toEqual([`person:${JSON.parse(erased.text).instead}`]);
      expect((await say('GET', '/api/status', undefined, mine)).status).toBe(401);
    });
  });

test('passwords that are guessed first are refused; long words are not', () => {
  for (const bad of [
    'short one',
    'aaaaaaaaaaaaaaaa',
    'abcdefghijklmnop',
    '123456789012'.padEnd(12),
    'ana-lopez-2024',
    'ababababababab',
  ])
    expect([bad, passwordFault(bad, 'Ana-Lopez')]).not.toEqual([bad, null]);
  expect(passwordFault(GOOD, 'Ana')).toBeNull();
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 0, maxLength: 300 }), password => {
      const fault = passwordFault(password, 'Ana Lopez');
      if ([...password.normalize('NFKC')].length < 12) expect(fault).not.toBeNull();
      expect(fault ?? '').not.toContain(password.length > 3 ? password : 'no such words');
    }),
  );
});
