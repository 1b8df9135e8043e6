/**
 * A variable of the codebook: what values it takes, when two values say the same, and how one is shown.
 * `valid` returns what is wrong with a value (in words for a person), or null. `agree` is symmetric and is what the
 * fold groups by. `format` is one line for a person; `columns` one flat row for a table.
 */
export type Variable<V> = {
  field: string;
  about: 'event' | 'actor';
  doc: string;
  valid(value: unknown): string | null;
  agree(a: V, b: V): boolean;
  format(value: V): string;
  columns(value: V): Record<string, string | number | boolean | null>;
};

/** Checks that `value` is a plain object with exactly the keys of `shape`, each passing its test. */
export function shaped(value: unknown, shape: Record<string, (part: unknown) => boolean>): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is not an object';
  const parts = value as Record<string, unknown>;
  for (const key of Object.keys(parts)) if (!(key in shape)) return `has an unknown part "${key}"`;
  for (const [key, test] of Object.entries(shape)) {
    if (!(key in parts)) return `lacks "${key}"`;
    if (!test(parts[key])) return `has a bad "${key}": ${JSON.stringify(parts[key])?.slice(0, 80)}`;
  }
  return null;
}

export const text = (part: unknown): boolean => typeof part === 'string' && part.length > 0;
export const count = (part: unknown): boolean => Number.isSafeInteger(part) && (part as number) >= 0;
export const bool = (part: unknown): boolean => typeof part === 'boolean';
export const orNull =
  (test: (part: unknown) => boolean) =>
  (part: unknown): boolean =>
    part === null || test(part);
export const oneOf =
  (...list: readonly unknown[]) =>
  (part: unknown): boolean =>
    list.includes(part);

/** Case, accents, punctuation and a leading article do not make two names differ. */
export const fold = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’‘`']s?\b/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^(the|a|an) /, '');
