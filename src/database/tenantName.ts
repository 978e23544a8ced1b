import { Refusal } from '@/lib/refusal';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An id that is not a tenant's: malformed, or of no company. Answered like any record that is not there. */
export class UnknownTenantError extends Refusal {
  override readonly name = 'UnknownTenantError';
  constructor(readonly tenantId: string) {
    super('NOT_FOUND', 'There is no such company.');
  }
}

/** Whether a text has the form of a tenant's id. */
export const isTenantId = (text: string) => UUID.test(text);

/**
 * The name of a tenant's schema, and of its login role: `tenant_` and its id with `_` for `-`. Only a lower-case UUID is
 * taken, so no text of a user's ever becomes an identifier. Throws UnknownTenantError for anything else.
 */
export function tenantSchema(tenantId: string): string {
  // A list of one id would pass the expression alone.
  if (typeof tenantId !== 'string' || !UUID.test(tenantId)) throw new UnknownTenantError(tenantId);
  return `tenant_${tenantId.replaceAll('-', '_')}`;
}
