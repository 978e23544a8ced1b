import { readFile, rm, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Verification, verifyCompany } from '@/audit/verify/verify';
import { anchorFileOf, chainOf, idsOf, logOf, rechain, sealedIds, writeRows } from '../support/auditChain';
import { asSuperuser, makeTenant } from '../support/database';
import { sealCompany } from '../support/sealing';

/** Rows a seal holds: so many seals of so many rows each. */
const SEALS = 6;
const ROWS_EACH = 8;

/** One company's log, sealed; each test does something to it as a superuser, and all is put back afterwards. */
describe('verifying an audit log', () => {
  let id: string;
  let log: string;
  let anchors: string;
  let order: string[][];

  beforeAll(async () => {
    id = await makeTenant();
    log = logOf(id);
    for (let seal = 0; seal < SEALS; seal += 1) {
      // Every other number is given up, as by a transaction that was rolled back.
      for (let row = 0; row < ROWS_EACH; row += 1) {
        await writeRows(id, 1);
        await asSuperuser(`SELECT nextval(pg_get_serial_sequence('${log}', 'id'))`);
      }
      await sealCompany(id);
    }
    order = await sealedIds(id);
    anchors = await readFile(anchorFileOf(id), 'utf8');
    await asSuperuser(`CREATE TABLE kept_rows AS SELECT * FROM ${log}`);
    await asSuperuser('CREATE TABLE kept_seals AS SELECT * FROM audit_seals WHERE tenant_id = $1', [id]);
  });
  const putBack = async () => {
    await asSuperuser(`TRUNCATE ${log}`);
    await asSuperuser(`INSERT INTO ${log} SELECT * FROM kept_rows`);
    await asSuperuser('DELETE FROM audit_seals WHERE tenant_id = $1', [id]);
    await asSuperuser('INSERT INTO audit_seals SELECT * FROM kept_seals');
    await writeFile(anchorFileOf(id), anchors);
  };
  afterEach(putBack);

  const first = ({ faults, findings }: Verification) => {
    const [finding] = findings;
    return { faulty: faults > 0, kind: finding?.kind, id: finding?.id, seq: finding?.seq };
  };
  const rowIs = (kind: string, rowId: string, seq?: number) => ({ faulty: true, kind, id: rowId, seq });
  const sealIs = (kind: string, seq: number) => ({ faulty: true, kind, id: undefined, seq });
  const places = () => order.flatMap((rows, index) => rows.map((rowId) => ({ rowId, seq: index + 1 })));

  /** Tries something at 25 random places, each on the log as it was. */
  const anywhere = async <T>(arbitrary: fc.Arbitrary<T>, work: (value: T) => Promise<void>): Promise<void> => {
    await fc.assert(
      fc.asyncProperty(arbitrary, async (value) => {
        await work(value);
        await putBack();
      }),
      { numRuns: 25, endOnFailure: true },
    );
  };
  const anyPlace = () => fc.constantFrom(...places());

  it('should find nothing wrong where nothing was touched', async () => {
    expect(await verifyCompany(id)).toMatchObject({
      seals: SEALS,
      rows: SEALS * ROWS_EACH,
      unsealed: 0,
      faults: 0,
      findings: [],
      anchor: { state: 'complete' },
    });
  });

  it.each([
    ['action', `'delete'`],
    ['entity', `'customer'`],
    ['entity_id', `entity_id || 'x'`],
    ['before', `before || '{"n": "other"}'`],
    ['after', `'{}'`],
    ['after', 'NULL'],
    ['actor', `'user:01890000-0000-7000-8000-000000000001'`],
    ['actor_user_id', `'01890000-0000-7000-8000-000000000001'`],
    ['session_id', `'01890000-0000-7000-8000-000000000001'`],
    ['request_id', `''`],
    ['ip_address', `'10.0.0.1'`],
    ['at', `at - interval '1 millisecond'`],
    ['at', `'infinity'`],
    ['at', `(at - interval '4051 years')`],
    ['tx_id', 'tx_id + 1'],
  ])('O2: should name the row whose %s somebody has set to %s', async (column, value) => {
    await anywhere(anyPlace(), async ({ rowId, seq }) => {
      await asSuperuser(`UPDATE ${log} SET ${column} = ${value} WHERE id = $1`, [rowId]);
      expect(first(await verifyCompany(id))).toEqual(rowIs('row-changed', rowId, seq));
    });
  });

  it('O2: should name the row that somebody has deleted', async () => {
    await anywhere(anyPlace(), async ({ rowId, seq }) => {
      await asSuperuser(`DELETE FROM ${log} WHERE id = $1`, [rowId]);
      expect(first(await verifyCompany(id))).toEqual(rowIs('row-missing', rowId, seq));
    });
  });

  it('O2: should name the row that somebody has put between others', async () => {
    await anywhere(anyPlace(), async ({ rowId }) => {
      const inserted = String(BigInt(rowId) + 1n);
      await asSuperuser(
        `INSERT INTO ${log} (id, at, action, entity, entity_id, tx_id)
         SELECT $2, at, 'approve', entity, entity_id, tx_id FROM ${log} WHERE id = $1`,
        [rowId, inserted],
      );
      expect(first(await verifyCompany(id))).toEqual(rowIs('row-inserted', inserted));
    });
  });

  it.each([
    ['before all others', 'id = -7, tx_id = 0'],
    ['before all others, as if it were new', 'id = -7'],
    ['after all others, as if it were old', 'tx_id = (SELECT max(tx_id) FROM kept_rows)'],
    ['after all others, by a transaction that has not been', 'tx_id = tx_id + 1000000'],
  ])('O2: should name the row that somebody has put %s', async (_where, set) => {
    const [added = ''] = await writeRows(id, 1);
    const [row] = await asSuperuser<{ id: string }>(`UPDATE ${log} SET ${set} WHERE id = $1 RETURNING id`, [added]);
    expect(first(await verifyCompany(id))).toEqual(rowIs('row-inserted', row?.id ?? ''));
  });

  it('O2: should name the row that was put among others long after they were sealed', async () => {
    await anywhere(fc.constantFrom(...places().filter(({ seq }) => seq < SEALS - 1)), async ({ rowId }) => {
      // An hour between the seals.
      await rechain(id, ({ seq, sealedAt }) => ({
        sealedAt: new Date(Date.parse(sealedAt) - (SEALS - seq) * 3_600_000).toISOString(),
      }));
      await rm(anchorFileOf(id));
      const inserted = String(BigInt(rowId) + 1n);
      await asSuperuser(`INSERT INTO ${log} (id, action, entity, entity_id) VALUES ($1, 'approve', 'item', '1')`, [
        inserted,
      ]);
      expect(first(await verifyCompany(id))).toEqual(rowIs('row-inserted', inserted));
      // Sealing it does not make it right.
      await sealCompany(id);
      expect(first(await verifyCompany(id))).toEqual(rowIs('row-inserted', inserted));
    });
  });

  it('O2: should name the first of two rows that somebody has exchanged', async () => {
    const two = fc.uniqueArray(anyPlace(), { minLength: 2, maxLength: 2, selector: ({ rowId }) => rowId });
    await anywhere(two, async (pair) => {
      const [a, b] = [...pair].sort((x, y) => Number(x.rowId) - Number(y.rowId));
      await asSuperuser(
        `UPDATE ${log} SET id = CASE id WHEN $1 THEN -1 * $2::bigint ELSE -1 * $1::bigint END WHERE id IN ($1, $2)`,
        [a?.rowId, b?.rowId],
      );
      await asSuperuser(`UPDATE ${log} SET id = -1 * id WHERE id < 0`);
      expect(first(await verifyCompany(id))).toEqual(rowIs('row-changed', a?.rowId ?? '', a?.seq));
    });
  });

  it('O2: should say from which seal on the tail was cut, rows and seals', async () => {
    await anywhere(fc.integer({ min: 1, max: SEALS }), async (seq) => {
      const gone = order.slice(seq - 1).flat();
      await asSuperuser(`DELETE FROM ${log} WHERE id = ANY($1)`, [gone]);
      await asSuperuser('DELETE FROM audit_seals WHERE tenant_id = $1 AND seq >= $2', [id, seq]);
      const found = await verifyCompany(id);
      expect(first(found)).toEqual(sealIs('tail-cut', seq));
      expect(found.findings).toHaveLength(1);
    });
  });

  it('O2: should say so too when others were sealed upon what was left', async () => {
    await asSuperuser(`DELETE FROM ${log} WHERE id = ANY($1)`, [order.slice(3).flat()]);
    await asSuperuser('DELETE FROM audit_seals WHERE tenant_id = $1 AND seq > 3', [id]);
    await writeRows(id, 2);
    expect((await sealCompany(id)).made.map(({ seq }) => seq)).toEqual([4]);
    const { findings } = await verifyCompany(id);
    expect(findings.map(({ kind, seq }) => [kind, seq])).toEqual([
      ['seal-replaced', 4],
      ['tail-cut', 5],
    ]);
  });

  it('O2: should name the row at which the tail was cut when the seals are still there', async () => {
    await asSuperuser(`DELETE FROM ${log} WHERE id = ANY($1)`, [order.slice(4).flat()]);
    const found = await verifyCompany(id);
    expect([first(found), found.faults]).toEqual([rowIs('row-missing', order[4]?.[0] ?? '', 5), 2 * ROWS_EACH]);
  });

  it('O2: should name a seal that is gone from the middle', async () => {
    await anywhere(fc.integer({ min: 1, max: SEALS - 1 }), async (seq) => {
      await asSuperuser('DELETE FROM audit_seals WHERE tenant_id = $1 AND seq = $2', [id, seq]);
      expect(first(await verifyCompany(id))).toEqual(sealIs('seal-missing', seq));
    });
  });

  it.each([
    ['sealed_at', `sealed_at - interval '1 day'`],
    ['cluster', `'another'`],
    ['to_tx', 'to_tx - 1'],
    ['next_tx', 'next_tx + 1'],
    ['last_id', 'last_id + 1'],
    ['start_id', 'start_id + 1'],
    ['hash', 'md5(hash) || md5(hash)'],
    ['previous_hash', 'md5(hash) || md5(hash)'],
    ['format', 'format + 1'],
  ])('O2: should name the seal whose %s somebody has changed', async (column, value) => {
    await anywhere(fc.integer({ min: 1, max: SEALS }), async (seq) => {
      await asSuperuser(`UPDATE audit_seals SET ${column} = ${value} WHERE tenant_id = $1 AND seq = $2`, [id, seq]);
      expect(first(await verifyCompany(id))).toEqual(sealIs('seal-changed', seq));
    });
  });

  it('O2: should name the seal whose row and memory of it were changed together', async () => {
    await anywhere(anyPlace(), async ({ rowId, seq }) => {
      await asSuperuser(`UPDATE ${log} SET action = 'approve' WHERE id = $1`, [rowId]);
      const before = await chainOf(id);
      await rechain(id);
      const made = (await chainOf(id))[seq - 1];
      // The chain as it was, but for what this seal remembers of its rows.
      await asSuperuser('DELETE FROM audit_seals WHERE tenant_id = $1', [id]);
      await asSuperuser('INSERT INTO audit_seals SELECT * FROM kept_seals');
      await asSuperuser('UPDATE audit_seals SET row_hashes = $3 WHERE tenant_id = $1 AND seq = $2', [
        id,
        seq,
        made?.rowHashes,
      ]);
      expect(before).toHaveLength(SEALS);
      expect(first(await verifyCompany(id))).toEqual(sealIs('seal-changed', seq));
    });
  });

  it('O2: should name the seal from which on somebody has made the whole chain anew', async () => {
    await anywhere(anyPlace(), async ({ rowId, seq }) => {
      await asSuperuser(`UPDATE ${log} SET action = 'approve' WHERE id = $1`, [rowId]);
      await rechain(id);
      expect(first(await verifyCompany(id))).toEqual(sealIs('seal-replaced', seq));
    });
  });

  it('O2: should name the seal below the first that was left as it was', async () => {
    await anywhere(fc.integer({ min: 1, max: SEALS - 1 }), async (seq) => {
      await rm(anchorFileOf(id));
      await asSuperuser(`UPDATE ${log} SET action = 'approve' WHERE id = $1`, [order[seq - 1]?.[0]]);
      await rechain(id);
      await asSuperuser('DELETE FROM audit_seals WHERE tenant_id = $1 AND seq > $2', [id, seq]);
      await asSuperuser('INSERT INTO audit_seals SELECT * FROM kept_seals WHERE seq > $1', [seq]);
      expect(first(await verifyCompany(id))).toEqual(sealIs('seal-replaced', seq));
    });
  });

  it('should count all faults and tell the first hundred', async () => {
    await asSuperuser(`UPDATE ${log} SET action = 'approve'`);
    const { faults, findings } = await verifyCompany(id);
    expect([faults, findings.length]).toEqual([SEALS * ROWS_EACH, SEALS * ROWS_EACH]);
    expect(findings.map((finding) => finding.id)).toEqual(order.flat());
    expect((await idsOf(id)).length).toBe(SEALS * ROWS_EACH);
  });

  describe('against its anchor', () => {
    const lines = () => anchors.trimEnd().split('\n');
    const anchorIs = async (text: string | undefined) => {
      if (text === undefined) await rm(anchorFileOf(id));
      else await writeFile(anchorFileOf(id), text);
      const { findings, anchor } = await verifyCompany(id);
      expect(findings).toEqual([]);
      return anchor;
    };

    it('should say apart that there is none', async () => {
      expect(await anchorIs(undefined)).toEqual({ state: 'missing', sentence: expect.stringContaining('missing') });
      expect((await anchorIs('')).state).toBe('missing');
    });

    it('should say apart that it is shorter', async () => {
      expect(await anchorIs(`${lines().slice(0, 4).join('\n')}\n`)).toEqual({
        state: 'behind',
        sentence: expect.stringContaining('shorter'),
      });
    });

    it('should say apart that older seals are not in it', async () => {
      expect((await anchorIs(`${lines().slice(2).join('\n')}\n`)).state).toBe('incomplete');
    });

    it('should take a line twice, and one that was cut off', async () => {
      const [one = '', ...rest] = lines();
      expect((await anchorIs(`${[one, one, one.slice(0, 30), ...rest].join('\n')}\n`)).state).toBe('complete');
    });

    it('should name the seal that was anchored otherwise, once at least', async () => {
      const [one = '', ...rest] = lines();
      const { hash } = JSON.parse(one) as { hash: string };
      const other = one.replace(hash, hash.replaceAll(/[0-7]/g, '8'));
      await writeFile(anchorFileOf(id), `${[one, other, ...rest].join('\n')}\n`);
      expect(first(await verifyCompany(id))).toEqual(sealIs('seal-replaced', 1));
    });
  });
});
