/** How freely something may be shown, from all the world to the few who must know. */
export const LEVELS = ['public', 'restricted', 'secret'] as const;
export type Level = (typeof LEVELS)[number];

/** Whether a viewer of one level may see what is marked with another. An allow-list: what is no level is shown to nobody. */
export const mayPass = (mark: Level, viewer: Level): boolean =>
  LEVELS.includes(mark) && LEVELS.indexOf(mark) <= LEVELS.indexOf(viewer);

export const MARKED = ['report', 'source', 'place', 'person'] as const;
/**
 * A mark: `key` is a report's id, or the name of a source, a place or a person as reports write it. The newest mark of a key
 * holds; without one it is public. `at`: ISO time.
 */
export type Mark = { kind: (typeof MARKED)[number]; key: string; level: Level; by: string; at: string };

const BLOCK = '█';
const pattern = (keys: readonly string[]): RegExp | null => {
  const parts = keys
    .map(key => key.trim())
    .filter(key => key !== '')
    // The longest first: of "Amina" and "Amina Diallo" the second is the whole.
    .sort((a, b) => b.length - a.length)
    .map(key => key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'));
  return parts.length > 0 ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${parts.join('|')})(?![\\p{L}\\p{N}])`, 'giu') : null;
};

/** Hides names in a text: every letter of one becomes a block, so that all offsets stay where they were. */
export function veil(keys: readonly string[]): { hides(text: string): boolean; masked(text: string): string } {
  const found = pattern(keys);
  if (!found) return { hides: () => false, masked: text => text };
  return {
    hides: text => text.search(found) >= 0,
    masked: text => text.replace(found, name => name.replace(/\S/g, BLOCK).padEnd(name.length, BLOCK)),
  };
}
