import type { Permission } from '@contract';
import { Checkbox, Fieldset, Input, Stack, Text } from '@mantine/core';
import { useT } from '@web/i18n';
import { useCan } from '@web/session/useSession';
import classes from './PermissionChoice.module.css';
import { groupsOf, permissionText } from './permissionGroups';

type Props = {
  /** All there is to choose from. */
  among: readonly Permission[];
  value: readonly Permission[];
  onChange: (value: Permission[]) => void;
  error?: string | undefined;
};

/** Permissions as boxes to tick. Nobody gives what they do not have: those can only be taken away. */
export function PermissionChoice({ among, value, onChange, error }: Props) {
  const t = useT();
  const can = useCan();
  const toggle = (permission: Permission) => {
    const after = value.includes(permission) ? value.filter((each) => each !== permission) : [...value, permission];
    onChange(among.filter((each) => after.includes(each)));
  };
  return (
    <div>
      <div className={classes.groups}>
        {groupsOf(among).map(({ title, permissions }) => (
          <Fieldset key={title} variant="unstyled" legend={<span className={classes.title}>{t(title)}</span>}>
            <Stack gap="xs">
              {permissions.map((permission) => (
                <Checkbox
                  key={permission}
                  size="xs"
                  label={t(permissionText(permission))}
                  checked={value.includes(permission)}
                  disabled={!can(permission) && !value.includes(permission)}
                  onChange={() => toggle(permission)}
                />
              ))}
            </Stack>
          </Fieldset>
        ))}
      </div>
      {among.some((permission) => !can(permission)) && (
        <Text size="xs" c="dimmed" mt="sm">
          {t('access.notYours')}
        </Text>
      )}
      {error && (
        <Input.Error size="sm" mt="sm" role="alert">
          {error}
        </Input.Error>
      )}
    </div>
  );
}
