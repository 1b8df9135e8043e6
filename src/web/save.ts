/** Gives a file to the reader as a download. */
export function download(name: string, body: Blob): void {
  const url = URL.createObjectURL(body);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A table as CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets a quote before it. */
export function csvOf(rows: readonly (readonly (string | number | null)[])[]): string {
  const cell = (value: string | number | null): string => {
    if (value === null) return '';
    if (typeof value === 'number') return String(value);
    const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `${rows.map(row => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
export const saveCsv = (name: string, rows: readonly (readonly (string | number | null)[])[]): void =>
  download(`${name}.csv`, new Blob([csvOf(rows)], { type: 'text/csv;charset=utf-8' }));

const TEXT = ['font-size', 'font-weight', 'font-family', 'text-anchor'];
const LINES = ['stroke', 'stroke-width', 'stroke-dasharray'];

/** A drawing with the colours that it has on the page, so that it looks the same without the page's style. */
export function svgOf(drawing: SVGSVGElement): { text: string; width: number; height: number } {
  const { width, height } = drawing.getBoundingClientRect();
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const parts = (root: SVGSVGElement): SVGElement[] => [root, ...root.querySelectorAll<SVGElement>('*')];
  const written = parts(copy);
  for (const [at, element] of parts(drawing).entries()) {
    const style = getComputedStyle(element);
    const target = written[at]!;
    const keep = (names: readonly string[]): void => {
      for (const name of names) target.setAttribute(name, style.getPropertyValue(name));
    };
    if (/^(text|tspan)$/.test(element.tagName)) keep(['fill', ...TEXT]);
    if (/^(path|rect|line|circle)$/.test(element.tagName)) {
      keep(['fill', 'fill-opacity']);
      if (style.stroke !== 'none') keep(LINES);
    }
    for (const name of ['class', 'style', 'tabindex', 'role', 'aria-label', 'aria-hidden'])
      target.removeAttribute(name);
  }
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  copy.prepend(ground);
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

export const saveSvg = (name: string, drawing: SVGSVGElement): void =>
  download(`${name}.svg`, new Blob([svgOf(drawing).text], { type: 'image/svg+xml' }));

/** The drawing as a picture of twice as many dots as the screen has. Rejects where the browser cannot make one. */
export async function savePng(name: string, drawing: SVGSVGElement): Promise<void> {
  const { text, width, height } = svgOf(drawing);
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await picture.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.ceil(width * 2), Math.ceil(height * 2)];
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const body = await new Promise<Blob | null>(done => canvas.toBlob(done, 'image/png'));
  if (!body) throw new Error('no picture');
  download(`${name}.png`, body);
}
