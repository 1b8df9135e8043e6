import { type ReactNode, useEffect, useRef } from 'react';
import type { Trouble } from './api.js';
import { Link } from './link.js';
import { usePath } from './route.js';
import { plainOf } from './segment.js';

/** The first page of a visit leaves the focus where the browser puts it. */
let visited = false;

type Props = { title: string; heading: ReactNode; className?: string; children: ReactNode; tools?: ReactNode };

/** A page with its heading, which takes the focus on the way in, and its title in the browser's tab. */
export function Page({ title, heading, className = '', children, tools }: Props) {
  const top = useRef<HTMLHeadingElement>(null);
  const path = usePath();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the heading is focused once for each path
  useEffect(() => {
    // An address that points at a claim is of its words: they take the focus once they are there.
    if (visited && !location.hash.startsWith('#claim-')) top.current?.focus({ preventScroll: true });
    visited = true;
  }, [path]);
  useEffect(() => {
    document.title = `${plainOf(title)} · Attest`;
  }, [title]);
  return (
    <main id="main" className={className}>
      <div className="masthead">
        <h1 ref={top} tabIndex={-1}>
          {heading}
        </h1>
        {tools}
      </div>
      {children}
    </main>
  );
}

export function Asking({ what }: { what: string }) {
  return (
    <p className="asking" role="status">
      Fetching {what} …
    </p>
  );
}

/** What went wrong and what to do about it. */
export function Wrong({ trouble, again }: { trouble: Trouble; again?: (() => void) | undefined }) {
  return (
    <div className="wrong" role="alert">
      <p className="wrong-what">{trouble.message}.</p>
      {trouble.hint !== '' && <p>{trouble.hint}</p>}
      <p className="wrong-do">
        {again && trouble.status !== 401 && trouble.status !== 404 && (
          <button type="button" onClick={again}>
            Try again
          </button>
        )}
        <Link to="/">To the events</Link> <span className="code">{trouble.code}</span>
      </p>
    </div>
  );
}
