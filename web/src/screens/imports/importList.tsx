import { IMPORT_STATUSES, type ImportListRow } from '@contract';
import type { ListDefinition } from '@web/grid/types';
import { IMPORTS } from '@web/imports/importKinds';
import { StateBadge } from '@web/ui/StateBadge';
import { IMPORT_TONES } from '@web/ui/tones';

const count = (
  id: keyof ImportListRow & `${string}Count`,
  label: `imports.${'rows' | 'faulty' | 'made' | 'changed' | 'same' | 'skipped'}`,
) =>
  ({
    id,
    label,
    width: 110,
    numeric: true,
    cell: (row: ImportListRow, format: { count: (value: number) => string }) => format.count(row[id]),
  }) as const;

export const importList: ListDefinition<ImportListRow> = {
  id: 'imports',
  path: IMPORTS,
  endpoint: IMPORTS,
  permission: 'imports:run',
  defaultSort: '-createdAt',
  rowKey: (row) => row.id,
  rowPath: (row) => `${IMPORTS}/${row.id}`,
  columns: [
    {
      id: 'fileName',
      label: 'imports.fileName',
      width: 240,
      card: 'title',
      cell: (row, { t }) => row.fileName ?? t('imports.noName'),
    },
    {
      id: 'kind',
      label: 'fields.kind',
      width: 150,
      cell: (row, { enumLabel }) => enumLabel('importKind', row.kind),
    },
    {
      id: 'status',
      label: 'fields.status',
      width: 180,
      card: 'mark',
      cell: (row, { enumLabel }) => (
        <StateBadge tone={IMPORT_TONES[row.status]}>{enumLabel('importStatus', row.status)}</StateBadge>
      ),
    },
    count('rowCount', 'imports.rows'),
    count('faultyCount', 'imports.faulty'),
    count('madeCount', 'imports.made'),
    count('changedCount', 'imports.changed'),
    { ...count('sameCount', 'imports.same'), extra: true },
    count('skippedCount', 'imports.skipped'),
    {
      id: 'createdAt',
      label: 'fields.createdAt',
      width: 170,
      sort: 'createdAt',
      cell: (row, format) => format.dateTime(row.createdAt),
    },
    { id: 'ranAt', label: 'imports.ranAt', width: 170, cell: (row, format) => format.dateTime(row.ranAt) },
    {
      id: 'undoneAt',
      label: 'imports.undoneAt',
      width: 170,
      extra: true,
      cell: (row, format) => format.dateTime(row.undoneAt),
    },
  ],
  filters: [{ kind: 'anyOf', id: 'status', label: 'fields.status', set: 'importStatus', values: IMPORT_STATUSES }],
};
