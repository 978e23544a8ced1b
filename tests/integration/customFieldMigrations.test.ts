import { readFileSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openClient } from '@/database/client';
import { addCustomField, declaredFields, removeCustomField } from '@/database/customFields';
import { checkName, quotedColumn } from '@/database/customFields/columns';
import { diffSchema } from '@/database/diff/engine';
import { checkDrift } from '@/database/fleet/drift';
import { migrationsFolder, readModel } from '@/database/migrationFiles';
import { actAsOwner, asOperator, inTransaction } from '@/database/owner';
import { tenantSchema } from '@/database/tenantName';
import { type Company, makeCompany } from '../support/api';
import { until } from '../support/broker';
import { asSuperuser, contentsOf } from '../support/database';
import { declare, FIELDS_PATH, makeRecordOf, ownColumns } from './customFieldCases';
import { listed, refusal } from './support';

const ACTOR = { userId: null, sessionId: null, requestId: 'cli', ip: null };
const FOLDER = path.join(migrationsFolder('tenant'), '20261123190000_custom_fields');
const LONG = [`k${'x'.repeat(38)}a`, `k${'x'.repeat(38)}b`];

let company: Company;
let schema: string;
beforeAll(async () => {
  company = await makeCompany();
  schema = tenantSchema(company.id);
});

const text = (key: string) => ({ table: 'suppliers', label: key, key, type: 'TEXT' }) as const;
const shapeVersion = async () =>
  (
    await asSuperuser<{ version: number }>('SELECT shape_version AS version FROM tenants WHERE id = $1', [company.id])
  )[0]?.version;

describe('declared columns', () => {
  beforeAll(async () => {
    await declare(company.owner, { table: 'suppliers', label: 'Twist', type: 'DECIMAL' });
    await declare(company.owner, { table: 'suppliers', label: 'Spindles', type: 'INTEGER' });
    await declare(company.owner, { table: 'suppliers', label: 'Grade', type: 'CHOICE', choices: ['A', 'B'] });
    await declare(company.owner, text('note'));
    await makeRecordOf(company.owner, 'suppliers', { custom: { twist: '1.5', note: 'Kept' } });
  });

  it('should be what drift is measured against, with their types and CHECKs', async () => {
    for (const key of LONG)
      await declare(company.owner, { table: 'financial_transactions', label: key, key, type: 'TEXT' });
    const drift = async () => (await checkDrift({ tenants: [company.id] })).flatMap(({ differences }) => differences);
    expect(await drift()).toEqual([]);
    await asSuperuser(`ALTER TABLE ${schema}.suppliers ALTER COLUMN x_twist TYPE numeric(20, 5)`);
    expect(await drift()).toEqual(['The column suppliers.x_twist is: numeric(20,5); it should be: numeric(20,6).']);
    await asSuperuser(`ALTER TABLE ${schema}.suppliers ALTER COLUMN x_twist TYPE numeric(20, 6)`);
    await asSuperuser(`ALTER TABLE ${schema}.suppliers DROP CONSTRAINT suppliers_x_grade_check`);
    expect(await drift()).toHaveLength(1);
    await asSuperuser(
      `ALTER TABLE ${schema}.suppliers ADD CONSTRAINT suppliers_x_grade_check CHECK (x_grade IN ('A', 'B'))`,
    );
    expect(await drift()).toEqual([]);
    await asSuperuser(`ALTER TABLE ${schema}.suppliers ADD COLUMN x_undeclared text`);
    expect(await drift()).toEqual(['The column suppliers.x_undeclared should not be there; it is: text.']);
    await asSuperuser(`ALTER TABLE ${schema}.suppliers DROP COLUMN x_undeclared`);
    // Two names that are the same for their first 63 letters, with the table before them.
    const [long] = LONG.map((key) => checkName({ table: 'financial_transactions', key }));
    const table = `${schema}.financial_transactions`;
    await asSuperuser(`ALTER TABLE ${table} RENAME CONSTRAINT "${long}" TO aside`);
    expect((await drift()).map((difference) => difference.split(' ').slice(0, 5).join(' '))).toEqual([
      'The constraint financial_transactions.aside should not',
      `The constraint financial_transactions.${long} is missing;`,
    ]);
    await asSuperuser(`ALTER TABLE ${table} RENAME CONSTRAINT aside TO "${long}"`);
    await expect(asSuperuser(`UPDATE ${schema}.suppliers SET x_note = repeat('x', 2001)`)).rejects.toThrow(
      'suppliers_x_note_check',
    );
  });

  it('should have CHECKs of different names however long the keys are, and none too long', () => {
    const names = LONG.map((key) => checkName({ table: 'financial_transactions', key }));
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect([name.length, name.endsWith('_check')]).toEqual([63, true]);
    expect(checkName({ table: 'suppliers', key: 'note' })).toBe('suppliers_x_note_check');
  });

  it('should never be made of what is no key', () => {
    for (const key of ['', 'A', 'a"b', 'a b', 'a;b', `a${'b'.repeat(40)}`, 'ü', 'a\n'])
      expect(() => quotedColumn(key)).toThrow('not the key of a field');
    expect(quotedColumn('note_2')).toBe('"x_note_2"');
  });

  it('should be no difference to the model, so that nothing ever drops them', async () => {
    const { up } = await diffSchema(schema, readModel('tenant'));
    expect(up).not.toContain('x_');
  });
});

