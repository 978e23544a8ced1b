import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { verifyOut } from '@/contract/stock';
import { writeVerification } from './settings.repo';
import { compareStock } from './verify.repo';

/** Compares the company's stock with its ledger, and notes when that was done and how much did not fit. */
export async function verifyStock({ db }: Pick<TenantContext, 'db'>): Promise<z.output<typeof verifyOut>> {
  const { moves, count, findings } = await compareStock({ db });
  return { verifiedAt: await writeVerification({ db }, count), moves, count, findings: [...findings] };
}
