import type { MiddlewareHandler } from 'hono';
import { v7 as uuidv7 } from 'uuid';
import type { AppEnv } from '@/context';
import { log } from '@/observability/log';

/** A caller's own request id is kept when it is harmless in a log line. */
const HARMLESS_ID = /^[\w-]{8,64}$/;

/** Gives every request its id and writes one line about it: who, for which company, what, how it ended, how long. */
export const requestLog: MiddlewareHandler<AppEnv> = async (c, next) => {
  const started = performance.now();
  const given = c.req.header('x-request-id');
  const requestId = given && HARMLESS_ID.test(given) ? given : uuidv7();
  c.set('requestId', requestId);
  c.header('x-request-id', requestId);
  await next();
  if (!c.req.path.startsWith('/api/')) return;
  log().info(
    {
      requestId,
      method: c.req.method,
      route: c.get('route') ?? 'unmatched',
      status: c.res.status,
      ms: Math.round((performance.now() - started) * 10) / 10,
      tenantId: c.get('tenant')?.id,
      userId: c.get('user')?.userId,
      keyId: c.get('key')?.keyId,
      code: c.get('refusal'),
    },
    'request',
  );
};
