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
