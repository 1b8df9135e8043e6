import { useEffect, useId, useRef, useState } from 'react';
import { type Facets, useAnswer } from './api.js';
import { monthWords } from './date.js';
import { chipsOf, type Filter, NO_FILTER, unsorted } from './filter.js';
import { Words } from './text.js';
import { countryWords, number, ploverWords } from './words.js';

type Change = (filter: Filter, how?: { replace: boolean }) => void;
type Part = { filter: Filter; change: Change };

const SETTLED = 350;

type DraftProps = {
  label: string;
  type: 'search' | 'date';
  value: string;
  commit: (value: string) => void;
  hint?: string;
};

/** A box whose words take effect when the typing stops: each letter would else be an address and a question of its own. */
function Draft({ label, type, value, commit, hint }: DraftProps) {
  const [draft, setDraft] = useState(value);
  const [known, setKnown] = useState(value);
  const id = useId();
  if (known !== value) {
    // The address was changed from elsewhere: by a chip, or by Back.
    setKnown(value);
    if (draft.trim() !== value) setDraft(value);
  }
  const late = useRef(commit);
  late.current = commit;
  useEffect(() => {
    if (draft.trim() === known) return;
    const timer = setTimeout(() => late.current(draft.trim()), SETTLED);
    return () => clearTimeout(timer);
  }, [draft, known]);
  return (
    <div className={`draft ${type}`}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={draft}
        placeholder={hint}
        maxLength={type === 'search' ? 200 : undefined}
        onChange={event => setDraft(event.target.value)}
      />
    </div>
  );
}

type Choice = { key: string; name: string; count: number };
type ChoicesProps = { title: string; choices: Choice[]; chosen: readonly string[]; toggle: (key: string) => void };
const FIRST = 6;

/** A facet: what may be chosen, and how many events there are of each. */
function Choices({ title, choices, chosen, toggle }: ChoicesProps) {
  const [all, setAll] = useState(false);
  const gone = chosen.filter(key => !choices.some(choice => choice.key === key));
  const list = [...choices, ...gone.map(key => ({ key, name: key, count: 0 }))];
  if (list.length === 0) return null;
  const shown = all ? list : list.filter((choice, at) => at < FIRST || chosen.includes(choice.key));
  return (
    <fieldset className="choices">
      <legend>{title}</legend>
      {shown.map(({ key, name, count }) => (
        <label key={key}>
          <input type="checkbox" checked={chosen.includes(key)} onChange={() => toggle(key)} />
          <Words text={name} className="choice" />
          <span className="count">{number(count)}</span>
        </label>
      ))}
      {list.length > FIRST && (
        <button type="button" className="plain-button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `${list.length - shown.length} more`}
        </button>
      )}
    </fieldset>
  );
}

