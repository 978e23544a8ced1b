import * as seal from '@/audit/seal';
import * as sealing from '@/audit/sealing';
import { until } from './broker';
import { asSuperuser } from './database';

/**
 * Seals as the product does, once nobody in the databases of other tests holds what was written so far open: the count of
 * transactions is the whole server's.
 */
export async function sealCompany(tenantId: string): ReturnType<typeof seal.sealCompany> {
  await alone();
  return seal.sealCompany(tenantId);
}

export async function sealWritten(): Promise<string> {
  await alone();
  return sealing.sealWritten();
}

export async function sealAll(): Promise<string> {
  await alone();
  return sealing.sealAll();
}

async function alone(): Promise<void> {
  const [now] = await asSuperuser<{ next: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next');
  await until(async () => {
    const strangers = await asSuperuser(
      `SELECT FROM pg_stat_activity WHERE datname IS DISTINCT FROM current_database() AND backend_xid::text::bigint < $1::bigint`,
      [now?.next],
    );
    return strangers.length === 0;
  });
}
