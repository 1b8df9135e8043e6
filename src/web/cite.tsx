import { useState } from 'react';
import { variable } from '../codebook/codebook.js';
import type { EventPage } from './api.js';
import { headlineText, tollLine } from './words.js';

/** How an event is cited: what stood there, at which address, when it was looked at. */
type Cited = { title: string; note: string; url: string; day: string; id: string };

const TEX = /[\\{}$&#^_~%]/g;
const tex = (text: string): string =>
  text.replace(TEX, sign => ({ '\\': '\\textbackslash{}', '^': '\\^{}', '~': '\\~{}' })[sign] ?? `\\${sign}`);

export const textOf = ({ title, note, url, day }: Cited): string =>
  `Attest. “${title}”. ${note}. ${url} (seen ${day}).`;
export const bibtexOf = ({ title, note, url, day, id }: Cited): string =>
  `@misc{attest-${id.replace(/[^A-Za-z0-9-]/g, '')},
  title = {${tex(title)}},
  note = {${tex(note)}},
  howpublished = {Attest event record},
  url = {${url}},
  urldate = {${day}}
}`;
export const cslOf = ({ title, note, url, day, id }: Cited): string =>
  JSON.stringify(
    [
      {
        ...{ id, type: 'dataset', title, note, publisher: 'Attest event record', URL: url },
        accessed: { 'date-parts': [day.split('-').map(Number)] },
      },
    ],
    null,
    2,
  );

// A spreadsheet takes a cell that begins so for a formula.
const FORMULA = /^['\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/;
const cell = (value: string | number | null): string => {
  const text = value === null ? '' : String(value).replace(/[\r\n\t\0]+/g, ' ');
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
  return /[",]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
const COLUMNS = 'event,field,value,quote,start,end,report,outlet,published,url,source,certainty,modality,coders,claim';

/** Every claim of an event as a line of CSV, with its words. */
export function claimsCsv({ event, claims, reports }: EventPage): string {
  const papers = new Map(reports.map(report => [report.id, report]));
  const lines = claims.map(({ id, report, field, value, quote, source, hedge, coders }) => {
    const paper = papers.get(report);
    return [
      ...[event.id, field, variable(field)!.format(value), quote.text, quote.start, quote.end, report],
      ...[paper?.outlet ?? null, paper?.published ?? null, paper?.url ?? null],
      ...[source.by === 'outlet' ? 'outlet' : source.name, hedge.certainty, hedge.modality, coders.join('; '), id],
    ]
      .map(cell)
      .join(',');
  });
  return `${[COLUMNS, ...lines].join('\r\n')}\r\n`;
}

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Cite, share and export an event. */
export function Take({ answer }: { answer: EventPage }) {
  const [said, setSaid] = useState('');
  const { event } = answer;
  const url = location.origin + location.pathname + location.search;
  const day = new Date().toISOString().slice(0, 10);
  const note = `${tollLine(event.fatalities, 'killed')}; policy ${event.policy}; event ${event.id}`;
  const cited: Cited = { title: headlineText(event), note, url, day, id: event.id };
  const copy = (what: string, text: string) => () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid(`${what} copied.`),
      () => setSaid('The browser lets nothing be copied: select it and copy it by hand.'),
    );
  return (
    <details className="take">
      <summary>Cite, share, export</summary>
      <div className="take-in">
        <p className="cited">{textOf(cited)}</p>
        <p className="take-ways">
          <button type="button" onClick={copy('The citation', textOf(cited))}>
            Copy text
          </button>
          <button type="button" onClick={copy('BibTeX', bibtexOf(cited))}>
            Copy BibTeX
          </button>
          <button type="button" onClick={copy('CSL JSON', cslOf(cited))}>
            Copy CSL JSON
          </button>
          <button type="button" onClick={copy('The address', url)}>
            Copy the address
          </button>
          <button
            type="button"
            onClick={() => save(`attest-${event.id}.json`, 'application/json', `${JSON.stringify(answer, null, 1)}\n`)}
          >
            Save as JSON
          </button>
          <button type="button" onClick={() => save(`attest-${event.id}.csv`, 'text/csv', claimsCsv(answer))}>
            Save claims as CSV
          </button>
        </p>
        <p role="status">{said}</p>
      </div>
    </details>
  );
}
