import { Redis } from 'ioredis';
import { config } from '@/config';
import { log } from '@/observability/log';

/** Milliseconds making a connection may take. */
const CONNECT_MS = 1000;
/** Milliseconds Redis is left alone for after it has failed. */
const PAUSE_MS = 1000;

class LateError extends Error {}

let client: Redis | undefined;
let pausedUntil = 0;
let troubled = false;
let reconnecting = false;

/**
 * What `work` answers with Redis; undefined where there is none, or it does not answer in time: then it is not asked again
 * for a second. Nothing that must hold may rest on it alone.
 */
export async function withRedis<T>(work: (redis: Redis) => Promise<T>): Promise<T | undefined> {
  const redis = connection();
  if (redis?.status !== 'ready' || performance.now() < pausedUntil) return undefined;
  try {
    const answer = await within(config().REDIS_TIMEOUT, work(redis));
    tell(false);
    return answer;
  } catch (error) {
    pausedUntil = performance.now() + PAUSE_MS;
    tell(true, error);
    // What it still owes an answer to must never be answered to somebody else.
    if (error instanceof LateError && redis === client) reconnect(redis);
    return undefined;
  }
}

/** Of many that waited at the same time, one begins it. */
function reconnect(redis: Redis): void {
  if (reconnecting) return;
  reconnecting = true;
  redis.once('close', () => {
    reconnecting = false;
  });
  redis.disconnect(true);
}

/** Whether Redis answers, or `off` when none is configured. */
export async function redisState(): Promise<'ok' | 'down' | 'off'> {
  const redis = connection();
  if (!redis) return 'off';
  await connected(redis);
  return within(config().REDIS_TIMEOUT, redis.ping()).then(
    () => 'ok',
    () => 'down',
  );
}

/** Waits while the first connection is being made. */
async function connected(redis: Redis): Promise<void> {
  if (!['connecting', 'connect'].includes(redis.status)) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      for (const event of ['ready', 'close']) redis.off(event, done);
      resolve();
    };
    const timer = setTimeout(done, CONNECT_MS);
    for (const event of ['ready', 'close']) redis.on(event, done);
  });
}

/** What a connection that is lost never answers is given up, too. */
async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new LateError('Redis took too long.')), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Begins to connect, where Redis is configured. */
export function connectRedis(): void {
  connection();
}

/** Ends the connection; the next use begins another. */
export function disconnectRedis(): void {
  client?.disconnect();
  client = undefined;
  reconnecting = false;
  pausedUntil = 0;
}

function connection(): Redis | undefined {
  const { REDIS_URL: url } = config();
  if (!url) return undefined;
  client ??= new Redis(url, {
    connectTimeout: CONNECT_MS,
    autoResendUnfulfilledCommands: false,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(100 * times, 1000),
  }).on('error', (error) => tell(true, error));
  return client;
}

/** Said once when it begins and once when it ends. */
function tell(trouble: boolean, error?: unknown): void {
  if (trouble === troubled) return;
  troubled = trouble;
  if (trouble) log().warn({ err: error }, 'Redis does not answer: the database does its work meanwhile');
  else log().info('Redis answers again');
}
