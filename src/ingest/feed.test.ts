import { describe, expect, test } from 'vitest';
import { AttestError } from '../model/error.js';
import { type Feed, feedOf, looksLikeFeed } from './feed.js';

const AT = 'https://news.example/feeds/world.xml';
const read = (text: string): Feed => feedOf(text, AT)!;
const rss = (items: string, prolog = ''): string =>
  `<?xml version="1.0"?>${prolog}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>World</title>${items}</channel></rss>`;
const dated = (date: string): string => rss(`<item><link>/a</link><pubDate>${date}</pubDate></item>`);

describe('formats', () => {
  test('RSS', () => {
    const feed = read(
      rss(`<item><title>Shelling &amp; fire</title><link>https://news.example/a</link><guid isPermaLink="false">17</guid>
        <pubDate>Mon, 28 Jun 2021 23:30:00 -0500</pubDate><description>Short.</description>
        <content:encoded><![CDATA[<p>Long.</p>]]></content:encoded></item>
        <item><guid>https://news.example/b</guid><dc:date>2021-06-27T01:00:00Z</dc:date></item>`),
    );
    expect(feed).toEqual({
      title: 'World',
      notes: [],
      items: [
        {
          url: 'https://news.example/a',
          title: 'Shelling & fire',
          published: '2021-06-28',
          id: '17',
          content: '<p>Long.</p>',
        },
        {
          url: 'https://news.example/b',
          title: null,
          published: '2021-06-27',
          id: 'https://news.example/b',
          content: null,
        },
      ],
    });
  });

  test('Atom: the page among its links, its own base, text that is text, no day from what was only updated', () => {
    const feed =
      read(`<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://other.example/x/"><title type="text">World</title>
      <entry xml:base="y/"><id>urn:1</id><title>One</title><link rel="self" href="no"/><link rel="alternate" type="application/json" href="no"/>
        <link type="text/html" href="one"/><published>2021-06-28T00:10:00+03:00</published><updated>2022-01-01T00:00:00Z</updated>
        <content type="html">&lt;p&gt;Two &amp;lt; three&lt;/p&gt;</content></entry>
      <entry><id>urn:2</id><title>Two</title><link href="/two"/><updated>2022-01-01T00:00:00Z</updated><summary type="text">a &lt;b&gt; c</summary></entry></feed>`);
    expect(feed.title).toBe('World');
    expect(feed.items).toEqual([
      {
        url: 'https://other.example/x/y/one',
        title: 'One',
        published: '2021-06-28',
        id: 'urn:1',
        content: '<p>Two &lt; three</p>',
      },
      { url: 'https://other.example/two', title: 'Two', published: null, id: 'urn:2', content: 'a &lt;b> c' },
    ]);
  });

  test('RDF', () => {
    const feed =
      read(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="x"><title>World</title></channel>
      <item rdf:about="https://news.example/a"><title>One</title><link>https://news.example/a</link><dc:date>2021-06-28</dc:date><description>Short.</description></item></rdf:RDF>`);
    expect([feed.title, feed.items]).toEqual([
      'World',
      [
        {
          url: 'https://news.example/a',
          title: 'One',
          published: '2021-06-28',
          id: 'https://news.example/a',
          content: 'Short.',
        },
      ],
    ]);
  });

  test('JSON Feed', () => {
    const feed = read(
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'World',
        items: [
          { id: 1, url: '/a', title: 'One', date_published: '2021-06-28T10:00:00Z', content_html: '<p>Long.</p>' },
          { id: '2', external_url: 'https://other.example/b', content_text: 'a < b & c' },
          null,
          'x',
          { id: '3', url: { a: 1 }, title: ['x'], date_published: 5, content_html: {} },
        ],
      }),
    );
    expect(feed.items.slice(0, 2)).toEqual([
      { url: 'https://news.example/a', title: 'One', published: '2021-06-28', id: '1', content: '<p>Long.</p>' },
      { url: 'https://other.example/b', title: null, published: null, id: '2', content: 'a &lt; b &amp; c' },
    ]);
    expect(feed.items).toHaveLength(3);
    expect(feed.items[2]!.url).toBeNull();
  });

  test('broken RSS: unescaped ampersands, no end, strange case', () => {
    const feed = read(
      '<?xml version="1.0"?>\n<RSS version="2.0"><Channel><Item><Title>A & B</Title><Link>/a?b=c&d=e</Link></Item>',
    );
    expect(feed.items).toMatchObject([{ url: 'https://news.example/a?b=c&d=e', title: 'A & B' }]);
  });

  test.each(['', 'Rebels shelled Harun.', '<html><body><p>x</p></body></html>', '{"a": 1}', '[]', '{', '<!--'])(
    'what is no feed is none: %s',
    text => expect(feedOf(text, AT)).toBeNull(),
  );
});

