/** What a person can act on: `message` says what and where, `hint` what to do. Everything else thrown is a bug. */
export class AttestError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly hint: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = 'AttestError';
  }
}
