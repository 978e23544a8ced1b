import type { Item, ListAnswer, Price } from '@contract';
import { Button, Group, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Format } from '@web/format/format';
import { useFormat } from '@web/format/useFormat';
import { api } from '@web/http/api';
import { queryString } from '@web/http/query';
import { type LineColumn, Lines } from '@web/record/Lines';
import { useCan, useCompany } from '@web/session/useSession';
import { ErrorState } from '@web/ui/ErrorState';
import { Icon } from '@web/ui/Icon';
import { useState } from 'react';
import { ArchivePrice } from './ArchivePrice';
import { PriceDialog } from './PriceDialog';
import { PRICES } from './prices';

/** Whose price it is, in words. */
const whose = ({ customerName, customerKind }: Price, { t, enumLabel }: Format) =>
  customerName ?? (customerKind === null ? t('items.everybody') : enumLabel('customerKind', customerKind));

const during = ({ validFrom, validUntil }: Price, { date }: Format) =>
  validFrom === null && validUntil === null ? '' : `${date(validFrom) || '…'} – ${date(validUntil) || '…'}`;

const COLUMNS: readonly LineColumn<Price>[] = [
  { label: 'items.priceFor', cell: whose },
  { label: 'items.fromQuantity', numeric: true, cell: (row, f) => f.quantity(row.minimumQuantity, row.unit) },
  { label: 'items.price', numeric: true, cell: (row, { money }) => money(row.price, row.currency) },
  { label: 'items.validity', cell: during },
];

type Doing = { what: 'add' } | { what: 'change' | 'archive'; price: Price };

/** What an item is sold at: to whom, from how much on, and when. */
export function ItemPrices({ item }: { item: Item }) {
  const format = useFormat();
  const { t } = format;
  const company = useCompany();
  const may = useCan()('prices:write') && item.archivedAt === null;
  const [doing, setDoing] = useState<Doing | null>(null);
  const query = useQuery({
    queryKey: [company.id, PRICES, item.id],
    queryFn: ({ signal }) =>
      api<ListAnswer<Price>>(`${PRICES}${queryString({ itemId: item.id, sort: 'minimumQuantity', limit: 200 })}`, {
        signal,
      }),
  });
  if (query.isPending) return <Skeleton height={60} mt="lg" role="status" aria-label={t('common.loading')} />;
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const close = () => setDoing(null);
  const actions: LineColumn<Price> = {
    label: 'common.actions',
    cell: (price, f) => (
      <Actions name={`${whose(price, f)}, ${f.money(price.price, price.currency)}`} price={price} onDo={setDoing} />
    ),
  };
  return (
    <>
      <Lines
        title="items.prices"
        empty="items.noPrices"
        lines={query.data.data}
        lineKey={({ id }) => id}
        columns={may ? [...COLUMNS, actions] : COLUMNS}
      />
      {may && (
        <Button
          size="xs"
          variant="default"
          mt="sm"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => setDoing({ what: 'add' })}
        >
          {t('items.newPrice')}
        </Button>
      )}
      {doing?.what === 'add' && <PriceDialog item={item} onClose={close} />}
      {doing?.what === 'change' && <PriceDialog item={item} price={doing.price} onClose={close} />}
      {doing?.what === 'archive' && <ArchivePrice price={doing.price} onClose={close} />}
    </>
  );
}

function Actions({ name, price, onDo }: { name: string; price: Price; onDo: (doing: Doing) => void }) {
  const { t } = useFormat();
  const button = { size: 'compact-xs', variant: 'default' } as const;
  return (
    <Group gap={4}>
      <Button {...button} aria-label={`${t('common.edit')}: ${name}`} onClick={() => onDo({ what: 'change', price })}>
        {t('common.edit')}
      </Button>
      <Button
        {...button}
        aria-label={`${t('parties.archive')}: ${name}`}
        onClick={() => onDo({ what: 'archive', price })}
      >
        {t('parties.archive')}
      </Button>
    </Group>
  );
}
