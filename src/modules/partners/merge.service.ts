import type { TenantContext } from '@/context';
import { fieldRefusal, notFound, Refusal } from '@/lib/refusal';
import { NOW, updateVersioned } from '@/records/records.repo';
import { holdBoth, moveReferences } from './merge.repo';
import { ONE_OF, type Partner, type PartnerTable } from './partner';
import { findPartner } from './partners.repo';
import { replaceParts } from './parts.repo';

/**
 * Makes one of two: everything that points at `id` points at `intoId` afterwards, with contacts, addresses, certificates,
 * bank accounts and terms; `id` is put away and says where it went. What `intoId` says of itself stays as it is.
 * Throws NOT_FOUND, INVALID_STATE for one that was merged before, RULE_VIOLATED where `intoId` cannot take it.
 */
export async function mergePartners(
  ctx: TenantContext,
  table: PartnerTable,
  id: string,
  intoId: string,
): Promise<void> {
  const there = await holdBoth(ctx, table, [id, intoId]);
  if (!there.includes(id)) throw notFound();
  if (!there.includes(intoId)) throw refused(`There is no such ${ONE_OF[table]}`);
  if (id === intoId) throw refused('Nothing can be merged into itself');
  const from = await findPartner(ctx, table, id);
  if (from.mergedInto !== null) throw new Refusal('INVALID_STATE', 'It was merged into another one before.');
  const into = await findPartner(ctx, table, intoId);
  if (into.archivedAt !== null) throw refused(`This ${ONE_OF[table]} is archived`);

  await keepMainOnes(ctx, table, from, into);
  await moveReferences(ctx, table, { from, into });
  const tags = [...new Set([...into.tags, ...from.tags])];
  await updateVersioned(ctx, table, into.id, into.version, { tags });
  await updateVersioned(ctx, table, from.id, from.version, { archivedAt: from.archivedAt ?? NOW, mergedInto: into.id });
  for (const before of [from, into]) {
    const after = await findPartner(ctx, table, before.id);
    await ctx.audit({ action: 'merge', entity: ONE_OF[table], entityId: before.id, before, after });
  }
}

const refused = (message: string) => fieldRefusal('RULE_VIOLATED', 'into', message);

/** The main contact and address of the one that goes are further ones of the one that stays, unless it has them. */
async function keepMainOnes(ctx: TenantContext, table: PartnerTable, from: Partner, into: Partner): Promise<void> {
  const { contactName, email, phone, addressLine1, addressLine2, city, state, pincode, country } = from;
  const reachable = [contactName, email, phone].some((value) => value !== null);
  const sameContact = contactName === into.contactName && email === into.email && phone === into.phone;
  if (reachable && !sameContact) {
    const main = { name: contactName ?? from.name.slice(0, 120), email, phone };
    await replaceParts(ctx, table, from.id, { contacts: [main, ...from.contacts] });
  }
  if (addressLine1 === null || (addressLine1 === into.addressLine1 && city === into.city)) return;
  const main = {
    kind: 'OTHER' as const,
    name: from.name.slice(0, 120),
    addressLine1,
    addressLine2,
    city,
    state,
    pincode,
  };
  await replaceParts(ctx, table, from.id, { addresses: [{ ...main, country }, ...from.addresses] });
}
