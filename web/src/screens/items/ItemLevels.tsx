import type { Item, Level, ListAnswer } from '@contract';
import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { queryString } from '@web/http/query';
import { useT } from '@web/i18n';
import { type LineColumn, Lines } from '@web/record/Lines';
import { useCan, useCompany } from '@web/session/useSession';
import { ErrorState } from '@web/ui/ErrorState';
import { Icon } from '@web/ui/Icon';
import { useState } from 'react';
import { LEVELS, LevelDialog } from './LevelDialog';

const COLUMNS: readonly LineColumn<Level>[] = [
  { label: 'fields.location', cell: (row) => row.locationName },
  { label: 'fields.minimumStock', numeric: true, cell: (row, f) => f.quantity(row.minimumStock, row.unit) },
  { label: 'fields.reorderPoint', numeric: true, cell: (row, f) => f.quantity(row.reorderPoint, row.unit) },
  { label: 'fields.maximumStock', numeric: true, cell: (row, f) => f.quantity(row.maximumStock, row.unit) },
];

/** When to order an item, and how much there should be, at single locations; elsewhere what the item itself says holds. */
export function ItemLevels({ item }: { item: Item }) {
  const t = useT();
  const company = useCompany();
  const may = useCan()('inventory:adjust') && item.archivedAt === null;
  const [doing, setDoing] = useState<Level | 'new' | null>(null);
  const query = useQuery({
    queryKey: [company.id, LEVELS, item.id],
    queryFn: ({ signal }) =>
      api<ListAnswer<Level>>(`${LEVELS}${queryString({ itemId: item.id, sort: 'locationName', limit: 200 })}`, {
        signal,
      }),
  });
  if (query.isPending) return <Skeleton height={60} mt="lg" role="status" aria-label={t('common.loading')} />;
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const levels = query.data.data;
  const change: LineColumn<Level> = {
    label: 'common.actions',
    cell: (row) => (
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`${t('common.edit')}: ${t('items.levelOf', { name: row.locationName })}`}
        onClick={() => setDoing(row)}
      >
        {t('common.edit')}
      </Button>
    ),
  };
  return (
    <>
      <Lines
        title="items.levels"
        empty="items.noLevels"
        lines={levels}
        lineKey={({ locationId }) => locationId}
        columns={may ? [...COLUMNS, change] : COLUMNS}
      />
      {may && (
        <Button
          size="xs"
          variant="default"
          mt="sm"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => setDoing('new')}
        >
          {t('items.newLevel')}
        </Button>
      )}
      {doing !== null && (
        <LevelDialog
          item={item}
          {...(doing !== 'new' && { level: doing })}
          taken={levels.map(({ locationId }) => locationId)}
          onClose={() => setDoing(null)}
        />
      )}
    </>
  );
}
