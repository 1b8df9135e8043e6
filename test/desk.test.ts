import { expect, test } from 'vitest';
import { describeDesk, LAPTOP, openDesk, PHONE, picture, sampleLines, sound } from './desking.js';

const HOSTILE = {
  id: 'hostile.1/?<b>#',
  title: '<img src=x onerror="window.hacked=1"> \u202Eevil title',
  outlet: '"><script>window.hacked=1</script>',
  url: 'javascript:window.hacked=1',
  published: '2024-04-15',
  text: `On Monday a mine killed four men near Dikwa, Nigeria, <script>window.hacked=1</script> "<img src=x onerror=window.hacked=1>" said </p></div><style>*{display:none}</style> {{7*7}} \u202Egnorw\u202C police said.\n\n${'x'.repeat(2_000_000)}`,
};

describeDesk('the desk', () => {
  const { held, open, stranger, at } = openDesk([...sampleLines(), JSON.stringify(HOSTILE)]);

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
        await page.goto(at('/?q=Baidoa'));
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
    await page.goto(at('/?q=Baidoa'));
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
    await page.keyboard.press('d');
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
    for (let at = 0; at < 160 && !(await focused()).includes('open'); at++) await page.keyboard.press('Tab');
    expect(await focused()).toContain('open');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/events\//);
    await page.locator('.claim blockquote a').first().waitFor();
    for (let at = 0; at < 80 && !(await focused()).includes('said'); at++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/reports\/.+#claim-/);
    await page.locator('.report-text .lit').first().waitFor();
  });

  test('reports, and an address that leads nowhere', async () => {
    const page = await open(PHONE);
    await page.getByRole('link', { name: 'Reports', exact: true }).first().click();
    await page.getByRole('heading', { name: 'Reports', level: 1 }).waitFor();
    await page.waitForTimeout(300);
    await sound(page);
    await page.goto(at('/events/none'));
    await page.getByRole('heading', { level: 1 }).waitFor();
    await sound(page);
    // The browser itself tells that an answer was 404.
    held.troubles = held.troubles.filter(line => !line.includes('404'));
  });

  test('a hostile report is shown as what it says, and does nothing', async () => {
    const page = await open(LAPTOP);
    const report = `/reports/${encodeURIComponent(HOSTILE.id)}`;
    for (const path of ['/reports', report, '/?q=Dikwa']) {
      await page.goto(at(path));
      await page.waitForTimeout(700);
      expect(await page.evaluate(() => (window as never as { hacked?: number }).hacked)).toBeUndefined();
      expect(await page.locator('script:not([src]), img[src=x]').count()).toBe(0);
    }
    await page.goto(at(report));
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
    const context = await stranger();
    const page = await context.newPage();
    const answer = await page.goto(at('/'));
    expect(answer!.status()).toBe(401);
    expect(await page.textContent('body')).toContain('attest serve');
    expect((await context.request.get(at('/api/events'))).status()).toBe(401);
  });
});
