import type { Customer, Supplier } from '@contract';
import type { Fact, Section } from '@web/record/types';
import { mailLink, phoneLink } from '@web/ui/links';

type Partner = Supplier | Customer;

/** The detail of a supplier or customer; `commercial` is what only one of them has. */
export const partnerSections = <Row extends Partner>(
  kinds: 'supplierKind' | 'customerKind',
  commercial: readonly Fact<Row>[],
): Section<Row>[] => [
  {
    title: 'common.basics',
    facts: [
      { label: 'fields.code', value: (row) => row.code },
      { label: 'fields.kind', value: (row, format) => format.enumLabel(kinds, row.kind) },
      { label: 'parties.tags', value: (row) => row.tags.join(', ') },
      { label: 'fields.taxId', value: (row) => row.taxId },
      { label: 'parties.pan', value: (row) => row.pan },
      { label: 'parties.registrationNumber', value: (row) => row.registrationNumber },
    ],
  },
  {
    title: 'parties.mainContact',
    facts: [
      { label: 'fields.contactName', value: (row) => row.contactName },
      { label: 'fields.phone', value: (row) => phoneLink(row.phone) },
      { label: 'fields.email', value: (row) => mailLink(row.email) },
    ],
  },
  {
    title: 'parties.mainAddress',
    facts: [
      { label: 'fields.addressLine1', value: (row) => row.addressLine1 },
      { label: 'fields.addressLine2', value: (row) => row.addressLine2 },
      { label: 'fields.city', value: (row) => row.city },
      { label: 'fields.pincode', value: (row) => row.pincode },
      { label: 'fields.state', value: (row) => row.state },
      { label: 'fields.country', value: (row) => row.country },
    ],
  },
  {
    title: 'common.commercial',
    facts: [
      { label: 'fields.currency', value: (row) => row.currency },
      { label: 'fields.paymentTerms', value: (row, format) => format.paymentTerms(row.paymentTerms) },
      ...commercial,
      { label: 'fields.terms', value: (row) => row.terms, wide: true },
      { label: 'fields.notes', value: (row) => row.notes, wide: true },
    ],
  },
];
