import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { CODEBOOK, type Field } from '../codebook/codebook.js';
import { GRADES } from '../model/grade.js';
import type { Said } from '../server/review-schema.js';
import { type ClaimView, type EventList, type EventRow, forget, type Queue, useAnswer } from './api.js';
import { Outcome, useBulk } from './change.js';
import { useChosen } from './chosen.js';
import { dateWords } from './date.js';
import { type Filter, filterOf, queryOf } from './filter.js';
import { type Key, Keys } from './keys.js';
import { Link } from './link.js';
import { Asking, Page, Wrong } from './page.js';
import { joined, More, usePages } from './pages.js';
import { Chips } from './rail.js';
import { Review, useReviews } from './review.js';
import { eventPath, go, reportPath, useSearch } from './route.js';
import { Headline } from './row.js';
import { Words } from './text.js';
import { FIELD_WORDS, familyOf, number, REVIEW_WORDS, tollLine, valueWords } from './words.js';
import './bulk.css';

/** What may be chosen: an event, or one claim of one. */
type Item = { id: string; event: EventRow; claim: ClaimView | null };
type Choice = { act: Act; field: string; grade: string; text: string };
type Act = 'accept' | 'reject' | 'grade' | 'assign' | 'comment' | 'same';

/** What can be said of several at once: of claims, only whether they hold. More than so many are said in several goes. */
const ACTS: Record<Act, { key: string; words: string; claims: boolean }> = {
  accept: { key: 'a', words: 'Accept', claims: true },
  reject: { key: 'r', words: 'Reject', claims: true },
  grade: { key: 'g', words: 'Grade', claims: false },
  assign: { key: 't', words: 'Give to', claims: false },
  comment: { key: 'm', words: 'Comment', claims: false },
  same: { key: 's', words: 'One event', claims: false },
};
const MOST = 1000;
const MOST_JOINED = 200;
const FIELDS = CODEBOOK.filter(({ about }) => about === 'event').map(({ field }) => field as Field);

/** What is said of the chosen things, as the API takes it; null where something is missing. */
function saidOf({ act, field, grade, text }: Choice, items: readonly Item[]): Said[] | null {
  const words = text.trim();
  if (act === 'same')
    return items.length > 1 && items.length <= MOST_JOINED
      ? [{ kind: 'same', events: items.map(({ id }) => id) }]
      : null;
  if (items.length === 0 || items.length > MOST || (act === 'comment' && words === '')) return null;
  return items.map(({ id, claim }): Said => {
    if (act === 'accept' || act === 'reject')
      return claim
        ? { kind: act, claim: claim.id }
        : { kind: act, event: id, ...(field === '' ? {} : { field: field as Field }) };
    if (act === 'grade') return { kind: 'grade', event: id, grade: grade as (typeof GRADES)[number] };
    const on = { kind: 'event', id } as const;
    return act === 'comment' ? { kind: 'comment', on, text: words } : { kind: 'assign', on, to: words || null };
  });
}

function Line({ item }: { item: Item }) {
  const { event, claim } = item;
  return (
    <span className="bulk-words">
      {claim && (
        <span className={`said ${familyOf(claim.field)}`}>
          {FIELD_WORDS[claim.field]}: <Words text={valueWords(claim.field, claim.value).line} />
        </span>
      )}
      <span>
        <Headline row={event} />
      </span>
      {claim ? (
        <span className="bulk-quote" dir="auto">
          <Words text={claim.sentence.text} />
        </span>
      ) : (
        <span className="quiet">
          {dateWords(event.date)} · {tollLine(event.fatalities, 'killed')} · {REVIEW_WORDS[event.review]}
          {event.grade && ` · graded ${event.grade.grade}`}
        </span>
      )}
    </span>
  );
}

type ListProps = { items: readonly Item[]; chosen: ReadonlySet<string>; at: number; toggle: (id: string) => void };
function Items({ items, chosen, at, toggle }: ListProps) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <ol className="bulk-list" ref={list} aria-label="What may be chosen">
      {items.map((item, n) => (
        <li key={item.id} className={n === at ? 'lit' : undefined} aria-current={n === at || undefined}>
          <label>
            <input type="checkbox" checked={chosen.has(item.id)} onChange={() => toggle(item.id)} />
            <Line item={item} />
          </label>
          <Link to={item.claim ? reportPath(item.claim.report, item.claim.id) : eventPath(item.id)}>Open</Link>
        </li>
      ))}
    </ol>
  );
}

