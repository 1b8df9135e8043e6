import { useEffect, useState } from 'react';
import { type EventRow, forget, type Queue, useAnswer } from './api.js';
import { dateWords } from './date.js';
import { Link } from './link.js';
import { Asking, Page, Wrong } from './page.js';
import { Review, useReviews } from './review.js';
import { eventPath } from './route.js';
import { Headline } from './row.js';
import { Words } from './text.js';
import { reportsWords, tollLine } from './words.js';

type Item = Queue['items'][number];
const keyOf = (item: Item): string => (item.kind === 'pair' ? item.judgement : item.event.id);

/** An event as it stands beside another: what, when, how many, in which words. */
function Side({ row }: { row: EventRow }) {
  return (
    <div className="side">
      <Link to={eventPath(row.id)} className="open">
        <Headline row={row} />
      </Link>
      <p className="facts">
        <span>{dateWords(row.date)}</span>
        <span>{tollLine(row.fatalities, 'killed')}</span>
        <span>{reportsWords(row.reports)}</span>
      </p>
      <blockquote dir="auto">
        <Words text={row.words.text} />
      </blockquote>
    </div>
  );
}

function Card({ item, lit }: { item: Item; lit: boolean }) {
  const reviews = useReviews();
  if (item.kind === 'dispute')
    return (
      <li className={lit ? 'pending lit' : 'pending'}>
        <p>
          <strong>Sources differ on the toll.</strong> Open it and accept the figure that the words bear out.
        </p>
        <Side row={item.event} />
      </li>
    );
  const [one, two] = item.events;
  return (
    <li className={lit ? 'pending lit' : 'pending'}>
      <p>
        <strong>One event or two?</strong> <Words text={item.reason} />
        <span className="quiet"> (score {item.score.toFixed(2)})</span>
      </p>
      <div className="sides">
        <Side row={one} />
        <Side row={two} />
      </div>
      {reviews && (
        <p className="verdict">
          <button
            type="button"
            disabled={reviews.busy}
            onClick={() => reviews.say({ kind: 'same', events: [one.id, two.id] }, 'They are one event now.')}
          >
            One event
          </button>
          <button
            type="button"
            disabled={reviews.busy}
            onClick={() => reviews.say({ kind: 'distinct', judgement: item.judgement }, 'They stay two events.')}
          >
            Two events
          </button>
        </p>
      )}
    </li>
  );
}

/** The list, and the keys that go through it: hands need not leave them. */
function Items({ items }: { items: Item[] }) {
  const reviews = useReviews();
  const [at, setAt] = useState(0);
  const here = Math.min(at, items.length - 1);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey;
      const item = items[here];
      if (typing || !item) return;
      if (event.key === 'j') setAt(Math.min(here + 1, items.length - 1));
      else if (event.key === 'k') setAt(Math.max(here - 1, 0));
      else if (!reviews || reviews.busy || item.kind !== 'pair') return;
      else if (event.key === '1')
        reviews.say({ kind: 'same', events: [item.events[0].id, item.events[1].id] }, 'They are one event now.');
      else if (event.key === '2') reviews.say({ kind: 'distinct', judgement: item.judgement }, 'They stay two events.');
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
  return (
    <>
      <p className="quiet">
        <kbd>j</kbd> next, <kbd>k</kbd> back, <kbd>1</kbd> one event, <kbd>2</kbd> two events
      </p>
      <ol className="pendings">
        {items.map((item, place) => (
          <Card key={keyOf(item)} item={item} lit={place === here} />
        ))}
      </ol>
    </>
  );
}

/** What waits for a person, the most telling first. */
export function QueuePage({ turn }: { turn: number }) {
  const [tries, setTries] = useState(0);
  const answer = useAnswer<Queue>('/api/queue', turn + tries / 1000);
  const again = (): void => {
    forget();
    setTries(tries + 1);
  };
  return (
    <Page title="Review" heading="Review" className="queue plain">
      {answer.state === 'asking' && <Asking what="what waits" />}
      {answer.state === 'trouble' && <Wrong trouble={answer.trouble} again={again} />}
      {answer.state === 'here' && (
        <Review changed={again}>
          {answer.value.items.length === 0 ? (
            <p className="empty">Nothing waits: no pair is in doubt and no toll in dispute.</p>
          ) : (
            <Items items={answer.value.items} />
          )}
        </Review>
      )}
    </Page>
  );
}
