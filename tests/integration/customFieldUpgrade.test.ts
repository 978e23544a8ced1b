import { expect, it, vi } from 'vitest';
import { initialiseDatabase } from '@/database/initialise';
import type { Migration } from '@/database/migrationFiles';
import { asOperator } from '@/database/owner';
import { proveIsolation } from '@/database/proof';
import { tenantSchema } from '@/database/tenantName';
import { logTo } from '@/observability/log';
import { makeCompany } from '../support/api';
import { declare, makeRecordOf } from './customFieldCases';
import { got, listed } from './support';

/** A migration that is on disk for the time of a test. */
const extra = vi.hoisted(() => {
  // The set-up of the test file has loaded the real ones.
  vi.resetModules();
  return { migrations: [] as Migration[] };
});
vi.mock('@/database/migrationFiles', async (original) => {
  const files = await original<typeof import('@/database/migrationFiles')>();
  const readMigrations: typeof files.readMigrations = (plane) => [
    ...files.readMigrations(plane),
    ...(plane === 'tenant' ? extra.migrations : []),
  ];
  return { ...files, readMigrations };
});

it('should keep the fields of a company, with their values, when a migration changes their table', async () => {
  logTo({ write: () => undefined });
  const company = await makeCompany();
  const fields = [
    { key: 'note', type: 'TEXT' },
    { key: 'twist', type: 'DECIMAL' },
    { key: 'grade', type: 'CHOICE', choices: ['A', 'B'] },
  ];
  for (const field of fields) await declare(company.owner, { table: 'suppliers', label: field.key, ...field });
  const custom = { note: 'Kept', twist: '1.5', grade: 'B' };
  const record = await makeRecordOf(company.owner, 'suppliers', { custom });
  const sql = `ALTER TABLE suppliers ADD COLUMN rating int; ALTER TABLE suppliers ALTER COLUMN notes SET DEFAULT ''`;
  extra.migrations = [{ name: '29990101000000_rating', sql, checksum: 'x' }];
  const results = await initialiseDatabase();
  expect(results.failures).toEqual([]);
  expect(results.applied).toContainEqual(
    expect.objectContaining({ schema: tenantSchema(company.id), migrations: ['29990101000000_rating'] }),
  );
  expect((await got(company.owner, '/suppliers', record.id)).custom).toEqual({ ...custom, twist: '1.500000' });
  expect((await listed(company.owner, '/suppliers?custom.grade=B')).map(({ id }) => id)).toEqual([record.id]);
  const refused = await company.owner.call('POST', '/suppliers', { name: 'C', kind: 'YARN', custom: { grade: 'C' } });
  expect(refused.status).toBe(400);
  expect((await makeRecordOf(company.owner, 'suppliers', { custom: { note: 'New' } })).custom.note).toBe('New');
  expect(await asOperator(proveIsolation)).toEqual([]);
});
