import { createHash } from 'node:crypto';

/**
 * How rows and seals are written down to be hashed: docs/audit.md has it in words. A change of it is another format; what was
 * sealed in one is verified in it for ever.
 */
export const FORMAT = 1;

/** The columns of a row in their order, as PostgreSQL writes their values; null where there is none. */
export type CanonicalRow = readonly [
  id: string,
  at: string,
  actor: string | null,
  actorUserId: string | null,
  sessionId: string | null,
  requestId: string | null,
  ipAddress: string | null,
  action: string,
  entity: string,
  entityId: string,
  before: string | null,
  after: string | null,
  txId: string,
];

/** SHA-256 of a row: of the JSON array of its columns, without spaces, in UTF-8. */
export const hashRow = (row: CanonicalRow): Buffer => sha256(JSON.stringify(row));

/** What a seal says, but its own hash. Ids and transactions are whole numbers of 64 bits. */
export type SealHead = {
  readonly format: number;
  readonly tenantId: string;
  readonly seq: number;
  readonly cluster: string;
  readonly startId: bigint;
  readonly fromTx: bigint;
  readonly toTx: bigint;
  readonly nextTx: bigint;
  readonly lastId: bigint;
  readonly rows: number;
  /** ISO 8601 in UTC, with milliseconds. */
  readonly sealedAt: string;
  readonly previousHash: string;
};

/** The hash of the seal before the first one. */
export const NO_SEAL = '0'.repeat(64);

/** In hex: SHA-256 of the seal's head as a JSON array, a line feed, and the whole hashes of its rows, in their order. */
export function hashSeal(head: SealHead, rowHashes: readonly Buffer[]): string {
  const { format, tenantId, seq, cluster, startId, fromTx, toTx, nextTx, lastId, rows, sealedAt, previousHash } = head;
  const numbers = [startId, fromTx, toTx, nextTx, lastId].map(String);
  const text = JSON.stringify([format, tenantId, seq, cluster, ...numbers, rows, sealedAt, previousHash]);
  const hash = createHash('sha256').update(`${text}\n`);
  for (const each of rowHashes) hash.update(each);
  return hash.digest('hex');
}

/** A row as its seal remembers it: enough to say which one is not what it was. */
export type SealedRow = { readonly id: bigint; readonly start: Buffer };

const ID_BYTES = 8;
const START_BYTES = 8;
const SEALED_ROW_BYTES = ID_BYTES + START_BYTES;

/** Whether a row's whole hash is the one that was sealed. */
export const isAsSealed = ({ start }: SealedRow, hash: Buffer) => hash.subarray(0, START_BYTES).equals(start);

export function packRows(rows: readonly { readonly id: bigint; readonly hash: Buffer }[]): Buffer<ArrayBuffer> {
  const packed = Buffer.alloc(rows.length * SEALED_ROW_BYTES);
  rows.forEach(({ id, hash }, index) => {
    const at = packed.writeBigInt64BE(id, index * SEALED_ROW_BYTES);
    hash.copy(packed, at, 0, START_BYTES);
  });
  return packed;
}

export function unpackRows(packed: Buffer): SealedRow[] {
  return Array.from({ length: packed.length / SEALED_ROW_BYTES }, (_, index) => {
    const at = index * SEALED_ROW_BYTES;
    return { id: packed.readBigInt64BE(at), start: packed.subarray(at + ID_BYTES, at + SEALED_ROW_BYTES) };
  });
}

const sha256 = (text: string) => createHash('sha256').update(text).digest();
