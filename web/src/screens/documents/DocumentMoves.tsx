import type { ListAnswer, StockDocument, StockMoveRow } from '@contract';
import { Button, Skeleton, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useFormat } from '@web/format/useFormat';
import { api } from '@web/http/api';
import { queryString } from '@web/http/query';
import { type LineColumn, LineTable } from '@web/record/LineTable';
import { PlaceName } from '@web/record/PlaceName';
import { useCan, useCompany } from '@web/session/useSession';
import { ErrorState } from '@web/ui/ErrorState';
import { Panel } from '@web/ui/Panel';

const PATH = '/inventory/movements';
const PAGE = 100;

type End = {
  locationId: string | null;
  status: StockMoveRow['fromStatus'];
  end: StockMoveRow['fromEnd'];
};

function MoveEnd({ locationId, status, end }: End) {
  const { enumLabel } = useFormat();
  if (end !== null) return enumLabel('virtualEnd', end);
  return (
    <>
      <PlaceName id={locationId} />
      {status !== null && status !== 'AVAILABLE' && ` (${enumLabel('stockStatus', status)})`}
    </>
  );
}

const COLUMNS: readonly LineColumn<StockMoveRow>[] = [
  { label: 'fields.movement', cell: (row, { enumLabel }) => enumLabel('movementType', row.movementType) },
  { label: 'fields.item', cell: (row) => (row.lotNumber ? `${row.itemName} · ${row.lotNumber}` : row.itemName) },
  {
    label: 'fields.source',
    cell: (row) => <MoveEnd locationId={row.fromLocationId} status={row.fromStatus} end={row.fromEnd} />,
  },
  {
    label: 'fields.target',
    cell: (row) => <MoveEnd locationId={row.toLocationId} status={row.toStatus} end={row.toEnd} />,
  },
  { label: 'fields.quantity', numeric: true, cell: (row, format) => format.quantity(row.quantity, row.unit) },
  { label: 'fields.effectiveDate', cell: (row, format) => format.date(row.effectiveDate) },
];

/** The movements of one document, in the order they were posted. */
export function DocumentMoves({ document }: { document: StockDocument }) {
  const { t } = useFormat();
  const can = useCan();
  const company = useCompany();
  const query = useInfiniteQuery({
    queryKey: [company.id, PATH, 'of', document.id, document.version],
    queryFn: ({ pageParam, signal }) =>
      api<ListAnswer<StockMoveRow>>(
        `${PATH}${queryString({ sourceId: document.id, sort: 'seq', limit: PAGE, cursor: pageParam })}`,
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    enabled: document.status !== 'DRAFT',
  });
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const stockValue: LineColumn<StockMoveRow> = {
    label: 'fields.stockValue',
    numeric: true,
    cell: (row, format) => format.money(row.stockValue, company.currency),
  };
  const columns = can('costs:read') ? [...COLUMNS, stockValue] : COLUMNS;
  return (
    <Panel title={t('documents.moves')}>
      {document.status === 'DRAFT' && <Text c="dimmed">{t('documents.noMoves')}</Text>}
      {query.isLoading && <Skeleton height={96} role="status" aria-label={t('common.loading')} />}
      {query.isError && rows.length === 0 && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {rows.length > 0 && (
        <LineTable label={t('documents.moves')} lines={rows} lineKey={({ id }) => id} columns={columns} />
      )}
      {query.hasNextPage && (
        <Button
          size="xs"
          variant="default"
          mt="sm"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('grid.loadMore')}
        </Button>
      )}
    </Panel>
  );
}
