import { type FormEvent, useCallback, useEffect, useMemo, useState } from 'react';
import { ActorHistory } from './actor-history.js';
import { type ActorList, type ActorPage, type RelationList, useAnswer } from './api.js';
import { Standing } from './claim.js';
import { dateWords } from './date.js';
import { type Net, netOf, placed } from './graph.js';
import { Who } from './identity.js';
import { Link } from './link.js';
import { Asking, Page, Wrong } from './page.js';
import { Review } from './review.js';
import { actorPath, eventPath, go, reportPath, useSearch } from './route.js';
import { Headline } from './row.js';
import { around } from './segment.js';
import { Quoted, Words } from './text.js';
import { eventsWords, monthsWords, number, partWords, tieWords, tollWords } from './words.js';
import './actors.css';

const WIDTH = 760;
const heightOf = (knots: number): number => Math.min(460, 110 + knots * 18);
const short = (name: string): string => (name.length > 26 ? `${name.slice(0, 24)}…` : name);

/** Parties and how they stand to each other, drawn; the same stands beside it as a table. */
function Graph({ net }: { net: Net }) {
  const height = heightOf(net.knots.length);
  const spots = useMemo(() => placed(net, WIDTH, height), [net, height]);
  const at = new Map(spots.map(spot => [spot.key, spot]));
  return (
    <figure className="graph">
      <svg viewBox={`0 0 ${WIDTH} ${height}`} aria-label="Relations between parties; the table has each of them">
        <defs>
          <marker id="arrow" viewBox="0 0 8 8" refX="13" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 0 8 4 0 8z" />
          </marker>
        </defs>
        {net.ties.map(({ from, to, relation, claims }) => {
          const [one, other] = [at.get(from)!, at.get(to)!];
          return (
            <line
              key={`${from} ${relation} ${to}`}
              className={relation === 'opposes' ? 'against' : undefined}
              x1={one.x}
              y1={one.y}
              x2={other.x}
              y2={other.y}
              strokeWidth={Math.min(4, 1 + claims / 2)}
              markerEnd="url(#arrow)"
            >
              <title>{`${one.name} ${tieWords(relation)} ${other.name}`}</title>
            </line>
          );
        })}
        {spots.map(({ key, name, x, y, ties }) => (
          <a
            key={key}
            href={actorPath(key)}
            onClick={event => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              go(actorPath(key));
            }}
          >
            <circle cx={x} cy={y} r={Math.min(10, 4 + ties / 2)} />
            <text x={x} y={y - 12} textAnchor="middle">
              {short(name)}
            </text>
          </a>
        ))}
      </svg>
      <figcaption className="quiet">
        An arrow goes from who backs, trains, commands or opposes to whom; a dashed one opposes.
        {net.left > 0 && ` ${net.left} parties with fewer relations are left out.`}
      </figcaption>
    </figure>
  );
}

