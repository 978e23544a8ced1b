import { z } from 'zod';

/** Every code an error answer can carry, with its HTTP status and its title. */
export const ERROR_CODES = {
  BAD_REQUEST: [400, 'The request could not be read'],
  VALIDATION_FAILED: [400, 'Some fields need attention'],
  IF_MATCH_REQUIRED: [400, 'The version is missing'],
  UNAUTHENTICATED: [401, 'Sign in first'],
  INVALID_CREDENTIALS: [401, 'Wrong sign-in details'],
  TOTP_REQUIRED: [401, 'A code is needed'],
  FORBIDDEN: [403, 'Not allowed'],
  SECOND_FACTOR_REQUIRED: [403, 'A second factor is needed'],
  PROOF_REQUIRED: [403, 'Confirm that it is you'],
  NOT_FOUND: [404, 'Not found'],
  CONFLICT: [409, 'Conflict'],
  ALREADY_EXISTS: [409, 'Already there'],
  LOOKS_LIKE_ANOTHER: [409, 'Looks like one there is'],
  IN_USE: [409, 'In use'],
  INVALID_STATE: [409, 'Not possible in this state'],
  IDEMPOTENCY_IN_FLIGHT: [409, 'The same request is still running'],
  VERSION_MISMATCH: [412, 'Changed in the meantime'],
  PAYLOAD_TOO_LARGE: [413, 'Too large'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'Unsupported format'],
  INSUFFICIENT_STOCK: [422, 'Not enough in stock'],
  RULE_VIOLATED: [422, 'A rule does not allow this'],
  IDEMPOTENCY_MISMATCH: [422, 'The key was used for another request'],
  RATE_LIMITED: [429, 'Too many requests'],
  INTERNAL: [500, 'Something went wrong on our side'],
  UNAVAILABLE: [503, 'Not available right now'],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** One fault of one field; `path` is like `lines.0.quantity`. */
export const fieldFaultSchema = z.object({ path: z.string(), code: z.string(), message: z.string() });
export type FieldFault = z.infer<typeof fieldFaultSchema>;

/** RFC 9457 problem details, as every error is answered. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(fieldFaultSchema).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
