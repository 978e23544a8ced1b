import type { ErrorCode, FieldFault } from '@/contract/errors';

/**
 * A refusal: something the caller can understand and mend. Everything else that is thrown is a fault of ours.
 * `message` is for people and never names a table, a host or another company.
 */
export class Refusal extends Error {
  override readonly name: string = 'Refusal';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly faults: readonly FieldFault[] = [],
  ) {
    super(message);
  }
}

/** Too much too fast; `retryAfterS` seconds later it may be tried again. */
export class RateLimited extends Refusal {
  override readonly name = 'RateLimited';

  constructor(
    message: string,
    readonly retryAfterS: number,
  ) {
    super('RATE_LIMITED', message);
  }
}

/** A refusal of one field, such as a slug that is taken. */
export function fieldRefusal(code: ErrorCode, path: string, message: string): Refusal {
  return new Refusal(code, message, [{ path, code, message }]);
}

export const notFound = () => new Refusal('NOT_FOUND', 'There is no such record.');

/** What a key or support is answered where a person must ask. */
export const takesAPerson = () =>
  new Refusal(
    'FORBIDDEN',
    'This takes a person of the company who is signed in: neither an API key nor support may do it.',
  );
