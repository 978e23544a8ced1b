import type { Role } from '@/contract/enums';
import { addMember } from '@/tenants/people/members.service';
import { type Client, client, tokenFor } from './api';
import { asSuperuser, makeUser } from './database';

export type Person = { readonly userId: string; readonly caller: Client };

/** Somebody with a role in a company, signed in there. */
export async function personIn(tenantId: string, role: Role, userId?: string): Promise<Person> {
  const id = userId ?? (await makeUser());
  await addMember(tenantId, id, role, 'cli:anna');
  return { userId: id, caller: client(await tokenFor(id, tenantId)) };
}

/** The role of each person in a company, as the database has it now. */
export async function rolesIn(tenantId: string): Promise<Record<string, string>> {
  const rows = await asSuperuser<{ id: string; role: string }>(
    'SELECT user_id AS id, role FROM user_tenants WHERE tenant_id = $1 AND is_active',
    [tenantId],
  );
  return Object.fromEntries(rows.map(({ id, role }) => [id, role]));
}
