import type { ListAnswer, Reservation, StockRow } from '@contract';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { queryString } from '@web/http/query';
import { useT } from '@web/i18n';
import { type LineColumn, Lines } from '@web/record/Lines';
import { useCompany } from '@web/session/useSession';
import { ErrorState } from '@web/ui/ErrorState';

const PATH = '/inventory/reservations';

const COLUMNS: readonly LineColumn<Reservation>[] = [
  { label: 'fields.reference', cell: (row) => row.reference ?? '–' },
  { label: 'fields.lot', cell: (row) => row.lotNumber ?? '–' },
  {
    label: 'fields.quantityOpen',
    numeric: true,
    cell: (row, format) => format.quantity(row.quantityOpen, row.unit),
  },
  { label: 'fields.expiresAt', cell: (row, format) => format.dateTime(row.expiresAt) },
];

/** What is promised of an item at its location: of the lot, or of whichever lots there are. */
export function BalanceReservations({ row: { itemId, locationId, lotId } }: { row: StockRow }) {
  const t = useT();
  const company = useCompany();
  const query = useQuery({
    queryKey: [company.id, PATH, itemId, locationId],
    queryFn: ({ signal }) =>
      api<ListAnswer<Reservation>>(`${PATH}${queryString({ itemId, locationId, status: 'ACTIVE', limit: 200 })}`, {
        signal,
      }),
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
      columns={COLUMNS}
    />
  );
}
