import { expect, test } from 'vitest';
import { describeDesk, LAPTOP, openDesk, PHONE, picture, sampleLines, sound } from './desking.js';

const TOLD = [
  'On Monday, M23, which is backed by Rwanda, shelled Goma in Congo, killing four civilians, officials said.',
  'On Tuesday, soldiers attacked M23 fighters near Goma in Congo and killed two of them, the army said.',
].map((text, at) =>
  JSON.stringify({ id: `told-${at}`, text, published: '2024-02-28', outlet: 'Kivu Post', title: null }),
);

describeDesk('actors on the desk', () => {
  const { open, at } = openDesk([...sampleLines(), ...TOLD]);

  test('are listed, drawn and found; each has its events and the words of its relations', async () => {
    const page = await open(LAPTOP);
    await page.getByRole('link', { name: 'Actors', exact: true }).click();
    await page.getByRole('heading', { name: 'How they stand to each other' }).waitFor();
    const drawn = page.locator('.graph a');
    await drawn.first().waitFor();
    // Whoever is drawn stands in the table as well.
    const names = (await drawn.allTextContents()).map(name => name.trim());
    const table = await page.locator('section[aria-labelledby=all-relations] table').innerText();
    for (const name of names) expect(table).toContain(name.replace(/…$/, ''));
    await sound(page);
    await picture(page, 'actors-laptop-light');
    await page.getByRole('searchbox').fill('m23');
    await page.getByRole('searchbox').press('Enter');
    await page.waitForURL(/q=m23/);
    // The list is of before until the answer is there.
    await page.locator('section[aria-labelledby=all-actors] td a').filter({ hasText: /m23/i }).first().click();
    await page.waitForURL(/\/actors\/.+/);
    await page.getByRole('heading', { name: 'Stands to others' }).waitFor();
    await page.locator('.lede', { hasText: /did it in [1-9]\d* events?, was hit in [1-9]/ }).waitFor();
    const words = page.locator('.ties-of blockquote a').first();
    const said = (await words.innerText()).trim();
    await sound(page);
    await words.click();
    await page.waitForURL(/\/reports\/.+#claim-/);
    await page.locator('.report-text .lit').first().waitFor();
    expect((await page.locator('.report-text .lit').allInnerTexts()).join('')).toContain(said);
  });

  test('are as well on a phone, in the dark, and say so where there is nobody', async () => {
    const page = await open(PHONE, 'dark');
    await page.goto(at('/actors'));
    await page.locator('.graph a').first().waitFor();
    await sound(page);
    await page.goto(at('/actors?q=nobody-of-that-name'));
    await page.getByText('Nobody of that name').waitFor();
    await sound(page);
  });
});
