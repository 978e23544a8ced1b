import type { Category } from '@contract';
import { Button } from '@mantine/core';
import { ListScreen } from '@web/grid/ListScreen';
import { useT } from '@web/i18n';
import { RecordDrawer } from '@web/record/RecordDrawer';
import type { RecordDefinition } from '@web/record/types';
import { useCan } from '@web/session/useSession';
import { Icon } from '@web/ui/Icon';
import { useState } from 'react';
import { CategoryDialog } from './CategoryDialog';
import { categoryList } from './categoryList';

const record: RecordDefinition<Category> = {
  endpoint: '/inventory/categories',
  name: 'screens.categories.one',
  heading: (row) => row.name,
  sections: [
    {
      title: 'common.basics',
      facts: [
        { label: 'fields.categoryPath', value: (row) => row.path.join(' › '), wide: true },
        { label: 'fields.itemCount', value: (row) => row.itemCount, numeric: true },
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
      {t('categories.new')}
    </Button>
  );
  return (
    <>
      <ListScreen list={categoryList} action={add} />
      {making && <CategoryDialog onClose={() => setMaking(false)} />}
    </>
  );
}

export function Detail() {
  return (
    <RecordDrawer record={record} back={categoryList.path} actions={(category) => <Actions category={category} />} />
  );
}

function Actions({ category }: { category: Category }) {
  const t = useT();
  const can = useCan();
  const [editing, setEditing] = useState(false);
  if (!can('inventory:write') || category.archivedAt !== null) return null;
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setEditing(true)}>
        {t('common.edit')}
      </Button>
      {editing && <CategoryDialog category={category} onClose={() => setEditing(false)} />}
    </>
  );
}
