import { sql } from 'kysely';
import { databaseManager } from '@/database/connection';
import { sendsOnPurpose } from '../support/statements';

/** Every door through which SQL of one's own reaches a company's connection; each answers the rows, if there are any. */
export const RAW_HOOKS: Readonly<Record<string, (tenantId: string, text: string) => Promise<unknown>>> = {
  'Prisma $queryRawUnsafe': (id, text) => databaseManager.getTenantPrisma(id).$queryRawUnsafe(sendsOnPurpose(text)),
  'Prisma $executeRawUnsafe': (id, text) => databaseManager.getTenantPrisma(id).$executeRawUnsafe(sendsOnPurpose(text)),
  'Kysely sql.raw': async (id, text) =>
    (await sql.raw(sendsOnPurpose(text)).execute(databaseManager.getTenantDb(id))).rows,
};

/** The SQLSTATE that a raw hook rejects with, or undefined when the statement works. */
export async function stateOf(query: Promise<unknown>): Promise<string | undefined> {
  try {
    await query;
    return undefined;
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    return /^[0-9A-Z]{5}$/.test(code ?? '') && code !== 'P2010'
      ? code
      : (/Code: `(\w{5})`/.exec(message ?? '')?.[1] ?? message);
  }
}
