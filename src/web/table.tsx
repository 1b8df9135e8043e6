import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import type { EventRow } from './api.js';
import { dateWords } from './date.js';
import type { Filter, Sort } from './filter.js';
import { Link } from './link.js';
import { eventPath } from './route.js';
import { saveCsv } from './save.js';
import { Words } from './text.js';
import type { Looking } from './view.js';
import { FIELD_WORDS, number, originsWords, placeWords, REVIEW_WORDS, someOf, tollWords, typeWords } from './words.js';
import './table.css';

type Column = { name: string; sort?: Sort; usual: boolean; text: (row: EventRow) => string; wide?: boolean };
const names = (list: readonly { name: string }[]): string => someOf([...new Set(list.map(({ name }) => name))], 2);

/** What a table can show of an event; those that are `usual` it shows unasked. */
export const COLUMNS: Record<string, Column> = {
  when: { name: 'When', sort: 'date', usual: true, text: row => dateWords(row.date) },
  what: { name: 'What', usual: true, text: row => typeWords(row.type) },
  acled: { name: 'ACLED', usual: false, text: row => row.type?.acled ?? '' },
  who: { name: 'Who', usual: true, text: row => names(row.actors) },
  whom: { name: 'To whom', usual: true, text: row => names(row.targets) },
  where: { name: 'Where', usual: true, text: row => someOf(row.places.map(placeWords), 2), wide: true },
  killed: {
    name: 'Killed',
    sort: 'toll',
    usual: true,
    text: row => (row.fatalities ? tollWords(row.fatalities, '').trim() : ''),
  },
  hurt: { name: 'Hurt', usual: false, text: row => (row.injuries ? tollWords(row.injuries, '').trim() : '') },
  reports: { name: 'Reports', sort: 'reports', usual: true, text: row => number(row.reports) },
  origins: { name: 'Origins', usual: false, text: row => originsWords(row.origins) },
  odds: {
    name: 'Disagree on',
    usual: true,
    text: row => row.disagree.map(field => FIELD_WORDS[field].toLowerCase()).join(', '),
  },
  grade: { name: 'Grade', usual: false, text: row => row.grade?.grade ?? '' },
  review: { name: 'Review', usual: false, text: row => REVIEW_WORDS[row.review] },
  outlets: { name: 'Outlets', usual: false, text: row => someOf(row.outlets, 3), wide: true },
  words: { name: 'Words', usual: false, text: row => row.words.text, wide: true },
};
const KEYS = Object.keys(COLUMNS);

type Props = Looking & {
  rows: readonly EventRow[];
  marked: string | null;
  mark: (row: EventRow | null) => void;
  end: ReactNode;
};

/** The events as a table: arrows go from cell to cell, Enter opens an event. */
export default function Table({ filter, view, narrow, look, rows, marked, mark, end }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const [cell, setCell] = useState<[number, number]>([0, 0]);
  const chosen =
    view.cols === '' ? KEYS.filter(key => COLUMNS[key]!.usual) : KEYS.filter(key => view.cols.split(',').includes(key));
  const columns = chosen.length > 0 ? chosen : ['when'];
  const change = (key: string): void => {
    const next = columns.includes(key)
      ? columns.filter(one => one !== key)
      : KEYS.filter(one => columns.includes(one) || one === key);
    if (next.length > 0) look({ cols: next.join(',') });
  };
  const sorted = (column: Column) =>
    column.sort === undefined ? undefined : filter.sort === column.sort ? ('descending' as const) : ('none' as const);
  const order = (sort: Sort): Filter => ({ ...filter, sort });

  const focused = (at: number, n: number): void => {
    setCell([at, n]);
    mark(rows[at] ?? null);
  };
  const keyed = (event: KeyboardEvent<HTMLTableElement>): void => {
    const [row, column] = cell;
    const last = rows.length - 1;
    const moves: Record<string, [number, number]> = {
      ...{
        ArrowUp: [row - 1, column],
        ArrowDown: [row + 1, column],
        ArrowLeft: [row, column - 1],
        ArrowRight: [row, column + 1],
      },
      ...{ Home: [row, 0], End: [row, columns.length - 1], PageUp: [row - 10, column], PageDown: [row + 10, column] },
    };
    const to =
      event.ctrlKey && event.key === 'Home'
        ? [0, 0]
        : event.ctrlKey && event.key === 'End'
          ? [last, columns.length - 1]
          : moves[event.key];
    if (to === undefined) {
      if (event.key === 'Enter' && document.activeElement?.tagName === 'TD')
        table.current?.querySelector<HTMLAnchorElement>(`tr[data-row="${row}"] a`)?.click();
      return;
    }
    event.preventDefault();
    const next: [number, number] = [
      Math.max(0, Math.min(last, to[0]!)),
      Math.max(0, Math.min(columns.length - 1, to[1]!)),
    ];
    setCell(next);
    const found = table.current?.querySelector<HTMLElement>(`tr[data-row="${next[0]}"] [data-cell="${next[1]}"]`);
    found?.focus();
    found?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };

  return (
    <>
      <div className="table-bar">
        <details className="columns">
          <summary>Columns</summary>
          <fieldset>
            <legend className="aloud">Columns</legend>
            {KEYS.map(key => (
              <label key={key}>
                <input type="checkbox" checked={columns.includes(key)} onChange={() => change(key)} />{' '}
                {COLUMNS[key]!.name}
              </label>
            ))}
          </fieldset>
        </details>
        <button
          type="button"
          onClick={() =>
            saveCsv('attest-events', [
              ['id', ...columns.map(key => COLUMNS[key]!.name)],
              ...rows.map(row => [row.id, ...columns.map(key => COLUMNS[key]!.text(row))]),
            ])
          }
        >
          Save these {number(rows.length)} as CSV
        </button>
      </div>
      <div className="table-scroll">
        {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table that arrows go through is a grid */}
        <table ref={table} role="grid" aria-label="Events" aria-rowcount={-1} onKeyDown={keyed}>
          <thead>
            <tr>
              {columns.map(key => {
                const column = COLUMNS[key]!;
                return (
                  <th key={key} scope="col" aria-sort={sorted(column)}>
                    {column.sort ? (
                      <button
                        type="button"
                        className="sorter"
                        onClick={() => narrow(order(column.sort!), { replace: true })}
                      >
                        {column.name} <span aria-hidden="true">{filter.sort === column.sort ? '▼' : '▽'}</span>
                      </button>
                    ) : (
                      column.name
                    )}
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr
                key={row.id}
                data-row={at}
                className={row.id === marked ? 'marked' : undefined}
                onPointerEnter={() => mark(row)}
                onPointerLeave={() => mark(null)}
              >
                {columns.map((key, n) => {
                  const column = COLUMNS[key]!;
                  const text = <Words key="text" text={column.text(row)} />;
                  const at0 = cell[0] === at && cell[1] === n;
                  const focus = {
                    'data-cell': n,
                    tabIndex: at0 ? 0 : -1,
                    onFocus: () => focused(at, n),
                  };
                  return n === 0 ? (
                    <td key={key} className={column.wide ? 'wide' : undefined}>
                      <Link to={eventPath(row.id)} {...focus}>
                        {text}
                      </Link>
                    </td>
                  ) : (
                    <td key={key} className={column.wide ? 'wide' : undefined} {...focus}>
                      {text}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
        {end}
      </div>
    </>
  );
}
