import { CompiledQuery } from 'kysely';
import { expect, it } from 'vitest';
import { prepared } from '@/database/guard';
import { heldBack } from '@/database/heldBack';
import { tenantSchema } from '@/database/tenantName';
import { withTenantTransaction } from '@/database/transaction';
import { asSuperuser, makeTenant } from '../support/database';
import { sendsOnPurpose } from '../support/statements';
import { atOnce } from './support';

const NOTE = prepared(heldBack(sendsOnPurpose('INSERT INTO jottings (about) VALUES ($1)')));
const ALL = prepared(sendsOnPurpose('SELECT * FROM jottings WHERE about = $1'));

it('a transaction should run again where a migration has changed what a prepared statement answers, and have one effect', async () => {
  const id = await makeTenant();
  const schema = tenantSchema(id);
  const jottings = `${schema}.jottings`;
  await asSuperuser(`CREATE TABLE ${jottings} (about TEXT NOT NULL); GRANT INSERT, SELECT ON ${jottings} TO ${schema}`);
  const jot = (about: string) =>
    withTenantTransaction({ tenant: { id } }, async (db) => {
      await db.executeQuery(CompiledQuery.raw(NOTE, [about]));
      return (await db.executeQuery(CompiledQuery.raw(ALL, [about]))).rows;
    });
  await atOnce(3, (index) => jot(`before ${index}`));
  await asSuperuser(`ALTER TABLE ${jottings} ADD COLUMN more TEXT`);
  const found = await atOnce(3, (index) => jot(`after ${index}`));
  expect(found).toEqual([0, 1, 2].map((index) => [{ about: `after ${index}`, more: null }]));
  expect(await asSuperuser(`SELECT about FROM ${jottings} WHERE about LIKE 'after%' ORDER BY about`)).toHaveLength(3);
});
