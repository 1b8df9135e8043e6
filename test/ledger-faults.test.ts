import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEmbedded } from '../src/store/embedded.js';
import { DATABASES, emptyDatabases, ON_SERVER, roomyFolder } from './database.js';
import { endAll, linesOf, run } from './running.js';

const LONG = 120_000;
const ROOT = process.getuid?.() === 0;
const [EMBEDDED] = DATABASES;
const text = (place: string, who = 'three people') =>
  `Rebels shelled ${place} on Sunday, killing ${who}, officials said. The army denied it.`;
const jsonl = (reports: readonly object[]): string => reports.map(one => `${JSON.stringify(one)}\n`).join('');

const folders: string[] = [];
function folderOf(name: string): string {
  const folder = roomyFolder(name);
  folders.push(folder);
  return folder;
}
afterAll(async () => {
  endAll();
  for (const folder of folders) {
    const file = join(folder, 'db', 'data-18', 'postmaster.pid');
    if (existsSync(file)) process.kill(Number.parseInt(readFileSync(file, 'utf8'), 10), 'SIGQUIT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

const exported = async (db: string): Promise<string> => {
  const { code, out, err } = await run(['export', '--level', 'secret', '--db', db]);
  expect(code, err).toBe(0);
  return out;
};
const idsIn = (lines: string): string[] =>
  linesOf(lines).flatMap(line => (JSON.parse(line) as { report?: { id: string } }).report?.id ?? []);
/** Lines of complaint, which say what, where and what to do; without the summary at the end. */
const complaints = (err: string): string[] => linesOf(err).filter(line => line.startsWith('attest: '));

describe.skipIf(ON_SERVER)('bad input', () => {
  const empty = emptyDatabases(EMBEDDED!.server);
  let home: string;
  let site: Server;
  let at: string;
  beforeAll(async () => {
    home = folderOf('attest-bad-');
    mkdirSync(join(home, 'none'));
    writeFileSync(join(home, 'none', 'photo.png'), 'x');
    writeFileSync(join(home, 'good.txt'), text('Harun'));
    writeFileSync(join(home, 'program.txt'), new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]));
    site = createServer((request, answer) => {
      const page = /^\/page\/(\w+)$/.exec(request.url ?? '');
      if (request.url === '/loop') answer.writeHead(302, { location: '/loop' }).end();
      else if (request.url === '/feed') {
        const items = ['Harun', 'gone', 'Masisi'].map(
          name => `<item><title>${name}</title><link>${at}/page/${name}</link></item>`,
        );
        answer
          .writeHead(200, { 'content-type': 'application/rss+xml' })
          .end(`<rss version="2.0"><channel><title>News</title>${items.join('')}</channel></rss>`);
      } else if (page && page[1] !== 'gone')
        answer
          .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
          .end(`<html><body><article><h1>${page[1]}</h1><p>${text(page[1]!)}</p></article></body></html>`);
      else answer.writeHead(500).end();
    });
    await new Promise<void>(resolve => site.listen(0, '127.0.0.1', resolve));
    at = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  });
  afterAll(() => void site.close());

  test('one line each says what, where and what to do; the rest goes on', { timeout: LONG }, async () => {
    const db = await empty();
    const bad = ['missing.txt', 'none', 'program.txt'].map(name => join(home, name));
    const urls = [`${at}/broken`, `${at}/loop`];
    const loopback = ['--allow-network', '127.0.0.1/32'];
    const { code, out, err } = await run(['add', ...bad, ...urls, ...loopback, join(home, 'good.txt'), '--db', db]);
    expect(complaints(err)).toEqual([
      expect.stringMatching(/missing\.txt: no such file\. Check the path\.$/),
      expect.stringMatching(/none: no reports in it\. .*\.txt/),
      expect.stringMatching(/program\.txt: not text.*\. \S/),
      expect.stringMatching(/\/broken: answered 500\. \S/),
      expect.stringMatching(/\/loop: redirected more than \d+ times\. \S/),
    ]);
    expect(linesOf(err).at(-1)).toMatch(/^1 report added, 5 could not be read; the ledgers hold 1 violent event$/);
    expect(out).toMatch(/^added \w+\n$/);
    expect(code).toBe(1);
  });

  test('an address of this machine is refused unless it is allowed', { timeout: LONG }, async () => {
    const db = await empty();
    const refused = await run(['add', `${at}/page/Harun`, '--db', db]);
    expect(complaints(refused.err)).toEqual([
      expect.stringMatching(/127\.0\.0\.1: not an address of the public internet\. .*--allow-network/),
    ]);
    expect([refused.code, refused.out]).toEqual([1, '']);
    const taken = await run(['add', `${at}/page/Harun`, '--allow-network', '127.0.0.1/32', '--db', db]);
    expect([taken.code, taken.out], taken.err).toEqual([0, expect.stringMatching(/^added \w+\n$/)]);
    const wrong = await run(['add', `${at}/page/Harun`, '--allow-network', 'here', '--db', db]);
    expect([wrong.code, complaints(wrong.err)]).toEqual([2, [expect.stringContaining('not a network: "here"')]]);
  });

  test('a feed of which one page fails gives the others', { timeout: LONG }, async () => {
    const db = await empty();
    const { code, out, err } = await run(['add', `${at}/feed`, '--allow-network', '127.0.0.1/32', '--db', db]);
    expect(complaints(err)).toEqual([expect.stringMatching(/\/page\/gone: answered 500\. \S/)]);
    expect(linesOf(out)).toHaveLength(2);
    expect(code).toBe(1);
    const texts = linesOf(await exported(db)).flatMap(line => JSON.parse(line).report?.text ?? []);
    expect(texts.join()).toMatch(/Harun(.|\n)*Masisi/);
  });

  test('lines that are none of ours are left out by import', { timeout: LONG }, async () => {
    const from = await empty();
    const reports = ['Harun', 'Masisi', 'Baidoa'].map(place => ({ id: place, text: text(place) }));
    await run(['add', '--format', 'jsonl', '--db', from], { stdin: jsonl(reports) });
    const lines = linesOf(await exported(from));
    const lineOf = (id: string) => lines.find(line => line.startsWith(`{"attest":"1","report":{"id":"${id}"`))!;
    const record = (await run(['code'], { stdin: text('Mosul') })).out.trim();
    const stdin = [
      lineOf('Harun'),
      '{"attest": "1", "report": ',
      lineOf('Masisi').replaceAll('"text":"Rebels"', '"text":"Police"'),
      lineOf('Baidoa').replace('"attest":"1"', '"attest":"2"'),
      '{"id": "plain", "text": "no line of ours"}',
      record,
    ];
    const db = await empty();
    const { code, err } = await run(['import', '-', '--db', db], { stdin: stdin.join('\n') });
    expect(complaints(err)).toEqual([
      expect.stringMatching(/standard input, line 2: not JSON\. \S/),
      expect.stringMatching(/standard input, line 3: .*does not stand in the report.*\. \S/),
      expect.stringMatching(/standard input, line 4: no line of this version of Attest\. \S/),
      expect.stringMatching(/standard input, line 5: no line of this version of Attest\. \S/),
    ]);
    expect(linesOf(err).at(-1)).toBe('2 lines taken in, 0 known already, 4 could not be read');
    expect(code).toBe(1);
    expect(idsIn(await exported(db)).sort()).toEqual(['Harun', JSON.parse(record).report.id].sort());
    const again = await run(['import', '-', '--db', db], { stdin: `${lineOf('Harun')}\n${record}\n` });
    expect([again.code, linesOf(again.err).at(-1)]).toEqual([0, '0 lines taken in, 2 known already']);
  });

  test('a database that is not there, and a format that is none', async () => {
    const nowhere = await run(['add', join(home, 'good.txt'), '--db', 'postgres://nobody:secret@127.0.0.1:1/x']);
    expect(linesOf(nowhere.err)).toEqual([
      expect.stringMatching(/^attest: the database 127\.0\.0\.1:1\/x cannot be reached \(ECONNREFUSED\)\. Give --db/),
    ]);
    expect(nowhere.err).not.toContain('secret');
    expect([nowhere.code, nowhere.out]).toEqual([1, '']);
    const { code, out, err } = await run(['export', '--format', 'nonsense', '--db', 'postgres://nobody@127.0.0.1:1/x']);
    expect(linesOf(err)).toEqual([expect.stringContaining('--format nonsense: no such format')]);
    expect([code, out]).toEqual([2, '']);
  });
});

const RARE = 'Zorvanik Pellumbra';
const ACCENTED = 'Éloïse Žárčkovňa';
const TOLD = [
  { id: 'one', title: `${RARE} dead`, published: '2024-02-20', text: text('Harun', RARE) },
  { id: 'two', published: '2024-02-21', text: text('Masisi', ACCENTED.toUpperCase()) },
  { id: 'three', published: '2024-02-22', text: text('Baidoa', `${ACCENTED}, a nurse`) },
  { id: 'four', published: '2024-02-23', text: text('Mosul', 'Quillobar Undrafesh') },
  ...Array.from({ length: 60 }, (_, at) => ({ id: `other${at}`, text: text(`Goma, on street ${at},`) })),
];
/** Any word of a name, in any case that a reader, an index or a search may have given it. */
const formsOf = (name: string): string[] =>
  name.split(' ').flatMap(word => {
    const lower = word.toLowerCase();
    return [word, lower, word.toUpperCase(), lower.replace(/^./u, first => first.toUpperCase())];
  });
const GONE = [RARE, ACCENTED, 'Quillobar Undrafesh'];

/** Files below a folder that hold a form of the name, to the byte. */
function filesWith(folder: string, name: string): string[] {
  const forms = formsOf(name).map(form => Buffer.from(form));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => !path.startsWith('postgres-'))
    .map(path => join(folder, path))
    .filter(path => statSync(path).isFile())
    .filter(path => {
      const bytes = readFileSync(path);
      return forms.some(form => bytes.includes(form));
    });
}

async function erases(db: string): Promise<void> {
  const before = await exported(db);
  for (const name of GONE) expect(formsOf(name).some(form => before.includes(form))).toBe(true);
  const asked = await run(['erase', '--name', RARE, '--db', db]);
  expect([asked.code, asked.out, linesOf(asked.err).at(-1)]).toEqual([0, 'one\n', expect.stringContaining('--yes')]);
  const asking = await run(['erase', '--report', 'four', '--db', db]);
  expect([asking.code, asking.out]).toEqual([0, 'four\n']);
  expect(await exported(db)).toBe(before);

  const names = await run(['erase', '--name', RARE, '--name', ACCENTED, '--yes', '--db', db]);
  expect([names.code, linesOf(names.out).sort()], names.err).toEqual([0, ['erased one', 'erased three', 'erased two']]);
  const report = await run(['erase', '--report', 'four', '--yes', '--db', db]);
  expect([report.code, report.out], report.err).toEqual([0, 'erased four\n']);
  const after = await exported(db);
  for (const form of GONE.flatMap(formsOf)) expect(after).not.toContain(form);
  expect(idsIn(after)).toHaveLength(TOLD.length - 1);
  for (const format of ['csv', 'geojson']) {
    const { out } = await run(['export', '--all', '--level', 'secret', '--format', format, '--db', db]);
    expect(out.length).toBeGreaterThan(1000);
    for (const form of GONE.flatMap(formsOf)) expect(out).not.toContain(form);
  }
  const again = await run(['add', '--format', 'jsonl', '--db', db], { stdin: jsonl(TOLD) });
  expect(again.out.match(/^(known|erased) /gm)).toHaveLength(TOLD.length);
  expect(await exported(db)).toBe(after);
}

describe('erasure', () => {
  for (const { name, skip, server } of DATABASES)
    describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
      const empty = emptyDatabases(server);
      test('asks first, and then no export tells the name', { timeout: LONG }, async () => {
        const db = await empty();
        await run(['add', '--format', 'jsonl', '--db', db], { stdin: jsonl(TOLD) });
        await erases(db);
      });
    });

  test.skipIf(ON_SERVER)(
    'leaves no byte of a name in the files of the embedded database',
    { timeout: LONG },
    async () => {
      const db = join(folderOf('attest-erase-'), 'db');
      await run(['add', '--format', 'jsonl', '--db', db], { stdin: jsonl(TOLD) });
      // What the server does by itself after a while: it keeps common values of each column beside the table.
      const { url, close } = await openEmbedded(db);
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query('analyze').finally(() => client.end());
      await close();
      for (const name of GONE) expect(filesWith(db, name)).not.toEqual([]);
      await erases(db);
      for (const name of GONE) expect(filesWith(db, name)).toEqual([]);
    },
  );
});

