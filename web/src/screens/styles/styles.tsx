import type { Style } from '@contract';
import { Button } from '@mantine/core';
import { ListScreen } from '@web/grid/ListScreen';
import { useT } from '@web/i18n';
import { RecordDrawer } from '@web/record/RecordDrawer';
import type { RecordDefinition } from '@web/record/types';
import { useCan } from '@web/session/useSession';
import { Icon } from '@web/ui/Icon';
import { useState } from 'react';
import { StyleDialog } from './StyleDialog';
import { StyleGrid } from './StyleGrid';
import { styleList } from './styleList';

const record: RecordDefinition<Style> = {
  endpoint: '/inventory/styles',
  name: 'screens.styles.one',
  heading: (row) => row.name,
  sections: [
    {
      title: 'common.basics',
      facts: [
        { label: 'fields.code', value: (row) => row.code },
        { label: 'fields.season', value: (row) => row.season },
        { label: 'fields.composition', value: (row) => row.composition },
        { label: 'fields.gsm', value: (row, format) => format.plain(row.gsm), numeric: true },
        { label: 'fields.variants', value: (row) => row.variantCount, numeric: true },
      ],
    },
  ],
};

export function List() {
  const t = useT();
  const can = useCan();
  const [making, setMaking] = useState(false);
  const add = can('inventory:write') && (
    <Button size="xs" onClick={() => setMaking(true)} leftSection={<Icon name="plus" size={16} />}>
      {t('styles.new')}
    </Button>
  );
  return (
    <>
      <ListScreen list={styleList} action={add} />
      {making && <StyleDialog onClose={() => setMaking(false)} />}
    </>
  );
}

export function Detail() {
  return (
    <RecordDrawer record={record} back={styleList.path} actions={(style) => <Actions style={style} />}>
      {(style) => <StyleGrid style={style} />}
    </RecordDrawer>
  );
}

function Actions({ style }: { style: Style }) {
  const t = useT();
  const can = useCan();
  const [editing, setEditing] = useState(false);
  if (!can('inventory:write') || style.archivedAt !== null) return null;
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setEditing(true)}>
        {t('common.edit')}
      </Button>
      {editing && <StyleDialog style={style} onClose={() => setEditing(false)} />}
    </>
  );
}
