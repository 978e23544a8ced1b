// One of the servers that are compared: the whole application; the same with Prisma for the read; a bare handler.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import pg from 'pg';
import { createApp } from '@/app';
import { signingKey } from '@/auth/sessions/keys';
import { databaseManager } from '@/database/connection';
import { rolePassword } from '@/database/credentials';
import { tenantSchema } from '@/database/tenantName';
import { createRouter } from '@/http/router';
import { requireTenantContext, tenantIsolationMiddleware } from '@/middleware/tenantIsolation';
import { logInBatches } from '@/observability/log';

const [name, tenantId = ''] = process.argv.slice(2);
const COLUMNS = `id, tenant_id AS "tenantId", name, location_type AS "locationType", email, phone, country,
  address_line_1 AS "addressLine1", address_line_2 AS "addressLine2", city, state, pincode, image_url AS "imageUrl",
  is_default AS "isDefault", is_headquarters AS "isHeadquarters", is_active AS "isActive", version,
  created_at AS "createdAt", updated_at AS "updatedAt"`;

logInBatches();
await signingKey();
const app = await appOf(name);
const loop = monitorEventLoopDelay({ resolution: 5 });
loop.enable();
const server = createAdaptorServer({
  fetch: (request, env) => (new URL(request.url).pathname === '/bench/loop' ? loopState() : app.fetch(request, env)),
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' && address?.port);
});
process.on('SIGTERM', () => process.exit(0));

/** How late the event loop was since the last question, in milliseconds. */
function loopState(): Response {
  const state = { p99Ms: loop.percentile(99) / 1e6 };
  loop.reset();
  return Response.json(state);
}

async function appOf(which: string | undefined): Promise<{ fetch: Hono['fetch'] }> {
  if (which === 'lavoro') return createApp() as unknown as Hono;
  if (which === 'prisma') return withPrisma();
  return floor();
}

/** The same SQL, the same number of connections, no sign-in, no checks. */
function floor(): Hono {
  const role = tenantSchema(tenantId);
  const { hostname, port, pathname } = new URL(process.env.DATABASE_URL ?? '');
  const pool = new pg.Pool({
    host: hostname,
    port: Number(port),
    database: pathname.slice(1),
    user: role,
    password: rolePassword(process.env.APP_SECRET ?? '', role),
    max: 2,
  });
  const bare = new Hono();
  bare.onError((error, c) => {
    console.error(error.message);
    return c.text('failed', 500);
  });
  bare.get('/api/v1/locations', async (c) => {
    const { rows } = await pool.query(`SELECT ${COLUMNS} FROM locations ORDER BY name, id LIMIT $1`, [21]);
    return c.json({ data: rows, nextCursor: null });
  });
  return bare;
}

function withPrisma(): Hono {
  const router = createRouter();
  router.get('/api/v1/locations', tenantIsolationMiddleware, requireTenantContext, async (c) => {
    const prisma = c.get('tenant')?.prisma ?? databaseManager.getTenantPrisma(tenantId);
    const data = await prisma.tenantLocation.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }], take: 21 });
    return c.json({ data, nextCursor: null });
  });
  return router as unknown as Hono;
}
