import { Hono, type MiddlewareHandler } from 'hono';
import type { AppEnv } from '@/context';

export type Router = Hono<AppEnv>;

/**
 * A Hono app whose `use('/api/v1/locations', …)` protects everything below that path too. Hono itself matches such a
 * path exactly, which would leave `/api/v1/locations/:id` open.
 */
export function createRouter(): Router {
  const router = new Hono<AppEnv>();
  const useAsGiven = router.use.bind(router) as (path: string, ...handlers: MiddlewareHandler[]) => Router;
  const use = (first: string | MiddlewareHandler, ...rest: MiddlewareHandler[]): Router => {
    if (typeof first !== 'string') return useAsGiven('*', first, ...rest);
    return useAsGiven(first.endsWith('*') ? first : `${first.replace(/\/$/, '')}/*`, ...rest);
  };
  router.use = use as Router['use'];
  return router;
}
