import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';

/** From an interaction to the next paint, ms: the time that 75 of 100 stay below, and the longest. */
export type Paint = { name: string; interactions: number; p75: number; worst: number };

const BROWSER = process.env.ATTEST_TEST_BROWSER ?? '/usr/bin/chromium';
// The page is put together as a browser does it on a machine without a graphics processor. Else OpenGL in software would do it, which
// takes hundreds of ms a frame whatever the page does, and would be what is measured.
const FLAGS =
  '--no-sandbox --use-angle=swiftshader --enable-unsafe-swiftshader --disable-gpu-compositing --disable-gpu-rasterization --disable-quic --no-first-run'.split(
    ' ',
  );
const TIMES = 12;

type Timing = { duration: number; interactionId: number };
type Told = { timings: Map<number, number> };

/** What the browser tells of interactions since it was asked last, by its event timing; it rounds to 8 ms and leaves out what took less than 16. */
async function since(page: Page): Promise<number[]> {
  // An entry comes after the paint; one of a busy page late.
  const count = () => page.evaluate(() => (globalThis as unknown as Told).timings.size);
  for (let seen = -1, now = await count(); now > seen; ) {
    seen = now;
    await page.waitForTimeout(1500);
    now = await count();
  }
  return page.evaluate(() => {
    const { timings } = globalThis as unknown as Told;
    const found = [...timings.values()];
    timings.clear();
    return found;
  });
}

async function measured(page: Page, name: string, act: (turn: number) => Promise<void>): Promise<Paint> {
  await since(page);
  for (let turn = 0; turn < TIMES; turn++) {
    await act(turn);
    await page.waitForTimeout(120);
  }
  const told = (await since(page)).sort((a, b) => a - b);
  // What is quicker than the browser tells is one too.
  const times = [...Array<number>(Math.max(0, TIMES - told.length)).fill(0), ...told];
  return { name, interactions: times.length, p75: times[Math.ceil(times.length * 0.75) - 1]!, worst: times.at(-1)! };
}

/** Interactions with the list of the desk at this address, in a real browser; null where there is none (ATTEST_TEST_BROWSER names it). */
export async function measurePaint(address: string): Promise<Paint[] | null> {
  if (!existsSync(BROWSER)) return null;
  const browser = await chromium.launch({ executablePath: BROWSER, args: FLAGS });
  try {
    const page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
    page.setDefaultTimeout(60_000);
    await page.addInitScript(() => {
      const told: Told = { timings: new Map() };
      Object.assign(globalThis, told);
      new PerformanceObserver(list => {
        for (const { interactionId, duration } of list.getEntries() as unknown as Timing[])
          if (interactionId > 0)
            told.timings.set(interactionId, Math.max(duration, told.timings.get(interactionId) ?? 0));
      }).observe({ type: 'event', durationThreshold: 16, buffered: true } as never);
    });
    await page.goto(address);
    await page.locator('.rows .open').first().waitFor();
    await page.getByRole('group', { name: 'Country' }).waitFor();
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(5000);
    const facet = page.getByRole('group', { name: 'Country' }).locator('button');
    const search = page.getByRole('searchbox');
    const found = [
      await measured(page, 'mark the next event by key', async () => page.keyboard.press('j')),
      await measured(page, 'mark an event by pointer', async turn =>
        page
          .locator('.rows blockquote')
          .nth(turn % 4)
          .click({ force: true }),
      ),
      await measured(page, 'open or close a facet', async () => facet.click()),
    ];
    await search.focus();
    found.push(
      await measured(page, 'type in search', async turn => page.keyboard.type('market in Baidoa'[turn]!)),
      await measured(page, 'open or close the columns of the table', async () =>
        page.getByRole('button', { name: /^(List|Table)$/, pressed: false }).click(),
      ),
    );
    return found;
  } finally {
    await browser.close();
  }
}
