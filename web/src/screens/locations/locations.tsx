import { Button } from '@mantine/core';
import { ListScreen } from '@web/grid/ListScreen';
import { useT } from '@web/i18n';
import { useCan } from '@web/session/useSession';
import { Icon } from '@web/ui/Icon';
import { Link } from 'react-router';
import { locationList } from './locationList';

export function List() {
  const t = useT();
  const can = useCan();
  const add = can('locations:manage') && (
    <Button size="xs" component={Link} to="/locations/new" leftSection={<Icon name="plus" size={16} />}>
      {t('locations.new')}
    </Button>
  );
  return <ListScreen list={locationList} action={add} />;
}

export { LocationDetail as Detail } from './LocationDetail';
