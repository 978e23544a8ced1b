import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { databaseManager, type TenantPrisma } from '@/database/connection';
import { CONTROL_ROLE } from '@/database/owner';
import { tenantSchema } from '@/database/tenantName';
import { type Company, makeCompany } from '../support/api';
import { asSuperuser, makeTenant } from '../support/database';
import { makeRecords } from '../support/records';
import { faultsOf, statementFaults, wordingErrors } from '../support/statementRules';
import { sendsOnPurpose, sentStatements } from '../support/statements';

let company: Company;
let schema: string;
let other: string;
let prisma: TenantPrisma;

beforeAll(async () => {
  company = await makeCompany();
  schema = tenantSchema(company.id);
  other = tenantSchema(await makeTenant());
  prisma = databaseManager.getTenantPrisma(company.id);
});

/** The statements of the company's login that `work` sends for the first time. */
async function sentBy(work: () => Promise<unknown>): Promise<string[]> {
  const texts = () => sentStatements().flatMap(({ role, text }) => (role === schema ? [text] : []));
  const before = new Set(texts());
  await work();
  return texts().filter((text) => !before.has(text));
}

describe('the statements of the application', () => {
  it('B1: should be recorded, those of Kysely, of Prisma and of the control login', async () => {
    await makeRecords(company.owner);
    const sent = await sentBy(() => prisma.supplier.findMany());
    expect(sent).toEqual([expect.stringContaining(`FROM "${schema}"."suppliers"`)]);
    const all = sentStatements();
    expect(all.filter(({ role, text }) => role === schema && text.startsWith('insert into "suppliers"'))).toHaveLength(
      1,
    );
    expect(all.filter(({ role, text }) => role === CONTROL_ROLE && text.includes('"sessions"')).length).toBeGreaterThan(
      0,
    );
  });

  it("B1: should reach the company's own schema when they name none, for its search path has no other", async () => {
    const rows = await prisma.$queryRaw`SELECT current_schemas(false)::text[] AS path`;
    expect(rows).toEqual([{ path: [schema] }]);
    const roles = await asSuperuser<{ role: string; settings: string[] }>(
      `SELECT rolname AS role, rolconfig AS settings FROM pg_roles JOIN pg_namespace ON nspname = rolname`,
    );
    expect(roles.length).toBeGreaterThan(2);
    for (const { role, settings } of roles) expect(settings).toContain(`search_path=${role}`);
    const [control] = await asSuperuser<{ settings: string[] }>(
      'SELECT rolconfig AS settings FROM pg_roles WHERE rolname = $1',
      [CONTROL_ROLE],
    );
    expect(control?.settings).toContain('search_path=public');
  });

  it.each([
    ['a table of another company', (foreign: string) => `SELECT 1 FROM ${foreign}.suppliers`],
    ['a global table', () => 'SELECT 1 FROM public.users'],
    ['a foreign table in a subquery', (foreign: string) => `SELECT (SELECT max(name) FROM "${foreign}"."suppliers")`],
    ['a foreign table it writes to', (foreign: string) => `INSERT INTO ${foreign}.suppliers (id) VALUES ($1)`],
    [
      'a foreign table it deletes from',
      (foreign: string) => `WITH x AS (DELETE FROM ${foreign}.suppliers RETURNING id) SELECT id FROM x`,
    ],
    ['a column of a foreign table', (foreign: string) => `SELECT ${foreign}.suppliers.name FROM suppliers`],
    ['a foreign type', (foreign: string) => `SELECT $1::${foreign}.kind`],
    ['a foreign function', () => 'SELECT public.anything()'],
    ['a foreign schema in a text', (foreign: string) => `SELECT '${foreign}.suppliers'::regclass`],
    ['the catalog', () => 'SELECT rolname FROM pg_roles'],
    ['the catalog by its full name', () => 'SELECT table_name FROM information_schema.tables'],
    ['another role', (foreign: string) => `SET ROLE ${foreign}`],
    ['another search path', (foreign: string) => `SET search_path = ${foreign}`],
    ['another role by a function', (foreign: string) => `SELECT set_config('role', '${foreign}', false)`],
    ['a text that is run', () => `SELECT query_to_xml('SELECT 1', true, true, '')`],
    ['a block of code', () => 'DO $$ BEGIN PERFORM 1; END $$'],
    ['a second statement', () => 'SELECT 1; SELECT 2'],
    ['a change of the tables', () => 'ALTER TABLE suppliers DROP COLUMN name'],
  ])('B1: should be found at fault when one names %s', async (_what, statement) => {
    expect(await faultsOf({ role: schema, text: statement(other) })).not.toEqual([]);
  });

  it.each([
    (own: string) => `SELECT "${own}"."suppliers"."name" FROM "${own}"."suppliers" WHERE 1 = 1`,
    () => 'SELECT s.name::text, count(*)::int, pg_catalog.now() FROM suppliers AS s GROUP BY 1',
    () => 'INSERT INTO suppliers (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET name = excluded.name RETURNING id',
    () => 'BEGIN',
    () => 'SET TRANSACTION ISOLATION LEVEL SERIALIZABLE',
  ])('B1: should not be found at fault for what they have to say', async (statement) => {
    expect(await faultsOf({ role: schema, text: statement(schema) })).toEqual([]);
  });

  it('B1: should be found at fault at the end of a test file that sent a foreign name', async () => {
    const text = `SELECT 1 FROM ${other}.suppliers`;
    await expect(prisma.$queryRawUnsafe(text)).rejects.toThrow(/permission denied/);
    expect(await statementFaults()).toEqual([`${schema} named relation ${other}.suppliers: ${text}`]);
    sendsOnPurpose(text);
    expect(await statementFaults()).toEqual([]);
  });

  it('B3: should be found at fault at the end of a test file when the server cannot read one', async () => {
    const texts = ['SELECT FROM WHERE', 'SELECT nothing FROM suppliers', 'SELECT 1 FROM nowhere', 'SELECT nothing()'];
    for (const text of texts) await expect(prisma.$queryRawUnsafe(text)).rejects.toThrow();
    expect(wordingErrors().map((line) => line.split(' ')[1])).toEqual(['42601', '42703', '42P01', '42883']);
    for (const text of texts) sendsOnPurpose(text);
    expect(wordingErrors()).toEqual([]);
  });
});

