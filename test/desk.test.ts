import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
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
const LAPTOP = { width: 1360, height: 900 };
const PHONE = { width: 390, height: 844 };

const samples = join(HOME, 'samples');
const HOSTILE = {
  id: 'hostile.1/?<b>#',
  title: '<img src=x onerror="window.hacked=1"> \u202Eevil title',
  outlet: '"><script>window.hacked=1</script>',
  url: 'javascript:window.hacked=1',
  published: '2024-04-15',
  text: `On Monday a mine killed four men near Dikwa, Nigeria, <script>window.hacked=1</script> "<img src=x onerror=window.hacked=1>" said </p></div><style>*{display:none}</style> {{7*7}} \u202Egnorw\u202C police said.\n\n${'x'.repeat(2_000_000)}`,
};

let folder = '';
let desk: ChildProcess | null = null;
let address = '';
let browser: Browser;

function add(args: string[], input?: string): void {
  const { status, stderr } = spawnSync(process.execPath, [ATTEST, 'add', '--db', folder, ...args], {
    input: input ?? '',
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}

describe.skipIf(!existsSync(BROWSER))(
  BROWSER ? 'the desk' : 'the desk (skipped: ATTEST_TEST_BROWSER names none)',
  () => {
    beforeAll(async () => {
      folder = roomyFolder('attest-desk-');
      const lines = readdirSync(samples)
        .filter(name => name.endsWith('.txt'))
        .sort()
        .map(name => {
          const { report } = JSON.parse(readFileSync(join(samples, name.replace('.txt', '.json')), 'utf8'));
          const text = readFileSync(join(samples, name), 'utf8');
          return JSON.stringify({ ...report, title: text.split('\n')[0], id: name.slice(0, -4), text });
        });
      add(['--format', 'jsonl', '-'], [...lines, JSON.stringify(HOSTILE)].join('\n'));
      desk = spawn(process.execPath, [ATTEST, 'serve', '--db', folder, '--port', '0'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      address = await new Promise<string>((resolve, reject) => {
        let out = '';
        desk!.stdout!.setEncoding('utf8').on('data', part => {
          out += part;
          const found = /http:\S+\n/.exec(out);
          if (found) resolve(found[0].trim());
        });
        desk!.on('exit', code => reject(new Error(`the desk ended with ${code}`)));
      });
      browser = await chromium.launch({ executablePath: BROWSER, args: FLAGS });
    }, 300_000);
    afterAll(async () => {
      await browser?.close();
      if (desk) {
        const ended = new Promise(resolve => desk!.once('exit', resolve));
        desk.kill('SIGTERM');
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    let context: BrowserContext;
    let troubles: string[];
    async function open(size: typeof LAPTOP, scheme: 'light' | 'dark' = 'light'): Promise<Page> {
      context = await browser.newContext({ viewport: size, colorScheme: scheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      troubles = [];
      page.on('pageerror', error => troubles.push(String(error)));
      page.on('console', message => {
        if (['error', 'warning'].includes(message.type()) && !/WebGL|GPU|GL Driver/.test(message.text()))
          troubles.push(message.text());
      });
      await page.goto(address);
      await page.getByRole('heading', { name: 'Events', level: 1 }).waitFor();
      return page;
    }
    afterEach(async () => {
      await context?.close();
      // A Content-Security-Policy that something of ours breaks is told in the console.
      expect(troubles).toEqual([]);
    });

    async function sound(page: Page): Promise<void> {
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
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wide).toBeLessThanOrEqual(0);
    }
    async function picture(page: Page, name: string): Promise<void> {
      if (!PICTURES) return;
      mkdirSync(PICTURES, { recursive: true });
      // Maps draw themselves bit by bit.
      await page.waitForTimeout(2500);
      await page.screenshot({ path: join(PICTURES, `desk-${name}.png`) });
    }

    const SIZES = [
      ['laptop', LAPTOP],
      ['phone', PHONE],
    ] as const;
    for (const [device, size] of SIZES)
      for (const scheme of ['light', 'dark'] as const)
        test(`list, event, quote, report and back on a ${device}, ${scheme}`, async () => {
          const page = await open(size, scheme);
          expect(page.url()).not.toContain('token');
          const rows = page.getByRole('article');
          await rows.first().waitFor();
          await sound(page);
          await picture(page, `events-${device}-${scheme}`);

          // To the event that several reports tell and on whose toll they differ.
          const disputed = rows.filter({ hasText: 'Sources disagree' }).filter({ hasText: 'Baidoa' }).first();
          await disputed.getByRole('link').first().click();
          await page
            .getByText(/\d reports, /)
            .first()
            .waitFor();
          await page.getByRole('heading', { level: 1 }).waitFor();
          const killed = page.getByRole('region', { name: 'Killed' });
          expect(await killed.locator('.value-card').count()).toBeGreaterThan(1);
          await page.waitForTimeout(400);
          await sound(page);
          await picture(page, `event-${device}-${scheme}`);

          // To the words of one of the figures, in their report.
          const quote = killed.locator('.claim blockquote a').first();
          const words = (await quote.innerText()).trim();
          await quote.click();
          await page.waitForURL(/\/reports\/.+#claim-/);
          const lit = page.locator('.report-text .lit');
          await lit.first().waitFor();
          expect((await lit.allInnerTexts()).join('')).toContain(words);
          await sound(page);
          await picture(page, `report-${device}-${scheme}`);

          // From the margin to other words, and from words to their claim.
          const other = page.locator('.claim-list .claim:not(.lit) .claim-open').first();
          await other.click();
          await page.locator('.claim-list .claim.lit').first().waitFor();
          expect(await page.locator('.report-text .lit').count()).toBeGreaterThan(0);

          // And back, by the browser, to the list where it was.
          await page.goBack();
          while (!/\/$|\/\?/.test(new URL(page.url()).pathname + new URL(page.url()).search)) await page.goBack();
          await page.getByRole('heading', { name: 'Events', level: 1 }).waitFor();
        });

    test('a figure is rejected, the desk is reloaded, and it is taken back', async () => {
      const page = await open(LAPTOP);
      const disputed = page.getByRole('article').filter({ hasText: 'Sources disagree' }).filter({ hasText: 'Baidoa' });
      await disputed.first().getByRole('link').first().click();
      const killed = page.getByRole('region', { name: 'Killed' });
      await killed.locator('.value-card').first().waitFor();
      const cards = await killed.locator('.value-card').count();
      await page.getByLabel('Reviewing as').fill('A. Coder');
      // A figure that one claim alone gives.
      const card = killed.locator('.value-card', { hasText: 'Al Shabaab' }).first();
      const value = await card.locator('.value').innerText();
      const claims = await card.getByRole('button', { name: /^Reject/ }).count();
      expect(claims).toBeGreaterThan(0);
      await card
        .getByRole('button', { name: /^Reject/ })
        .first()
        .focus();
      await page.keyboard.press('Enter');
      const said = page.getByRole('status').filter({ hasText: 'Rejected' });
      await said.waitFor();
      await picture(page, 'review-laptop-light');
      await sound(page);
      await said.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('status').filter({ hasText: 'Taken back' }).waitFor();
      await page.reload();
      await killed.locator('.value-card').first().waitFor();
      expect(await killed.locator('.value-card').count()).toBe(cards);
      expect(await killed.innerText()).toContain(value);
      expect(await page.getByLabel('Reviewing as').inputValue()).toBe('A. Coder');
    });

    test('what waits is gone through by keys', async () => {
      const page = await open(LAPTOP);
      await page.getByRole('link', { name: 'Review', exact: true }).click();
      await page.getByRole('heading', { name: 'Review', level: 1 }).waitFor();
      const waiting = page.locator('.pending');
      await waiting.first().waitFor();
      const all = await waiting.count();
      await sound(page);
      await picture(page, 'queue-laptop-light');
      const pair = await waiting.evaluateAll(list =>
        list.findIndex(one => one.textContent?.includes('One event or two?')),
      );
      expect(pair).toBeGreaterThanOrEqual(0);
      for (let at = 0; at < pair; at++) await page.keyboard.press('j');
      await page.keyboard.press('2');
      const said = page.getByRole('status').filter({ hasText: 'They stay two events.' });
      await said.waitFor();
      await page.waitForFunction(before => document.querySelectorAll('.pending').length === before - 1, all);
      await said.getByRole('button', { name: 'Undo' }).click();
      await page.waitForFunction(before => document.querySelectorAll('.pending').length === before, all);
    });

    test('filters are in the address, and the address brings them back', async () => {
      const page = await open(LAPTOP);
      await page.getByRole('article').first().waitFor();
      const whole = await page.getByRole('article').count();
      await page.getByRole('searchbox').fill('Baidoa');
      await page.getByRole('searchbox').press('Enter');
      await page.waitForURL(/q=Baidoa/);
      // The address changes at once, the list when the answer has come.
      await page.waitForFunction(all => {
        const shown = document.querySelectorAll('article').length;
        return shown > 0 && shown < all;
      }, whole);
      const found = await page.getByRole('article').count();
      const url = page.url();
      await page.getByRole('checkbox', { name: /Suicide bomb/ }).check();
      await page.waitForURL(/acled=/);
      await page.goto(url);
      await page.getByRole('article').first().waitFor();
      expect(await page.getByRole('article').count()).toBe(found);
      expect(await page.getByRole('searchbox').inputValue()).toBe('Baidoa');
    });

    test('the keyboard alone gets from the list to the words', async () => {
      const page = await open(LAPTOP);
      await page.getByRole('article').first().waitFor();
      const focused = () => page.evaluate(() => document.activeElement?.className ?? '');
      for (let at = 0; at < 80 && !(await focused()).includes('open'); at++) await page.keyboard.press('Tab');
      expect(await focused()).toContain('open');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/events\//);
      await page.locator('.claim blockquote a').first().waitFor();
      for (let at = 0; at < 80 && !(await focused()).includes('said'); at++) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/reports\/.+#claim-/);
      await page.locator('.report-text .lit').first().waitFor();
    });

    for (const [device, size] of SIZES)
      test(`the map on a ${device}`, async () => {
        for (const scheme of ['light', 'dark'] as const) {
          const page = await open(size, scheme);
          await page.getByRole('link', { name: 'Map', exact: true }).first().click();
          await page.locator('canvas').first().waitFor();
          await page.waitForTimeout(3000);
          await sound(page);
          await picture(page, `map-${device}-${scheme}`);
          await context.close();
        }
      });

    test('reports, and an address that leads nowhere', async () => {
      const page = await open(PHONE);
      await page.getByRole('link', { name: 'Reports', exact: true }).first().click();
      await page.getByRole('heading', { name: 'Reports', level: 1 }).waitFor();
      await page.waitForTimeout(300);
      await sound(page);
      await page.goto(new URL('/events/none', address).href);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await sound(page);
      // The browser itself tells that an answer was 404.
      troubles = troubles.filter(line => !line.includes('404'));
    });

    test('a hostile report is shown as what it says, and does nothing', async () => {
      const page = await open(LAPTOP);
      const report = `/reports/${encodeURIComponent(HOSTILE.id)}`;
      for (const path of ['/reports', report, '/?q=Dikwa']) {
        await page.goto(new URL(path, address).href);
        await page.waitForTimeout(700);
        expect(await page.evaluate(() => (window as never as { hacked?: number }).hacked)).toBeUndefined();
        expect(await page.locator('script:not([src]), img[src=x]').count()).toBe(0);
      }
      await page.goto(new URL(report, address).href);
      await page.locator('.report-text').waitFor();
      const text = await page.locator('.report-text').innerText();
      expect(text).toContain('<script>window.hacked=1</script>');
      expect(text).toContain('{{7*7}}');
      expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
      await sound(page);
      await page.locator('.claim-list h3 a').first().click();
      await page.waitForURL(/\/events\//);
      await page.locator('.claim').first().waitFor();
      expect(await page.evaluate(() => (window as never as { hacked?: number }).hacked)).toBeUndefined();
      await sound(page);
    });

    test('without the token there is nothing to see', async () => {
      context = await browser.newContext();
      troubles = [];
      const page = await context.newPage();
      const answer = await page.goto(new URL('/', address).href);
      expect(answer!.status()).toBe(401);
      expect(await page.textContent('body')).toContain('attest serve');
      expect((await context.request.get(new URL('/api/events', address).href)).status()).toBe(401);
    });
  },
);