function RelationTable({ relations }: { relations: RelationList['relations'] }) {
  const ties = new Map<string, RelationList['relations']>();
  for (const one of relations) {
    const id = JSON.stringify([one.from.key, one.relation, one.to.key]);
    ties.set(id, [...(ties.get(id) ?? []), one]);
  }
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Who</th>
          <th scope="col">How</th>
          <th scope="col">Whom</th>
          <th scope="col">Claims</th>
        </tr>
      </thead>
      <tbody>
        {[...ties].map(([id, [first, ...more]]) => (
          <tr key={id}>
            <td>
              <Link to={actorPath(first!.from.key)}>
                <Words text={first!.from.name} />
              </Link>
            </td>
            <td>{tieWords(first!.relation)}</td>
            <td>
              <Link to={actorPath(first!.to.key)}>
                <Words text={first!.to.name} />
              </Link>
            </td>
            <td>
              {[first!, ...more].slice(0, 6).map(({ claim }, at) => (
                <span key={claim.id}>
                  {at > 0 && ' '}
                  <Link to={reportPath(claim.report, claim.id)} aria-label={`Words ${at + 1} of ${more.length + 1}`}>
                    {at + 1}
                  </Link>
                </span>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Everyone that takes part in what happens, and how they stand to each other. */
export function ActorsPage({ turn }: { turn: number }) {
  const [tries, setTries] = useState(0);
  const q = (new URLSearchParams(useSearch()).get('q') ?? '').replaceAll('\0', '').slice(0, 200);
  const now = turn + tries / 1000;
  const list = useAnswer<ActorList>(`/api/actors?limit=200${q ? `&q=${encodeURIComponent(q)}` : ''}`, now);
  const told = useAnswer<RelationList>('/api/relations', now);
  const relations = told.state === 'here' ? told.value.relations : null;
  const net = useMemo(() => netOf(relations ?? []), [relations]);
  const seek = (submitted: FormEvent<HTMLFormElement>) => {
    submitted.preventDefault();
    const given = String(new FormData(submitted.currentTarget).get('q') ?? '').trim();
    go(given ? `/actors?q=${encodeURIComponent(given)}` : '/actors');
  };
  return (
    <Page title="Actors" heading="Actors" className="actors">
      <form key={q} className="seek" onSubmit={seek}>
        <label>
          Name <input type="search" name="q" dir="auto" defaultValue={q} maxLength={200} />
        </label>
        <button type="submit">Find</button>
      </form>
      <div className="actor-columns">
        <section aria-labelledby="all-actors">
          <h2 id="all-actors">Parties to acts of violence</h2>
          {list.state === 'asking' && <Asking what="the parties" />}
          {list.state === 'trouble' && <Wrong trouble={list.trouble} again={() => setTries(tries + 1)} />}
          {list.state === 'here' && list.value.actors.length === 0 && (
            <p className="empty">{q ? 'Nobody of that name takes part in anything here.' : 'Nobody is named yet.'}</p>
          )}
          {list.state === 'here' && list.value.actors.length > 0 && (
            <table>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Did it</th>
                  <th scope="col">Was hit</th>
                </tr>
              </thead>
              <tbody>
                {list.value.actors.map(({ key, name, actor, target }) => (
                  <tr key={key}>
                    <td>
                      <Link to={actorPath(key)}>
                        <Words text={name} />
                      </Link>
                    </td>
                    <td>{actor > 0 && number(actor)}</td>
                    <td>{target > 0 && number(target)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
        <section aria-labelledby="all-relations">
          <h2 id="all-relations">How they stand to each other</h2>
          {told.state === 'asking' && <Asking what="the relations" />}
          {told.state === 'trouble' && <Wrong trouble={told.trouble} again={() => setTries(tries + 1)} />}
          {relations && relations.length === 0 && <p className="empty">No report tells of any relation yet.</p>}
          {relations && relations.length > 0 && (
            <>
              <Graph net={net} />
              <RelationTable relations={relations} />
            </>
          )}
        </section>
      </div>
    </Page>
  );
}

/** Events by month: as who did it above the line, as who was hit below it. */
function Months({ answer: { months, more } }: { answer: ActorPage }) {
  const most = Math.max(1, ...months.flatMap(({ actor, target }) => [actor, target]));
  const wide = 100 / Math.max(1, months.length);
  if (months.length < 2) return null;
  return (
    <figure className="actor-months">
      <svg role="img" height="96" aria-label={monthsWords(months)}>
        {months.map(({ month, actor, target }, at) => (
          <g key={month}>
            <title>{`${month}: ${partWords({ actor, target })}`}</title>
            <rect
              x={`${at * wide + wide * 0.15}%`}
              width={`${wide * 0.7}%`}
              y={46 - (actor / most) * 44}
              height={(actor / most) * 44}
            />
            <rect
              className="hit"
              x={`${at * wide + wide * 0.15}%`}
              width={`${wide * 0.7}%`}
              y={50}
              height={(target / most) * 44}
            />
          </g>
        ))}
        <line x1="0" x2="100%" y1="48" y2="48" />
      </svg>
      <figcaption>
        <span>{months[0]!.month}</span> <span>▲ did it · ▼ was hit{more && '; the newest events only'}</span>{' '}
        <span>{months.at(-1)!.month}</span>
      </figcaption>
    </figure>
  );
}

function Told({ answer }: { answer: ActorPage }) {
  const { names, kinds, relations, events } = answer;
  const found = Math.max(answer.actor, answer.target);
  return (
    <>
      <div className="lede">
        {kinds.slice(0, 3).map(({ kind, count }) => (
          <p key={kind}>
            {kind} <span className="quiet">({count})</span>
          </p>
        ))}
        {answer.id && <p>{answer.id}</p>}
        <p>{partWords(answer)}</p>
        <p>
          <Link to={`/?actor=${encodeURIComponent(answer.key)}`}>On the map and in the list</Link>
        </p>
        <Who answer={answer} />
      </div>
      <div className="actor-columns page">
        <div>
          <section aria-labelledby="names-of">
            <h2 id="names-of">Called</h2>
            <ul className="names">
              {names.map(({ key, as, name, count }) => (
                <li key={`${key} ${as}`}>
                  <Words text={name} /> <span className="quiet">{count}</span>
                </li>
              ))}
            </ul>
          </section>
          <ActorHistory answer={answer} />
          <section aria-labelledby="relations-of">
            <h2 id="relations-of">Stands to others</h2>
            {relations.length === 0 && <p className="quiet">No report tells how it stands to others.</p>}
            <ul className="ties-of">
              {relations.map(({ relation, from, to, claim }) => (
                <li key={claim.id}>
                  <p>
                    <Link to={actorPath(from.key)}>
                      <Words text={from.name} />
                    </Link>{' '}
                    {tieWords(relation)}{' '}
                    <Link to={actorPath(to.key)}>
                      <Words text={to.name} />
                    </Link>
                  </p>
                  <blockquote dir="auto">
                    <Quoted
                      text={claim.sentence.text}
                      mark={{
                        start: claim.quote.start - claim.sentence.start,
                        end: claim.quote.end - claim.sentence.start,
                      }}
                      within={around(claim.sentence, claim.quote, 110)}
                      as={words => (
                        <Link to={reportPath(claim.report, claim.id)} className="said who">
                          {words}
                        </Link>
                      )}
                    />
                  </blockquote>
                  <Standing claim={claim} brief />
                </li>
              ))}
            </ul>
          </section>
        </div>
        <section aria-labelledby="events-of">
          <h2 id="events-of">
            {events.length < found ? `The newest ${eventsWords(events.length)}` : eventsWords(events.length)}
          </h2>
          <Months answer={answer} />
          <table className="deeds-of">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Part</th>
                <th scope="col">Event</th>
                <th scope="col">Killed</th>
              </tr>
            </thead>
            <tbody>
              {events.map(({ row, actor, target }) => (
                <tr key={row.id}>
                  <td>{dateWords(row.date)}</td>
                  <td>{[actor ? 'did it' : '', target ? 'was hit' : ''].filter(Boolean).join(', ')}</td>
                  <td>
                    <Link to={eventPath(row.id)}>
                      <Headline row={row} />
                    </Link>
                  </td>
                  <td>{row.fatalities ? tollWords(row.fatalities, '').trim() : ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </div>
    </>
  );
}

export function ActorPageOf({ id, turn }: { id: string; turn: number }) {
  const [tries, setTries] = useState(0);
  const changed = useCallback(() => setTries(tries => tries + 1), []);
  const answer = useAnswer<ActorPage>(`/api/actors/${encodeURIComponent(id)}`, turn + tries / 1000);
  const told = answer.state === 'here' ? answer.value : null;
  // Whom people judged to be another party is shown as that one.
  const current = told !== null && !answer.old ? told.key : id;
  useEffect(() => {
    if (current !== id) go(actorPath(current), { replace: true });
  }, [current, id]);
  const heading = told ? <Words text={told.name} /> : answer.state === 'trouble' ? 'Nobody here' : 'Actor';
  return (
    <Page title={told?.name.slice(0, 120) ?? 'Actor'} heading={heading} className="actor">
      <Review changed={changed}>
        {answer.state === 'trouble' && <Wrong trouble={answer.trouble} again={changed} />}
        {told ? <Told answer={told} /> : answer.state !== 'trouble' && <Asking what="the party" />}
      </Review>
    </Page>
  );
}
