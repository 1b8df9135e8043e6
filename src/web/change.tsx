import type { z } from '@hono/zod-openapi';
import { useRef, useState } from 'react';
import type { BulkDone, BulkPreview, Said } from '../server/review-schema.js';
import { type EventRow, send, type Trouble } from './api.js';
import { Link } from './link.js';
import { useReviews } from './review.js';
import { eventPath } from './route.js';
import { Headline } from './row.js';
import { COLUMNS } from './table.js';
import { Words } from './text.js';
import { eventsWords, number } from './words.js';
import './change.css';

type Changed = z.infer<typeof BulkPreview>;
type Changes = Changed['changes'][number];

/** Which column of a table tells a part of a row. */
const TOLD: Partial<Record<keyof EventRow, string>> = {
  ...{ type: 'what', date: 'when', actors: 'who', targets: 'whom', places: 'where', fatalities: 'killed' },
  ...{ injuries: 'hurt', reports: 'reports', origins: 'origins', disagree: 'odds', outlets: 'outlets' },
  ...{ grade: 'grade', review: 'review', words: 'words' },
};

/** An event before and after, part by part. */
function Change({ change: { event, before, after, into, parts } }: { change: Changes }) {
  const row = after ?? before;
  const told = parts.flatMap(part => {
    const column = COLUMNS[TOLD[part as keyof EventRow] ?? ''];
    if (!column || !before || !after) return [];
    const [old, now] = [column.text(before), column.text(after)];
    return old === now ? [] : [{ name: column.name, old, now }];
  });
  return (
    <li>
      <p>
        {row && (
          <Link to={eventPath(into ?? event)}>
            <Headline row={row} />
          </Link>
        )}
        {before && !after && <span className="tag">{into ? 'becomes one with another' : 'is there no more'}</span>}
        {!before && <span className="tag">is new</span>}
      </p>
      {told.length > 0 && (
        <dl>
          {told.map(({ name, old, now }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <del>
                  <span className="aloud">before: </span>
                  <Words text={old || 'nothing'} />
                </del>{' '}
                <ins>
                  <span className="aloud">after: </span>
                  <Words text={now || 'nothing'} />
                </ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

/** What a preview or an application came to, in numbers and by the first of what changes. */
function Numbers({ changed }: { changed: Changed }) {
  const { came, gone, changed: other } = changed.events;
  const parts = [
    other > 0 && `${eventsWords(other)} would change`,
    gone > 0 && `${number(gone)} would be there no more`,
    came > 0 && `${number(came)} would be new`,
  ].filter(Boolean);
  const entries = Object.entries(changed.entries).map(([kind, n]) => `${number(n)} × ${kind}`);
  return (
    <section className="bulk-outcome" aria-label="What would come of it">
      <p role="status">
        <strong>{parts.length > 0 ? `${parts.join(', ')}.` : 'No event would change.'}</strong> Entries in the ledger:{' '}
        {entries.join(', ')}.{changed.known > 0 && ` ${number(changed.known)} a person had said before.`}
      </p>
      <ol>
        {changed.changes.map(one => (
          <Change key={one.event} change={one} />
        ))}
      </ol>
      {came + gone + other > changed.changes.length && (
        <p className="quiet">These are the first {number(changed.changes.length)}.</p>
      )}
    </section>
  );
}

/** What came of looking, or of saying it: what would change, or what is wrong. */
export function Outcome({ busy, trouble, shown }: Pick<ReturnType<typeof useBulk>, 'busy' | 'trouble' | 'shown'>) {
  return (
    <>
      {busy && <p className="asking">Looking at what comes of it …</p>}
      {trouble && (
        <p className="disagree" role="alert">
          {trouble.message}. {trouble.hint}
        </p>
      )}
      {shown && <Numbers changed={shown} />}
    </>
  );
}

/**
 * What several things said at once would come to, and the saying of them while that still holds. What was looked at is put away as soon
 * as something else is to be said. `look`, `apply`: null where that cannot be done now.
 */
export function useBulk(said: readonly Said[] | null, reason: string) {
  const reviews = useReviews();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<{ key: string; trouble: Trouble } | null>(null);
  const [shown, setShown] = useState<{ key: string; changed: Changed } | null>(null);
  const key = JSON.stringify(said);
  const now = useRef(key);
  now.current = key;
  const changed = shown?.key === key ? shown.changed : null;
  const trouble = wrong?.key === key ? wrong.trouble : null;
  const by = reviews?.by.trim() || 'owner';
  const body = { by, said, ...(reason.trim() ? { reason: reason.trim() } : {}) };
  const run = async <T,>(part: object): Promise<T | null> => {
    setBusy(true);
    setWrong(null);
    const answer = await send<T>('/api/reviews/bulk', { ...body, ...part });
    setBusy(false);
    if (answer.state === 'trouble') setWrong({ key, trouble: answer.trouble });
    return answer.state === 'here' ? answer.value : null;
  };
  const look = async (): Promise<void> => {
    const changed = await run<Changed>({ preview: true });
    if (changed && now.current === key) setShown({ key, changed });
  };
  const apply = async (token: string): Promise<boolean> => {
    const done = await run<z.infer<typeof BulkDone>>({ token });
    // Refused or done: what was looked at is of before.
    setShown(null);
    if (!done) return false;
    const entries = Object.values(done.entries).reduce((sum, n) => sum + n, 0);
    reviews?.did(`Said: ${number(entries)} ${entries === 1 ? 'entry' : 'entries'} in the ledger.`, done.undo);
    return true;
  };
  const free = reviews !== null && said !== null && !busy && !reviews.busy;
  return {
    ...{ busy, trouble, shown: changed },
    look: free ? () => void look() : null,
    apply: free && changed ? () => apply(changed.token) : null,
  };
}