type AskProps = { choice: Choice; claims: boolean; reason: string; busy: boolean };
type AskingProps = AskProps & { choose: (part: Partial<Choice>) => void; give: (reason: string) => void };
/** What is to be said, and why. */
function Ask({ choice, claims, choose, reason, give }: AskingProps) {
  const { act, field, grade, text } = choice;
  const words = ACTS[act].words;
  return (
    <div className="bulk-ask">
      <fieldset className="bulk-acts">
        <legend className="aloud">What is said of those chosen</legend>
        {(Object.keys(ACTS) as Act[])
          .filter(one => !claims || ACTS[one].claims)
          .map(one => (
            <button key={one} type="button" aria-pressed={one === act} onClick={() => choose({ act: one })}>
              {ACTS[one].words} <kbd>{ACTS[one].key}</kbd>
            </button>
          ))}
      </fieldset>
      {(act === 'accept' || act === 'reject') && !claims && (
        <label>
          {words}
          <select value={field} onChange={({ target }) => choose({ field: target.value })}>
            <option value="">every value</option>
            {FIELDS.map(one => (
              <option key={one} value={one}>
                {FIELD_WORDS[one].toLowerCase()}
              </option>
            ))}
          </select>
        </label>
      )}
      {act === 'grade' && (
        <label>
          As
          <select value={grade} onChange={({ target }) => choose({ grade: target.value })}>
            {GRADES.map(one => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      )}
      {(act === 'assign' || act === 'comment') && (
        <label>
          {act === 'assign' ? 'Whom (empty: nobody)' : 'What'}
          <input
            dir="auto"
            maxLength={act === 'assign' ? 80 : 1000}
            value={text}
            onChange={({ target }) => choose({ text: target.value })}
          />
        </label>
      )}
      <label className="bulk-why">
        Why
        <input dir="auto" maxLength={1000} value={reason} onChange={({ target }) => give(target.value)} />
      </label>
    </div>
  );
}

type PickProps = { items: readonly Item[]; claims: boolean; end: ReactNode };
/** Things are chosen, something is said of them, what would come of it is looked at, and then it is said: all by keys. */
function Pick({ items, claims, end }: PickProps) {
  const reviews = useReviews();
  const { chosen, choose, toggle } = useChosen();
  const [at, setAt] = useState(0);
  const [choice, setChoice] = useState<Choice>({ act: 'accept', field: '', grade: GRADES[0], text: '' });
  const [reason, setReason] = useState('');
  const picked = items.filter(({ id }) => chosen.has(id));
  const said = saidOf(choice, picked);
  const bulk = useBulk(said, reason);
  const here = Math.min(at, items.length - 1);
  const whole = picked.length === items.length;

  const all = () => choose(new Set(whole ? [] : items.map(({ id }) => id)));
  const { look, apply } = bulk;
  const applied = apply && (() => void apply().then(done => done && choose(new Set())));
  const keys: Key[] = [
    ['j', 'the next', here < items.length - 1 ? () => setAt(here + 1) : null],
    ['k', 'the one before', here > 0 ? () => setAt(here - 1) : null],
    ['x', 'choose it, or not', items[here] ? () => toggle(items[here]!.id) : null],
    ['*', 'choose all that are listed, or none', items.length > 0 ? all : null],
    ...(Object.keys(ACTS) as Act[]).map(
      (act): Key => [
        ...([ACTS[act].key, `${ACTS[act].words.toLowerCase()}: those chosen`] as const),
        claims && !ACTS[act].claims ? null : () => setChoice({ ...choice, act }),
      ],
    ),
    ['w', 'why', () => document.querySelector<HTMLInputElement>('.bulk-why input')?.focus()],
    ['p', 'look at what would come of it', look],
    ['y', 'yes: do it', applied],
    ['o', 'open it', items[here] ? () => go(eventPath(items[here]!.event.id)) : null],
    ['u', 'take back what was said last', reviews?.undo ?? null],
  ];
  return (
    <>
      <Keys keys={keys} />
      <div className="bulk-parts">
        <section aria-label="Chosen">
          <p className="bulk-count">
            <span role="status">
              {number(picked.length)} of {number(items.length)} chosen
            </span>{' '}
            <button type="button" disabled={items.length === 0} onClick={all}>
              {whole ? 'Choose none' : 'Choose all listed'} <kbd>*</kbd>
            </button>
          </p>
          <Items items={items} chosen={chosen} at={here} toggle={toggle} />
          {end}
        </section>
        <section className="bulk-say" aria-label="Said of them">
          <Ask
            {...{ choice, claims, reason, busy: bulk.busy, give: setReason }}
            choose={part => setChoice({ ...choice, ...part })}
          />
          <p className="statement-do">
            <button type="button" disabled={look === null} onClick={() => look?.()}>
              What would change <kbd>p</kbd>
            </button>
            <button type="button" className="main" disabled={applied === null} onClick={() => applied?.()}>
              Say it <kbd>y</kbd>
            </button>
          </p>
          {choice.act === 'same' && picked.length > MOST_JOINED && (
            <p className="quiet">No more than {MOST_JOINED} become one at once.</p>
          )}
          {picked.length > MOST && <p className="quiet">No more than {number(MOST)} at once: choose fewer.</p>}
          <Outcome {...bulk} />
        </section>
      </div>
    </>
  );
}

function Events({ filter, turn }: { filter: Filter; turn: number }) {
  const pages = usePages<EventList>(`/api/events${queryOf(filter, { limit: '200' })}`, turn, joined);
  const { answer } = pages;
  const events = answer.state === 'here' ? answer.value.events : null;
  const items = useMemo(() => events?.map((event): Item => ({ id: event.id, event, claim: null })) ?? [], [events]);
  if (answer.state === 'asking') return <Asking what="the events" />;
  if (answer.state === 'trouble') return <Wrong trouble={answer.trouble} again={pages.again} />;
  if (items.length === 0) return <p className="empty">No event fits all of these filters.</p>;
  return <Pick key={queryOf(filter)} items={items} claims={false} end={<More pages={pages} left={null} />} />;
}

function Claims({ turn }: { turn: number }) {
  const answer = useAnswer<Queue>('/api/queue?kind=claim&limit=200', turn);
  const found = answer.state === 'here' ? answer.value.items : null;
  const items = useMemo(
    () =>
      found?.flatMap((one): Item[] =>
        one.kind === 'claim' ? [{ id: one.claim.id, event: one.event, claim: one.claim }] : [],
      ) ?? [],
    [found],
  );
  if (answer.state === 'asking') return <Asking what="the values" />;
  if (answer.state === 'trouble') return <Wrong trouble={answer.trouble} />;
  if (items.length === 0) return <p className="empty">No value stands on a doubt alone.</p>;
  return <Pick items={items} claims end={null} />;
}

/** Several events, or several claims, reviewed at once. */
export default function BulkPage({ turn }: { turn: number }) {
  const search = useSearch();
  const [tries, setTries] = useState(0);
  const again = useRef(() => {});
  again.current = () => {
    forget();
    setTries(tries + 1);
  };
  const changed = useMemo(() => () => again.current(), []);
  const filter = filterOf(search);
  const claims = new URLSearchParams(search).get('of') === 'claims';
  const at = (next: Filter, of: string): string => `/review/bulk${queryOf(next, { of })}`;
  const now = turn + tries / 1000;
  return (
    <Page title="Several at once" heading="Several at once" className="bulk plain">
      <div className="bulk-of">
        <fieldset className="switch">
          <legend className="aloud">Choose among</legend>
          <button type="button" aria-pressed={!claims} onClick={() => go(at(filter, ''), { replace: true })}>
            Events
          </button>
          <button type="button" aria-pressed={claims} onClick={() => go(at(filter, 'claims'), { replace: true })}>
            Values in doubt
          </button>
        </fieldset>
        {!claims && (
          <>
            <Link to={`/${queryOf(filter)}`}>Other filters</Link>
            <Chips filter={filter} change={next => go(at(next, ''), { replace: true })} />
          </>
        )}
      </div>
      <Review changed={changed}>{claims ? <Claims turn={now} /> : <Events filter={filter} turn={now} />}</Review>
    </Page>
  );
}
