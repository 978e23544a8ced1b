import type { historyOut, StockRow } from '@contract';
import { Anchor, Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Format } from '@web/format/format';
import { api } from '@web/http/api';
import { queryString } from '@web/http/query';
import { useT } from '@web/i18n';
import { type LineColumn, Lines } from '@web/record/Lines';
import { useCompany } from '@web/session/useSession';
import { isNegative } from '@web/stock/decimals';
import { ErrorState } from '@web/ui/ErrorState';
import { Link } from 'react-router';
import type { z } from 'zod';

type History = z.infer<typeof historyOut>;
type Move = History['data'][number];

const PAGES: Readonly<Record<string, string>> = { DOCUMENT: '/inventory/documents', COUNT: '/inventory/counts' };

function Source({ move, format }: { move: Move; format: Format }) {
  const word = format.enumLabel('movementType', move.movementType);
  const page = PAGES[move.sourceType];
  if (!page) return word;
  return (
    <Anchor inherit component={Link} to={`${page}/${move.sourceId}`}>
      {word}
    </Anchor>
  );
}

const columnsOf = (unit: string): LineColumn<Move>[] => [
  { label: 'fields.effectiveDate', cell: (move, format) => format.date(move.effectiveDate) },
  { label: 'fields.movement', cell: (move, format) => <Source move={move} format={format} /> },
  {
    label: 'fields.change',
    numeric: true,
    cell: (move, format) => `${isNegative(move.change) ? '' : '+'}${format.quantity(move.change, unit)}`,
  },
  { label: 'fields.balance', numeric: true, cell: (move, format) => format.quantity(move.balance, unit) },
];

/** How what lies at a location came to be so: newest first, with what there was after each. */
export function BalanceHistory({ row: { itemId, locationId, lotId, unit } }: { row: StockRow }) {
  const t = useT();
  const company = useCompany();
  const path = `/inventory/items/${itemId}/history`;
  const query = useInfiniteQuery({
    queryKey: [company.id, path, locationId, lotId],
    queryFn: ({ pageParam, signal }) =>
      api<History>(`${path}${queryString({ locationId, lotId, beforeSeq: pageParam })}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextBeforeSeq,
  });
  if (query.isPending) return <Skeleton height={120} mt="lg" role="status" aria-label={t('common.loading')} />;
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      <Lines
        title="stock.history"
        empty="stock.noHistory"
        lines={query.data.pages.flatMap(({ data }) => data)}
        lineKey={({ id }) => id}
        columns={columnsOf(unit)}
      />
      {query.hasNextPage && (
        <Button
          size="xs"
          variant="default"
          mt="sm"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('stock.older')}
        </Button>
      )}
    </>
  );
}
