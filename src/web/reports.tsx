import type { ReportHead, ReportList } from './api.js';
import { dayWords } from './date.js';
import { Asking, Page, Wrong } from './page.js';
import { HowToAdd, More, usePages } from './pages.js';
import { Words } from './text.js';
import { ReportLink } from './withheld.js';
import { eventsWords, reportsWords } from './words.js';

const OUTCOMES: Record<ReportHead['outcome'], string> = {
  waiting: 'being coded',
  ok: '',
  empty: 'says nothing of an event',
  failed: 'could not be coded',
};

/** How freely a report may be shown, where that is not to everyone. */
export function Level({ level }: { level: ReportHead['level'] }) {
  return level === 'public' ? null : <span className={`level ${level}`}>{level}</span>;
}

const LONGEST = 240;
export const titleOf = ({ title, outlet, published }: ReportHead): string => {
  const told = title?.trim() || `${outlet ?? 'A report'} of ${dayWords(published)}`;
  return told.length > LONGEST ? `${told.slice(0, LONGEST)}…` : told;
};

/** A report on two lines: its title, who published it and when. */
export function ReportLine({ report, claim }: { report: ReportHead; claim?: string }) {
  return (
    <>
      <ReportLink id={report.id} claim={claim} className="open title">
        <Words text={titleOf(report)} />
      </ReportLink>
      <span className="facts">
        <Words text={report.outlet ?? 'outlet not known'} className="outlet" />
        {report.agency && (
          <span>
            from <Words text={report.agency} />
          </span>
        )}
        <span>{dayWords(report.published)}</span>
        <Level level={report.level} />
      </span>
    </>
  );
}

const joined = (a: ReportList, b: ReportList): ReportList => {
  const seen = new Set(a.reports.map(({ id }) => id));
  return { ...b, reports: [...a.reports, ...b.reports.filter(({ id }) => !seen.has(id))] };
};

export function ReportsPage({ turn }: { turn: number }) {
  const pages = usePages('/api/reports', turn, joined);
  const { answer } = pages;
  return (
    <Page
      title="Reports"
      heading="Reports"
      className="reports plain"
      tools={
        <p className="total" aria-live="polite">
          {answer.state === 'here' ? reportsWords(answer.value.total) : ''}
        </p>
      }
    >
      {answer.state === 'asking' && <Asking what="the reports" />}
      {answer.state === 'trouble' && <Wrong trouble={answer.trouble} again={pages.again} />}
      {answer.state === 'here' && answer.value.total === 0 && (
        <div className="empty">
          <p>There are no reports yet.</p>
          <HowToAdd />
        </div>
      )}
      {answer.state === 'here' && (
        <>
          <ol className="report-rows">
            {answer.value.reports.map(report => (
              <li key={report.id}>
                <ReportLine report={report} />
                <span className="outcome">
                  {report.events.length > 0
                    ? eventsWords(report.events.length)
                    : OUTCOMES[report.outcome] || 'no events'}
                </span>
              </li>
            ))}
          </ol>
          <More pages={pages} left={answer.value.total - answer.value.reports.length} />
        </>
      )}
    </Page>
  );
}
