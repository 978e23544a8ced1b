import { databaseManager } from '@/database/connection';
import { UnknownTenantError } from '@/database/tenantName';
import { refreshAlerts, releaseExpired, verifyStock } from '@/modules/inventory';
import { log } from '@/observability/log';
import { listCompanies } from '@/tenants/companies/companies.repo';

/** Does something in every company, one after the other; one that fails is noted and left. */
async function inEach(
  what: string,
  work: (db: ReturnType<typeof databaseManager.getTenantDb>) => Promise<void>,
): Promise<number> {
  const companies = await listCompanies(['ACTIVE', 'SUSPENDED']);
  for (const { id } of companies) {
    try {
      await work(databaseManager.getTenantDb(id));
    } catch (error) {
      // It was purged meanwhile.
      if (!(error instanceof UnknownTenantError)) log().error({ err: error, tenantId: id }, `stock: ${what} failed`);
    }
  }
  return companies.length;
}

/** Ends reservations whose time is over, and looks at what expires: once a night; posting does so too, where it matters. */
export async function tendStock(): Promise<string> {
  let ended = 0;
  const companies = await inEach('tending', async (db) => {
    await db.transaction().execute(async (transaction) => {
      ended += (await releaseExpired({ db: transaction })).length;
      await refreshAlerts({ db: transaction });
    });
  });
  return `${ended} reservations of ${companies} companies ended`;
}

/** Compares every company's stock with its ledger. What differs is an error of ours: it is logged as one. */
export async function verifyStocks(): Promise<string> {
  let wrong = 0;
  const companies = await inEach('verifying', async (db) => {
    const { count, findings } = await verifyStock({ db });
    if (count === 0) return;
    wrong += 1;
    log().error({ count, first: findings[0] }, 'stock is not the sum of its movements');
  });
  return `${wrong} of ${companies} companies differ`;
}
