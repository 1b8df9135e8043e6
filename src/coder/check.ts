import type { Claim } from '../model/claim.js';
import type { Note } from '../model/coding.js';
import { fault } from '../model/gate.js';
import type { Report } from '../model/report.js';

/** The gate over a coder's claim: what it refuses stays visible as a note on the report. Returns the fault or null. */
export function checked(report: Report, claim: Claim, notes: Note[]): string | null {
  const bad = fault(report, claim);
  if (bad) notes.push({ rule: 'gate', quote: null, message: `Refused a claim of ${claim.field}: ${bad}` });
  return bad;
}
