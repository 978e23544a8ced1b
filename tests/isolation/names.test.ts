import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { databaseManager } from '@/database/connection';
import { tenantSchema } from '@/database/tenantName';
import { asSuperuser, makeTenant } from '../support/database';
import { sendsOnPurpose } from '../support/statements';
import { RAW_HOOKS, stateOf } from './rawHooks';

const UNKNOWN_TABLE = '42P01';

describe('B2: a name without its schema', () => {
  let own: string;
  let other: string;
  beforeAll(async () => {
    own = await makeTenant();
    other = await makeTenant();
    await asSuperuser(
      `SET ROLE lavoro_owner; CREATE TABLE ${tenantSchema(other)}.only_there (id int PRIMARY KEY);
       GRANT SELECT ON ${tenantSchema(other)}.only_there TO ${tenantSchema(other)}; CREATE TABLE public.only_global (id int PRIMARY KEY)`,
    );
  });

  describe.each(Object.entries(RAW_HOOKS))('through %s', (_name, run) => {
    it("B2: should mean the company's own table", async () => {
      await run(own, `UPDATE locations SET city = 'Prato'`);
      const cities = (id: string) => asSuperuser(`SELECT city FROM ${tenantSchema(id)}.locations`);
      expect([await cities(own), await cities(other)]).toEqual([[{ city: 'Prato' }], [{ city: null }]]);
      await run(own, 'UPDATE locations SET city = NULL');
    });

    it.each(['users', 'tenants', 'user_tenants', 'sessions', 'only_global', 'only_there'])(
      'B2: should mean nothing when the company has no %s of its own',
      async (table) => {
        expect(await stateOf(run(own, `SELECT * FROM ${table}`))).toBe(UNKNOWN_TABLE);
        expect(await stateOf(run(own, `DELETE FROM ${table}`))).toBe(UNKNOWN_TABLE);
      },
    );
  });

  it("B2: should not matter to Prisma's models, which name the schema in every statement", async () => {
    const prisma = databaseManager.getTenantPrisma(own);
    const seen = await prisma.$transaction(async (tx) => {
      await tx.$executeRawUnsafe(sendsOnPurpose(`SET LOCAL search_path = ${tenantSchema(other)}, public`));
      const supplier = { id: own, code: 'S-1', name: 'Alba', kind: 'YARN', currency: 'EUR', paymentTerms: 'NET_30' };
      await tx.supplier.create({ data: supplier });
      await tx.supplier.createMany({ data: [{ ...supplier, id: other, code: 'S-2' }] });
      await tx.supplier.upsert({ where: { code: 'S-1' }, create: supplier, update: { name: 'Alba due' } });
      await tx.supplier.updateMany({ where: { code: 'S-2' }, data: { name: 'Brera' } });
      const names = await tx.supplier.findMany({ select: { name: true }, orderBy: { code: 'asc' } });
      await tx.supplier.deleteMany();
      const [location] = await tx.tenantLocation.findMany({ include: { stock: true } });
      return {
        names,
        tenantId: location?.tenantId,
        bare: await stateOf(tx.$queryRawUnsafe(sendsOnPurpose('SELECT * FROM locations'))),
      };
    });
    expect(seen).toEqual({ names: [{ name: 'Alba due' }, { name: 'Brera' }], tenantId: own, bare: UNKNOWN_TABLE });
  });

  it('B2: should fail closed in the SQL builder when the search path is gone', async () => {
    const db = databaseManager.getTenantDb(own);
    const query = db.transaction().execute(async (tx) => {
      sendsOnPurpose(`SELECT set_config('search_path', $1, true)`);
      await sql`SELECT set_config('search_path', ${`${tenantSchema(other)}, public`}, true)`.execute(tx);
      const reading = tx.selectFrom('locations').selectAll();
      sendsOnPurpose(reading.compile().sql);
      return reading.execute();
    });
    expect(await stateOf(query)).toBe(UNKNOWN_TABLE);
  });
});
