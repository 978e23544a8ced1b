import { type RawBuilder, sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantContext } from '@/context';
import type { Address, Certificate, Contact } from '@/contract/partnerParts';
import type { Supplier } from '@/contract/partners';
import { stateOf } from './certificateStates.repo';
import { OWNER_COLUMN, OWNER_FIELD, type PartnerTable } from './partner';

/** Contacts, addresses and certificates: the lists that are sent with a supplier or customer, each in its table. */
export type PartLists = {
  readonly contacts?: readonly Contact[] | undefined;
  readonly addresses?: readonly Address[] | undefined;
  readonly certificates?: readonly Certificate[] | undefined;
};
export type Parts = Pick<Supplier, 'contacts' | 'addresses' | 'certificates'>;

/** One statement for all of them: whoever reads a supplier reads them with it. */
export async function findParts({ db }: TenantContext, table: PartnerTable, id: string): Promise<Parts> {
  const of = sql`c.${sql.raw(OWNER_COLUMN[table])} = ${id}`;
  const rows = (object: RawBuilder<unknown>, from: string) =>
    sql`(SELECT coalesce(json_agg(${object} ORDER BY c.position, c.id), '[]') FROM ${sql.table(from)} c WHERE ${of})`;
  const contacts = sql`json_build_object('name', c.name, 'role', c.role, 'email', c.email, 'phone', c.phone, 'notes', c.notes)`;
  const addresses = sql`json_build_object('kind', c.kind, 'name', c.name, 'addressLine1', c.address_line_1,
    'addressLine2', c.address_line_2, 'city', c.city, 'state', c.state, 'pincode', c.pincode, 'country', c.country)`;
  const certificates = sql`json_build_object('standard', c.standard, 'number', c.number, 'scope', c.scope,
    'issuer', c.issuer, 'validFrom', c.valid_from, 'validUntil', c.valid_until, 'state', ${stateOf('c')})`;
  const found = await sql<Parts>`SELECT ${rows(contacts, 'partner_contacts')} AS contacts,
    ${rows(addresses, 'partner_addresses')} AS addresses,
    ${rows(certificates, 'partner_certificates')} AS certificates`.execute(db);
  return found.rows[0] ?? { contacts: [], addresses: [], certificates: [] };
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
