import type { Role } from '../model/account.js';
import type { Level } from '../model/sensitivity.js';

/** What a role may, after "may". */
export const ROLE_WORDS: Record<Role, string> = {
  reader: 'read',
  coder: 'read, and add reports and claims',
  reviewer: 'read, add, and judge what others added',
  owner: 'do everything, and run the desk',
};
/** What a level lets see, after "see". */
export const LEVEL_WORDS: Record<Level, string> = {
  public: 'what is public',
  restricted: 'what is public and restricted',
  secret: 'everything',
};
