import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { AttestError } from '../model/error.js';
import { reachable } from './address.js';
import { type Found, reportsOf } from './input.js';
import { filedUnder, plainAddress, reportsAt, type SiteOptions } from './site.js';
import { turns } from './turns.js';

type Answer = { status?: number; type?: string; body?: string | Uint8Array; headers?: Record<string, string> };
const started: Server[] = [];
afterAll(() => Promise.all(started.map(server => new Promise(done => server.close(done)))));

/** A site whose pages are told by their path; asks are counted. */
async function siteOf(pages: Record<string, Answer>): Promise<{ at: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    asked.push(request.url!);
    const {
      status = 200,
      type = 'text/html; charset=utf-8',
      body = '',
      headers = {},
    } = pages[request.url!] ?? { status: 404 };
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);
  });
  started.push(server);
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  return { at: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function read(url: string, more: Partial<SiteOptions> & { sleep?: (ms: number) => Promise<void> } = {}) {
  const [reports, faults, notes, pauses]: [Found[], AttestError[], string[], number[]] = [[], [], [], []];
  let clock = 0;
  const options: SiteOptions = {
    reachable: reachable(['127.0.0.1/32']),
    userAgent: 'attest-test',
    published: null,
    // A clock that stands still but for the pauses.
    turn: turns(
      () => clock,
      more.sleep ??
        (async ms => {
          pauses.push(ms);
          clock += ms;
        }),
      7,
    ),
    tell: note => notes.push(note),
    ...more,
  };
  for await (const found of reportsAt(url, options))
    if (found instanceof AttestError) faults.push(found);
    else reports.push(found);
  return { reports, faults, notes, pauses };
}

const words = 'Rebels shelled Harun on Sunday, officials said, and three people were hurt in the market. '.repeat(8);
const page = (body: string, head = ''): string =>
  `<!doctype html><html><head><title>Shelling</title>${head}</head><body><nav>Home</nav><article><h1>Shelling</h1><p>${body}</p></article></body></html>`;
const day = (published: string): string => `<meta property="article:published_time" content="${published}T10:00:00Z">`;
const feed = (items: string): Answer => ({
  type: 'application/rss+xml',
  body: `<rss version="2.0"><channel><title>Harun Post</title>${items}</channel></rss>`,
});

describe('a page', () => {
  test('gives the report that the same page from a file gives, and its bytes', async () => {
    const body = page(words, day('2021-06-28'));
    const site = await siteOf({ '/a?id=1&utm_source=x': { body } });
    const { reports, faults } = await read(`${site.at}/a?id=1&utm_source=x#top`);
    expect(faults).toEqual([]);
    const bytes = new TextEncoder().encode(body);
    async function* chunks() {
      yield bytes;
    }
    let saved: unknown;
    for await (const report of reportsOf({ where: 'a.html', size: null, chunks: chunks() }, 'html', null))
      saved = report;
    const { report, snapshot } = reports[0]!;
    expect({ ...report, id: null, url: null }).toEqual({ ...(saved as Found).report, id: null });
    expect([report.url, report.published, report.title]).toEqual([`${site.at}/a?id=1`, '2021-06-28', 'Shelling']);
    expect(snapshot).toEqual({
      media: 'text/html; charset=utf-8',
      bytes: Buffer.from(body),
      url: `${site.at}/a?id=1&utm_source=x`,
    });
  });

  test("takes the user's day before its own", async () => {
    const site = await siteOf({ '/': { body: page(words, day('2021-06-28')) } });
    expect((await read(site.at, { published: '2020-01-01' })).reports[0]!.report.published).toBe('2020-01-01');
  });

  test('is read in the character set that the server names', async () => {
    const body = Buffer.from(page(`A\u00f0r\u00fd: ${words}`), 'latin1');
    const site = await siteOf({ '/': { type: 'text/html; charset=iso-8859-9', body } });
    const { report, snapshot } = (await read(site.at)).reports[0]!;
    expect([report.text.includes('Ağrı: Rebels'), snapshot!.media]).toEqual([true, 'text/html; charset=iso-8859-9']);
    const plain = await siteOf({
      '/': { type: 'text/plain; charset=iso-8859-9', body: Buffer.from([0x41, 0xf0, 0x72, 0xfd]) },
    });
    expect((await read(plain.at)).reports[0]!.report.text).toBe('Ağrı');
  });

  test('of plain text is that text to the letter', async () => {
    const site = await siteOf({ '/': { type: 'text/plain', body: ' Rebels <b>shelled</b>\r\n Harun. ' } });
    expect((await read(site.at)).reports[0]!.report).toMatchObject({
      text: ' Rebels <b>shelled</b>\r\n Harun. ',
      title: null,
    });
  });

  test.each<[string, Answer, string]>([
    ['answers 500', { status: 500 }, 'http-status'],
    ['is an image', { type: 'image/png', body: 'x' }, 'bad-type'],
    ['is empty', { body: '' }, 'empty'],
    ['is an empty text', { type: 'text/plain', body: ' \n' }, 'empty'],
    ['holds no text', { body: '<script>var a = 1</script>' }, 'empty'],
    ['nests without end', { body: '<div>'.repeat(1e5) }, 'too-deep'],
    ['is not the UTF-8 it says', { body: Buffer.from([0x61, 0xff]) }, 'not-utf8'],
    ['is JSON, but no feed', { type: 'application/json', body: '{"a":1}' }, 'bad-type'],
    ['is XML, but no feed', { type: 'text/xml', body: '<urlset></urlset>' }, 'bad-type'],
    ['says feed and is none', { type: 'application/rss+xml', body: 'x' }, 'bad-type'],
    ['is a broken feed', { type: 'application/rss+xml', body: '<rss version="2.0"><a><!--' }, 'bad-feed'],
  ])('that %s comes as an error', async (_, answer, code) => {
    const site = await siteOf({ '/': answer });
    const { reports, faults } = await read(site.at);
    expect([reports, faults.map(fault => fault.code)]).toEqual([[], [code]]);
  });

  test('sent as XML is a page still', async () => {
    const body = `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>${words}</p></body></html>`;
    const site = await siteOf({ '/': { type: 'application/xml', body } });
    expect((await read(site.at)).reports[0]!.report.text).toContain('Rebels shelled Harun');
  });
});

describe('a feed', () => {
  test('gives the report of each page; what fails is an error in its place and the others go on', async () => {
    const site = await siteOf({
      '/feed': feed(
        `<item><title>One</title><link>/one?utm_medium=rss</link><pubDate>Mon, 28 Jun 2021 10:00:00 GMT</pubDate></item>
         <item><title>Two</title><link>/two</link><pubDate>yesterday</pubDate></item>
         <item><title>Three</title><link>three</link><pubDate>30 Jun 2021</pubDate></item>
         <item><title>Private</title><link>http://169.254.169.254/</link></item>
         <item><title>No link</title><link>javascript:alert(1)</link></item>
         <item><title>One again</title><link>/one?utm_medium=mail</link></item>`,
      ),
      '/one?utm_medium=rss': { body: page(words) },
      '/two': { status: 500 },
      '/three': { body: page(words, day('2021-07-01')) },
    });
    const { reports, faults, notes, pauses } = await read(`${site.at}/feed`);
    expect(reports.map(({ report }) => [report.url, report.published])).toEqual([
      [`${site.at}/one`, '2021-06-28'],
      [`${site.at}/three`, '2021-07-01'],
    ]);
    expect(faults.map(({ message }) => message)).toEqual([
      `${site.at}/two: answered 500`,
      '169.254.169.254: not an address of the public internet',
      `${site.at}/feed, item 5: no link to a page`,
    ]);
    expect(notes).toEqual([
      `${site.at}/feed, item 2: its date is none: "yesterday"`,
      `${site.at}/feed, item 5: its link is no address of the web: "javascript:alert(1)"`,
    ]);
    // In order, each page once; a host that was asked before is given its pause.
    expect([site.asked, pauses]).toEqual([
      ['/feed', '/one?utm_medium=rss', '/two', '/three'],
      [7, 7, 7],
    ]);
  });

  test('gives its own content where the page cannot be had, unless that is a teaser', async () => {
    const item = (name: string, content: string): string =>
      `<item><title>${name}</title><link>/${name}</link><pubDate>28 Jun 2021</pubDate><description><![CDATA[${content}]]></description></item>`;
    const site = await siteOf({
      '/feed': feed(item('long', `<p>${words}</p><script>alert(1)</script>`) + item('short', '<p>Rebels shelled…</p>')),
    });
    const { reports, faults, notes } = await read(`${site.at}/feed`);
    expect(reports.map(({ report }) => report)).toMatchObject([
      { title: 'long', outlet: 'Harun Post', url: `${site.at}/long`, published: '2021-06-28', text: words.trim() },
    ]);
    expect(reports[0]!.snapshot).toMatchObject({ media: 'text/html; charset=utf-8', url: `${site.at}/long` });
    expect(faults.map(({ message }) => message)).toEqual([`${site.at}/short: answered 404`]);
    expect(notes).toEqual([`${site.at}/long: answered 404; the text is taken from the feed`]);
  });

  test('in another character set, with another type, is read', async () => {
    const body = Buffer.from(
      '<?xml version="1.0" encoding="windows-1251"?><rss version="2.0"><channel><item><link>/a</link><title>',
      'latin1',
    );
    const cyrillic = Buffer.from([0xd5, 0xe0, 0xf0, 0xfc, 0xea, 0xee, 0xe2]);
    const site = await siteOf({
      '/': { type: 'text/html', body: Buffer.concat([body, cyrillic, Buffer.from('</title></item></channel></rss>')]) },
      '/a': { type: 'text/plain', body: words },
    });
    expect((await read(site.at)).reports[0]!.report.title).toBe('Харьков');
  });

  test('keeps a hostile title as text', async () => {
    const site = await siteOf({
      '/feed': feed('<item><title>&lt;script&gt;alert(1)&lt;/script&gt;</title><link>/a</link></item>'),
      '/a': { type: 'text/plain', body: words },
    });
    expect((await read(`${site.at}/feed`)).reports[0]!.report.title).toBe('<script>alert(1)</script>');
  });

  test('stops where it is told to', async () => {
    const stop = new AbortController();
    const why = new AttestError('stopped', 'stopped', '');
    const site = await siteOf({
      '/feed': feed('<item><link>/a</link></item><item><link>/b</link></item>'),
      '/a': { body: page(words) },
    });
    const sleep = async () => stop.abort(why);
    await expect(read(`${site.at}/feed`, { signal: stop.signal, sleep })).rejects.toBe(why);
    expect(site.asked).toEqual(['/feed']);
  });
});

test.each([
  ['https://a.example/x?utm_source=1&b=%20c&UTM_x&fbclid=2&gclid=3&d#e', 'https://a.example/x?b=%20c&d'],
  ['https://a.example/x?fbclid=2', 'https://a.example/x'],
  ['https://u:p@a.example/x?a=b+c&utm=1', 'https://a.example/x?a=b+c&utm=1'],
])('plainAddress %s', (address, plain) => expect(plainAddress(address)).toBe(plain));

test.each([
  ['https://a.example/x?s=1', 'https://a.example/y#z', 'https://a.example/y'],
  ['https://m.a.example/x', 'https://www.a.example/x', 'https://www.a.example/x'],
  ['https://www.a.example/x', 'https://a.example/x', 'https://a.example/x'],
  ['https://a.example/x', 'https://b.example/x', 'https://a.example/x'],
  ['https://a.example/x', 'https://nota.example/x', 'https://a.example/x'],
  ['https://a.example/x', 'https://a.example/', 'https://a.example/x'],
  ['https://a.example/', 'https://www.a.example/', 'https://www.a.example/'],
  ['https://a.example/x', 'javascript:alert(1)', 'https://a.example/x'],
  ['https://a.example/x', null, 'https://a.example/x'],
])('filedUnder %s, %s', (final, canonical, filed) => expect(filedUnder(final, canonical)).toBe(filed));
