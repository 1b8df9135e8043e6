// Writes docs/codebook.md from the codebook: `node scripts/build-codebook.mjs [compiled folder, default dist]`.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const MODULES = ['codebook', 'code', 'type', 'actor', 'place', 'date', 'weapon', 'toll', 'reason', 'tie'];

const actor = { name: "Kata'ib Hezbollah", id: 'attest:kataib-hezbollah', kind: 'political militia', mention: null };
const toll = {
  ...{ status: 'reported', low: 12, high: null, who: { class: 'civilians', side: 'target' } },
  ...{ wording: 'at least', partOf: null, cumulative: false },
};
/** What the parts of a value mean, and an example of it. */
const PARTS = {
  type: [
    'Category and mode of PLOVER (below); `mode` is null where the report does not tell it. In an event the value also has `acled` and `cameo`, derived by the table below or claimed by a person, null where a list has no code.',
    { plover: 'ASSAULT', mode: 'aerial' },
  ],
  actor: [
    '`name` as coded; `id` of the actors’ list or null; `kind` (below); `mention` the id of the actor’s mention or null. A state’s forces outside their own country are external forces. Several actors are several claims.',
    actor,
  ],
  target: ['As `actor`.', { ...actor, name: 'a market', id: null, kind: 'facility' }],
  authority: ['As `actor`.', { ...actor, name: 'President Biden', id: 'Q6279', kind: 'person' }],
  place: [
    '`lat`, `lon` in degrees WGS 84, null for a province and wider: there `area` is a box `[west, south, east, north]` or null. `countries` are ISO 3166 two-letter codes; `geonames` is a GeoNames id or null.',
    {
      ...{ name: 'the border region', lat: null, lon: null, countries: ['IQ', 'SY'], admin1: null },
      ...{ precision: 'border', area: [38.8, 33.2, 42.4, 37.4], geonames: null },
    },
  ],
  date: [
    '`edtf` after ISO 8601-2 level 2; `earliest` and `latest` are days, both inclusive, null where unknown or open; `part` is the part of the day or null. What cannot be resolved has `edtf` null and keeps its words in the quote.',
    {
      edtf: '2021-02-21/2021-02-28',
      earliest: '2021-02-21',
      latest: '2021-02-28',
      part: null,
      precision: 'part-of-month',
    },
  ],
  weapon: ['`name` as coded and its `kind`.', { name: 'mortars', kind: 'artillery' }],
  fatalities: [
    'Persons. A stated zero is 0 and 0, “at least 12” is 12 and null, a vague number is null and null with its `wording`. None reported and under review have no number: they are not zero. `who.class` is the report’s words or civilians, soldiers, children, unspecified; `partOf` is the claim of which this counts a part; `cumulative` where it restates an earlier toll.',
    toll,
  ],
  injuries: ['As `fatalities`.', { ...toll, low: 0, high: 0, wording: null }],
  abductions: ['As `fatalities`.', { ...toll, low: 3, high: 5, wording: null }],
  displaced: ['As `fatalities`.', { ...toll, low: null, wording: 'hundreds' }],
  occurrences: ['“at least five times” is 5 and null.', { low: 5, high: null }],
  ordinal: ['`of` is what is counted, in the report’s words.', { n: 2, of: 'times Mr. Biden has ordered strikes' }],
  purpose: ['The words that say why.', { text: 'retaliation for the attacks' }],
  responsibility: ['`who` is an actor value.', { who: actor, stance: 'is blamed by' }],
  'follow-up': ['The words that say what.', { kind: 'review', text: 'an assessment is under way' }],
  link: [
    'The claim is about the later or answering event; `to` is the mention of the earlier or answered one, in a folded event that event’s id.',
    { relation: 'response-to', to: '0f3a' },
  ],
  relation: [
    'The claim is about the actor who backs or trains; `to` is the mention of who is backed.',
    { relation: 'backs', to: '0f3a' },
  ],
  acled: ['One of ACLED’s 25 sub-event types.', 'Air/drone strike'],
  cameo: ['A CAMEO code of 2 to 4 digits, a string: as a number it would lose its leading zero.', '0871'],
};

