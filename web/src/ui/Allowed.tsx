import type { Permission } from '@contract';
import { permissionText } from '@web/form/permissionGroups';
import { useT } from '@web/i18n';
import classes from './Allowed.module.css';

/** How much a role or a key allows, and all of it in words once it is opened. */
export function Allowed({ permissions }: { permissions: readonly Permission[] }) {
  const t = useT();
  return (
    <details className={classes.allowed}>
      <summary>{t('access.permissionsCount', { count: permissions.length })}</summary>
      <ul>
        {permissions.map((permission) => (
          <li key={permission}>{t(permissionText(permission))}</li>
        ))}
      </ul>
    </details>
  );
}
