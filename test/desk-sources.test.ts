import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDesk, LAPTOP, openDesk, PHONE, picture, sampleLines, sound } from './desking.js';

const HOSTILE = '<img src=x onerror=alert(1)> \u202egnihtyna';
const story = (n: number): string =>
  `<html><head><title>Market attack ${n}</title></head><body><article><p>${`Gunmen attacked a market in Baidoa on Sunday, killing three people, police said. That was attack ${n}. `.repeat(8)}</p></article></body></html>`;

describeDesk('where reports come from', () => {
  const desk = openDesk(sampleLines(), [], ['--allow-network', '127.0.0.1/32']);
  const broken = new Set(['/a2']);
  let site: Server;
  let at = '';
  beforeAll(async () => {
    site = createServer(({ url }, response) => {
      const feed = (items: string): void =>
        void response
          .writeHead(200, { 'content-type': 'application/rss+xml' })
          .end(`<rss version="2.0"><channel><title>Post</title>${items}</channel></rss>`);
      if (url === '/feed') feed('<item><link>/a1</link></item><item><link>/a2</link></item>');
      else if (url === '/odd') feed(`<item><link>javascript:${encodeURIComponent(HOSTILE)}</link></item>`);
      else if (broken.has(url!)) response.writeHead(503).end();
      else response.writeHead(200, { 'content-type': 'text/html' }).end(story(Number(url!.slice(2))));
    });
    await new Promise<void>(done => site.listen(0, '127.0.0.1', done));
    at = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    site.closeAllConnections();
    site.close();
  });

  async function feeds(page: Page): Promise<void> {
    await page.getByRole('link', { name: 'Add', exact: true }).click();
    await page
      .getByRole('navigation', { name: 'Where reports come from' })
      .getByRole('link', { name: 'Feeds' })
      .click();
    await page.getByRole('heading', { name: 'Feeds', level: 1 }).waitFor();
  }
  const row = (page: Page, path: string) => page.locator('.feed', { hasText: at + path });

  test('a feed is followed by keys alone; what came, what failed and when it is asked next are told', async () => {
    const page = await desk.open(LAPTOP);
    await feeds(page);
    await page.getByText('No feed is followed yet').waitFor();
    await page.getByLabel('Address of the feed').focus();
    await page.keyboard.type(`${at}/feed`);
    await page.keyboard.press('Enter');
    const mine = row(page, '/feed');
    await mine.getByText('1 report taken').waitFor({ timeout: 30_000 });
    await mine.getByText('there was news. Next:').waitFor();
    await mine.getByText('1 item could not be taken').click();
    await mine.getByText(`${at}/a2: answered 503`).waitFor();
    broken.delete('/a2');
    await mine.getByRole('button', { name: 'Ask now' }).click();
    await mine.getByText('2 reports taken').waitFor({ timeout: 30_000 });
    await expect.poll(() => mine.getByText('could not be taken').count()).toBe(0);

    await mine.getByRole('button', { name: 'Pause' }).click();
    await mine.getByText('Paused: it is not asked.').waitFor();
    await mine.getByRole('button', { name: 'Go on' }).click();
    await mine.getByText('Next:').waitFor();
    await mine.getByRole('button', { name: /^Stop/ }).click();
    await mine.getByRole('button', { name: 'Follow it no more' }).click();
    await page.getByText('No feed is followed yet').waitFor();
    await page.getByRole('button', { name: 'Take this back' }).first().click();
    await row(page, '/feed').getByText('2 reports taken').waitFor();

    await page.getByLabel('Address of the feed').fill('ftp://example.org/feed');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('no address of the web').waitFor();
    desk.held.troubles.splice(0);
  });

  test('the feeds stay where the desk cannot be reached for a while, and that is said', async () => {
    const page = await desk.open(LAPTOP);
    await feeds(page);
    await row(page, '/feed').getByText('2 reports taken').waitFor();
    await page.context().setOffline(true);
    await page.getByText('The feeds are shown as they were before.').waitFor({ timeout: 15_000 });
    await row(page, '/feed').getByText('2 reports taken').waitFor();
    await sound(page);
    await page.context().setOffline(false);
    await page.getByText('The feeds are shown as they were before.').waitFor({ state: 'hidden', timeout: 15_000 });
    expect(desk.held.troubles.splice(0).filter(trouble => !/ERR_INTERNET_DISCONNECTED/.test(trouble))).toEqual([]);
  });

  test('a feed that is added once can be followed from there', async () => {
    const page = await desk.open(LAPTOP);
    await page.goto(desk.at('/sources'));
    await page.getByLabel('Of a page or a feed').fill(`${at}/feed`);
    await page.keyboard.press('Enter');
    await page.getByText('2 known already').waitFor({ timeout: 30_000 });
    await page.getByRole('link', { name: /^Follow it/ }).click();
    await page.getByRole('heading', { name: 'Feeds', level: 1 }).waitFor();
    expect(await page.getByLabel('Address of the feed').inputValue()).toBe(`${at}/feed`);
    // What is followed already says so.
    await page.getByRole('button', { name: 'Follow it', exact: true }).click();
    await page.getByRole('alert').getByText('it is so already').waitFor();
    desk.held.troubles.splice(0);
  });

  test('a feed that turns hostile says so in words, and does nothing', async () => {
    const page = await desk.open(LAPTOP);
    await feeds(page);
    for (const address of [`${at}/odd`, `${at}/a1`, 'http://10.11.12.13/feed']) {
      await page.getByLabel('Address of the feed').fill(address);
      await page.getByRole('button', { name: 'Follow it', exact: true }).click();
      await page.locator('.feed', { hasText: address }).waitFor();
    }
    await row(page, '/odd').getByText('Odd in it:').waitFor({ timeout: 30_000 });
    await row(page, '/odd').getByText('its link is no address of the web').waitFor();
    await row(page, '/a1').getByText('no feed').waitFor({ timeout: 30_000 });
    await page.getByText('10.11.12.13: not an address of the public internet').waitFor({ timeout: 30_000 });
    expect(await page.locator('img').count()).toBe(0);
  });

  test('an outlet gets trust and a home with a reason; who said so is told, and taken back', async () => {
    const page = await desk.open(LAPTOP);
    await page.goto(desk.at('/sources/outlets'));
    const first = page.locator('.outlets > li').first();
    await first.getByText('no trust said').waitFor();
    const name = await first.locator('.entry-name').innerText();
    await first.getByRole('button', { name: 'Say what you know' }).click();
    await first.getByLabel('Trust, 0 to 1').fill('0.9');
    await first.getByLabel('At home in').selectOption({ label: 'Somalia' });
    await first.getByLabel('Why').fill(HOSTILE.slice(0, 28));
    await page.keyboard.press('Enter');
    const mine = page.locator('.outlets > li', { hasText: name }).first();
    await mine.getByText('trust 0.9 · Somalia').waitFor({ timeout: 30_000 });
    await mine.getByText('Who said so').click();
    await mine.getByText('trust 0.9, at home in Somalia').waitFor();
    await mine.getByText('<img src=x onerror=alert(1)>').waitFor();
    await mine.getByRole('button', { name: 'Take this back' }).click();
    await mine.getByText('no trust said · no home said').waitFor({ timeout: 30_000 });
    const asked: string[] = [];
    page.on('request', request => asked.push(request.url()));
    await page.getByLabel('A part of the name').focus();
    await page.keyboard.type('zzzz');
    await page.getByText('No outlet is called so.').waitFor();
    // Once the typing stops, not at each letter.
    expect(asked.filter(url => url.includes('q=')).every(url => url.includes('q=zzzz'))).toBe(true);
  });

  test('a policy is looked at before it is set, told with who and why, and taken back', async () => {
    const page = await desk.open(LAPTOP);
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByText('Nobody has set it: it is as it comes.').first().waitFor();
    await page.getByLabel('Tolls').selectOption({ label: 'the lowest figure' });
    await page.getByText(/^\d+ of the \d+ latest events would show another value/).waitFor();
    await page.getByLabel('Why').fill('for the yearly count');
    await page.getByRole('button', { name: 'Show values so' }).click();
    await page.getByText('Which value is shown: values are shown by conservative').waitFor({ timeout: 30_000 });
    await page.getByText('for the yearly count').first().waitFor();
    const list = await page.request.get(desk.at('/api/events?limit=1'));
    expect((await list.json()).events[0].policy).toContain('conservative');
    await page.getByRole('button', { name: 'Take this back' }).first().click();
    await page.getByText('Taken back by').waitFor({ timeout: 30_000 });
    expect(await page.getByLabel('Tolls').inputValue()).toBe('range');

    await page.getByLabel('Exact places').check();
    await page.getByText('No words of reports are shown to the public either.').waitFor();
    await page.getByRole('button', { name: 'Change the public view' }).click();
    await page.getByText('At the moment withheld from the public: exact places.').waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Take this back' }).first().click();
    await page.getByText('At the moment nothing is withheld from the public.').waitFor({ timeout: 30_000 });
  });

  for (const [shape, size, scheme] of [
    ['laptop-light', LAPTOP, 'light'],
    ['laptop-dark', LAPTOP, 'dark'],
    ['phone-light', PHONE, 'light'],
    ['phone-dark', PHONE, 'dark'],
  ] as const)
    test(`its screens are sound: ${shape}`, async () => {
      const page = await desk.open(size, scheme);
      await page.goto(desk.at('/sources/feeds'));
      await row(page, '/feed').getByText('reports taken').waitFor();
      await sound(page);
      await picture(page, `feeds-${shape}`);
      await page.goto(desk.at('/sources/outlets'));
      await page.getByRole('button', { name: 'Say what you know' }).first().click();
      await page.getByText('Who said so').first().click();
      await sound(page);
      await picture(page, `outlets-${shape}`);
      await page.goto(desk.at('/settings'));
      await page.getByLabel('Tolls').selectOption({ label: 'the middle figure' });
      await page.getByLabel('Exact places').check();
      await page.getByText(/latest events would show/).waitFor();
      await sound(page);
      await picture(page, `settings-${shape}`);
      await page.goto(desk.at('/sources'));
      await page.getByRole('heading', { name: 'Add reports', level: 1 }).waitFor();
      await sound(page);
    });
});