const row = cells => `| ${cells.map(cell => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const list = values => values.map(value => `\`${value}\``).join(', ');

/** The page, from what the modules of the codebook export. Throws where a variable is not described or an example is no value. */
export function codebookPage(book) {
  const variables = book.CODEBOOK.map(({ field, about, doc, valid, format, columns }) => {
    if (!PARTS[field]) throw new Error(`scripts/build-codebook.mjs does not describe the variable "${field}"`);
    const [parts, example] = PARTS[field];
    const fault = valid(example);
    if (fault) throw new Error(`the example of ${field} ${fault}`);
    return `### ${field}

${doc} About ${about === 'event' ? 'an event' : 'an actor'} mention. ${parts}

- value: \`${JSON.stringify(example)}\`
- shown: ${format(example)}
- columns: ${list(Object.keys(columns(example)))}`;
  });
  const kinds = [
    ['kind of an actor', book.ACTOR_KINDS],
    ['kind of a weapon', book.WEAPON_KINDS],
    ['precision of a place', book.PLACE_PRECISIONS],
    ['precision of a date', book.DATE_PRECISIONS],
    ['part of a day', book.DAY_PARTS],
    ['status of a toll', book.TOLL_STATUSES],
    ['side of who is counted', book.TOLL_SIDES],
    ['stance of responsibility', book.STANCES],
    ['kind of a follow-up', book.FOLLOW_UP_KINDS],
    ['relation of two events', book.LINK_RELATIONS],
    ['relation of two actors', book.ACTOR_RELATIONS],
  ];
  const derived = book.CODE_TABLE.map(({ plover, modes, weapons, parties, acled, cameo }) => [
    plover,
    modes?.map(mode => mode ?? '*unknown*').join(', ') ?? '',
    weapons?.join(', ') ?? '',
    parties ?? '',
    acled ?? '–',
    cameo ?? '–',
  ]);
  return `# Codebook

What can be said about an event, written from \`src/codebook\` by \`node scripts/build-codebook.mjs\`: change it there.

A claim is one value of one of these variables, with the words that state it, who says so, and how surely. A field of an event has as many values as its claims give it.

## Variables

${variables.join('\n\n')}

## Lists

${table(
  ['of', 'values'],
  kinds.map(([of, values]) => [of, list(values)]),
)}

### PLOVER categories and modes

${table(
  ['category', 'modes'],
  Object.entries(book.PLOVER).map(([plover, modes]) => [plover, modes.length ? list(modes) : '–']),
)}

An event counts as violent when its type is ASSAULT, or PROTEST with mode \`riot\` or \`vandalize\`, and it is not denied, planned, threatened or hypothetical.

### ACLED sub-event types

${table(
  ['event type', 'sub-event types'],
  Object.entries(book.ACLED).map(([event, subs]) => [event, list(subs)]),
)}

## Derived codes

The first row that fits gives the codes. An empty cell fits everything; *unknown* fits a type without a mode; a weapon or a party fits where any of the event's does. – says that the list has no code for it.

${table(['category', 'modes', 'weapons', 'parties', 'ACLED', 'CAMEO'], derived)}
`;
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
  const folder = path.resolve(process.argv[2] ?? path.join(root, 'dist'), 'codebook');
  const modules = await Promise.all(MODULES.map(name => import(pathToFileURL(path.join(folder, `${name}.js`)).href)));
  const file = path.join(root, 'docs', 'codebook.md');
  const page = codebookPage(Object.assign({}, ...modules));
  const same = (await readFile(file, 'utf8').catch(() => '')) === page;
  if (!same) await writeFile(file, page);
  console.log(`docs/codebook.md ${same ? 'is up to date' : 'written'}`);
}
