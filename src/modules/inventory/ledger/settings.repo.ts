import { sql } from 'kysely';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { stockSettingsOut } from '@/contract/stock';

export type StockSettings = z.output<typeof stockSettingsOut>;

/** What is set for the company's stock; version 0 before anything was. */
export async function readSettings({ db }: Pick<TenantContext, 'db'>): Promise<StockSettings> {
  const row = await db
    .selectFrom('stockSettings')
    .select(['closedThrough', 'verifiedAt', 'findings', 'version'])
    .executeTakeFirst();
  return row ?? { closedThrough: null, verifiedAt: null, findings: null, version: 0 };
}

/**
 * Waits for everybody whose document was looked at with the closing day as it is, and lets nobody look at it before the end of
 * this transaction: whoever reads a table holds it until then, so it costs documents nothing.
 */
export async function holdClosing({ db }: Pick<TenantContext, 'db'>): Promise<void> {
  await sql`LOCK TABLE stock_settings IN ACCESS EXCLUSIVE MODE`.execute(db);
}

/** Closes the stock through a day, or opens it; false where somebody was faster. */
export async function writeClosing(
  { db }: Pick<TenantContext, 'db'>,
  closedThrough: string | null,
  version: number,
): Promise<boolean> {
  const { rows } = await sql<{ version: number }>`
    INSERT INTO stock_settings AS s (id, closed_through) SELECT 1, ${closedThrough}::date
    ON CONFLICT (id) DO UPDATE SET closed_through = excluded.closed_through, version = s.version + 1, updated_at = now()
      WHERE s.version = ${version}
    RETURNING version`.execute(db);
  return rows.length > 0;
}

/** Notes that the stock was compared with its ledger just now, and how much did not fit. Answers when. */
export async function writeVerification({ db }: Pick<TenantContext, 'db'>, findings: number): Promise<string> {
  const { rows } = await sql<{ verifiedAt: string }>`
    INSERT INTO stock_settings (id, verified_at, findings) VALUES (1, now(), ${findings})
    ON CONFLICT (id) DO UPDATE SET verified_at = now(), findings = excluded.findings RETURNING verified_at`.execute(db);
  return rows[0]?.verifiedAt ?? '';
}