describe('the statements of Prisma', () => {
  const item = () => ({ sku: uuidv7(), name: 'Jersey', kind: 'FINISHED_GOODS', unit: 'kg', currency: 'EUR' });
  const location = async () => (await prisma.tenantLocation.findFirstOrThrow()).id;
  const order = async () => ({
    number: uuidv7(),
    unit: 'kg',
    quantity: '1',
    location: { connect: { id: await location() } },
  });

  const WRITES: [string, () => Promise<unknown>][] = [
    [
      'a nested write',
      async () =>
        prisma.qualityRecord.create({
          data: {
            number: uuidv7(),
            kind: 'FINAL',
            quantityInspected: '2',
            item: { create: item() },
            location: { connect: { id: await location() } },
            defects: { create: [{ lineNumber: 1, category: 'FABRIC', severity: 'MINOR', quantity: '1' }] },
          },
          include: { defects: true, item: { include: { stock: true } } },
        }),
    ],
    ['createMany', () => prisma.inventoryItem.createMany({ data: [item(), item()], skipDuplicates: true })],
    ['createManyAndReturn', () => prisma.inventoryItem.createManyAndReturn({ data: [item(), item()] })],
    [
      'connectOrCreate, of one that is there and one that is not',
      async () => {
        const known = item();
        for (const create of [known, known, item()]) {
          const connectOrCreate = { where: { sku: create.sku }, create };
          await prisma.productionOrder.create({ data: { ...(await order()), item: { connectOrCreate } } });
        }
      },
    ],
    [
      'upsert, inserting and updating',
      async () => {
        const create = item();
        for (const name of ['Jersey', 'Rib']) {
          await prisma.inventoryItem.upsert({ where: { sku: create.sku }, create, update: { name } });
        }
        const { name } = await prisma.inventoryItem.findUniqueOrThrow({ where: { sku: create.sku } });
        expect(name).toBe('Rib');
      },
    ],
    [
      'a change that moves @updatedAt',
      async () => {
        const { id, updatedAt } = await prisma.inventoryItem.create({ data: { ...item(), updatedAt: new Date(0) } });
        const after = await prisma.inventoryItem.update({ where: { id }, data: { name: 'Interlock' } });
        expect(after.updatedAt.getTime()).toBeGreaterThan(updatedAt.getTime());
      },
    ],
    ['a change of several rows', () => prisma.inventoryItem.updateMany({ where: { unit: 'kg' }, data: { size: 'M' } })],
    [
      'a JSON column',
      () => prisma.auditEntry.create({ data: { action: 'a', entity: 'b', entityId: 'c', after: { d: [1] } } }),
    ],
    [
      'a search inside a JSON column',
      () => prisma.auditEntry.findMany({ where: { after: { path: ['d'], equals: [1] } } }),
    ],
    ['a sum by groups', () => prisma.inventoryItem.groupBy({ by: ['unit'], _sum: { unitCost: true }, _count: true })],
    [
      'a filter over a relation',
      () => prisma.productionOrder.findMany({ where: { item: { kind: { in: ['PACKAGING'] } } } }),
    ],
    [
      'a transaction',
      () => prisma.$transaction(async (tx) => tx.inventoryItem.findMany({ orderBy: { name: 'asc' }, take: 1 })),
    ],
    ['a deletion', () => prisma.qualityDefect.deleteMany()],
  ];

  it.each(WRITES)('B8: should stay in the schema of the company for %s', async (_what, write) => {
    const sent = await sentBy(write);
    expect(sent.length).toBeGreaterThan(0);
    const faults = await Promise.all(sent.map((text) => faultsOf({ role: schema, text })));
    expect(faults.flat()).toEqual([]);
  });
});
