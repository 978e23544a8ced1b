import { Refusal } from './refusal';

/** Somebody wants into a company that is not theirs. */
export class ForeignCompanyError extends Refusal {
  override readonly name = 'ForeignCompanyError';
  constructor() {
    super('FORBIDDEN', 'You do not belong to that company.');
  }
}
