import { createContext, type ReactNode, useContext, useState } from 'react';
import { forget, type Status, send, type Trouble, useAnswer } from './api.js';

/** What the desk lets a person say; the API takes more. */
type Said =
  | { kind: 'accept' | 'reject'; claim: string }
  | { kind: 'different'; event: string; reports: string[] }
  | { kind: 'same'; events: [string, string] }
  | { kind: 'distinct' | 'uphold' | 'undo'; judgement: string };
type Done = { words: string; undo: string };
type Reviews = { by: string; busy: boolean; say: (said: Said, words: string) => void };

/** Null where the viewer may only read. */
const Reviewing = createContext<Reviews | null>(null);
const NAME = 'attest-reviewer';
const nameKept = (): string => {
  try {
    return localStorage.getItem(NAME) ?? '';
  } catch {
    return '';
  }
};

/** Lets what is inside speak for the person who sits here, and tells what was said last, with a way to take it back. */
export function Review({ changed, children }: { changed: () => void; children: ReactNode }) {
  const status = useAnswer<Status>('/api/status');
  const [by, setBy] = useState(nameKept);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  if (status.state !== 'here' || status.value.level !== 'secret') return children;
  const say = async (said: Said, words: string): Promise<void> => {
    setBusy(true);
    setTrouble(null);
    const answer = await send<{ judgements: string[] }>('/api/reviews', { by: by.trim() || 'owner', said });
    setBusy(false);
    if (answer.state !== 'here') {
      setTrouble(answer.state === 'trouble' ? answer.trouble : null);
      return;
    }
    setDone({ words, undo: answer.value.judgements[0]! });
    forget();
    changed();
  };
  const rename = (name: string): void => {
    setBy(name);
    try {
      localStorage.setItem(NAME, name);
    } catch {
      // A browser that keeps nothing: the name holds for this page.
    }
  };
  return (
    <Reviewing.Provider value={{ by, busy, say }}>
      <div className="review-bar">
        <label>
          Reviewing as{' '}
          <input value={by} placeholder="owner" maxLength={80} onChange={event => rename(event.target.value)} />
        </label>
        <p role="status">
          {trouble ? (
            <span className="disagree">
              {trouble.message}. {trouble.hint}
            </span>
          ) : (
            done && (
              <>
                {done.words}{' '}
                <button
                  type="button"
                  className="plain-button"
                  disabled={busy}
                  onClick={() => say({ kind: 'undo', judgement: done.undo }, 'Taken back.')}
                >
                  {done.words === 'Taken back.' ? 'Redo' : 'Undo'}
                </button>
              </>
            )
          )}
        </p>
      </div>
      {children}
    </Reviewing.Provider>
  );
}

/** Accept or reject one claim. */
export function Verdict({ claim, words }: { claim: string; words: string }) {
  const reviews = useContext(Reviewing);
  if (!reviews) return null;
  const { say, busy } = reviews;
  return (
    <p className="verdict">
      <button
        type="button"
        className="plain-button"
        disabled={busy}
        aria-label={`Accept “${words}”`}
        onClick={() => say({ kind: 'accept', claim }, `Accepted “${words}”.`)}
      >
        Accept
      </button>
      <button
        type="button"
        className="plain-button"
        disabled={busy}
        aria-label={`Reject “${words}”`}
        onClick={() => say({ kind: 'reject', claim }, `Rejected “${words}”.`)}
      >
        Reject
      </button>
    </p>
  );
}

/** What a page of its own makes of it; null where the viewer may only read. */
export const useReviews = (): Reviews | null => useContext(Reviewing);

/** Takes what one report tells out of the event. */
export function Apart({ event, report, title }: { event: string; report: string; title: string }) {
  const reviews = useContext(Reviewing);
  if (!reviews) return null;
  return (
    <button
      type="button"
      className="plain-button"
      disabled={reviews.busy}
      aria-label={`“${title}” tells of another event`}
      onClick={() =>
        reviews.say({ kind: 'different', event, reports: [report] }, `“${title}” tells of another event now.`)
      }
    >
      Another event
    </button>
  );
}
