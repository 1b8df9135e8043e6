import { AttestError } from '../model/error.js';

/** A report may have this many bytes: some 1,500 printed pages. What is longer is an archive, not a report. */
export const MAX_REPORT_BYTES = 10_000_000;
/** A NUL this early means that the bytes are no text. Later ones become U+FFFD at intake. */
const BINARY_WINDOW = 1024;

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB`;

/** What to say of a report over the limit. `bytes`: its size as far as known; null where reading stopped at the limit. */
export const tooLarge = (where: string, bytes: number | null): AttestError =>
  new AttestError(
    'too-large',
    `${where}: ${bytes === null ? 'more than' : `${megabytes(bytes)}, above`} the limit of ${megabytes(MAX_REPORT_BYTES)} for one report`,
    'Split it into its reports, one a file, or one a line of JSON (--format jsonl).',
    413,
  );

const binary = (where: string): AttestError =>
  new AttestError(
    'binary',
    `${where}: not text (a NUL byte in its first kilobyte)`,
    'Give plain text, HTML or JSON lines; UTF-16 needs its byte order mark (or: iconv -f UTF-16LE -t UTF-8).',
  );

/** Throws where the first bytes are not those of a text, UTF-16 with its mark excepted. */
export function refuseBinary(head: Uint8Array, where: string): void {
  if (head.subarray(0, BINARY_WINDOW).includes(0)) throw binary(where);
}

/** Offset of the character whose bytes are not UTF-8, or null where the text is only cut short at its end. */
function faultAt(bytes: Uint8Array): number | null {
  const breaks = (length: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return false;
    } catch {
      return true;
    }
  };
  if (!breaks(bytes.length)) return null;
  let [sound, broken] = [0, bytes.length];
  while (broken - sound > 1) {
    const middle = (sound + broken) >> 1;
    if (breaks(middle)) broken = middle;
    else sound = middle;
  }
  const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, sound), { stream: true });
  return new TextEncoder().encode(before).length;
}

/** UTF-8 to the letter, without a BOM; throws what is wrong, at which byte. */
export function utf8(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const at = faultAt(bytes);
    throw new AttestError(
      'not-utf8',
      `${where}: not UTF-8 ${at === null ? 'at its end (cut short)' : `at byte ${at}`}`,
      'Convert it first, for example: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW',
    );
  }
}

function bomOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

function labelled(bytes: Uint8Array, label: string, where: string): string {
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(label, { fatal: true });
  } catch {
    throw new AttestError(
      'bad-charset',
      `${where}: names a character set that nobody knows: ${JSON.stringify(label.slice(0, 40))}`,
      'Save the page as UTF-8.',
    );
  }
  try {
    return decoder.decode(bytes);
  } catch {
    throw new AttestError(
      'bad-charset',
      `${where}: not the ${decoder.encoding} that it says it is`,
      'Convert it with its true character set, for example: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW',
    );
  }
}

const refuseSize = (bytes: Uint8Array, where: string): void => {
  if (bytes.length > MAX_REPORT_BYTES) throw tooLarge(where, bytes.length);
};

/** A plain text from its bytes: UTF-8, or UTF-16 with its mark; the mark dropped, nothing else changed. `where` names it in errors. */
export function decode(bytes: Uint8Array, where: string): string {
  refuseSize(bytes, where);
  const bom = bomOf(bytes);
  if (bom) return labelled(bytes, bom, where);
  refuseBinary(bytes, where);
  return utf8(bytes, where);
}

/** A page from its bytes: as `decode`, or in the character set that its `meta` names. `charset`: what the server said, which wins. */
export function decodePage(bytes: Uint8Array, where: string, charset: string | null = null): string {
  refuseSize(bytes, where);
  const bom = bomOf(bytes);
  if (bom) return labelled(bytes, bom, where);
  refuseBinary(bytes, where);
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
  const named = charset ?? /<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w:.-]{1,40})/i.exec(head)?.[1] ?? 'utf-8';
  // A page that could be read this far for its own label is not UTF-16, whatever the label says (HTML standard, 13.2.3.2).
  return /^utf-?(8|16.*)$/i.test(named) ? utf8(bytes, where) : labelled(bytes, named, where);
}
