import pg from 'pg';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { sealCompany } from '@/audit/seal';
import { cloneTenant } from '@/database/clone/clone';
import { addCustomField } from '@/database/customFields';
import { asOperator } from '@/database/owner';
import { proveIsolation } from '@/database/proof';
import { tenantSchema } from '@/database/tenantName';
import { askDeletion } from '@/tenants/companies/deletion.service';
import { type Company, client, makeCompany, tokenFor } from '../support/api';
import { takeFindings } from '../support/canary';
import { asSuperuser, contentsOf, makeTenant, makeUser } from '../support/database';
import { makeRecords, type Records } from '../support/records';

type Made = { id: string; schema: string; ownerId: string };
let count = 0;

async function clone(sourceId: string, rows: 'all' | 'describing'): Promise<Made> {
  count += 1;
  const ownerId = await makeUser();
  const slug = `copy-${count}-${ownerId.slice(-6)}`;
  const id = await cloneTenant({ sourceId, name: `Copy ${count}`, slug, userId: ownerId, actor: 'cli:anna', rows });
  return { id, schema: tenantSchema(id), ownerId };
}

/** Tables with what is in them, the company's own id taken out; without what a copy has of its own. */
async function rowsOf(id: string): Promise<Record<string, string[]>> {
  const schema = tenantSchema(id);
  const tables = await asSuperuser<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = $1
     AND tablename NOT IN ('_prisma_migrations', 'audit_log', 'idempotency_keys') ORDER BY 1`,
    [schema],
  );
  const entries = tables.map(async ({ name }) => {
    const rows = await asSuperuser<{ row: string }>(
      `SELECT to_jsonb(t)::text AS row FROM ${schema}.${name} t ORDER BY 1`,
    );
    return [name, rows.map(({ row }) => row.replaceAll(id, 'own'))] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** How a schema is built, from PostgreSQL's own words. */
async function buildOf(id: string): Promise<string[]> {
  const schema = tenantSchema(id);
  const rows = await asSuperuser<{ line: string }>(
    `SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default, is_generated) AS line
     FROM information_schema.columns WHERE table_schema = $1
     UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid), condeferrable)
     FROM pg_constraint WHERE connamespace = $1::regnamespace
     UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = $1
     UNION ALL SELECT concat_ws(' ', sequencename, data_type) FROM pg_sequences WHERE schemaname = $1
     UNION ALL SELECT concat_ws(' ', relname, relowner::regrole, replace(relacl::text, $1, 'ROLE'))
     FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind IN ('r', 'S')
     ORDER BY 1`,
    [schema],
  );
  return rows.map(({ line }) => line.replaceAll(schema, 'SCHEMA').replaceAll(id, 'ID'));
}

const historyOf = (id: string) =>
  asSuperuser(`SELECT migration_name, checksum FROM ${tenantSchema(id)}._prisma_migrations ORDER BY 1`);
const tenantCount = async () =>
  asSuperuser(
    `SELECT (SELECT count(*)::int FROM tenants) AS tenants, (SELECT count(*)::int FROM user_tenants) AS members,
            (SELECT count(*)::int FROM pg_namespace WHERE nspname LIKE 'tenant%') AS schemas,
            (SELECT count(*)::int FROM tenant_events) AS events`,
  );

/** Custom columns, a table, an index and a check, such as migrations know nothing of. */
async function customise(id: string): Promise<void> {
  const schema = tenantSchema(id);
  await asSuperuser(
    `SET ROLE lavoro_owner; SET search_path = ${schema};
     ALTER TABLE suppliers ADD COLUMN x_grade text NOT NULL DEFAULT 'it''s A', ADD COLUMN x_rating numeric(6, 2);
     ALTER TABLE suppliers ADD CONSTRAINT suppliers_x_grade_check CHECK (length(x_grade) < 20);
     CREATE INDEX suppliers_x_grade_idx ON suppliers (x_grade) WHERE x_rating > 1;
     ALTER TABLE suppliers ADD COLUMN x_upper text GENERATED ALWAYS AS (upper(x_grade)) STORED;
     CREATE TABLE x_fields (id bigserial PRIMARY KEY, name text NOT NULL UNIQUE, twin bigint REFERENCES x_fields,
       made timestamptz NOT NULL DEFAULT now());
     CREATE TABLE x_notes (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant_id uuid NOT NULL,
       field_id bigint NOT NULL REFERENCES x_fields, body text);
     INSERT INTO x_fields (id, name) VALUES (7, 'grade'), (8, 'rating');
     SELECT setval('x_fields_id_seq', 40);
     UPDATE x_fields SET twin = 8 WHERE id = 7;
     INSERT INTO x_notes (tenant_id, field_id, body) VALUES ('${id}', 8, 'first'), ('${id}', 7, 'second');
     GRANT SELECT, INSERT, UPDATE, DELETE ON x_fields, x_notes TO ${schema};
     GRANT USAGE ON x_fields_id_seq, x_notes_id_seq TO ${schema};
     UPDATE suppliers SET x_grade = 'B', x_rating = 4.50;
     UPDATE public.tenants SET shape_version = 3 WHERE id = '${id}'; RESET ROLE; RESET search_path`,
  );
}

describe('a copy of a company', () => {
  let company: Company;
  let records: Records;
  beforeAll(async () => {
    company = await makeCompany({ name: 'Source', country: 'India' });
    records = await makeRecords(company.owner);
    await customise(company.id);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    // A copy has the ids of its source: that is what it is.
    takeFindings();
  });

  it.each(['all', 'describing'] as const)('should be built as its source is, with its history: %s', async (rows) => {
    const { id, schema } = await clone(company.id, rows);
    expect(await buildOf(id)).toEqual(await buildOf(company.id));
    expect(await historyOf(id)).toEqual(await historyOf(company.id));
    const read =
      'SELECT industry, country, currency, status, schema_version, shape_version, migrations_digest FROM tenants WHERE id = $1';
    expect(await asSuperuser(read, [id])).toEqual(await asSuperuser(read, [company.id]));
    expect(await asSuperuser('SELECT sandbox_of FROM tenants WHERE id = $1', [id])).toEqual([
      { sandbox_of: company.id },
    ]);
    expect(await asSuperuser(`SELECT rolcanlogin FROM pg_roles WHERE rolname = $1`, [schema])).toEqual([
      { rolcanlogin: true },
    ]);
    expect(await asOperator(proveIsolation)).toEqual([]);
  });

  it('should hold every row of its source, as its own', async () => {
    const before = await contentsOf(company.id);
    const { id, schema, ownerId } = await clone(company.id, 'all');
    expect(await rowsOf(id)).toEqual(await rowsOf(company.id));
    expect(await contentsOf(company.id)).toEqual(before);
    const owners = await asSuperuser(
      `SELECT DISTINCT tenant_id FROM ${schema}.locations UNION SELECT tenant_id FROM ${schema}.x_notes`,
    );
    expect(owners).toEqual([{ tenant_id: id }]);
    const owner = client(await tokenFor(ownerId, id));
    const made = await owner.call('POST', '/suppliers', { name: 'Next', kind: 'YARN' });
    expect([made.status, made.body.code]).toEqual([201, 'SUP-00002']);
    const added = await asSuperuser<{ id: string }>(
      `INSERT INTO ${schema}.x_fields (name) VALUES ('next') RETURNING id`,
    );
    expect(Number(added[0]?.id)).toBe(41);
    expect(await contentsOf(company.id)).toEqual(before);
  });

  it('should have nothing in it but what a new company has, when only its tables were wanted', async () => {
    const { id, schema } = await clone(company.id, 'describing');
    const rows = await rowsOf(id);
    const filled = Object.keys(rows).filter((table) => rows[table]?.length);
    expect(filled).toEqual(['custom_fields', 'locations', 'number_counters', 'primary_locations']);
    expect(rows.custom_fields).toEqual((await rowsOf(company.id)).custom_fields);
    expect(await asSuperuser(`SELECT name, country FROM ${schema}.locations`)).toEqual([
      { name: 'Headquarters', country: 'India' },
    ]);
  });

  it('should have fields of its own whatever their choices are', async () => {
    const sourceId = await makeTenant();
    const audit = { userId: null, sessionId: null, requestId: 'test', ip: null };
    const choices = ['<own id>', 'B'];
    await addCustomField(sourceId, { table: 'customers', label: 'Odd', type: 'CHOICE', choices }, audit);
    const { schema } = await clone(sourceId, 'all');
    const checks = await asSuperuser<{ check: string }>(
      `SELECT pg_get_constraintdef(oid) AS check FROM pg_constraint WHERE connamespace = $1::regnamespace AND conname LIKE '%x_odd%'`,
      [schema],
    );
    expect(checks.map(({ check }) => check)).toEqual([expect.stringContaining('<own id>')]);
  });

  it('should have a history of its own, which says what it is a copy of, and one member', async () => {
    const { id, schema, ownerId } = await clone(company.id, 'all');
    const audit = await asSuperuser(
      `SELECT action, entity_id, actor, after->>'copyOf' AS source FROM ${schema}.audit_log`,
    );
    expect(audit).toEqual([{ action: 'clone', entity_id: id, actor: 'cli:anna', source: company.id }]);
    // And a chain of its own, whatever was sealed in the source.
    await sealCompany(company.id);
    expect((await sealCompany(id)).made.map(({ seq, rows }) => [seq, rows])).toEqual([[1, 1]]);
    expect(await asSuperuser(`SELECT FROM ${schema}.idempotency_keys`)).toEqual([]);
    const members = await asSuperuser('SELECT user_id, role FROM user_tenants WHERE tenant_id = $1', [id]);
    expect(members).toEqual([{ user_id: ownerId, role: 'OWNER' }]);
    const events = await asSuperuser(
      `SELECT tenant_id, event, actor FROM tenant_events WHERE tenant_id = $1 OR detail->>'copy' = $1::text ORDER BY id`,
      [id],
    );
    expect(events).toEqual([
      { tenant_id: id, event: 'created', actor: 'cli:anna' },
      { tenant_id: company.id, event: 'cloned', actor: 'cli:anna' },
    ]);
  });

  it('should be of one moment, while people go on to work in the source', async () => {
    const query = pg.Client.prototype.query as (this: pg.Client, ...args: unknown[]) => Promise<unknown>;
    let worked = 0;
    vi.spyOn(pg.Client.prototype, 'query').mockImplementation(async function (this: pg.Client, ...args: unknown[]) {
      if (/^INSERT INTO "?tenant_\w+"?\."?stock_balances/.test(String(args[0]))) {
        worked += 1;
        // The items were copied already: a stock of a new one must not follow.
        const openingStock = [{ locationId: records.location.id, onHand: '1' }];
        const item = { name: 'Late', kind: 'PACKAGING', unit: 'pcs', openingStock };
        expect((await company.owner.call('POST', '/inventory/items', item)).status).toBe(201);
      }
      return query.apply(this, args);
    } as never);
    const before = await rowsOf(company.id);
    const { id } = await clone(company.id, 'all');
    expect(worked).toBe(1);
    expect(await rowsOf(id)).toEqual(before);
  });

  it('should not be made, nor leave anything, when the slug is taken or was until lately, or the owner is nobody', async () => {
    const taken = await makeTenant({ slug: 'taken-already' });
    await asSuperuser(`INSERT INTO former_slugs VALUES ('taken-lately', $1, now() + interval '1 day')`, [taken]);
    const before = await tenantCount();
    const userId = await makeUser();
    const attempt = (more: object) =>
      cloneTenant({
        sourceId: company.id,
        name: 'Copy',
        slug: 'copy',
        userId,
        actor: 'cli:anna',
        rows: 'all',
        ...more,
      });
    for (const slug of ['taken-already', 'taken-lately'])
      await expect(attempt({ slug })).rejects.toMatchObject({ code: 'ALREADY_EXISTS', field: 'slug' });
    await expect(attempt({ userId: company.id })).rejects.toMatchObject({ field: 'userId' });
    await expect(attempt({ slug: 'Not A Slug' })).rejects.toMatchObject({ field: 'slug' });
    await expect(attempt({ sourceId: userId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await tenantCount()).toEqual(before);
    expect(await asOperator(proveIsolation)).toEqual([]);
  });

  it('should not be made of a company that is being deleted, has had other migrations, or is built otherwise', async () => {
    const source = await makeCompany();
    const schema = tenantSchema(source.id);
    const refused = (message: string) =>
      expect(clone(source.id, 'all')).rejects.toMatchObject({ message: expect.stringContaining(message) });
    await asSuperuser(`ALTER TABLE ${schema}.suppliers ALTER COLUMN notes SET NOT NULL`);
    await refused('column suppliers.notes');
    await asSuperuser(`ALTER TABLE ${schema}.suppliers DROP COLUMN notes`);
    await refused('column suppliers.notes');
    await asSuperuser(`INSERT INTO ${schema}._prisma_migrations (id, checksum, migration_name, finished_at)
      VALUES ('x', 'x', '29991231000000_later', now())`);
    await refused('29991231000000_later');
    await asSuperuser(`UPDATE tenant_events SET at = at - interval '25 hours' WHERE event = 'deletion-asked'`);
    const [row] = await asSuperuser<{ slug: string }>('SELECT slug FROM tenants WHERE id = $1', [source.id]);
    await askDeletion(source.id, row?.slug ?? '', 'cli:anna');
    await refused('is being deleted');
  });
});
