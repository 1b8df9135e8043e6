import { variable } from '../codebook/codebook.js';
import { CERTAINTIES, type Claim, MODALITIES, type Source } from './claim.js';
import { holds, type Quote } from './quote.js';
import type { Report } from './report.js';

const shown = (quote: Quote): string => JSON.stringify(String(quote?.text).slice(0, 60));

function sourceFault(text: string, source: Source, depth = 0): string | null {
  if (source.by === 'outlet') return null;
  if (source.by !== 'attributed') return 'the source is neither the outlet nor attributed';
  if (depth > 8) return 'the source came through more than eight others';
  if (!source.name) return 'the source has no name';
  if (!holds(text, source.quote)) return `the source's quote does not stand in the report: ${shown(source.quote)}`;
  if (source.cue && !holds(text, source.cue))
    return `the source's cue does not stand in the report: ${shown(source.cue)}`;
  for (const through of source.via) {
    const fault = sourceFault(text, through, depth + 1);
    if (fault) return fault;
  }
  return null;
}

/**
 * The one gate: what is wrong with a claim about this report, or null. No words, no claim: the quote, the source's quotes
 * and the hedge's quote must slice back to exactly their own text, and the value must be one that the codebook has.
 */
export function fault(report: Pick<Report, 'text'>, claim: Claim): string | null {
  const entry = variable(claim.field);
  if (!entry) return `the codebook has no variable "${claim.field}"`;
  if (!claim.about) return 'the claim is about no mention';
  if (!holds(report.text, claim.quote)) return `the quote does not stand in the report: ${shown(claim.quote)}`;
  const badValue = entry.valid(claim.value);
  if (badValue) return `the value of ${claim.field} ${badValue}`;
  const badSource = sourceFault(report.text, claim.source);
  if (badSource) return badSource;
  if (!CERTAINTIES.includes(claim.hedge.certainty)) return `no certainty "${claim.hedge.certainty}"`;
  if (!MODALITIES.includes(claim.hedge.modality)) return `no modality "${claim.hedge.modality}"`;
  if (claim.hedge.quote && !holds(report.text, claim.hedge.quote))
    return `the hedge's quote does not stand in the report: ${shown(claim.hedge.quote)}`;
  return null;
}
