import type { ClaimView, ReportHead } from './api.js';
import { dayWords } from './date.js';
import { Link } from './link.js';
import { titleOf } from './reports.js';
import { Verdict } from './review.js';
import { reportPath } from './route.js';
import { around } from './segment.js';
import { Quoted, Words } from './text.js';
import { familyOf, hedgeWords, sourceWords } from './words.js';

/** Who says it, in which words; how surely, in which words; and who coded it. */
export function Standing({ claim }: { claim: ClaimView }) {
  const { source, hedge, basis, coders } = claim;
  const unsure = hedgeWords(hedge);
  const cue = source.by === 'attributed' ? [source.quote.text, source.cue?.text] : [];
  return (
    <ul className="standing-of">
      <li className={source.by === 'outlet' ? 'source own' : 'source'}>
        <span className="label">says</span> <Words text={sourceWords(source)} />
        {cue.length > 0 && (
          <span className="cue">
            {' “'}
            <Words text={cue.filter(Boolean).join(' … ')} />”
          </span>
        )}
      </li>
      {unsure && (
        <li className="hedge">
          <span className="label">how surely</span> <strong>{unsure}</strong>
          {hedge.quote && (
            <span className="cue">
              {' “'}
              <Words text={hedge.quote.text} />”
            </span>
          )}
        </li>
      )}
      {basis === 'derived' && <li className="basis">derived by rule</li>}
      <li className="coder">
        <span className="label">coded by</span> {coders.join(', ')}
      </li>
    </ul>
  );
}

/** A claim as it stands on an event's page: its words in their sentence, the report, the source, the hedge, the coder. */
export function Claim({ claim, report }: { claim: ClaimView; report: ReportHead | undefined }) {
  const { sentence, quote } = claim;
  const mark = { start: quote.start - sentence.start, end: quote.end - sentence.start };
  const to = reportPath(claim.report, claim.id);
  return (
    <li className="claim">
      <blockquote dir="auto">
        <Quoted
          text={sentence.text}
          mark={mark}
          within={around(sentence, quote)}
          as={words => (
            <Link to={to} className={`said ${familyOf(claim.field)}`} title="To these words in the report">
              {words}
            </Link>
          )}
        />
      </blockquote>
      <p className="facts">
        {report ? (
          <>
            <Words text={report.outlet ?? 'outlet not known'} className="outlet" />
            <span>{dayWords(report.published)}</span>
            <Link to={to} className="title">
              <Words text={titleOf(report)} />
            </Link>
          </>
        ) : (
          <Link to={to}>In its report</Link>
        )}
      </p>
      <Standing claim={claim} />
      <Verdict claim={claim.id} words={claim.quote.text} />
    </li>
  );
}
