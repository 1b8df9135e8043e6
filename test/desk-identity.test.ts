import { expect, test } from 'vitest';
import { describeDesk, LAPTOP, openDesk, PHONE, picture, sound } from './desking.js';

const TOLD = (
  [
    ['2024-02-28', 'On Monday, the Guard shelled Goma in eastern Congo and killed four civilians, police said.'],
    ['2023-07-20', 'On Monday, M23, which is backed by the Guard, raided Kindu and killed nine civilians.'],
    ['2024-01-10', 'On Thursday, the Guard attacked Tripoli in Libya and killed two traders, officials said.'],
    [
      '2024-06-02',
      'Fighters of the March 23 Movement shelled Bunia on Friday and killed six civilians, officials said.',
    ],
  ] as const
).map(([published, text], at) =>
  JSON.stringify({ id: `told-${at}`, text, published, outlet: 'Kivu Post', title: null }),
);

describeDesk('who is who, on the desk', () => {
  const { open, at, held } = openDesk(TOLD);

  test('the forms are as well on a phone, in both lights', async () => {
    for (const scheme of ['light', 'dark'] as const) {
      const page = await open(PHONE, scheme);
      await page.goto(at('/actors/guard'));
      await page.getByRole('button', { name: 'Same as another' }).click();
      await page.getByRole('searchbox').fill('march');
      await page.getByRole('radio', { name: /M23/ }).check();
      await page.locator('.identity .parts-table').waitFor();
      await sound(page);
      await page.getByRole('button', { name: 'Leave it' }).click();
      await page.getByRole('button', { name: 'These are two' }).click();
      await page.getByRole('dialog', { name: 'These are two' }).waitFor();
      await sound(page);
    }
  });

  test('two are made one after a look at both, undone, done again, and the old address leads on; by keys alone', async () => {
    const page = await open(LAPTOP);
    await page.goto(at('/actors/guard'));
    await page.getByRole('heading', { name: 'Guard', level: 1 }).waitFor();
    await page.locator('.deeds-of').waitFor();
    await page.keyboard.press('s');
    await page.getByRole('dialog', { name: 'The same as another' }).waitFor();
    await page.keyboard.type('march');
    await page.getByRole('radio', { name: /M23/ }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    const evidence = page.locator('.identity .parts-table');
    await evidence.getByText('Guard (3)').waitFor();
    await evidence.getByText('attest:march-23-movement').waitFor();
    await page.getByText('backs', { exact: false }).first().waitFor();
    await page.getByLabel('Why').fill('One command, two names');
    await sound(page);
    await picture(page, 'actor-same-laptop-light');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/actors\/attest%3Amarch-23-movement|\/actors\/attest:march-23-movement/);
    await page.getByText('are one now').waitFor();
    await page.locator('.history', { hasText: 'One command, two names' }).waitFor();
    await page.locator('.names', { hasText: /Guard/ }).waitFor();
    await sound(page);
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('u');
    await page.getByText('Taken back.').waitFor();
    await page.locator('.history .undone').waitFor();
    // The form opens again on what is there now.
    await page.keyboard.press('s');
    await page.getByLabel('Name of the other').fill('guar');
    await page.getByRole('radio', { name: /^Guard/ }).check();
    await page.locator('.identity .parts-table').getByRole('columnheader', { name: 'Guard' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('u');
    await page.getByText('Said again.').waitFor();
    await page.goto(at('/actors/guard'));
    await page.waitForURL(/march-23/);
    await page.locator('.history').getByRole('button', { name: 'Take this back' }).first().click();
    await page.getByText('Taken back.').waitFor();
    await page.goto(at('/actors/guard'));
    await page.getByRole('heading', { name: 'Guard', level: 1 }).waitFor();
  });

  test('one name that stands for two is parted by events, with a name for the other; a name is given', async () => {
    const page = await open(LAPTOP, 'dark');
    await page.goto(at('/actors/guard'));
    await page.getByRole('button', { name: 'These are two' }).click();
    const form = page.getByRole('dialog', { name: 'These are two' });
    await form.getByRole('checkbox', { name: /Tripoli/ }).check();
    await form.getByLabel('What the other one is called').fill('Guard of Tripoli');
    await form.getByLabel('Why').fill('No one from Goma is in Libya');
    await sound(page);
    await form.getByRole('button', { name: 'They are two' }).click();
    await page.getByText('is two parties now').waitFor();
    await page.locator('.history', { hasText: 'Guard of Tripoli' }).waitFor();
    await sound(page);
    // And after a parting: what went is no more among what may go.
    await form.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'These are two' }).click();
    await form.getByRole('checkbox', { name: /Goma/ }).waitFor();
    expect(await form.getByRole('checkbox', { name: /Tripoli/ }).count()).toBe(0);
    expect(await form.getByRole('checkbox', { checked: true }).count()).toBe(0);
    expect(await form.getByLabel('What the other one is called').inputValue()).toBe('');
    await form.getByRole('button', { name: 'Leave it' }).click();
    await form.waitFor({ state: 'hidden' });
    await page.locator('.history').getByRole('link', { name: 'Guard', exact: true }).first().click();
    await page.waitForURL(/\/actors\/apart/);
    await page.getByRole('heading', { name: 'Guard of Tripoli', level: 1 }).waitFor();
    await page
      .getByRole('link', { name: /attacked|assault|Guard/i })
      .first()
      .waitFor();
    await page.keyboard.press('n');
    await page.getByRole('dialog', { name: 'What it is called' }).getByLabel('Name').fill('<b>Guard</b> of Libya');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '<b>Guard</b> of Libya', level: 1 }).waitFor();
    // What it would say nothing of is refused in words.
    await page.keyboard.press('d');
    const again = page.getByRole('dialog', { name: 'These are two' });
    for (const box of await again.getByRole('checkbox').all()) await box.check();
    await again.getByRole('button', { name: 'They are two' }).click();
    await again.getByText('Leave one that stays').waitFor();
    expect(held.troubles.splice(0)).toEqual([expect.stringContaining('400')]);
    await page.keyboard.press('Escape');
    await again.waitFor({ state: 'hidden' });
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});
