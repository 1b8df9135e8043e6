import { AttestError } from '../model/error.js';

/** One row of a word list: its columns by name. Every row has a `source`. */
export type Row = Record<string, string>;
/** Tables by name (the file's name without folder and ending), as `data/lexicon/en` and `data/actors` hold them. */
export type Tables = Record<string, Row[]>;

/**
 * A table from tab-separated text: the first line names the columns, `#` begins a comment line. Each row must have a
 * `source`: a list whose origin nobody knows cannot be corrected.
 */
export function table(name: string, text: string): Row[] {
  const lines = text.split('\n').filter(line => line.trim() !== '' && !line.startsWith('#'));
  const columns = (lines.shift() ?? '').split('\t');
  return lines.map((line, index) => {
    const cells = line.split('\t');
    const row: Row = {};
    for (const [place, column] of columns.entries()) row[column] = (cells[place] ?? '').trim();
    if (!row.source || cells.length > columns.length)
      throw new AttestError(
        'bad-table',
        `${name}, row ${index + 1}: ${JSON.stringify(line.slice(0, 80))}`,
        'Give each row its columns, tab-separated, with a source.',
      );
    return row;
  });
}

/**
 * What is built of a table's rows, built once for each table: a reader is asked for every report, and its tables stay the same.
 * The rows must not be changed afterwards.
 */
export function once<T>(build: (rows: Row[]) => T): (rows: Row[]) => T {
  const built = new WeakMap<Row[], T>();
  return rows => {
    let known = built.get(rows);
    if (known === undefined) {
      known = build(rows);
      built.set(rows, known);
    }
    return known;
  };
}
