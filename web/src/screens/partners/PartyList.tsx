import { Button } from '@mantine/core';
import { ListScreen } from '@web/grid/ListScreen';
import type { ListDefinition } from '@web/grid/types';
import { useT } from '@web/i18n';
import { useCan } from '@web/session/useSession';
import { Icon } from '@web/ui/Icon';
import { Link } from 'react-router';
import type { PartyKind } from './partyKinds';

/** The list of suppliers or customers, with the way to a new one for those who may enter it. */
export function PartyList<Row>({ list, kind }: { list: ListDefinition<Row>; kind: PartyKind }) {
  const t = useT();
  const can = useCan();
  const add = can('partners:write') && (
    <Button size="xs" component={Link} to={`${kind.endpoint}/new`} leftSection={<Icon name="plus" size={16} />}>
      {t(kind.new)}
    </Button>
  );
  return <ListScreen list={list} action={add} />;
}
