import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
// @ts-expect-error A script without types.
import { apiPage } from '../../scripts/build-api.mjs';
import { openapi } from './openapi.js';

it('is written from the API as it is: run `node scripts/build-api.mjs` after a build', () => {
  const file = new URL('../../docs/api.md', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(apiPage(openapi('0')));
});
