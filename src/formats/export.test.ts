import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from '../codebook/codebook.js';
import type { TollValue } from '../codebook/toll.js';
import { policyOf, RANGE } from '../model/choice.js';
import type { Claim, Source } from '../model/claim.js';
import { type Cell, COLUMNS } from './column.js';
import { csvHead, csvRow, LONGEST } from './csv.js';
import type { Exported, Origin, Told } from './exported.js';
import { geojsonFeature, geojsonHead, geojsonTail } from './geojson.js';

/** A reader of RFC 4180 that forgives nothing. */
function parsed(text: string): string[][] {
  const rows: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      for (at++; ; at++) {
        if (at >= text.length) throw new Error('a quoted cell without an end');
        if (text[at] !== '"') cell += text[at];
        else if (text[at + 1] === '"') cell += text[at++];
        else break;
      }
      at++;
    } else while (at < text.length && !/[,\r\n"]/.test(text[at]!)) cell += text[at++];
    rows.at(-1)!.push(cell);
    if (text[at] === ',') {
      at++;
      if (text.startsWith('\r\n', at)) rows.at(-1)!.push('');
    }
    if (text.startsWith('\r\n', at)) {
      at += 2;
      rows.push([]);
    } else if (at < text.length && text[at - 1] !== ',') throw new Error(`"${text[at]}" after a cell, at ${at}`);
  }
  expect(rows.pop()).toEqual([]);
  return rows;
}

type Said = {
  field: Field;
  value: unknown;
  words: string;
  report?: string;
  source?: Source;
  hedge?: Partial<Claim['hedge']>;
};
const person = (name: string): Source => ({
  by: 'attributed',
  id: null,
  name,
  role: null,
  anonymous: true,
  party: false,
  quote: { start: 0, end: name.length, text: name },
  cue: null,
  via: [],
});

/** An event in which every claim is a value of its own. */
function exported(said: readonly Said[], reports: readonly Origin[], id = 'e1'): Exported {
  const claims = said.map(
    ({ field, value, words, report, source, hedge }, at): Told =>
      ({
        id: `c${at}`,
        about: 'm1',
        field,
        basis: 'stated',
        value,
        quote: { start: at, end: at + words.length, text: words },
        source: source ?? { by: 'outlet' },
        hedge: { certainty: 'stated', modality: 'actual', quote: null, ...hedge },
        coder: 'rules@0.1',
        report: report ?? reports[0]!.id,
      }) as Told,
  );
  const fields: Record<string, unknown[]> = {};
  for (const claim of claims) {
    fields[claim.field] ??= [];
    fields[claim.field]!.push({ value: claim.value, claims: [claim.id], origins: { low: 1, high: 2 } });
  }
  const event = { id, mentions: ['m1'], fields } as Exported['event'];
  const byId = new Map(claims.map(claim => [claim.id, claim]));
  return {
    event,
    violent: true,
    claims: byId,
    reports,
    grade: null,
    review: 'waiting',
    policy: RANGE,
    trust: new Map(),
  };
}

const report = (id: string, more: Partial<Origin> = {}): Origin => ({
  id,
  title: null,
  outlet: null,
  agency: null,
  url: null,
  published: null,
  ...more,
});
const toll = (low: number | null, high: number | null, more: Partial<TollValue> = {}): TollValue => ({
  status: 'reported',
  low,
  high,
  who: { class: 'unspecified', side: 'unknown' },
  wording: null,
  partOf: null,
  cumulative: false,
  ...more,
});
const type = { plover: 'ASSAULT', mode: 'heavy-weapons', acled: 'Shelling/artillery/missile attack', cameo: '194' };
const place = {
  name: 'Harun',
  lat: 33.5,
  lon: -3.25,
  countries: ['IQ'],
  admin1: 'Anbar',
  precision: 'town',
  area: null,
  geonames: 99,
};
const day = { edtf: '2021-06-27', earliest: '2021-06-27', latest: '2021-06-27', part: null, precision: 'day' };
const since = { edtf: '2021-04/..', earliest: '2021-04-01', latest: null, part: null, precision: 'open' };
const party = (name: string, id: string | null = null) => ({ name, id, kind: 'rebel group', mention: null });

