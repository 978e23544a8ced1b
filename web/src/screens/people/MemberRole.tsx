import type { Member } from '@contract';
import { useFormat } from '@web/format/useFormat';

/** The role, and the company's own one that decides in its place. */
export function MemberRole({ member }: { member: Member }) {
  const { enumLabel } = useFormat();
  const role = enumLabel('role', member.role);
  return member.customRole ? `${role} · ${member.customRole.name}` : role;
}
