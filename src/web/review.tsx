import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import type { Said } from '../server/review-schema.js';
import { type ClaimView, forget, send, type Trouble } from './api.js';
import { useReviewer, useStanding } from './standing.js';
import { type Draft, Statement } from './statement.js';

type Done = { words: string; undo: string; back: boolean };
export type Reviews = {
  by: string;
  busy: boolean;
  /** Puts it into the ledger. `words` tell the person what was done. Null, or why it could not be. */
  say: (said: Said, words: string, reason?: string) => Promise<Trouble | null>;
  accept: (claim: ClaimView) => void;
  reject: (claim: ClaimView) => void;
  /** Opens the form in which a claim is corrected, or a new one is made. */
  correct: (claim: ClaimView) => void;
  state: (draft: Draft) => void;
  /** Something was put into the ledger by another way; `undo` takes it back. */
  did: (words: string, undo: string) => void;
  /** Takes back what was said last on this page; null where nothing was. */
  undo: (() => void) | null;
};

/** Null where the viewer may only read. */
const Reviewing = createContext<Reviews | null>(null);
/** What a page makes of it; null where the viewer may only read. */
export const useReviews = (): Reviews | null => useContext(Reviewing);

const NAME = 'attest-reviewer';
export const nameKept = (): string => {
  try {
    return localStorage.getItem(NAME) ?? '';
  } catch {
    return '';
  }
};
const brief = (words: string): string => (words.length > 80 ? `${words.slice(0, 80)}…` : words);

/** Lets what is inside speak for the person who sits here, and tells what was said last, with a way to take it back. */
export function Review({ changed, children }: { changed: () => void; children: ReactNode }) {
  const [by, setBy] = useState(nameKept);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<Done[]>([]);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const standing = useStanding();
  const may = useReviewer();
  const last = done.at(-1);

  const reviews = useMemo((): Reviews | null => {
    if (!may) return null;
    const tell = async (said: Said, reason?: string): Promise<string | Trouble> => {
      setBusy(true);
      setTrouble(null);
      const body = { by: by.trim() || 'owner', said, ...(reason ? { reason } : {}) };
      const answer = await send<{ judgements: string[] }>('/api/reviews', body);
      setBusy(false);
      if (answer.state !== 'here') {
        const wrong = answer.state === 'trouble' ? answer.trouble : null;
        setTrouble(wrong);
        return wrong!;
      }
      forget();
      changed();
      return answer.value.judgements[0]!;
    };
    const say: Reviews['say'] = async (said, words, reason) => {
      const told = await tell(said, reason);
      if (typeof told !== 'string') return told;
      setDone(list => [...list, { words, undo: told, back: said.kind === 'undo' }]);
      return null;
    };
    const undo = async (): Promise<void> => {
      if (!last) return;
      const told = await tell({ kind: 'undo', judgement: last.undo });
      if (typeof told !== 'string') return;
      // Undone twice is redone; after that the one before is next.
      const words = last.back ? 'Said again.' : 'Taken back.';
      setDone(list => [...list.slice(0, -1), { words, undo: told, back: !last.back }]);
    };
    return {
      ...{ by, busy, say },
      accept: ({ id, quote }) => void say({ kind: 'accept', claim: id }, `Accepted “${brief(quote.text)}”.`),
      reject: ({ id, quote }) => void say({ kind: 'reject', claim: id }, `Rejected “${brief(quote.text)}”.`),
      correct: claim =>
        setDraft({ claim, report: claim.report, quote: claim.quote, context: claim.sentence, events: [] }),
      state: setDraft,
      did: (words, undo) => {
        forget();
        changed();
        setDone(list => [...list, { words, undo, back: false }]);
      },
      undo: last && !busy ? () => void undo() : null,
    };
  }, [may, by, busy, last, changed]);

  if (reviews === null) return children;
  const rename = (name: string): void => {
    setBy(name);
    try {
      localStorage.setItem(NAME, name);
    } catch {
      // A browser that keeps nothing: the name holds for this page.
    }
  };
  return (
    <Reviewing.Provider value={reviews}>
      {children}
      <div className="review-bar">
        {standing?.name ? (
          <span>
            Reviewing as <strong>{standing.name}</strong>
          </span>
        ) : (
          <label>
            Reviewing as{' '}
            <input value={by} placeholder="owner" maxLength={80} onChange={event => rename(event.target.value)} />
          </label>
        )}
        <p role="status">
          {trouble && !draft ? (
            <span className="disagree">
              {trouble.message}. {trouble.hint}
            </span>
          ) : (
            last && (
              <>
                {last.words}{' '}
                <button type="button" className="plain-button" disabled={busy} onClick={() => reviews.undo?.()}>
                  {last.back ? 'Redo' : 'Undo'}
                </button>
              </>
            )
          )}
        </p>
      </div>
      {draft && (
        <Statement
          draft={draft}
          busy={busy}
          save={async (said, words, reason) => {
            const wrong = await reviews.say(said, words, reason);
            if (wrong === null) setDraft(null);
            return wrong;
          }}
          close={() => setDraft(null)}
        />
      )}
    </Reviewing.Provider>
  );
}

/** Accept, correct or reject one claim. */
export function Verdict({ claim }: { claim: ClaimView }) {
  const reviews = useReviews();
  if (!reviews) return null;
  const { busy } = reviews;
  const words = brief(claim.quote.text);
  return (
    <p className="verdict">
      <button
        type="button"
        disabled={busy}
        aria-label={`Accept “${words}”`}
        title="Accept (a)"
        onClick={() => reviews.accept(claim)}
      >
        ✓
      </button>
      <button
        type="button"
        disabled={busy}
        aria-label={`Correct “${words}”`}
        title="Correct (c)"
        onClick={() => reviews.correct(claim)}
      >
        ✎
      </button>
      <button
        type="button"
        disabled={busy}
        aria-label={`Reject “${words}”`}
        title="Reject (r)"
        onClick={() => reviews.reject(claim)}
      >
        ✗
      </button>
    </p>
  );
}

/** Takes what one report tells out of the event. */
export function Apart({ event, report, title }: { event: string; report: string; title: string }) {
  const reviews = useReviews();
  if (!reviews) return null;
  return (
    <button
      type="button"
      className="plain-button"
      disabled={reviews.busy}
      aria-label={`“${title}” tells of another event`}
      onClick={() =>
        void reviews.say(
          { kind: 'different', event, reports: [report] },
          `“${brief(title)}” tells of another event now.`,
        )
      }
    >
      Another event
    </button>
  );
}
