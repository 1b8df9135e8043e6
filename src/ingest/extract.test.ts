import { describe, expect, test } from 'vitest';
import { extentOf } from './depth.js';
import { extract } from './extract.js';

const sentence = 'Rebels shelled the town of Harun on Sunday, killing three, officials said. ';
const page = (head: string, body = `<p>${sentence.repeat(4)}</p><p>${sentence.repeat(3)}</p>`): string =>
  `<!doctype html><html><head><title>Shelling in Harun</title>${head}</head><body><nav><a href="/">Home</a></nav>
   <article><h1>Shelling in Harun</h1>${body}</article><footer>All rights reserved</footer></body></html>`;

describe('extract', () => {
  test('gives the article, its paragraphs parted by an empty line, and nothing that is code', () => {
    const { text, title } = extract(
      page('', `<script>steal("x")</script><style>p{}</style><p>${sentence.repeat(3)}</p><p>a &amp; b<br>c</p>`),
      'x',
    );
    expect(title).toBe('Shelling in Harun');
    expect(text).toContain(`${sentence.repeat(3).trim()}\n\na & b\nc`);
    expect(text).not.toMatch(/steal|p\{\}|Home|rights reserved/);
  });

  test.each([
    ['<meta property="article:published_time" content="2021-06-28T23:30:00-04:00">', '2021-06-28'],
    [
      '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","datePublished":"2021-06-28"}]}</script>',
      '2021-06-28',
    ],
    ['<meta property="article:published_time" content="2021-02-31T00:00:00Z">', null],
    ['<meta property="article:published_time" content="yesterday">', null],
    ['<script type="application/ld+json">{broken</script>', null],
    ['', null],
  ])('finds the day of publication, or none: %s', (head, day) => {
    expect(extract(page(head), 'x').published).toBe(day);
  });

  test('takes a time element only where it can mean but one day', () => {
    const at = (...days: string[]) =>
      extract(
        page('', `${days.map(day => `<time datetime="${day}">then</time>`).join('')}<p>${sentence.repeat(5)}</p>`),
        'x',
      ).published;
    expect(at('2021-06-28T10:00:00Z')).toBe('2021-06-28');
    expect(at('2021-06-28', '2021-06-28T11:00Z')).toBe('2021-06-28');
    expect(at('2021-06-28', '2020-01-01')).toBe(null);
  });

  test('knows outlet and address, and takes no address that is code', () => {
    const known = extract(
      page('<meta property="og:site_name" content="Al-Waha"><link rel="canonical" href="https://alwaha.example/1">'),
      'x',
    );
    expect(known).toMatchObject({ outlet: 'Al-Waha', url: 'https://alwaha.example/1' });
    expect(extract(page('<link rel="canonical" href="javascript:alert(1)">'), 'x').url).toBe(null);
  });

  test('takes a page too small for an article as it is', () => {
    expect(extract('<p>Rebels shelled Harun.</p><p>No one was hurt.</p>', 'x').text).toBe(
      'Rebels shelled Harun.\n\nNo one was hurt.',
    );
  });

  test('refuses a page without text', () => {
    expect(() => extract('<script>x</script>', 'x.html')).toThrow('x.html: no text in the page');
  });

  test.each([
    ['closed', `${'<div>'.repeat(100_000)}x${'</div>'.repeat(100_000)}`],
    ['never closed', '<b>'.repeat(100_000)],
    ['with closing tags that close nothing', '<div></x>'.repeat(100_000)],
    ['with quoted marks', '<div title="</div>">'.repeat(100_000)],
    ['with slashes that close nothing', '<div/>'.repeat(100_000)],
  ])('refuses 100,000 elements in one another: %s', (_, html) => {
    const began = performance.now();
    expect(() => extract(html, 'deep.html')).toThrow('deep.html: HTML nested more than 512');
    // Marks that are no elements fill the memory as well.
    for (const mark of ['<', '</p>', '<!--x-->', '&amp;'])
      expect(() => extract(mark.repeat(500_000), 'large.html')).toThrow('large.html: HTML of more than 100000');
    expect(performance.now() - began).toBeLessThan(2000);
  });

  test('refuses more elements than any page has', () => {
    expect(() => extract('<i></i>'.repeat(100_001), 'x')).toThrow('more than 100000 elements');
  });
});

describe('extentOf', () => {
  test.each([
    [`<ul>${'<li>a'.repeat(1000)}</ul>`, 2],
    ['<p>a'.repeat(1000), 1],
    ['a<br>b<img src=x>'.repeat(1000), 0],
    [`<svg>${'<path d="M0 0"/>'.repeat(1000)}</svg>`, 1],
    [`<script>${'"<div>"'.repeat(1000)}</script>`, 1],
    [`<!-- ${'<div>'.repeat(1000)} -->`, 0],
    ['<p>it is <b>bold</b></p>', 2],
  ])('measures the depth of what stands side by side as little: %#', (html, depth) => {
    expect(extentOf(html, 512, 100_000).depth).toBe(depth);
  });
});
