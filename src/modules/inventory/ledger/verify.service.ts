import { sql } from 'kysely';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { verifyOut } from '@/contract/stock';
import { compareStock } from './verify.repo';

/** Compares the company's stock with its ledger, and notes when that was done and how much did not fit. */
export async function verifyStock({ db }: Pick<TenantContext, 'db'>): Promise<z.output<typeof verifyOut>> {
  const { moves, count, findings } = await compareStock({ db });
  const { rows } = await sql<{ verifiedAt: string }>`
    INSERT INTO stock_settings (id, verified_at, findings) VALUES (1, now(), ${count})
    ON CONFLICT (id) DO UPDATE SET verified_at = now(), findings = excluded.findings RETURNING verified_at`.execute(db);
  return { verifiedAt: rows[0]?.verifiedAt ?? '', moves, count, findings: [...findings] };
}
