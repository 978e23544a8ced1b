import { ROLES, type Role } from '@contract';
import { NativeSelect, type NativeSelectProps } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { useCompany } from '@web/session/useSession';

/** The roles somebody may give: up to their own. */
export function RoleSelect(props: NativeSelectProps) {
  const { t, enumLabel } = useFormat();
  const { role } = useCompany();
  const roles: readonly Role[] = ROLES.slice(ROLES.indexOf(role));
  return (
    <NativeSelect
      {...props}
      label={t('people.role')}
      data={roles.map((value) => ({ value, label: enumLabel('role', value) }))}
    />
  );
}
