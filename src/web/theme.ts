import { useSyncExternalStore } from 'react';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
const KEY = 'attest-theme';
const CHANGED = 'attest:theme';

/** A browser may forbid its storage: the choice then lasts as long as the page. */
let chosen: Theme = 'system';

export function startTheme(): void {
  try {
    const kept = localStorage.getItem(KEY);
    chosen = THEMES.find(theme => theme === kept) ?? 'system';
  } catch {
    // See `chosen`.
  }
  put();
}

function put(): void {
  if (chosen === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}

export function choose(theme: Theme): void {
  chosen = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // See `chosen`.
  }
  put();
  dispatchEvent(new Event(CHANGED));
}

const DARK = '(prefers-color-scheme: dark)';
function watch(changed: () => void): () => void {
  const media = matchMedia(DARK);
  media.addEventListener('change', changed);
  addEventListener(CHANGED, changed);
  return () => {
    media.removeEventListener('change', changed);
    removeEventListener(CHANGED, changed);
  };
}

export const useTheme = (): Theme => useSyncExternalStore(watch, () => chosen);
export const useDark = (): boolean =>
  useSyncExternalStore(watch, () => (chosen === 'system' ? matchMedia(DARK).matches : chosen === 'dark'));
