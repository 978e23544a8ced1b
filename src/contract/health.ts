import { z } from 'zod';

const check = z.object({ status: z.enum(['ok', 'degraded', 'down', 'off']), detail: z.string().optional() });

export const healthOut = z.object({
  status: z.enum(['ok', 'degraded', 'down']),
  version: z.string(),
  /** Seconds since the process started. */
  uptime: z.number(),
  checks: z.object({ database: check, redis: check, migrations: check, audit: check }),
  pools: z.object({
    budget: z.number().int(),
    open: z.number().int(),
    idle: z.number().int(),
    waiting: z.number().int(),
    coldConnects: z.number().int(),
    evictions: z.number().int(),
    timeouts: z.number().int(),
    leaks: z.number().int(),
    /** Companies that have a connection or wait for one. */
    tenants: z.number().int(),
    control: z.object({ open: z.number().int(), idle: z.number().int(), waiting: z.number().int() }),
  }),
});

export type Health = z.infer<typeof healthOut>;
