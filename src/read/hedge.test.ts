import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds } from '../model/quote.js';
import { hedges } from './hedge.js';
import { table } from './lexicon.js';
import { words } from './token.js';

const rows = table('hedges', readFileSync('data/lexicon/en/hedges.tsv', 'utf8'));
const plain = (text: string) =>
  hedges(words(text), rows).map(({ quote, scope, certainty, modality }) => [
    quote.text,
    certainty,
    modality,
    text.slice(scope.start, scope.end),
  ]);

describe('hedges', () => {
  it.each([
    ['Suspected militants killed six farmers.', 'Suspected', 'likely', 'actual', 'militants'],
    ['The mayor reportedly died on Sunday.', 'reportedly', 'likely', 'actual', 'The mayor reportedly died on Sunday'],
    [
      'Rebels allegedly burned a house, and the army left.',
      'allegedly',
      'possible',
      'actual',
      'Rebels allegedly burned a house',
    ],
    [
      'The strike may have killed six, officials said.',
      'may have',
      'possible',
      'actual',
      'The strike may have killed six',
    ],
    ['The men are believed to have fled.', 'are believed to', 'likely', 'actual', 'The men are believed to have fled'],
    ['There is no evidence that soldiers fired.', 'no evidence that', 'denied', 'actual', 'soldiers fired'],
    ['The army denied that troops had fired.', 'denied that', 'denied', 'actual', 'troops had fired'],
    ['He rejected claims that his men looted.', 'rejected claims that', 'denied', 'actual', 'his men looted'],
    ['They did not open fire, but police did.', 'did not', 'denied', 'actual', 'open fire'],
    ["Rebels didn't attack the convoy.", "didn't", 'denied', 'actual', 'attack the convoy'],
    ['The militia plans to attack the bridge.', 'plans to', 'stated', 'planned', 'attack the bridge'],
    ['They used the depots to store arms.', 'to', 'stated', 'planned', 'store arms'],
    ['Police foiled a bomb attack.', 'foiled', 'stated', 'planned', 'a bomb attack'],
    ['Gunmen threatened to kill the hostages.', 'threatened to', 'stated', 'threatened', 'kill the hostages'],
    ['The council warned of a massacre.', 'warned of', 'stated', 'hypothetical', 'a massacre'],
    ['The group, based in Kale, could strike again.', 'could', 'possible', 'hypothetical', 'strike again'],
    [
      'The town had previously been shelled.',
      'had previously',
      'stated',
      'historical',
      'The town had previously been shelled',
    ],
  ])('%s', (text, quote, certainty, modality, scope) => {
    expect(plain(text)).toEqual([[quote, certainty, modality, scope]]);
  });

  it.each([
    'Troops continued to shell the hills.',
    'Fighters forced villagers to flee.',
    'Six people died in May, according to police.',
    'The army managed to seize the town.',
  ])('finds no hedge in: %s', text => {
    expect(plain(text)).toEqual([]);
  });

  it('gives every row a known scope, certainty and modality', () => {
    for (const row of rows) {
      expect(row.scope).toMatch(/^(clause|after|phrase|sentence|none)$/);
      expect(row.certainty).toMatch(/^(stated|likely|possible|denied)$/);
      expect(row.modality).toMatch(/^(actual|historical|planned|threatened|hypothetical)$/);
    }
  });

  it('never throws; quotes slice back and scopes lie in the text', () => {
    const piece = fc.constantFrom(
      'may',
      'have',
      'not',
      'to',
      'if',
      'denied',
      'that',
      ',',
      '.',
      '"',
      'X',
      'possible',
      '\n',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map(list => list.join(' ')),
    );
    fc.assert(
      fc.property(text, text =>
        hedges(words(text), rows).every(
          ({ quote, scope }) =>
            holds(text, quote) && scope.start >= 0 && scope.end <= text.length && scope.start < scope.end,
        ),
      ),
      { numRuns: 400 },
    );
  });
});
