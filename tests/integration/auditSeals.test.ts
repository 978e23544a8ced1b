import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_SEAL } from '@/audit/canonical';
import { noteWrite } from '@/audit/sealing';
import { verifyCompany } from '@/audit/verify/verify';
import { rollbackFleet } from '@/database/fleet/fleet';
import { migrationManager } from '@/database/migrations';
import { makeCompany } from '../support/api';
import { chainOf, idsOf, inSchemaOf, logOf, rechain, sealedIds, writeRows } from '../support/auditChain';
import { asSuperuser, makeTenant, secret } from '../support/database';
import { start, waitFor } from '../support/processes';
import { sealAll, sealCompany, sealWritten } from '../support/sealing';
import { made } from './support';

const ROW = `INSERT INTO audit_log (action, entity, entity_id) VALUES ('update', 'item', '1') RETURNING id::text`;

/** Every row is in one seal, the seals are one chain, and verifying finds nothing. */
async function expectWhole(tenantId: string): Promise<void> {
  const sealed = (await sealedIds(tenantId)).flat();
  expect([...sealed].sort()).toEqual((await idsOf(tenantId)).sort());
  const chain = await chainOf(tenantId);
  expect(chain.map(({ seq }) => seq)).toEqual(chain.map((_, index) => index + 1));
  expect(chain.map(({ previousHash }) => previousHash)).toEqual([
    NO_SEAL,
    ...chain.map(({ hash }) => hash).slice(0, -1),
  ]);
  const { faults, findings, unsealed, anchor } = await verifyCompany(tenantId);
  expect([faults, findings, unsealed, anchor.state]).toEqual([0, [], 0, 'complete']);
}