const SHELLING = exported(
  [
    { field: 'type', value: type, words: 'shelled' },
    { field: 'actor', value: party('the Northern Front'), words: 'The Northern Front' },
    { field: 'actor', value: party('Sons; of "Harun"', 'Q1'), words: 'Sons' },
    { field: 'place', value: place, words: 'Harun' },
    {
      field: 'place',
      value: {
        ...place,
        name: 'Anbar',
        lat: null,
        lon: null,
        precision: 'province',
        area: [39, 31, 44, 35],
        geonames: null,
      },
      words: 'Anbar',
    },
    { field: 'date', value: day, words: 'on Sunday' },
    { field: 'date', value: since, words: 'since April' },
    { field: 'fatalities', value: toll(8, 8), words: 'eight people', source: person('a hospital official') },
    { field: 'fatalities', value: toll(12, null), words: 'at least 12', report: 'r2' },
    {
      field: 'fatalities',
      value: toll(90, 90),
      words: '90',
      hedge: { certainty: 'denied' },
      source: person('the army'),
    },
    { field: 'injuries', value: toll(null, null, { status: 'none-reported' }), words: 'no immediate reports' },
    { field: 'purpose', value: { text: '=cmd|calc' }, words: 'in retaliation', hedge: { certainty: 'possible' } },
  ],
  [report('r1', { outlet: 'Daily Paper', url: 'https://example.org/1' }), report('r2', { agency: 'The Wire' })],
);

const cells = (one: Exported): Record<string, string> => {
  const [head, row] = parsed(csvHead() + csvRow(one));
  expect(row).toHaveLength(head!.length);
  return Object.fromEntries(head!.map((name, at) => [name, row![at]!]));
};
type Feature = { id: string; bbox?: number[]; geometry: { type: string } | null; properties: Record<string, unknown> };
const feature = (one: Exported): Feature => JSON.parse(geojsonFeature(one, true)) as Feature;

