import { type ReactNode, useId, useRef, useState } from 'react';
import type { Field } from '../codebook/codebook.js';
import { GRADES } from '../model/grade.js';
import { REVIEW_STATES, type ReviewState } from '../model/reviewed.js';
import { type Facets, type Place, useAnswer } from './api.js';
import { termWords } from './date.js';
import { Draft } from './draft.js';
import { chipsOf, DATED, type Filter, isSpan, NO_FILTER, SIDES, SOURCES, unsorted } from './filter.js';
import { Words } from './text.js';
import { countryWords, FIELD_WORDS, number, ploverWords, precisionWords, REVIEW_WORDS } from './words.js';

type Change = (filter: Filter, how?: { replace: boolean }) => void;
type Part = { filter: Filter; change: Change };

/** `count`: null where it is not counted. */
type Choice = { key: string; name: string; count: number | null };
type ChoicesProps = {
  title: string;
  /** Not there yet while the counts are asked for. */
  choices: Choice[] | undefined;
  chosen: readonly string[];
  toggle: (key: string) => void;
  /** What is chosen in words, where no event has it and no answer names it. */
  words?: ((key: string) => string) | undefined;
  children?: ReactNode;
};
const FIRST = 6;
/** Of a choice that is always there, how many events there are; null while that is asked for. */
const countOf = (counts: Facets['grades'] | undefined, key: string): number | null =>
  counts ? (counts.find(one => one.key === key)?.count ?? 0) : null;

/** A facet: what may be chosen, and how many events there are of each. */
function Choices({ title, choices = [], chosen, toggle, words = key => key, children }: ChoicesProps) {
  const [all, setAll] = useState(false);
  const gone = chosen.filter(key => !choices.some(choice => choice.key === key));
  const list = [...choices, ...gone.map(key => ({ key, name: words(key), count: 0 }))];
  if (list.length === 0 && !children) return null;
  const shown = all ? list : list.filter((choice, at) => at < FIRST || chosen.includes(choice.key));
  return (
    <fieldset className="choices">
      <legend>{title}</legend>
      {shown.map(({ key, name, count }) => (
        <label key={key}>
          <input type="checkbox" checked={chosen.includes(key)} onChange={() => toggle(key)} />
          <Words text={name} className="choice" />
          {count !== null && <span className="count">{number(count)}</span>}
        </label>
      ))}
      {list.length > FIRST && (
        <button type="button" className="plain-button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `${list.length - shown.length} more`}
        </button>
      )}
      {children}
    </fieldset>
  );
}

const toggled = <T extends string>(list: readonly T[], key: string): T[] =>
  list.includes(key as T) ? list.filter(one => one !== key) : [...list, key as T];

