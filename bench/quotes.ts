import type { AttestRecord } from '../src/pipeline.js';

/**
 * Paths of all spans in a record (in mentions, claims with their sources, cues, via and hedges, layers, notes) that do not
 * stand in its text. Paths only, so that a failure shows no words of a text that may not be kept.
 */
export function badQuotes(record: AttestRecord): string[] {
  const { text } = record.report;
  const bad: string[] = [];
  const visit = (part: unknown, path: string): void => {
    if (typeof part !== 'object' || part === null) return;
    const { start, end, text: words } = part as { start?: unknown; end?: unknown; text?: unknown };
    if (typeof start === 'number' && typeof end === 'number') {
      const inside = start >= 0 && start < end && end <= text.length;
      if (!inside || (words !== undefined && text.slice(start, end) !== words)) bad.push(path);
    }
    for (const [key, value] of Object.entries(part)) visit(value, path ? `${path}.${key}` : key);
  };
  visit(record, '');
  return bad;
}
