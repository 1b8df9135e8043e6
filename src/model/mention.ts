import { hashOf } from './id.js';
import type { Quote } from './quote.js';

export type MentionKind = 'event' | 'actor' | 'place';
/** Words that speak of an event, an actor or a place. */
export type Mention = { id: string; kind: MentionKind; quote: Quote };

export const mention = (report: string, kind: MentionKind, quote: Quote): Mention => ({
  id: hashOf({ report, kind, start: quote.start, end: quote.end }),
  kind,
  quote,
});
