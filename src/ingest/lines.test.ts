import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonLines, type Line, reportOfLine } from './lines.js';

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function linesOf(text: string, size = 7, longest?: number): Promise<Line[]> {
  const out: Line[] = [];
  for await (const line of jsonLines(chunked(new TextEncoder().encode(text), size), 'x', longest)) out.push(line);
  return out;
}
const messages = (lines: Line[]): string[] => lines.map(line => ('error' in line ? line.error.message : 'ok'));

describe('jsonLines', () => {
  test('gives each text to the letter however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary' })),
        fc.integer({ min: 1, max: 50 }),
        async (texts, size) => {
          const lines = await linesOf(texts.map(text => JSON.stringify({ text })).join('\n'), size);
          expect(lines.map(line => ('value' in line ? (line.value as { text: string }).text : null))).toEqual(texts);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a bad line gives its number, the others go on', async () => {
    const lines = await linesOf('{"text":"a"}\n{bad\n\n{"text":"b"}\r\n[');
    expect(messages(lines)).toEqual(['ok', 'x, line 2: not JSON', 'ok', 'x, line 5: not JSON']);
  });

  test('a line that is too long is let go, the next one is read', async () => {
    expect(messages(await linesOf(`"${'a'.repeat(500)}"\n"b"\n"${'a'.repeat(500)}"`, 64, 100))).toEqual([
      'x, line 1: a line of more than 0.0001 MB',
      'ok',
      'x, line 3: a line of more than 0.0001 MB',
    ]);
  });

  test('JSON nested without end is no danger', async () => {
    expect(await linesOf(`${'['.repeat(200_000)}\n"b"`, 1000)).toHaveLength(2);
  });

  test('the whole is refused where it is no text', async () => {
    await expect(linesOf('a\0b')).rejects.toThrow('not text');
  });
});

describe('reportOfLine', () => {
  const report = (value: unknown, published: string | null = null) => reportOfLine(value, 'x, line 1', published);

  test('keeps the text to the letter but for NUL and halves of characters, one for one', () => {
    expect(report({ id: 'a', text: ' \u0000a\ud800\r\n\u202e ' }).text).toBe(' \ufffda\ufffd\r\n\u202e ');
  });

  test('keeps its id, or gets one from what it holds', () => {
    expect(report({ id: 7, text: 'a' }).id).toBe('7');
    expect(report({ text: 'a' }).id).toBe(report({ text: 'a' }).id);
    expect(report({ text: 'a', outlet: 'x' }).id).not.toBe(report({ text: 'a' }).id);
  });

  test("a line's own day goes before the command's", () => {
    expect(report({ text: 'a', published: '2021-06-28T04:00:00Z' }, '2020-01-01').published).toBe('2021-06-28');
    expect(report({ text: 'a', published: null }, '2020-01-01').published).toBe('2020-01-01');
  });

  test.each([
    [null, 'not a JSON object'],
    [['a'], 'not a JSON object'],
    [{}, 'no "text"'],
    [{ text: 3 }, 'no "text"'],
    [{ text: ' \n' }, '"text" is empty'],
    [{ text: 'a', id: {} }, '"id" is no string'],
    [{ text: 'a', title: 3 }, '"title" is neither'],
    [{ text: 'a', published: '2021-02-31' }, '"published" is no day: "2021-02-31"'],
    [{ text: 'a', published: '28 June' }, '"published" is no day'],
    [JSON.parse('{"__proto__": {"text": "a"}}'), 'no "text"'],
  ])('says what is wrong with %j', (value, message) => {
    expect(() => report(value)).toThrow(message);
  });
});
