import { useEffect, useRef, useState, useSyncExternalStore } from 'react';

/** A key, what it does in a few words, and the doing; null where there is nothing to do now. */
export type Key = [key: string, words: string, press: (() => void) | null];

const KEPT = 'attest-keys';
const CHANGED = 'attest:keys';
let on = true;
try {
  on = localStorage.getItem(KEPT) !== 'off';
} catch {
  // A browser that keeps nothing has them on.
}
function turn(to: boolean): void {
  on = to;
  try {
    localStorage.setItem(KEPT, to ? 'on' : 'off');
  } catch {
    // Then it holds for this page.
  }
  dispatchEvent(new Event(CHANGED));
}
function watch(changed: () => void): () => void {
  addEventListener(CHANGED, changed);
  return () => removeEventListener(CHANGED, changed);
}

/** Whether a key is meant for what has the focus, and not for the page. */
const isTyping = ({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  ctrlKey ||
  metaKey ||
  altKey ||
  (target instanceof HTMLElement &&
    target.closest('input:not([type=checkbox]), select, textarea, [contenteditable], dialog') !== null);

/** The keys of a page: it listens to them, and tells them where asked by `?` or by its button. They can be turned off. */
export function Keys({ keys }: { keys: readonly Key[] }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  const listening = useSyncExternalStore(watch, () => on);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      if (event.key === '?') setOpen(true);
      const found = keys.find(([key]) => key === event.key);
      if (!found?.[2] && event.key !== '?') return;
      event.preventDefault();
      found?.[2]?.();
    };
    if (listening) addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [keys, listening]);
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  return (
    <>
      <button type="button" className="plain-button keys-button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Keys <kbd>?</kbd>
      </button>
      <dialog ref={dialog} className="keys" aria-labelledby="keys-name" onClose={() => setOpen(false)}>
        {open && (
          <>
            <h2 id="keys-name">Keys on this page</h2>
            <dl>
              {keys.map(([key, words, press]) => (
                <div key={key} className={press ? undefined : 'quiet'}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{words}</dd>
                </div>
              ))}
              <div>
                <dt>
                  <kbd>?</kbd>
                </dt>
                <dd>this list</dd>
              </div>
            </dl>
            <p>
              <label>
                <input type="checkbox" checked={listening} onChange={({ target }) => turn(target.checked)} /> Single
                keys do something
              </label>
            </p>
            <form method="dialog">
              <button type="submit">Close</button>
            </form>
          </>
        )}
      </dialog>
    </>
  );
}
