import type { FieldFault } from '@/contract/errors';
import { refuseFaults } from '@/lib/refusal';
import { panOf, taxIdFault } from '@/lib/taxIds';
import type { PartLists } from './parts.repo';

type Identity = {
  readonly taxId?: string | null | undefined;
  readonly pan?: string | null | undefined;
  readonly country?: string | null | undefined;
};

/**
 * Checks what no field of `body` says alone: tax ids by the country, and the days of certificates. What was stored
 * before and stays is not looked at. Throws RULE_VIOLATED with all faults.
 */
export function requireRules(body: Identity & PartLists, current: Identity = {}): void {
  refuseFaults([...identityFaults(body, current), ...certificateFaults(body)]);
}

/** What is wrong with the tax ids, once `body` has changed them. */
export function identityFaults(body: Identity, current: Identity): FieldFault[] {
  const { taxId, pan, country } = { ...current, ...given(body) };
  const changed = [body.taxId, body.pan, body.country].some((value) => value !== undefined && value !== null);
  if (!taxId || !changed) return [];
  const message = taxIdFault(taxId, country);
  if (message) return [{ path: 'taxId', code: 'invalid', message }];
  const inTaxId = panOf(taxId);
  if (!pan || !inTaxId || inTaxId === pan) return [];
  return [{ path: 'pan', code: 'invalid', message: `The GSTIN is that of another PAN, ${inTaxId}` }];
}

const given = (body: Identity) => Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));

function certificateFaults({ certificates = [] }: PartLists): FieldFault[] {
  return certificates.flatMap(({ validFrom, validUntil }, index) => {
    if (!validFrom || validFrom <= validUntil) return [];
    const message = 'A certificate ends after it begins';
    return [{ path: `certificates.${index}.validUntil`, code: 'invalid', message }];
  });
}
