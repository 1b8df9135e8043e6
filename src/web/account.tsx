import type { z } from '@hono/zod-openapi';
import { type FormEvent, useState } from 'react';
import { atLeast, ROLES } from '../model/account.js';
import type * as shape from '../server/account-schema.js';
import { forget, useAnswer } from './api.js';
import { timeWords } from './date.js';
import { Link } from './link.js';
import { Asking, Page, Wrong } from './page.js';
import { LEVEL_WORDS, ROLE_WORDS } from './role.js';
import { Amiss, Line, OneOf, said, useSend, useStanding } from './standing.js';
import './account.css';

type Sessions = z.infer<typeof shape.SessionList>;
type Keys = z.infer<typeof shape.KeyList>;
type KeyMade = z.infer<typeof shape.KeyMade>;

/** An answer that is asked for anew after each change; null asks nothing. */
export function useFresh<T>(path: string | null) {
  const [turn, setTurn] = useState(0);
  const answer = useAnswer<T>(path, turn);
  const again = (): void => {
    forget();
    setTurn(turn + 1);
  };
  return { answer, again };
}

/** A secret that is shown this once. */
export function Once({ label, secret }: { label: string; secret: string }) {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard?.writeText(secret).then(
      () => setCopied(true),
      () => {},
    );
  };
  return (
    <div className="once" role="status">
      <p>{label}</p>
      <p>
        <code className="secret">{secret}</code>{' '}
        <button type="button" onClick={copy}>
          {copied ? 'Copied' : 'Copy'}
        </button>
      </p>
    </div>
  );
}

function PasswordForm() {
  const { busy, trouble, run } = useSend();
  const [done, setDone] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    const form = event.currentTarget;
    const of = said(event);
    const changed = await run('/api/password', { old: of('old'), password: of('password') });
    setDone(changed !== null);
    if (changed) form.reset();
  };
  return (
    <section aria-labelledby="password">
      <h2 id="password">Password</h2>
      <form className="lines" onSubmit={submit}>
        <Line name="old" label="The one you have" type="password" complete="current-password" />
        <Line
          name="password"
          label="A new one"
          type="password"
          complete="new-password"
          hint="Twelve characters at least; four or five words are good."
        />
        <Amiss trouble={trouble} />
        <p>
          <button type="submit" disabled={busy}>
            Change it
          </button>{' '}
          <span role="status">{done ? 'Changed. Your other sessions are over.' : ''}</span>
        </p>
      </form>
    </section>
  );
}

/** What a browser calls itself, in a word or two. */
function browserOf(agent: string): string {
  const name = /(Firefox|Edg|Chrome|Safari)\/\d+/.exec(agent)?.[1];
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(agent)?.[1];
  const told = [name === 'Edg' ? 'Edge' : name, system].filter(Boolean).join(' on ');
  return told || agent.slice(0, 40) || 'A program';
}

function SessionRows() {
  const { answer, again } = useFresh<Sessions>('/api/sessions');
  const { busy, trouble, run } = useSend();
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">Where you are signed in</h2>
      {answer.state === 'asking' && <Asking what="your sessions" />}
      {answer.state === 'trouble' && <Wrong trouble={answer.trouble} again={again} />}
      {answer.state === 'here' && (
        <ul className="entries">
          {answer.value.sessions.map(({ id, made, seen, agent, mine }) => (
            <li key={id}>
              <span className="entry-name">{browserOf(agent)}</span>
              <span className="quiet">
                {mine ? 'this one' : `last used ${timeWords(seen)}`}, since {timeWords(made)}
              </span>
              {!mine && (
                <button
                  type="button"
                  className="plain-button"
                  disabled={busy}
                  aria-label={`End it: the session of ${browserOf(agent)}, last used ${timeWords(seen)}`}
                  onClick={async () => {
                    await run(`/api/sessions/${id}`, undefined, 'DELETE');
                    again();
                  }}
                >
                  End it
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <Amiss trouble={trouble} />
    </section>
  );
}

const DAYS = [
  ['30', 'after 30 days'],
  ['365', 'after a year'],
  ['', 'never'],
] as const;

function KeyRows() {
  const standing = useStanding();
  const roles = ROLES.filter(role => atLeast(standing?.role ?? null, role));
  const { answer, again } = useFresh<Keys>('/api/keys');
  const { busy, trouble, run } = useSend();
  const [made, setMade] = useState<KeyMade | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    const form = event.currentTarget;
    const of = said(event);
    const days = of('days') === '' ? null : Number(of('days'));
    const key = await run<KeyMade>('/api/keys', { name: of('name'), role: of('role'), days });
    if (!key) return;
    setMade(key);
    form.reset();
    again();
  };
  return (
    <section aria-labelledby="keys">
      <h2 id="keys">Keys for programs</h2>
      <p className="quiet">
        A program sends one as <code>Authorization: Bearer</code>. It may do no more than you.
      </p>
      {answer.state === 'trouble' && <Wrong trouble={answer.trouble} again={again} />}
      {answer.state === 'here' && answer.value.keys.length === 0 && <p className="quiet">You have none.</p>}
      {answer.state === 'here' && (
        <ul className="entries">
          {answer.value.keys.map(({ id, name, role, seen, expires }) => (
            <li key={id}>
              <span className="entry-name">{name}</span>
              <span className="quiet">
                {role}, {seen ? `last used ${timeWords(seen)}` : 'not yet used'}
                {expires && `, until ${timeWords(expires)}`}
              </span>
              <button
                type="button"
                className="plain-button"
                disabled={busy}
                aria-label={`End it: the key ${name}`}
                onClick={async () => {
                  await run(`/api/keys/${id}`, undefined, 'DELETE');
                  again();
                }}
              >
                End it
              </button>
            </li>
          ))}
        </ul>
      )}
      {made && <Once label={`The key ${made.name}. It is shown this once:`} secret={made.key} />}
      <form className="lines beside" onSubmit={submit}>
        <Line name="name" label="What it is for" longest={80} />
        <OneOf name="role" label="It may" of={roles.map(role => [role, ROLE_WORDS[role]])} />
        <OneOf name="days" label="It ends" of={DAYS} />
        <button type="submit" disabled={busy}>
          Make a key
        </button>
      </form>
      <Amiss trouble={trouble} />
    </section>
  );
}

/** One's own account: password, sessions, keys. */
export default function AccountPage() {
  const standing = useStanding();
  const { busy, run } = useSend();
  if (standing?.by !== 'session')
    return (
      <Page title="Your account" heading="Your account" className="plain">
        <p className="empty">
          {standing?.by === 'token'
            ? 'You opened this desk by its token: it needs no account. Accounts are for desks that others reach.'
            : 'You are not signed in.'}
        </p>
        {standing?.by === 'token' && (
          <p>
            <Link to="/people">Who may sign in</Link>
          </p>
        )}
      </Page>
    );
  return (
    <Page
      title="Your account"
      heading={standing.name}
      className="plain account"
      tools={
        <button
          type="button"
          disabled={busy}
          onClick={async () => {
            await run('/api/session', undefined, 'DELETE');
            location.assign('/');
          }}
        >
          Sign out
        </button>
      }
    >
      <p>
        You may {ROLE_WORDS[standing.role ?? 'reader']}, and see {LEVEL_WORDS[standing.level ?? 'public']}.
        {standing.role === 'owner' && (
          <>
            {' '}
            <Link to="/people">Who may sign in</Link>
          </>
        )}
      </p>
      <PasswordForm />
      <SessionRows />
      <KeyRows />
    </Page>
  );
}
