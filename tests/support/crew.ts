import type { Role } from '@/contract/enums';
import { addMember } from '@/tenants/people/members.service';
import { asSuperuser } from './database';
import { makePerson } from './sessions';

/** Somebody with a name and a password who works in a company. */
export async function hire(tenantId: string, name: string, role: Role) {
  const person = await makePerson();
  const [firstName, lastName] = name.split(' ');
  await asSuperuser('UPDATE users SET first_name = $2, last_name = $3 WHERE id = $1', [person.id, firstName, lastName]);
  await addMember(tenantId, person.id, role, 'cli:anna');
  return { ...person, name };
}
