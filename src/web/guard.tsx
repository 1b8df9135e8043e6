import { useEffect, useSyncExternalStore } from 'react';
import { usePath } from './route.js';

// Reports of violence wear on who reads many of them. With the guard on, their words are blurred until asked for.

const KEPT = 'attest-guard';
const CHANGED = 'attest:guard';
let on = false;
try {
  on = localStorage.getItem(KEPT) === 'on';
} catch {
  // A browser that keeps nothing has it off.
}
/** The path on which the words were asked for. */
let bared: string | null = null;

function change(guard: boolean, path: string | null): void {
  on = guard;
  bared = path;
  try {
    localStorage.setItem(KEPT, on ? 'on' : 'off');
  } catch {
    // Then it holds for this page.
  }
  dispatchEvent(new Event(CHANGED));
}
function watch(changed: () => void): () => void {
  addEventListener(CHANGED, changed);
  return () => removeEventListener(CHANGED, changed);
}
export const useGuard = (): boolean => useSyncExternalStore(watch, () => on);
const useBared = (): string | null => useSyncExternalStore(watch, () => bared);

/** Turns the guard on or off, for this browser. */
export function GuardChoice() {
  const guard = useGuard();
  return (
    <button
      type="button"
      className="theme"
      aria-pressed={guard}
      title={guard ? 'Words of reports are blurred until asked for' : 'Blur the words of reports until asked for'}
      aria-label="Blur the words of reports"
      onClick={() => change(!guard, null)}
    >
      <span aria-hidden="true">{guard ? '◍' : '◌'}</span>
    </button>
  );
}

/** Says that words are blurred here, with the way to read them. */
export function GuardBar() {
  const path = usePath();
  const guard = useGuard();
  const shown = useBared() === path;
  const blurred = guard && !shown;
  useEffect(() => {
    document.documentElement.toggleAttribute('data-blurred', blurred);
  }, [blurred]);
  return (
    <div role="status" className={blurred ? 'guard-bar' : undefined}>
      {blurred && (
        <>
          The words of reports are blurred.{' '}
          <button type="button" onClick={() => change(true, path)}>
            Show them on this page
          </button>
        </>
      )}
    </div>
  );
}
