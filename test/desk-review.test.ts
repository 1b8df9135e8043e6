import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeDesk, LAPTOP, openDesk, PHONE, picture, sampleLines, sound } from './desking.js';

describeDesk('review on the desk', () => {
  const { held, open, at, start, stop } = openDesk(sampleLines());
  const toBaidoa = async (page: Page): Promise<void> => {
    await page.goto(at('/?q=Baidoa'));
    await page.getByRole('article').filter({ hasText: 'Sources disagree' }).first().getByRole('link').first().click();
    await page.locator('.value-card').first().waitFor();
  };
  const killed = (page: Page) => page.getByRole('region', { name: 'Killed', exact: true });
  const status = (page: Page, words: string) => page.locator('.review-bar [role=status]').filter({ hasText: words });

  test('the whole way of a new user: open, filter, event, quote, correct, undo, export', async () => {
    const page = await open(LAPTOP);
    await page.getByRole('searchbox').fill('Baidoa');
    await page.getByRole('searchbox').press('Enter');
    await page.waitForURL(/q=Baidoa/);
    await page.getByRole('article').filter({ hasText: 'Sources disagree' }).first().getByRole('link').first().click();
    // The words of a figure, in their report, and back.
    const card = killed(page).locator('.value-card', { hasText: '11 killed' }).first();
    const link = card.locator('.claim blockquote a').first();
    const words = (await link.innerText()).trim();
    await link.click();
    await page.locator('.report-text .lit').first().waitFor();
    expect((await page.locator('.report-text .lit').allInnerTexts()).join('')).toContain(words);
    await page.goBack();
    await card.waitFor();
    // Corrected: the form says what the codebook refuses, and then takes it.
    await page.getByLabel('Reviewing as').fill('A. Coder');
    await card.getByRole('button', { name: /^Correct/ }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('At least').fill('12');
    await form.getByText('has a low above its high').waitFor();
    expect(await form.getByRole('button', { name: 'Correct it' }).isEnabled()).toBe(false);
    await form.getByLabel('At most').fill('12');
    await form.getByLabel(/^Why/).fill('read again');
    await sound(page);
    await picture(page, 'correct-laptop-light');
    await form.getByRole('button', { name: 'Correct it' }).click();
    await status(page, 'Corrected').waitFor();
    await killed(page).locator('.value-card', { hasText: '12 killed' }).waitFor();
    const past = page.getByRole('region', { name: 'History' });
    await past.getByText('read again').first().waitFor();
    expect(await past.innerText()).toContain('A. Coder');
    await sound(page);
    // And undone: the figure of before is there again.
    await page.keyboard.press('Escape');
    await page.locator('h1').focus();
    await page.keyboard.press('u');
    await status(page, 'Taken back').waitFor();
    await card.waitFor();
    await expect.poll(() => killed(page).locator('.value-card', { hasText: '12 killed' }).count()).toBe(0);
    // Taken along: as JSON and as CSV.
    await page.getByText('Cite, share, export').click();
    await picture(page, 'cite-laptop-light');
    const saved = async (name: string): Promise<string> => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
      return readFileSync(await download.path(), 'utf8');
    };
    const json = JSON.parse(await saved('Save as JSON'));
    expect(new URL(page.url()).pathname).toBe(`/events/${json.event.id}`);
    const csv = (await saved('Save claims as CSV')).trim().split('\r\n');
    expect(csv).toHaveLength(json.claims.length + 1);
    expect(csv.join('\n')).toContain(words);
  });

  test('words that are selected become a claim, and a policy shows another value', async () => {
    const page = await open(LAPTOP);
    await page.goto(at('/reports'));
    await page.locator('.report-rows a', { hasText: 'traders in Garissa' }).click();
    await page.locator('.report-text').waitFor();
    await page.locator('.state-words').waitFor();
    const text = 'Garissa';
    await page.evaluate(words => {
      const walk = document.createTreeWalker(document.querySelector('.report-text')!, NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const found = node.nodeValue!.lastIndexOf(words);
        if (found < 0) continue;
        const range = document.createRange();
        range.setStart(node, found);
        range.setEnd(node, found + words.length);
        getSelection()!.removeAllRanges();
        getSelection()!.addRange(range);
      }
    }, text);
    await page.keyboard.press('m');
    const form = page.getByRole('dialog');
    expect(await form.locator('blockquote').innerText()).toContain(text);
    await form.getByLabel('What they say').selectOption({ label: 'Where' });
    await form.getByLabel('How exactly').selectOption('town');
    await form.getByLabel(/^Countries/).fill('KE');
    await sound(page);
    await form.getByRole('button', { name: 'State it' }).click();
    await status(page, 'Stated').waitFor();
    const made = page.locator('.claim-list .claim', { hasText: 'Garissa, Kenya' }).first();
    await made.locator('.claim-open').click();
    expect((await page.locator('.report-text .lit').allInnerTexts()).join('')).toBe(text);
    await status(page, 'Stated').getByRole('button', { name: 'Undo' }).click();
    await status(page, 'Taken back').waitFor();

    await toBaidoa(page);
    await page.getByLabel('Shown by').selectOption('conservative');
    await page.waitForURL(/policy=conservative/);
    await killed(page).getByText('(conservative)').waitFor();
    expect(await killed(page).locator('.value-card.chosen').count()).toBeGreaterThan(0);
  });

  test('two reviewers on one event: nothing is lost, and both see one outcome', async () => {
    const one = await open(LAPTOP);
    const two = await open(PHONE, 'dark');
    await toBaidoa(one);
    await toBaidoa(two);
    await one.getByLabel('Reviewing as').fill('First');
    await two.getByLabel('Reviewing as').fill('Second');
    const figure = (page: Page) => killed(page).locator('.value-card', { hasText: '11 killed' }).first();
    const name = (await figure(one)
      .getByRole('button', { name: /^Reject/ })
      .first()
      .getAttribute('aria-label'))!;
    await Promise.all([
      one.getByRole('button', { name, exact: true }).first().click(),
      two
        .getByRole('button', { name: name.replace('Reject', 'Accept'), exact: true })
        .first()
        .click(),
    ]);
    await Promise.all([status(one, 'Rejected').waitFor(), status(two, 'Accepted').waitFor()]);
    const seen = async (page: Page): Promise<string[]> => {
      await page.reload();
      await page.getByRole('region', { name: 'History' }).getByText('First').first().waitFor();
      const past = await page.locator('.past .history').first().locator('li').allInnerTexts();
      return [...past.map(line => line.split('\n')[0]!), await killed(page).innerText()];
    };
    const [mine, yours] = [await seen(one), await seen(two)];
    expect(mine.slice(0, -1)).toEqual(yours.slice(0, -1));
    expect(mine.some(line => line.startsWith('First rejected'))).toBe(true);
    expect(mine.some(line => line.startsWith('Second accepted'))).toBe(true);
    expect(mine.at(-1)).toBe(yours.at(-1));
    await sound(two);
    // They talk about it, and one gives it to the other.
    await one.getByLabel('Comment').fill('Eleven is what one side says.');
    await one.getByRole('button', { name: 'Say it' }).click();
    await one.getByText('Eleven is what one side says.').waitFor();
    await one.getByLabel('Give to').fill('Second');
    await one.getByRole('button', { name: 'Give it' }).click();
    await status(one, 'Given to Second').waitFor();
    await two.reload();
    await two.getByText('Eleven is what one side says.').waitFor();
  });

  test('a server that is restarted under an open desk is said to be away, and then goes on', async () => {
    const page = await open(LAPTOP);
    await toBaidoa(page);
    const port = new URL(held.address).port;
    await stop();
    const accept = killed(page)
      .getByRole('button', { name: /^Accept/ })
      .last();
    await accept.click();
    await page.getByText('The server does not answer').waitFor();
    await start(port);
    await accept.click();
    await status(page, 'Accepted').waitFor();
    // The browser itself tells that nothing answered, nor to the map, which asks for its worker late.
    held.troubles = held.troubles.filter(
      line => !/ERR_CONNECTION_REFUSED|Failed to load|Worker failed to load/.test(line),
    );
  });

  test('a page whose program cannot come leaves the desk standing', async () => {
    const page = await open(LAPTOP);
    const to = (name: string) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name });
    const port = new URL(held.address).port;
    await stop();
    await to('Actors').click();
    await page.getByRole('alert').getByText('Something keeps this page from being shown').waitFor();
    await sound(page);
    await start(port);
    await page.getByRole('button', { name: 'Load it again' }).click();
    await page.getByRole('heading', { name: 'Actors', level: 1 }).waitFor();
    held.troubles = [];
  });
});
