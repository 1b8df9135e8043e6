import type { z } from '@hono/zod-openapi';
import { type ChangeEvent, type FormEvent, useRef, useState } from 'react';
import type { AddDone } from '../server/add-api.js';
import { type Answer, forget, send, type Trouble } from './api.js';
import { Link } from './link.js';
import { Page } from './page.js';
import { reportPath } from './route.js';
import { SourceTabs } from './source-tabs.js';
import { Line, said, useMay, useReviewer } from './standing.js';
import { Words } from './text.js';
import './account.css';
import './settings.css';

type Done = z.infer<typeof import('../server/add-api.js').AddDone>;
/** One thing to be added: `run` sends it, once more where it failed. */
type Item = {
  id: number;
  name: string;
  run: () => Promise<Answer<AddDone>>;
  state: 'waiting' | 'going' | 'done' | 'failed';
  done: Done | null;
  trouble: Trouble | null;
  /** The address that it is fetched from, or null. */
  url: string | null;
};

const told = ({ added, known, differs, erased }: Done): string =>
  [
    added > 0 && `${added} added`,
    known > 0 && `${known} known already`,
    differs > 0 && `${differs} not taken: another text has that id`,
    erased > 0 && `${erased} erased before and left out`,
  ]
    .filter(Boolean)
    .join(', ') || 'nothing to add in it';

/** Sends a file as it is; the server reads it as it comes. */
async function sendFile(file: File): Promise<Answer<AddDone>> {
  try {
    const answer = await fetch(`/api/add/file?name=${encodeURIComponent(file.name)}`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: file },
    });
    const value = await answer.json();
    return answer.ok
      ? { state: 'here', value: value as AddDone }
      : { state: 'trouble', trouble: { status: answer.status, ...value } };
  } catch {
    const hint = 'Look whether the server still runs, then try again.';
    return { state: 'trouble', trouble: { status: 0, code: 'no-answer', message: 'The file did not arrive', hint } };
  }
}

/** Things to be added, one after the other; each tells what became of it, and can be tried again. */
function useItems() {
  const [items, setItems] = useState<Item[]>([]);
  const [since, setSince] = useState(0);
  const chain = useRef<Promise<void>>(Promise.resolve());
  const next = useRef(1);
  const put = (id: number, part: Partial<Item>): void =>
    setItems(list => list.map(one => (one.id === id ? { ...one, ...part } : one)));
  const start = (item: Item): void => {
    chain.current = chain.current.then(async () => {
      put(item.id, { state: 'going', trouble: null });
      const answer = await item.run();
      if (answer.state === 'here') {
        forget();
        const bad = answer.value.problems.length > 0;
        put(item.id, { state: bad ? 'failed' : 'done', done: answer.value });
      } else put(item.id, { state: 'failed', trouble: answer.state === 'trouble' ? answer.trouble : null });
    });
  };
  const add = (name: string, run: Item['run'], url: string | null = null): void => {
    const item: Item = { id: next.current++, name, run, state: 'waiting', done: null, trouble: null, url };
    setItems(list => [item, ...list]);
    setSince(at => (items.some(({ state }) => state === 'waiting' || state === 'going') ? at : Date.now()));
    start(item);
  };
  return { items, since, add, again: start };
}

function Progress({ items, since }: { items: Item[]; since: number }) {
  const ready = items.filter(({ state }) => state === 'done' || state === 'failed').length;
  if (items.length === 0) return null;
  const rate = ready / Math.max(0.5, (Date.now() - since) / 1000);
  const left = items.length - ready;
  return (
    <p role="status">
      {ready} of {items.length}
      {left > 0 && ready > 0 && `, ${rate.toFixed(1)} a second, about ${Math.ceil(left / rate)} s left`}
      {left === 0 && '. What was added is being coded now; its events appear by themselves.'}
    </p>
  );
}

