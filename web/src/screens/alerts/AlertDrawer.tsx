import type { Alert, ListAnswer } from '@contract';
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useFormat } from '@web/format/useFormat';
import { api } from '@web/http/api';
import { ApiError } from '@web/http/problem';
import { queryString } from '@web/http/query';
import { Facts } from '@web/record/Facts';
import classes from '@web/record/RecordDrawer.module.css';
import { SideDrawer } from '@web/record/SideDrawer';
import type { Section } from '@web/record/types';
import { useCan, useCompany } from '@web/session/useSession';
import { StateBadge } from '@web/ui/StateBadge';
import { tellDone, tellFailed } from '@web/ui/tell';
import { ALERT_TONES } from '@web/ui/tones';
import { usePageTitle } from '@web/ui/usePageTitle';
import { useState } from 'react';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { AlertPlace } from './AlertPlace';
import { ALERTS } from './alertList';

const FACTS: Section<Alert> = {
  title: 'common.basics',
  facts: [
    { label: 'fields.sku', value: (row) => row.sku },
    { label: 'fields.location', value: (row) => <AlertPlace name={row.locationName} /> },
    { label: 'fields.lot', value: (row) => row.lotNumber },
    { label: 'stock.there', value: (row, format) => format.quantity(row.quantity, row.unit), numeric: true },
    { label: 'fields.level', value: (row, format) => format.quantity(row.level, row.unit), numeric: true },
    { label: 'fields.expiresOn', value: (row, format) => format.date(row.dueOn) },
    { label: 'fields.createdAt', value: (row, format) => format.dateTime(row.createdAt) },
    { label: 'fields.acknowledgedAt', value: (row, format) => format.dateTime(row.acknowledgedAt) },
    { label: 'fields.resolvedAt', value: (row, format) => format.dateTime(row.resolvedAt) },
  ],
};

/** One alert, and that somebody knows of it. */
export function AlertDrawer() {
  const { t } = useFormat();
  const { id: key = '' } = useParams();
  const { search } = useLocation();
  const navigate = useNavigate();
  const company = useCompany();
  const [id = '', itemId = ''] = key.split('_');
  const query = useQuery({
    queryKey: [company.id, ALERTS, 'one', key],
    queryFn: async ({ signal }) => {
      const { data } = await api<ListAnswer<Alert>>(`${ALERTS}${queryString({ itemId, limit: 200 })}`, { signal });
      const alert = data.find((each) => each.id === id);
      if (!alert) throw new ApiError('NOT_FOUND', 404, '');
      return alert;
    },
  });
  return (
    <SideDrawer
      title={t('screens.alerts.one')}
      onClose={() => void navigate({ pathname: ALERTS, search })}
      query={query}
    >
      {(alert) => <Body alert={alert} />}
    </SideDrawer>
  );
}

function Body({ alert }: { alert: Alert }) {
  const { t, enumLabel } = useFormat();
  usePageTitle(alert.itemName);
  return (
    <article>
      <h2 className={classes.heading}>{alert.itemName}</h2>
      <div className={classes.marks}>
        <StateBadge tone="neutral">{enumLabel('alertKind', alert.kind)}</StateBadge>
        <StateBadge tone={ALERT_TONES[alert.status]}>{enumLabel('alertStatus', alert.status)}</StateBadge>
      </div>
      <div className={classes.actions}>
        <Acknowledge alert={alert} />
        <Button size="xs" variant="default" component={Link} to={`/inventory/stock?itemId=${alert.itemId}`}>
          {t('stock.balances')}
        </Button>
        <Button size="xs" variant="default" component={Link} to={`/inventory/items/${alert.itemId}`}>
          {t('stock.openItem')}
        </Button>
      </div>
      <Facts section={FACTS} row={alert} />
    </article>
  );
}

function Acknowledge({ alert }: { alert: Alert }) {
  const { t } = useFormat();
  const may = useCan()('inventory:move');
  const company = useCompany();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  if (!may || alert.status !== 'OPEN') return null;
  const acknowledge = async () => {
    setBusy(true);
    try {
      await api<Alert>(`${ALERTS}/${alert.id}/actions/acknowledge`, { method: 'POST' });
      await client.invalidateQueries({ queryKey: [company.id, ALERTS] });
      tellDone(t('stock.acknowledged'));
    } catch (error) {
      tellFailed(error);
    }
    setBusy(false);
  };
  return (
    <Button size="xs" loading={busy} onClick={() => void acknowledge()}>
      {t('stock.acknowledge')}
    </Button>
  );
}
