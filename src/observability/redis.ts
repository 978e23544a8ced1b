import { Redis } from 'ioredis';
import { config } from '@/config';

/** Whether Redis answers, or `off` when none is configured. Lavoro goes on without it: the database holds the truth. */
export async function redisState(): Promise<'ok' | 'down' | 'off'> {
  const url = config().REDIS_URL;
  if (!url) return 'off';
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 1000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.ping();
    return 'ok';
  } catch {
    return 'down';
  } finally {
    client.disconnect();
  }
}
