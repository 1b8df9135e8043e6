import { ACTOR_KINDS, type ActorKind } from './codebook/actor.js';
import { AttestError } from './model/error.js';
import { hashOf } from './model/id.js';
import type { ActorSort } from './read/reading.js';

const SORTS: readonly ActorSort[] = [
  'state',
  'force',
  'agency',
  'group',
  'office',
  'person',
  'people',
  'facility',
  'body',
  'media',
];
const COLUMNS = ['name', 'aliases', 'kind', 'sort', 'country', 'parent', 'qid', 'from', 'to', 'source'];
/** What a kind mostly is, where a list names no sort. */
const SORT_OF: Partial<Record<ActorKind, ActorSort>> = {
  ...{ government: 'state', 'state forces': 'force', 'external forces': 'force' },
  ...{ 'rebel group': 'group', 'political militia': 'group', 'identity militia': 'group' },
};
const LONGEST = 200;
const MOST_ROWS = 100_000;

/** Cells of a line of CSV (quoted as RFC 4180 has it, no line ends inside) or TSV. Null where quotes do not close. */
function cellsOf(line: string, mark: ',' | '\t'): string[] | null {
  if (mark === '\t') return line.split('\t').map(cell => cell.trim());
  const cells: string[] = [];
  for (let at = 0; at <= line.length; at++) {
    let cell = '';
    if (line[at] === '"') {
      for (at++; line[at] !== '"' || line[at + 1] === '"'; at++) {
        if (at >= line.length) return null;
        if (line[at] === '"') at++;
        cell += line[at];
      }
      at++;
      if (at < line.length && line[at] !== ',') return null;
    } else for (; at < line.length && line[at] !== ','; at++) cell += line[at];
    cells.push(cell.trim());
  }
  return cells;
}

/**
 * A user's own list of actors (CSV or TSV with a header: name, and any of aliases, parted by "|", kind, sort, country, parent,
 * qid, from, to, source) as a table like data/actors/actors.tsv. Nothing is taken where any row is wrong: the error names all
 * of the first ten. `where`: the file, for errors.
 */
export function ownActors(text: string, where: string): { table: string; rows: number } {
  const [head = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const mark = head.includes('\t') ? '\t' : ',';
  const columns = (cellsOf(head, mark) ?? []).map(cell => cell.toLowerCase());
  const strange = columns.filter(column => !COLUMNS.includes(column));
  if (!columns.includes('name') || strange.length > 0)
    throw new AttestError(
      'bad-list',
      `${where}, line 1: ${columns.includes('name') ? `no such column: ${strange.slice(0, 5).join(', ').slice(0, 100)}` : 'no column "name"'}`,
      `The header may hold: ${COLUMNS.join(', ')}.`,
    );
  const faults: string[] = [];
  const rows: string[] = [];
  for (const [at, line] of lines.entries()) {
    if (!line.trim()) continue;
    const cells = cellsOf(line, mark);
    const of = (column: string): string => cells?.[columns.indexOf(column)] ?? '';
    const fault = cells === null ? 'a quote does not close' : faultOf(cells, columns.length, of);
    if (fault) faults.push(`line ${at + 2}: ${fault}`);
    else {
      const kind = (of('kind') || 'unknown') as ActorKind;
      const sort = of('sort') || (SORT_OF[kind] ?? 'group');
      const id = of('qid') || `own:${hashOf({ actor: of('name') }).slice(0, 12)}`;
      const source = [
        of('source') || 'the user’s own list',
        of('from') && `from ${of('from')}`,
        of('to') && `to ${of('to')}`,
      ];
      rows.push(
        [
          id,
          of('name'),
          of('aliases'),
          kind,
          sort,
          of('country').toUpperCase(),
          of('parent'),
          source.filter(Boolean).join(', '),
        ].join('\t'),
      );
    }
    if (rows.length > MOST_ROWS) faults.push(`line ${at + 2}: more than ${MOST_ROWS} actors`);
    if (faults.length >= 10) break;
  }
  if (faults.length > 0 || rows.length === 0)
    throw new AttestError(
      'bad-list',
      `${where}: ${faults.join('; ') || 'it holds no actor'}`,
      'Mend these lines; nothing was taken.',
    );
  return {
    table: `${['id', 'name', 'aliases', 'kind', 'sort', 'country', 'parent', 'source'].join('\t')}\n${rows.join('\n')}\n`,
    rows: rows.length,
  };
}

function faultOf(cells: readonly string[], columns: number, of: (column: string) => string): string | null {
  if (cells.length > columns) return `${cells.length} cells under ${columns} columns`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  if (cells.some(cell => /[\u0000-\u001f\u007f\u2028\u2029]/.test(cell) || !cell.isWellFormed()))
    return 'a control character';
  if (cells.some(cell => cell.length > 20 * LONGEST)) return 'a cell is too long';
  const names = [of('name'), ...of('aliases').split('|').filter(Boolean)];
  if (!/\p{L}/u.test(of('name'))) return 'no name';
  if (names.some(name => name.length > LONGEST)) return `a name of more than ${LONGEST} characters`;
  const loose = names.find(name => name.length < 2 || !/\p{L}{2}|\p{Lu}/u.test(name));
  if (loose !== undefined) return `${JSON.stringify(loose.slice(0, 20))} would match almost anything`;
  if (of('kind') && !(ACTOR_KINDS as readonly string[]).includes(of('kind')))
    return `no kind ${JSON.stringify(of('kind').slice(0, 40))}; one of: ${ACTOR_KINDS.join(', ')}`;
  if (of('sort') && !(SORTS as readonly string[]).includes(of('sort')))
    return `no sort ${JSON.stringify(of('sort').slice(0, 40))}; one of: ${SORTS.join(', ')}`;
  if (of('country') && !/^[A-Za-z]{2}$/.test(of('country'))) return 'country is no two-letter code of ISO 3166';
  if (of('qid') && !/^Q[1-9]\d{0,9}$/.test(of('qid'))) return 'qid is none of Wikidata';
  for (const end of ['from', 'to'])
    if (of(end) && !/^\d{4}(?:-\d\d){0,2}$/.test(of(end))) return `${end} is no year, month or day (YYYY-MM-DD)`;
  return null;
}
