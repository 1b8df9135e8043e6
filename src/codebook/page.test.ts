import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
// @ts-expect-error A script without types.
import { codebookPage } from '../../scripts/build-codebook.mjs';
import * as actor from './actor.js';
import * as code from './code.js';
import * as codebook from './codebook.js';
import * as date from './date.js';
import * as place from './place.js';
import * as reason from './reason.js';
import * as tie from './tie.js';
import * as toll from './toll.js';
import * as type from './type.js';
import * as weapon from './weapon.js';

const BOOK = { ...codebook, ...code, ...type, ...actor, ...place, ...date, ...weapon, ...toll, ...reason, ...tie };

it('is written from the codebook as it is: run `node scripts/build-codebook.mjs` after a build', () => {
  const file = new URL('../../docs/codebook.md', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(codebookPage(BOOK));
});

it('does not pass over a variable that nobody described', () => {
  const mood = { ...codebook.CODEBOOK[0], field: 'mood' };
  expect(() => codebookPage({ ...BOOK, CODEBOOK: [mood] })).toThrow('"mood"');
});
