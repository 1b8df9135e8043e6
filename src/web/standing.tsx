import { createContext, type FormEvent, type ReactNode, useContext, useEffect, useState } from 'react';
import { atLeast, type Role } from '../model/account.js';
import type { Standing } from '../server/account-schema.js';
import { ask, OUT, send, type Trouble } from './api.js';
import { Page } from './page.js';

/** Who sits here; null until it is known, and where a desk without accounts has not let this browser in. */
const Standings = createContext<Standing | null>(null);
export const useStanding = (): Standing | null => useContext(Standings);
/** Whether who sits here may do what a role is needed for. */
export const useMay = (role: Role): boolean => atLeast(useStanding()?.role ?? null, role);
/** Whether they may see everything. */
export const useSeesAll = (): boolean => useStanding()?.level === 'secret';
/** Whether they may judge: a judgement is of the whole record. */
export function useReviewer(): boolean {
  const may = useMay('reviewer');
  return useSeesAll() && may;
}

/** Asks once who sits here, and again when an answer says that they are out. Until then nothing of the desk is drawn. */
export function Standed({ children }: { children: (standing: Standing | null) => ReactNode }) {
  const [standing, setStanding] = useState<Standing | null | undefined>(undefined);
  useEffect(() => {
    const stop = new AbortController();
    const look = () =>
      ask<Standing>('/api/session', stop.signal).then(
        answer => {
          if (answer.state !== 'asking') setStanding(answer.state === 'here' ? answer.value : null);
        },
        () => {},
      );
    void look();
    addEventListener(OUT, look);
    return () => {
      stop.abort();
      removeEventListener(OUT, look);
    };
  }, []);
  if (standing === undefined) return null;
  return <Standings.Provider value={standing}>{children(standing)}</Standings.Provider>;
}

/** Sends what a form says, one at a time, and holds what is wrong with it. `run` gives the answer, or null. */
export function useSend() {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const run = async <T,>(path: string, body?: object, method = 'POST'): Promise<T | null> => {
    setBusy(true);
    setTrouble(null);
    const answer = await send<T>(path, body, method);
    setBusy(false);
    if (answer.state === 'trouble') setTrouble(answer.trouble);
    return answer.state === 'here' ? answer.value : null;
  };
  return { busy, trouble, run };
}

/** What is wrong with what was just sent. */
export function Amiss({ trouble }: { trouble: Trouble | null }) {
  return (
    <p role="alert" className={trouble ? 'amiss' : undefined}>
      {trouble && (
        <>
          {trouble.message}. {trouble.hint}
        </>
      )}
    </p>
  );
}

type Field = {
  name: string;
  label: string;
  type?: 'text' | 'password' | 'url' | 'date';
  complete?: string;
  hint?: string;
  required?: boolean;
  longest?: number;
  start?: string | undefined;
};
/** A line of a form with its name above it. `start`: what stands in it at first. */
export function Line(field: Field) {
  const { name, label, type = 'text', complete = 'off', hint, required = true, longest = 256, start } = field;
  return (
    <label className="line">
      <span>{label}</span>
      <input
        {...{ name, type, required }}
        autoComplete={complete}
        maxLength={longest}
        {...(start === undefined ? {} : { defaultValue: start })}
      />
      {hint && <span className="quiet">{hint}</span>}
    </label>
  );
}

type OneOf = { name: string; label: string; of: readonly (readonly [value: string | number, words: string])[] };
/** One of several in a form, its name above it. `start`: what is chosen at first, else the first of them. */
export function OneOf({ name, label, of, start }: OneOf & { start?: string | number }) {
  return (
    <label className="line">
      <span>{label}</span>
      <select name={name} {...(start === undefined ? {} : { defaultValue: start })}>
        {of.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What a form says, by the names of its fields. */
export function said(event: FormEvent<HTMLFormElement>): (name: string) => string {
  event.preventDefault();
  const data = new FormData(event.currentTarget);
  return name => String(data.get(name) ?? '');
}

/** Asks for a name and a password. */
export function SignInPage() {
  const { busy, trouble, run } = useSend();
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    const of = said(event);
    const entered = await run<Standing>('/api/session', { name: of('name'), password: of('password') });
    if (!entered) return;
    // What was kept of another viewer must not stay in the page: it is loaded anew. An address with a # would only be scrolled to.
    if (location.pathname === '/sign-in') location.assign('/');
    else location.reload();
  };
  return (
    <Page title="Sign in" heading="Sign in" className="plain door">
      <form className="lines" onSubmit={submit}>
        <Line name="name" label="Name" complete="username" longest={80} />
        <Line name="password" label="Password" type="password" complete="current-password" />
        <Amiss trouble={trouble} />
        <p>
          <button type="submit" disabled={busy}>
            {busy ? 'Signing in …' : 'Sign in'}
          </button>
        </p>
      </form>
      <p className="quiet">No account, or a password forgotten? An owner of this desk makes you a link.</p>
    </Page>
  );
}
