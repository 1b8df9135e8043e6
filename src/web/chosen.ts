import { useState } from 'react';

/** What a person has chosen of a list, by ids; `toggle` takes one in, or out again. */
export function useChosen() {
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const toggle = (one: string): void => {
    const next = new Set(chosen);
    if (!next.delete(one)) next.add(one);
    choose(next);
  };
  return { chosen, choose, toggle };
}
