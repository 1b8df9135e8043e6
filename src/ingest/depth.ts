/** Elements that never hold others, so that they do not nest. */
const VOID = new Set('area base basefont br col embed frame hr img input link meta param source track wbr'.split(' '));
/** Elements whose content is not markup. */
const RAW = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'noembed', 'noframes', 'iframe']);
/** Elements that end by themselves where the next of their kind begins: a long list is not a deep one. */
const ENDS_ITSELF = new Set('p li dt dd tr td th thead tbody tfoot option optgroup rt rp'.split(' '));

/** Whether a page has more than `most` marks of which a parser makes nodes: tags, comments, a `<` or `&` that begins nothing. */
function hasMoreMarks(html: string, most: number): boolean {
  let marks = 0;
  for (const mark of ['<', '&'])
    for (let at = html.indexOf(mark); at >= 0; at = html.indexOf(mark, at + 1)) if (++marks > most) return true;
  return false;
}

/**
 * How deep and how large a page is, by one pass over its tags, before anything recursive sees it. It stops counting at
 * `deepest` and `most`; a page with four times as many marks has more than `most` without being looked at. Errs to the deeper
 * side: a closing tag that closes nothing is not taken for one.
 */
export function extentOf(html: string, deepest: number, most: number): { depth: number; tags: number } {
  if (hasMoreMarks(html, 4 * most)) return { depth: 0, tags: most + 1 };
  const open: string[] = [];
  let [depth, tags, foreign] = [0, 0, 0];
  const tag = /<!--|<(\/?)([a-zA-Z][^\s/>]*)/g;
  for (let found = tag.exec(html); found; found = tag.exec(html)) {
    if (found[0] === '<!--') {
      const end = html.indexOf('-->', found.index + 4);
      if (end < 0) break;
      tag.lastIndex = end + 3;
      continue;
    }
    const name = found[2]!.slice(0, 40).toLowerCase();
    const end = endOfTag(html, tag.lastIndex);
    if (end < 0) break;
    tag.lastIndex = end + 1;
    if (found[1]) {
      const at = open.lastIndexOf(name);
      if (at < 0) continue;
      for (const closed of open.splice(at)) if (closed === 'svg' || closed === 'math') foreign--;
      continue;
    }
    tags++;
    if (tags > most) break;
    if (VOID.has(name) || (foreign > 0 && html[end - 1] === '/')) continue;
    if (RAW.has(name) && foreign === 0) {
      const close = new RegExp(`</${name}\\b`, 'gi');
      close.lastIndex = end;
      const closed = close.exec(html);
      if (!closed) break;
      tag.lastIndex = closed.index;
    }
    if (ENDS_ITSELF.has(name) && open.at(-1) === name) open.pop();
    open.push(name);
    if (name === 'svg' || name === 'math') foreign++;
    depth = Math.max(depth, open.length);
    if (depth > deepest) break;
  }
  return { depth, tags };
}

/** Offset of the `>` that ends a tag; one inside a quoted attribute is none. -1 where the tag never ends. */
function endOfTag(html: string, from: number): number {
  const mark = /[>"']/g;
  mark.lastIndex = from;
  for (let found = mark.exec(html); found; found = mark.exec(html)) {
    if (found[0] === '>') return found.index;
    // A quote opens a value only after "="; elsewhere it is a stray mark.
    if (!/=\s*$/.test(html.slice(Math.max(from, found.index - 8), found.index))) continue;
    const close = html.indexOf(found[0], found.index + 1);
    if (close < 0) return html.indexOf('>', found.index);
    mark.lastIndex = close + 1;
  }
  return -1;
}
