import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeDesk, LAPTOP, openDesk, PHONE, picture, sampleLines, sound } from './desking.js';

describeDesk('several reviewed at once', () => {
  const { held, open, at } = openDesk(sampleLines());
  const said = (page: Page, words: RegExp) => page.locator('.review-bar [role=status]').filter({ hasText: words });
  const outcome = (page: Page) => page.getByRole('region', { name: 'What would come of it' });
  const grades = (page: Page): Promise<(string | null)[]> =>
    page.evaluate(async () => {
      const answer = await fetch('/api/events?q=Baidoa');
      const { events } = (await answer.json()) as { events: { grade: { grade: string; by: string | null } | null }[] };
      return events.map(({ grade }) => (grade?.by ? grade.grade : null));
    });
  const keys = async (page: Page, ...pressed: string[]): Promise<void> => {
    for (const key of pressed) await page.keyboard.press(key);
  };

  test('events of a filter are graded by keys alone: looked at first, refused when stale, done, and taken back at once', async () => {
    const page = await open(LAPTOP);
    await page.goto(at('/?q=Baidoa'));
    await page.getByRole('link', { name: 'Review several' }).click();
    await page.waitForURL(/\/review\/bulk\?q=Baidoa/);
    const rows = page.locator('.bulk-list li');
    await rows.first().waitFor();
    const all = await rows.count();
    expect(all).toBeGreaterThan(1);
    const before = await grades(page);
    expect(before).toEqual(before.map(() => null));

    // Nothing chosen, nothing to be said.
    expect(await page.getByRole('button', { name: /^What would change/ }).isEnabled()).toBe(false);
    await keys(page, 'x', 'j', 'x');
    await page.getByText(`2 of ${all} chosen`).waitFor();
    await keys(page, '*');
    await page.getByText(`${all} of ${all} chosen`).waitFor();
    await keys(page, 'g', 'w');
    await page.keyboard.type('looked at together');
    await page.locator('h1').focus();
    await keys(page, 'p');
    await outcome(page).getByText(`${all} events would change`).waitFor();
    await outcome(page).getByText(`${all} × grade`).waitFor();
    await outcome(page).locator('dt', { hasText: 'Grade' }).first().waitFor();
    await sound(page);
    await picture(page, 'bulk-laptop-light');

    // Somebody else grades one of them meanwhile.
    const other = await page.evaluate(async () => {
      const { events } = await (await fetch('/api/events?q=Baidoa')).json();
      const answer = await fetch('/api/reviews', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ by: 'Other', said: { kind: 'grade', event: events[0].id, grade: 'confirmed' } }),
      });
      return ((await answer.json()) as { judgements: string[] }).judgements[0];
    });
    await keys(page, 'y');
    await page.getByRole('alert').filter({ hasText: 'has changed since the preview' }).waitFor();
    expect(held.troubles.splice(0).filter(trouble => !/409/.test(trouble))).toEqual([]);
    expect(await page.getByRole('button', { name: /^Say it/ }).isEnabled()).toBe(false);
    expect((await grades(page)).filter(Boolean)).toEqual(['confirmed']);
    await page.evaluate(async judgement => {
      const said = { kind: 'undo', judgement };
      await fetch('/api/reviews', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ by: 'Other', said }),
      });
    }, other);

    // What is asked otherwise is looked at again before it can be said.
    await page.locator('.bulk-ask select').selectOption('fair');
    await page.locator('h1').focus();
    expect(await page.getByRole('button', { name: /^Say it/ }).isEnabled()).toBe(false);
    await keys(page, 'p');
    await outcome(page).locator('ins', { hasText: 'fair' }).first().waitFor();
    await keys(page, 'y');
    await said(page, /^Said: \d+ entr/).waitFor();
    expect(await grades(page)).toEqual(before.map(() => 'fair'));
    await page.getByText(`0 of ${all} chosen`).waitFor();
    await page.locator('.bulk-list', { hasText: 'graded fair' }).waitFor();
    await keys(page, 'u');
    await said(page, /^Taken back/).waitFor();
    expect(await grades(page)).toEqual(before);
  });

  test('what went wrong with one choice is not told of the next', async () => {
    const page = await open(LAPTOP);
    await page.goto(at('/review/bulk?q=Baidoa'));
    await page.locator('.bulk-list li').first().waitFor();
    let lose = () => {};
    const lost = new Promise<void>(done => {
      lose = done;
    });
    await page.route(
      '**/api/reviews/bulk',
      async route => {
        await lost;
        await route.abort();
      },
      { times: 1 },
    );
    await keys(page, 'x', 'p');
    await page.getByText('Looking at what comes of it').waitFor();
    await keys(page, 'r');
    lose();
    await page.getByText('Looking at what comes of it').waitFor({ state: 'hidden' });
    expect(await page.getByRole('alert').count()).toBe(0);
    await keys(page, 'a');
    await page.getByRole('alert').filter({ hasText: 'The server does not answer' }).waitFor();
    await keys(page, 'p');
    await outcome(page).getByText('1 event would change').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(held.troubles.splice(0)).toEqual([expect.stringContaining('ERR_FAILED')]);
  });

  test('all values of an event are accepted, and it is found as reviewed', async () => {
    const page = await open(LAPTOP);
    await page.goto(at('/review/bulk?q=Baidoa&review=waiting'));
    const rows = page.locator('.bulk-list li');
    await rows.first().waitFor();
    const all = await rows.count();
    await keys(page, 'x', 'a', 'p');
    const first = outcome(page).locator('li').first();
    await first.locator('del', { hasText: 'not reviewed yet' }).waitFor();
    await first.locator('ins', { hasText: 'reviewed' }).waitFor();
    await keys(page, 'y');
    await said(page, /^Said: \d+ entr/).waitFor();
    // It is no more among those that wait.
    await expect.poll(() => rows.count()).toBe(all - 1);
    await page.goto(at('/?q=Baidoa&review=reviewed'));
    await page.getByRole('article').first().waitFor();
    expect(await page.getByRole('article').count()).toBe(1);
    await page.getByRole('button', { name: /^reviewed\W+take this filter off/ }).waitFor();
    await page.getByRole('group', { name: 'Reviewed' }).getByRole('checkbox', { name: 'as a whole 1' }).waitFor();
    await sound(page);
  });

  test('values in doubt are rejected at once; on a phone, in the dark', async () => {
    const page = await open(PHONE, 'dark');
    await page.goto(at('/review/bulk?of=claims'));
    const rows = page.locator('.bulk-list li');
    await rows.first().waitFor();
    const all = await rows.count();
    const first = await rows.first().getByRole('link', { name: 'Open' }).getAttribute('href');
    await page.getByRole('button', { name: /^Choose all listed/ }).click();
    await page.getByRole('button', { name: /^Reject/ }).click();
    await page.getByRole('button', { name: /^What would change/ }).click();
    await outcome(page).getByText(`${all} × reject`).waitFor();
    await sound(page);
    await picture(page, 'bulk-phone-dark');
    await page.getByRole('button', { name: /^Say it/ }).click();
    await said(page, /^Said: \d+ entr/).waitFor();
    // What is rejected is gone; another value that it hid may have come, told by the same words.
    const words = rows.filter({ has: page.locator(`a[href="${first}"]`) });
    await expect.poll(() => words.count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await words.first().waitFor();
    await expect.poll(() => rows.count()).toBe(all);
  });
});
