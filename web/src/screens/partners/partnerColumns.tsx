import type { CustomerListRow, SupplierListRow } from '@contract';
import type { Column, Filter } from '@web/grid/types';
import { StateBadge } from '@web/ui/StateBadge';

type KindSet = 'supplierKind' | 'customerKind';

/** What suppliers and customers have in common in a list. */
export const partnerColumns = <Row extends SupplierListRow | CustomerListRow>(kinds: KindSet): Column<Row>[] => [
  { id: 'name', label: 'fields.name', width: 240, sort: 'name', card: 'title', cell: (row) => row.name },
  { id: 'code', label: 'fields.code', width: 110, sort: 'code', cell: (row) => row.code },
  {
    id: 'kind',
    label: 'fields.kind',
    width: 190,
    sort: 'kind',
    card: 'mark',
    cell: (row, format) => <StateBadge tone="neutral">{format.enumLabel(kinds, row.kind)}</StateBadge>,
  },
  { id: 'contactName', label: 'fields.contactName', width: 150, cell: (row) => row.contactName },
  { id: 'phone', label: 'fields.phone', width: 150, cell: (row) => row.phone },
  { id: 'email', label: 'fields.email', width: 200, extra: true, cell: (row) => row.email },
  { id: 'city', label: 'fields.city', width: 130, cell: (row) => row.city },
  { id: 'country', label: 'fields.country', width: 110, cell: (row) => row.country },
  {
    id: 'paymentTerms',
    label: 'fields.paymentTerms',
    width: 140,
    cell: (row, format) => format.paymentTerms(row.paymentTerms),
  },
  { id: 'tags', label: 'parties.tags', width: 150, extra: true, cell: (row) => row.tags.join(', ') },
  { id: 'taxId', label: 'fields.taxId', width: 150, extra: true, cell: (row) => row.taxId },
  { id: 'currency', label: 'fields.currency', width: 90, extra: true, cell: (row) => row.currency },
  {
    id: 'updatedAt',
    label: 'fields.updatedAt',
    width: 160,
    sort: 'updatedAt',
    extra: true,
    cell: (row, format) => format.dateTime(row.updatedAt),
  },
];

export const partnerFilters = (set: KindSet, values: readonly string[]): Filter[] => [
  { kind: 'anyOf', id: 'kind', label: 'fields.kind', set, values },
  { kind: 'text', id: 'country', label: 'fields.country', maxLength: 60 },
  { kind: 'text', id: 'tag', label: 'parties.tag', maxLength: 40 },
  { kind: 'yesNo', id: 'hasExpiringCertificate', label: 'parties.hasExpiringCertificate' },
  { kind: 'yesNo', id: 'archived', label: 'common.archived' },
];
