import { CODEBOOK, variable } from './codebook/codebook.js';
import type { Claim, Hedge, Source } from './model/claim.js';
import type { Event } from './model/event.js';
import type { Mention } from './model/mention.js';
import type { Quote } from './model/quote.js';
import type { AttestRecord } from './pipeline.js';
import { harmless, type Paint, paint, type Style, widthOf, wrap } from './screen.js';

/** How a record is shown. `width`: columns of the terminal. */
export type View = { width: number; color: boolean };

const LABEL = 14;
const INDENT = 3;
/** Below this width a quote stands under its value, not beside it. */
const NARROW = 84;

const quoted = (quote: Quote): string => `“${harmless(quote.text)}”`;

/** Who says so, as a person reads it: the outlet, or a name with its role and whom it came through. */
export function sourceLine(source: Source): string {
  if (source.by === 'outlet') return 'the outlet';
  const role = source.role && !source.name.includes(source.role) ? `, ${source.role}` : '';
  const through = source.via.map(other => `, through ${sourceLine(other)}`).join('');
  return harmless(`${source.name}${role}${source.party ? ', a party' : ''}${through}`);
}

function hedgeLine(hedge: Hedge): string {
  const marks = [hedge.certainty, hedge.modality].filter(mark => mark !== 'stated' && mark !== 'actual');
  if (marks.length === 0) return '';
  return `${marks.join(', ')}${hedge.quote ? ` ${quoted(hedge.quote)}` : ''}`;
}

type Part = { text: string; style: Style };
type Line = Part[];
const painted = (line: Line, put: Paint): string => line.map(part => put(part.style, part.text)).join(' ');

/** The words of a claim, who says so, and how surely: on as few lines as they fit in. */
function claimLines(claim: Claim, width: number): Line[] {
  const rule = claim.rule ? `, rule ${harmless(claim.rule)}` : '';
  const derived = claim.basis === 'derived' ? ', derived' : '';
  const parts: Part[] = [
    { text: quoted(claim.quote), style: 'quote' },
    { text: `${sourceLine(claim.source)}${derived}${rule}`, style: 'dim' },
    { text: hedgeLine(claim.hedge), style: 'hedge' },
  ];
  const lines: Line[] = [];
  let room = 0;
  for (const { text, style } of parts.filter(part => part.text !== '')) {
    const size = widthOf(text) + 1;
    if (lines.length && size <= room) lines.at(-1)!.push({ text, style });
    else lines.push(...wrap(text, width).map(line => [{ text: line, style }]));
    room = width - lines.at(-1)!.reduce((sum, part) => sum + widthOf(part.text) + 1, -1);
  }
  return lines;
}

type Names = { claims: Map<string, Claim>; mentions: Map<string, Mention>; events: Map<string, number> };

function valueText(field: string, value: unknown, names: Names): string {
  if (field === 'link') {
    const { relation, to } = value as { relation: string; to: string };
    const number = names.events.get(to);
    return harmless(`${relation} ${number === undefined ? to : `event ${number}`}`);
  }
  return harmless(variable(field)!.format(value));
}

/** One field: its values on the left, the words of each beside it. */
function fieldLines(field: string, event: Event, names: Names, { width, color }: View): string[] {
  const put = paint(color);
  const values = event.fields[field as keyof Event['fields']] ?? [];
  const narrow = width < NARROW;
  const left = narrow ? width - INDENT - LABEL : Math.floor((width - INDENT - LABEL) * 0.42);
  const right = narrow ? left - 2 : width - INDENT - LABEL - left - 2;
  const lines: string[] = [];
  let label = field;
  const push = (value: string, words: string): void => {
    const pad = narrow ? '' : ' '.repeat(Math.max(0, left + 2 - widthOf(value)));
    const row = `${' '.repeat(INDENT)}${put('dim', label)}${' '.repeat(Math.max(1, LABEL - widthOf(label)))}${value}`;
    lines.push(words === '' ? row.trimEnd() : `${row}${pad}${words}`);
    label = '';
  };
  for (const { value, claims, origins } of values) {
    const range = origins.low === origins.high ? `${origins.high}` : `${origins.low} to ${origins.high}`;
    const several = origins.high > 1 ? ` [${range} origins]` : '';
    const shown = wrap(`${valueText(field, value, names)}${several}`, left);
    const words = claims.flatMap(id => names.claims.get(id) ?? []).flatMap(claim => claimLines(claim, right));
    if (narrow) {
      for (const line of shown) push(line, '');
      for (const line of words) push('', `  ${painted(line, put)}`);
      continue;
    }
    for (let row = 0; row < Math.max(shown.length, words.length); row++)
      push(shown[row] ?? '', words[row] ? painted(words[row]!, put) : '');
  }
  return lines;
}

