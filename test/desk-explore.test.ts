import { readFileSync } from 'node:fs';
import type { Download, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeDesk, LAPTOP, openDesk, PHONE, picture, sampleLines, sound } from './desking.js';

// One filter, seen as list, map, timeline, plots and table.
describeDesk('exploring', () => {
  const { open, at, closeAll } = openDesk(sampleLines());

  const query = (page: Page): URLSearchParams => new URL(page.url()).searchParams;
  const total = (page: Page) => page.locator('.events .total');
  const counted = async (page: Page): Promise<number> => {
    await page.waitForFunction(() =>
      /^[\d,]+ events?/.test(document.querySelector('.events .total')?.textContent ?? ''),
    );
    return Number.parseInt((await total(page).innerText()).replaceAll(',', ''), 10);
  };
  const drawn = (page: Page) => page.locator('.atlas[data-ready="true"]').waitFor();
  const text = async (download: Download): Promise<string> => readFileSync((await download.path())!, 'utf8');

  const SIZES = [
    ['laptop', LAPTOP],
    ['phone', PHONE],
  ] as const;
  for (const [device, size] of SIZES)
    for (const scheme of ['light', 'dark'] as const)
      test(`map, timeline, plots and table on a ${device}, ${scheme}`, async () => {
        const page = await open(size, scheme);
        await page.getByRole('article').first().waitFor();
        for (const [name, address] of [
          ['map', '/?tab=map'],
          ['time', '/?tab=time'],
          ['plots', '/?tab=plots&by=country'],
          ['bars', '/?tab=plots&by=actor&plot=bars&measure=killed'],
          ['table', '/?as=table'],
        ] as const) {
          await page.goto(at(address));
          if (name === 'map') await drawn(page);
          if (name === 'time') await page.locator('.timeline svg').waitFor();
          if (name === 'plots' || name === 'bars') await page.locator('.drawing svg').waitFor();
          if (name === 'table') await page.getByRole('grid').waitFor();
          await sound(page);
          await picture(page, `${name}-${device}-${scheme}`);
        }
        await closeAll();
      });

  test('the rail narrows by grade, and what is chosen keeps its name where no event has it', async () => {
    const page = await open(LAPTOP);
    const whole = await counted(page);
    await page.getByRole('group', { name: 'How well attested' }).getByRole('checkbox', { name: 'fair' }).check();
    await page.waitForURL(/grade=fair/);
    await page.getByRole('button', { name: /^graded fair\W+take this filter off/ }).waitFor();
    await page.waitForFunction(all => {
      const found = /^([\d,]+) events?/.exec(document.querySelector('.events .total')?.textContent ?? '');
      return found !== null && Number(found[1]) > 0 && Number(found[1]) < all;
    }, whole);
    await page.goto(at('/?country=IS&q=zzzz'));
    await page.getByRole('checkbox', { name: 'Iceland' }).waitFor();
    // A label of a box stands in a line or two, not letter by letter.
    for (const label of await page.locator('.draft.number label').all())
      expect((await label.boundingBox())!.height).toBeLessThan(45);
    await sound(page);
  });

  test('a stretch brushed on the timeline narrows the list, and its ends move by keys', async () => {
    const page = await open(LAPTOP);
    const whole = await counted(page);
    const plot = page.locator('.timeline svg');
    await plot.waitFor();
    const box = (await plot.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.6, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 4, box.y + 40, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/from=\d{4}-\d\d-01&to=\d{4}-\d\d-\d\d/);
    await page.waitForFunction(all => {
      const found = /^([\d,]+) events?/.exec(document.querySelector('.events .total')?.textContent ?? '');
      return found !== null && Number(found[1]) < all;
    }, whole);
    const [from, some] = [query(page).get('from')!, await counted(page)];
    expect(some).toBeGreaterThan(0);
    // The timeline still shows all of time, so that the stretch can be moved.
    await page.getByRole('slider', { name: 'First day' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(before => new URLSearchParams(location.search).get('from') !== before, from);
    expect(query(page).get('from')! > from).toBe(true);
    await page.getByRole('button', { name: 'Look closer' }).click();
    await page.waitForURL(/zoom=1/);
    await sound(page);
    await page.getByRole('button', { name: 'All days' }).click();
    await page.waitForURL(url => !url.searchParams.has('from'));
    expect(await counted(page)).toBe(whole);
  });

  test('a box drawn on the map narrows the list, the address keeps it, and the whole world comes back', async () => {
    const page = await open(LAPTOP);
    const whole = await counted(page);
    await drawn(page);
    await page.getByRole('button', { name: 'Box', exact: true }).click();
    const map = (await page.locator('.map-canvas').boundingBox())!;
    await page.mouse.move(map.x + map.width * 0.4, map.y + map.height * 0.35);
    await page.mouse.down();
    await page.mouse.move(map.x + map.width * 0.7, map.y + map.height * 0.75, { steps: 6 });
    await page.mouse.up();
    await page.waitForURL(/box=/);
    const [west, south, east, north] = query(page).get('box')!.split(',').map(Number) as [
      number,
      number,
      number,
      number,
    ];
    expect(west < east && south < north).toBe(true);
    await page.waitForTimeout(800);
    const some = await counted(page);
    expect(some).toBeLessThan(whole);
    await page.reload();
    expect(await counted(page)).toBe(some);
    await page.getByRole('button', { name: /a box on the map/ }).waitFor();
    await drawn(page);
    await page.getByRole('button', { name: 'Everywhere' }).click();
    await page.waitForURL(url => !url.searchParams.has('box'));
    // By keys alone: what is in view is a box too.
    await page.getByRole('button', { name: 'What is in view' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/box=/);
  });

  test('an area drawn corner by corner', async () => {
    const page = await open(LAPTOP);
    await drawn(page);
    await page.getByRole('button', { name: 'Area', exact: true }).click();
    const map = (await page.locator('.map-canvas').boundingBox())!;
    for (const [x, y] of [
      [0.35, 0.3],
      [0.75, 0.35],
      [0.6, 0.8],
    ] as const)
      await page.mouse.click(map.x + map.width * x, map.y + map.height * y);
    await page.getByRole('button', { name: 'close the area' }).click();
    await page.waitForURL(/inside=/);
    expect(query(page).get('inside')!.split(';')).toHaveLength(3);
    expect(await counted(page)).toBeGreaterThanOrEqual(0);
  });

  test('the table is gone through by arrows, sorted, and its columns chosen', async () => {
    const page = await open(LAPTOP);
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    await page.waitForURL(/as=table/);
    const grid = page.getByRole('grid', { name: 'Events' });
    await grid.waitFor();
    await grid.locator('tbody a').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    const where = await page.evaluate(() => {
      const cell = document.activeElement!;
      return [cell.closest('tr')?.dataset.row, cell.getAttribute('data-cell')];
    });
    expect(where).toEqual(['1', '1']);
    await grid.getByRole('button', { name: /^Killed/ }).click();
    await page.waitForURL(/sort=toll/);
    await page.getByText('Columns', { exact: true }).first().click();
    await page.getByRole('checkbox', { name: 'Outlets' }).check();
    await page.waitForURL(/cols=.*outlets/);
    await page.getByRole('columnheader', { name: 'Outlets' }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: /^Save these/ }).click(),
    ]);
    const lines = (await text(download)).trim().split('\r\n');
    expect(lines[0]).toContain('Outlets');
    expect(lines.length - 1).toBe(await grid.locator('tbody tr').count());
    await grid.locator('tbody a').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/events\//);
  });

  test('a plot is saved as SVG, PNG and CSV', async () => {
    const page = await open(LAPTOP);
    await page.goto(at('/?tab=plots&by=country&measure=killed'));
    await page.locator('.drawing svg').waitFor();
    const save = async (name: string): Promise<Download> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: `Save as ${name}` }).click(),
      ]);
      return download;
    };
    const svg = await save('SVG');
    expect(svg.suggestedFilename()).toBe('attest-killed-by-country.svg');
    const drawing = await text(svg);
    expect(drawing).toContain('<svg');
    // It has its colours without the page's style.
    expect(drawing).toMatch(/<path[^>]*fill="rgb/);
    expect(drawing).not.toContain('class=');
    const png = readFileSync((await (await save('PNG')).path())!);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.length).toBeGreaterThan(3000);
    const rows = (await text(await save('CSV'))).trim().split('\r\n');
    expect(rows[0]).toBe('key,name,month,first_day,last_day,events,killed_low,killed_high');
    for (const row of rows.slice(1)) expect(drawing).toContain(`>${row.split(',')[1]!}<`);
    expect(rows.length).toBeGreaterThan(5);
  });

  test('every filter of the rail is in the address, and a chip takes it off', async () => {
    const page = await open(LAPTOP);
    const whole = await counted(page);
    await page.getByLabel('Killed, at least').fill('5');
    await page.waitForURL(/killed=5\.\./);
    await page.getByRole('button', { name: /5 or more killed/ }).waitFor();
    await page.getByRole('checkbox', { name: /an official/ }).check();
    await page.waitForURL(/source=official/);
    await page.waitForTimeout(700);
    expect(await counted(page)).toBeLessThan(whole);
    await page.getByRole('button', { name: 'Take all off' }).click();
    await page.waitForURL(url => url.search === '');
    expect(await counted(page)).toBe(whole);
    // What fits nothing says so, and gives a way back.
    await page.goto(at('/?q=zeppelin'));
    await page.getByText('No event fits all of these filters').waitFor();
    await sound(page);
  });
});
