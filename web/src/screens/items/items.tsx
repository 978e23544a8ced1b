import type { Item } from '@contract';
import { Button } from '@mantine/core';
import { ListScreen } from '@web/grid/ListScreen';
import { useT } from '@web/i18n';
import { Facts } from '@web/record/Facts';
import { type LineColumn, Lines } from '@web/record/Lines';
import { RecordDrawer } from '@web/record/RecordDrawer';
import { useCan } from '@web/session/useSession';
import { Icon } from '@web/ui/Icon';
import { useState } from 'react';
import { ItemActions } from './ItemActions';
import { ItemDialog } from './ItemDialog';
import { ItemLevels } from './ItemLevels';
import { ItemPictures } from './ItemPictures';
import { ItemPrices } from './ItemPrices';
import { itemList } from './itemList';
import { itemRecord } from './itemRecord';

type StockLine = Item['stock'][number];

const stockColumns = (unit: string): LineColumn<StockLine>[] => [
  { label: 'fields.location', cell: (line) => line.locationName },
  { label: 'fields.onHand', numeric: true, cell: (line, format) => format.quantity(line.onHand, unit) },
  { label: 'fields.reserved', numeric: true, cell: (line, format) => format.quantity(line.reserved, unit) },
];

/** Costs are a section of their own because not everybody may see them. */
const costs = {
  title: 'common.commercial',
  facts: [
    {
      label: 'fields.unitCost',
      numeric: true,
      value: (row: Item, { money }: { money: (value: string | null | undefined, currency: string) => string }) =>
        money(row.unitCost, row.currency),
    },
    { label: 'fields.currency', value: (row: Item) => row.currency },
  ],
} as const;

export function List() {
  const can = useCan();
  const t = useT();
  const [making, setMaking] = useState(false);
  const list = can('costs:read') ? itemList : withoutCosts;
  const add = can('inventory:write') && (
    <Button size="xs" onClick={() => setMaking(true)} leftSection={<Icon name="plus" size={16} />}>
      {t('items.new')}
    </Button>
  );
  return (
    <>
      <ListScreen list={list} action={add} />
      {making && <ItemDialog onClose={() => setMaking(false)} />}
    </>
  );
}

const withoutCosts = { ...itemList, columns: itemList.columns.filter(({ id }) => id !== 'unitCost') };

export function Detail() {
  const can = useCan();
  return (
    <RecordDrawer record={itemRecord} back={itemList.path} actions={(item) => <ItemActions item={item} />}>
      {(row) => (
        <>
          <ItemPictures item={row} />
          <Lines
            title="screens.items.stock"
            empty="screens.items.noStock"
            lines={row.stock}
            lineKey={(line) => line.locationId}
            columns={stockColumns(row.unit)}
          />
          <ItemLevels item={row} />
          {can('prices:read') && <ItemPrices item={row} />}
          {can('costs:read') && <Facts section={costs} row={row} />}
        </>
      )}
    </RecordDrawer>
  );
}
