import { type ReactNode, useState } from 'react';
import type { Field } from '../codebook/codebook.js';
import { fold } from '../codebook/variable.js';
import type { EventPage as Answer, ClaimView, EventRow, ReportHead } from './api.js';
import { Claim } from './claim.js';
import { Link } from './link.js';
import { useReviews } from './review.js';
import { actorPath, eventPath } from './route.js';
import { Headline } from './row.js';
import { Words } from './text.js';
import { docOf, FIELD_WORDS, familyOf, originsWords, reportsWords, tollLine, valueWords } from './words.js';

type Value = Answer['fields'][number]['values'][number];
export type Known = {
  claims: Map<string, ClaimView>;
  reports: Map<string, ReportHead>;
  events: Map<string, EventRow>;
  judged: Map<string, Judged>;
};
type Judged = NonNullable<Answer['links'][number]['judged']>;

const DONE = { fatalities: 'killed', injuries: 'hurt' } as const;
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether a value is among those that the policy chose to show; null where a field is always shown with all its values. */
function isShown(field: Field, value: unknown, row: EventRow): boolean | null {
  const part = value as { [name: string]: never };
  if (field === 'type') return row.type === null ? null : same(part, row.type);
  if (field === 'place') return row.places.some(place => same(place, part));
  if (field === 'date')
    return row.date === null ? null : row.date.edtf === part.edtf && row.date.earliest === part.earliest;
  if (field === 'actor' || field === 'target')
    return (field === 'actor' ? row.actors : row.targets).some(({ name, id }) => id === part.id && name === part.name);
  if (field === 'fatalities' || field === 'injuries') {
    const toll = row[field];
    return toll === null || toll.policy === 'range' ? null : part.low === toll.low && part.high === toll.high;
  }
  return null;
}

const PARTIES: readonly Field[] = ['actor', 'target', 'authority'];

/** The value in words; a link names the event it leads to. */
function Shown({ field, value, known }: { field: Field; value: unknown; known: Known }): ReactNode {
  const { line, more } = valueWords(field, value);
  const to = field === 'link' ? (value as { to: string }).to : null;
  const event = to === null ? undefined : known.events.get(to);
  const party = PARTIES.includes(field) ? (value as { name: string; id: string | null }) : null;
  return (
    <>
      <p className={line.length > 60 ? 'value long' : 'value'}>
        {party ? (
          <Link to={actorPath(party.id ?? fold(party.name))} title="To this party">
            <Words text={line} />
          </Link>
        ) : (
          <Words text={line} />
        )}{' '}
        {to !== null && <Link to={eventPath(to)}>{event ? <Headline row={event} /> : 'another event'}</Link>}
      </p>
      {more && (
        <p className="value-more">
          <Words text={more} />
        </p>
      )}
    </>
  );
}

type CardProps = { field: Field; value: Value; known: Known; chosen: boolean | null };

/** Takes a link away that a machine judged across reports. */
function NoPart({ judged: { id } }: { judged: Judged }) {
  const reviews = useReviews();
  if (!reviews) return null;
  return (
    <button
      type="button"
      className="plain-button"
      disabled={reviews.busy}
      onClick={() => void reviews.say({ kind: 'distinct', judgement: id }, 'It is no part of that.')}
    >
      Not a part of it
    </button>
  );
}

/** One value of a field, with how many independent origins it has and every claim that gives it. */
function ValueCard({ field, value, known, chosen }: CardProps) {
  const [all, setAll] = useState(false);
  const judged = known.judged.get(value.judgement ?? '');
  const claims = judged?.claims ?? value.claims.flatMap(id => known.claims.get(id) ?? []);
  // One telling a report stands for it; its other words are there on request.
  const least = judged ? 2 : 1;
  const rest = claims.length - least;
  const reports = new Set(claims.map(({ report }) => report)).size;
  return (
    <li className={`value-card${chosen === true ? ' chosen' : ''}`}>
      <div className="value-head">
        <Shown field={field} value={value.value} known={known} />
        <p className="origins">
          {chosen === true && <span className="chip">shown</span>}{' '}
          {judged
            ? `judged across reports by ${judged.by}: ${judged.reason ?? 'no reason given'}`
            : `${reportsWords(reports)}, ${originsWords(value.origins)}`}
        </p>
        {judged && <NoPart judged={judged} />}
      </div>
      <div className="value-words">
        <ul className="claims">
          {(all ? claims : claims.slice(0, least)).map(claim => (
            <Claim key={claim.id} claim={claim} report={known.reports.get(claim.report)} />
          ))}
        </ul>
        {rest > 0 && (
          <button type="button" className="plain-button" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Fewer words' : `${rest} more ${rest === 1 ? 'place says' : 'places say'} so`}
          </button>
        )}
        {value.more > 0 && <p className="doc">{value.more} more claims of it are in the export alone.</p>}
      </div>
    </li>
  );
}

type FieldProps = { part: Answer['fields'][number]; row: EventRow; known: Known };

/** Every value of a field, one below the other, and which of them is shown. */
export function FieldPart({ part: { field, values, more }, row, known }: FieldProps) {
  const disagree = row.disagree.includes(field);
  const chosen = values.map(({ value }) => isShown(field, value, row));
  // Where all of them are shown, to say so of each would say nothing.
  const telling = chosen.includes(true) && chosen.some(one => one !== true);
  const toll = field in DONE ? row[field as keyof typeof DONE] : null;
  return (
    <section className={`field ${familyOf(field)}${disagree ? ' at-odds' : ''}`} aria-labelledby={`field-${field}`}>
      <div className="field-name">
        <h2 id={`field-${field}`} tabIndex={-1} title={docOf(field)}>
          {FIELD_WORDS[field]}
        </h2>
        {disagree && (
          <p className="disagree">
            <span aria-hidden="true">≠</span> Sources disagree
          </p>
        )}
        {toll && values.length > 1 && (
          <p className="doc">
            Shown as <strong>{tollLine(toll, DONE[field as keyof typeof DONE])}</strong> ({toll.policy})
          </p>
        )}
        {more > 0 && <p className="doc">{more} more values are in the export alone.</p>}
      </div>
      <ul className="values">
        {values.map((value, at) => (
          <ValueCard
            key={value.claims[0] ?? JSON.stringify(value.value)}
            field={field}
            value={value}
            known={known}
            chosen={telling ? (chosen[at] ?? null) : null}
          />
        ))}
      </ul>
    </section>
  );
}
