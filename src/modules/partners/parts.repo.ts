import { v7 as uuidv7 } from 'uuid';
import type { TenantContext } from '@/context';
import type { Address, Certificate, CertificateOut, Contact } from '@/contract/partnerParts';
import type { Supplier } from '@/contract/partners';
import { stateOf } from './certificateStates.repo';
import { OWNER_FIELD, type PartnerTable } from './partner';

/** Contacts, addresses and certificates: the lists that are sent with a supplier or customer, each in its table. */
export type PartLists = {
  readonly contacts?: readonly Contact[] | undefined;
  readonly addresses?: readonly Address[] | undefined;
  readonly certificates?: readonly Certificate[] | undefined;
};
export type Parts = Pick<Supplier, 'contacts' | 'addresses' | 'certificates'>;

export async function findParts({ db }: TenantContext, table: PartnerTable, id: string): Promise<Parts> {
  const owner = OWNER_FIELD[table];
  const contacts = await db
    .selectFrom('partnerContacts')
    .select(['name', 'role', 'email', 'phone', 'notes'])
    .where(owner, '=', id)
    .orderBy('position')
    .orderBy('id')
    .execute();
  const addresses = await db
    .selectFrom('partnerAddresses')
    .select(['kind', 'name', 'addressLine1', 'addressLine2', 'city', 'state', 'pincode', 'country'])
    .where(owner, '=', id)
    .orderBy('position')
    .orderBy('id')
    .$castTo<Parts['addresses'][number]>()
    .execute();
  const certificates = await db
    .selectFrom('partnerCertificates as c')
    .select(['standard', 'number', 'scope', 'issuer', 'validFrom', 'validUntil', stateOf('c').as('state')])
    .where(owner, '=', id)
    .orderBy('position')
    .orderBy('id')
    .$castTo<CertificateOut>()
    .execute();
  return { contacts, addresses, certificates };
}

/** Each list that is given takes the place of the old one. */
export async function replaceParts(
  { db }: TenantContext,
  table: PartnerTable,
  id: string,
  { contacts, addresses, certificates }: PartLists,
): Promise<void> {
  const owner = OWNER_FIELD[table];
  const row = (position: number) => ({ id: uuidv7(), [owner]: id, position });
  if (contacts) {
    await db.deleteFrom('partnerContacts').where(owner, '=', id).execute();
    const rows = contacts.map((contact, index) => ({ ...row(index), ...contact }));
    if (rows.length > 0) await db.insertInto('partnerContacts').values(rows).execute();
  }
  if (addresses) {
    await db.deleteFrom('partnerAddresses').where(owner, '=', id).execute();
    const rows = addresses.map((address, index) => ({ ...row(index), ...address }));
    if (rows.length > 0) await db.insertInto('partnerAddresses').values(rows).execute();
  }
  if (certificates) {
    await db.deleteFrom('partnerCertificates').where(owner, '=', id).execute();
    const rows = certificates.map((certificate, index) => ({ ...row(index), ...certificate }));
    if (rows.length > 0) await db.insertInto('partnerCertificates').values(rows).execute();
  }
}
