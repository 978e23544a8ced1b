import type { Item, ItemListRow, ListAnswer } from '@contract';
import type { TextInputProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { queryString } from '@web/http/query';
import { useT } from '@web/i18n';
import { useCompany } from '@web/session/useSession';
import { tellFailed } from '@web/ui/tell';
import { useState } from 'react';
import { Finder } from './Finder';
import { type PickedLot, pickedByCode } from './scanned';

const ITEMS = '/inventory/items';

/** What the lines of a document need to know of an item. */
export type PickedItem = Pick<Item, 'id' | 'sku' | 'name' | 'unit' | 'secondUnit' | 'tracking'>;

type Props = Omit<TextInputProps, 'onChange' | 'value' | 'onSelect'> & {
  text: string;
  item: PickedItem | null;
  onText: (text: string) => void;
  /** With the lot, where a lot's code was scanned. */
  onPick: (item: PickedItem, lot: PickedLot | null) => void;
  /** Said where a code or name leads to no item. */
  onUnknown: (message: string) => void;
};

const search = (q: string, limit: number, signal?: AbortSignal) =>
  api<ListAnswer<ItemListRow>>(`${ITEMS}${queryString({ q, limit })}`, { signal });

/** An item by its name, its SKU, or a scanner in the field. */
export function ItemPicker({ text, item, onText, onPick, onUnknown, ...input }: Props) {
  const t = useT();
  const company = useCompany();
  const [resolving, setResolving] = useState(false);
  const [asked] = useDebouncedValue(text.trim(), 180);
  const query = useQuery({
    queryKey: [company.id, ITEMS, 'pick', asked],
    queryFn: ({ signal }) => search(asked, 12, signal),
    enabled: asked !== '' && item === null,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
  const found = item === null && query.data ? query.data.data : [];
  const resolve = async (code: string) => {
    setResolving(true);
    try {
      const named = await pickedByCode(code);
      if (named) onPick(named.item, named.lot);
      else onUnknown(t('documents.noSuchCode'));
    } catch (error) {
      tellFailed(error);
    } finally {
      setResolving(false);
    }
  };
  return (
    <Finder
      {...input}
      text={text}
      onText={onText}
      busy={resolving}
      choices={found.map(({ id, name, sku, colour }) => ({
        id,
        label: name,
        hint: [sku, colour].filter(Boolean).join(' · '),
      }))}
      onPick={(id) => {
        const picked = found.find((each) => each.id === id);
        if (picked) onPick(picked, null);
      }}
      onEnter={item === null ? (code) => void resolve(code) : undefined}
      nothing={query.isSuccess && !query.isPlaceholderData && item === null ? t('documents.nothingFound') : undefined}
      placeholder={t('documents.itemSearch')}
    />
  );
}
