import { z } from '@hono/zod-openapi';
import { ROLES } from '../model/account.js';
import { LEVELS } from '../model/sensitivity.js';
import { written } from './shape.js';

// The shapes of accounts and of what opens the door. No answer holds a password, a hash, or a secret a second time.

const Id = z.string().min(1).max(64);
const Role = z.enum(ROLES);
const Level = z.enum(LEVELS);
const Time = z.string();
const OrNull = Time.nullable();
/** Only their length is looked at here; what makes a good one is `passwordFault`. */
const Password = z.string().min(1).max(1024);
const Days = z.int().min(1).max(366);

export const Standing = z
  .object({
    by: z.enum(['token', 'session', 'key', 'nobody']).openapi({ description: 'how the desk knows' }),
    name: z.string().nullable(),
    role: Role.nullable().openapi({ description: 'null: may only read' }),
    level: Level.nullable().openapi({ description: 'what may be seen; null: nothing before signing in' }),
    accounts: z.boolean().openapi({ description: 'whether one can sign in here' }),
  })
  .openapi('Standing', { description: 'who asks, as the desk knows them' });
export type Standing = z.infer<typeof Standing>;

export const SignIn = z.strictObject({ name: written(80), password: Password }).openapi('SignIn');
export const PasswordChange = z.strictObject({ old: Password, password: Password }).openapi('PasswordChange');
export const Join = z
  .strictObject({
    secret: z.string().min(20).max(100).openapi({ description: 'the end of the link, after #' }),
    name: written(80)
      .optional()
      .openapi({ description: 'the name that history shows; not where a password is set anew' }),
    password: Password,
  })
  .openapi('Join');
export const InvitedAsk = z.strictObject({ secret: z.string().min(20).max(100) }).openapi('InvitedAsk');
export const Invited = z
  .object({ role: Role, level: Level, expires: Time, name: z.string().nullable() })
  .openapi('Invited', { description: 'what a link is for; `name`: whose password it sets anew' });

export const Account = z
  .object({ id: Id, name: z.string(), role: Role, level: Level, made: Time, ended: OrNull, seen: OrNull })
  .openapi('Account');
export const AccountList = z.object({ accounts: z.array(Account) }).openapi('AccountList');
export const AccountChange = z
  .strictObject({ role: Role.optional(), level: Level.optional(), ended: z.boolean().optional() })
  .openapi('AccountChange', { description: 'what is left out stays as it is' });
export const Erased = z
  .object({
    instead: z.string().openapi({ description: 'the word that stands where the name stood' }),
    entries: z.int().openapi({ description: 'how many entries of the ledgers had the name' }),
  })
  .openapi('AccountErased');

export const Session = z
  .object({
    id: Id,
    made: Time,
    seen: Time,
    agent: z.string().openapi({ description: 'what the browser calls itself' }),
    mine: z.boolean().openapi({ description: 'whether this request comes by it' }),
  })
  .openapi('Session');
export const SessionList = z.object({ sessions: z.array(Session) }).openapi('SessionList');

const Key = z
  .object({ id: Id, name: z.string(), role: Role, made: Time, seen: OrNull, expires: OrNull })
  .openapi('Key');
export const KeyList = z.object({ keys: z.array(Key) }).openapi('KeyList');
export const KeyAsk = z
  .strictObject({ name: written(80), role: Role, days: Days.nullable().default(null) })
  .openapi('KeyAsk', { description: 'a key may do no more than its account; `days`: until it ends, null for never' });
export const KeyMade = z
  .object({ ...Key.shape, key: z.string().openapi({ description: 'shown this once' }) })
  .openapi('KeyMade');

const Invitation = z
  .object({
    ...{ id: Id, role: Role, level: Level, made: Time, expires: Time },
    account: Id.nullable().openapi({ description: 'whose password it sets anew; null: it makes an account' }),
    by: z.string(),
  })
  .openapi('Invitation');
export const InvitationList = z.object({ invitations: z.array(Invitation) }).openapi('InvitationList');
export const InvitationAsk = z
  .strictObject({
    role: Role.optional(),
    level: Level.optional(),
    account: Id.optional().openapi({ description: 'instead of role and level: whose password it is to set anew' }),
    days: Days.default(7),
  })
  .openapi('InvitationAsk');
export const InvitationMade = z
  .object({ ...Invitation.shape, path: z.string().openapi({ description: 'of the link; shown this once' }) })
  .openapi('InvitationMade');

export const Gone = z.object({ gone: z.literal(true) }).openapi('Gone');
