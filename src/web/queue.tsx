import { useEffect, useMemo, useRef, useState } from 'react';
import { type ClaimView, type EventRow, forget, type Queue, useAnswer } from './api.js';
import { Standing } from './claim.js';
import { dateWords } from './date.js';
import { type Key, Keys } from './keys.js';
import { Link } from './link.js';
import { Asking, Page, Wrong } from './page.js';
import { Sides } from './remarks.js';
import { Review, type Reviews, useReviews, Verdict } from './review.js';
import { eventPath, go, reportPath, useSearch } from './route.js';
import { Headline } from './row.js';
import { around } from './segment.js';
import { Quoted, Words } from './text.js';
import { FIELD_WORDS, familyOf, reportsWords, tollLine, valueWords } from './words.js';
import './queue.css';

type Item = Queue['items'][number];
type Pair = Item & { kind: 'pair' | 'doubt' };
const isPair = (item: Item): item is Pair => item.kind === 'pair' || item.kind === 'doubt';
const claimsOf = (item: Item): ClaimView[] =>
  item.kind === 'claim' ? [item.claim] : item.kind === 'withdrawn' ? item.claims : [];

const ASKED: Record<Item['kind'], string> = {
  pair: 'One event or two?',
  doubt: 'Is it as a person said?',
  dispute: 'Sources differ on the toll',
  claim: 'Said with a doubt',
  withdrawn: 'The report was taken back',
};
const KINDS = Object.keys(ASKED) as Item['kind'][];

/** What a key or a button says of a pair: a person's word that a machine doubts is upheld, or revised. */
const ONE = ({ say }: Reviews, { events, judgement, against }: Pair): void =>
  void say(
    against?.kind === 'same' ? { kind: 'uphold', judgement } : { kind: 'same', events: [events[0].id, events[1].id] },
    'They are one event now.',
  );
const TWO = ({ say }: Reviews, { judgement, against }: Pair): void =>
  void say({ kind: against?.kind === 'different' ? 'uphold' : 'distinct', judgement }, 'They stay two events.');
const NOBODY_KNOWS = ({ say }: Reviews, { judgement }: Pair): void =>
  void say({ kind: 'unsure', judgement }, 'Left open: nobody can tell from these reports.');

/** A pair part by part: what speaks for and against it by the machine's score, and the two side by side. */
function PairBody({ item }: { item: Pair }) {
  const reviews = useReviews();
  const [one, two] = item.events;
  const found = item.reason.split('; ').filter(Boolean);
  return (
    <>
      {item.against && (
        <p>
          <Words text={item.against.by.replace(/^person:/, '')} /> said:{' '}
          {item.against.kind === 'same' ? 'one event' : 'two events'}
          {item.against.reason && (
            <>
              , since <Words text={item.against.reason} />
            </>
          )}
          . A newer machine sees it otherwise.
        </p>
      )}
      {found.length > 0 && (
        <ul className="findings" aria-label={`What the machine found; score ${item.score.toFixed(2)}`}>
          {found.map(part => (
            <li key={part}>
              <Words text={part} />
            </li>
          ))}
        </ul>
      )}
      <Sides one={one} two={two} />
      {reviews && (
        <p className="statement-do">
          <button type="button" disabled={reviews.busy} onClick={() => ONE(reviews, item)}>
            One event <kbd>s</kbd>
          </button>
          <button type="button" disabled={reviews.busy} onClick={() => TWO(reviews, item)}>
            Two events <kbd>d</kbd>
          </button>
          <button type="button" disabled={reviews.busy} onClick={() => NOBODY_KNOWS(reviews, item)}>
            Nobody can tell <kbd>n</kbd>
          </button>
        </p>
      )}
    </>
  );
}

function ClaimsBody({ item }: { item: Item }) {
  return (
    <ul className="asked-claims">
      {claimsOf(item).map(claim => (
        <li key={claim.id} className={`claim ${familyOf(claim.field)}`}>
          <p>
            <span className="label">{FIELD_WORDS[claim.field]}</span>{' '}
            <strong>
              <Words text={valueWords(claim.field, claim.value).line} />
            </strong>
          </p>
          <blockquote dir="auto">
            <Quoted
              text={claim.sentence.text}
              mark={{ start: claim.quote.start - claim.sentence.start, end: claim.quote.end - claim.sentence.start }}
              within={around(claim.sentence, claim.quote)}
              as={words => (
                <Link to={reportPath(claim.report, claim.id)} className={`said ${familyOf(claim.field)}`}>
                  {words}
                </Link>
              )}
            />
          </blockquote>
          <Standing claim={claim} brief />
          <Verdict claim={claim} />
        </li>
      ))}
    </ul>
  );
}

const first = (item: Item): EventRow => (isPair(item) ? item.events[0] : item.event);

