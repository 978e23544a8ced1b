import type { Rating } from '@contract';
import { Facts } from '@web/record/Facts';
import type { Section } from '@web/record/types';

const SECTION: Section<NonNullable<Rating>> = {
  title: 'parties.rating',
  facts: [
    { label: 'parties.decided', numeric: true, value: ({ inspections }, { count }) => count(inspections.decided) },
    { label: 'parties.accepted', numeric: true, value: ({ inspections }, { count }) => count(inspections.accepted) },
    {
      label: 'parties.passedShare',
      numeric: true,
      value: ({ inspections }, { percent }) => percent(inspections.passedShare),
    },
    {
      label: 'fields.quantity',
      numeric: true,
      value: ({ inspections }, { t, quantity }) =>
        inspections.quantities
          .map(({ unit, inspected, passed }) =>
            t('parties.passedOf', { passed: quantity(passed, unit), inspected: quantity(inspected, unit) }),
          )
          .join('; '),
    },
  ],
};

/** What inspections have found of a supplier's goods; nothing while none was decided on. */
export function SupplierRating({ rating }: { rating: Rating }) {
  return rating && <Facts section={SECTION} row={rating} />;
}