describe('sealing an audit log', () => {
  let id: string;
  const clients: pg.Client[] = [];
  const connected = async (): Promise<pg.Client> => {
    const client = await inSchemaOf(id);
    clients.push(client);
    return client;
  };
  beforeEach(async () => {
    id = await makeTenant();
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.end()));
  });

  it('should put every row into one seal, each seal upon the one before', async () => {
    expect((await sealCompany(id)).made).toEqual([]);
    for (const [count, seq] of [
      [5, 1],
      [3, 2],
      [1, 3],
    ] as const) {
      await writeRows(id, count);
      expect((await sealCompany(id)).made.map((seal) => [seal.seq, seal.rows])).toEqual([[seq, count]]);
      expect((await sealCompany(id)).made).toEqual([]);
    }
    await expectWhole(id);
  });

  it('should name the server whose transactions it counts', async () => {
    await writeRows(id, 1);
    const { last } = await sealCompany(id);
    const [server] = await asSuperuser('SELECT system_identifier::text AS cluster FROM pg_control_system()');
    expect({ cluster: last?.cluster }).toEqual(server);
  });

  it('O4: should leave rows open while a transaction that began before them runs, and seal late ones once', async () => {
    await writeRows(id, 2);
    await sealCompany(id);
    const [slow, slower] = [await connected(), await connected()];
    const early: string[] = [];
    for (const client of [slow, slower]) {
      await client.query('BEGIN');
      early.push((await client.query(ROW)).rows[0].id);
    }
    const later = await writeRows(id, 3);
    const held = await sealCompany(id);
    expect([held.made, held.open]).toEqual([[], true]);
    await slow.query('COMMIT');
    await writeRows(id, 1);
    const rest = await sealCompany(id);
    // The first has ended; the second, which began after it, still holds up what came later.
    expect([rest.made.map(({ rows }) => rows), rest.open]).toEqual([[1], true]);
    expect((await sealedIds(id))[1]).toEqual([early[0]]);
    await slower.query('ROLLBACK');
    expect(await sealCompany(id)).toMatchObject({ made: [{ rows: 4 }], open: false });
    expect((await sealedIds(id))[2]).toEqual(expect.arrayContaining(later));
    await expectWhole(id);
  });

  it('should not begin a chain before transactions have ended that may have lower numbers', async () => {
    const slow = await connected();
    await slow.query('BEGIN');
    await slow.query(ROW);
    await writeRows(id, 2);
    expect(await sealCompany(id)).toMatchObject({ made: [], open: true });
    const sealing = sealCompany(id);
    await slow.query('COMMIT');
    expect((await sealing).made.map(({ rows }) => rows)).toEqual([3]);
    await expectWhole(id);
  });

  it('O4: should make one chain when many seal at once', async () => {
    await writeRows(id, 3);
    const first = await Promise.all(Array.from({ length: 8 }, () => sealCompany(id)));
    expect(first.flatMap((sealing) => sealing.made).map(({ seq }) => seq)).toEqual([1]);
    await writeRows(id, 3);
    const second = await Promise.all(Array.from({ length: 8 }, () => sealCompany(id)));
    expect(second.flatMap((sealing) => sealing.made).map(({ seq }) => seq)).toEqual([2]);
    await expectWhole(id);
  });

  it('O4: should make one chain of 200 writers at once, sealed by two processes meanwhile', async () => {
    const env = {
      DATABASE_URL: process.env.DATABASE_URL ?? '',
      APP_SECRET: secret,
      LAVORO_DATA_DIR: process.env.LAVORO_DATA_DIR ?? '',
      NODE_ENV: 'test',
      LOG_LEVEL: 'fatal',
    };
    const sealers = [1, 2].map(() =>
      start(process.execPath, ['--import', 'tsx', 'tests/support/sealingProcess.ts', id], { env, stdin: 'open' }),
    );
    for (const sealer of sealers)
      await waitFor(sealer, async () => (sealer.output().includes('ready') ? true : undefined));
    const writers = await Promise.all(Array.from({ length: 200 }, connected));
    await Promise.all(writers.map((client, index) => writeFor(client, index)));
    for (const { child } of sealers) child.stdin?.end();
    await Promise.all(sealers.map(({ ended }) => ended));
    await sealCompany(id);
    await expectWhole(id);
    expect((await idsOf(id)).length).toBe(200 * 8);
    const done = sealers.map((sealer) => /tried (\d+) made (\d+)/.exec(sealer.output())?.slice(1).map(Number) ?? []);
    expect(Math.min(...done.map(([tried = 0]) => tried))).toBeGreaterThan(1);
    expect(done.reduce((sum, [, count = 0]) => sum + count, 0)).toBeGreaterThan(1);
  });

  it('should make several seals of very many rows', async () => {
    await writeRows(id, 1);
    await sealCompany(id);
    await asSuperuser(
      `INSERT INTO ${logOf(id)} (action, entity, entity_id) SELECT 'made', 'x', n::text FROM generate_series(1, 25000) n`,
    );
    const { made: seals } = await sealCompany(id);
    expect(seals.map(({ rows }) => rows)).toEqual([10_000, 10_000, 5000]);
    await expectWhole(id);
  });

  it('should leave a company alone that waits for the migration, and take its rows in afterwards', async () => {
    const { id: old } = await makeCompany();
    expect((await rollbackFleet('20261123190000_custom_fields', { tenants: [old] })).failures).toEqual([]);
    await asSuperuser(`INSERT INTO ${logOf(old)} (action, entity, entity_id) VALUES ('create', 'supplier', 'old')`);
    expect(await sealCompany(old)).toMatchObject({ made: [], open: false });
    await expect(verifyCompany(old)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await migrationManager.deploy({ tenants: [old] });
    await writeRows(old, 1);
    expect((await sealCompany(old)).made.map(({ rows }) => rows)).toEqual([2]);
    await expectWhole(old);
  });
});

/** Two rows in one transaction, one rolled back, one after a savepoint that is given up: 8 rows stay of each writer. */
async function writeFor(client: pg.Client, index: number): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await client.query('BEGIN');
    await client.query(ROW);
    await client.query(ROW);
    await client.query('COMMIT');
    await client.query('BEGIN');
    await client.query(ROW);
    await client.query(index % 2 === 0 ? 'ROLLBACK' : 'COMMIT');
    if (index % 2 === 0) await client.query(ROW);
    await client.query('BEGIN');
    await client.query('SAVEPOINT before');
    await client.query(ROW);
    await client.query('ROLLBACK TO before');
    await client.query(ROW);
    await client.query('COMMIT');
  }
}

