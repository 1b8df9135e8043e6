import type { z } from '@hono/zod-openapi';
import { type FormEvent, useEffect, useState } from 'react';
import type { Invited, Standing } from '../server/account-schema.js';
import { type Answer, send } from './api.js';
import { timeWords } from './date.js';
import { Asking, Page, Wrong } from './page.js';
import { LEVEL_WORDS, ROLE_WORDS } from './role.js';
import { useHash } from './route.js';
import { Amiss, Line, said, useSend } from './standing.js';

/** A link that an owner made: to an account of one's own, or to a new password. */
export default function JoinPage() {
  const secret = useHash().slice(1);
  const [link, setLink] = useState<Answer<z.infer<typeof Invited>>>({ state: 'asking' });
  useEffect(() => {
    void send<z.infer<typeof Invited>>('/api/invited', { secret }).then(setLink);
  }, [secret]);
  const { busy, trouble, run } = useSend();
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    const of = said(event);
    const name = of('name');
    const entered = await run<Standing>('/api/join', { secret, password: of('password'), ...(name ? { name } : {}) });
    if (entered) location.assign('/');
  };
  const again = link.state === 'here' ? link.value.name : null;
  const title = again === null ? 'Make your account' : 'Set a new password';
  return (
    <Page title={title} heading={title} className="plain door">
      {link.state === 'asking' && <Asking what="what this link is for" />}
      {link.state === 'trouble' && (
        <Wrong
          trouble={
            link.trouble.status === 404 || link.trouble.status === 400
              ? {
                  ...link.trouble,
                  message: 'This link opens nothing any more',
                  hint: 'It was used, or it has run out. Ask an owner of the desk for another.',
                }
              : link.trouble
          }
        />
      )}
      {link.state === 'here' && (
        <>
          <p>
            {again === null
              ? `You are asked in as ${link.value.role === 'owner' ? 'an' : 'a'} ${link.value.role}: you may ${ROLE_WORDS[link.value.role]}, and see ${LEVEL_WORDS[link.value.level]}.`
              : `For ${again}. Every session of before ends.`}{' '}
            <span className="quiet">The link holds until {timeWords(link.value.expires)}.</span>
          </p>
          <form className="lines" onSubmit={submit}>
            {again === null && (
              <Line
                name="name"
                label="Name"
                complete="username"
                longest={80}
                hint="History shows it beside what you write. It may be a made-up one."
              />
            )}
            <Line
              name="password"
              label="Password"
              type="password"
              complete="new-password"
              hint="Twelve characters at least; four or five words are good."
            />
            <Amiss trouble={trouble} />
            <p>
              <button type="submit" disabled={busy}>
                {busy ? 'One moment …' : title}
              </button>
            </p>
          </form>
        </>
      )}
    </Page>
  );
}
