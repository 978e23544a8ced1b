import type { z } from 'zod';
import { createTenantBody } from '@/contract/auth';
import { id, slug } from '@/contract/fields';
import { actorName } from '@/contract/tenants';
import { Refusal } from '@/lib/refusal';

/**
 * What createTenant takes: the guide's fields, the company's currency (its country's when left out) and time zone (UTC when
 * left out), and who makes it (the user when left out).
 */
const tenantInput = createTenantBody.extend({ slug, userId: id, actor: actorName.optional() });

export type TenantInput = z.input<typeof tenantInput>;
export type CheckedTenantInput = z.output<typeof tenantInput>;

/** A refused createTenant; `field` is the one to mend. */
export class TenantInputError extends Refusal {
  override readonly name = 'TenantInputError';

  get field(): string {
    return this.faults[0]?.path ?? '';
  }
}

/** Throws TenantInputError naming every wrong field. */
export function checkTenantInput(input: TenantInput): CheckedTenantInput {
  const result = tenantInput.safeParse(input);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, code, message }) => ({ path: path.join('.'), code, message }));
  throw new TenantInputError(
    'VALIDATION_FAILED',
    faults.map(({ path, message }) => `${path}: ${message}`).join('; '),
    faults,
  );
}

export const slugTaken = (taken: string) =>
  fieldError('ALREADY_EXISTS', 'slug', `The name "${taken}" is already used by another company.`);
export const zoneUnknown = () => fieldError('RULE_VIOLATED', 'timeZone', 'The database knows no such time zone.');
export const userUnknown = () => fieldError('RULE_VIOLATED', 'userId', 'There is no such active user.');

function fieldError(code: 'ALREADY_EXISTS' | 'RULE_VIOLATED', path: string, message: string): TenantInputError {
  return new TenantInputError(code, message, [{ path, code, message }]);
}