function Row({ item, again }: { item: Item; again: () => void }) {
  const { name, state, done, trouble, url } = item;
  const reviews = useReviewer();
  // More than one thing at one address is a feed.
  const feed = url !== null && done !== null && done.reports.length + done.problems.length > 1;
  return (
    <li>
      <span className="entry-name">
        <Words text={name} />
      </span>
      <span className="quiet">
        {state === 'waiting' ? 'waits' : state === 'going' ? 'going …' : done ? told(done) : 'not added'}
      </span>
      {state === 'failed' && (
        <button type="button" className="plain-button" onClick={again}>
          Try again<span aria-hidden="true"> ↻</span>
        </button>
      )}
      {feed && reviews && (
        <Link to={`/sources/feeds?follow=${encodeURIComponent(url)}`}>
          Follow it<span className="aloud">: the feed {url}</span>
        </Link>
      )}
      {trouble && (
        <p className="amiss">
          <Words text={`${trouble.message}. ${trouble.hint}`} />
        </p>
      )}
      {done?.problems.map(({ message, hint }) => (
        <p key={message} className="amiss">
          <Words text={`${message}. ${hint}`} />
        </p>
      ))}
      {done && done.more > 0 && <p className="amiss">And {done.more} more that could not be read.</p>}
      {done?.reports.slice(0, 5).map(({ id, title }) => (
        <p key={id}>
          <Link to={reportPath(id)}>
            <Words text={title ?? id} />
          </Link>
        </p>
      ))}
    </li>
  );
}

/** Where reports come from: a person adds texts, addresses and files. */
export default function SourcesPage() {
  const may = useMay('coder');
  const { items, since, add, again } = useItems();
  if (!may)
    return (
      <Page title="Add" heading="Add reports" className="plain">
        <p className="empty">Who adds reports needs an account that is a coder's at least.</p>
      </Page>
    );
  const paste = (event: FormEvent<HTMLFormElement>): void => {
    const form = event.currentTarget;
    const of = said(event);
    const part = (name: string): string | null => of(name).trim() || null;
    const body = {
      ...{ kind: 'text', text: of('text'), title: part('title'), outlet: part('outlet') },
      ...{ published: part('published'), level: of('level') },
    };
    add(part('title') ?? 'A pasted text', () => send<AddDone>('/api/add', body));
    form.reset();
  };
  const fetchAll = (event: FormEvent<HTMLFormElement>): void => {
    const form = event.currentTarget;
    const url = said(event)('url').trim();
    add(url, () => send<AddDone>('/api/add', { kind: 'address', url }), url);
    form.reset();
  };
  const files = (event: ChangeEvent<HTMLInputElement>): void => {
    for (const file of event.target.files ?? []) add(file.name, () => sendFile(file));
    event.target.value = '';
  };
  return (
    <Page title="Add" heading="Add reports" className="plain sources" tools={<SourceTabs />}>
      <section aria-labelledby="paste">
        <h2 id="paste">Paste a text</h2>
        <form className="lines wide" onSubmit={paste}>
          <label className="line">
            <span>The report</span>
            <textarea name="text" rows={8} required dir="auto" />
          </label>
          <Line name="title" label="Title" required={false} longest={500} />
          <Line name="outlet" label="Outlet" required={false} longest={200} />
          <Line
            name="published"
            label="Published on"
            type="date"
            required={false}
            hint="Without it “on Sunday” stays without a date."
          />
          <label className="line">
            <span>Who may see it</span>
            <select name="level">
              <option value="public">everyone</option>
              <option value="restricted">who may see what is restricted</option>
              <option value="secret">who may see everything</option>
            </select>
          </label>
          <p>
            <button type="submit">Add the text</button>
          </p>
        </form>
      </section>
      <section aria-labelledby="address">
        <h2 id="address">Fetch an address</h2>
        <form className="lines" onSubmit={fetchAll}>
          <Line
            name="url"
            label="Of a page or a feed"
            longest={2000}
            hint="Of a feed what is in it now is taken once; to take what comes, follow it. Addresses of this machine or of a private network are refused."
          />
          <p>
            <button type="submit">Fetch and add</button>
          </p>
        </form>
      </section>
      <section aria-labelledby="files">
        <h2 id="files">Files</h2>
        <label className="line">
          <span>Text, HTML or JSON lines</span>
          <input type="file" multiple accept=".txt,.text,.html,.htm,.jsonl,.ndjson" onChange={files} />
        </label>
      </section>
      <section aria-labelledby="came">
        <h2 id="came">What became of it</h2>
        {items.length === 0 && <p className="quiet">Nothing was added yet on this visit.</p>}
        <Progress items={items} since={since} />
        <ul className="entries">
          {items.map(item => (
            <Row key={item.id} item={item} again={() => again(item)} />
          ))}
        </ul>
      </section>
    </Page>
  );
}
