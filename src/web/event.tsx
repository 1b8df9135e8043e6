import {
  type FormEvent,
  Fragment,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { isDay } from '../codebook/date.js';
import { POLICIES } from '../model/choice.js';
import { GRADES } from '../model/grade.js';
import { type EventPage as Answer, type EventRow, useAnswer } from './api.js';
import { Take } from './cite.js';
import { dateWords, dayWords } from './date.js';
import { Past } from './history.js';
import { type Key, Keys } from './keys.js';
import { Link } from './link.js';
import { Asking, Page, Wrong } from './page.js';
import { Merge, Parting, Remarks } from './remarks.js';
import { Review, useReviews } from './review.js';
import { eventPath, go, reportPath, useSearch } from './route.js';
import { Headline } from './row.js';
import { manner } from './shape.js';
import { Told, Versions } from './strand.js';
import { Words } from './text.js';
import { TollOverTime } from './toll.js';
import { FieldPart, type Known } from './value.js';
import {
  FIELD_WORDS,
  headlineText,
  placeWords,
  precisionWords,
  REVIEW_WORDS,
  relationWords,
  tollLine,
} from './words.js';
import './event.css';
import './queue.css';

const PlaceMap = lazy(() => import('./canvas.js').then(({ PlaceMap }) => ({ default: PlaceMap })));

/** Its places on the map with how surely they are known, and as a list. */
function Places({ row }: { row: EventRow }) {
  const drawn = row.places.filter(place => manner(place) !== 'none');
  if (row.places.length === 0) return null;
  return (
    <section aria-labelledby="aside-places">
      <h2 id="aside-places">On the map</h2>
      {drawn.length > 0 && (
        <Suspense fallback={<div className="small-map" />}>
          <PlaceMap places={drawn} event={row} />
        </Suspense>
      )}
      <ul className="places">
        {row.places.map(place => (
          <li key={`${place.name} ${place.countries.join()}`}>
            <Words text={placeWords(place)} /> <span className="quiet">{precisionWords(place.precision)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

type Tie = { relation: string; row: EventRow; back: boolean };

function Ties({ answer }: { answer: Answer }) {
  const ties: Tie[] = [
    ...answer.links.map(({ relation, to }) => ({ relation, row: to, back: false })),
    ...answer.linked.map(({ relation, from }) => ({ relation, row: from, back: true })),
  ];
  if (ties.length === 0) return null;
  return (
    <section aria-labelledby="aside-ties">
      <h2 id="aside-ties">Linked events</h2>
      <ul className="ties">
        {ties.map(({ relation, row, back }) => (
          <li key={`${relation} ${back} ${row.id}`}>
            <span className="label">{relationWords(relation, back)}</span>
            <Link to={eventPath(row.id)}>
              <Headline row={row} />
            </Link>
            <span className="quiet">{dateWords(row.date)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How an event is looked at, as its address says: by which policy, as of which day. What the API would refuse is left out. */
function viewOf(search: string): { policy: string; asOf: string } {
  const params = new URLSearchParams(search);
  const policy = params.get('policy') ?? '';
  const asOf = params.get('asOf') ?? '';
  return {
    policy: (POLICIES as readonly string[]).includes(policy) ? policy : '',
    asOf: isDay(asOf) ? asOf : '',
  };
}
const viewQuery = (view: { policy: string; asOf: string }): string => {
  const params = new URLSearchParams(Object.entries(view).filter(([, value]) => value !== ''));
  return params.size > 0 ? `?${params}` : '';
};

/** By which rule the values in lists, maps and headings are chosen, and how the record stood at the end of a day. */
function ViewChoice({ row }: { row: EventRow }) {
  const view = viewOf(useSearch());
  const look = (change: Partial<typeof view>) =>
    go(`${location.pathname}${viewQuery({ ...view, ...change })}`, { replace: true });
  return (
    <>
      <label className="policy">
        Shown by{' '}
        <select value={view.policy} onChange={({ target }) => look({ policy: target.value })}>
          <option value="">
            {view.policy === '' ? `the database’s policy: ${row.policy}` : 'the database’s policy'}
          </option>
          {POLICIES.map(name => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label className="policy">
        As of{' '}
        <input
          type="date"
          value={view.asOf}
          max={new Date().toISOString().slice(0, 10)}
          onChange={({ target }) => look({ asOf: target.value })}
        />
      </label>
      {view.asOf !== '' && (
        <p>
          <strong>As the record stood on {dayWords(view.asOf)}.</strong>{' '}
          <button type="button" className="plain-button" onClick={() => look({ asOf: '' })}>
            As it stands now
          </button>
        </p>
      )}
    </>
  );
}

/** How well the harm is attested, by the claims or by a person, with the reason; a person may overrule it. */
function Grade({ row }: { row: EventRow }) {
  const reviews = useReviews();
  const [grade, setGrade] = useState<string>(row.grade?.grade ?? GRADES[0]);
  const [reason, setReason] = useState('');
  if (!row.grade && !reviews) return null;
  const give = async (submitted: FormEvent) => {
    submitted.preventDefault();
    await reviews?.say({ kind: 'grade', event: row.id, grade: grade as never }, `Graded ${grade}.`, reason.trim());
    setReason('');
  };
  return (
    <details className="take">
      <summary>Grade: {row.grade?.grade ?? 'none'}</summary>
      <div className="take-in">
        <p>
          {row.grade?.by ? (
            <>
              Set by <Words text={row.grade.by.replace(/^person:/, '')} />
            </>
          ) : (
            'Computed from the claims'
          )}
          {row.grade?.reason && (
            <>
              : <Words text={row.grade.reason} />
            </>
          )}
        </p>
        {reviews && (
          <form className="parts" onSubmit={give}>
            <label>
              Grade
              <select value={grade} onChange={({ target }) => setGrade(target.value)}>
                {GRADES.map(one => (
                  <option key={one}>{one}</option>
                ))}
              </select>
            </label>
            <label>
              Why
              <input
                dir="auto"
                required
                maxLength={1000}
                value={reason}
                onChange={({ target }) => setReason(target.value)}
              />
            </label>
            <button type="submit" disabled={reviews.busy || reason.trim() === ''}>
              Set it
            </button>
          </form>
        )}
      </div>
    </details>
  );
}

/** The keys that go from claim to claim, and what they say of the one that they are at. */
function Walk({ answer }: { answer: Answer }) {
  const reviews = useReviews();
  const [at, setAt] = useState<string | null>(null);
  useEffect(() => {
    for (const one of document.querySelectorAll('main .claim[data-claim]'))
      one.classList.toggle('lit', one.getAttribute('data-claim') === at);
  });
  const keys = useMemo((): Key[] => {
    const claim = answer.claims.find(({ id }) => id === at) ?? null;
    const step = (by: number) => () => {
      const all = [...document.querySelectorAll<HTMLElement>('main .claim[data-claim]')];
      const here = all.findIndex(one => one.dataset.claim === at);
      const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by];
      if (!next) return;
      setAt(next.dataset.claim ?? null);
      next.scrollIntoView({ block: 'center' });
      next.querySelector<HTMLElement>('blockquote a')?.focus({ preventScroll: true });
    };
    const may = reviews && claim && !reviews.busy ? { reviews, claim } : null;
    return [
      ['j', 'the next words', step(1)],
      ['k', 'the words before', step(-1)],
      ['o', 'open them in their report', claim ? () => go(reportPath(claim.report, claim.id)) : null],
      ...(reviews
        ? ([
            ['a', 'accept what they say', may ? () => may.reviews.accept(may.claim) : null],
            ['c', 'correct it', may ? () => may.reviews.correct(may.claim) : null],
            ['r', 'reject it', may ? () => may.reviews.reject(may.claim) : null],
            ['u', 'take back what was said last', reviews.undo],
          ] as Key[])
        : []),
    ];
  }, [answer, at, reviews]);
  return <Keys keys={keys} />;
}

function Whole({ answer, turn }: { answer: Answer; turn: number }) {
  const { event, fields, claims, reports, links, linked, withdrawn } = answer;
  const known: Known = {
    claims: new Map(claims.map(claim => [claim.id, claim])),
    reports: new Map(reports.map(report => [report.id, report])),
    judged: new Map(links.flatMap(({ judged }) => (judged ? [[judged.id, judged]] : []))),
    events: new Map([...links.map(({ to }) => to), ...linked.map(({ from }) => from)].map(row => [row.id, row])),
  };
  return (
    <>
      <div className="lede">
        <p>{dateWords(event.date)}</p>
        <p>{tollLine(event.fatalities, 'killed')}</p>
        {event.injuries && <p>{tollLine(event.injuries, 'hurt')}</p>}
        <p className="quiet">{REVIEW_WORDS[event.review]}</p>
        {!event.violent && <p className="tag">no act of violence, or not done</p>}
        {event.disagree.length > 0 && (
          <p className="disagree">
            <span aria-hidden="true">≠</span> Sources disagree on{' '}
            {event.disagree.map((field, at) => (
              <Fragment key={field}>
                {at > 0 && ', '}
                <a href={`#field-${field}`}>{FIELD_WORDS[field].toLowerCase()}</a>
              </Fragment>
            ))}
          </p>
        )}
      </div>
      <div className="event-tools">
        <ViewChoice row={event} />
        <Grade row={event} />
        <Merge row={event} />
        <Parting answer={answer} />
        <Take answer={answer} />
        <Walk answer={answer} />
      </div>
      {withdrawn.whole && <p className="disagree">Every report that tells of this was taken back by its outlet.</p>}
      <div className="event-columns">
        <div className="fields">
          {fields.map(part => (
            <FieldPart key={part.field} part={part} row={event} known={known} />
          ))}
          <TollOverTime answer={answer} />
          <Versions answer={answer} />
          <Past answer={answer} turn={turn} />
        </div>
        <aside aria-label="Places, reports and linked events">
          <Places row={event} />
          <Told answer={answer} turn={turn} />
          <Ties answer={answer} />
          <Remarks remarks={answer.remarks} on={{ kind: 'event', id: event.id }} />
        </aside>
      </div>
    </>
  );
}

const Only = ({ when, changed, children }: { when: boolean; changed: () => void; children: ReactNode }) =>
  when ? <Review changed={changed}>{children}</Review> : children;

export function EventPage({ id, turn }: { id: string; turn: number }) {
  const [tries, setTries] = useState(0);
  const changed = useCallback(() => setTries(tries => tries + 1), []);
  const view = viewOf(useSearch());
  const now = turn + tries / 1000;
  const answer = useAnswer<Answer | { moved: string }>(`/api/events/${encodeURIComponent(id)}${viewQuery(view)}`, now);
  const value = answer.state === 'here' ? answer.value : null;
  const current = value === null ? null : 'moved' in value ? value.moved : value.event.id;
  useEffect(() => {
    if (current !== null && current !== id) go(eventPath(current), { replace: true });
  }, [current, id]);
  const told = value && 'event' in value ? value : null;
  const heading = told ? <Headline row={told.event} /> : answer.state === 'trouble' ? 'No event here' : 'Event';
  return (
    <Page title={told ? headlineText(told.event) : 'Event'} heading={heading} className="event">
      {answer.state === 'trouble' && <Wrong trouble={answer.trouble} again={() => setTries(tries + 1)} />}
      {told ? (
        // What was is only to be looked at.
        <Only when={view.asOf === ''} changed={changed}>
          <Whole answer={told} turn={now} />
        </Only>
      ) : (
        answer.state !== 'trouble' && <Asking what="the event" />
      )}
    </Page>
  );
}
