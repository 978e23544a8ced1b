import type { Rating } from '@contract';
import { Facts } from '@web/record/Facts';
import type { Section } from '@web/record/types';

type Part<Name extends keyof NonNullable<Rating>> = NonNullable<NonNullable<Rating>[Name]>;

const INSPECTIONS: Section<Part<'inspections'>> = {
  title: 'parties.rating',
  facts: [
    { label: 'parties.decided', numeric: true, value: ({ decided }, { count }) => count(decided) },
    { label: 'parties.accepted', numeric: true, value: ({ accepted }, { count }) => count(accepted) },
    { label: 'parties.passedShare', numeric: true, value: ({ passedShare }, { percent }) => percent(passedShare) },
    {
      label: 'fields.quantity',
      numeric: true,
      value: ({ quantities }, { t, quantity }) =>
        quantities
          .map(({ unit, inspected, passed }) =>
            t('parties.passedOf', { passed: quantity(passed, unit), inspected: quantity(inspected, unit) }),
          )
          .join('; '),
    },
  ],
};

const DELIVERIES: Section<Part<'deliveries'>> = {
  title: 'parties.deliveries',
  facts: [
    { label: 'parties.receipts', numeric: true, value: ({ receipts }, { count }) => count(receipts) },
    {
      label: 'parties.onTime',
      numeric: true,
      value: ({ onTime }, { t, count }) =>
        onTime && t('parties.onTimeOf', { onTime: count(onTime.onTime), measured: count(onTime.measured) }),
    },
    {
      label: 'parties.daysLate',
      numeric: true,
      value: ({ onTime }, { plain }) => onTime && plain(onTime.daysLate),
    },
    {
      label: 'parties.returned',
      numeric: true,
      value: ({ quantities }, { t, quantity }) =>
        quantities
          .map(({ unit, received, returned }) =>
            t('parties.passedOf', { passed: quantity(returned, unit), inspected: quantity(received, unit) }),
          )
          .join('; '),
    },
    { label: 'parties.lengths', numeric: true, value: ({ lengths }, { percent }) => lengths && percent(lengths.share) },
  ],
};

/** What was measured of a supplier: by inspections, and by what was delivered; nothing of what was not. */
export function SupplierRating({ rating }: { rating: Rating }) {
  return (
    <>
      {rating?.inspections && <Facts section={INSPECTIONS} row={rating.inspections} />}
      {rating?.deliveries && <Facts section={DELIVERIES} row={rating.deliveries} />}
    </>
  );
}
