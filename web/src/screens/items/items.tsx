import type { Item } from '@contract';
import { ListScreen } from '@web/grid/ListScreen';
import { Facts } from '@web/record/Facts';
import { type LineColumn, Lines } from '@web/record/Lines';
import { RecordDrawer } from '@web/record/RecordDrawer';
import { useCan } from '@web/session/useSession';
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
  const list = can('costs:read') ? itemList : withoutCosts;
  return <ListScreen list={list} />;
}

const withoutCosts = { ...itemList, columns: itemList.columns.filter(({ id }) => id !== 'unitCost') };

export function Detail() {
  const can = useCan();
  return (
    <RecordDrawer record={itemRecord} back={itemList.path}>
      {(row) => (
        <>
          <Lines
            title="screens.items.stock"
            empty="screens.items.noStock"
            lines={row.stock}
            lineKey={(line) => line.locationId}
            columns={stockColumns(row.unit)}
          />
          {can('costs:read') && <Facts section={costs} row={row} />}
        </>
      )}
    </RecordDrawer>
  );
}
