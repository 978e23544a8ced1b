import type { Item } from '@contract';
import type { Format } from '@web/format/format';
import type { RecordDefinition } from '@web/record/types';
import { StateBadge } from '@web/ui/StateBadge';

const yarnCount = (row: Item, format: Format) =>
  row.yarnCount === null || row.yarnCountSystem === null
    ? format.plain(row.yarnCount)
    : `${format.enumLabel('yarnCountSystem', row.yarnCountSystem)} ${format.plain(row.yarnCount)}`;

export const itemRecord: RecordDefinition<Item> = {
  endpoint: '/inventory/items',
  name: 'screens.items.one',
  heading: (row) => row.name,
  marks: (row, format) => <StateBadge tone="neutral">{format.enumLabel('itemKind', row.kind)}</StateBadge>,
  sections: [
    {
      title: 'common.basics',
      facts: [
        { label: 'fields.sku', value: (row) => row.sku },
        { label: 'fields.unit', value: (row, format) => format.enumLabel('unit', row.unit) },
        {
          label: 'fields.secondUnit',
          value: (row, format) => row.secondUnit && format.enumLabel('unit', row.secondUnit),
        },
        { label: 'fields.tracking', value: (row, format) => format.enumLabel('tracking', row.tracking) },
        { label: 'fields.valuation', value: (row, format) => format.enumLabel('valuation', row.valuation) },
        { label: 'fields.category', value: (row) => row.category },
        { label: 'fields.onHand', value: (row, format) => format.quantity(row.onHand, row.unit), numeric: true },
        { label: 'fields.reserved', value: (row, format) => format.quantity(row.reserved, row.unit), numeric: true },
        {
          label: 'fields.reorderPoint',
          value: (row, format) => format.quantity(row.reorderPoint, row.unit),
          numeric: true,
        },
        {
          label: 'fields.minimumStock',
          value: (row, format) => format.quantity(row.minimumStock, row.unit),
          numeric: true,
        },
        {
          label: 'fields.maximumStock',
          value: (row, format) => format.quantity(row.maximumStock, row.unit),
          numeric: true,
        },
      ],
    },
    {
      title: 'common.textile',
      facts: [
        { label: 'fields.composition', value: (row) => row.composition },
        { label: 'fields.yarnCount', value: yarnCount },
        { label: 'fields.gsm', value: (row, format) => format.plain(row.gsm), numeric: true },
        { label: 'fields.width', value: (row, format) => format.plain(row.widthMm), numeric: true },
        { label: 'fields.colour', value: (row) => row.colour },
        { label: 'fields.shade', value: (row) => row.shade },
        { label: 'fields.size', value: (row) => row.size },
        { label: 'fields.barcode', value: (row) => row.barcode },
        { label: 'fields.description', value: (row) => row.description, wide: true },
      ],
    },
  ],
};
