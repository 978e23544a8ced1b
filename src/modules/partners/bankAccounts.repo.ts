import { v7 as uuidv7 } from 'uuid';
import type { TenantContext } from '@/context';
import type { BankAccount, BankAccountIn } from '@/contract/bankAccounts';
import { OWNER_FIELD, type PartnerTable } from './partner';

/** The accounts of a party in full: what of them is shown to whom is decided with the answer. */
export async function findBankAccounts({ db }: TenantContext, table: PartnerTable, id: string): Promise<BankAccount[]> {
  const rows = await db
    .selectFrom('partnerBankAccounts')
    .select(['holder', 'bankName', 'iban', 'accountNumber', 'ifsc', 'swift', 'currency'])
    .where(OWNER_FIELD[table], '=', id)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, lastFour: (row.iban ?? row.accountNumber ?? '').slice(-4) }));
}

/** The list as sent takes the place of the old one. */
export async function replaceBankAccounts(
  { db }: TenantContext,
  table: PartnerTable,
  id: string,
  accounts: readonly BankAccountIn[],
): Promise<void> {
  const owner = OWNER_FIELD[table];
  await db.deleteFrom('partnerBankAccounts').where(owner, '=', id).execute();
  if (accounts.length === 0) return;
  const rows = accounts.map((account, position) => ({ id: uuidv7(), [owner]: id, position, ...account }));
  await db.insertInto('partnerBankAccounts').values(rows).execute();
}
