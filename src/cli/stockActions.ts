import type { StockFinding } from '@/contract/stock';
import { databaseManager } from '@/database/connection';
import { verifyStock } from '@/modules/inventory';
import { listCompanies } from '@/tenants/companies/companies.repo';
import { requireCompany } from './companies';
import { counted, type Output } from './output';

const FINDINGS = 1;
const MOST_SHOWN = 20;

/** `lavoro stock verify`. Exits with 1 where anything differs. */
export async function verifyStocks(named: string | undefined): Promise<Output> {
  const companies = named === undefined ? await listCompanies(['ACTIVE', 'SUSPENDED']) : [await requireCompany(named)];
  const verified = [];
  for (const { id, slug } of companies) {
    const db = databaseManager.getTenantDb(id);
    verified.push({ slug, ...(await verifyStock({ db })) });
  }
  if (verified.some(({ count }) => count > 0)) process.exitCode = FINDINGS;
  const text = verified.map(({ slug, moves, count, findings }) =>
    [
      `${slug}: ${count === 0 ? 'right' : counted(count, 'contradiction')}, by ${counted(moves, 'movement')}.`,
      ...findings.slice(0, MOST_SHOWN).map(sentence),
      ...(count > MOST_SHOWN ? [`  … and ${count - MOST_SHOWN} more.`] : []),
    ].join('\n'),
  );
  return { json: { companies: verified }, text: text.join('\n') || 'There is no company yet.' };
}

function sentence({ rule, itemId, locationId, lotId, expected, found }: StockFinding): string {
  const of = [
    ['item', itemId],
    ['location', locationId],
    ['lot', lotId],
  ].flatMap(([word, id]) => (id ? [`${word} ${id}`] : []));
  return `  ${rule}: ${of.join(', ')}: the movements say ${expected}, written is ${found}.`;
}
