import { memo } from 'react';
import type { EventRow } from './api.js';
import { dateWords } from './date.js';
import { Link } from './link.js';
import { eventPath } from './route.js';
import { around } from './segment.js';
import { Quoted, Words } from './text.js';
import { FIELD_WORDS, headlineOf, originsWords, REVIEW_WORDS, reportsWords, someOf, tollLine } from './words.js';

/** An event in a line: what, who to whom, where. */
export function Headline({ row }: { row: EventRow }) {
  const { what, who, whom, where } = headlineOf(row);
  return (
    <>
      <span className="deed">{what}</span>
      {(who || whom) && (
        <span className="parties">
          {' '}
          {who && <Words text={who} />}
          {whom && (
            <>
              {' '}
              <span className="to" aria-hidden="true">
                →
              </span>
              <span className="aloud"> against </span> <Words text={whom} />
            </>
          )}
        </span>
      )}
      {where && (
        <span className="spot">
          {' '}
          <span className="aloud">in </span>
          <Words text={where} />
        </span>
      )}
    </>
  );
}

/** The fields in which an event's values cannot all be right. */
export function Disagreement({ row }: { row: EventRow }) {
  if (row.disagree.length === 0) return null;
  return (
    <span className="disagree">
      <span aria-hidden="true">≠</span> Sources disagree on{' '}
      {someOf(
        row.disagree.map(field => FIELD_WORDS[field].toLowerCase()),
        3,
      )}
    </span>
  );
}

function Toll({ row }: { row: EventRow }) {
  const { fatalities, injuries } = row;
  const heavy = fatalities?.status === 'reported' && (fatalities.high ?? fatalities.low ?? 1) > 0;
  return (
    <p className="toll">
      <span className={heavy ? 'killed' : 'quiet'}>{tollLine(fatalities, 'killed')}</span>
      {injuries && <span className="hurt">{tollLine(injuries, 'hurt')}</span>}
    </p>
  );
}

/** An event in a list, with the sentence that first tells of it. */
export const Row = memo(function Row({ row }: { row: EventRow }) {
  const { words } = row;
  const whole = { start: 0, end: words.text.length, text: words.text };
  return (
    <article className={row.violent ? 'row' : 'row mild'}>
      <p className="when">{dateWords(row.date)}</p>
      <div className="body">
        <h2>
          <Link to={eventPath(row.id)} className="open">
            <Headline row={row} />
          </Link>
        </h2>
        {words.text === '' ? (
          <p className="quiet">Its words are withheld.</p>
        ) : (
          <blockquote dir="auto">
            <Quoted text={words.text} mark={words.mention} within={around(whole, words.mention, 180)} />
          </blockquote>
        )}
        <p className="facts">
          <Words
            text={words.outlet ?? (words.text === '' ? 'outlet not told' : 'outlet not known')}
            className="outlet"
          />
          <span>
            {reportsWords(row.reports)}, {originsWords(row.origins)}
          </span>
          {row.review !== 'waiting' && <span className="tag">{REVIEW_WORDS[row.review]}</span>}
          {!row.violent && <span className="tag">no act of violence, or not done</span>}
          <Disagreement row={row} />
        </p>
      </div>
      <Toll row={row} />
    </article>
  );
});
