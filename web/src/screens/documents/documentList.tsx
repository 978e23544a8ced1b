import { STOCK_DOCUMENT_STATUSES, STOCK_DOCUMENT_TYPES, type StockDocumentRow } from '@contract';
import type { ListDefinition } from '@web/grid/types';
import { PlaceName } from '@web/record/PlaceName';
import { StateBadge } from '@web/ui/StateBadge';
import { STOCK_DOCUMENT_TONES } from '@web/ui/tones';
import { DocumentParty } from './DocumentParty';

export const DOCUMENTS = '/inventory/documents';

export const documentList: ListDefinition<StockDocumentRow> = {
  id: 'documents',
  path: DOCUMENTS,
  endpoint: DOCUMENTS,
  permission: 'inventory:read',
  defaultSort: '-createdAt',
  rowKey: (row) => row.id,
  rowPath: (row) => `${DOCUMENTS}/${row.id}`,
  columns: [
    { id: 'number', label: 'fields.number', width: 130, sort: 'number', card: 'title', cell: (row) => row.number },
    {
      id: 'type',
      label: 'fields.documentType',
      width: 170,
      cell: (row, { enumLabel }) => enumLabel('stockDocumentType', row.type),
    },
    {
      id: 'status',
      label: 'fields.status',
      width: 120,
      card: 'mark',
      cell: (row, { enumLabel }) => (
        <StateBadge tone={STOCK_DOCUMENT_TONES[row.status]}>{enumLabel('stockDocumentStatus', row.status)}</StateBadge>
      ),
    },
    { id: 'location', label: 'fields.location', width: 150, cell: (row) => <PlaceName id={row.locationId} /> },
    {
      id: 'toLocation',
      label: 'fields.toLocation',
      width: 130,
      cell: (row) => row.toLocationId && <PlaceName id={row.toLocationId} />,
    },
    {
      id: 'party',
      label: 'fields.party',
      width: 150,
      cell: (row) => (row.supplierId ?? row.customerId) && <DocumentParty document={row} />,
    },
    {
      id: 'effectiveDate',
      label: 'fields.effectiveDate',
      width: 115,
      sort: 'effectiveDate',
      cell: (row, format) => format.date(row.effectiveDate),
    },
    { id: 'reference', label: 'fields.reference', width: 160, cell: (row) => row.reference },
    {
      id: 'reason',
      label: 'fields.reason',
      width: 140,
      extra: true,
      cell: (row, { enumLabel }) => row.reason && enumLabel('stockReason', row.reason),
    },
    {
      id: 'postedAt',
      label: 'fields.postedAt',
      width: 160,
      extra: true,
      cell: (row, format) => format.dateTime(row.postedAt),
    },
    {
      id: 'createdAt',
      label: 'fields.createdAt',
      width: 160,
      sort: 'createdAt',
      extra: true,
      cell: (row, format) => format.dateTime(row.createdAt),
    },
  ],
  filters: [
    { kind: 'anyOf', id: 'type', label: 'fields.documentType', set: 'stockDocumentType', values: STOCK_DOCUMENT_TYPES },
    {
      kind: 'anyOf',
      id: 'status',
      label: 'fields.status',
      set: 'stockDocumentStatus',
      values: STOCK_DOCUMENT_STATUSES,
    },
    { kind: 'location', id: 'locationId', label: 'fields.location' },
    { kind: 'location', id: 'toLocationId', label: 'fields.toLocation' },
    { kind: 'linked', id: 'supplierId', label: 'fields.supplier' },
    { kind: 'linked', id: 'customerId', label: 'fields.customer' },
    { kind: 'yesNo', id: 'archived', label: 'common.archived' },
  ],
};
