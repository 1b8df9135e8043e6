import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inert } from './inert.js';

describe('inert', () => {
  it('keeps the words and drops what does anything', () => {
    const page = `<html><head><title>t</title><script>a()</script></head><body onload="a()" style="x">
      <h1 class="h">Shelling &amp; fire</h1><p onclick="a()">Two <a href="javascript:a()">died</a>.</p>
      <img src="http://x/y.png" alt="A <b>burnt</b> house"><form action="/x"><input value="v"><button>go</button></form>
      <svg><script>a()</script></svg><iframe src="//x"></iframe><custom-tag>kept words</custom-tag><p dir="rtl">سلام</p></body></html>`;
    const { html, text } = inert(page)!;
    expect(html).toContain('<h1>Shelling &#38; fire</h1>');
    expect(html).toContain('<p>Two <u>died</u>.</p>');
    expect(html).toContain('[picture: A &#60;b&#62;burnt&#60;/b&#62; house]');
    expect(html).toContain('<div>kept words</div>');
    expect(html).toContain('<p dir="rtl">سلام</p>');
    for (const gone of ['script', 'onclick', 'javascript', 'http', 'form', 'svg', 'style', 'class'])
      expect(html).not.toContain(gone);
    expect(text).toContain('Shelling & fire');
  });
  it('shows nothing of a page that is too deep', () => {
    expect(inert('<div>'.repeat(600))).toBeNull();
  });
  it('shows nothing of a page of marks that would fill the memory, whatever they are', () => {
    for (const mark of ['<', '</p>', '<!--x-->', '&amp;', '<br>']) expect(inert(mark.repeat(200_000))).toBeNull();
  });
  it('whatever the page, no attribute but a direction and no other element', () => {
    const bit = fc.constantFrom(
      ...[
        '<b',
        '<img src=x onerror=a()',
        '>',
        '<script>',
        '</script>',
        '"',
        "'",
        '<p dir=rtl',
        '</p>',
        '<!--',
        '-->',
        '<body ',
      ],
      ...[
        '<svg/onload=a()>',
        '&lt;i onclick=x&gt;',
        'words',
        '<style>',
        '<noscript><p title="</noscript><img src=x>">',
      ],
    );
    fc.assert(
      fc.property(fc.array(bit, { maxLength: 20 }), bits => {
        const made = inert(bits.join(''));
        for (const [tag] of (made?.html ?? '').matchAll(/<[^>]*>?/g))
          expect(tag).toMatch(/^<\/?[a-z][a-z0-9]*( dir="(rtl|ltr)")?>$/);
      }),
    );
  });
});
