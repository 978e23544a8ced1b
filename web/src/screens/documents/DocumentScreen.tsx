import { Button } from '@mantine/core';
import { ListScreen } from '@web/grid/ListScreen';
import { useT } from '@web/i18n';
import { useCan } from '@web/session/useSession';
import { Icon } from '@web/ui/Icon';
import { Link } from 'react-router';
import { DOCUMENTS, documentList } from './documentList';

export function DocumentScreen() {
  const t = useT();
  const may = useCan()('inventory:move');
  const add = may && (
    <Button size="xs" component={Link} to={`${DOCUMENTS}/new`} leftSection={<Icon name="plus" size={16} />}>
      {t('documents.new')}
    </Button>
  );
  return <ListScreen list={documentList} action={add} />;
}
