import type { Context, MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { AppEnv } from '@/context';
import { ERROR_CODES, type ErrorCode, type Problem } from '@/contract/errors';
import { DatabaseUnavailableError } from '@/database/errors';
import { databaseBusy, databaseRefusal } from '@/database/faults';
import { RateLimited, Refusal } from '@/lib/refusal';
import { log } from '@/observability/log';

const RETRY_AFTER_SECONDS = '2';

/** Any error as an answer: RFC 9457, with the request id and nothing of the inside. Unexpected ones are logged whole. */
export function answerError(error: unknown, c: Context<AppEnv>): Response {
  const refusal = asRefusal(error);
  const about = {
    requestId: c.get('requestId'),
    tenantId: c.get('tenant')?.id,
    userId: c.get('user')?.userId,
    keyId: c.get('key')?.keyId,
  };
  if (error instanceof DatabaseUnavailableError)
    log().error({ ...about, reason: error.message }, 'database unavailable');
  if (refusal.code === 'INTERNAL') log().error({ ...about, err: error }, 'unexpected error');
  c.set('refusal', refusal.code);
  return problem(c, refusal);
}

/** Hono gives only Errors to answerError: whatever else is thrown becomes one. */
export const throwOnlyErrors: MiddlewareHandler<AppEnv> = async (_c, next) => {
  try {
    await next();
  } catch (error) {
    throw error instanceof Error ? error : new Error('Something was thrown that is no error.', { cause: error });
  }
};

/** The problem document of a refusal. */
export function problem(c: Context<AppEnv>, refusal: Refusal): Response {
  const [status, title] = ERROR_CODES[refusal.code];
  const body: Problem = {
    type: `urn:lavoro:error:${refusal.code}`,
    title,
    status,
    code: refusal.code,
    detail: refusal.message,
    requestId: c.get('requestId'),
    ...(refusal.faults.length > 0 && { errors: [...refusal.faults] }),
  };
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' };
  if (status === 503) headers['retry-after'] = RETRY_AFTER_SECONDS;
  if (refusal instanceof RateLimited) headers['retry-after'] = String(Math.max(1, Math.ceil(refusal.retryAfterS)));
  if (status === 401) headers['www-authenticate'] = 'Bearer';
  return c.body(JSON.stringify(body), status, headers);
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof DatabaseUnavailableError) return databaseBusy();
  if (error instanceof Refusal) return error;
  if (error instanceof HTTPException && error.status < 500)
    return new Refusal(codeOfStatus(error.status), 'The request could not be read.');
  return (
    databaseRefusal(error) ??
    new Refusal('INTERNAL', 'Something went wrong on our side. Give the request id to whoever runs this server.')
  );
}

function codeOfStatus(status: number): ErrorCode {
  return status === 413 ? 'PAYLOAD_TOO_LARGE' : 'BAD_REQUEST';
}
