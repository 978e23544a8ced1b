import type { SortingState } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { ListDefinition } from './types';

type Of = Pick<ListDefinition<never>, 'filters' | 'defaultSort' | 'sortsOfFew'>;

/** Search, filters and sort of a list, kept in the address so that they survive a reload and can be sent to others. */
export function useListState({ filters, defaultSort, sortsOfFew }: Of) {
  const [params, setParams] = useSearchParams();
  const leavesFew = sortsOfFew?.filters.some((id) => params.has(id)) ?? true;
  const canSortBy = (name: string) => leavesFew || !sortsOfFew?.sorts.includes(name);
  const wanted = params.get('sort') ?? defaultSort;
  // An order that was good while a filter was set ends with it.
  const sort = wanted.split(',').every((name) => canSortBy(name.replace(/^-/, ''))) ? wanted : defaultSort;
  const q = params.get('q') ?? '';

  const values = useMemo(
    () => Object.fromEntries(filters.map(({ id }) => [id, params.get(id) ?? ''])) as Record<string, string>,
    [filters, params],
  );
  const sorting = useMemo<SortingState>(
    () => sort.split(',').map((name) => ({ id: name.replace(/^-/, ''), desc: name.startsWith('-') })),
    [sort],
  );

  const set = (changes: Record<string, string>) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes)) {
          if (value === '') after.delete(name);
          else after.set(name, value);
        }
        return after;
      },
      { replace: true, preventScrollReset: true },
    );

  const setSorting = (next: SortingState) => {
    const text = next.map(({ id, desc }) => (desc ? `-${id}` : id)).join(',');
    set({ sort: text === defaultSort ? '' : text });
  };
  const clear = () => set({ q: '', ...Object.fromEntries(filters.map(({ id }) => [id, ''])) });
  const narrowed = q !== '' || Object.values(values).some((value) => value !== '');

  return { q, sort, sorting, canSortBy, values, narrowed, set, setSorting, clear, search: params.toString() };
}

export type ListState = ReturnType<typeof useListState>;