type CardProps = { item: Item; lit: boolean; look: () => void };
/** What waits, as a line; the one that is looked at with all its evidence. */
function Card({ item, lit, look }: CardProps) {
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (lit) card.current?.scrollIntoView({ block: 'nearest' });
  }, [lit]);
  const row = first(item);
  return (
    <li ref={card} className={lit ? 'pending lit' : 'pending'}>
      <button type="button" className="pending-line" aria-expanded={lit} onClick={look}>
        <strong>{ASKED[item.kind]}</strong>{' '}
        <span>
          <Headline row={row} />
        </span>{' '}
        <span className="quiet">
          {'· '}
          {dateWords(row.date)} · {tollLine(row.fatalities, 'killed')} · {reportsWords(row.reports)}
          {item.assigned && ` · given to ${item.assigned.replace(/^person:/, '')}`}
        </span>
      </button>
      {lit && (
        <div className="pending-body">
          {isPair(item) ? (
            <PairBody item={item} />
          ) : (
            <>
              <p>
                {item.kind === 'dispute' && 'Open it and accept the figure that the words bear out. '}
                {item.kind === 'claim' && 'Nothing else bears this value out. Do the words? '}
                {item.kind === 'withdrawn' && 'A person had accepted what it says. Does it still hold? '}
                <Link to={eventPath(row.id)}>
                  To the event <kbd>o</kbd>
                </Link>
              </p>
              <ClaimsBody item={item} />
            </>
          )}
        </div>
      )}
    </li>
  );
}

/** The list, and the keys that go through it: hands need not leave them. */
function Items({ items }: { items: Item[] }) {
  const reviews = useReviews();
  const [at, setAt] = useState(0);
  const here = Math.min(at, items.length - 1);
  const item = items[here];
  const keys = useMemo((): Key[] => {
    const may = reviews && !reviews.busy ? reviews : null;
    const pair = item && isPair(item) ? item : null;
    const claim = item ? (claimsOf(item)[0] ?? null) : null;
    const does = <T,>(what: T | null, doing: (reviews: Reviews, what: T) => void) =>
      may && what ? () => doing(may, what) : null;
    return [
      ['j', 'the next', here < items.length - 1 ? () => setAt(here + 1) : null],
      ['k', 'the one before', here > 0 ? () => setAt(here - 1) : null],
      ['s', 'the same: one event', does(pair, ONE)],
      ['d', 'different: two events', does(pair, TWO)],
      ['n', 'nobody can tell', does(pair, NOBODY_KNOWS)],
      ['a', 'accept the value', does(claim, ({ accept }, one) => accept(one))],
      ['c', 'correct it', does(claim, ({ correct }, one) => correct(one))],
      ['r', 'reject it', does(claim, ({ reject }, one) => reject(one))],
      ['o', 'open the event', item ? () => go(eventPath(first(item).id)) : null],
      ['u', 'take back what was said last', reviews?.undo ?? null],
    ];
  }, [reviews, items, item, here]);
  return (
    <>
      <Keys keys={keys} />
      <ol className="pendings">
        {items.map((one, place) => (
          <Card key={one.id} item={one} lit={place === here} look={() => setAt(place)} />
        ))}
      </ol>
    </>
  );
}

/** Which of what waits is listed; it stands in the address. */
function Choice({ search }: { search: string }) {
  const params = new URLSearchParams(search);
  const set = (name: string, value: string | null) => {
    if (value === null) params.delete(name);
    else params.set(name, value);
    go(`/review${params.size > 0 ? `?${params}` : ''}`, { replace: true });
  };
  return (
    <div className="queue-choice">
      <label>
        Show{' '}
        <select value={params.get('kind') ?? ''} onChange={({ target }) => set('kind', target.value || null)}>
          <option value="">all that waits</option>
          {KINDS.map(kind => (
            <option key={kind} value={kind}>
              {ASKED[kind]}
            </option>
          ))}
        </select>
      </label>
      <label>
        Given to{' '}
        <input
          defaultValue={params.get('assigned') ?? ''}
          placeholder="anyone"
          maxLength={80}
          onKeyDown={event => {
            if (event.key === 'Enter') set('assigned', event.currentTarget.value.trim() || null);
          }}
          onBlur={event => set('assigned', event.currentTarget.value.trim() || null)}
        />
      </label>
      <Link to="/review/bulk?review=waiting">Several at once</Link>
      <Link to="/double">Double coding and agreement</Link>
    </div>
  );
}

const asked = (search: string): string => {
  const params = new URLSearchParams(search);
  const query = new URLSearchParams({ limit: '200' });
  const kind = params.get('kind');
  if (kind && (KINDS as string[]).includes(kind)) query.set('kind', kind);
  const assigned = params.get('assigned')?.replaceAll('\0', '').slice(0, 80);
  if (assigned) query.set('assigned', assigned);
  return `/api/queue?${query}`;
};

/** What waits for a person, the most telling first. */
export function QueuePage({ turn }: { turn: number }) {
  const search = useSearch();
  const [tries, setTries] = useState(0);
  const answer = useAnswer<Queue>(asked(search), turn + tries / 1000);
  const again = useRef(() => {});
  again.current = () => {
    forget();
    setTries(tries + 1);
  };
  const changed = useMemo(() => () => again.current(), []);
  return (
    <Page
      title="Review"
      heading="Review"
      className="queue plain"
      tools={
        <p className="total" aria-live="polite">
          {answer.state === 'here' ? `${answer.value.total} waiting` : ''}
        </p>
      }
    >
      <Choice key={search} search={search} />
      {answer.state === 'asking' && <Asking what="what waits" />}
      {answer.state === 'trouble' && <Wrong trouble={answer.trouble} again={changed} />}
      {answer.state === 'here' && (
        <Review changed={changed}>
          {answer.value.items.length === 0 ? (
            <p className="empty">
              Nothing waits here: no pair is in doubt, no toll in dispute, and no value stands on a doubt alone.
            </p>
          ) : (
            <Items items={answer.value.items} />
          )}
          {answer.value.next !== null && (
            <p className="quiet">
              The first {answer.value.items.length} of {answer.value.total}; the rest comes up as these are settled.
            </p>
          )}
        </Review>
      )}
    </Page>
  );
}