describe.skipIf(ON_SERVER)('a full disk', () => {
  const reason =
    ROOT && spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0
      ? ''
      : 'may not mount a small disk';
  const disk = (size: string, at: string, script: string) => [
    ...['unshare', '-m', 'sh', '-c'],
    `mount -t tmpfs -o mode=755,size=${size} tmpfs "$1" && cd "$2" && shift 2 && ${script}`,
    ...['sh', at, join(at, '..')],
  ];

  test('of the database: the error says so, and what was acknowledged is kept', { timeout: LONG }, async ({ skip }) => {
    skip(reason !== '', reason);
    const home = folderOf('attest-full-');
    mkdirSync(join(home, 'db'));
    const filler = 'The council met again, and nobody was hurt in the town. ';
    const many = Array.from({ length: 400 }, (_, at) => ({
      id: `r${at}`,
      text: text(`Goma, on street ${at},`) + Array.from({ length: 60 }, (_, n) => `${filler}${at * n} `).join(''),
    }));
    writeFileSync(join(home, 'first.jsonl'), jsonl(many.slice(0, 1)));
    writeFileSync(join(home, 'many.jsonl'), jsonl(many));
    // One namespace for all: nobody outside of it sees the small disk, nor the server that runs on it.
    const script = [
      '{ "$@" add first.jsonl --db db >first 2>&1',
      'dd if=/dev/zero of=db/ballast bs=64k 2>/dev/null; truncate -s -1M db/ballast',
      '"$@" add many.jsonl --db db >out 2>err; echo $? >code',
      'rm db/ballast',
      '"$@" export --level secret --db db >export 2>export.err; echo $? >export.code',
      '"$@" add many.jsonl --db db >again 2>&1; echo $? >again.code; }',
    ].join('\n');
    const { err } = await run([], { wrap: disk('260m', join(home, 'db'), script) });
    const read = (name: string): string => readFileSync(join(home, name), 'utf8');
    expect(read('first'), err).toContain('added r0');
    expect(read('code').trim(), read('err')).toBe('1');
    expect(linesOf(read('err'))).toEqual([expect.stringMatching(/^attest: .*disk is .*full.* run the same again/)]);
    expect(read('export.code').trim(), read('export.err')).toBe('0');
    const kept = new Set(idsIn(read('export')));
    const acknowledged = [...read('out').matchAll(/^added (\S+)$/gm)].map(([, id]) => id!);
    expect(acknowledged.filter(id => !kept.has(id))).toEqual([]);
    expect(kept.size).toBeLessThan(many.length + 1);
    expect(read('again.code').trim(), read('again')).toBe('0');
  });

  describe('of an export', () => {
    const empty = emptyDatabases(EMBEDDED!.server);
    test('no half file is left', { timeout: LONG }, async ({ skip }) => {
      skip(reason !== '', reason);
      const db = await empty();
      await run(['add', '--format', 'jsonl', '--db', db], { stdin: jsonl(TOLD) });
      const home = folderOf('attest-export-');
      mkdirSync(join(home, 'out'));
      const script = '{ "$@"; echo "code $?"; ls -A out; }';
      const { out, err } = await run(['export', '--level', 'secret', '--output', 'out/all.jsonl', '--db', db], {
        wrap: disk('32k', join(home, 'out'), script),
      });
      expect(linesOf(err)).toEqual([
        'attest: out/all.jsonl: cannot be written (the disk is full). Give another --output.',
      ]);
      expect(out).toBe('code 1\n');
    });
  });
});
