import type { Page } from './page.js';
import { type Draft, slice } from './party.js';

const INITIALS = /^\p{Lu}[\p{Lu}\p{N}.-]{1,9}$/u;

/**
 * Initials that the report itself explains ("the Free Valley Front (FVF)" or "FVF (Free Valley Front)"), wherever they stand
 * again. The report's own explanation goes before the list, which may know the letters as another group's.
 */
export function initials(page: Page, drafts: Draft[]): Draft[] {
  const { tokens } = page.words;
  const long = new Map<string, Draft>();
  const fits = (letters: string, draft: Draft): boolean =>
    INITIALS.test(letters) && letters[0] === draft.name.replace(/^the /i, '').trim()[0]?.toUpperCase();
  for (const draft of drafts) {
    if (!draft.named || draft.what === 'state' || draft.what === 'person' || draft.last - draft.first < 2) continue;
    const after = tokens[draft.last + 1]?.text ?? '';
    const before = tokens[draft.first - 2]?.text ?? '';
    if (tokens[draft.last]?.text === '(' && tokens[draft.last + 2]?.text === ')' && fits(after, draft)) {
      if (!long.has(after)) long.set(after, draft);
    } else if (tokens[draft.first - 1]?.text === '(' && tokens[draft.last]?.text === ')' && fits(before, draft)) {
      if (!long.has(before)) long.set(before, draft);
    }
  }
  if (long.size === 0) return drafts;
  const alone = (draft: Draft): Draft | undefined => {
    const form = draft.last - draft.first === 1 ? long.get(tokens[draft.first]!.text) : undefined;
    return form && form.id !== draft.id ? form : undefined;
  };
  const kept = drafts.filter(draft => !alone(draft));
  // "FVF fighters" are the front.
  for (const draft of kept) {
    const form = long.get(tokens[draft.first]!.text);
    const isWhole = draft.last - draft.first === 2 && (draft.what === 'member' || draft.what === 'group');
    if (form && !draft.id && isWhole)
      Object.assign(draft, { same: form, id: form.id, kind: form.kind, sort: form.sort });
  }
  const held = new Set<number>();
  for (const draft of kept) for (let at = draft.first; at < draft.last; at++) held.add(at);
  const found = tokens
    .filter(token => long.has(token.text) && !held.has(token.index))
    .map((token): Draft => {
      const form = long.get(token.text)!;
      const name = slice(page, token.index, token.index + 1);
      return {
        ...form,
        first: token.index,
        last: token.index + 1,
        name: form.id ? form.name : name,
        parts: [],
        stem: '',
        same: form,
      };
    });
  return [...kept, ...found];
}
