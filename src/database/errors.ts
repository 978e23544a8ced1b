import { Refusal } from '@/lib/refusal';

/** The database cannot be used: not there, wrong password, wrong version. The message is one sentence for an operator. */
export class DatabaseUnavailableError extends Refusal {
  override readonly name = 'DatabaseUnavailableError';
  constructor(message: string) {
    super('UNAVAILABLE', message);
  }
}
