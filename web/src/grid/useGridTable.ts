import { type ColumnDef, getCoreRowModel, useReactTable } from '@tanstack/react-table';
import { useT } from '@web/i18n';
import { useMemo } from 'react';
import type { ListDefinition } from './types';
import type { GridPrefs } from './useGridPrefs';
import type { ListState } from './useListState';

/** The table model of a list: the server sorts, filters and pages; here are only columns and what is shown of them. */
export function useGridTable<Row>(list: ListDefinition<Row>, rows: Row[], state: ListState, prefs: GridPrefs) {
  const t = useT();
  // As text, which is the same as long as it says the same.
  const unsorted = list.columns.flatMap(({ id, sort }) => (sort && state.canSortBy(sort) ? [] : [id])).join(' ');
  const columns = useMemo<ColumnDef<Row>[]>(
    () =>
      list.columns.map((column) => ({
        id: column.id,
        header: t(column.label),
        // The table sorts only columns with a value, but would keep values when the language changes: cells are drawn
        // from the declaration itself.
        accessorFn: list.rowKey,
        enableSorting: !unsorted.split(' ').includes(column.id),
      })),
    [list, t, unsorted],
  );
  // The address knows the server's names, the table those of the columns.
  const sorting = state.sorting.flatMap(({ id, desc }) => {
    const column = list.columns.find(({ sort }) => sort === id);
    return column ? [{ id: column.id, desc }] : [];
  });
  return useReactTable({
    data: rows,
    columns,
    getRowId: list.rowKey,
    getCoreRowModel: getCoreRowModel(),
    manualSorting: true,
    sortDescFirst: false,
    maxMultiSortColCount: 4,
    state: { sorting, columnVisibility: prefs.visibility },
    onSortingChange: (update) => {
      const next = typeof update === 'function' ? update(sorting) : update;
      state.setSorting(
        next.flatMap(({ id, desc }) => {
          const name = list.columns.find((column) => column.id === id)?.sort;
          return name ? [{ id: name, desc }] : [];
        }),
      );
    },
  });
}
