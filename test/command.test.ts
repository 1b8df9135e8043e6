import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ATTEST = fileURLToPath(new URL('../bin/attest.js', import.meta.url));
const GOOD = 'Rebels shelled Harun on Sunday, killing three people, officials said.';
let home = '';

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'attest-'));
  const put = (name: string, content: string | Uint8Array) => writeFileSync(join(home, name), content);
  put('good.txt', GOOD);
  put('empty.txt', '');
  put('blank.txt', ' \n\t\n');
  put('program.txt', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]));
  put('latin.txt', Buffer.from('Un ataque en Bogotá.', 'latin1'));
  put('huge.txt', Buffer.alloc(50_000_000, 'a'));
  put('deep.html', `<html><body>${'<div>'.repeat(100_000)}x${'</div>'.repeat(100_000)}</body></html>`);
  put(
    'page.html',
    `<meta property="article:published_time" content="2021-06-28T10:00Z"><p>${GOOD}</p><script>x</script>`,
  );
  put(
    'lines.jsonl',
    [
      JSON.stringify({ id: 'one', text: GOOD }),
      '{"id": "two", "text": ',
      JSON.stringify({ id: 'three', text: '' }),
      JSON.stringify({ id: 'four', text: GOOD, published: '2021-02-31' }),
      JSON.stringify({ id: 'five', text: `\u0000 ${GOOD}\r\n`, published: '2021-06-28' }),
    ].join('\n'),
  );
  mkdirSync(join(home, 'folder'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

type Ran = { code: number | null; out: string; err: string };
const run = (args: string[], stdin: string | null = null): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const { NO_COLOR: _, ...env } = process.env;
    const child = spawn(process.execPath, [ATTEST, ...args], { cwd: home, env });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', part => (out += part));
    child.stderr.setEncoding('utf8').on('data', part => (err += part));
    child.stdin.on('error', () => {}).end(stdin ?? '');
    child.on('error', reject).on('close', code => resolve({ code, out, err }));
  });
const recordsOf = (out: string) =>
  out
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as { attest: string; report: Record<string, unknown> });

describe('bad input gives one clear line, and the rest goes on', () => {
  test.each([
    ['an empty file', 'empty.txt', ['empty.txt: empty']],
    ['white space only', 'blank.txt', ['blank.txt: empty']],
    ['a program', 'program.txt', ['program.txt: not text', 'NUL', 'JSON lines']],
    ['another encoding', 'latin.txt', ['latin.txt: not UTF-8 at byte 18', 'iconv -f']],
    ['50 MB of text', 'huge.txt', ['huge.txt: 50.0 MB', 'limit of 10.0 MB', 'Split it']],
    ['HTML nested 100,000 deep', 'deep.html', ['deep.html: HTML nested more than 512']],
    ['a missing file', 'none.txt', ['none.txt: no such file', 'Check the path']],
    ['a directory', 'folder', ['folder: a directory', 'Name the files']],
  ])('%s', async (_, file, parts) => {
    const { code, out, err } = await run(['code', file, 'good.txt']);
    for (const part of parts) expect(err).toContain(part);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(recordsOf(out).map(record => record.report.text)).toEqual([GOOD]);
    expect(code).toBe(1);
  });

  test('broken lines among good ones', async () => {
    const { code, out, err } = await run(['code', 'lines.jsonl', '--published', '2020-01-01']);
    expect(err.trim().split('\n')).toEqual([
      expect.stringContaining('lines.jsonl, line 2: not JSON'),
      expect.stringContaining('lines.jsonl, line 3: "text" is empty'),
      expect.stringContaining('lines.jsonl, line 4: "published" is no day: "2021-02-31"'),
    ]);
    expect(recordsOf(out).map(({ report }) => [report.id, report.published, report.text])).toEqual([
      ['one', '2020-01-01', GOOD],
      ['five', '2021-06-28', `\ufffd ${GOOD}\r\n`],
    ]);
    expect(code).toBe(1);
  });

  test('a pipe without end is not read to its end', async () => {
    const { code, err } = await run(['code'], 'a'.repeat(20_000_000));
    expect(err).toContain('standard input: more than the limit of 10.0 MB');
    expect(code).toBe(1);
  });

  test("a name cannot drive the reader's terminal", async () => {
    const { err } = await run(['code', '\u001b[2Jnone.txt']);
    expect(err).toContain('␛[2Jnone.txt: no such file');
  });
});

describe('a command that is not understood ends with 2 and codes nothing', () => {
  test.each([
    [['code', '--published', '2021-02-31', 'good.txt'], '--published 2021-02-31: no such day'],
    [['code', '--publishd', '2021-02-28', 'good.txt'], "unknown option '--publishd'"],
    [['code', '--format', 'pdf', 'good.txt'], '--format pdf: no such format'],
    [['code', '--coder', 'crystal-ball', 'good.txt'], 'crystal-ball'],
    [['cook', 'good.txt'], 'no command or option "cook"'],
    [['show', '--layers', 'good.txt'], '--layers'],
  ])('%j', async (args, part) => {
    const { code, out, err } = await run(args);
    expect(err).toContain(part);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(2);
  });
});

describe('attest code', () => {
  test('reads text, HTML and standard input; the same bytes each time', async () => {
    const first = await run(['code', 'good.txt', 'page.html', '--published', '2021-06-29']);
    expect(first.err).toBe('');
    expect(first.code).toBe(0);
    expect(await run(['code', 'good.txt', 'page.html', '--published', '2021-06-29'])).toEqual(first);
    const [text, page] = recordsOf(first.out);
    expect(Object.keys(text!)).toEqual(['attest', 'report', 'mentions', 'claims', 'judgements', 'events', 'notes']);
    expect([text!.report.published, page!.report.published]).toEqual(['2021-06-29', '2021-06-29']);
    expect(page!.report.text).toBe(GOOD);
    expect(recordsOf((await run(['code', 'page.html'])).out)[0]!.report.published).toBe('2021-06-28');
    expect((await run(['code', '--published', '2021-06-29'], GOOD)).out).toBe(`${first.out.split('\n')[0]}\n`);
  });

  test('prints help and version', async () => {
    for (const args of [['--help'], ['code', '--help'], ['show', '--help']]) {
      const { code, out } = await run(args);
      expect([code, out.includes('attest code')]).toEqual([0, true]);
    }
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('attest show', () => {
  test('shows the records of reports, and the records that attest code printed, alike and without colour in a pipe', async () => {
    const direct = await run(['show', 'good.txt']);
    expect(direct).toMatchObject({ code: 0, err: '' });
    expect(direct.out).toContain('“');
    expect(direct.out).not.toContain('\u001b');
    const { out } = await run(['code', 'good.txt']);
    expect((await run(['show'], out)).out).toBe(direct.out);
  });

  test('a record whose words do not stand in its report is refused', async () => {
    const { out } = await run(['code', 'good.txt']);
    const { code, err } = await run(['show'], out.replaceAll('"text":"Rebels"', '"text":"Police"'));
    expect(err).toContain('does not stand in the report');
    expect(code).toBe(1);
  });
});
