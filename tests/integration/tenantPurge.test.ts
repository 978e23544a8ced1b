import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sealCompany } from '@/audit/seal';
import { config } from '@/config';
import { databaseManager } from '@/database/connection';
import { asOperator } from '@/database/owner';
import { proveIsolation } from '@/database/proof';
import { runBackupCommand } from '@/database/purge/backupCommand';
import { purgeDue, purgeTenant } from '@/database/purge/purge';
import { databaseTarget } from '@/database/target';
import { tenantContents } from '@/database/tenantContents';
import { tenantSchema, UnknownTenantError } from '@/database/tenantName';
import { changeSlug } from '@/tenants/companies/changes.service';
import { agreeToDeletion, askDeletion, withdrawDeletion } from '@/tenants/companies/deletion.service';
import { makeCompany } from '../support/api';
import { anchorFileOf, chainOf } from '../support/auditChain';
import { until } from '../support/broker';
import { asSuperuser, connectAs, contentsOf, makeTenant } from '../support/database';
import {
  eventsOf,
  forgetDeletions,
  graceIsOver,
  lastEvent,
  letGo,
  NOTHING,
  remainsOf,
  slugOf,
} from '../support/leavingCompany';
import { neighbour } from '../support/neighbour';
import { makeKey } from '../support/people';
import { makeRecords } from '../support/records';
import { consented } from '../support/supportAccess';

const backups = path.join(config().dataDir, 'backups');
const filesOf = (slug: string) => {
  try {
    return readdirSync(backups).filter((name) => name.startsWith(slug));
  } catch {
    return [];
  }
};
/** Settings of this process for one test. */
const set = (values: object) => Object.assign(config(), values);

beforeEach(async () => {
  // What an earlier test left waiting must not be purged by this one.
  await asSuperuser(`UPDATE tenants SET purge_after = now() + interval '1 day' WHERE status = 'DELETING'`);
});
afterEach(() => set({ TENANT_BACKUP_COMMAND: undefined }));