describe('the migration that brought them', () => {
  const down = readFileSync(path.join(FOLDER, 'down.sql'), 'utf8');
  const rollBack = (of: string) =>
    asOperator((client) =>
      inTransaction(client, async () => {
        await actAsOwner(client, of);
        await client.query(down);
      }),
    );

  it('should not be rolled back while a company has such fields, for their columns would be nobody’s', async () => {
    await expect(rollBack(schema)).rejects.toThrow('This company has custom fields: remove them first');
    expect((await listed(company.owner, FIELDS_PATH)).length).toBeGreaterThan(0);
  });

  it('should be rolled back where there are none', async () => {
    const { id } = await makeCompany();
    await rollBack(tenantSchema(id));
    const rows = await asSuperuser('SELECT to_regclass($1) AS found', [`${tenantSchema(id)}.custom_fields`]);
    expect(rows).toEqual([{ found: null }]);
    expect(await asOperator((client) => declaredFields(client, tenantSchema(id)))).toEqual([]);
  });

  it('should be waited for: a company without it is told to try later', async () => {
    const { id, owner } = await makeCompany();
    await asSuperuser(`UPDATE tenants SET schema_version = '20261123090000_claim_idempotency_keys' WHERE id = $1`, [
      id,
    ]);
    expect(refusal(await owner.call('POST', FIELDS_PATH, text('early')))).toEqual([503, 'UNAVAILABLE']);
    expect(await ownColumns(id, 'suppliers')).toEqual([]);
  });
});

