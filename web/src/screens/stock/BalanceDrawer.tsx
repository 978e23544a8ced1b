import type { StockRow } from '@contract';
import { Button } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { Facts } from '@web/record/Facts';
import classes from '@web/record/RecordDrawer.module.css';
import { SideDrawer } from '@web/record/SideDrawer';
import type { Section } from '@web/record/types';
import { useCan } from '@web/session/useSession';
import { isZeroQuantity } from '@web/stock/decimals';
import { Notice } from '@web/ui/Notice';
import { StateBadge } from '@web/ui/StateBadge';
import { STOCK_TONES } from '@web/ui/tones';
import { usePageTitle } from '@web/ui/usePageTitle';
import { useState } from 'react';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { BalanceHistory } from './BalanceHistory';
import { BalanceReservations } from './BalanceReservations';
import { STOCK, useBalance } from './balances';
import { ReserveDialog } from './ReserveDialog';

const FACTS: Section<StockRow> = {
  title: 'common.quantities',
  facts: [
    { label: 'fields.onHand', value: (row, format) => format.quantity(row.onHand, row.unit), numeric: true },
    { label: 'fields.reserved', value: (row, format) => format.quantity(row.reserved, row.unit), numeric: true },
    { label: 'fields.available', value: (row, format) => format.quantity(row.available, row.unit), numeric: true },
    { label: 'fields.sku', value: (row) => row.sku },
    { label: 'fields.location', value: (row) => row.locationName },
    { label: 'fields.lot', value: (row) => row.lotNumber },
  ],
};
const SECOND: Section<StockRow>['facts'] = [
  {
    label: 'fields.onHand2',
    value: (row, format) => row.secondUnit && format.quantity(row.onHand2, row.secondUnit),
    numeric: true,
  },
];

/** What lies of an item at one place, how it came to be so, and what of it is promised. */
export function BalanceDrawer() {
  const { t } = useFormat();
  const { id = '' } = useParams();
  const { search } = useLocation();
  const navigate = useNavigate();
  const query = useBalance(id);
  const close = () => void navigate({ pathname: STOCK, search });
  return (
    <SideDrawer title={t('stock.balance')} onClose={close} query={query}>
      {({ row }) =>
        row === null ? (
          <Notice icon="stock" title={t('stock.gone')} text={t('stock.goneText')} />
        ) : (
          <Balance row={row} />
        )
      }
    </SideDrawer>
  );
}

function Balance({ row }: { row: StockRow }) {
  const { t, enumLabel } = useFormat();
  const can = useCan();
  const [reserving, setReserving] = useState(false);
  // What is held back, rejected or blocked is promised to nobody.
  const mayReserve = can('inventory:move') && row.status === 'AVAILABLE' && !isZeroQuantity(row.available);
  usePageTitle(row.itemName);
  const facts = row.secondUnit === null ? FACTS : { ...FACTS, facts: [...FACTS.facts, ...SECOND] };
  return (
    <article>
      <h2 className={classes.heading}>{row.itemName}</h2>
      <div className={classes.marks}>
        <StateBadge tone={STOCK_TONES[row.status]}>{enumLabel('stockStatus', row.status)}</StateBadge>
      </div>
      <div className={classes.actions}>
        <Button size="xs" variant="default" component={Link} to={`/inventory/items/${row.itemId}`}>
          {t('stock.openItem')}
        </Button>
        {mayReserve && (
          <Button size="xs" variant="default" onClick={() => setReserving(true)}>
            {t('stock.reserve')}
          </Button>
        )}
      </div>
      {reserving && <ReserveDialog row={row} onClose={() => setReserving(false)} />}
      <Facts section={facts} row={row} />
      <BalanceReservations row={row} />
      <BalanceHistory row={row} />
    </article>
  );
}
