import type { QualityRecord } from '@contract';
import { ListScreen } from '@web/grid/ListScreen';
import { type LineColumn, Lines } from '@web/record/Lines';
import { RecordDrawer } from '@web/record/RecordDrawer';
import type { RecordDefinition } from '@web/record/types';
import { StateBadge } from '@web/ui/StateBadge';
import { QUALITY_TONES, SEVERITY_TONES } from '@web/ui/tones';
import { qualityList } from './qualityList';

type Defect = QualityRecord['defects'][number];

const record: RecordDefinition<QualityRecord> = {
  endpoint: '/quality/records',
  name: 'screens.quality.one',
  heading: (row) => row.number,
  marks: (row, { enumLabel }) => (
    <StateBadge tone={QUALITY_TONES[row.status]}>{enumLabel('qualityStatus', row.status)}</StateBadge>
  ),
  sections: [
    {
      title: 'common.quantities',
      facts: [
        {
          label: 'fields.quantityInspected',
          value: (row, format) => format.quantity(row.quantityInspected, row.unit),
          numeric: true,
        },
        {
          label: 'fields.quantityPassed',
          value: (row, format) => format.quantity(row.quantityPassed, row.unit),
          numeric: true,
        },
        {
          label: 'fields.quantityFailed',
          value: (row, format) => format.quantity(row.quantityFailed, row.unit),
          numeric: true,
        },
      ],
    },
    {
      title: 'common.basics',
      facts: [
        { label: 'fields.kind', value: (row, { enumLabel }) => enumLabel('qualityKind', row.kind) },
        { label: 'fields.item', value: (row) => row.itemName },
        { label: 'fields.sku', value: (row) => row.itemSku },
        { label: 'fields.location', value: (row) => row.locationName },
        { label: 'fields.order', value: (row) => row.productionOrderNumber },
        { label: 'fields.supplier', value: (row) => row.supplierName },
        { label: 'fields.inspectedOn', value: (row, format) => format.date(row.inspectedOn) },
        { label: 'fields.notes', value: (row) => row.notes, wide: true },
      ],
    },
  ],
};

const defectColumns = (unit: string): LineColumn<Defect>[] => [
  { label: 'fields.category', cell: (line, { enumLabel }) => enumLabel('defectCategory', line.category) },
  {
    label: 'fields.severity',
    cell: (line, { enumLabel }) => (
      <StateBadge tone={SEVERITY_TONES[line.severity]}>{enumLabel('defectSeverity', line.severity)}</StateBadge>
    ),
  },
  { label: 'fields.quantity', numeric: true, cell: (line, format) => format.quantity(line.quantity, unit) },
  { label: 'fields.position', cell: (line) => line.position },
  { label: 'fields.resolution', cell: (line) => line.resolution },
];

export const List = () => <ListScreen list={qualityList} />;

export function Detail() {
  return (
    <RecordDrawer record={record} back={qualityList.path}>
      {(row) => (
        <Lines
          title="screens.quality.defects"
          empty="screens.quality.noDefects"
          lines={row.defects}
          lineKey={(line) => line.id}
          columns={defectColumns(row.unit)}
        />
      )}
    </RecordDrawer>
  );
}
