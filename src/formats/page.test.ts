import { expect, it } from 'vitest';
import { MIDDLING, POLICY_PARTS } from '../model/choice.js';
import { COLUMNS } from './column.js';
import { LONGEST } from './csv.js';

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const page = () => `# Exports

Written from \`src/formats\` by \`npx vitest run src/formats/page.test.ts -u\`: change it there.

\`attest export --format csv\` and \`--format geojson\` give events, one a row or a feature. They are for spreadsheets, statistics
and maps; to carry a record on, export JSON lines. Where sources differ, what is shown is chosen by the policy that \`policy\`
names (below); who gives which figure stands in the columns \`..._said\`, whatever the policy. What is not known is empty, never 0. A party or
a place that is named only to be denied is not in the columns, but of an event that is denied as a whole (\`hedges\`, and \`violent\`
is false). A value whose words the reader may not see is left out altogether.

## Policies

By default it is the policy of the database (\`attest policy\`), else \`range\`. \`--policy NAME\` chooses another for this
export alone. A name holds for all parts that it can choose; \`toll:median,date:latest\` sets parts by themselves:
${POLICY_PARTS.map(part => `\`${part}\``).join(', ')}. What is no such part always has all its values.

- \`range\`: of tolls from the lowest to the highest figure given for the whole event; of other fields every value.
- \`conservative\`, \`median\`: of tolls the lowest figure, or the middle one, of two the lower.
- \`latest\`: what the reports published last say.
- \`official\`: what an office, the police or an army says.
- \`trusted\`: what outlets of the highest trust say (\`attest outlet\`); one that no trust was given for counts as ${MIDDLING}.
- \`origins\`: what most independent origins give.

Where a policy has nothing to go by (nothing is official, no report has a day), all is shown as by \`range\`; of tolls the columns
\`..._policy\` say so. Nobody's figure is changed: a policy chooses among those given.

## CSV

RFC 4180: UTF-8 without a byte order mark, commas, CRLF, a first line of names, one line an event.

- A list is joined by \`; \`. A part that holds a semicolon or a quotation mark stands within quotation marks, doubled inside.
  Lists of one kind go together: the second of \`actor_kinds\` is of the second of \`actors\`.
- Text that a spreadsheet would take for a formula (it begins with \`=\`, \`+\`, \`-\` or \`@\`) has an apostrophe before it.
  Columns of numbers have none.
- Line breaks and tabs are spaces, control characters and overrides of direction U+FFFD.
- A text of more than ${LONGEST.toLocaleString('en')} characters is cut and says so; the GeoJSON has all of it.
- A spreadsheet that shows broken letters took the file for another encoding: import it as UTF-8 text.

## GeoJSON

RFC 7946: a FeatureCollection of which every feature is an event and stands on a line of its own.

- \`id\` is the event's. The columns below are \`properties\`, with numbers, booleans and lists as such; an unknown is \`null\`
  or an empty list.
- \`geometry\`: a Point for a place that is a point, a town or a district with one; the box for a province and anything wider,
  split at the antimeridian; several places together; \`null\` where nothing is known or nothing can be drawn. A box says that
  it was somewhere in there. \`bbox\` is there for all but a Point.
- \`properties.fields\` has every value of every field, by its name in the [codebook](codebook.md): \`value\`, \`origins\` (\`low\`,
  \`high\`) and \`said\`, a list of \`claim\`, \`quote\` with \`start\` and \`end\` (UTF-16 offsets into the report's text), \`basis\`,
  \`source\` (null: the outlet itself), \`role\`, \`via\`, \`hedge\` (\`certainty\`, \`modality\`, \`words\`), \`report\`, \`outlet\`, \`url\`.

## Columns

New ones are added at the end.

${[row(['name', 'type', 'what']), row(['---', '---', '---']), ...COLUMNS.map(({ name, type, doc }) => row([`\`${name}\``, type, doc]))].join('\n')}
`;

it('is written from the columns as they are: npx vitest run src/formats/page.test.ts -u', async () => {
  await expect(page()).toMatchFileSnapshot('../../docs/export.md');
});

it('has every name once', () => {
  expect(new Set(COLUMNS.map(({ name }) => name)).size).toBe(COLUMNS.length);
});
