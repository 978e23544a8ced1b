import type { StockDocument, StockDocumentLine } from '@contract';
import { Anchor, Button, Text } from '@mantine/core';
import type { Format } from '@web/format/format';
import { useT } from '@web/i18n';
import { type LineColumn, LineTable } from '@web/record/LineTable';
import { useCan, useCompany } from '@web/session/useSession';
import { enteredQuantity } from '@web/stock/quantities';
import { Panel } from '@web/ui/Panel';
import { StateBadge } from '@web/ui/StateBadge';
import { STOCK_TONES } from '@web/ui/tones';
import { useState } from 'react';
import { Link } from 'react-router';

const SHOWN = 200;
type Column = LineColumn<StockDocumentLine>;

const FIRST: readonly Column[] = [
  { label: 'fields.line', cell: (line) => line.lineNumber },
  {
    label: 'fields.item',
    cell: (line) => (
      <Anchor inherit component={Link} to={`/inventory/items/${line.itemId}`}>
        {line.itemName}
      </Anchor>
    ),
  },
  { label: 'fields.sku', cell: (line) => line.sku },
];
const LOT: Column = { label: 'fields.lot', cell: (line) => line.lotNumber };
const STATUS: Column = { label: 'fields.status', cell: (line, format) => <Status line={line} format={format} /> };
const QUANTITY: Column = {
  label: 'fields.quantity',
  numeric: true,
  cell: (line, format) => {
    const own = format.quantity(line.quantity, line.unit);
    return line.enteredUnit === line.unit ? own : `${enteredQuantity(line, format)} = ${own}`;
  },
};
const SECOND: Column = {
  label: 'fields.secondQuantity',
  numeric: true,
  cell: (line, format) => format.plain(line.quantity2),
};

function Status({ line, format: { enumLabel } }: { line: StockDocumentLine; format: Format }) {
  return (
    <>
      <StateBadge tone={STOCK_TONES[line.status]}>{enumLabel('stockStatus', line.status)}</StateBadge>
      {line.toStatus && (
        <>
          {' → '}
          <StateBadge tone={STOCK_TONES[line.toStatus]}>{enumLabel('stockStatus', line.toStatus)}</StateBadge>
        </>
      )}
    </>
  );
}

export function DocumentLines({ document: { lines } }: { document: StockDocument }) {
  const t = useT();
  const can = useCan();
  const { currency } = useCompany();
  const [all, setAll] = useState(false);
  const cost: Column = {
    label: 'fields.unitCost',
    numeric: true,
    cell: (line, format) => format.money(line.unitCost, currency),
  };
  const columns = [
    ...FIRST,
    ...(lines.some(({ lotId }) => lotId !== null) ? [LOT] : []),
    ...(lines.some(({ status, toStatus }) => status !== 'AVAILABLE' || toStatus !== null) ? [STATUS] : []),
    QUANTITY,
    ...(lines.some(({ quantity2 }) => quantity2 !== null) ? [SECOND] : []),
    ...(can('costs:read') && lines.some(({ unitCost }) => unitCost != null) ? [cost] : []),
  ];
  const shown = all ? lines : lines.slice(0, SHOWN);
  return (
    <Panel title={t('documents.lines')}>
      {lines.length === 0 && <Text c="dimmed">{t('documents.noLines')}</Text>}
      {lines.length > 0 && (
        <LineTable label={t('documents.lines')} lines={shown} lineKey={({ id }) => id} columns={columns} />
      )}
      {shown.length < lines.length && (
        <Button size="xs" variant="default" mt="sm" onClick={() => setAll(true)}>
          {t('documents.showAll', { count: lines.length - shown.length })}
        </Button>
      )}
    </Panel>
  );
}
