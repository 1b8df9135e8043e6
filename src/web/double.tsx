import './queue.css';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Quote } from '../model/quote.js';
import type { Said } from '../server/review-schema.js';
import { type Agreement, type DoublePage as Answer, type Doubles, forget, useAnswer } from './api.js';
import { timeWords } from './date.js';
import { Link } from './link.js';
import { Asking, Page, Wrong } from './page.js';
import { ReportText } from './paper.js';
import { Review, type Reviews, useReviews } from './review.js';
import { doublePath } from './route.js';
import { selected } from './selection.js';
import { type Draft, Statement } from './statement.js';
import { Words } from './text.js';
import { FIELD_WORDS, familyOf, number, valueWords } from './words.js';

type Code = Said & { kind: 'code' };
type Coded = Code['events'][number];
const plain = (by: string): string => by.replace(/^person:/, '');

/** How far those who code the same reports blind agree, field by field. */
function AgreementTable({ turn }: { turn: number }) {
  const found = useAnswer<Agreement>('/api/agreement', turn);
  if (found.state !== 'here') return null;
  const { reports, events, fields } = found.value;
  const shown = (alpha: number | null): string => (alpha === null ? 'nothing varies' : alpha.toFixed(2));
  return (
    <section aria-labelledby="agreement">
      <h2 id="agreement">Agreement</h2>
      <p className="doc">
        Krippendorff’s alpha over {number(reports)} reports that both have coded: 1 is full agreement, 0 what chance
        would give. {number(events.both)} events were told by both, {number(events.one)} by one alone.
      </p>
      {reports > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Both give it</th>
              <th scope="col">Alpha of its value</th>
              <th scope="col">Alpha of whether it is given</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ field, units, alpha, given }) => (
              <tr key={field}>
                <th scope="row">{FIELD_WORDS[field as keyof typeof FIELD_WORDS] ?? field}</th>
                <td>{units}</td>
                <td>{shown(alpha)}</td>
                <td>{shown(given)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Reports that two people code without seeing each other's work, and how they agree. */
export function DoublesPage({ turn }: { turn: number }) {
  const [tries, setTries] = useState(0);
  const found = useAnswer<Doubles>('/api/doubles', turn + tries / 1000);
  return (
    <Page title="Double coding" heading="Double coding" className="plain">
      <p className="doc">
        A report is given to two people on its own page. Until both are done neither sees the other’s work, nor a
        machine’s.
      </p>
      {found.state === 'asking' && <Asking what="what is coded twice" />}
      {found.state === 'trouble' && <Wrong trouble={found.trouble} again={() => setTries(tries + 1)} />}
      {found.state === 'here' && found.value.doubles.length === 0 && (
        <p className="empty">No report is given to two people.</p>
      )}
      {found.state === 'here' && found.value.doubles.length > 0 && (
        <ul className="rows">
          {found.value.doubles.map(({ report, coders, done, at }) => (
            <li key={report}>
              <Link to={doublePath(report)}>
                <Words text={coders.map(plain).join(' and ')} />
              </Link>{' '}
              <span className="quiet">
                given {timeWords(at)} ·{' '}
                {done.length === 2
                  ? 'both are done'
                  : done.length === 1
                    ? `${plain(done[0]!.by)} is done`
                    : 'nobody is done yet'}
              </span>
            </li>
          ))}
        </ul>
      )}
      <AgreementTable turn={turn} />
    </Page>
  );
}

/** What one person finds in the text, kept here until they say that they are done. */
function Coding({ answer, reviews }: { answer: Answer; reviews: Reviews }) {
  const mine = answer.codings.find(({ by }) => plain(by) === (reviews.by.trim() || 'owner'));
  const [events, setEvents] = useState<Coded[]>(() =>
    (mine?.mentions ?? []).map(({ id, quote }) => ({
      mention: quote,
      claims: (mine?.claims ?? [])
        .filter(({ about }) => about === id)
        .map(({ field, value, quote, source, hedge }) => ({
          field,
          value: value as NonNullable<unknown>,
          quote,
          source,
          hedge,
        })),
    })),
  );
  const [draft, setDraft] = useState<Draft | null>(null);
  const { text, report } = answer;
  const [quote, setQuote] = useState<Quote | null>(null);
  useEffect(() => {
    const look = () => {
      const found = selected(text);
      if (found) setQuote(found);
    };
    document.addEventListener('selectionchange', look);
    return () => document.removeEventListener('selectionchange', look);
  }, [text]);
  const keep = async (said: Said) => {
    if (said.kind === 'event') {
      const { mention, type, source, hedge } = said;
      setEvents(list => [
        ...list,
        { mention, claims: [{ field: 'type', value: type, quote: mention, source, hedge }] },
      ]);
    } else if (said.kind === 'add') {
      const { event, field, value, quote, source, hedge } = said;
      setEvents(list =>
        list.map((one, at) =>
          String(at) === event ? { ...one, claims: [...one.claims, { field, value, quote, source, hedge }] } : one,
        ),
      );
    }
    setDraft(null);
    return null;
  };
  const begin = () => {
    if (!quote) return;
    const known = events.map(({ mention }, at) => ({ id: String(at), name: mention.text }));
    setDraft({ claim: null, report, quote, context: { start: 0, end: text.length, text }, events: known });
  };
  return (
    <section aria-labelledby="coding-of">
      <h2 id="coding-of">What you find</h2>
      <p className="doc">
        Select words of the text. The first words of an event say that it happened; others are added to it.
      </p>
      <button type="button" disabled={quote === null} onClick={begin}>
        {quote ? `Code “${quote.text.slice(0, 40)}${quote.text.length > 40 ? '…' : ''}”` : 'Select words first'}
      </button>
      {events.map(({ mention, claims }, at) => (
        <div key={`${mention.start} ${mention.end}`} className="coded">
          <h3>
            “<Words text={mention.text} />”{' '}
            <button
              type="button"
              className="plain-button"
              onClick={() => setEvents(list => list.filter((_, other) => other !== at))}
            >
              Leave it out
            </button>
          </h3>
          <ul>
            {claims.map(({ field, value, quote }) => (
              <li key={`${field} ${quote.start} ${quote.end}`} className={`claim ${familyOf(field)}`}>
                <span className="label">{FIELD_WORDS[field]}</span> <Words text={valueWords(field, value).line} />{' '}
                <span className="cue">
                  “<Words text={quote.text.slice(0, 90)} />”
                </span>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <p className="statement-do">
        <button
          type="button"
          disabled={reviews.busy}
          onClick={() => void reviews.say({ kind: 'code', report, events }, 'Your coding is in.')}
        >
          I am done: {events.length} {events.length === 1 ? 'event' : 'events'}
        </button>
      </p>
      {draft && <Statement draft={draft} busy={reviews.busy} save={keep} close={() => setDraft(null)} />}
    </section>
  );
}

/** Both codings side by side, event by event; who judges takes one claim or the other into the record. */
function Both({ answer, reviews }: { answer: Answer; reviews: Reviews }) {
  const [one, two] = answer.codings;
  const list = (coding: Answer['codings'][number] | undefined, mention: string | null) => (
    <td>
      {mention === null && <span className="quiet">not told</span>}
      <ul>
        {(coding?.claims ?? [])
          .filter(({ about }) => about === mention)
          .map(({ id, field, value, quote }) => (
            <li key={id}>
              <span className="label">{FIELD_WORDS[field]}</span> <Words text={valueWords(field, value).line} />{' '}
              <span className="cue">
                “<Words text={quote.text.slice(0, 90)} />”
              </span>{' '}
              <button
                type="button"
                className="plain-button"
                disabled={reviews.busy}
                onClick={() =>
                  void reviews.say({ kind: 'adjudicate', report: answer.report, claim: id }, 'Taken into the record.')
                }
              >
                This is right
              </button>
            </li>
          ))}
      </ul>
    </td>
  );
  return (
    <section aria-labelledby="both-of">
      <h2 id="both-of">Both have coded it</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <Words text={plain(one?.by ?? '')} />
            </th>
            <th scope="col">
              <Words text={plain(two?.by ?? '')} />
            </th>
          </tr>
        </thead>
        <tbody>
          {answer.matched.map(([left, right]) => (
            <tr key={`${left} ${right}`}>
              {list(one, left)}
              {list(two, right)}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Blind({ id, turn, again }: { id: string; turn: number; again: () => void }) {
  const reviews = useReviews();
  const by = reviews?.by.trim() || 'owner';
  const found = useAnswer<Answer>(
    reviews ? `/api/doubles/${encodeURIComponent(id)}?by=${encodeURIComponent(by)}` : null,
    turn,
  );
  if (!reviews) return <p className="empty">Who may only read has nothing to code here.</p>;
  if (found.state === 'asking') return <Asking what="the report" />;
  if (found.state === 'trouble') return <Wrong trouble={found.trouble} again={again} />;
  const answer = found.value;
  const both = answer.done.length === 2;
  const given = answer.coders.map(plain).includes(by);
  return (
    <div className="report-columns">
      <section className="paper" aria-label="Text of the report">
        <ReportText text={answer.text} marks={[]} lit={null} spot={null} pick={() => {}} />
      </section>
      <div>
        {both ? (
          <Both answer={answer} reviews={reviews} />
        ) : given ? (
          <Coding key={`${answer.report} ${by}`} answer={answer} reviews={reviews} />
        ) : (
          <p className="quiet">
            It is given to <Words text={answer.coders.map(plain).join(' and ')} />. Give one of these names below to
            code it.
          </p>
        )}
      </div>
    </div>
  );
}

export function DoublePage({ id, turn }: { id: string; turn: number }) {
  const [tries, setTries] = useState(0);
  const again = useRef(() => {});
  again.current = () => {
    forget();
    setTries(tries + 1);
  };
  const changed = useCallback(() => again.current(), []);
  return (
    <Page title="Blind coding" heading="Blind coding" className="report">
      <Review changed={changed}>
        <Blind id={id} turn={turn + tries / 1000} again={changed} />
      </Review>
    </Page>
  );
}
