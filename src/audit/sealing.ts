import { UnknownTenantError } from '@/database/tenantName';
import { log } from '@/observability/log';
import { sealCompany } from './seal';
import { sealableCompanies } from './seals.repo';

/** Companies remembered at most; those that are not are sealed at night. */
const MOST_REMEMBERED = 10_000;

/** Where this process has written since it last sealed. */
const written = new Set<string>();

/** Remembers that a company's audit log has grown. */
export function noteWrite(tenantId: string): void {
  if (written.size < MOST_REMEMBERED) written.add(tenantId);
}

/** Seals the logs this process has written into; what is left open, or fails, is tried again at the next call. */
export async function sealWritten(): Promise<string> {
  const companies = [...written];
  if (companies.length === 0) return '';
  const count = await sealEach(companies, (tenantId) => written.delete(tenantId), noteWrite);
  return `${count} rows of ${companies.length} companies sealed`;
}

/** Seals every log that has rows which are not. */
export async function sealAll(): Promise<string> {
  const companies = await sealableCompanies();
  const count = await sealEach(companies);
  return `${count} rows of ${companies.length} companies sealed`;
}

async function sealEach(
  companies: readonly string[],
  before: (tenantId: string) => unknown = () => undefined,
  again: (tenantId: string) => void = () => undefined,
): Promise<number> {
  let rows = 0;
  for (const tenantId of companies) {
    before(tenantId);
    try {
      const { made, open, anchored } = await sealCompany(tenantId);
      rows += made.reduce((sum, seal) => sum + seal.rows, 0);
      if (open || !anchored) again(tenantId);
    } catch (error) {
      // It was purged meanwhile.
      if (error instanceof UnknownTenantError) continue;
      again(tenantId);
      log().error({ err: error, tenantId }, 'an audit log could not be sealed');
    }
  }
  return rows;
}
