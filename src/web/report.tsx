import { useCallback, useMemo, useRef, useState } from 'react';
import { type ReportPage as Answer, type ClaimView, useAnswer } from './api.js';
import { ClaimList } from './claim-list.js';
import { dayWords } from './date.js';
import { type Key, Keys } from './keys.js';
import { Asking, Page, Wrong } from './page.js';
import { marksOf, ReportText } from './paper.js';
import { Remarks } from './remarks.js';
import { Level, ReportLine, titleOf } from './reports.js';
import { Review, useReviews } from './review.js';
import { claimOf, eventPath, go, useHash, useSearch, wordsOf } from './route.js';
import { choicesOf, StateWords, selected } from './selection.js';
import { Words } from './text.js';
import { FAMILY_WORDS, type Family, familyOf } from './words.js';

function Facts({ answer: { report, coder } }: { answer: Answer }) {
  const web = report.url !== null && /^https?:\/\//i.test(report.url) ? report.url : null;
  return (
    <div className="lede">
      <p>
        <Words text={report.outlet ?? 'outlet not known'} className="outlet" />
      </p>
      {report.agency && (
        <p>
          from <Words text={report.agency} />
        </p>
      )}
      <p>{report.published ? `published ${dayWords(report.published)}` : 'date of publication not known'}</p>
      {report.language && <p>language: {report.language}</p>}
      {web && (
        <p className="address">
          <a href={web} rel="noreferrer noopener nofollow" target="_blank">
            <Words text={web.length > 70 ? `${web.slice(0, 70)}…` : web} />
            <span className="aloud"> (opens the outlet’s page)</span>
          </a>
        </p>
      )}
      {report.url && !web && (
        <p className="address">
          <Words text={report.url.slice(0, 120)} />
        </p>
      )}
      {coder && <p>coded by {coder}</p>}
      <Level level={report.level} />
    </div>
  );
}

function Legend({ claims }: { claims: ClaimView[] }) {
  const present = new Set(claims.map(({ field }) => familyOf(field)));
  const families = (Object.keys(FAMILY_WORDS) as Family[]).filter(family => present.has(family));
  if (families.length === 0) return null;
  return (
    <ul className="legend" aria-label="What the marks in the text mean">
      {families.map(family => (
        <li key={family}>
          <span className={`said ${family}`}>{FAMILY_WORDS[family]}</span>
        </li>
      ))}
      {claims.some(({ source }) => source.by === 'attributed') && (
        <li>
          <span className="says">who says so</span>
        </li>
      )}
      {claims.some(({ hedge }) => hedge.quote !== null) && (
        <li>
          <span className="hedges">how surely</span>
        </li>
      )}
    </ul>
  );
}

/** What the gate refused, and what else the coder found worth saying. */
function Notes({ notes }: { notes: Answer['notes'] }) {
  const refused = notes.filter(({ rule }) => rule === 'gate');
  const rest = notes.filter(({ rule }) => rule !== 'gate');
  const list = (some: Answer['notes']) => (
    <ul className="notes">
      {some.map((note, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: notes have no id and do not move
        <li key={at}>
          {note.rule !== 'gate' && <span className="label">{note.rule}</span>} <Words text={note.message} />
          {note.quote && (
            <a className="cue" href={`#words-${note.quote.start}-${note.quote.end}`}>
              “<Words text={note.quote.text.slice(0, 120)} />”
            </a>
          )}
        </li>
      ))}
    </ul>
  );
  return (
    <>
      {refused.length > 0 && (
        <section aria-labelledby="refused">
          <h2 id="refused">Refused by the gate</h2>
          <p className="doc">
            The coder offered these. They are not in the record, since a claim must stand in the text.
          </p>
          {list(refused)}
        </section>
      )}
      {rest.length > 0 && (
        <section aria-labelledby="notes-of">
          <h2 id="notes-of">Notes of the coder</h2>
          {list(rest)}
        </section>
      )}
    </>
  );
}