/** What sets an event apart from one that happened now, where all who speak of it agree: "historical", "threatened, denied". */
function standing(event: Event, names: Names): string {
  const claims = (event.fields.type ?? []).flatMap(part => part.claims).flatMap(id => names.claims.get(id) ?? []);
  const marks = new Set(claims.map(claim => hedgeLine({ ...claim.hedge, quote: null })));
  return marks.size === 1 ? [...marks][0]! : '';
}

function eventCard(event: Event, number: number, names: Names, view: View): string[] {
  const put = paint(view.color);
  const types = (event.fields.type ?? []).map(({ value }) =>
    [variable('type')!.format(value), value.acled, value.cameo].filter(Boolean).join(' · '),
  );
  const mark = standing(event, names);
  const head = harmless(`${number}. ${types.join(' / ') || 'no type'}${mark ? `  (${mark})` : ''}`);
  const mentions = event.mentions.flatMap(id => names.mentions.get(id)?.quote ?? []);
  const told = wrap(harmless(`told as ${mentions.map(quoted).join(', ')}`), view.width - INDENT);
  return [
    put('bold', head),
    ...(mentions.length ? told.map(line => ' '.repeat(INDENT) + put('dim', line)) : []),
    ...CODEBOOK.flatMap(({ field }) => fieldLines(field, event, names, view)),
    '',
  ];
}

/** Relations between actors are about mentions, not about an event. */
function relationLines(record: AttestRecord, names: Names, { width, color }: View): string[] {
  const put = paint(color);
  const words = (id: string): string => {
    const found = names.mentions.get(id);
    return found ? harmless(found.quote.text) : '?';
  };
  const lines = record.claims.flatMap(claim => {
    if (claim.field !== 'relation') return [];
    const { relation, to } = claim.value as { relation: string; to: string };
    const head = `${words(claim.about)} ${relation} ${words(to)}`;
    return [
      ...wrap(head, width - INDENT).map(line => ' '.repeat(INDENT) + line),
      ...claimLines(claim, width - INDENT - 2).map(line => ' '.repeat(INDENT + 2) + painted(line, put)),
    ];
  });
  return lines.length ? [put('bold', 'Between actors'), ...lines, ''] : [];
}

function headLines({ report }: AttestRecord, { width, color }: View): string[] {
  const put = paint(color);
  const first = report.title ?? report.text.trimStart().slice(0, 200).split('\n')[0] ?? '';
  const known = [
    report.outlet,
    report.agency,
    report.published ?? 'no date of publication',
    report.language,
    report.url,
  ];
  return [
    put('dim', '─'.repeat(width)),
    ...wrap(harmless(first), width).map(line => put('bold', line)),
    ...wrap(harmless(known.filter(Boolean).join(' · ')), width).map(line => put('dim', line)),
    '',
  ];
}

/** A record for a person: each event as a card, the words, the source and the hedge beside each value. Ends with a line end. */
export function card(record: AttestRecord, view: View): string {
  const put = paint(view.color);
  const names: Names = {
    claims: new Map(record.claims.map(claim => [claim.id, claim])),
    mentions: new Map(record.mentions.map(mention => [mention.id, mention])),
    events: new Map(record.events.map((event, index) => [event.id, index + 1])),
  };
  const notes = record.notes.flatMap(note =>
    wrap(harmless(`note ${note.rule}: ${note.message}${note.quote ? ` ${quoted(note.quote)}` : ''}`), view.width).map(
      line => put('hedge', line),
    ),
  );
  return `${[
    ...headLines(record, view),
    ...(record.events.length ? [] : ['No events.', '']),
    ...record.events.flatMap((event, index) => eventCard(event, index + 1, names, view)),
    ...relationLines(record, names, view),
    ...(notes.length ? [...notes, ''] : []),
  ].join('\n')}\n`;
}
