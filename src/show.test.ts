import { expect, test } from 'vitest';
import { claim } from './model/claim.js';
import { mention } from './model/mention.js';
import { quoteOf } from './model/quote.js';
import type { AttestRecord } from './pipeline.js';
import { recordFault } from './record.js';
import { widthOf } from './screen.js';
import { card } from './show.js';

const text = 'Rebels \u001b[2Jshelled Harun\u202e, police said.';
const at = (words: string) => quoteOf(text, text.indexOf(words), text.indexOf(words) + words.length);
const shelled = mention('r1', 'event', at('shelled'));
const type = claim(
  'r1',
  shelled,
  {
    field: 'type',
    basis: 'stated',
    value: { plover: 'ASSAULT', mode: 'heavy-weapons' },
    quote: at('\u001b[2Jshelled Harun\u202e'),
    source: {
      by: 'attributed',
      id: null,
      name: 'police\u001b[31m',
      role: null,
      anonymous: false,
      party: true,
      quote: at('police'),
      cue: at('said'),
      via: [],
    },
    hedge: { certainty: 'likely', modality: 'historical', quote: null },
  },
  'rules@0.1',
);
const record: AttestRecord = {
  attest: '1',
  report: { id: 'r1', title: null, outlet: null, agency: null, url: null, published: null, language: 'en', text },
  mentions: [shelled],
  claims: [type],
  judgements: [],
  events: [
    {
      id: 'e1',
      mentions: [shelled.id],
      fields: {
        type: [
          {
            value: {
              plover: 'ASSAULT',
              mode: 'heavy-weapons',
              acled: 'Shelling/artillery/missile attack',
              cameo: '194',
            },
            claims: [type.id],
            origins: { low: 1, high: 2 },
          },
        ],
      },
    },
  ],
  notes: [{ rule: 'boilerplate', quote: at('police said'), message: 'not part of the report' }],
};

test.each([40, 80, 120])(
  'a card of %d columns has the value, its words, its source and its hedge, all harmless',
  width => {
    const shown = card(record, { width, color: false });
    const words = shown.replace(/\s+/g, ' ');
    for (const part of ['1. ASSAULT heavy-weapons', 'likely, historical', 'police␛[31m, a party', 'note boilerplate'])
      expect(words).toContain(part);
    expect(words).toContain('␛[2Jshelled Harun<U+202E>');
    expect(shown).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
    for (const line of shown.split('\n').filter(line => !line.startsWith('1.')))
      expect(widthOf(line)).toBeLessThanOrEqual(width);
  },
);

test('colour only where it is asked for', () => {
  expect(card(record, { width: 100, color: true })).toContain('\u001b[1m');
});

test('a record from outside is held to its shape and to the gate', () => {
  const broken = (change: (copy: never) => void): string | null => {
    const copy = structuredClone(record);
    change(copy as never);
    return recordFault(copy);
  };
  expect(recordFault(record)).toBe(null);
  expect(recordFault([])).toContain('another version');
  expect(broken((copy: AttestRecord) => Object.assign(copy, { claims: 'none' }))).toContain('without "claims"');
  expect(broken((copy: AttestRecord) => Object.assign(copy.claims[0]!.quote, { start: 1 }))).toContain(
    'does not stand',
  );
  expect(broken((copy: AttestRecord) => Object.assign(copy.claims[0]!, { source: { by: 'rumour' } }))).toContain(
    'source',
  );
  expect(broken((copy: AttestRecord) => Object.assign(copy.claims[0]!, { field: '__proto__' }))).toContain(
    'no variable',
  );
  expect(
    broken((copy: AttestRecord) =>
      Object.assign(copy.events[0]!.fields, { date: [{ claims: [], origins: {}, value: 3 }] }),
    ),
  ).toContain('date');
  expect(broken((copy: AttestRecord) => Object.assign(copy, { events: [null] }))).toContain('an event without');
});
