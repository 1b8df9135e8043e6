/**
 * How well a harm is attested, as Airwars grades it (airwars.org, methodology): confirmed where the one who did it accepts it,
 * fair where two or more credible sources tell of it and say who did it, weak where one does, contested where rivals are held
 * responsible, discounted where those harmed were combatants. Only a person confirms.
 */
export const GRADES = ['confirmed', 'fair', 'weak', 'contested', 'discounted'] as const;
export type Grade = (typeof GRADES)[number];
export const isGrade = (value: unknown): value is Grade => (GRADES as readonly unknown[]).includes(value);

/** A grade with its reason in words. `by`: the person who set it, null where it is computed from the claims. */
export type Graded = { grade: Grade; by: string | null; reason: string | null };
