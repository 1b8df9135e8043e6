import { useState } from 'react';
import { versionsOf } from '../model/version.js';
import { type EventPage, type ReportHead, type ReportPage, type Strands, useAnswer } from './api.js';
import { dayWords } from './date.js';
import { differences } from './diff.js';
import { ReportLine, titleOf } from './reports.js';
import { Apart } from './review.js';
import { Raw, Words } from './text.js';
import { ReportLink } from './withheld.js';
import { FIELD_WORDS, originsWords, reportsWords } from './words.js';

const WHY: Record<Strands['strands'][number]['why'][number], string> = {
  text: 'the same text',
  copy: 'copied from one text',
  agency: 'one agency’s story',
  outlet: 'one outlet',
};

/** The reports of an event by origin: what tells the same thing twice stands together, with the reason. */
export function Told({ answer, turn }: { answer: EventPage; turn: number }) {
  const { event, reports, claims } = answer;
  const found = useAnswer<Strands>(`/api/events/${encodeURIComponent(event.id)}/origins`, turn);
  const byId = new Map(reports.map(report => [report.id, report]));
  const strands =
    found.state === 'here'
      ? found.value.strands
      : reports.map(({ id }): Strands['strands'][number] => ({ reports: [id], why: [], sources: [] }));
  const founding = (report: string) => claims.find(claim => claim.report === report)?.id;
  return (
    <section aria-labelledby="aside-reports">
      <h2 id="aside-reports">
        {reportsWords(event.reports)}, {originsWords(event.origins)}
      </h2>
      {event.reports > reports.length && <p className="doc">{reports.length} of them are here; the export has all.</p>}
      {event.origins.low !== event.origins.high && (
        <p className="doc">
          At least {event.origins.low}: what is not known to be independent is not counted as another.
        </p>
      )}
      <ol className="strands">
        {strands.map(({ reports: ids, why, sources }) => (
          <li key={ids[0]} className={ids.length > 1 ? 'strand several' : 'strand'}>
            {ids.length > 1 && <p className="why-one">One origin: {why.map(one => WHY[one]).join(', ')}</p>}
            <ul className="told-by">
              {ids.flatMap(id => {
                const report = byId.get(id);
                const claim = founding(id);
                return report ? (
                  <li key={id}>
                    <ReportLine report={report} {...(claim ? { claim } : {})} />
                    {report.withdrawn && <p className="disagree">Taken back {dayWords(report.withdrawn)}</p>}
                    {reports.length > 1 && <Apart event={event.id} report={id} title={titleOf(report)} />}
                  </li>
                ) : (
                  []
                );
              })}
            </ul>
            {sources.length > 0 && (
              <p className="doc">
                Quotes{' '}
                {sources.map(({ name, anonymous, elsewhere }, at) => (
                  <span key={name}>
                    {at > 0 && ', '}
                    <Words text={name} />
                    {anonymous && ' (not named)'}
                    {elsewhere && ' (as another does: one origin)'}
                  </span>
                ))}
              </p>
            )}
          </li>
        ))}
        {reports.length === 0 && (
          <li>
            <ReportLink id={event.words.report}>The founding report</ReportLink>
          </li>
        )}
      </ol>
    </section>
  );
}

/** A later telling against the one before it: what came is underlined and marked +, what is gone is struck through and marked −. */
function Difference({ older, newer }: { older: string; newer: string }) {
  const before = useAnswer<ReportPage>(`/api/reports/${encodeURIComponent(older)}`);
  const after = useAnswer<ReportPage>(`/api/reports/${encodeURIComponent(newer)}`);
  if (before.state === 'trouble' || after.state === 'trouble')
    return <p className="quiet">One of them cannot be read now.</p>;
  if (before.state !== 'here' || after.state !== 'here') return <p className="quiet">Comparing …</p>;
  const stretches = differences(before.value.text.slice(0, 60_000), after.value.text.slice(0, 60_000));
  return (
    <div className="difference told-words" dir="auto">
      {stretches.map(({ kind, text }, at) => {
        const key = `${at} ${kind}`;
        const shown = kind === 'same' && text.length > 240 ? `${text.slice(0, 100)} … ${text.slice(-100)}` : text;
        const words = <Raw text={shown} />;
        if (kind === 'same') return <span key={key}>{words}</span>;
        const Tag = kind === 'came' ? 'ins' : 'del';
        return (
          <Tag key={key}>
            <span className="aloud">{kind === 'came' ? 'added: ' : 'removed: '}</span>
            {words}
          </Tag>
        );
      })}
    </div>
  );
}

/** How each outlet told it over time, and what it changed: in its values, and word by word. */
export function Versions({ answer: { reports, claims } }: { answer: EventPage }) {
  const series = versionsOf(reports, claims);
  const [open, setOpen] = useState<string | null>(null);
  if (series.length === 0) return null;
  const titles = new Map(reports.map((report: ReportHead) => [report.id, titleOf(report)]));
  return (
    <section className="told-anew" aria-labelledby="told-anew">
      <h2 id="told-anew">Told anew</h2>
      {series.map(({ outlet, versions }) => (
        <div key={outlet} className="versions">
          <h3>
            <Words text={outlet} />
          </h3>
          <ol>
            {versions.map(({ report, published, changes }, at) => {
              const before = versions[at - 1];
              return (
                <li key={report}>
                  <span>{dayWords(published)}</span>{' '}
                  <ReportLink id={report}>
                    <Words text={titles.get(report) ?? 'the report'} />
                  </ReportLink>
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
                  {before && (
                    <>
                      <button
                        type="button"
                        className="plain-button"
                        aria-expanded={open === report}
                        onClick={() => setOpen(open === report ? null : report)}
                      >
                        {open === report ? 'Hide the words that changed' : 'Words that changed'}
                      </button>
                      {open === report && <Difference older={before.report} newer={report} />}
                    </>
                  )}
                </li>
              );
            })}
          </ol>
        </div>
      ))}
    </section>
  );
}
