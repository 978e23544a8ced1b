import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { checkDrift, referenceShape } from '@/database/fleet/drift';
import { migrateFleet, rollbackFleet } from '@/database/fleet/fleet';
import { fingerprint } from '@/database/fleet/shape';
import { latestVersion, readMigrations } from '@/database/migrationFiles';
import { asOperator } from '@/database/owner';
import { tenantSchema } from '@/database/tenantName';
import { asSuperuser, makeTenant } from '../support/database';
import { extraMigration, pausingAfter, readShape } from '../support/fleet';

const base = readMigrations('tenant');

describe('drift', () => {
  let id: string;
  let schema: string;
  beforeAll(async () => {
    id = await makeTenant();
    schema = tenantSchema(id);
    await makeTenant();
  });

  const found = async () => {
    const reports = await checkDrift({});
    const others = reports.filter((report) => report.schema !== schema);
    expect(others.flatMap(({ differences }) => differences)).toEqual([]);
    return reports.find((report) => report.schema === schema)?.differences;
  };

  it('should be none in companies that were made the usual way', async () => {
    expect(await found()).toEqual([]);
    const [reference, own] = await asOperator(async (client) => [
      fingerprint(await referenceShape(client, base)),
      fingerprint(await readShape(client, id)),
    ]);
    expect(own).toBe(reference);
  });

  it('should leave nothing behind of what it compares with', async () => {
    await found();
    expect(await asSuperuser(`SELECT FROM pg_roles WHERE rolname LIKE 'tenant_00000000%'`)).toEqual([]);
    expect(await asSuperuser(`SELECT FROM pg_namespace WHERE nspname LIKE 'tenant_00000000%'`)).toEqual([]);
  });

  it('should not be seen in a company that is migrated while it is looked at', async () => {
    const colour = extraMigration('29990101000000_colour', {
      sql: 'ALTER TABLE customers ADD COLUMN colour text',
      down: 'ALTER TABLE customers DROP COLUMN colour',
    });
    const migrations = [...base, colour];
    let migrated = false;
    await pausingAfter(
      { name: 'lavoro:operator', text: '._prisma_migrations WHERE' },
      async () => {
        if (migrated) return;
        migrated = true;
        await migrateFleet({ migrations, tenants: [id] });
      },
      async () => expect((await checkDrift({ tenants: [id], migrations }))[0]?.differences).toEqual([]),
    );
    expect(migrated).toBe(true);
    await rollbackFleet(latestVersion('tenant'), { migrations, tenants: [id] });
  });

  describe('by hand', () => {
    let undo = '';
    afterEach(async () => {
      await asSuperuser(undo);
      expect(await found()).toEqual([]);
    });

    it.each([
      [
        'a further column',
        'ALTER TABLE {s}.customers ADD COLUMN more int',
        'ALTER TABLE {s}.customers DROP COLUMN more',
        'The column customers.more should not be there; it is: integer.',
      ],
      [
        'a column that is gone',
        'ALTER TABLE {s}.customers DROP COLUMN notes',
        'ALTER TABLE {s}.customers ADD COLUMN notes text',
        'The column customers.notes is missing; it should be: text.',
      ],
      [
        'a column of another type',
        'ALTER TABLE {s}.customers ALTER COLUMN notes TYPE varchar(10)',
        'ALTER TABLE {s}.customers ALTER COLUMN notes TYPE text',
        'The column customers.notes is: character varying(10); it should be: text.',
      ],
      [
        'another default',
        `ALTER TABLE {s}.customers ALTER COLUMN notes SET DEFAULT 'x'`,
        'ALTER TABLE {s}.customers ALTER COLUMN notes DROP DEFAULT',
        `The column customers.notes is: text default 'x'::text; it should be: text.`,
      ],
      [
        'an index that is gone',
        'DROP INDEX {s}.customers_name_id_idx',
        'CREATE INDEX customers_name_id_idx ON {s}.customers (name, id)',
        'The index customers_name_id_idx is missing; it should be: CREATE INDEX customers_name_id_idx ON customers USING btree (name, id).',
      ],
      [
        'an invalid index',
        `UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{s}.customers_name_id_idx'::regclass`,
        `UPDATE pg_index SET indisvalid = true WHERE indexrelid = '{s}.customers_name_id_idx'::regclass`,
        'The index customers_name_id_idx is: CREATE INDEX customers_name_id_idx ON customers USING btree (name, id) invalid; it should be: CREATE INDEX customers_name_id_idx ON customers USING btree (name, id).',
      ],
      [
        'a CHECK that is not validated',
        'ALTER TABLE {s}.customers ADD CONSTRAINT odd CHECK (true) NOT VALID',
        'ALTER TABLE {s}.customers DROP CONSTRAINT odd',
        'The constraint customers.odd should not be there; it is: CHECK (true) NOT VALID not validated.',
      ],
      [
        'a trigger',
        'CREATE TRIGGER odd BEFORE UPDATE ON {s}.customers FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
        'DROP TRIGGER odd ON {s}.customers',
        'The trigger customers.odd should not be there; it is: CREATE TRIGGER odd BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger() O.',
      ],
      [
        'a grant that is gone',
        'REVOKE INSERT ON {s}.customers FROM {s}',
        'GRANT INSERT ON {s}.customers TO {s}',
        'The table customers is: lavoro_owner persistence p row security false lavoro_owner=arwdDxtm/lavoro_owner tenant=rwd/lavoro_owner; it should be: lavoro_owner persistence p row security false lavoro_owner=arwdDxtm/lavoro_owner tenant=arwd/lavoro_owner.',
      ],
      [
        'a history that is not the files',
        `UPDATE {s}._prisma_migrations SET checksum = 'other' WHERE migration_name = '${base[0]?.name}'`,
        `UPDATE {s}._prisma_migrations SET checksum = '${base[0]?.checksum}' WHERE migration_name = '${base[0]?.name}'`,
        `The migration ${base[0]?.name} is: other; it should be: ${base[0]?.checksum}.`,
      ],
    ])('should be named: %s', async (_what, change, back, sentence) => {
      const named = (sql: string) => sql.replaceAll('{s}', schema);
      undo = named(back);
      await asSuperuser(named(change));
      // PostgreSQL before 17 has no MAINTAIN (m).
      expect((await found())?.map((each) => each.replaceAll('arwdDxtm', 'arwdDxt'))).toEqual([
        sentence.replaceAll('arwdDxtm', 'arwdDxt'),
      ]);
    });

    it('should be kept, with the time of the look', async () => {
      undo = `DROP TABLE ${schema}.odd`;
      await asSuperuser(`CREATE TABLE ${schema}.odd (id int PRIMARY KEY)`);
      await found();
      const kept = await asSuperuser<{ count: number }>(
        `SELECT jsonb_array_length(differences) AS count FROM drift_reports WHERE tenant_id = $1 AND checked_at > now() - interval '1 minute'`,
        [id],
      );
      expect(kept[0]?.count).toBeGreaterThan(1);
    });

    it('should say so when the schema is not there at all', async () => {
      undo = `ALTER SCHEMA moved RENAME TO ${schema}`;
      await asSuperuser(`ALTER SCHEMA ${schema} RENAME TO moved`);
      expect(await found()).toEqual([
        `The schema cannot be read: relation "${schema}._prisma_migrations" does not exist (42P01).`,
      ]);
    });
  });

  it('should not be seen where a company is behind, and where everything was rolled back', async () => {
    const more = extraMigration('29990101000000_more', {
      sql: 'ALTER TABLE customers ADD COLUMN more text; CREATE INDEX more_idx ON customers (more)',
      down: 'ALTER TABLE customers DROP COLUMN more',
    });
    const migrations = [...base, more];
    await migrateFleet({ migrations, tenants: [id] });
    expect((await checkDrift({ migrations })).flatMap(({ differences }) => differences)).toEqual([]);
    await rollbackFleet(latestVersion('tenant'), { migrations });
    expect(await found()).toEqual([]);
  });
});
