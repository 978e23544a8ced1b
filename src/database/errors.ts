import { Refusal } from '@/lib/refusal';

/** The database cannot be used: not there, wrong password, wrong version. The message is one sentence for an operator. */
export class DatabaseUnavailableError extends Refusal {
  override readonly name = 'DatabaseUnavailableError';
  constructor(message: string) {
    super('UNAVAILABLE', message);
  }
}

/** No connection could be had in time: too much is going on. Worth another try. */
export class DatabaseBusyError extends Refusal {
  override readonly name = 'DatabaseBusyError';
  constructor(readonly reason: string) {
    super('UNAVAILABLE', 'The database is busy or not reachable. Try again in a moment.');
  }
}
