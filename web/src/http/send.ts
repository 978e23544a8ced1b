import { fetchTelling, type SentRequest } from './fetchTelling';
import { ApiError, problemOf } from './problem';

export type Call = {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** A file is sent as it is, everything else as JSON. */
  body?: unknown;
  token?: string | null;
  /** The version the person looked at; sent as If-Match. */
  version?: number | undefined;
  /** Sent as Idempotency-Key: however often it is sent, it happens once. */
  once?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Hears how much of a file has been sent, from 0 to 1. */
  onSent?: ((share: number) => void) | undefined;
  /** The answer is a file, and is given as a Blob. */
  answer?: 'file';
};

/**
 * One request to the API, without any session handling.
 * Throws an ApiError for every answer that is not a success, and code UNREACHABLE when there was none.
 */
export async function send<T>(path: string, call: Call = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json, application/problem+json' };
  if (call.body !== undefined)
    headers['Content-Type'] = call.body instanceof Blob ? call.body.type : 'application/json';
  if (call.token) headers.Authorization = `Bearer ${call.token}`;
  if (call.version !== undefined) headers['If-Match'] = `"${call.version}"`;
  if (call.once !== undefined) headers['Idempotency-Key'] = call.once;

  let response: Response;
  try {
    const request: SentRequest = {
      method: call.method ?? 'GET',
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(call.body === undefined ? {} : { body: call.body instanceof Blob ? call.body : JSON.stringify(call.body) }),
      ...(call.signal ? { signal: call.signal } : {}),
    };
    response = await (call.onSent
      ? fetchTelling(`/api/v1${path}`, request, call.onSent)
      : fetch(`/api/v1${path}`, request));
  } catch (error) {
    if (call.signal?.aborted) throw error;
    throw new ApiError('UNREACHABLE', 0, '');
  }
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined as T;
  return (await (call.answer === 'file' ? response.blob() : response.json())) as T;
}