describe('a company whose time has come', () => {
  it('should be gone without a trace but its history and its backup, and nobody else with it', async () => {
    const { id, owner, ownerId } = await makeCompany({ name: 'Gone' });
    await makeRecords(owner);
    await consented(owner);
    expect((await remainsOf(id)).elsewhere).toEqual(
      expect.arrayContaining(['api_keys', 'invitations', 'support_consents']),
    );
    await changeSlug(id, `${await slugOf(id)}-b`, 'cli:anna');
    await letGo(id);
    const slug = await slugOf(id);
    const others = await contentsOf(neighbour.id);
    const [outcome] = await purgeDue({ actor: 'cli:carla' });
    const backup = path.join(backups, filesOf(slug)[0] ?? '');
    expect(outcome).toEqual({ tenantId: id, slug, backup });
    expect(await remainsOf(id)).toEqual(NOTHING);
    expect(await lastEvent(id)).toEqual({
      event: 'purged',
      actor: 'cli:carla',
      detail: { name: 'Gone', slug, backup },
    });
    expect((await eventsOf(id)).map(({ event }) => event)).toContain('created');
    expect(await asSuperuser('SELECT id FROM users WHERE id = $1', [ownerId])).toHaveLength(1);
    expect(await contentsOf(neighbour.id)).toEqual(others);
    expect(await asOperator(proveIsolation)).toEqual([]);
    // Its slugs are free again.
    expect(await slugOf(await makeTenant({ slug }))).toBe(slug);
  });

  it('should leave a backup with every row, that only its owner may read', async () => {
    const { id, owner } = await makeCompany();
    await makeRecords(owner);
    await letGo(id);
    const slug = await slugOf(id);
    const { tables } = await tenantContents(id);
    const contents = await asSuperuser<{ row: object }>(
      `SELECT to_jsonb(i) AS row FROM ${tenantSchema(id)}.inventory_items i`,
    );
    await purgeTenant(id, 'cli:anna');
    const [file = ''] = filesOf(slug);
    expect(file).toMatch(new RegExp(`^${slug}-${id}-[\\dTZ-]+\\.ndjson\\.gz$`));
    expect(statSync(path.join(backups, file)).mode & 0o777).toBe(0o600);
    const lines = gunzipSync(readFileSync(path.join(backups, file)))
      .toString()
      .trimEnd()
      .split('\n');
    const [first, ...rest] = lines.map((line) => JSON.parse(line));
    expect(first).toMatchObject({ format: 'lavoro-tenant-backup-1', tenantId: id, slug });
    const rows = rest.filter(({ table }) => table);
    expect(rest.at(-1)).toEqual({ end: true, rows: rows.length });
    const counts = new Map<string, number>();
    for (const { table } of rows) counts.set(table, (counts.get(table) ?? 0) + 1);
    for (const { name, rows: count } of tables) expect([name, counts.get(name) ?? 0]).toEqual([name, count]);
    expect(rows.filter(({ table }) => table === 'inventory_items').map(({ row }) => row)).toEqual(
      contents.map(({ row }) => row),
    );
    expect([counts.get('public.tenants'), counts.get('public.user_tenants')]).toEqual([1, 2]);
    // Made, invited to, opened to support, asked to be deleted, agreed to.
    expect(counts.get('public.tenant_events')).toBe(5);
    expect(rest).toContainEqual({ sequence: 'audit_log_id_seq', lastValue: expect.anything() });
    expect(lines.join('\n')).not.toContain(neighbour.id);
  });

  it('should keep the seals of its audit log and their anchor, and have them in the backup', async () => {
    const { id, owner } = await makeCompany();
    await makeRecords(owner);
    await sealCompany(id);
    const [seals, anchor] = [await chainOf(id), readFileSync(anchorFileOf(id), 'utf8')];
    expect(seals.length).toBe(1);
    await letGo(id);
    const outcome = await purgeTenant(id, 'cli:anna');
    expect(await chainOf(id)).toEqual(seals);
    expect(readFileSync(anchorFileOf(id), 'utf8')).toBe(anchor);
    const text = gunzipSync(readFileSync(outcome?.backup ?? '')).toString();
    expect(text.match(/^\{"table":"public.audit_seals",.*$/gm)).toEqual([
      expect.stringContaining(seals[0]?.hash ?? ''),
    ]);
  });

  it('should have every row in the backup, however many', async () => {
    const id = await makeTenant();
    await asSuperuser(
      `INSERT INTO ${tenantSchema(id)}.suppliers (id, code, name, kind, currency, payment_terms)
       SELECT gen_random_uuid(), 'S' || n, 'Supplier', 'YARN', 'EUR', 'NET_30' FROM generate_series(1, 1234) n`,
    );
    await letGo(id);
    const outcome = await purgeTenant(id, 'cli:anna');
    const text = gunzipSync(readFileSync(outcome?.backup ?? '')).toString();
    expect(text.match(/^\{"table":"suppliers"/gm)).toHaveLength(1234);
  });

  it('should be told as kept even where that cannot be recorded', async () => {
    const id = await makeTenant();
    await letGo(id);
    set({ TENANT_BACKUP_COMMAND: 'exit 3' });
    await asSuperuser(`ALTER TABLE tenant_events ADD CONSTRAINT no_failures CHECK (event <> 'purge-failed') NOT VALID`);
    try {
      expect(await purgeTenant(id, 'cli:anna')).toMatchObject({ tenantId: id, failure: expect.stringContaining('3') });
    } finally {
      await asSuperuser('ALTER TABLE tenant_events DROP CONSTRAINT no_failures');
    }
    expect((await eventsOf(id)).map(({ event }) => event)).not.toContain('purge-failed');
  });

  it('should let nobody hold it up who is still at work in it', async () => {
    const id = await makeTenant();
    await letGo(id);
    const late = await connectAs(id);
    late.on('error', () => undefined);
    await late.query(`BEGIN; UPDATE locations SET name = 'Held'; SELECT 1`);
    expect(await purgeTenant(id, 'cli:anna')).toMatchObject({ backup: expect.any(String) });
    await expect(late.query('SELECT 1')).rejects.toThrow();
    expect(await remainsOf(id)).toEqual(NOTHING);
  });

  it('should be no company to a process that still remembers it', async () => {
    const { id, owner } = await makeCompany();
    const [prisma, db] = [databaseManager.getTenantPrisma(id), databaseManager.getTenantDb(id)];
    await prisma.tenantLocation.findMany();
    await db.selectFrom('locations').select('id').execute();
    await letGo(id);
    await purgeTenant(id, 'cli:anna');
    await until(
      async () =>
        (await asSuperuser(`SELECT FROM pg_stat_activity WHERE application_name = $1`, [`lavoro:${tenantSchema(id)}`]))
          .length === 0,
    );
    const asked = () => db.selectFrom('locations').select('id').execute();
    // A connection that was just ended may take one more to be noticed.
    await asked().catch(() => undefined);
    await expect(asked()).rejects.toBeInstanceOf(UnknownTenantError);
    await expect(prisma.tenantLocation.findMany()).rejects.toBeInstanceOf(UnknownTenantError);
    await expect(databaseManager.getTenantPrisma(id).tenantLocation.findMany()).rejects.toBeInstanceOf(
      UnknownTenantError,
    );
    const answer = await owner.call('GET', '/locations');
    expect([answer.status, answer.body.detail]).toEqual([403, 'This company is no longer here.']);
  });

  it('D3: should leave no key of it good', async () => {
    const company = await makeCompany();
    const { caller } = await makeKey(company, ['locations:read']);
    expect((await caller.call('GET', '/locations')).status).toBe(200);
    await letGo(company.id);
    await until(async () => (await caller.call('GET', '/locations')).status === 403);
    await purgeTenant(company.id, 'cli:anna');
    await until(async () => (await caller.call('GET', '/locations')).status === 401);
  });

  it('should go once, when two processes are at it', async () => {
    const id = await makeTenant();
    await letGo(id);
    const outcomes = await Promise.all([purgeTenant(id, 'cli:anna'), purgeTenant(id, 'cli:bruno')]);
    expect(outcomes.filter((outcome) => outcome !== undefined)).toHaveLength(1);
    expect((await eventsOf(id)).filter(({ event }) => event.startsWith('purge'))).toHaveLength(1);
  });
});

describe('a company whose time has not come', () => {
  const UNTOUCHED: [string, (id: string, slug: string) => Promise<unknown>][] = [
    ['nobody asked', async () => undefined],
    ['nobody agreed', async (id, slug) => askDeletion(id, slug, 'cli:anna').then(() => graceIsOver(id))],
    [
      'the days of grace are not over',
      async (id, slug) => {
        await askDeletion(id, slug, 'cli:anna');
        await agreeToDeletion(id, slug, 'cli:bruno');
      },
    ],
    ['it was restored', async (id) => letGo(id).then(() => withdrawDeletion(id, 'cli:anna'))],
  ];

  it.each(UNTOUCHED)('N7: should stay as it is: %s', async (_why, prepare) => {
    await forgetDeletions();
    const id = await makeTenant();
    await prepare(id, await slugOf(id));
    const [before, contents] = [await remainsOf(id), await contentsOf(id)];
    expect(await purgeDue()).toEqual([]);
    expect(await purgeTenant(id, 'cli:anna')).toBeUndefined();
    expect([await remainsOf(id), await contentsOf(id)]).toEqual([before, contents]);
  });

  it('N7: should wait for the next run when many are due, those that wait longest first', async () => {
    const ids = [await makeTenant(), await makeTenant(), await makeTenant()];
    for (const id of ids) await letGo(id);
    const [first, second, third] = ids;
    await asSuperuser(`UPDATE tenants SET purge_after = now() - interval '1 day' WHERE id = $1`, [third]);
    const gone = async (most: number) => (await purgeDue({ most })).map(({ tenantId }) => tenantId);
    expect(await gone(1)).toEqual([third]);
    expect((await gone(2)).sort()).toEqual([first, second].sort());
  });
});

describe('a company that cannot be backed up', () => {
  async function expectKept(id: string, reason: string): Promise<void> {
    const [before, contents] = [await remainsOf(id), await contentsOf(id)];
    const outcome = await purgeTenant(id, 'job:purge');
    expect(outcome).toMatchObject({ tenantId: id, failure: expect.stringContaining(reason) });
    expect([await remainsOf(id), await contentsOf(id)]).toEqual([before, contents]);
    expect(await lastEvent(id)).toMatchObject({
      event: 'purge-failed',
      actor: 'job:purge',
      detail: { reason: expect.stringContaining(reason) },
    });
  }

  it('should be kept, with the reason as an event, when the command fails; and the others go on', async () => {
    const [kept, gone] = [await makeTenant(), await makeTenant()];
    for (const id of [kept, gone]) await letGo(id);
    set({
      TENANT_BACKUP_COMMAND: `test "$LAVORO_TENANT_ID" != ${kept} || { echo "disk full: $PGPASSWORD" >&2; exit 3; }`,
    });
    await expectKept(kept, 'exit code 3: disk full: ***');
    const outcomes = await purgeDue();
    // Who has failed before waits behind the others.
    expect(outcomes.map(({ tenantId, backup }) => [tenantId, backup])).toEqual([
      [gone, 'TENANT_BACKUP_COMMAND'],
      [kept, undefined],
    ]);
    expect([(await remainsOf(kept)).status, await remainsOf(gone)]).toEqual(['DELETING', NOTHING]);
  });

  it.each([
    [`printf 'PGDMP\\000\\001'`, 'exit code 1: PGDMP'],
    [`printf '🙂%0499d' 0`, 'exit code 1: \ufffd0'],
    [`printf '%s%0490d' "$PGPASSWORD" 0`, 'exit code 1: ***0'],
    [`printf '%s%0489d' "$PGPASSWORD" 0 >&2`, 'exit code 1: ***0'],
  ])('should be kept whatever the command prints: %s', async (print, reason) => {
    const id = await makeTenant();
    await letGo(id);
    set({ TENANT_BACKUP_COMMAND: `${print}; exit 1` });
    await expectKept(id, reason);
    expect(JSON.stringify(await lastEvent(id))).not.toContain((await databaseTarget()).password.slice(3));
    await forgetDeletions();
  });

  it('should be kept when the file cannot be written, and leave no half of one', async () => {
    const id = await makeTenant();
    await letGo(id);
    const slug = await slugOf(id);
    const { dataDir } = config();
    const blocked = path.join(dataDir, 'in-the-way');
    writeFileSync(blocked, '');
    set({ dataDir: blocked });
    await expectKept(id, 'ENOTDIR').finally(() => set({ dataDir }));
    expect(filesOf(slug)).toEqual([]);
    rmSync(blocked);
  });

  it('should be kept when a row of it cannot be read', async () => {
    const id = await makeTenant();
    await letGo(id);
    const slug = await slugOf(id);
    const schema = tenantSchema(id);
    await asSuperuser(
      `ALTER TABLE ${schema}.suppliers OWNER TO postgres; REVOKE ALL ON ${schema}.suppliers FROM lavoro_owner;
       GRANT DELETE ON ${schema}.suppliers TO lavoro_owner`,
    );
    await expectKept(id, 'permission denied');
    expect(filesOf(slug)).toEqual([]);
  });
});

describe('the command that backs up', () => {
  it('should be stopped with all it has started when it does not end', async () => {
    const out = path.join(config().dataDir, 'late.txt');
    const company = { id: 'a', slug: 'b', schema: 'c' };
    const late = runBackupCommand(`(sleep 1; touch '${out}') | cat`, company, 200);
    await expect(late).rejects.toThrow('TENANT_BACKUP_COMMAND was stopped by SIGKILL.');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(existsSync(out)).toBe(false);
  });

  it('should find the company and the connection in its environment, while all is there, and no other secret', async () => {
    const id = await makeTenant();
    await letGo(id);
    const out = path.join(config().dataDir, 'environment.txt');
    set({ TENANT_BACKUP_COMMAND: `env > '${out}'` });
    const slug = await slugOf(id);
    await purgeTenant(id, 'cli:anna');
    const text = readFileSync(out, 'utf8');
    rmSync(out);
    const url = new URL(process.env.DATABASE_URL ?? '');
    for (const line of [
      `LAVORO_TENANT_ID=${id}`,
      `LAVORO_TENANT_SLUG=${slug}`,
      `LAVORO_TENANT_SCHEMA=${tenantSchema(id)}`,
      `PGHOST=${url.hostname}`,
      `PGPORT=${url.port}`,
      `PGDATABASE=${url.pathname.slice(1)}`,
      `PGUSER=${url.username}`,
      `PGPASSWORD=${url.password}`,
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).not.toMatch(/^(APP_SECRET|DATABASE_URL|JWT_PRIVATE_KEY)=/m);
    expect(await remainsOf(id)).toEqual(NOTHING);
  });

  it('should be able to read the company, and find that nobody writes it', async () => {
    const id = await makeTenant();
    await letGo(id);
    const out = path.join(config().dataDir, 'locks.txt');
    const probe = `const pg = require('pg'); (async () => { const c = new pg.Client(); await c.connect();
      const t = process.env.LAVORO_TENANT_SCHEMA + '.locations';
      const read = (await c.query('SELECT name FROM ' + t)).rows.length;
      const write = await c.query("SET lock_timeout = '50ms'").then(() => c.query('DELETE FROM ' + t)).catch((e) => e.code);
      console.log(read, write); await c.end(); })()`;
    writeFileSync(`${out}.cjs`, probe);
    set({ TENANT_BACKUP_COMMAND: `NODE_PATH='${path.resolve('node_modules')}' node '${out}.cjs' > '${out}'` });
    await purgeTenant(id, 'cli:anna');
    expect(readFileSync(out, 'utf8').trim()).toBe('1 55P03');
    for (const file of [out, `${out}.cjs`]) rmSync(file);
  });
});

describe('what would be gone with a company', () => {
  it('should be counted by table, with its people and its size', async () => {
    const { id, owner } = await makeCompany();
    await makeRecords(owner);
    const { tables, members, sessions, sizeBytes } = await tenantContents(id);
    const rows = Object.fromEntries(tables.map((table) => [table.name, table.rows]));
    expect(rows).toMatchObject({ locations: 3, suppliers: 1, inventory_items: 2, production_orders: 1 });
    expect([members, sessions]).toEqual([2, 1]);
    expect(sizeBytes).toBeGreaterThan(100_000);
  });
});