/** How the events lie in time: one bar a month, from the first to the last. */
function Months({ months }: { months: Facets['months'] }) {
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last || months.length < 2) return null;
  const at = (key: string): number => Number(key.slice(0, 4)) * 12 + Number(key.slice(5, 7));
  const from = at(first.key);
  const wide = at(last.key) - from + 1;
  const most = Math.max(...months.map(({ count }) => count));
  const busiest = months.find(({ count }) => count === most)!;
  return (
    <figure className="months">
      <svg
        viewBox={`0 0 ${wide} 20`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Events by month, ${monthWords(first.key)} to ${monthWords(last.key)}; most in ${monthWords(busiest.key)}: ${most}`}
      >
        {months.map(({ key, count }) => {
          const high = Math.max(1, (count / most) * 20);
          return <rect key={key} x={at(key) - from} y={20 - high} width={wide > 40 ? 1 : 0.85} height={high} />;
        })}
      </svg>
      <figcaption aria-hidden="true">
        <span>{monthWords(first.key)}</span>
        <span>{monthWords(last.key)}</span>
      </figcaption>
    </figure>
  );
}

const toggled = <T extends string>(list: readonly T[], key: string): T[] =>
  list.includes(key as T) ? list.filter(one => one !== key) : [...list, key as T];

/** The filters, beside the list and the map alike. */
export function Rail({ filter, change, turn }: Part & { turn: number }) {
  const [open, setOpen] = useState(false);
  const facets = useAnswer<Facets>(`/api/facets${unsorted(filter)}`, turn);
  const found = facets.state === 'here' ? facets.value : null;
  const set = (part: Partial<Filter>, replace = false) => change({ ...filter, ...part }, { replace });
  const active = chipsOf(filter).length;
  return (
    <search className="rail" aria-label="Filters">
      <Draft label="Search" type="search" value={filter.q} hint="words, names, places" commit={q => set({ q }, true)} />
      <button type="button" className="unfold" aria-expanded={open} onClick={() => setOpen(!open)}>
        Filters{active > 0 && ` (${active} on)`}
      </button>
      <div className={open ? 'filters' : 'filters shut'}>
        <fieldset className="days">
          <legend>When</legend>
          {found && <Months months={found.months} />}
          <Draft label="from" type="date" value={filter.from} commit={from => set({ from }, true)} />
          <Draft label="to" type="date" value={filter.to} commit={to => set({ to }, true)} />
        </fieldset>
        {found && (
          <>
            <Choices
              title="What"
              choices={found.types.map(one => ({ ...one, name: ploverWords(one.key) }))}
              chosen={filter.type}
              toggle={key => set({ type: toggled(filter.type, key) })}
            />
            <Choices
              title="ACLED sub-event type"
              choices={found.acled}
              chosen={filter.acled}
              toggle={key => set({ acled: toggled(filter.acled, key) })}
            />
            <Choices
              title="Country"
              choices={found.countries.map(one => ({ ...one, name: countryWords(one.key) }))}
              chosen={filter.country}
              toggle={key => set({ country: toggled(filter.country, key) })}
            />
            <Choices
              title="Party"
              choices={found.actors}
              chosen={filter.actor ? [filter.actor] : []}
              toggle={key => set({ actor: filter.actor === key ? '' : key })}
            />
          </>
        )}
        {facets.state === 'trouble' && <p className="quiet">The counts could not be fetched.</p>}
        <label className="also">
          <input type="checkbox" checked={filter.all} onChange={() => set({ all: !filter.all })} />
          <span>
            Also what is not violence
            <small>talks, arrests, and what was only planned, threatened or denied</small>
          </span>
        </label>
      </div>
    </search>
  );
}

/** What is narrowed, each part with a way out of it. */
export function Chips({ filter, change }: Part) {
  const list = useRef<HTMLUListElement>(null);
  const chips = chipsOf(filter);
  if (chips.length === 0) return null;
  const wordsOf = (part: keyof Filter, value: string): string => {
    if (part === 'type') return ploverWords(value);
    if (part === 'country') return countryWords(value);
    if (part === 'q') return `“${value}”`;
    if (part === 'from') return `from ${monthWords(value)}`;
    if (part === 'to') return `to ${monthWords(value)}`;
    return part === 'all' ? 'also what is not violence' : value;
  };
  // The button pressed is gone afterwards, and the focus with it: it goes to what is left.
  const leave = (without: Filter) => {
    change(without);
    const left = list.current;
    requestAnimationFrame(() => (left?.isConnected ? left : document.querySelector('h1'))?.focus());
  };
  return (
    <ul className="chips" ref={list} tabIndex={-1} aria-label="Filters that are on">
      {chips.map(({ part, value, without }) => (
        <li key={`${part} ${value}`}>
          <button type="button" onClick={() => leave(without)}>
            <Words text={wordsOf(part, value)} />
            <span aria-hidden="true">×</span>
            <span className="aloud">: take this filter off</span>
          </button>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <button type="button" className="plain-button" onClick={() => leave({ ...NO_FILTER, sort: filter.sort })}>
            Take all off
          </button>
        </li>
      )}
    </ul>
  );
}
