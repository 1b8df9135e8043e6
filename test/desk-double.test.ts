import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeDesk, LAPTOP, openDesk, sound } from './desking.js';

const TEXT = 'Rebels shelled Harun on Sunday and killed four farmers, officials said.';
const LINE = JSON.stringify({ id: 'r1', text: TEXT, published: '2021-06-28', outlet: 'Harun Post', title: 'Shelling' });

describeDesk('double coding on the desk', () => {
  const { open, at } = openDesk([LINE]);
  const choose = (page: Page, words: string): Promise<void> =>
    page.evaluate(words => {
      const node = document.querySelector('.report-text p span')!.firstChild!;
      const start = node.nodeValue!.indexOf(words);
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, start + words.length);
      getSelection()!.removeAllRanges();
      getSelection()!.addRange(range);
    }, words);
  const code = async (page: Page, name: string, killed: string): Promise<void> => {
    await page.goto(at('/double/r1'));
    await page.getByLabel('Reviewing as').fill(name);
    await page.getByRole('heading', { name: 'What you find' }).waitFor();
    // Blind: nothing of a machine's or of the other's is there.
    expect(await page.locator('.report-text .said').count()).toBe(0);
    expect(await page.locator('main').innerText()).not.toContain('This is right');
    await choose(page, 'shelled');
    await page.getByRole('button', { name: 'Code “shelled”' }).click();
    await page.getByRole('dialog').getByLabel('How').first().selectOption('heavy-weapons');
    await page.getByRole('dialog').getByRole('button', { name: 'State it' }).click();
    await choose(page, 'killed four farmers');
    await page.getByRole('button', { name: /^Code “killed four/ }).click();
    await page.getByRole('dialog').getByLabel('At least').fill(killed);
    await page.getByRole('dialog').getByLabel('At most').fill(killed);
    await sound(page);
    await page.getByRole('dialog').getByRole('button', { name: 'State it' }).click();
    await page.getByRole('button', { name: 'I am done: 1 event' }).click();
    await page.locator('.review-bar [role=status]').filter({ hasText: 'Your coding is in.' }).waitFor();
  };

  test('two people code a report blind, differ, and a third takes one of their claims', async () => {
    const page = await open(LAPTOP);
    await page.goto(at('/reports/r1'));
    await page.getByLabel(/^Double coding/).fill('Ana, Ben');
    await page.locator('.remarks form', { hasText: 'Double coding' }).getByRole('button').click();
    await page.locator('.review-bar [role=status]').filter({ hasText: 'Given to Ana and Ben' }).waitFor();
    await code(page, 'Ana', '4');
    await code(page, 'Ben', '5');
    await page.getByRole('heading', { name: 'Both have coded it' }).waitFor();
    const table = await page.locator('section[aria-labelledby=both-of]').innerText();
    expect(table).toContain('4 killed');
    expect(table).toContain('5 killed');
    await sound(page);
    await page.getByLabel('Reviewing as').fill('Cleo');
    await page
      .locator('section[aria-labelledby=both-of] li', { hasText: '4 killed' })
      .getByRole('button', { name: 'This is right' })
      .click();
    await page.locator('.review-bar [role=status]').filter({ hasText: 'Taken into the record.' }).waitFor();
    await page.goto(at('/double'));
    await page.locator('.quiet', { hasText: 'both are done' }).waitFor();
    await page.getByRole('row', { name: /^Killed/ }).waitFor();
    await sound(page);
  });
});