describe('dates', () => {
  test.each([
    ['Mon, 28 Jun 2021 14:00:00 GMT', '2021-06-28'],
    ['28 Jun 2021', '2021-06-28'],
    ['Mon, 28 June 2021 14:00 +0300 (EEST)', '2021-06-28'],
    ['Monday, 28-Jun-21 14:00:00 UTC', '2021-06-28'],
    ['28 Jun 99 14:00 EST', '1999-06-28'],
    ['2021-06-28T23:59:59.123-08:00', '2021-06-28'],
    ['29 Feb 2020 00:00:00 Z', '2020-02-29'],
  ])('%s', (date, day) => {
    const feed = read(dated(date));
    expect([feed.items[0]!.published, feed.notes]).toEqual([day, []]);
  });

  test.each([
    'yesterday',
    'Mon, 32 Jun 2021 14:00:00 GMT',
    '29 Feb 2021',
    '0000-00-00',
    '2021-13-01',
    '06/07/2021',
    '1624838400',
    '28 Jun',
    'Jun 2021',
    '28 Jun 2021 25:99:00 GMT',
    '28 Jun 20210',
    'Invalid Date',
    'a'.repeat(100_000),
    `28 Jun 2021 10:00 ${'a '.repeat(50_000)}!`,
    `28 Jun 2021 10:00${'('.repeat(50_000)}`,
  ])('%s is no day, and noted', date => {
    const feed = read(dated(date));
    expect(feed.items[0]!.published).toBeNull();
    expect(feed.notes).toEqual([
      expect.stringMatching(/^https:\/\/news\.example\/feeds\/world\.xml, item 1: its date is none: ".{0,90}$/s),
    ]);
  });
});

describe('items', () => {
  test('twice in a feed come once', () => {
    const item = '<item><link>/a</link><guid>1</guid></item>';
    const loose = '<item><title>No link</title></item>';
    const feed = read(rss(item + item + loose + loose + '<item><guid>x</guid></item>'.repeat(2)));
    expect(feed.items.map(({ url, title, id }) => url ?? title ?? id)).toEqual([
      'https://news.example/a',
      'No link',
      'x',
    ]);
  });

  test('after the thousandth are left, with a note', () => {
    const feed = read(rss(Array.from({ length: 1200 }, (_, i) => `<item><link>/${i}</link></item>`).join('')));
    expect([feed.items.length, feed.notes]).toEqual([1000, [`${AT}: more than 1000 items; the first 1000 are taken`]]);
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'mailto:a@example.org', 'http://'])(
    'lose a link that is none of the web: %s',
    link => {
      const feed = read(rss(`<item><title>x</title><link>${link}</link></item>`));
      expect(feed.items).toMatchObject([{ url: null, title: 'x' }]);
      expect(feed.notes).toEqual([`${AT}, item 1: its link is no address of the web: ${JSON.stringify(link)}`]);
    },
  );

  test('take the next link where the first is none of the web', () => {
    const feed = read(rss('<item><link>javascript:1</link><guid>https://news.example/a</guid></item>'));
    expect(feed.items[0]!.url).toBe('https://news.example/a');
  });

  test('keep a hostile title as text', () => {
    const title = '<script>alert(1)</script> \u001b[31m "x" __proto__';
    const inner = title.replaceAll('<', '&lt;');
    expect(read(rss(`<item><link>/a</link><title>${inner}</title></item>`)).items[0]!.title).toBe(title);
    expect(read(rss(`<item><link>/a</link><title><![CDATA[${title}]]></title></item>`)).items[0]!.title).toBe(title);
    expect(read(rss(`<item><link>/a</link><title>${'x'.repeat(1e6)}</title></item>`)).items[0]!.title).toHaveLength(
      1000,
    );
  });
});

describe('what is made to exhaust its reader', () => {
  const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i || ''};`.repeat(10)}">`).join('')}]>`;

  test('entities are never expanded nor fetched', () => {
    const title = (prolog: string, name: string) =>
      read(rss(`<item><link>/a</link><title>&${name};</title></item>`, prolog)).items[0]!.title;
    expect(title(laughs, 'lol9')).toBe('&lol9;');
    expect(title('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>', 'x')).toBe('&x;');
    expect(title('<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd">', 'x')).toBe(
      '&x;',
    );
  });

  const many = (part: (i: number) => string, count: number): string =>
    Array.from({ length: count }, (_, i) => part(i)).join('');
  // Each some 8 MB: it must come to an end, as a feed or as an error.
  test.each<[string, string, string]>([
    ['nested elements', rss('<a>'.repeat(2e6) + '</a>'.repeat(1e6)), 'bad-feed'],
    ['nested items', rss('<item>'.repeat(1e5)), 'bad-feed'],
    ['elements', rss(many(i => `<t${i}/>`, 9e5)), 'bad-feed'],
    ['attributes', rss(`<item ${many(i => `a${i}="${i}" `, 5e5)}></item>`), 'bad-feed'],
    ['attributes without value', rss(`<item ${'a '.repeat(4e6)}></item>`), 'bad-feed'],
    ['attributes after a section that is none', rss(`<item x="<![CDATA["><b ${'a '.repeat(4e6)}></item>`), 'bad-feed'],
    ['attributes after a mark of processing', rss(`<?a ><![CDATA[?><b ${'a '.repeat(4e6)}></b>`), 'bad-feed'],
    [
      'links',
      `<feed xmlns="http://www.w3.org/2005/Atom"><entry>${'<link href="x"/>'.repeat(5e5)}</entry></feed>`,
      'bad-feed',
    ],
    ['prefixes', `<rss version="2.0" ${many(i => `xmlns:a${i}="u${i}" `, 4e5)}><channel/></rss>`, 'bad-feed'],
    ['open titles', rss(`<item>${'<title>'.repeat(3e5)}`), 'bad-feed'],
    ['open sections', rss(`<item><title>${'<![CDATA['.repeat(9e5)}`), 'bad-feed'],
    ['open comments', rss('<!--'.repeat(2e6)), 'bad-feed'],
    ['brackets', rss('<'.repeat(8e6)), 'bad-feed'],
    ['quotes', rss(`<item ${'"'.repeat(8e6)}`), 'bad-feed'],
    [
      'brackets of JSON',
      `{"version":"https://jsonfeed.org/version/1.1","title":"x","items":${'['.repeat(4e6)}${']'.repeat(4e6)}}`,
      'ended',
    ],
    ['ampersands', rss(`<item><title>${'&'.repeat(8e6)};</title></item>`), 'ended'],
    ['spaces', rss(`<item><title>${' '.repeat(8e6)}x</title></item>`), 'ended'],
    ['spaces first', `${' '.repeat(8e6)}<rss`, 'ended'],
    ['a document type', `<!DOCTYPE ${'['.repeat(8e6)}${rss('')}`, 'ended'],
  ])('ends: %s', (_, text, ending) => {
    let came = 'ended';
    try {
      feedOf(text, AT);
    } catch (error) {
      if (!(error instanceof AttestError)) throw error;
      came = error.code;
    }
    if (ending === 'bad-feed') expect(came).toBe('bad-feed');
    else expect(['ended', 'bad-feed']).toContain(came);
  });

  test('a true feed of a thousand long articles is read', () => {
    const article = `<p class="a"><a href="x">Rebels</a> shelled Harun.</p>`.repeat(60);
    const feed = read(
      rss(many(i => `<item><link>/${i}</link><content:encoded><![CDATA[${article}]]></content:encoded></item>`, 1000)),
    );
    expect(feed.items).toHaveLength(1000);
    const xhtml = many(
      i => `<entry><id>${i}</id><link href="/${i}"/><content type="xhtml"><div>${article}</div></content></entry>`,
      500,
    );
    expect(read(`<feed xmlns="http://www.w3.org/2005/Atom">${xhtml}</feed>`).items[499]!.content).toContain(
      'shelled Harun',
    );
  });
});

describe('looksLikeFeed', () => {
  test.each<[string, string, boolean]>([
    ['application/rss+xml', '', true],
    ['application/feed+json', '', true],
    ['text/xml', '<?xml version="1.0"?><!-- x --><rss version="2.0">', true],
    ['text/html', '\ufeff\n<?xml version="1.0"?>\n<!DOCTYPE rss [<!ENTITY a "b">]>\n<rss>', true],
    ['text/plain', '<rdf:RDF xmlns:rdf="x">', true],
    ['application/xml', '<atom:feed>', true],
    ['application/json', '{"items": []}', true],
    ['text/plain', '{"version": "https:\\/\\/jsonfeed.org\\/version\\/1"}', true],
    ['text/plain', '{"a": 1}', false],
    ['text/html', '<!doctype html><html><body><rss>', false],
    ['text/html', '<p>How an <code>&lt;rss&gt;</code> works: <rss>', false],
    ['application/xml', '<urlset>', false],
    ['text/plain', 'rss', false],
    ['text/html', '<!-- <rss>', false],
    ['text/html', '', false],
  ])('%s %s', (type, head, is) => expect(looksLikeFeed(type, head)).toBe(is));
});
