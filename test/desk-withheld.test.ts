import { expect, test } from 'vitest';
import { describeDesk, LAPTOP, openDesk, PHONE, picture, sound } from './desking.js';

const TOLD = ['a', 'b', 'c'].map(id =>
  JSON.stringify({
    ...{ id, outlet: 'Bay Post', published: '2023-03-06', title: 'Attack on a market' },
    text: 'Gunmen attacked a market in Baidoa, Somalia, on 5 March 2023, killing 12 people, Mayor Abdi Warsame said.',
  }),
);

describeDesk('what the public is not shown', () => {
  const { held, open, at, start, stop } = openDesk(TOLD);
  // A desk without accounts has no sessions, and the browser tells so.
  const noSession = () =>
    held.troubles.splice(0, held.troubles.length, ...held.troubles.filter(one => !/404/.test(one)));

  test('is said to be withheld, and why, on every page; no more is told of it', async () => {
    await stop();
    await start('0', ['--public', '--withhold', 'places,names', '--delay', '0']);
    const page = await open(LAPTOP);
    const asked: string[] = [];
    page.on('request', request => asked.push(new URL(request.url()).pathname));
    const bar = page.locator('.withheld-bar');
    await bar.waitFor();
    const words = await bar.innerText();
    expect(words).toContain('does not show the public exact places and people’s names');
    expect(words).not.toMatch(/later|sources/);
    const row = page.getByRole('article').first();
    await row.getByText('Its words are withheld.').waitFor();
    await sound(page);
    await row.getByRole('link').first().click();
    await page.locator('.claim', { hasText: 'Its words are withheld.' }).first().waitFor();
    await bar.waitFor();
    expect(await page.locator('.claim blockquote').count()).toBe(0);
    const text = await page.locator('body').innerText();
    for (const kept of ['Baidoa', 'Warsame', 'Abdi']) expect(text).not.toContain(kept);
    expect(await page.locator('main a[href^="/reports/"]').count()).toBe(0);
    await sound(page);
    await picture(page, 'withheld-laptop-light');
    // A page with many reports asks once what is withheld, not once a report, even where the answer is slow.
    asked.splice(0);
    let answer = () => {};
    const drawn = new Promise<void>(done => {
      answer = done;
    });
    await page.route('**/api/settings', async route => {
      await drawn;
      await route.continue();
    });
    await page.goto(at('/reports'));
    await page.locator('.title').nth(2).waitFor();
    answer();
    await bar.waitFor();
    expect(await page.locator('main a[href^="/reports/"]').count()).toBe(0);
    expect(asked.filter(path => path === '/api/settings')).toHaveLength(1);
    noSession();
  });

  test('nothing is said where nothing is withheld; on a phone, in the dark where something is', async () => {
    const phone = await open(PHONE, 'dark');
    await phone.locator('.withheld-bar').waitFor();
    await sound(phone);
    noSession();
    await stop();
    await start();
    const page = await open(LAPTOP);
    await page.getByRole('article').first().locator('blockquote').waitFor();
    expect(await page.locator('.withheld-bar').count()).toBe(0);
    await page.goto(at('/reports'));
    await page.getByText('Attack on a market').first().waitFor();
    expect(await page.locator('.withheld-bar').count()).toBe(0);
  });
});
