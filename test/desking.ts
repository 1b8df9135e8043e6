import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { roomyFolder } from './database.js';

// The desk as a person has it: the command, its database, a browser. SCREENSHOTS=docs writes the pictures of the documentation.
const BROWSER = process.env.ATTEST_TEST_BROWSER ?? '';
const PICTURES = process.env.SCREENSHOTS;
const HOME = fileURLToPath(new URL('..', import.meta.url));
const ATTEST = join(HOME, 'bin', 'attest.js');
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const FLAGS =
  '--no-sandbox --use-angle=swiftshader --enable-unsafe-swiftshader --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
    ' ',
  );
export const LAPTOP = { width: 1360, height: 900 };
export const PHONE = { width: 390, height: 844 };
const samples = join(HOME, 'samples');

/** The samples as lines of JSON, their first line the title. */
export const sampleLines = (): string[] =>
  readdirSync(samples)
    .filter(name => name.endsWith('.txt'))
    .sort()
    .map(name => {
      const { report } = JSON.parse(readFileSync(join(samples, name.replace('.txt', '.json')), 'utf8'));
      const text = readFileSync(join(samples, name), 'utf8');
      return JSON.stringify({ ...report, title: text.split('\n')[0], id: name.slice(0, -4), text });
    });
export const samplePages = (): string[] =>
  readdirSync(samples)
    .filter(name => name.endsWith('.html'))
    .map(name => join(samples, name));

/** Tests of a desk in a browser; passed over, and said so, where ATTEST_TEST_BROWSER names none. */
export const describeDesk = (name: string, tests: () => void): void =>
  describe.skipIf(!existsSync(BROWSER))(BROWSER ? name : `${name} (skipped: ATTEST_TEST_BROWSER names none)`, tests);

/**
 * A desk on a database of its own, with these reports (lines of JSON) and pages, for the tests of one file. `flags`: of `attest serve`. `troubles`: what the
 * browser's console says, a breach of the Content-Security-Policy among it; a test that leaves any fails.
 */
export function openDesk(lines: readonly string[], pages: readonly string[] = [], flags: readonly string[] = []) {
  let folder = '';
  let desk: ChildProcess | null = null;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  const held = { address: '', troubles: [] as string[] };

  function add(args: readonly string[], input = ''): void {
    const { status, stderr } = spawnSync(process.execPath, [ATTEST, 'add', '--db', folder, ...args], {
      ...{ input, encoding: 'utf8' },
    });
    if (status !== 0) throw new Error(stderr);
  }
  async function start(port = '0', more: readonly string[] = []): Promise<void> {
    desk = spawn(process.execPath, [ATTEST, 'serve', '--db', folder, '--port', port, ...flags, ...more], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    held.address = await new Promise<string>((resolve, reject) => {
      let out = '';
      desk!.stdout!.setEncoding('utf8').on('data', part => {
        out += part;
        const found = /http:\S+\n/.exec(out);
        if (found) resolve(found[0].trim());
      });
      desk!.on('exit', code => reject(new Error(`the desk ended with ${code}`)));
    });
  }
  async function stop(): Promise<void> {
    if (!desk) return;
    const ended = new Promise(resolve => desk!.once('exit', resolve));
    desk.kill('SIGTERM');
    await ended;
    desk = null;
  }

  beforeAll(async () => {
    folder = roomyFolder('attest-desk-');
    add(['--format', 'jsonl', '-'], lines.join('\n'));
    if (pages.length > 0) add(pages);
    await start();
    browser = await chromium.launch({ executablePath: BROWSER, args: FLAGS });
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    // A Content-Security-Policy that something of ours breaks is told in the console.
    expect(held.troubles.splice(0)).toEqual([]);
  });

  /** A browser of its own, on the list of events. */
  async function open(size: typeof LAPTOP, scheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const context = await browser.newContext({ viewport: size, colorScheme: scheme, reducedMotion: 'reduce' });
    contexts.push(context);
    const page = await context.newPage();
    page.on('pageerror', error => held.troubles.push(String(error)));
    page.on('console', message => {
      if (['error', 'warning'].includes(message.type()) && !/WebGL|GPU|GL Driver/.test(message.text()))
        held.troubles.push(message.text());
    });
    await page.goto(held.address);
    await page.getByRole('heading', { name: 'Events', level: 1 }).waitFor();
    return page;
  }
  /** A browser that was not let in. */
  async function stranger(): Promise<BrowserContext> {
    const context = await browser.newContext();
    contexts.push(context);
    return context;
  }
  async function closeAll(): Promise<void> {
    for (const context of contexts.splice(0)) await context.close();
  }
  const at = (path: string): string => new URL(path, held.address).href;

  return { held, open, stranger, closeAll, at, start, stop, add };
}

/** Nothing that axe finds, and nothing wider than the window. */
export async function sound(page: Page): Promise<void> {
  // The page's own policy lets no script in but ours; the test's comes through the debugger.
  await page.evaluate(readFileSync(AXE, 'utf8'));
  const found = await page.evaluate(async () => {
    const { violations } = await (window as never as { axe: typeof import('axe-core') }).axe.run();
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ html }) => html)
          .join(' ')
          .slice(0, 300)}`,
    );
  });
  expect(found).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
}

export async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  // Maps draw themselves bit by bit.
  await page.waitForTimeout(2500);
  // The upper part tells enough, and a picture in the documentation is to stay small.
  const { width, height } = page.viewportSize()!;
  const clip = { x: 0, y: 0, width, height: width > 1000 ? Math.min(height, 620) : height };
  await page.screenshot({ path: join(PICTURES, `desk-${name}.png`), clip });
}
