import { expect, test } from 'vitest';
import { describeDesk, LAPTOP, openDesk, PHONE, picture, sound } from './desking.js';

const TOLD = [
  ['a', 'Bay Post', 'Gunmen attacked a market in Baidoa, Somalia, on 5 March 2023, killing 12 people, police said.'],
  [
    'b',
    'Coast Wire',
    'Gunmen attacked a market in Baidoa, Somalia, on 5 March 2023, killing 14 people, a doctor said.',
  ],
].map(([id, outlet, text]) =>
  JSON.stringify({ id, outlet, text, published: '2023-03-06', title: `Told by ${outlet}` }),
);

describeDesk('an event is split on the desk', () => {
  const { open, at } = openDesk(TOLD);

  test('by which of its tellings are of another, with the evidence part by part; and undone', async () => {
    const page = await open(LAPTOP);
    await page.getByRole('article').first().getByRole('link').first().click();
    await page.locator('.value-card').first().waitFor();
    await page.getByText('Split', { exact: true }).click();
    const tellings = page.locator('.tellings li');
    await tellings.first().waitFor();
    expect(await tellings.count()).toBe(2);
    const say = page.getByRole('button', { name: 'Two events' });
    const look = page.getByRole('button', { name: 'What would change' });
    expect([await look.isEnabled(), await say.isEnabled()]).toEqual([false, false]);
    await tellings.filter({ hasText: 'Told by Coast Wire' }).getByRole('checkbox').check();
    const killed = page.locator('.parts-table tr', { hasText: 'Killed' });
    await killed.filter({ hasText: '12 killed' }).filter({ hasText: '14 killed' }).waitFor();
    expect(await killed.innerText()).toContain('≠ differs');
    expect(await page.locator('.parts-table tr', { hasText: 'Where' }).innerText()).toContain('= same');
    await page.getByRole('textbox', { name: 'Why' }).last().fill('two markets');
    await look.click();
    await page.getByText('1 would be new', { exact: false }).waitFor();
    await sound(page);
    await picture(page, 'split-laptop-light');
    await say.click();
    const status = page.locator('.review-bar [role=status]');
    await status.filter({ hasText: /^Said: 1 entry/ }).waitFor();
    await page.getByText('1 report, 1 origin').first().waitFor();
    await page.getByRole('region', { name: 'History' }).getByText('two markets').waitFor();
    const list = await page.evaluate(async () => (await (await fetch('/api/count')).json()).total as number);
    expect(list).toBe(2);
    await page.getByRole('button', { name: 'Undo' }).click();
    await status.filter({ hasText: 'Taken back' }).waitFor();
    await page.getByText('Split', { exact: true }).click();
    await tellings.nth(1).waitFor();
    expect(await page.evaluate(async () => (await (await fetch('/api/count')).json()).total as number)).toBe(1);
  });

  test('on a phone, in the dark', async () => {
    const page = await open(PHONE, 'dark');
    await page.goto(at('/'));
    await page.getByRole('article').first().getByRole('link').first().click();
    await page.getByText('Split', { exact: true }).click();
    await page.locator('.tellings li').first().getByRole('checkbox').check();
    await page.locator('.parts-table').waitFor();
    await sound(page);
    await picture(page, 'split-phone-dark');
  });
});
