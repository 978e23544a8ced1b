import { useT } from '@web/i18n';
import { ImportButton } from '@web/imports/ImportButton';
import { PageHeader } from '@web/ui/PageHeader';
import type { ReactNode } from 'react';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { DataGrid } from './DataGrid';
import { ExportMenu } from './ExportMenu';
import classes from './ListScreen.module.css';
import type { ListDefinition } from './types';

type Props<Row> = {
  list: ListDefinition<Row>;
  action?: ReactNode;
  /** Stands beside the heading, and not where the list is empty. */
  aside?: ReactNode;
};

/** A whole list screen: heading, main action, the grid, and beside it the record that is open. */
export function ListScreen<Row>({ list, action, aside }: Props<Row>) {
  const t = useT();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const openKey = pathname.startsWith(`${list.path}/`)
    ? (pathname.slice(list.path.length + 1).split('/')[0] ?? null)
    : null;

  const open = (row: Row, search: string) => {
    const path = list.rowPath(row);
    // Filters go along only while the list stays on the screen.
    void navigate({ pathname: path, search: path.startsWith(`${list.path}/`) ? search : '' });
  };
  return (
    <div className={classes.screen}>
      <PageHeader title={t(`screens.${list.id}.title`)} hint={t(`screens.${list.id}.hint`)}>
        <div className={classes.actions}>
          {aside}
          <ImportButton list={list.path} />
          {list.exported !== false && <ExportMenu list={list} />}
          {action}
        </div>
      </PageHeader>
      <DataGrid list={list} openKey={openKey} onOpen={open} emptyAction={action} />
      <Outlet />
    </div>
  );
}