/** Where else the text was printed, whatever events are told of there. */
function Copies({ copies }: { copies: Answer['copies'] }) {
  if (copies.length === 0) return null;
  return (
    <section aria-labelledby="copies-of">
      <h2 id="copies-of">Printed elsewhere too</h2>
      <p className="doc">Copied from one text: together these are one origin for what they say themselves.</p>
      <ul className="told-by">
        {copies.map(copy => (
          <li key={copy.id}>
            <ReportLine report={copy} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The page that the report was taken from: a document of its own that loads and runs nothing. */
function Original({ id }: { id: string }) {
  return (
    <>
      <p className="doc">
        As it was kept when the report came in, without its pictures, scripts and styles. Nothing in it can act.
      </p>
      <iframe
        className="original"
        title="The page that the report was taken from"
        sandbox=""
        referrerPolicy="no-referrer"
        src={`/api/reports/${encodeURIComponent(id)}/page`}
      />
    </>
  );
}

const BESIDE = 'page';

function Read({ answer }: { answer: Answer }) {
  const reviews = useReviews();
  const words = useRef<HTMLInputElement>(null);
  const hash = useHash();
  const lit = claimOf(hash);
  const [picked, setPicked] = useState<string[]>([]);
  const marks = useMemo(() => marksOf(answer), [answer]);
  const current = answer.claims.find(({ id }) => id === lit) ?? null;
  const spot = useMemo(() => {
    const words = wordsOf(hash);
    return current?.quote ?? (words && words.end <= answer.text.length ? words : null);
  }, [current, hash, answer]);
  const beside = new URLSearchParams(useSearch()).get('beside') === BESIDE;
  const original = answer.page && beside;
  const show = (claim: string) => go(`#claim-${encodeURIComponent(claim)}`, { replace: true });
  const pick = (claims: string[], event: string | null) => {
    const [claim] = claims;
    setPicked(claims);
    if (claim !== undefined) show(claim);
    else if (event !== null) go(eventPath(event));
  };
  const turn = (page: boolean) =>
    go(`${location.pathname}${page ? `?beside=${BESIDE}` : ''}${hash}`, { replace: true });
  const step = (by: number) => {
    const at = answer.claims.findIndex(({ id }) => id === lit);
    const next = answer.claims[at < 0 ? (by > 0 ? 0 : answer.claims.length - 1) : at + by];
    if (next) show(next.id);
  };
  const may = reviews && current && !reviews.busy ? { reviews, claim: current } : null;
  const judging: Key[] = reviews
    ? [
        ['a', 'accept this claim', may ? () => may.reviews.accept(may.claim) : null],
        ['c', 'correct it', may ? () => may.reviews.correct(may.claim) : null],
        ['r', 'reject it', may ? () => may.reviews.reject(may.claim) : null],
        ['m', 'make a claim of the selected words', () => makeClaim()],
        ['u', 'take back what was said last', reviews.undo],
      ]
    : [];
  const makeClaim = () => {
    const quote = selected(answer.text);
    if (quote)
      reviews?.state({
        ...{ claim: null, report: answer.report.id, quote, events: choicesOf(answer.events) },
        context: { start: 0, end: answer.text.length, text: answer.text },
      });
    else words.current?.focus();
  };
  const keys: Key[] = [
    ['j', 'the next claim', answer.claims.length > 0 ? () => step(1) : null],
    ['k', 'the claim before', answer.claims.length > 0 ? () => step(-1) : null],
    ['e', 'the event of this claim', current?.event ? () => go(eventPath(current.event!)) : null],
    [
      'p',
      original ? 'the claims beside the text' : 'the original page beside the text',
      answer.page ? () => turn(!original) : null,
    ],
    ...judging,
  ];
  return (
    <>
      <Facts answer={answer} />
      <div className={original ? 'report-columns halves' : 'report-columns'}>
        <section className="paper" aria-labelledby="text-of">
          <h2 id="text-of" className="aloud">
            Text of the report
          </h2>
          <a className="skip" href="#claims-of">
            Skip to the claims
          </a>
          <Legend claims={answer.claims} />
          <ReportText text={answer.text} marks={marks} lit={lit} spot={spot} pick={pick} />
        </section>
        <section className="margin" aria-labelledby="claims-of">
          <div className="margin-head">
            <h2 id="claims-of" tabIndex={-1}>
              {original ? 'The original page' : 'What it claims'}
            </h2>
            {answer.page && (
              <button type="button" className="plain-button" onClick={() => turn(!original)}>
                {original ? 'Show the claims' : 'Show the original page'}
              </button>
            )}
            <Keys keys={keys} />
          </div>
          {original ? (
            <Original id={answer.report.id} />
          ) : (
            <>
              <ClaimList
                answer={answer}
                lit={lit}
                picked={lit === null || !picked.includes(lit) ? [] : picked}
                show={show}
              />
              <StateWords answer={answer} field={words} />
              <Copies copies={answer.copies} />
              <Notes notes={answer.notes} />
              <Remarks remarks={answer.remarks} on={{ kind: 'report', id: answer.report.id }} />
            </>
          )}
        </section>
      </div>
    </>
  );
}

export function ReportPage({ id, turn }: { id: string; turn: number }) {
  const [tries, setTries] = useState(0);
  const answer = useAnswer<Answer>(`/api/reports/${encodeURIComponent(id)}`, turn + tries / 1000);
  const changed = useCallback(() => setTries(tries => tries + 1), []);
  const value = answer.state === 'here' ? answer.value : null;
  const title = value ? titleOf(value.report) : 'Report';
  const heading = answer.state === 'trouble' ? 'No report here' : <Words text={title} />;
  return (
    <Page title={title.slice(0, 120)} heading={heading} className="report">
      {answer.state === 'trouble' && <Wrong trouble={answer.trouble} again={() => setTries(tries + 1)} />}
      {value ? (
        <Review changed={changed}>
          <Read answer={value} />
        </Review>
      ) : (
        answer.state !== 'trouble' && <Asking what="the report" />
      )}
    </Page>
  );
}
