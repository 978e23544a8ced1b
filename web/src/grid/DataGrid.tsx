import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useT } from '@web/i18n';
import { ErrorState } from '@web/ui/ErrorState';
import { Icon } from '@web/ui/Icon';
import { Notice } from '@web/ui/Notice';
import { type ReactNode, useCallback, useMemo } from 'react';
import classes from './DataGrid.module.css';
import { FilterBar } from './FilterBar';
import { GridCards } from './GridCards';
import { GridFooter } from './GridFooter';
import { GridSkeleton } from './GridSkeleton';
import { GridTable } from './GridTable';
import { SearchBox } from './SearchBox';
import bar from './Toolbar.module.css';
import type { ListDefinition } from './types';
import { DENSITIES, useGridPrefs } from './useGridPrefs';
import { useGridTable } from './useGridTable';
import { useListState } from './useListState';
import { useRows } from './useRows';
import { ColumnMenu, DensityMenu, SortMenu } from './ViewMenus';

type Props<Row> = {
  list: ListDefinition<Row>;
  openKey: string | null;
  onOpen: (row: Row, search: string) => void;
  /** What an empty list offers to do first. */
  emptyAction?: ReactNode;
};

/** The one list of the console: see `ListDefinition` for what a screen says about itself. */
export function DataGrid<Row>({ list, openKey, onOpen, emptyAction }: Props<Row>) {
  const t = useT();
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const state = useListState(list);
  const prefs = useGridPrefs(list.id, list.columns);
  const { query, rows } = useRows<Row>(list.endpoint, state);
  const table = useGridTable(list, rows, state, prefs);
  const columns = useMemo(() => new Map(list.columns.map((column) => [column.id, column])), [list]);

  const sortable = list.columns.filter(({ sort }) => sort !== undefined && state.canSortBy(sort));

  const { fetchNextPage, hasNextPage, isFetching, isFetchNextPageError, refetch } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  // After a failed page the person decides when to try again; asking by itself would hammer a server in trouble.
  const moreBySelf = useCallback(() => {
    if (!isFetchNextPageError) more();
  }, [isFetchNextPageError, more]);

  const open = (row: Row) => onOpen(row, state.search);
  const label = t(`screens.${list.id}.title`);

  const body = () => {
    if (query.isPending) return <GridSkeleton />;
    if (query.isError && rows.length === 0) return <ErrorState error={query.error} onRetry={() => void refetch()} />;
    if (rows.length === 0 && state.narrowed) {
      return (
        <Notice icon="search" title={t('grid.noMatch')} text={t('grid.noMatchHint')}>
          <Button variant="default" size="xs" onClick={state.clear}>
            {t('grid.clearFilters')}
          </Button>
        </Notice>
      );
    }
    if (rows.length === 0) {
      return (
        <Notice icon="loom" title={t(`screens.${list.id}.empty`)} text={t(`screens.${list.id}.emptyHint`)}>
          {emptyAction}
        </Notice>
      );
    }
    if (narrow) return <GridCards table={table} columns={columns} label={label} onOpen={open} onNearEnd={moreBySelf} />;
    return (
      <GridTable
        table={table}
        columns={columns}
        label={label}
        rowHeight={DENSITIES[prefs.density]}
        openKey={openKey}
        question={state.search}
        complete={!hasNextPage}
        fetching={query.isPlaceholderData}
        onOpen={open}
        onNearEnd={moreBySelf}
      />
    );
  };

  return (
    <section className={classes.grid} aria-label={label} aria-busy={isFetching}>
      <div className={bar.bar}>
        <SearchBox q={state.q} placeholder={t(`screens.${list.id}.search`)} onSearch={(q) => state.set({ q })} />
        <FilterBar filters={list.filters} state={state} />
        <div className={bar.tools}>
          <Tooltip label={t('grid.refresh')}>
            <ActionIcon
              size={32}
              aria-label={t('grid.refresh')}
              loading={query.isRefetching}
              onClick={() => void refetch()}
            >
              <Icon name="refresh" />
            </ActionIcon>
          </Tooltip>
          {narrow && <SortMenu columns={sortable} sort={state.sort} onSort={(sort) => state.set({ sort })} />}
          {!narrow && <DensityMenu prefs={prefs} />}
          <ColumnMenu columns={list.columns} prefs={prefs} />
        </div>
      </div>
      {body()}
      {rows.length > 0 && (
        <GridFooter
          count={rows.length}
          hasMore={hasNextPage}
          loading={query.isFetchingNextPage}
          error={isFetchNextPageError ? query.error : null}
          onMore={more}
        />
      )}
    </section>
  );
}
