import { type IRateLimiterOptions, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { withRedis } from '@/redis/redis';

/** Seconds that are counted together. */
export const WINDOW_S = 60;

/** What is left after a request: none where it is one too many. */
export type Count = {
  readonly most: number;
  readonly left: number;
  /** Seconds until it is counted anew. */
  readonly resetS: number;
  readonly over: 'no' | 'first' | 'again';
};

/**
 * Counts requests by key, at most so many a minute. With Redis all processes count together; without it, or while it does
 * not answer, each counts for itself.
 */
export class Limiter {
  readonly #own: RateLimiterMemory;
  readonly #options: IRateLimiterOptions;
  #shared: RateLimiterRedis | undefined;
  #client: unknown;

  /** `prefix` begins the keys in Redis. */
  constructor(
    prefix: string,
    readonly most: number,
  ) {
    this.#options = { keyPrefix: prefix, points: most, duration: WINDOW_S };
    this.#own = new RateLimiterMemory(this.#options);
  }

  /** Counts one request of `key`. */
  async count(key: string): Promise<Count> {
    const shared = await withRedis(async (redis) => {
      if (redis !== this.#client) {
        this.#client = redis;
        this.#shared = new RateLimiterRedis({ ...this.#options, storeClient: redis });
      }
      return consume(this.#shared as RateLimiterRedis, key);
    });
    // Counted here in any case: what this process has let through counts when Redis falls silent.
    const own = await consume(this.#own, key);
    return this.#told(shared ?? own);
  }

  #told({ consumedPoints, msBeforeNext }: RateLimiterRes): Count {
    const over = consumedPoints > this.most;
    const first = consumedPoints === this.most + 1 ? 'first' : 'again';
    return {
      most: this.most,
      left: Math.max(0, this.most - consumedPoints),
      resetS: Math.max(1, Math.ceil(msBeforeNext / 1000)),
      over: over ? first : 'no',
    };
  }
}

async function consume(limiter: RateLimiterMemory | RateLimiterRedis, key: string): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(key);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return refusal;
    throw refusal;
  }
}
