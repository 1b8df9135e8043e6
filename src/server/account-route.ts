import { createRoute, type z } from '@hono/zod-openapi';
import { needs } from './access.js';
import * as shape from './account-schema.js';
import { json, missing, None, One, wrong } from './route.js';
import { Problem } from './shape.js';

// The addresses of accounts. Whatever opens the door is posted, never part of an address.

const takes = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { 'application/json': { schema } } },
});
const tries = {
  401: json(Problem, 'the name or the password is wrong'),
  429: json(Problem, 'too many wrong passwords; the hint says how long to wait'),
};
const taken = { 409: json(Problem, 'the name is taken, or it is the last owner') };
const [anyone, reader, owner] = [needs('anyone'), needs('reader'), needs('owner')];

export const standing = createRoute({
  ...{ method: 'get', path: '/api/session', operationId: 'standing', summary: 'Who asks', ...anyone },
  request: { query: None },
  responses: { 200: json(shape.Standing, 'as the desk knows them'), ...wrong },
});
export const signIn = createRoute({
  ...{ method: 'post', path: '/api/session', operationId: 'signIn', summary: 'Signs in', ...anyone },
  request: { query: None, ...takes(shape.SignIn) },
  responses: { 200: json(shape.Standing, 'the cookie of a new session comes with it'), ...wrong, ...tries },
});
export const signOut = createRoute({
  ...{ method: 'delete', path: '/api/session', operationId: 'signOut', summary: 'Signs out', ...anyone },
  request: { query: None },
  responses: { 200: json(shape.Gone, 'the session is over'), ...wrong },
});
export const invited = createRoute({
  ...{ method: 'post', path: '/api/invited', operationId: 'invited', summary: 'What a link is for', ...anyone },
  request: { query: None, ...takes(shape.InvitedAsk) },
  responses: { 200: json(shape.Invited, 'it holds'), ...wrong, ...missing },
});
export const join = createRoute({
  ...{ method: 'post', path: '/api/join', operationId: 'join', summary: 'Uses a link up and signs in', ...anyone },
  request: { query: None, ...takes(shape.Join) },
  responses: { 200: json(shape.Standing, 'the cookie of a session comes with it'), ...wrong, ...missing, ...taken },
});
export const password = createRoute({
  ...{
    method: 'post',
    path: '/api/password',
    operationId: 'password',
    summary: 'Changes your own password',
    ...reader,
  },
  request: { query: None, ...takes(shape.PasswordChange) },
  responses: { 200: json(shape.Gone, 'your other sessions are over'), ...wrong, ...tries },
});
export const sessions = createRoute({
  ...{ method: 'get', path: '/api/sessions', operationId: 'sessions', summary: 'Where you are signed in', ...reader },
  request: { query: None },
  responses: { 200: json(shape.SessionList, 'the last used first'), ...wrong },
});
export const endSession = createRoute({
  ...{ method: 'delete', path: '/api/sessions/{id}', operationId: 'endSession', summary: 'Ends a session of yours' },
  ...reader,
  request: { params: One, query: None },
  responses: { 200: json(shape.Gone, 'it is over'), ...wrong, ...missing },
});
export const keys = createRoute({
  ...{ method: 'get', path: '/api/keys', operationId: 'keys', summary: 'Your keys for programs', ...reader },
  request: { query: None },
  responses: { 200: json(shape.KeyList, 'without their secrets'), ...wrong },
});
export const makeKey = createRoute({
  ...{ method: 'post', path: '/api/keys', operationId: 'makeKey', summary: 'Makes a key of yours', ...reader },
  request: { query: None, ...takes(shape.KeyAsk) },
  responses: { 201: json(shape.KeyMade, 'with its secret, this once'), ...wrong },
});
export const endKey = createRoute({
  ...{ method: 'delete', path: '/api/keys/{id}', operationId: 'endKey', summary: 'Ends a key of yours', ...reader },
  request: { params: One, query: None },
  responses: { 200: json(shape.Gone, 'it opens nothing any more'), ...wrong, ...missing },
});
export const accounts = createRoute({
  ...{ method: 'get', path: '/api/accounts', operationId: 'accounts', summary: 'Who has an account', ...owner },
  request: { query: None },
  responses: { 200: json(shape.AccountList, 'in the order of names'), ...wrong },
});
export const changeAccount = createRoute({
  ...{ method: 'patch', path: '/api/accounts/{id}', operationId: 'changeAccount', ...owner },
  summary: 'Changes what an account may do, ends it, or opens it again',
  request: { params: One, query: None, ...takes(shape.AccountChange) },
  responses: { 200: json(shape.Account, 'as it is now'), ...wrong, ...missing, ...taken },
});
export const eraseAccount = createRoute({
  ...{ method: 'delete', path: '/api/accounts/{id}', operationId: 'eraseAccount', ...owner },
  summary: 'Erases an account, and its name from all that it wrote',
  request: { params: One, query: None },
  responses: { 200: json(shape.Erased, 'there is no way back'), ...wrong, ...missing, ...taken },
});
export const invitations = createRoute({
  ...{
    method: 'get',
    path: '/api/invitations',
    operationId: 'invitations',
    summary: 'Links that still hold',
    ...owner,
  },
  request: { query: None },
  responses: { 200: json(shape.InvitationList, 'without their secrets'), ...wrong },
});
export const invite = createRoute({
  ...{ method: 'post', path: '/api/invitations', operationId: 'invite', ...owner },
  summary: 'Makes a link for one person: to an account, or to a new password',
  request: { query: None, ...takes(shape.InvitationAsk) },
  responses: { 201: json(shape.InvitationMade, 'with its path, this once'), ...wrong, ...missing },
});
export const endInvitation = createRoute({
  ...{ method: 'delete', path: '/api/invitations/{id}', operationId: 'endInvitation', summary: 'Takes a link back' },
  ...owner,
  request: { params: One, query: None },
  responses: { 200: json(shape.Gone, 'it opens nothing any more'), ...wrong, ...missing },
});

export const ACCOUNT_ROUTES = [
  ...[standing, signIn, signOut, invited, join, password, sessions, endSession, keys, makeKey, endKey],
  ...[accounts, changeAccount, eraseAccount, invitations, invite, endInvitation],
];
