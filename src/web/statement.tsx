import { type FormEvent, useEffect, useRef, useState } from 'react';
import { CODEBOOK, type Field, variable } from '../codebook/codebook.js';
import { CERTAINTIES, MODALITIES } from '../model/claim.js';
import type { Quote } from '../model/quote.js';
import type { Said } from '../server/review-schema.js';
import type { ClaimView, Trouble } from './api.js';
import { Words } from './text.js';
import { blank, changed, PARTS, type Part, read, type Value } from './value-part.js';
import { FIELD_WORDS } from './words.js';

/** What a form begins with: words of a report, and the claim to correct or the events that the words may be about. `context`: around the words. */
export type Draft = {
  claim: ClaimView | null;
  report: string;
  quote: Quote;
  context: Quote;
  events: readonly { id: string; name: string }[];
};

function Input({ part, value, change }: { part: Part; value: unknown; change: (part: unknown) => void }) {
  const now = read(value, part.path);
  const text = now === null || now === undefined ? '' : Array.isArray(now) ? now.join(', ') : String(now);
  if (part.kind === 'tick')
    return (
      <label className="tick">
        <input type="checkbox" checked={now === true} onChange={({ target }) => change(target.checked)} /> {part.words}
      </label>
    );
  if (part.kind === 'choice')
    return (
      <label>
        {part.words}
        <select value={text} onChange={({ target }) => change(target.value === '' ? null : target.value)}>
          {part.of(value as Value).map(one => (
            <option key={one} value={one ?? ''}>
              {one ?? 'not said'}
            </option>
          ))}
        </select>
      </label>
    );
  const type = { text: 'text', count: 'number', degrees: 'number', day: 'date', codes: 'text' }[part.kind];
  const parsed = (given: string): unknown => {
    if (part.kind === 'codes')
      return given
        .toUpperCase()
        .split(/[^A-Z]+/)
        .filter(Boolean);
    if (given.trim() === '') return part.path === '' || part.path === 'of' ? '' : null;
    return part.kind === 'count' || part.kind === 'degrees' ? Number(given) : given;
  };
  return (
    <label>
      {part.words}
      <input
        type={type}
        defaultValue={text}
        {...(part.kind === 'count' ? { min: 0, step: 1 } : part.kind === 'degrees' ? { step: 'any' } : {})}
        dir={part.kind === 'text' ? 'auto' : undefined}
        onChange={({ target }) => change(parsed(target.value))}
      />
    </label>
  );
}

/** The nearest place before or after the quote where words stand in what surrounds it; null where they do not. */
function quoteNear(words: string, { context, quote }: Draft): Quote | null {
  const found: number[] = [];
  for (let at = context.text.indexOf(words); words !== '' && at >= 0; at = context.text.indexOf(words, at + 1))
    found.push(at);
  const away = (at: number): number => Math.abs(context.start + at - quote.start);
  const [best] = found.sort((a, b) => away(a) - away(b));
  return best === undefined
    ? null
    : { start: context.start + best, end: context.start + best + words.length, text: words };
}

type FormProps = {
  draft: Draft;
  busy: boolean;
  save: (said: Said, words: string, reason?: string) => Promise<Trouble | null>;
  close: () => void;
};

const NEW = 'new';

