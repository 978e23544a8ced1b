import { Button } from '@mantine/core';
import { ListScreen } from '@web/grid/ListScreen';
import { useT } from '@web/i18n';
import { IMPORTS, kindsFor } from '@web/imports/importKinds';
import { useCan } from '@web/session/useSession';
import { Icon } from '@web/ui/Icon';
import { Link } from 'react-router';
import { importList } from './importList';

/** The files that were sent, and what came of them. */
export function ImportScreen() {
  const t = useT();
  const may = kindsFor(useCan()).length > 0;
  const add = may && (
    <Button size="xs" component={Link} to={`${IMPORTS}/new`} leftSection={<Icon name="plus" size={16} />}>
      {t('imports.new')}
    </Button>
  );
  return <ListScreen list={importList} action={add} />;
}
