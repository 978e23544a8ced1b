import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '@/config';
import { databaseManager } from '@/database/connection';
import { migrationManager } from '@/database/migrations';
import { answerError } from '@/http/problem';
import { createRouter } from '@/http/router';
import { requireTenantContext, tenantIsolationMiddleware } from '@/middleware/tenantIsolation';
import { tokenFor } from '../support/api';
import { makeTenant, makeUser } from '../support/database';

/** The snippets of the database set-up guide, as written there. */
describe("the guide's own lines", () => {
  let userId: string;
  beforeAll(async () => {
    userId = await makeUser();
  });

  it('should create a tenant', async () => {
    const tenantId = await migrationManager.createTenant({
      name: 'New Textile Company',
      slug: 'new-textile-co',
      industry: 'Textile Manufacturing',
      description: 'A new textile company',
      country: 'India',
      userId,
    });
    expect(tenantId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("should read a tenant's locations", async () => {
    const tenantId = await makeTenant({ userId });
    const tenantPrisma = databaseManager.getTenantPrisma(tenantId);
    const locations = await tenantPrisma.tenantLocation.findMany({
      where: { tenantId },
    });
    expect(locations.map(({ name }) => name)).toEqual(['Headquarters']);
  });

  it('should protect a path and everything below it, and attach the Prisma client of the tenant', async () => {
    const tenantId = await makeTenant({ userId });
    const app = createRouter();
    app.onError(answerError);
    app.use('/api/v1/locations', tenantIsolationMiddleware, requireTenantContext);
    app.get('/api/v1/locations', (c) => c.text('all'));
    app.get('/api/v1/locations/:id/names', async (c) => {
      const locations = await c.get('tenant')?.prisma.tenantLocation.findMany();
      return c.json(locations?.map(({ name }) => name));
    });
    app.get('/api/v1/locationsbeside', (c) => c.text('open'));
    const headers = { authorization: `Bearer ${await tokenFor(userId, tenantId)}` };
    for (const url of ['/api/v1/locations', '/api/v1/locations/7/names', '/api/v1/locations/']) {
      expect([url, (await app.request(url)).status]).toEqual([url, 401]);
    }
    expect((await app.request('/api/v1/locationsbeside')).status).toBe(200);
    expect(await (await app.request('/api/v1/locations/7/names', { headers })).json()).toEqual(['Headquarters']);
    const withoutCompany = { authorization: `Bearer ${await tokenFor(userId, null)}` };
    expect((await app.request('/api/v1/locations', { headers: withoutCompany })).status).toBe(401);
  });

  it('should have every variable of the guide in .env.example, with its value', () => {
    const example = readFileSync(path.join(PROJECT_ROOT, '.env.example'), 'utf8').split('\n');
    expect(example).toEqual(
      expect.arrayContaining([
        'DB_HOST=localhost',
        'DB_PORT=5432',
        'DB_NAME=lavoro_ai_ferri',
        'DB_USER=postgres',
        'DB_PASSWORD=your_password',
        'DB_SSL=false',
        'DATABASE_URL=postgresql://postgres:your_password@localhost:5432/lavoro_ai_ferri',
        'DB_MAX_CONNECTIONS=20',
        'DB_IDLE_TIMEOUT=30000',
        'DB_CONNECTION_TIMEOUT=5000',
      ]),
    );
  });

  it('should have every script of the guide', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(Object.keys(scripts)).toEqual(
      expect.arrayContaining([
        'ts-node',
        'db:generate',
        'db:push',
        'db:migrate',
        'db:migrate:deploy',
        'db:studio',
        'db:seed',
      ]),
    );
  });
});