/** The form in which a person states a value by the codebook: it is checked as they type, and by the gate when they send it. */
export function Statement({ draft, busy, save, close }: FormProps) {
  const { claim, quote, events } = draft;
  const dialog = useRef<HTMLDialogElement>(null);
  const [event, setEvent] = useState(events[0]?.id ?? NEW);
  const [field, setField] = useState<Field>(claim?.field ?? (events.length > 0 ? 'fatalities' : 'type'));
  const [value, setValue] = useState<unknown>(() => claim?.value ?? blank(field, quote.text));
  const old = claim?.source.by === 'attributed' ? claim.source : null;
  const [speaker, setSpeaker] = useState(old ? { name: old.name, words: old.quote.text } : null);
  const [certainty, setCertainty] = useState(claim?.hedge.certainty ?? 'stated');
  const [modality, setModality] = useState(claim?.hedge.modality ?? 'actual');
  const [reason, setReason] = useState('');
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  useEffect(() => dialog.current?.showModal(), []);

  const fresh = claim === null && event === NEW;
  const shown = fresh ? 'type' : field;
  const parts = PARTS[shown] ?? [];
  const wrong = variable(shown)?.valid(value) ?? null;
  const spoken =
    speaker === null ? null : speaker.words === old?.quote.text ? old!.quote : quoteNear(speaker.words, draft);
  const unheard = speaker !== null && (speaker.name.trim() === '' || spoken === null);

  const pick = (next: Field) => {
    setField(next);
    setValue(blank(next, quote.text));
  };
  const send = async (submitted: FormEvent) => {
    submitted.preventDefault();
    const source: ClaimView['source'] =
      speaker === null || spoken === null
        ? { by: 'outlet' }
        : old && speaker.name === old.name && spoken === old.quote
          ? old
          : {
              ...{ by: 'attributed' as const, id: null, name: speaker.name.trim(), role: null, anonymous: false },
              ...{ party: false, quote: spoken, cue: null, via: [] },
            };
    const sure = claim && certainty === claim.hedge.certainty && modality === claim.hedge.modality;
    const hedge = sure ? claim.hedge : { certainty, modality, quote: null };
    const said: Said = claim
      ? { kind: 'correct', claim: claim.id, value, source, hedge }
      : fresh
        ? {
            kind: 'event',
            report: draft.report,
            mention: quote,
            type: value as { plover: string; mode: string | null },
            source,
            hedge,
          }
        : {
            kind: 'add',
            event,
            report: draft.report,
            field,
            value: value as NonNullable<unknown>,
            quote,
            source,
            hedge,
          };
    const line = variable(shown)!.format(value);
    setTrouble(await save(said, claim ? `Corrected to “${line}”.` : `Stated “${line}”.`, reason.trim() || undefined));
  };

  return (
    <dialog ref={dialog} className="statement" aria-labelledby="statement-name" onClose={close}>
      <form onSubmit={send}>
        <h2 id="statement-name">{claim ? `Correct: ${FIELD_WORDS[claim.field]}` : 'A claim from these words'}</h2>
        <blockquote dir="auto">
          “<Words text={quote.text.length > 300 ? `${quote.text.slice(0, 300)}…` : quote.text} />”
        </blockquote>
        {claim === null && (
          <label>
            About
            <select
              value={event}
              onChange={({ target }) => {
                setEvent(target.value);
                if (target.value === NEW) pick('type');
              }}
            >
              {events.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
              <option value={NEW}>an event that is not here yet</option>
            </select>
          </label>
        )}
        {claim === null && !fresh && (
          <label>
            What they say
            <select value={field} onChange={({ target }) => pick(target.value as Field)}>
              {CODEBOOK.filter(one => PARTS[one.field as Field]).map(one => (
                <option key={one.field} value={one.field}>
                  {FIELD_WORDS[one.field as Field]}
                </option>
              ))}
            </select>
          </label>
        )}
        <p className="doc">{variable(shown)?.doc}</p>
        <fieldset className="parts" key={`${shown} ${fresh}`}>
          <legend className="aloud">Value</legend>
          {parts.map(part => (
            <Input
              key={part.path}
              part={part}
              value={value}
              change={to => setValue(changed(shown, value, part.path, to))}
            />
          ))}
          {parts.length === 0 && (
            <p>A value of this field points at other words; it can be rejected, not rewritten here.</p>
          )}
        </fieldset>
        <fieldset className="parts">
          <legend className="aloud">Source and hedge</legend>
          <label>
            Who says so
            <select
              value={speaker === null ? 'outlet' : 'other'}
              onChange={({ target }) => setSpeaker(target.value === 'outlet' ? null : { name: '', words: '' })}
            >
              <option value="outlet">the outlet itself</option>
              <option value="other">someone it quotes</option>
            </select>
          </label>
          {speaker && (
            <>
              <label>
                Name
                <input
                  dir="auto"
                  value={speaker.name}
                  onChange={({ target }) => setSpeaker({ ...speaker, name: target.value })}
                />
              </label>
              <label>
                Words that name them
                <input
                  dir="auto"
                  value={speaker.words}
                  onChange={({ target }) => setSpeaker({ ...speaker, words: target.value })}
                />
              </label>
            </>
          )}
          <label>
            How surely
            <select value={certainty} onChange={({ target }) => setCertainty(target.value as typeof certainty)}>
              {CERTAINTIES.map(one => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
          <label>
            Of what
            <select value={modality} onChange={({ target }) => setModality(target.value as typeof modality)}>
              {MODALITIES.map(one => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
        </fieldset>
        <label>
          Why (kept in the history)
          <input dir="auto" maxLength={1000} value={reason} onChange={({ target }) => setReason(target.value)} />
        </label>
        <p role="status" className="gate">
          {trouble
            ? `The gate refuses it: ${trouble.message}. ${trouble.hint}`
            : wrong
              ? `Not yet: the value ${wrong}.`
              : unheard
                ? 'Not yet: the words that name the source do not stand near the quote.'
                : 'The value is one that the codebook has.'}
        </p>
        <p className="statement-do">
          <button type="submit" disabled={busy || wrong !== null || unheard || parts.length === 0}>
            {claim ? 'Correct it' : 'State it'}
          </button>
          <button type="button" onClick={close}>
            Leave it
          </button>
        </p>
      </form>
    </dialog>
  );
}
