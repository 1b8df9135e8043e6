import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from './asking.js';
import { roomyFolder } from './database.js';
import { attest, endAll, run } from './running.js';

// The command and its desk, as a person starts them: who may come in, by where it listens.
const PASSWORD = 'river lantern forty stones';
let folder = '';
let db: string[] = [];
beforeAll(() => {
  folder = roomyFolder('attest-account-');
  db = ['--db', folder];
});
afterAll(() => {
  endAll();
  rmSync(folder, { recursive: true, force: true });
});

/** A desk that is open until `work` has ended; `url` as it was printed. */
async function serving<T>(args: string[], work: (port: number, url: URL, err: () => string) => Promise<T>): Promise<T> {
  const desk = attest(['serve', '--port', '0', ...db, ...args]);
  let [out, err] = ['', ''];
  desk.child.stdout.on('data', part => (out += part));
  desk.child.stderr.on('data', part => (err += part));
  await desk.first;
  // What follows the address comes by another pipe.
  while (out !== '' && !err.includes('Ctrl-C')) await new Promise(resolve => setTimeout(resolve, 20));
  const url = new URL(/http:\S+/.exec(out)?.[0] ?? `http://none/?${err}`);
  try {
    return await work(Number(url.port), url, () => err);
  } finally {
    desk.child.kill('SIGTERM');
    await desk.ran;
  }
}
const level = async (port: number, headers: Record<string, string> = {}) =>
  JSON.parse((await ask(port, '/api/session', { headers })).text).level as string | null;

test('who may come in is asked of where the desk listens', async () => {
  // On this machine alone the token of before opens it, and nobody needs an account.
  await serving([], async (port, url) => {
    const token = url.searchParams.get('token')!;
    expect(await level(port, { Authorization: `Bearer ${token}` })).toBe('secret');
    expect((await ask(port, '/api/session')).status).toBe(401);
    expect((await ask(port, '/')).text).toContain('attest serve printed');
  });
  // Others reach it and it has no owner.
  for (const args of [
    ['--host', '0.0.0.0'],
    ['--hostname', 'https://desk.example.org'],
  ]) {
    const { code, err } = await run(['serve', '--port', '0', ...db, ...args]);
    expect([args[0], code]).toEqual([args[0], 2]);
    expect(err).toMatch(/it has no owner\. Make one: attest account add NAME/);
  }
  // For everyone to read, and nothing else: no token, and nothing to sign in to.
  await serving(['--public'], async (port, url, err) => {
    expect(url.search).toBe('');
    expect(err()).toContain('nobody may change anything');
    expect(JSON.parse((await ask(port, '/api/status')).text).level).toBe('public');
    const headers = { 'Content-Type': 'application/json' };
    for (const path of ['/api/reviews', '/api/session'])
      expect((await ask(port, path, { method: 'POST', headers, body: '{}' })).status).toBe(405);
  });

  const weak = await run(['account', 'add', 'Ana Lopez', ...db], { stdin: 'short\n' });
  expect([weak.code, weak.out]).toEqual([1, '']);
  expect(weak.err).toContain('fewer than 12 characters');
  expect((await run(['account', 'add', 'Ana Lopez', ...db], { stdin: `${PASSWORD}\n` })).code).toBe(0);
  const listed = await run(['account', ...db]);
  expect(listed.out).toBe('Ana Lopez\towner\tsecret\tnot yet seen\n');
  expect(listed.out + listed.err).not.toContain(PASSWORD);

  await serving(['--host', '0.0.0.0'], async (port, url, err) => {
    expect(url.search).toBe('');
    expect(err()).toMatch(/Sign in with an account[\s\S]*in the clear/);
    // The desk itself comes without signing in; the record does not.
    expect((await ask(port, '/')).text).not.toContain('attest serve printed');
    expect(JSON.parse((await ask(port, '/api/status')).text).code).toBe('sign-in');
    const headers = { 'Content-Type': 'application/json', Origin: `http://127.0.0.1:${port}` };
    const body = JSON.stringify({ name: 'Ana Lopez', password: PASSWORD });
    const answer = await ask(port, '/api/session', { method: 'POST', headers, body });
    expect(JSON.parse(answer.text)).toMatchObject({ name: 'Ana Lopez', role: 'owner', level: 'secret' });
    expect(err()).not.toMatch(/Ana|lantern/);
  });

  // Forgotten: whoever has the database sets another one.
  expect((await run(['account', 'password', 'ana lopez', ...db], { stdin: 'another river of stones\n' })).code).toBe(0);
  expect((await run(['account', 'end', 'Ana Lopez', ...db])).err).toContain('last owner');
  expect(
    (await run(['account', 'add', 'Ben', '--role', 'coder', '--level', 'public', ...db], { stdin: PASSWORD })).code,
  ).toBe(0);
  expect((await run(['account', 'change', 'Ben', '--role', 'owner', ...db])).err).toContain(
    'Ben: owner, sees what is public',
  );
  expect((await run(['account', 'erase', 'Ana Lopez', ...db])).err).toContain('--yes');
  expect((await run(['account', 'erase', 'Ana Lopez', '--yes', ...db])).code).toBe(0);
  expect((await run(['account', ...db])).out).toBe('Ben\towner\tpublic\tnot yet seen\n');
  expect((await run(['account', 'drop', 'Ben', ...db])).code).toBe(2);
  expect((await run(['export', '--level', 'secret', ...db])).out).not.toMatch(/Ben|Ana|scrypt/);
}, 180_000);
