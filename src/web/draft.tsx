import { useEffect, useId, useRef, useState } from 'react';

const SETTLED = 350;

type DraftProps = {
  label: string;
  /** What stands beside the box where the label is said elsewhere. */
  short?: string;
  type: 'search' | 'date' | 'number';
  value: string;
  commit: (value: string) => void;
  hint?: string;
};

/** A box whose words take effect when the typing stops: each letter would else be an address and a question of its own. */
export function Draft({ label, short, type, value, commit, hint }: DraftProps) {
  const [draft, setDraft] = useState(value);
  const [known, setKnown] = useState(value);
  const id = useId();
  if (known !== value) {
    // The address was changed from elsewhere: by a chip, or by Back.
    setKnown(value);
    if (draft.trim() !== value) setDraft(value);
  }
  const late = useRef(commit);
  late.current = commit;
  useEffect(() => {
    if (draft.trim() === known) return;
    const timer = setTimeout(() => late.current(draft.trim()), SETTLED);
    return () => clearTimeout(timer);
  }, [draft, known]);
  return (
    <div className={`draft ${type}`}>
      <label htmlFor={id}>
        {short ? (
          <>
            <span className="aloud">{label}</span>
            <span aria-hidden="true">{short}</span>
          </>
        ) : (
          label
        )}
      </label>
      <input
        id={id}
        type={type}
        min={type === 'number' ? 0 : undefined}
        value={draft}
        placeholder={hint}
        maxLength={type === 'search' ? 200 : undefined}
        onChange={event => setDraft(event.target.value)}
      />
    </div>
  );
}
