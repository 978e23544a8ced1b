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

/** How many faults are told in the sentence of a refusal; all of them are in its list. */
const MOST_TOLD = 5;

/** A refusal that says what is wrong, fault by fault; there is at least one. */
export function faultsRefusal(faults: readonly FieldFault[], code: ErrorCode = 'RULE_VIOLATED'): Refusal {
  const told = faults.slice(0, MOST_TOLD).map(({ message }) => `${message}.`);
  return new Refusal(code, told.join(' '), faults);
}

/** Throws RULE_VIOLATED where there are faults. */
export function refuseFaults(faults: readonly FieldFault[]): void {
  if (faults.length > 0) throw faultsRefusal(faults);
}

export const notFound = () => new Refusal('NOT_FOUND', 'There is no such record.');

/** What a key or support is answered where a person must ask. */
export const takesAPerson = () =>
  new Refusal(
    'FORBIDDEN',
    'This takes a person of the company who is signed in: neither an API key nor support may do it.',
  );
