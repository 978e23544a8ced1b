import { useRef } from 'react';
import { ApiError } from './problem';

/** Works where `crypto.randomUUID` does not: in a console that is opened by the address of a machine, without TLS. */
const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16)).join('-');

/** What was refused left nothing behind; after no answer, or a broken one, nobody knows. */
const isRefused = (error: unknown) =>
  error instanceof ApiError &&
  error.status >= 400 &&
  error.status < 500 &&
  !['IDEMPOTENCY_IN_FLIGHT', 'UNAUTHENTICATED', 'RATE_LIMITED'].includes(error.code);

/**
 * A key for what may happen only once: a second click, and a try again after the connection broke, carry the same one.
 * The next thing to do has another.
 */
export function useOnce() {
  const key = useRef(newKey());
  return async <T>(work: (key: string) => Promise<T>): Promise<T> => {
    try {
      const answer = await work(key.current);
      key.current = newKey();
      return answer;
    } catch (error) {
      if (isRefused(error)) key.current = newKey();
      throw error;
    }
  };
}
