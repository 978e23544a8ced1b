import type { CustomValues } from '@contract';
import { CustomFacts } from '@web/customFields/CustomFacts';
import { useFormat } from '@web/format/useFormat';
import { StateBadge } from '@web/ui/StateBadge';
import { usePageTitle } from '@web/ui/usePageTitle';
import type { ReactNode } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import { Facts } from './Facts';
import classes from './RecordDrawer.module.css';
import { SideDrawer } from './SideDrawer';
import type { RecordDefinition } from './types';
import { useRecord } from './useRecord';

type Base = { createdAt: string; updatedAt: string; archivedAt?: string | null; custom?: CustomValues };
type Props<Row extends Base> = {
  record: RecordDefinition<Row>;
  /** Path of the list to go back to. */
  back: string;
  actions?: (row: Row, close: () => void) => ReactNode;
  children?: (row: Row) => ReactNode;
  /** What stands below all facts: long lists. */
  footer?: (row: Row) => ReactNode;
};

/** One record beside its list. Its address is its own, so it can be sent, reloaded and left with the back button. */
export function RecordDrawer<Row extends Base>({ record, back, actions, children, footer }: Props<Row>) {
  const { t } = useFormat();
  const { id = '' } = useParams();
  const { search } = useLocation();
  const navigate = useNavigate();
  const query = useRecord<Row>(record.endpoint, id);
  const close = () => void navigate({ pathname: back, search });

  return (
    <SideDrawer title={t(record.name)} onClose={close} query={query}>
      {(row) => (
        <RecordBody record={record} row={row} actions={actions?.(row, close)} footer={footer?.(row)}>
          {children?.(row)}
        </RecordBody>
      )}
    </SideDrawer>
  );
}

type BodyProps<Row> = {
  record: RecordDefinition<Row>;
  row: Row;
  actions: ReactNode;
  footer: ReactNode;
  children: ReactNode;
};

function RecordBody<Row extends Base>({ record, row, actions, footer, children }: BodyProps<Row>) {
  const format = useFormat();
  const { t } = format;
  usePageTitle(record.heading(row));
  return (
    <article>
      <h2 className={classes.heading}>{record.heading(row)}</h2>
      <div className={classes.marks}>
        {record.marks?.(row, format)}
        {row.archivedAt && <StateBadge tone="warn">{t('common.archived')}</StateBadge>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
      {record.sections.slice(0, 1).map((section) => (
        <Facts key={section.title} section={section} row={row} />
      ))}
      {children}
      {record.sections.slice(1).map((section) => (
        <Facts key={section.title} section={section} row={row} />
      ))}
      <CustomFacts endpoint={record.endpoint} values={row.custom} />
      {footer}
      <p className={classes.foot}>
        {t('fields.createdAt')} {format.dateTime(row.createdAt)} · {t('fields.updatedAt')}{' '}
        {format.dateTime(row.updatedAt)}
      </p>
    </article>
  );
}
