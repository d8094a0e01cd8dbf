import { BODY_ERRORS, define } from './define-endpoint.ts';
import {
  listSessionsQuerySchema,
  revokeSessionRequestSchema,
  revokeSessionsAnswerSchema,
  revokeSessionsRequestSchema,
  sessionAnswerSchema,
  sessionPageSchema,
  sessionParamsSchema,
} from './sessions.ts';

/** The administration of sign-ins. */
export const sessionEndpoints = {
  list: define({
    name: 'sessions.list',
    method: 'GET',
    path: '/admin/api/sessions',
    access: 'viewer',
    summary: 'Lists sign-ins, newest first, in pages.',
    query: listSessionsQuerySchema,
    answer: sessionPageSchema,
    repeatable: true,
    errors: ['invalid_field'],
  }),
  show: define({
    name: 'sessions.show',
    method: 'GET',
    path: '/admin/api/sessions/{id}',
    access: 'viewer',
    summary: 'Shows one sign-in.',
    params: sessionParamsSchema,
    answer: sessionAnswerSchema,
    repeatable: true,
    errors: ['not_found'],
  }),
  revoke: define({
    name: 'sessions.revoke',
    method: 'POST',
    path: '/admin/api/sessions/{id}/revoke',
    access: 'admin',
    summary: 'Ends a sign-in: its tokens open nothing from then on.',
    params: sessionParamsSchema,
    body: revokeSessionRequestSchema,
    answer: sessionAnswerSchema,
    repeatable: true,
    errors: [...BODY_ERRORS, 'not_found', 'conflict'],
  }),
  revokeAll: define({
    name: 'sessions.revokeAll',
    method: 'POST',
    path: '/admin/api/sessions/revoke',
    access: 'admin',
    summary: 'Ends every sign-in of a principal, or of everybody.',
    body: revokeSessionsRequestSchema,
    answer: revokeSessionsAnswerSchema,
    repeatable: true,
    errors: BODY_ERRORS,
  }),
} as const;
