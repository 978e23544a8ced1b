import { Refusal } from './refusal';

/** Too many requests; after so many seconds another one is let through. */
export class RateLimitedError extends Refusal {
  override readonly name = 'RateLimitedError';
  constructor(readonly retryAfterS: number) {
    super('RATE_LIMITED', `Too many requests. Try again in ${retryAfterS} second${retryAfterS === 1 ? '' : 's'}.`);
  }
}
