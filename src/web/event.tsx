import { Fragment, lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import type { Field } from '../codebook/codebook.js';
import { versionsOf } from '../model/version.js';
import { type EventPage as Answer, type ClaimView, type EventRow, type ReportHead, useAnswer } from './api.js';
import { Claim } from './claim.js';
import { dateWords, dayWords } from './date.js';
import { Link } from './link.js';
import { Asking, Page, Wrong } from './page.js';
import { ReportLine, titleOf } from './reports.js';
import { Apart, Review } from './review.js';
import { eventPath, go, reportPath } from './route.js';
import { Headline } from './row.js';
import { manner } from './shape.js';
import { Words } from './text.js';
import {
  docOf,
  FIELD_WORDS,
  familyOf,
  headlineText,
  originsWords,
  placeWords,
  precisionWords,
  relationWords,
  reportsWords,
  tollLine,
  valueWords,
} from './words.js';

const PlaceMap = lazy(() => import('./canvas.js').then(({ PlaceMap }) => ({ default: PlaceMap })));
/** How many of a value's claims are shown at first: fewer where many values stand side by side. */
const first = (values: number): number => (values > 2 ? 1 : 2);

type Value = Answer['fields'][number]['values'][number];
type Known = { claims: Map<string, ClaimView>; reports: Map<string, ReportHead>; events: Map<string, EventRow> };

/** The value in words; a link names the event it leads to. */
function Shown({ field, value, known }: { field: Field; value: unknown; known: Known }): ReactNode {
  const { line, more } = valueWords(field, value);
  const to = field === 'link' ? (value as { to: string }).to : null;
  const event = to === null ? undefined : known.events.get(to);
  return (
    <>
      <p className={line.length > 60 ? 'value long' : 'value'}>
        <Words text={line} />{' '}
        {to !== null && <Link to={eventPath(to)}>{event ? <Headline row={event} /> : 'another event'}</Link>}
      </p>
      {more && (
        <p className="value-more">
          <Words text={more} />
        </p>
      )}
    </>
  );
}

/** One value of a field, with how many independent origins it has and every claim that gives it. */
function ValueCard({ field, value, known, least }: { field: Field; value: Value; known: Known; least: number }) {
  const [all, setAll] = useState(false);
  const claims = value.claims.flatMap(id => known.claims.get(id) ?? []);
  const rest = claims.length - least;
  return (
    <li className="value-card">
      <Shown field={field} value={value.value} known={known} />
      <p className="origins">{originsWords(value.origins)}</p>
      <ul className="claims">
        {(all ? claims : claims.slice(0, least)).map(claim => (
          <Claim key={claim.id} claim={claim} report={known.reports.get(claim.report)} />
        ))}
      </ul>
      {rest > 0 && (
        <button type="button" className="plain-button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Fewer words' : `${rest} more ${rest === 1 ? 'place says' : 'places say'} so`}
        </button>
      )}
    </li>
  );
}

type FieldProps = { part: Answer['fields'][number]; disagree: boolean; known: Known };

/** Every value of a field, side by side. */
function FieldPart({ part: { field, values }, disagree, known }: FieldProps) {
  return (
    <section className={`field ${familyOf(field)}${disagree ? ' at-odds' : ''}`} aria-labelledby={`field-${field}`}>
      <div className="field-name">
        <h2 id={`field-${field}`} tabIndex={-1}>
          {FIELD_WORDS[field]}
        </h2>
        <p className="doc">{docOf(field)}</p>
        {disagree && (
          <p className="disagree">
            <span aria-hidden="true">≠</span> Sources disagree
          </p>
        )}
      </div>
      <ul className={`values${values.length > 1 ? ' several' : ''}${values.length > 2 ? ' narrow' : ''}`}>
        {values.map(value => (
          <ValueCard
            key={value.claims[0] ?? JSON.stringify(value.value)}
            field={field}
            value={value}
            known={known}
            least={first(values.length)}
          />
        ))}
      </ul>
    </section>
  );
}

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

/** How each outlet told it over time, and what it changed. */
function Versions({ answer: { reports, claims } }: { answer: Answer }) {
  const series = versionsOf(reports, claims);
  if (series.length === 0) return null;
  return (
    <section aria-labelledby="aside-versions">
      <h2 id="aside-versions">Told anew</h2>
      {series.map(({ outlet, versions }) => (
        <div key={outlet} className="versions">
          <h3>
            <Words text={outlet} />
          </h3>
          <ol>
            {versions.map(({ report, published, changes }) => (
              <li key={report}>
                <Link to={reportPath(report)}>{dayWords(published)}</Link>
                <ul>
                  {changes.map(({ field, gone, came }) => (
                    <li key={field}>
                      <span className="label">{FIELD_WORDS[field]}</span>
                      {came.length > 0 && (
                        <ins>
                          <Words text={`new: ${came.join('; ')}`} />
                        </ins>
                      )}
                      {gone.length > 0 && (
                        <del>
                          <Words text={`no longer: ${gone.join('; ')}`} />
                        </del>
                      )}
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ol>
        </div>
      ))}
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

function Told({ answer }: { answer: Answer }) {
  const { event, fields, claims, reports, links, linked } = answer;
  const known: Known = {
    claims: new Map(claims.map(claim => [claim.id, claim])),
    reports: new Map(reports.map(report => [report.id, report])),
    events: new Map([...links.map(({ to }) => to), ...linked.map(({ from }) => from)].map(row => [row.id, row])),
  };
  const founding = (report: string) => claims.find(claim => claim.report === report)?.id;
  return (
    <>
      <div className="lede">
        <p>{dateWords(event.date)}</p>
        <p>{tollLine(event.fatalities, 'killed')}</p>
        {event.injuries && <p>{tollLine(event.injuries, 'hurt')}</p>}
        <p>
          {reportsWords(event.reports)}, {originsWords(event.origins)}
        </p>
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
      <div className="event-columns">
        <div className="fields">
          {fields.map(part => (
            <FieldPart key={part.field} part={part} disagree={event.disagree.includes(part.field)} known={known} />
          ))}
        </div>
        <aside aria-label="Places, reports and linked events">
          <Places row={event} />
          <section aria-labelledby="aside-reports">
            <h2 id="aside-reports">Told by</h2>
            <ul className="told-by">
              {reports.map(report => {
                const claim = founding(report.id);
                return (
                  <li key={report.id}>
                    <ReportLine report={report} {...(claim ? { claim } : {})} />
                    {reports.length > 1 && <Apart event={event.id} report={report.id} title={titleOf(report)} />}
                  </li>
                );
              })}
              {reports.length === 0 && (
                <li>
                  <Link to={reportPath(event.words.report)}>The founding report</Link>
                </li>
              )}
            </ul>
          </section>
          <Versions answer={answer} />
          <Ties answer={answer} />
        </aside>
      </div>
    </>
  );
}

export function EventPage({ id, turn }: { id: string; turn: number }) {
  const [tries, setTries] = useState(0);
  const answer = useAnswer<Answer | { moved: string }>(`/api/events/${encodeURIComponent(id)}`, turn + tries / 1000);
  const value = answer.state === 'here' ? answer.value : null;
  const now = value === null ? null : 'moved' in value ? value.moved : value.event.id;
  useEffect(() => {
    if (now !== null && now !== id) go(eventPath(now), { replace: true });
  }, [now, id]);
  const told = value && 'event' in value ? value : null;
  const heading = told ? <Headline row={told.event} /> : answer.state === 'trouble' ? 'No event here' : 'Event';
  return (
    <Page title={told ? headlineText(told.event) : 'Event'} heading={heading} className="event">
      {answer.state === 'trouble' && <Wrong trouble={answer.trouble} again={() => setTries(tries + 1)} />}
      {told ? (
        <Review changed={() => setTries(tries + 1)}>
          <Told answer={told} />
        </Review>
      ) : (
        answer.state !== 'trouble' && <Asking what="the event" />
      )}
    </Page>
  );
}