describe('a change of the fields', () => {
  it('should happen whole or not at all', async () => {
    const before = [await contentsOf(company.id), await shapeVersion(), await ownColumns(company.id, 'suppliers')];
    const nobody = { ...ACTOR, userId: 'not an id' };
    await expect(addCustomField(company.id, text('half'), nobody)).rejects.toThrow();
    const [field] = await listed(company.owner, FIELDS_PATH);
    await expect(removeCustomField(company.id, field?.id ?? '', field?.key, nobody)).rejects.toThrow();
    expect([await contentsOf(company.id), await shapeVersion(), await ownColumns(company.id, 'suppliers')]).toEqual(
      before,
    );
  });

  it('should raise the version of the shape by one, each time', async () => {
    const before = (await shapeVersion()) ?? 0;
    const field = await addCustomField(company.id, text('counted'), ACTOR);
    expect(await shapeVersion()).toBe(before + 1);
    await removeCustomField(company.id, field.id, undefined, ACTOR);
    expect(await shapeVersion()).toBe(before + 2);
  });

  it('should leave the table room for migrations, however often fields come and go', async () => {
    const { id, owner } = await makeCompany();
    const each = (action: string) => Array.from({ length: 1200 }, (_, index) => `${action} COLUMN t${index}`);
    const table = `${tenantSchema(id)}.suppliers`;
    await asSuperuser(`ALTER TABLE ${table} ${each('ADD').join(' int, ')} int`);
    await asSuperuser(`ALTER TABLE ${table} ${each('DROP').join(', ')}`);
    const answer = await owner.call('POST', FIELDS_PATH, text('too_late'));
    expect(refusal(answer)).toEqual([422, 'RULE_VIOLATED']);
    expect(answer.body.detail).toContain('added and removed here too often');
  });

  describe('while others work', () => {
    let busy: pg.Client;
    const waiting = async (kind: string) =>
      (await asSuperuser('SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = $1', [kind])).length > 0;
    beforeAll(async () => {
      busy = await openClient({ connectionString: process.env.DATABASE_URL });
      return () => busy.end();
    });
    afterEach(() => busy.query('ROLLBACK'));

    it('should wait for a transaction that uses the table, and happen after it', async () => {
      await busy.query(`BEGIN; LOCK TABLE ${schema}.suppliers IN ACCESS SHARE MODE`);
      const change = addCustomField(company.id, text('patient'), ACTOR);
      await until(() => waiting('relation'));
      await busy.query('COMMIT');
      expect((await change).key).toBe('patient');
    });

    it('should step aside and come back, when the transaction takes longer', async () => {
      await busy.query(`BEGIN; LOCK TABLE ${schema}.suppliers IN ACCESS SHARE MODE`);
      const change = addCustomField(company.id, text('returning'), ACTOR);
      for (const there of [true, false, true]) await until(async () => (await waiting('relation')) === there);
      await busy.query('COMMIT');
      expect((await change).key).toBe('returning');
    });

    it('should give up in the end rather than hold up those who read', async () => {
      await busy.query(`BEGIN; LOCK TABLE ${schema}.suppliers IN ACCESS SHARE MODE`);
      const change = company.owner.call('POST', FIELDS_PATH, text('given_up'));
      await until(() => waiting('relation'));
      const began = performance.now();
      expect((await company.owner.call('GET', '/suppliers')).status).toBe(200);
      expect(performance.now() - began).toBeLessThan(1500);
      const answer = await change;
      expect(refusal(answer)).toEqual([503, 'UNAVAILABLE']);
      expect(await ownColumns(company.id, 'suppliers')).not.toContain('x_given_up');
    }, 20_000);

    it('should never run beside a migration of the company', async () => {
      await busy.query('BEGIN');
      await busy.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`lavoro:migrate:${schema}`]);
      const change = addCustomField(company.id, text('afterwards'), ACTOR);
      const there = async () => (await ownColumns(company.id, 'suppliers')).includes('x_afterwards');
      await until(async () => (await waiting('advisory')) || (await there()));
      expect(await there()).toBe(false);
      await busy.query('COMMIT');
      expect((await change).key).toBe('afterwards');
    });

    it('should say that records hold a value without waiting for anybody', async () => {
      const field = await declare(company.owner, text('held'));
      await makeRecordOf(company.owner, 'suppliers', { custom: { held: 'a' } });
      await busy.query(`BEGIN; LOCK TABLE ${schema}.suppliers IN ACCESS SHARE MODE`);
      const answer = await company.owner.call('DELETE', `${FIELDS_PATH}/${field.id}`);
      expect(refusal(answer)).toEqual([409, 'IN_USE', 'confirm']);
    });

    it('should see a value that is written while it counts, and not remove the field', async () => {
      const field = await declare(company.owner, text('counting'));
      await busy.query('BEGIN');
      await busy.query(
        `INSERT INTO ${schema}.suppliers (id, code, name, kind, currency, payment_terms, x_counting)
         VALUES (gen_random_uuid(), 'LATE', 'Late', 'YARN', 'EUR', 'COD', 'a value')`,
      );
      const removal = company.owner.call('DELETE', `${FIELDS_PATH}/${field.id}`);
      await until(() => waiting('relation'));
      await busy.query('COMMIT');
      expect(refusal(await removal)).toEqual([409, 'IN_USE', 'confirm']);
      expect(await ownColumns(company.id, 'suppliers')).toContain('x_counting');
    });
  });
});
