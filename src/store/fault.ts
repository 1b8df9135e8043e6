import { AttestError } from '../model/error.js';

const AGAIN = 'then run the same again: what was acknowledged is kept, and nothing is taken twice.';
/** SQLSTATE classes and codes of a connection that is no more, or a server that stops, crashes or starts. */
const LOST = /^(08...|57P0[123]|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;
/** What pg says without a code where its connection ends. */
const ENDED =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** What a database that fails in the middle of work means to a person; null where the error is none of its own. */
export function databaseFault(error: unknown): AttestError | null {
  if (!(error instanceof Error)) return null;
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === '53100' || /No space left on device/.test(message))
    return new AttestError('full-disk', "the database's disk is full", `Make room on it, ${AGAIN}`, 507);
  if (code === '53200' || code === '53300')
    return new AttestError('busy-database', `the database has no room for us (${code})`, `Wait, ${AGAIN}`, 503);
  if (!LOST.test(code) && !ENDED.test(message) && !/the database system is /.test(message)) return null;
  const what = `the database was lost in the middle of the work (${code || message.slice(0, 60)})`;
  return new AttestError('lost-database', what, `See that it runs and that its disk is not full, ${AGAIN}`, 503);
}
