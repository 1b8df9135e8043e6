import { AttestError } from '../model/error.js';

/** `by`: person:NAME. `at`: ISO time; all that one action says has the same. */
export type Reviewer = { by: string; at: string; reason: string | null };

export const none = (what: string, id: string): AttestError =>
  new AttestError(
    `no-such-${what.split(' ')[0]}`,
    `there is no ${what} ${id}`,
    'attest export and attest explain print the ids.',
    404,
  );

export const again = (): AttestError =>
  new AttestError('said-already', 'a person has said so already', 'There is nothing to add; undo takes it back.');
