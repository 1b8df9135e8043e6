import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { roomyFolder } from './database.js';
import { run } from './running.js';

// A desk that others reach, as they have it: the command, its database, a browser.
const BROWSER = process.env.ATTEST_TEST_BROWSER ?? '';
const PICTURES = process.env.SCREENSHOTS;
const ATTEST = fileURLToPath(new URL('../bin/attest.js', import.meta.url));
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const FLAGS = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const LAPTOP = { width: 1360, height: 900 };
const PHONE = { width: 390, height: 844 };
const PASSWORD = 'river lantern forty stones';

describe.skipIf(!existsSync(BROWSER))(
  BROWSER ? 'accounts' : 'accounts (skipped: ATTEST_TEST_BROWSER names none)',
  () => {
    let folder = '';
    let desk: ReturnType<typeof spawn>;
    let address = '';
    let browser: Browser;
    beforeAll(async () => {
      folder = roomyFolder('attest-desk-accounts-');
      const db = ['--db', folder];
      const text = 'A bomb killed five people in Baidoa, Somalia, on Monday, police said.';
      await run(['add', '--format', 'jsonl', ...db, '-'], {
        stdin: JSON.stringify({ id: 'r1', text, published: '2024-02-28' }),
      });
      await run(['account', 'add', 'Ana Lopez', ...db], { stdin: PASSWORD });
      desk = spawn(process.execPath, [ATTEST, 'serve', ...db, '--host', '0.0.0.0', '--port', '0'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      address = await new Promise<string>((resolve, reject) => {
        desk.stdout!.setEncoding('utf8').on('data', part => {
          const found = /http:\S+/.exec(part);
          if (found) resolve(found[0]);
        });
        desk.on('exit', code => reject(new Error(`the desk ended with ${code}`)));
      });
      browser = await chromium.launch({ executablePath: BROWSER, args: FLAGS });
    }, 300_000);
    afterAll(async () => {
      await browser?.close();
      const ended = new Promise(resolve => desk.once('exit', resolve));
      desk.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    const contexts: BrowserContext[] = [];
    const troubles: string[] = [];
    async function open(path: string, size = LAPTOP, scheme: 'light' | 'dark' = 'light'): Promise<Page> {
      const context = await browser.newContext({ viewport: size, colorScheme: scheme, reducedMotion: 'reduce' });
      contexts.push(context);
      const page = await context.newPage();
      page.on('pageerror', error => troubles.push(String(error)));
      page.on('console', message => {
        // A refusal is an answer; what the policy stops, or React complains of, is not.
        if (
          ['error', 'warning'].includes(message.type()) &&
          !/status of (400|401|403|404|409|429)|WebGL/.test(message.text())
        )
          troubles.push(message.text());
      });
      await page.goto(address + path);
      return page;
    }
    afterEach(async () => {
      for (const context of contexts.splice(0)) await context.close();
      expect(troubles.splice(0)).toEqual([]);
    });
    async function sound(page: Page, name: string): Promise<void> {
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
      expect([name, found]).toEqual([name, []]);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([name, wide]).toEqual([name, 0]);
      if (!PICTURES) return;
      mkdirSync(PICTURES, { recursive: true });
      await page.screenshot({ path: join(PICTURES, `accounts-${name}.png`), fullPage: true });
    }
    const SHAPES = [
      ['laptop-light', LAPTOP, 'light'],
      ['laptop-dark', LAPTOP, 'dark'],
      ['phone-light', PHONE, 'light'],
      ['phone-dark', PHONE, 'dark'],
    ] as const;

    async function signIn(page: Page, name: string, password = PASSWORD): Promise<void> {
      await page.getByLabel('Name').fill(name);
      await page.getByLabel('Password').fill(password);
      await page.keyboard.press('Enter');
    }

    test('whoever comes is asked for a name and a password, by keys alone, and stays where they were going', async () => {
      const page = await open('/reports/r1');
      await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
      expect(await page.getByRole('navigation', { name: 'Main' }).getByRole('link').count()).toBe(0);
      await signIn(page, 'Ana Lopez', 'not the right one');
      await page.getByRole('alert').getByText('The name or the password is wrong').waitFor();
      await signIn(page, 'ana lopez');
      await page.getByText('A bomb killed five people').first().waitFor();
      expect(new URL(page.url()).pathname).toBe('/reports/r1');
      await page.getByRole('link', { name: 'Ana Lopez' }).click();
      await page.getByRole('heading', { name: 'Ana Lopez', level: 1 }).waitFor();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
      expect((await page.context().cookies()).filter(({ value }) => value !== '')).toEqual([]);
    });

    test('who signs in at an address that points at words comes to them', async () => {
      const page = await open('/reports/r1#words-2-6');
      await signIn(page, 'Ana Lopez');
      await page.locator('.report-text').waitFor();
      expect(new URL(page.url()).hash).toBe('#words-2-6');
    });

    test('an owner asks a coder in, who makes an account by the link, once', async () => {
      const page = await open('/people');
      await signIn(page, 'Ana Lopez');
      await page.getByRole('heading', { name: 'People', level: 1 }).waitFor();
      await page.getByLabel('They may').selectOption('coder');
      await page.getByRole('button', { name: 'Make a link' }).click();
      const link = (await page.locator('.secret').innerText()).trim();
      expect(link).toMatch(/\/join#[\w-]{43}$/);
      const path = link.slice(link.indexOf('/join'));

      const other = await open(path);
      await other.getByRole('heading', { name: 'Make your account' }).waitFor();
      await other.getByText('You are asked in as a coder').waitFor();
      await other.getByLabel('Name').fill('Cem <b>Kaya</b>');
      await other.getByLabel('Password').fill('too short');
      await other.keyboard.press('Enter');
      await other.getByRole('alert').getByText('fewer than 12 characters').waitFor();
      await other.getByLabel('Password').fill(PASSWORD);
      await other.keyboard.press('Enter');
      await other.getByRole('heading', { name: 'Events', level: 1 }).waitFor();
      await other.getByRole('link', { name: 'Cem <b>Kaya</b>' }).waitFor();
      // A coder has no queue, and nobody to manage.
      expect(await other.getByRole('link', { name: 'Review' }).count()).toBe(0);
      await other.goto(`${address}/people`);
      await other.getByText('for an owner of this desk').waitFor();

      const late = await open(path);
      await late.getByText('This link opens nothing any more').waitFor();
      await page.reload();
      await page.getByText('Cem <b>Kaya</b>').first().waitFor();
      const changed = page.waitForResponse(answer => answer.request().method() === 'PATCH');
      await page.getByLabel('Role of Cem').selectOption('reader');
      await changed;
      await other.goto(`${address}/account`);
      await other.getByText('You may read, and see').waitFor();
      await page.getByRole('button', { name: /^Erase the account of Cem/ }).click();
      await page.getByRole('button', { name: 'Erase for good' }).click();
      await expect.poll(() => page.getByText('Cem <b>Kaya</b>').count()).toBe(0);
      await other.reload();
      await other.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
    });

    test('a key is shown once and ends when its person says so', async () => {
      const page = await open('/account');
      await signIn(page, 'Ana Lopez');
      await page.getByLabel('What it is for').fill('nightly');
      await page.getByLabel('It may').selectOption('reader');
      await page.getByRole('button', { name: 'Make a key' }).click();
      const key = (await page.locator('.secret').innerText()).trim();
      const status = () => fetch(`${address}/api/status`, { headers: { Authorization: `Bearer ${key}` } });
      expect((await status()).status).toBe(200);
      await page.reload();
      await page.getByRole('button', { name: 'End it: the key nightly' }).waitFor();
      expect(await page.content()).not.toContain(key);
      await page.getByRole('button', { name: 'End it: the key nightly' }).click();
      await page.getByText('You have none.').waitFor();
      expect((await status()).status).toBe(401);
    });

    test('an owner who does not see everything is told nothing untrue of what others set', async () => {
      const low = ['account', 'add', 'Low Owner', '--role', 'owner', '--level', 'restricted', '--db', folder];
      expect(await run(low, { stdin: PASSWORD })).toMatchObject({ code: 0 });
      const page = await open('/settings');
      await signIn(page, 'Ana Lopez');
      await page.getByText('Nobody has set it: it is as it comes.').first().waitFor();
      await page.getByLabel('Tolls').selectOption({ label: 'the lowest figure' });
      await page.getByRole('button', { name: 'Show values so' }).click();
      await page.getByText('Set by Ana Lopez').waitFor({ timeout: 30_000 });

      const other = await open('/settings');
      await signIn(other, 'Low Owner');
      await other.getByText('Who set it, and why, is shown to those who may see everything.').first().waitFor();
      expect(await other.getByLabel('Tolls').inputValue()).toBe('conservative');
      expect(await other.getByText('Nobody has set it').count()).toBe(0);
      expect(await other.locator('body').innerText()).not.toContain('Ana Lopez');
      await sound(other, 'settings-below-secret');
      await other.goto(`${address}/sources/feeds`);
      await other.getByText('Feeds are for those who may see everything').waitFor();
      const tabs = other.getByRole('navigation', { name: 'Where reports come from' });
      await other.goto(`${address}/sources/outlets`);
      await other.getByText('What is said of outlets is for those who judge, and see everything.').waitFor();
      await other.goto(`${address}/sources`);
      await tabs.getByRole('link').first().waitFor();
      expect(await tabs.getByRole('link').allInnerTexts()).toEqual(['Add reports']);
      await page.getByRole('button', { name: 'Take this back' }).first().click();
      await page.getByText('Taken back by').waitFor({ timeout: 30_000 });
    });

    for (const [name, size, scheme] of SHAPES)
      test(`its screens are sound: ${name}`, async () => {
        const page = await open('/', size, scheme);
        await page.getByRole('heading', { name: 'Sign in' }).waitFor();
        await sound(page, `sign-in-${name}`);
        await signIn(page, 'Ana Lopez');
        await page.getByRole('article').first().waitFor();
        await page.goto(`${address}/account`);
        await page.getByText('You have none.').waitFor();
        await page.getByText('this one').waitFor();
        await sound(page, `account-${name}`);
        await page.goto(`${address}/add`);
        await page.getByRole('heading', { name: 'Add reports', level: 1 }).waitFor();
        expect(await page.getByRole('link', { name: 'Add', exact: true }).getAttribute('aria-current')).toBe('page');
        await page.getByLabel('Of a page or a feed').fill('http://127.0.0.1:9/');
        await page.getByRole('button', { name: 'Fetch and add' }).click();
        await page.getByText('not an address of the public internet').waitFor();
        await page
          .getByLabel('The report')
          .fill(`A mine killed two men near Dikwa, Nigeria, on Monday, police said. ${name}`);
        await page.getByRole('button', { name: 'Add the text' }).click();
        await page.getByText('1 added').waitFor();
        await sound(page, `add-${name}`);
        await page.goto(`${address}/people`);
        await page.getByRole('button', { name: 'Make a link' }).click();
        const link = (await page.locator('.secret').innerText()).trim();
        await page.getByText('Links that nobody has used yet').waitFor();
        await sound(page, `people-${name}`);
        const other = await open(link.slice(link.indexOf('/join')), size, scheme);
        await other.getByText('You are asked in as a reader').waitFor();
        await sound(other, `join-${name}`);
      });
  },
);
