import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributedSource, Claim } from './claim.js';
import { fault } from './gate.js';
import { quoteOf } from './quote.js';

const TEXT = 'Rebels reportedly shelled Harun on Sunday, officials said. “No one was hurt,” Mr. Kirby said. 🕊';
const quote = (words: string) => quoteOf(TEXT, TEXT.indexOf(words), TEXT.indexOf(words) + words.length);
const kirby: AttributedSource = {
  ...{ by: 'attributed', id: null, name: 'John F. Kirby', role: null, anonymous: false, party: true },
  ...{ quote: quote('Mr. Kirby'), cue: quote('said. 🕊'.slice(0, 4)), via: [] },
};
const toll = {
  ...{ status: 'reported', low: 0, high: 0, who: { class: 'unspecified', side: 'unknown' } },
  ...{ wording: null, partOf: null, cumulative: false },
};
const good: Claim = {
  ...{ id: 'c1', about: 'm1', field: 'injuries', basis: 'stated', coder: 'rules@1' },
  value: toll as Claim<'injuries'>['value'],
  quote: quote('No one was hurt'),
  source: kirby,
  hedge: { certainty: 'likely', modality: 'actual', quote: quote('reportedly') },
};
const of = (more: object): string | null => fault({ text: TEXT }, { ...good, ...more } as Claim);
const place = { name: 'Harun', countries: [], admin1: null, area: null, geonames: null };
const elsewhere = { start: 0, end: 5, text: 'Rebel ' };

describe('the gate', () => {
  it('lets a claim through whose every quote stands in the report', () => {
    expect(fault({ text: TEXT }, good)).toBeNull();
    expect(of({ source: { by: 'outlet' }, hedge: { ...good.hedge, quote: null } })).toBeNull();
    expect(
      of({ source: { ...kirby, cue: null, via: [{ ...kirby, name: 'officials', quote: quote('officials') }] } }),
    ).toBeNull();
  });

  it.each<[string, object, string]>([
    ['a field that is none', { field: 'mood' }, 'the codebook has no variable "mood"'],
    ['a claim about nothing', { about: '' }, 'the claim is about no mention'],
    [
      'a quote one off',
      { quote: { ...good.quote, start: good.quote.start + 1 } },
      'the quote does not stand in the report',
    ],
    [
      'a quote in other words',
      { quote: { ...good.quote, text: 'no one was hurt' } },
      'the quote does not stand in the report',
    ],
    ['an empty quote', { quote: quoteOf(TEXT, 3, 3) }, 'the quote does not stand in the report'],
    ['no quote', { quote: { start: 0, end: 6 } }, 'the quote does not stand in the report'],
    ['a value of another field', { value: { text: 'revenge' } }, 'the value of injuries has an unknown part "text"'],
    [
      'a number though none is reported',
      { value: { ...toll, status: 'none-reported' } },
      'the value of injuries has a number though it is none-reported',
    ],
    [
      'a pin for a province',
      { field: 'place', value: { ...place, lat: 34, lon: 41, precision: 'province' } },
      'the value of place has a pin for a province',
    ],
    ["a source's quote", { source: { ...kirby, quote: elsewhere } }, "the source's quote does not stand in the report"],
    ["a source's cue", { source: { ...kirby, cue: elsewhere } }, "the source's cue does not stand in the report"],
    ['a source without a name', { source: { ...kirby, name: '' } }, 'the source has no name'],
    ['a source of no kind', { source: { by: 'rumour' } }, 'the source is neither the outlet nor attributed'],
    [
      'the quote of one it came through',
      { source: { ...kirby, via: [{ ...kirby, quote: elsewhere }] } },
      "the source's quote does not stand in the report",
    ],
    [
      "a hedge's quote",
      { hedge: { ...good.hedge, quote: elsewhere } },
      "the hedge's quote does not stand in the report",
    ],
    ['a certainty that is none', { hedge: { ...good.hedge, certainty: 'sure' } }, 'no certainty "sure"'],
    ['a modality that is none', { hedge: { ...good.hedge, modality: 'past' } }, 'no modality "past"'],
  ])('refuses %s', (_, more, words) => expect(of(more)).toContain(words));

  it('refuses a source that came through itself without end', () => {
    const loop: AttributedSource = { ...kirby };
    loop.via = [loop];
    expect(of({ source: loop })).toBe('the source came through more than eight others');
  });

  it('refuses every quote that does not slice back, wherever it is', () => {
    const quotes = fc.record({
      start: fc.integer({ min: -3, max: TEXT.length + 3 }),
      end: fc.integer({ min: -3, max: TEXT.length + 3 }),
      text: fc.oneof(
        fc.string(),
        fc.nat(TEXT.length).map(i => TEXT.slice(i, i + 6)),
      ),
    });
    fc.assert(
      fc.property(quotes, quote => {
        const stands = quote.text !== '' && quote.start >= 0 && TEXT.slice(quote.start, quote.end) === quote.text;
        const inside = stands && quote.end <= TEXT.length;
        const all = [{ quote }, { source: { ...kirby, quote } }, { source: { ...kirby, cue: quote } }];
        for (const more of [...all, { hedge: { ...good.hedge, quote } }]) expect(of(more) === null).toBe(inside);
      }),
      { numRuns: 500 },
    );
  });
});