describe('csv', () => {
  it('gives an event as one row', () => {
    expect(Object.fromEntries(Object.entries(cells(SHELLING)).filter(([, text]) => text !== ''))).toEqual({
      event_id: 'e1',
      policy: 'range',
      review: 'waiting',
      violent: 'true',
      plover: 'ASSAULT',
      mode: 'heavy-weapons',
      acled: 'Shelling/artillery/missile attack',
      cameo: '194',
      date: '2021-06-27; 2021-04/..',
      earliest: '2021-04-01',
      latest: '2021-06-27',
      date_precision: 'day; open',
      dates: '2',
      actors: 'the Northern Front; "Sons; of ""Harun"""',
      actor_kinds: 'rebel group; rebel group',
      actor_ids: '; Q1',
      places: 'Harun; Anbar',
      geonames: '99; ',
      countries: 'IQ',
      admin1: 'Anbar',
      latitude: '33.5',
      longitude: '-3.25',
      place_precision: 'town',
      fatalities_status: 'reported',
      fatalities_low: '8',
      fatalities_said:
        '8 people (Daily Paper: a hospital official); 12 or more people (The Wire); 90 people (Daily Paper: the army, denied)',
      injuries_status: 'none-reported',
      injuries_said: 'none-reported (Daily Paper)',
      purpose: "'=cmd|calc",
      reports: '2',
      outlets: 'Daily Paper',
      origins_low: '1',
      origins_high: '2',
      disagree: 'fatalities',
      hedges: 'denied; possible',
      words: 'shelled',
      urls: 'https://example.org/1',
      fatalities_policy: 'range',
      injuries_policy: 'range',
    });
  });

  it('shows by another policy what that one chooses, and names it', () => {
    const one = exported(
      [
        { field: 'place', value: place, words: 'Harun', report: 'r1' },
        { field: 'place', value: { ...place, name: 'Samar', geonames: 98 }, words: 'Samar', report: 'r2' },
        { field: 'fatalities', value: toll(8, 8), words: '8', report: 'r1' },
        { field: 'fatalities', value: toll(12, 12), words: '12', report: 'r2' },
      ],
      [report('r1', { published: '2021-06-28' }), report('r2', { published: '2021-06-29' })],
    );
    const by = (text: string) => cells({ ...one, policy: policyOf(text)! });
    expect(by('latest')).toMatchObject({
      ...{ policy: 'latest', places: 'Samar', fatalities_low: '12', fatalities_high: '12' },
      ...{ fatalities_policy: 'latest', fatalities_said: '8 people (the report); 12 people (the report)' },
    });
    expect(by('toll:conservative,place:official')).toMatchObject({
      ...{ policy: 'toll:conservative,place:official', places: 'Harun; Samar', fatalities_high: '8' },
    });
    expect(by('official')).toMatchObject({ policy: 'official', places: 'Harun; Samar', fatalities_policy: 'range' });
    expect(geojsonHead(policyOf('latest')!)).toContain('"policy":"latest"');
  });

  it('leaves what is unknown empty', () => {
    const bare = {
      ...exported([{ field: 'weapon', value: { name: 'arms', kind: 'other' }, words: 'arms' }], [report('r1')]),
    };
    const full = Object.entries(cells({ ...bare, violent: false })).filter(([, text]) => text !== '');
    expect(full.map(([name]) => name)).toEqual([
      ...['event_id', 'policy', 'violent', 'weapons', 'weapon_kinds', 'reports', 'origins_low', 'origins_high'],
      'review',
    ]);
  });

  it('lets no value out whose words are not at hand', () => {
    const claims = new Map(
      [...SHELLING.claims].filter(([, { quote }]) => quote.text !== 'Harun' && quote.text !== 'at least 12'),
    );
    const row = cells({ ...SHELLING, claims });
    expect(row).toMatchObject({
      places: 'Anbar',
      latitude: '',
      place_precision: 'province',
      fatalities_high: '8',
      disagree: '',
    });
    expect(JSON.stringify(feature({ ...SHELLING, claims }))).not.toContain('"Point"');
  });

  it('does not give for who did it, or where, what is only denied, but tells of a denied event what it is', () => {
    const denied = { hedge: { certainty: 'denied' as const } };
    const said: Said[] = [
      { field: 'type', value: type, words: 'shelled' },
      { field: 'actor', value: party('the army'), words: 'the army', ...denied },
      { field: 'place', value: place, words: 'Harun', ...denied },
    ];
    const some = exported(said, [report('r1')]);
    expect(cells(some)).toMatchObject({ plover: 'ASSAULT', actors: '', latitude: '', hedges: 'denied' });
    expect(feature(some)).toMatchObject({ geometry: null, properties: { fields: { actor: [{}], place: [{}] } } });
    const whole = exported(
      said.map(one => ({ ...one, ...denied })),
      [report('r1')],
    );
    expect(cells(whole)).toMatchObject({ plover: 'ASSAULT', actors: 'the army', latitude: '33.5', hedges: 'denied' });
  });

  it('cuts what a spreadsheet would spill into the next row', () => {
    const long = exported([{ field: 'purpose', value: { text: '😀'.repeat(30_000) }, words: 'x' }], [report('r1')]);
    const { purpose } = cells(long);
    expect(purpose!.length).toBeLessThanOrEqual(LONGEST);
    expect(purpose).toMatch(/😀 … \(cut, 60000 characters in all\)$/u);
  });
});

describe('geojson', () => {
  it('gives a collection, an event a line', () => {
    const text = geojsonHead(RANGE) + geojsonFeature(SHELLING, true) + geojsonFeature(SHELLING, false) + geojsonTail();
    expect(text.split('\n')).toHaveLength(5);
    expect(JSON.parse(text)).toMatchObject({
      type: 'FeatureCollection',
      policy: 'range',
      features: [{ id: 'e1' }, {}],
    });
    expect(JSON.parse(geojsonHead(RANGE) + geojsonTail())).toEqual({
      type: 'FeatureCollection',
      policy: 'range',
      features: [],
    });
  });

  it('keeps numbers, lists and unknowns what they are, and the words with their values', () => {
    const { geometry, bbox, properties } = feature(SHELLING);
    expect(geometry?.type).toBe('GeometryCollection');
    expect(bbox).toEqual([-3.25, 31, 44, 35]);
    expect(properties).toMatchObject({
      violent: true,
      actors: ['the Northern Front', 'Sons; of "Harun"'],
      actor_ids: [null, 'Q1'],
      fatalities_low: 8,
      fatalities_high: null,
      longitude: -3.25,
      purpose: ['=cmd|calc'],
      displaced_low: null,
      targets: [],
    });
    const { fields } = properties as { fields: Record<string, unknown[]> };
    expect(Object.keys(fields)).toEqual(['type', 'actor', 'place', 'date', 'fatalities', 'injuries', 'purpose']);
    expect(fields.fatalities![0]).toEqual({
      value: toll(8, 8),
      origins: { low: 1, high: 2 },
      said: [
        {
          claim: 'c7',
          quote: 'eight people',
          start: 7,
          end: 19,
          basis: 'stated',
          source: 'a hospital official',
          role: null,
          via: [],
          hedge: { certainty: 'stated', modality: 'actual', words: null },
          report: 'r1',
          outlet: 'Daily Paper',
          url: 'https://example.org/1',
        },
      ],
    });
  });

  it('has no place for an event of which none is known', () => {
    const { geometry, bbox } = feature(exported([{ field: 'type', value: type, words: 'shelled' }], [report('r1')]));
    expect([geometry, bbox]).toEqual([null, undefined]);
  });
});