/** A row of choices of which one may be taken, or none. */
function Pick({
  label,
  value,
  choices,
  commit,
}: {
  label: string;
  value: string;
  choices: Record<string, string>;
  commit: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="draft pick">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={event => commit(event.target.value)}>
        <option value="">any</option>
        {Object.entries(choices).map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The two ends of a span of numbers: "5..20". */
function Span({ label, value, commit }: { label: string; value: string; commit: (value: string) => void }) {
  const [low = '', given] = value.split('..');
  const high = given ?? low;
  const put = (least: string, most: string): void => {
    const span = least === '' && most === '' ? '' : `${least}..${most}`;
    if (span === '' || isSpan(span)) commit(span);
  };
  return (
    <div className="span">
      <Draft
        label={`${label}, at least`}
        short="at least"
        type="number"
        value={low}
        commit={least => put(least, high)}
      />
      <Draft label={`${label}, at most`} short="at most" type="number" value={high} commit={most => put(low, most)} />
    </div>
  );
}

/** The filters, beside the events. */
export function Rail({ filter, change, turn }: Part & { turn: number }) {
  const [open, setOpen] = useState(false);
  const facets = useAnswer<Facets>(`/api/facets${unsorted(filter)}`, turn);
  const found = facets.state === 'here' ? facets.value : null;
  const set = (part: Partial<Filter>, replace = false) => change({ ...filter, ...part }, { replace });
  const toggle =
    (part: 'type' | 'acled' | 'country' | 'province' | 'source' | 'disagree' | 'grade' | 'review') => (key: string) =>
      set({ [part]: toggled(filter[part], key) });
  const active = chipsOf(filter).length;
  return (
    <search className="rail" aria-label="Filters">
      <Draft label="Search" type="search" value={filter.q} hint="words, names, places" commit={q => set({ q }, true)} />
      <button type="button" className="unfold" aria-expanded={open} onClick={() => setOpen(!open)}>
        Filters{active > 0 && ` (${active} on)`}
      </button>
      <div className={open ? 'filters' : 'filters shut'} aria-busy={facets.old}>
        <fieldset className="days">
          <legend>When</legend>
          <Draft label="from" type="date" value={filter.from} commit={from => set({ from }, true)} />
          <Draft label="to" type="date" value={filter.to} commit={to => set({ to }, true)} />
          <Pick label="known" value={filter.dated} choices={DATED} commit={dated => set({ dated })} />
        </fieldset>
        <Choices title="What" choices={found?.acled} chosen={filter.acled} toggle={toggle('acled')} />
        <Choices
          title="Country"
          choices={found?.countries.map(one => ({ ...one, name: countryWords(one.key) }))}
          chosen={filter.country}
          toggle={toggle('country')}
          words={PARTS.country}
        />
        <Choices
          title="Province"
          choices={found?.provinces.map(one => ({ ...one, name: `${one.name}, ${one.key.slice(0, 2)}` }))}
          chosen={filter.province}
          toggle={toggle('province')}
          words={PARTS.province}
        />
        <Choices
          title="Party"
          choices={found?.actors}
          chosen={filter.actor ? [filter.actor] : []}
          toggle={key => set({ actor: filter.actor === key ? '' : key, side: '' })}
        >
          {filter.actor !== '' && (
            <Pick label="as" value={filter.side} choices={SIDES} commit={side => set({ side })} />
          )}
        </Choices>
        <fieldset className="choices">
          <legend>Killed</legend>
          <Span label="Killed" value={filter.killed} commit={killed => set({ killed }, true)} />
          <Draft
            label="figures differ by more than"
            type="number"
            value={filter.gap}
            commit={gap => set({ gap: /^\d{0,6}$/.test(gap) ? gap : '' }, true)}
          />
        </fieldset>
        <Choices
          title="Sources disagree on"
          choices={found?.disagree.map(one => ({
            ...one,
            name: FIELD_WORDS[one.key as Field]?.toLowerCase() ?? one.key,
          }))}
          chosen={filter.disagree}
          toggle={toggle('disagree')}
          words={key => FIELD_WORDS[key as Field].toLowerCase()}
        />
        <Choices
          title="Said by"
          choices={found?.sources.map(one => ({ ...one, name: SOURCES[one.key as keyof typeof SOURCES] ?? one.key }))}
          chosen={filter.source}
          toggle={toggle('source')}
          words={key => SOURCES[key as keyof typeof SOURCES]}
        >
          <Span label="Independent origins" value={filter.origins} commit={origins => set({ origins }, true)} />
        </Choices>
        <Choices
          title="How well attested"
          choices={GRADES.map(key => ({ key, name: key, count: countOf(found?.grades, key) }))}
          chosen={filter.grade}
          toggle={toggle('grade')}
        />
        <Choices
          title="Reviewed"
          choices={REVIEW_STATES.map(key => ({ key, name: REVIEWED[key], count: countOf(found?.reviews, key) }))}
          chosen={filter.review}
          toggle={toggle('review')}
        />
        <Choices
          title="PLOVER category"
          choices={found?.types.map(one => ({ ...one, name: ploverWords(one.key) }))}
          chosen={filter.type}
          toggle={toggle('type')}
          words={ploverWords}
        />
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

/** The same beside the word "Reviewed". */
const REVIEWED: Record<ReviewState, string> = {
  ...{ waiting: 'not yet', partly: 'in part', reviewed: 'as a whole', disputed: 'and disputed' },
};

const PARTS: Partial<Record<keyof Filter, (value: string) => string>> = {
  type: ploverWords,
  country: countryWords,
  province: value => `${value.slice(3)}, ${countryWords(value.slice(0, 2))}`,
  precision: value => precisionWords(value as Place['precision']),
  q: value => `“${value}”`,
  from: value => `from ${termWords(value)}`,
  to: value => `to ${termWords(value)}`,
  dated: value => `day known ${DATED[value as keyof typeof DATED]}`,
  side: value => `as ${SIDES[value as keyof typeof SIDES]}`,
  killed: value => `${spanWords(value)} killed`,
  gap: value => `figures differ by more than ${value}`,
  origins: value => `${spanWords(value)} origins`,
  disagree: value => `≠ ${FIELD_WORDS[value as Field].toLowerCase()}`,
  source: value => `said by ${SOURCES[value as keyof typeof SOURCES]}`,
  grade: value => `graded ${value}`,
  review: value => REVIEW_WORDS[value as ReviewState],
  box: () => 'a box on the map',
  inside: () => 'an area on the map',
  all: () => 'also what is not violence',
};
const spanWords = (span: string): string => {
  const [low = '', high] = span.split('..');
  if (high === undefined) return low;
  return low === '' ? `up to ${high}` : high === '' ? `${low} or more` : `${low} to ${high}`;
};

/** What is narrowed, each part with a way out of it. */
export function Chips({ filter, change }: Part) {
  const list = useRef<HTMLUListElement>(null);
  const chips = chipsOf(filter);
  if (chips.length === 0) return null;
  const wordsOf = (part: keyof Filter, value: string): string => PARTS[part]?.(value) ?? value;
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
