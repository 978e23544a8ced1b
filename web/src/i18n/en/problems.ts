import type { FaultCode } from '@web/http/problem';

/** What an error code means to the person; the server's own sentence follows where it says more. */
export const problems = {
  BAD_REQUEST: 'The request could not be read',
  VALIDATION_FAILED: 'Some fields need attention',
  IF_MATCH_REQUIRED: 'The version of the record is missing',
  UNAUTHENTICATED: 'Sign in first',
  INVALID_CREDENTIALS: 'E-mail, phone number or password is wrong',
  TOTP_REQUIRED: 'A code is needed as well',
  FORBIDDEN: 'You may not do this',
  NOT_FOUND: 'Not found',
  CONFLICT: 'This conflicts with something else',
  ALREADY_EXISTS: 'There is one like this already',
  IN_USE: 'It is in use and cannot be removed',
  INVALID_STATE: 'Not possible in the present state',
  IDEMPOTENCY_IN_FLIGHT: 'The same request is still running',
  VERSION_MISMATCH: 'Changed in the meantime',
  PAYLOAD_TOO_LARGE: 'That is too large',
  UNSUPPORTED_MEDIA_TYPE: 'This format is not supported',
  RULE_VIOLATED: 'A rule does not allow this',
  IDEMPOTENCY_MISMATCH: 'This was sent before with other contents',
  RATE_LIMITED: 'Too much at once',
  INTERNAL: 'Something went wrong on our side',
  UNAVAILABLE: 'Lavoro is not available right now',
  UNREACHABLE: 'No connection',
  COMPANY_CHANGED: 'The company was changed in the meantime',
} satisfies Record<FaultCode, string>;

export const problemTexts = {
  FORBIDDEN: 'Your role does not include this. Ask an owner or administrator of the company.',
  NOT_FOUND: 'It does not exist, has been removed, or belongs to another company.',
  INTERNAL: 'Try again. If it keeps happening, report the request number below.',
  UNAVAILABLE: 'Wait a moment, then try again.',
  UNREACHABLE: 'The server did not answer. Check the connection, then try again.',
  request: 'Request {{id}}',
  noPermission: 'This screen is not part of your role',
  pageMissing: 'There is no such page',
  pageMissingText: 'The address may be mistyped, or the page has moved.',
  crashed: 'This screen stopped working',
  crashedText: 'Reload the page to go on. What was saved is safe.',
  oldPage: 'Lavoro was updated',
  home: 'Go to the home page',
};