const HOSTILE = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.string({ unit: 'binary', minLength: 1 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '"',
          ',',
          ';',
          '; ',
          '\r\n',
          '\n',
          '\r',
          '\t',
          '\0',
          '=',
          '+',
          '-',
          '@',
          "'",
          '＝',
          '\ud800',
          ' ',
          '\u202e',
        ],
        ...['🔥', 'قصف', '\u2028', '</script>', 'a', '|', '\ufeff', '\x1b[2J'],
      ),
      { minLength: 1, maxLength: 12 },
    )
    .map(parts => parts.join('')),
);
const EVENTS = fc.tuple(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE).map(([name, other, text, outlet, words]) =>
  exported(
    [
      { field: 'type', value: type, words },
      { field: 'actor', value: party(name, other), words },
      { field: 'actor', value: party(other), words },
      { field: 'place', value: { ...place, name: text, admin1: name }, words },
      { field: 'fatalities', value: toll(null, null, { wording: text }), words, source: person(name) },
      { field: 'purpose', value: { text }, words },
      { field: 'weapon', value: { name: words, kind: 'other' }, words },
    ],
    [report('r1', { outlet, url: text })],
    name,
  ),
);

/** What a cell is to hold, told once more and otherwise: characters one by one, then the list, then the apostrophe. */
function wanted(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number' || typeof cell === 'boolean') return `${cell}`;
  const list = typeof cell === 'string' ? null : [...cell];
  const part = (one: string | null) =>
    one === null ? '' : one.includes(';') || one.includes('"') ? `"${one.split('"').join('""')}"` : one;
  const text = list === null ? (cell as string) : list.every(one => one === null) ? '' : list.map(part).join('; ');
  let clean = '';
  for (const char of text) {
    const code = char.codePointAt(0)!;
    const ends = [9, 10, 11, 12, 13, 0x85, 0x2028, 0x2029].includes(code);
    if (ends) clean += clean.endsWith('\n') ? '' : '\n';
    else if (code < 32 || (code > 126 && code < 160) || (code >= 0xd800 && code < 0xe000)) clean += '\ufffd';
    else if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)) clean += '\ufffd';
    else clean += char;
  }
  clean = clean.split('\n').join(' ');
  return '=+-@＝＋－＠'.includes(clean.replace(/^['\s]+/, '')[0] ?? 'x') ? `'${clean}` : clean;
}

describe('hostile text', () => {
  it('comes back from the CSV as the same cells, on one line, and never as a formula', () => {
    fc.assert(
      fc.property(fc.array(EVENTS, { maxLength: 4 }), events => {
        const text = csvHead() + events.map(csvRow).join('');
        expect(text.split('\r\n')).toHaveLength(events.length + 2);
        expect(text.replaceAll('\r\n', '')).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        const [head, ...rows] = parsed(text);
        expect(head).toEqual(COLUMNS.map(({ name }) => name));
        expect(rows).toEqual(events.map(one => COLUMNS.map(column => wanted(column.of(one)))));
        for (const row of rows)
          for (const [at, cell] of row.entries())
            if (COLUMNS[at]!.type !== 'number') expect(cell).not.toMatch(/^[\s]*[=+\-@＝＋－＠]/);
      }),
    );
  });

  it('leaves the GeoJSON one that can be read, with every word well formed', () => {
    fc.assert(
      fc.property(EVENTS, one => {
        const line = geojsonFeature(one, true);
        expect(line).not.toContain('\n');
        expect(line).not.toContain('\\u0000');
        expect(line).not.toMatch(/\\ud[89a-f]/);
        const { properties } = JSON.parse(line) as Feature;
        expect(Object.keys(properties)).toEqual([...COLUMNS.map(({ name }) => name), 'fields']);
      }),
    );
  });
});
