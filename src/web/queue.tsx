import { useEffect, useState } from 'react';
import { type EventRow, forget, type Queue, useAnswer } from './api.js';
import { dateWords } from './date.js';
import { Link } from './link.js';
import { Asking, Page, Wrong } from './page.js';
import { Review, useReviews, Verdict } from './review.js';
import { eventPath } from './route.js';
import { Headline } from './row.js';
import { Words } from './text.js';
import { reportsWords, tollLine } from './words.js';

type Item = Queue['items'][number];
type Pair = Item & { kind: 'pair' | 'doubt' };
const isPair = (item: Item): item is Pair => item.kind === 'pair' || item.kind === 'doubt';
type Saying = NonNullable<ReturnType<typeof useReviews>>;

/** What a key or a button says of a pair: a person's word that a machine doubts is upheld, or revised. */
const ONE = ({ say }: Saying, { events, judgement, against }: Pair): void =>
  void say(
    against?.kind === 'same' ? { kind: 'uphold', judgement } : { kind: 'same', events: [events[0].id, events[1].id] },
    'They are one event now.',
  );
const TWO = ({ say }: Saying, { judgement, against }: Pair): void =>
  void say({ kind: against?.kind === 'different' ? 'uphold' : 'distinct', judgement }, 'They stay two events.');

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
  if (!isPair(item))
    return (
      <li className={lit ? 'pending lit' : 'pending'}>
        <p>
          {item.kind === 'dispute' && (
            <>
              <strong>Sources differ on the toll.</strong> Open it and accept the figure that the words bear out.
            </>
          )}
          {item.kind === 'claim' && (
            <>
              <strong>Said with a doubt.</strong> Nothing else bears this value out. Do the words?
            </>
          )}
          {item.kind === 'withdrawn' && (
            <>
              <strong>The report was taken back.</strong> You, or another, accepted what it says. Does it still hold?
            </>
          )}
        </p>
        <Side row={item.event} />
        {(item.kind === 'claim' ? [item.claim] : item.kind === 'withdrawn' ? item.claims : []).map(claim => (
          <div key={claim.id}>
            <blockquote dir="auto">
              <Words text={claim.sentence.text} />
            </blockquote>
            <Verdict claim={claim} />
          </div>
        ))}
      </li>
    );
  const [one, two] = item.events;
  return (
    <li className={lit ? 'pending lit' : 'pending'}>
      <p>
        <strong>{item.against ? 'Is it as a person said?' : 'One event or two?'}</strong> <Words text={item.reason} />
        <span className="quiet"> (score {item.score.toFixed(2)})</span>
      </p>
      <div className="sides">
        <Side row={one} />
        <Side row={two} />
      </div>
      {reviews && (
        <p className="verdict">
          <button type="button" disabled={reviews.busy} onClick={() => ONE(reviews, item)}>
            One event
          </button>
          <button type="button" disabled={reviews.busy} onClick={() => TWO(reviews, item)}>
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
      else if (!reviews || reviews.busy) return;
      else if (item.kind === 'claim' && event.key === '1')
        reviews.say({ kind: 'accept', claim: item.claim.id }, `Accepted “${item.claim.quote.text}”.`);
      else if (item.kind === 'claim' && event.key === '2')
        reviews.say({ kind: 'reject', claim: item.claim.id }, `Rejected “${item.claim.quote.text}”.`);
      else if (!isPair(item)) return;
      else if (event.key === '1') ONE(reviews, item);
      else if (event.key === '2') TWO(reviews, item);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
  return (
    <>
      <p className="quiet">
        <kbd>j</kbd> next, <kbd>k</kbd> back, <kbd>1</kbd> one event, or accept, <kbd>2</kbd> two events, or reject
      </p>
      <ol className="pendings">
        {items.map((item, place) => (
          <Card key={item.id} item={item} lit={place === here} />
        ))}
      </ol>
    </>
  );
}

/** What waits for a person, the most telling first. */
export function QueuePage({ turn }: { turn: number }) {
  const [tries, setTries] = useState(0);
  const answer = useAnswer<Queue>('/api/queue?limit=200', turn + tries / 1000);
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
            <p className="empty">
              Nothing waits: no pair is in doubt, no toll in dispute, and no value stands on a doubt alone.
            </p>
          ) : (
            <>
              {answer.value.next !== null && (
                <p className="quiet">
                  The first {answer.value.items.length} of {answer.value.total}.
                </p>
              )}
              <Items items={answer.value.items} />
            </>
          )}
        </Review>
      )}
    </Page>
  );
}
