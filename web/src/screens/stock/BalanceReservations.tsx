import type { ListAnswer, Reservation, StockRow } from '@contract';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { queryString } from '@web/http/query';
import { useT } from '@web/i18n';
import { type LineColumn, Lines } from '@web/record/Lines';
import { useCan, useCompany } from '@web/session/useSession';
import { ErrorState } from '@web/ui/ErrorState';
import { ReleaseButton } from './ReleaseButton';
import { RESERVATIONS } from './reservations';

const COLUMNS: readonly LineColumn<Reservation>[] = [
  { label: 'fields.reference', cell: (row) => row.reference ?? '–' },
  { label: 'fields.lot', cell: (row, { t }) => row.lotNumber ?? t('stock.anyLot') },
  {
    label: 'fields.quantityOpen',
    numeric: true,
    cell: (row, format) => format.quantity(row.quantityOpen, row.unit),
  },
  { label: 'fields.expiresAt', cell: (row, format) => format.dateTime(row.expiresAt) },
];

const RELEASE: LineColumn<Reservation> = {
  label: 'common.actions',
  cell: (row) => <ReleaseButton reservation={row} />,
};

/** What is promised of an item at its location: of the lot, or of whichever lots there are. */
export function BalanceReservations({ row: { itemId, locationId, lotId } }: { row: StockRow }) {
  const t = useT();
  const company = useCompany();
  const may = useCan()('inventory:move');
  const query = useQuery({
    queryKey: [company.id, RESERVATIONS, itemId, locationId],
    queryFn: ({ signal }) =>
      api<ListAnswer<Reservation>>(
        `${RESERVATIONS}${queryString({ itemId, locationId, status: 'ACTIVE', limit: 200 })}`,
        {
          signal,
        },
      ),
  });
  if (query.isPending) return <Skeleton height={60} mt="lg" role="status" aria-label={t('common.loading')} />;
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const mine = query.data.data.filter((each) => each.lotId === null || each.lotId === lotId);
  return (
    <Lines
      title="stock.reservations"
      empty="stock.noReservations"
      lines={mine}
      lineKey={({ id }) => id}
      columns={may ? [...COLUMNS, RELEASE] : COLUMNS}
    />
  );
}
