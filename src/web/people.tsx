import type { z } from '@hono/zod-openapi';
import { type FormEvent, useState } from 'react';
import { ROLES } from '../model/account.js';
import { LEVELS } from '../model/sensitivity.js';
import type * as shape from '../server/account-schema.js';
import { Once, useFresh } from './account.js';
import { timeWords } from './date.js';
import { Asking, Page, Wrong } from './page.js';
import { LEVEL_WORDS, ROLE_WORDS } from './role.js';
import { Amiss, OneOf, said, useMay, useSend } from './standing.js';

type Account = z.infer<typeof shape.Account>;
type Accounts = z.infer<typeof shape.AccountList>;
type Invitations = z.infer<typeof shape.InvitationList>;
type Made = z.infer<typeof shape.InvitationMade>;
type Link = { label: string; secret: string };
const DAYS = [
  ['1', 'a day'],
  ['7', 'a week'],
  ['30', 'a month'],
] as const;
const wholeLink = (path: string): string => `${location.origin}${path}`;

/** One account, and what its owner may do with it. */
function Person({ one, again, give }: { one: Account; again: () => void; give: (link: Link) => void }) {
  const { busy, trouble, run } = useSend();
  const [sure, setSure] = useState(false);
  const path = `/api/accounts/${one.id}`;
  const change = async (to: object): Promise<void> => {
    await run(path, to, 'PATCH');
    again();
  };
  const recover = async (): Promise<void> => {
    const made = await run<Made>('/api/invitations', { account: one.id, days: 2 });
    if (made)
      give({ label: `For ${one.name} to set a new password, within two days, once:`, secret: wholeLink(made.path) });
  };
  return (
    <li>
      <span className="entry-name">{one.name}</span>
      <span className="quiet">
        {one.ended
          ? `ended ${timeWords(one.ended)}`
          : one.seen
            ? `last seen ${timeWords(one.seen)}`
            : 'not seen lately'}
      </span>
      <label>
        <span className="aloud">Role of {one.name}</span>
        <select value={one.role} disabled={busy} onChange={event => change({ role: event.target.value })}>
          {ROLES.map(role => (
            <option key={role}>{role}</option>
          ))}
        </select>
      </label>
      <label>
        <span className="aloud">What {one.name} sees</span>
        <select value={one.level} disabled={busy} onChange={event => change({ level: event.target.value })}>
          {LEVELS.map(level => (
            <option key={level} value={level}>
              {level === 'secret' ? 'everything' : level}
            </option>
          ))}
        </select>
      </label>
      <span className="deeds">
        <button type="button" className="plain-button" disabled={busy} onClick={() => change({ ended: !one.ended })}>
          {one.ended ? 'Open again' : 'End'}
          <span className="aloud"> the account of {one.name}</span>
        </button>
        {!one.ended && (
          <button type="button" className="plain-button" disabled={busy} onClick={recover}>
            New password
            <span className="aloud"> for {one.name}</span>
          </button>
        )}
        {sure ? (
          <>
            <button
              type="button"
              className="danger"
              disabled={busy}
              onClick={async () => {
                await run(path, undefined, 'DELETE');
                again();
              }}
            >
              Erase for good
            </button>
            <button type="button" className="plain-button" onClick={() => setSure(false)}>
              Keep
            </button>
          </>
        ) : (
          <button type="button" className="plain-button" disabled={busy} onClick={() => setSure(true)}>
            Erase
            <span className="aloud"> the account of {one.name}</span>
          </button>
        )}
      </span>
      {sure && <p className="quiet">The account goes, and its name from all that it wrote; what it wrote stays.</p>}
      <Amiss trouble={trouble} />
    </li>
  );
}

function Invite({ again, give }: { again: () => void; give: (link: Link) => void }) {
  const { busy, trouble, run } = useSend();
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    const of = said(event);
    const made = await run<Made>('/api/invitations', {
      role: of('role'),
      level: of('level'),
      days: Number(of('days')),
    });
    if (!made) return;
    give({
      label: `For one person, as ${made.role}, once, until ${timeWords(made.expires)}:`,
      secret: wholeLink(made.path),
    });
    again();
  };
  return (
    <form className="lines beside" onSubmit={submit}>
      <OneOf name="role" label="They may" of={ROLES.map(role => [role, ROLE_WORDS[role]])} />
      <OneOf name="level" label="They see" of={LEVELS.map(level => [level, LEVEL_WORDS[level]])} />
      <OneOf name="days" label="The link holds" of={DAYS} start="7" />
      <button type="submit" disabled={busy}>
        Make a link
      </button>
      <Amiss trouble={trouble} />
    </form>
  );
}

/** Who may sign in, for an owner: accounts, and links to new ones. */
export default function PeoplePage() {
  const may = useMay('owner');
  const people = useFresh<Accounts>(may ? '/api/accounts' : null);
  const links = useFresh<Invitations>(may ? '/api/invitations' : null);
  const [link, setLink] = useState<Link | null>(null);
  const { busy, run } = useSend();
  if (!may)
    return (
      <Page title="People" heading="People" className="plain">
        <p className="empty">Who may sign in is for an owner of this desk to say.</p>
      </Page>
    );
  return (
    <Page title="People" heading="People" className="plain account">
      {people.answer.state === 'asking' && <Asking what="the accounts" />}
      {people.answer.state === 'trouble' && <Wrong trouble={people.answer.trouble} again={people.again} />}
      {people.answer.state === 'here' &&
        (people.answer.value.accounts.length === 0 ? (
          <p className="empty">
            Nobody has an account. The first owner is made on the machine itself: <code>attest account add NAME</code>.
          </p>
        ) : (
          <ul className="entries people">
            {people.answer.value.accounts.map(one => (
              <Person key={one.id} one={one} again={people.again} give={setLink} />
            ))}
          </ul>
        ))}
      <section aria-labelledby="invite">
        <h2 id="invite">Ask someone in</h2>
        <Invite again={links.again} give={setLink} />
        {link && <Once {...link} />}
        {links.answer.state === 'here' && links.answer.value.invitations.length > 0 && (
          <>
            <h3>Links that nobody has used yet</h3>
            <ul className="entries">
              {links.answer.value.invitations.map(one => (
                <li key={one.id}>
                  <span className="entry-name">{one.account ? 'a new password' : one.role}</span>
                  <span className="quiet">
                    by {one.by.replace(/^person:/, '')}, until {timeWords(one.expires)}
                  </span>
                  <button
                    type="button"
                    className="plain-button"
                    disabled={busy}
                    onClick={async () => {
                      await run(`/api/invitations/${one.id}`, undefined, 'DELETE');
                      links.again();
                    }}
                  >
                    Take it back
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
    </Page>
  );
}
