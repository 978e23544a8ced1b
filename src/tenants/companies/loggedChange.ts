import type { Transaction } from 'kysely';
import { type Auditing, recordAudit } from '@/audit/audit';
import type { Actor, AuditEvent } from '@/context';
import type { ControlTables, TenantTables } from '@/database/tables';
import type { TenantEventEntry } from '@/database/tenantEvents';
import { UnknownTenantError } from '@/database/tenantName';
import { withBothTransactions } from '@/database/transaction';
import { type CompanyRow, lockCompany } from './companies.repo';
import { recordEvent } from './events.repo';

/** Who changes something about the company `tenant`, and from where. */
export type Doer = Pick<Auditing, 'userId' | 'sessionId' | 'actor' | 'requestId' | 'ip'> & {
  readonly tenant: { readonly id: string };
};

/** What has happened: an event of the company, and a row of its own audit log. */
export type Told = Pick<TenantEventEntry, 'event' | 'detail'> & AuditEvent;

export type LoggedChange = {
  /** The company's own transaction. */
  readonly own: Transaction<TenantTables>;
  readonly db: Transaction<ControlTables>;
  readonly company: CompanyRow;
  /** Records both, each in the transaction that is its own. */
  tell(told: Told): Promise<void>;
  /** Records only the row of the audit log, for a change that records its event by itself; `as` who it is there. */
  audit(event: AuditEvent, as?: Actor): Promise<void>;
};

/**
 * Runs `work` with the company's row locked, for a change of the control plane that is told in the company's events and in
 * its own audit log (withBothTransactions says what a failure between the two leaves). Throws UnknownTenantError.
 */
export function withLoggedChange<T>(by: Doer, work: (change: LoggedChange) => Promise<T>): Promise<T> {
  const { tenant, ...doer } = by;
  return withBothTransactions(tenant.id, async (own, db) => {
    const company = await lockCompany(db, tenant.id);
    if (!company) throw new UnknownTenantError(tenant.id);
    const audit = (event: AuditEvent, actor = by.actor) =>
      recordAudit({ ...doer, actor, db: own, tenant: company }, event);
    const tell = async ({ event, detail, ...audited }: Told) => {
      await recordEvent(db, { tenantId: tenant.id, event, actor: by.actor, detail });
      await audit(audited);
    };
    return work({ own, db, company, tell, audit });
  });
}
