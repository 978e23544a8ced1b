import { Button, Menu } from '@mantine/core';
import { useT } from '@web/i18n';
import { useCan } from '@web/session/useSession';
import { Icon } from '@web/ui/Icon';
import { Link } from 'react-router';
import { IMPORTS, kindsFor } from './importKinds';

/** The way from a list to a file for it; where a file can be of several kinds, they are offered. */
export function ImportButton({ list }: { list: string }) {
  const t = useT();
  const [first, ...more] = kindsFor(useCan(), list);
  if (!first) return null;
  const address = (name: string) => `${IMPORTS}/new?kind=${name}`;
  if (more.length === 0)
    return (
      <Button size="xs" variant="default" component={Link} to={address(first.name)}>
        {t('imports.action')}
      </Button>
    );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="xs" variant="default" rightSection={<Icon name="down" size={14} />}>
          {t('imports.action')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {[first, ...more].map(({ name, title }) => (
          <Menu.Item key={name} component={Link} to={address(name)}>
            {t(title)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
