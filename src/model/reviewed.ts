import type { Field } from '../codebook/codebook.js';

/**
 * How far people have come with an event. waiting: nobody has said anything of it; partly: of some of it; reviewed: a person stands by
 * each of its values in the fields below; disputed: what a person said of it is gainsaid, by another, by a machine, or because the report was taken back.
 */
export const REVIEW_STATES = ['waiting', 'partly', 'reviewed', 'disputed'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** What an event is told by: a person who has looked at these has looked at it. */
export const TELLING: readonly Field[] = [
  ...(['type', 'actor', 'target', 'place', 'date', 'fatalities', 'injuries', 'responsibility'] as const),
];
