import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanText, type Report, reportId } from '../src/model/report.js';

/** A bare text as a report. `published`: YYYY-MM-DD or null. */
export function reportOf(text: string, published: string | null): Report {
  const report = { title: null, outlet: null, agency: null, url: null, published, language: null };
  const clean = cleanText(text);
  return { id: reportId({ ...report, text: clean }), ...report, text: clean };
}

/** The folder of the package: this file runs as `bench/report.ts` in the tests and as `.bench/bench/report.js` in the bench. */
export function packageHome(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
