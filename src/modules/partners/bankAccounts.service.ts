import type { TenantContext } from '@/context';
import type { BankAccountIn, BankAccounts } from '@/contract/bankAccounts';
import { Refusal, refuseFaults } from '@/lib/refusal';
import { lockRow, updateVersioned } from '@/records/records.repo';
import { findBankAccounts, replaceBankAccounts } from './bankAccounts.repo';
import { ONE_OF, type PartnerTable } from './partner';
import { findPartner } from './partners.repo';

export async function getBankAccounts(ctx: TenantContext, table: PartnerTable, id: string): Promise<BankAccounts> {
  const { version } = await findPartner(ctx, table, id);
  return { version, bankAccounts: await findBankAccounts(ctx, table, id) };
}

/**
 * Replaces the accounts of a party. The log says who changed which, by their last four. Throws RULE_VIOLATED for an
 * account without a number, INVALID_STATE for a party that is archived, VERSION_MISMATCH.
 */
export async function setBankAccounts(
  ctx: TenantContext,
  table: PartnerTable,
  { id, version }: { readonly id: string; readonly version: number },
  accounts: readonly BankAccountIn[],
): Promise<BankAccounts> {
  await lockRow(ctx, table, id);
  const { archivedAt, code, name } = await findPartner(ctx, table, id);
  if (archivedAt !== null) throw new Refusal('INVALID_STATE', 'It is archived; restore it first.');
  requireNumbers(accounts);
  const before = await findBankAccounts(ctx, table, id);
  await updateVersioned(ctx, table, id, version, {});
  await replaceBankAccounts(ctx, table, id, accounts);
  const after = await getBankAccounts(ctx, table, id);
  await ctx.audit({
    action: 'change-bank-accounts',
    entity: ONE_OF[table],
    entityId: id,
    before: { code, name, bankAccounts: before },
    after: { code, name, bankAccounts: after.bankAccounts },
  });
  return after;
}

function requireNumbers(accounts: readonly BankAccountIn[]): void {
  const faults = accounts.flatMap(({ iban, accountNumber, ifsc }, index) => {
    const path = `bankAccounts.${index}.accountNumber`;
    if (!iban && !accountNumber)
      return [{ path, code: 'required', message: 'Give the IBAN or the number of the account' }];
    if (ifsc && !accountNumber)
      return [{ path, code: 'required', message: 'An IFSC goes with the number of an account' }];
    return [];
  });
  refuseFaults(faults);
}
