import { type ReactNode, useState } from 'react';
import { type EventPage, type History, useAnswer } from './api.js';
import { timeWords } from './date.js';
import { Link } from './link.js';
import { titleOf } from './reports.js';
import { useReviews } from './review.js';
import { eventPath, reportPath } from './route.js';
import { Words } from './text.js';
import { FIELD_WORDS, valueWords } from './words.js';

type Entry = History['entries'][number];

const SAID: Record<string, string> = {
  same: 'one event',
  different: 'two events',
  unsure: 'perhaps one event',
  accept: 'accepted',
  reject: 'rejected',
  stated: 'stated',
  undo: 'took back what was said',
  grade: 'graded it',
};
const isPerson = (by: string): boolean => by.startsWith('person:');

/** What an entry is about: a value with its words, or two reports. */
function About({ entry, titles }: { entry: Entry; titles: ReadonlyMap<string, string> }) {
  const { claim, pair } = entry;
  if (claim)
    return (
      <>
        <span className="label">{FIELD_WORDS[claim.field]}</span>{' '}
        <Link to={reportPath(claim.report, claim.id)}>
          <Words text={valueWords(claim.field, claim.value).line} />
        </Link>{' '}
        <span className="cue">
          “<Words text={claim.quote.slice(0, 120)} />”
        </span>
      </>
    );
  if (!pair) return null;
  const name = (id: string | null) =>
    id !== null && titles.has(id) ? <Words text={titles.get(id)!} /> : 'a report of another event';
  const [one, two] = pair.reports;
  return (
    <>
      {one === two ? name(one) : name(one)}
      {one !== two && <> and {name(two)}</>}
      {pair.event && (
        <>
          {' '}
          (<Link to={eventPath(pair.event)}>the other event</Link>)
        </>
      )}
    </>
  );
}

type SaidProps = Pick<Entry, 'id' | 'by' | 'at' | 'reason' | 'undone'> & { mayUndo: boolean; children: ReactNode };
/** One thing that was said: by whom, what, when and why, with a way to take it back. */
export function SaidOnce({ id, by, at, reason, undone, mayUndo, children }: SaidProps) {
  const reviews = useReviews();
  return (
    <li className={undone ? 'undone' : undefined}>
      <p>
        <strong>
          <Words text={by.replace(/^person:/, '')} />
        </strong>{' '}
        {children}
      </p>
      <p className="quiet">
        {at ? timeWords(at) : 'by a machine'}
        {reason && (
          <>
            {' · '}
            <Words text={reason} />
          </>
        )}{' '}
        {reviews && mayUndo && !undone && (
          <button
            type="button"
            className="plain-button"
            disabled={reviews.busy}
            onClick={() => void reviews.say({ kind: 'undo', judgement: id }, 'Taken back.')}
          >
            Take this back
          </button>
        )}
      </p>
    </li>
  );
}

function Entries({ entries, answer }: { entries: Entry[]; answer: EventPage }) {
  const titles = new Map(answer.reports.map(report => [report.id, titleOf(report)]));
  return (
    <ol className="history">
      {entries.map(entry => {
        const { kind, by, score, undone } = entry;
        return (
          <SaidOnce key={entry.id} {...entry} mayUndo={isPerson(by) && kind !== 'stated'}>
            {SAID[kind] ?? kind}
            {entry.grade && ` ${entry.grade}`}
            {score !== null && ` (${score.toFixed(2)})`}
            {undone && ', taken back since'}
            {(entry.claim || entry.pair) && ': '}
            <About entry={entry} titles={titles} />
          </SaidOnce>
        );
      })}
    </ol>
  );
}

/** Who said what of the event and its values, and why: people first. Only for who may see everything. */
export function Past({ answer, turn }: { answer: EventPage; turn: number }) {
  const reviews = useReviews();
  const [machines, setMachines] = useState(false);
  const found = useAnswer<History>(reviews ? `/api/events/${encodeURIComponent(answer.event.id)}/history` : null, turn);
  if (!reviews || found.state === 'asking') return null;
  if (found.state === 'trouble') return <p className="quiet">The history cannot be told now. {found.trouble.hint}</p>;
  const people = found.value.entries.filter(({ by }) => isPerson(by));
  const rest = found.value.entries.filter(({ by }) => !isPerson(by));
  return (
    <section className="past" aria-labelledby="past-of">
      <h2 id="past-of">History</h2>
      {people.length === 0 && <p className="quiet">No person has said anything of this event yet.</p>}
      <Entries entries={people} answer={answer} />
      {rest.length > 0 && (
        <>
          <button
            type="button"
            className="plain-button"
            aria-expanded={machines}
            onClick={() => setMachines(!machines)}
          >
            {machines
              ? 'Hide what machines said'
              : `Why its reports are together: ${rest.length} judgements by machines`}
          </button>
          {machines && <Entries entries={rest} answer={answer} />}
        </>
      )}
    </section>
  );
}
