import { hashOf } from './id.js';

/** `published`: a day YYYY-MM-DD, as far as known. `language`: ISO 639-1. `text` is never edited after intake. */
export type Report = {
  id: string;
  title: string | null;
  outlet: string | null;
  agency: string | null;
  url: string | null;
  published: string | null;
  language: string | null;
  text: string;
};

/** NUL and lone surrogates become U+FFFD, one for one, so that every offset stays where it was. */
export const cleanText = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed();

/** A report's id when it has none of its own. The same text at two outlets is two reports. */
export const reportId = (report: Pick<Report, 'outlet' | 'url' | 'text'>): string =>
  hashOf({ kind: 'report', outlet: report.outlet, url: report.url, text: report.text });

/** What two copies of one text share. */
export const textHash = (text: string): string => hashOf({ kind: 'text', text });
