import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { CompanySettings } from '@/contract/companySettings';
import { companyDay } from '@/records/companyDay.repo';

/** What is set for the company; version 0 before anything was. */
export async function readSettings(ctx: Pick<TenantContext, 'db'>): Promise<CompanySettings> {
  const row = await ctx.db.selectFrom('companySettings').select(['timeZone', 'version']).executeTakeFirst();
  return { ...(row ?? { timeZone: null, version: 0 }), today: await companyDay(ctx) };
}

/** Says where the company is; false where somebody was faster. Fails with 22023 where the server knows no such zone. */
export async function writeTimeZone(
  { db }: Pick<TenantContext, 'db'>,
  timeZone: string | null,
  version: number,
): Promise<boolean> {
  const { rows } = await sql<{ version: number }>`
    INSERT INTO company_settings AS s (id, time_zone) SELECT 1, ${timeZone}
    WHERE now() AT TIME ZONE coalesce(${timeZone}::text, 'UTC') IS NOT NULL
    ON CONFLICT (id) DO UPDATE SET time_zone = excluded.time_zone, version = s.version + 1, updated_at = now()
      WHERE s.version = ${version}
    RETURNING version`.execute(db);
  return rows.length > 0;
}
