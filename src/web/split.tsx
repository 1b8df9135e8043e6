import { useState } from 'react';
import { CODEBOOK, type Field } from '../codebook/codebook.js';
import { groupBy } from '../model/group.js';
import type { ClaimView, EventPage } from './api.js';
import { Outcome, useBulk } from './change.js';
import { useChosen } from './chosen.js';
import { Link } from './link.js';
import { Parts } from './parts.js';
import { titleOf } from './reports.js';
import { useReviews } from './review.js';
import { reportPath } from './route.js';
import { around } from './segment.js';
import { Quoted, Words } from './text.js';
import { FIELD_WORDS, valueWords } from './words.js';

/** One telling of an event: what a report says of it by one of its mentions. */
type Telling = { mention: string; claims: ClaimView[]; founding: ClaimView };

/** The tellings of an event, in the order of its reports and of their words. */
function tellingsOf({ claims, reports }: EventPage): Telling[] {
  const order = new Map(reports.map(({ id }, at) => [id, at]));
  return [...groupBy(claims, ({ about }) => about)]
    .map(([mention, list]) => {
      const founding = list.find(({ field }) => field === 'type') ?? list[0]!;
      return { mention, claims: list, founding };
    })
    .sort(
      ({ founding: a }, { founding: b }) =>
        order.get(a.report)! - order.get(b.report)! || a.quote.start - b.quote.start,
    );
}

/** What is told of each field on one side, each value once. */
function valuesOf(tellings: readonly Telling[], field: Field): string[] {
  const told = tellings.flatMap(({ claims }) => claims.filter(claim => claim.field === field));
  return [...new Set(told.map(({ value }) => valueWords(field, value).line))];
}

/** Each field of which one side tells, as both have it. */
function partsOf(stay: readonly Telling[], leave: readonly Telling[]) {
  return CODEBOOK.map(({ field }) => field as Field).flatMap(field => {
    const [left, right] = [valuesOf(stay, field), valuesOf(leave, field)];
    if (left.length + right.length === 0) return [];
    const sides = [left, right].map(list => list.join('; ') || 'not said') as [string, string];
    const alike = left.length === 0 || right.length === 0 ? null : left.some(one => right.includes(one));
    return [{ name: FIELD_WORDS[field], sides, alike }];
  });
}

/** Takes some of an event's tellings out of it, after both sides were looked at part by part. */
export default function Split({ answer }: { answer: EventPage }) {
  const reviews = useReviews();
  const tellings = tellingsOf(answer);
  const { chosen, toggle } = useChosen();
  const [reason, setReason] = useState('');
  const leave = tellings.filter(({ mention }) => chosen.has(mention));
  const stay = tellings.filter(({ mention }) => !chosen.has(mention));
  const sound = leave.length > 0 && stay.length > 0;
  const mentions = leave.map(({ mention }) => mention);
  const bulk = useBulk(sound ? [{ kind: 'different', event: answer.event.id, mentions }] : null, reason);
  if (!reviews) return null;
  const titles = new Map(answer.reports.map(report => [report.id, titleOf(report)]));
  return (
    <>
      <p>Which of these tell of another event?</p>
      <ol className="tellings">
        {tellings.map(({ mention, claims, founding: { quote, sentence, report, id } }) => (
          <li key={mention}>
            <label>
              <input type="checkbox" checked={chosen.has(mention)} onChange={() => toggle(mention)} />
              <span>
                <q dir="auto">
                  <Quoted
                    text={sentence.text}
                    mark={{ start: quote.start - sentence.start, end: quote.end - sentence.start }}
                    within={around(sentence, quote)}
                  />
                </q>
                <span className="quiet">
                  {claims.length === 1 ? 'one value' : `${claims.length} values`}, in{' '}
                  <Words text={titles.get(report) ?? 'a report'} />
                </span>
              </span>
            </label>
            <Link to={reportPath(report, id)}>Open</Link>
          </li>
        ))}
      </ol>
      {chosen.size > 0 && stay.length === 0 && <p className="quiet">One telling at least stays.</p>}
      {sound && <Parts heads={['Stays', 'Is another event']} parts={partsOf(stay, leave)} compared />}
      <label className="merge-with">
        Why
        <input dir="auto" maxLength={1000} value={reason} onChange={({ target }) => setReason(target.value)} />
      </label>
      <p className="statement-do">
        <button type="button" disabled={bulk.look === null} onClick={() => bulk.look?.()}>
          What would change
        </button>
        <button type="button" disabled={bulk.apply === null} onClick={() => void bulk.apply?.()}>
          Two events
        </button>
      </p>
      <Outcome {...bulk} />
    </>
  );
}
