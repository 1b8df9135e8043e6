import { expect, test } from 'vitest';
import { describeDesk, LAPTOP, openDesk, PHONE, picture, sampleLines, samplePages, sound } from './desking.js';

describeDesk('a report on the desk', () => {
  const { open, at } = openDesk(sampleLines().slice(0, 6), samplePages());
  const HOSTILE_PAGE = '𝔉𝔦𝔢𝔩𝔡 notes';
  const ofTitle = async (page: Awaited<ReturnType<typeof open>>, title: string | RegExp) => {
    await page.goto(at('/reports'));
    await page.locator('.report-rows a', { hasText: title }).click();
    await page.locator('.report-text').waitFor();
  };

  test('is walked through claim by claim with two keys, text and margin together', async () => {
    const page = await open(LAPTOP);
    await ofTitle(page, 'Supplies for Djibo');
    const claims = await page.locator('.claim-open').count();
    expect(claims).toBeGreaterThan(5);
    const seen = new Set<string>();
    for (let step = 0; step < claims; step++) {
      await page.keyboard.press('j');
      await page.locator('.claim-list .claim.lit').waitFor();
      seen.add(new URL(page.url()).hash);
      const quoted = await page.locator('.claim-list .claim.lit .claim-open .cue').innerText();
      const lit = (await page.locator('.report-text .lit').allInnerTexts()).join('');
      expect(quoted.replaceAll(/[“”]/g, '')).toBe(lit);
    }
    expect(seen.size).toBe(claims);
    await page.keyboard.press('k');
    expect(seen.has(new URL(page.url()).hash)).toBe(true);
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await sound(page);
    await page.keyboard.press('Escape');
    // The words of the source stand out with their claim.
    const says = page.locator('.report-text .says');
    expect(await says.count()).toBeGreaterThan(0);
  });

  test('stands beside the page that it was taken from, in which nothing acts', async () => {
    const page = await open(LAPTOP);
    const asked: string[] = [];
    page.on('request', request => asked.push(request.url()));
    await ofTitle(page, HOSTILE_PAGE);
    await page.keyboard.press('p');
    await page.waitForURL(/beside=page/);
    const frame = page.frameLocator('iframe.original');
    await frame.locator('article').waitFor();
    const text = await frame.locator('body').innerText();
    expect(text).toContain('<script>alert("boom")</script>');
    expect(await frame.locator('script, img, style ~ style, link, [onmouseover], a').count()).toBe(0);
    const answer = await page.request.get(at((await page.locator('iframe.original').getAttribute('src'))!));
    expect(answer.headers()['content-security-policy']).toContain('sandbox');
    expect(asked.filter(url => !url.startsWith(at('/')))).toEqual([]);
    await sound(page);
    await picture(page, 'original-laptop-light');
    await page.getByRole('button', { name: 'Show the claims' }).click();
    await page.locator('.claim-list').waitFor();
    expect(await page.locator('iframe').count()).toBe(0);
  });

  test('is blurred for who wants it so, until they ask', async () => {
    const page = await open(PHONE, 'dark');
    await page.getByRole('button', { name: 'Blur the words of reports' }).click();
    await ofTitle(page, 'Supplies for Djibo');
    const blur = () => page.locator('.report-text').evaluate(one => getComputedStyle(one).filter);
    expect(await blur()).toContain('blur');
    await sound(page);
    await page.getByRole('button', { name: 'Show them on this page' }).click();
    expect(await blur()).toBe('none');
    await page.reload();
    await page.locator('.report-text').waitFor();
    expect(await blur()).toContain('blur');
  });
});
