import type { ProductionOrder } from '@contract';
import { ListScreen } from '@web/grid/ListScreen';
import { RecordDrawer } from '@web/record/RecordDrawer';
import type { RecordDefinition } from '@web/record/types';
import { StateBadge } from '@web/ui/StateBadge';
import { ORDER_TONES } from '@web/ui/tones';
import { orderList } from './orderList';

const order: RecordDefinition<ProductionOrder> = {
  endpoint: '/production/orders',
  name: 'screens.orders.one',
  heading: (row) => row.number,
  marks: (row, { enumLabel }) => (
    <StateBadge tone={ORDER_TONES[row.status]}>{enumLabel('orderStatus', row.status)}</StateBadge>
  ),
  sections: [
    {
      title: 'common.basics',
      facts: [
        { label: 'fields.item', value: (row) => row.itemName },
        { label: 'fields.sku', value: (row) => row.itemSku },
        { label: 'fields.location', value: (row) => row.locationName },
        { label: 'fields.customer', value: (row) => row.customerName },
        { label: 'fields.priority', value: (row, { enumLabel }) => enumLabel('priority', row.priority) },
      ],
    },
    {
      title: 'common.quantities',
      facts: [
        { label: 'fields.quantity', value: (row, format) => format.quantity(row.quantity, row.unit), numeric: true },
        {
          label: 'fields.quantityCompleted',
          value: (row, format) => format.quantity(row.quantityCompleted, row.unit),
          numeric: true,
        },
      ],
    },
    {
      title: 'common.dates',
      facts: [
        { label: 'fields.dueDate', value: (row, format) => format.date(row.dueDate) },
        { label: 'fields.startedAt', value: (row, format) => format.dateTime(row.startedAt) },
        { label: 'fields.completedAt', value: (row, format) => format.dateTime(row.completedAt) },
        { label: 'fields.notes', value: (row) => row.notes, wide: true },
      ],
    },
  ],
};

export const List = () => <ListScreen list={orderList} />;
export const Detail = () => <RecordDrawer record={order} back={orderList.path} />;
