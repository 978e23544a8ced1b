import path from 'node:path';
import pg from 'pg';
import { hashRow, hashSeal, packRows, type SealHead, unpackRows } from '@/audit/canonical';
import { rowsWithIds } from '@/audit/rows.repo';
import { type WholeSeal, wholeSeals } from '@/audit/seals.repo';
import { config } from '@/config';
import { databaseManager } from '@/database/connection';
import { tenantSchema } from '@/database/tenantName';
import { asSuperuser } from './database';

/** Writes `count` rows into a company's audit log, each in a transaction of its own, as an old process would; answers their ids. */
export async function writeRows(tenantId: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const row = { action: 'update', entity: 'supplier', entityId: `record ${index}` };
    const { id } = await databaseManager
      .getTenantDb(tenantId)
      .insertInto('auditLog')
      .values({
        ...row,
        before: JSON.stringify({ name: 'A', n: index }),
        after: JSON.stringify({ name: 'B', n: index }),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    ids.push(id);
  }
  return ids;
}

export const logOf = (tenantId: string) => `${tenantSchema(tenantId)}.audit_log`;

export const idsOf = async (tenantId: string): Promise<string[]> =>
  (await asSuperuser<{ id: string }>(`SELECT id FROM ${logOf(tenantId)} ORDER BY id`)).map(({ id }) => id);

/** A connection of the superuser's whose bare names are the company's tables. */
export async function inSchemaOf(tenantId: string): Promise<pg.Client> {
  const client = new pg.Client(process.env.DATABASE_URL);
  await client.connect();
  await client.query(`SET search_path = ${tenantSchema(tenantId)}`);
  return client;
}

/** The file in which a company's seals are anchored. */
export const anchorFileOf = (tenantId: string) => path.join(config().auditAnchorDir, `${tenantId}.ndjson`);

/** Every seal of a company. */
export async function chainOf(tenantId: string): Promise<WholeSeal[]> {
  const seals: WholeSeal[] = [];
  for await (const seal of wholeSeals(tenantId)) seals.push(seal);
  return seals;
}

/** The ids each seal holds, in the order of the seals. */
export const sealedIds = async (tenantId: string): Promise<string[][]> =>
  (await chainOf(tenantId)).map(({ rowHashes }) => unpackRows(rowHashes).map(({ id }) => String(id)));

/**
 * Makes a company's chain anew out of the rows as they are now, with what `change` makes of each seal: what somebody can do who
 * may write both planes and knows how seals are made.
 */
export async function rechain(
  tenantId: string,
  change: (seal: WholeSeal) => Partial<SealHead> = () => ({}),
): Promise<void> {
  let previous: string | undefined;
  for (const seal of await chainOf(tenantId)) {
    const order = unpackRows(seal.rowHashes).map(({ id }) => id);
    const found = new Map(
      (await rowsWithIds(databaseManager.getTenantDb(tenantId), order)).map((row) => [row[0], row]),
    );
    const rows = order.flatMap((id) => {
      const row = found.get(String(id));
      return row ? [{ id, hash: hashRow(row) }] : [];
    });
    const head = { ...seal, ...change(seal), rows: rows.length, previousHash: previous ?? seal.previousHash };
    const hash = hashSeal(
      head,
      rows.map((row) => row.hash),
    );
    previous = hash;
    await asSuperuser(
      `UPDATE audit_seals SET cluster = $3, start_id = $4, from_tx = $5, to_tx = $6, next_tx = $7, rows = $8, row_hashes = $9,
         hash = $10, previous_hash = $11, sealed_at = $12 WHERE tenant_id = $1 AND seq = $2`,
      [
        tenantId,
        seal.seq,
        head.cluster,
        head.startId,
        head.fromTx,
        head.toTx,
        head.nextTx,
        rows.length,
        packRows(rows),
        hash,
        head.previousHash,
        head.sealedAt,
      ],
    );
  }
}
