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
export function Standing({ claim, brief = false }: { claim: ClaimView; brief?: boolean }) {
  const { source, hedge, basis, coders } = claim;
  const unsure = hedgeWords(hedge);
  const cue = source.by === 'attributed' ? [source.quote.text, source.cue?.text].filter(Boolean) : [];
  const people = coders.filter(coder => coder.startsWith('person:'));
  return (
    <ul className="standing-of">
      <li className={source.by === 'outlet' ? 'source own' : 'source'}>
        <span className="label">says</span> <Words text={sourceWords(source)} />
        {cue.length > 0 && (
          <span className="cue">
            {' “'}
            <Words text={cue.join(' … ')} />”
          </span>
        )}
      </li>
      {unsure && (
        <li className="hedge">
          {!brief && <span className="label">how surely </span>}
          <strong>{unsure}</strong>
          {hedge.quote && (
            <span className="cue">
              {' “'}
              <Words text={hedge.quote.text} />”
            </span>
          )}
        </li>
      )}
      {basis === 'derived' && <li className="basis">derived by rule</li>}
      {(!brief || people.length > 0) && (
        <li className="coder">
          <span className="label">coded by</span>{' '}
          <Words text={(brief ? people : coders).map(coder => coder.replace(/^person:/, '')).join(', ')} />
        </li>
      )}
    </ul>
  );
}

/** A claim as it stands on an event's page: its words in their sentence, the report, the source, the hedge. */
export function Claim({ claim, report }: { claim: ClaimView; report: ReportHead | undefined }) {
  const { sentence, quote } = claim;
  const mark = { start: quote.start - sentence.start, end: quote.end - sentence.start };
  const to = reportPath(claim.report, claim.id);
  // What is withheld has no words, and no report that could be opened.
  if (sentence.text === '')
    return (
      <li className="claim" data-claim={claim.id}>
        <p className="quiet">Its words are withheld.</p>
        <div className="claim-facts">
          <p className="facts">
            <Words text={report?.outlet ?? 'outlet not told'} className="outlet" />
            <span>{dayWords(report?.published ?? null)}</span>
          </p>
          <Standing claim={claim} brief />
        </div>
      </li>
    );
  return (
    <li className="claim" data-claim={claim.id}>
      <blockquote dir="auto">
        <Quoted
          text={sentence.text}
          mark={mark}
          within={around(sentence, quote, 110)}
          as={words => (
            <Link to={to} className={`said ${familyOf(claim.field)}`} title="To these words in the report">
              {words}
            </Link>
          )}
        />
      </blockquote>
      <div className="claim-facts">
        <p className="facts">
          {report ? (
            <>
              <Words text={report.outlet ?? 'outlet not known'} className="outlet" />
              <span>
                <Link to={to} title={titleOf(report)}>
                  {dayWords(report.published)}
                </Link>
              </span>
            </>
          ) : (
            <Link to={to}>In its report</Link>
          )}
        </p>
        <Standing claim={claim} brief />
      </div>
      <Verdict claim={claim} />
    </li>
  );
}
