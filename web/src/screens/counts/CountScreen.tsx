import { Button } from '@mantine/core';
import { ListScreen } from '@web/grid/ListScreen';
import { useT } from '@web/i18n';
import { useCan } from '@web/session/useSession';
import { Icon } from '@web/ui/Icon';
import { useState } from 'react';
import { countList } from './countList';
import { NewCountDialog } from './NewCountDialog';

export function CountScreen() {
  const t = useT();
  const may = useCan()('inventory:move');
  const [starting, setStarting] = useState(false);
  const add = may && (
    <Button size="xs" onClick={() => setStarting(true)} leftSection={<Icon name="plus" size={16} />}>
      {t('stock.newCount')}
    </Button>
  );
  return (
    <>
      <ListScreen list={countList} action={add} />
      {starting && <NewCountDialog onClose={() => setStarting(false)} />}
    </>
  );
}