describe('a log that was brought to another server', () => {
  /** As if all until now had been written on a server far ahead of this one. */
  async function comesFromElsewhere(id: string): Promise<void> {
    const ahead = 5_000_000_000_000n;
    await asSuperuser(`UPDATE ${logOf(id)} SET tx_id = tx_id + ${ahead}`);
    await rechain(id, ({ fromTx, toTx, nextTx }) => ({
      cluster: 'elsewhere',
      fromTx: fromTx + ahead,
      toTx: toTx + ahead,
      nextTx: nextTx + ahead,
    }));
  }

  it('should go on with the same chain, and leave out no row that was not sealed there', async () => {
    const id = await makeTenant();
    await writeRows(id, 4);
    await sealCompany(id);
    // One with a low number was late and not sealed when the copy was made, and so were three others.
    const late = await inSchemaOf(id);
    await late.query('BEGIN');
    await late.query(ROW);
    await writeRows(id, 2);
    await late.query('COMMIT');
    await sealCompany(id);
    const [, unsealed] = [await writeRows(id, 1), await writeRows(id, 3)];
    await late.end();
    await comesFromElsewhere(id);
    expect((await verifyCompany(id)).findings.filter(({ kind }) => kind.startsWith('row'))).toEqual([]);
    expect((await verifyCompany(id)).unsealed).toBe(4);

    await writeRows(id, 2);
    expect((await sealCompany(id)).made.map(({ rows }) => rows)).toEqual([6]);
    expect((await sealedIds(id)).at(-1)).toEqual(expect.arrayContaining(unsealed));
    await writeRows(id, 3);
    expect((await sealCompany(id)).made.map(({ rows }) => rows)).toEqual([3]);
    expect((await sealCompany(id)).made).toEqual([]);
    expect([...(await sealedIds(id)).flat()].sort()).toEqual((await idsOf(id)).sort());
    const { findings, unsealed: left } = await verifyCompany(id);
    // What was anchored elsewhere was another chain here: only that was made up.
    expect(findings.filter(({ kind }) => kind !== 'seal-replaced')).toEqual([]);
    expect(left).toBe(0);
  });

  it('should begin a chain for a log that had none', async () => {
    const id = await makeTenant();
    await writeRows(id, 3);
    await asSuperuser(`UPDATE ${logOf(id)} SET tx_id = tx_id + 5000000000000`);
    await writeRows(id, 2);
    expect((await sealCompany(id)).made.map(({ rows }) => rows)).toEqual([5]);
    await writeRows(id, 1);
    await sealCompany(id);
    await expectWhole(id);
  });

  it('should be told by transactions that run backwards where the server keeps its name to itself', async () => {
    const id = await makeTenant();
    await writeRows(id, 3);
    await sealCompany(id);
    const [seal] = await chainOf(id);
    await comesFromElsewhere(id);
    await rechain(id, () => ({ cluster: seal?.cluster ?? '', toTx: 6_000_000_000_000n, nextTx: 6_000_000_000_000n }));
    await writeRows(id, 2);
    expect((await sealCompany(id)).made.map(({ rows }) => rows)).toEqual([2]);
    expect([...(await sealedIds(id)).flat()].sort()).toEqual((await idsOf(id)).sort());
  });
});

describe('what a server does by itself', () => {
  it('should be to seal the logs it has written into, and again those that were left open', async () => {
    const { id, owner } = await makeCompany();
    await sealWritten();
    expect(await sealWritten()).toBe('');
    await made(owner, '/suppliers', { name: 'A', kind: 'YARN' });
    expect(await sealWritten()).toBe('1 rows of 1 companies sealed');
    const slow = await inSchemaOf(id);
    await slow.query('BEGIN');
    await slow.query(ROW);
    await made(owner, '/suppliers', { name: 'B', kind: 'YARN' });
    expect(await sealWritten()).toBe('0 rows of 1 companies sealed');
    await slow.query('COMMIT');
    await slow.end();
    expect(await sealWritten()).toBe('2 rows of 1 companies sealed');
    expect(await sealWritten()).toBe('');
    await expectWhole(id);
  });

  it('should be sealing at night whatever others have written, and not to stumble over what is gone', async () => {
    const id = await makeTenant();
    noteWrite('01890000-0000-7000-8000-00000000dead');
    await sealWritten();
    expect(await sealWritten()).toBe('');
    await writeRows(id, 2);
    await sealAll();
    await expectWhole(id);
    expect(await sealAll()).toMatch(/^0 rows of \d+ companies sealed$/);
  });
});
