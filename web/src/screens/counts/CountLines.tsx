import type { Count } from '@contract';
import { Button, Checkbox, Text } from '@mantine/core';
import type { Format } from '@web/format/format';
import { useT } from '@web/i18n';
import { type LineColumn, LineTable } from '@web/record/LineTable';
import { isNegative, isZeroQuantity } from '@web/stock/decimals';
import { Panel } from '@web/ui/Panel';
import { StateBadge } from '@web/ui/StateBadge';
import { useState } from 'react';
import { type CountLine, differenceOf, differing } from './differences';

const SHOWN = 200;

function Difference({ line, format }: { line: CountLine; format: Format }) {
  const difference = differenceOf(line);
  if (difference === null) return '–';
  if (isZeroQuantity(difference)) return format.quantity(difference, line.unit);
  const text = `${isNegative(difference) ? '' : '+'}${format.quantity(difference, line.unit)}`;
  return <StateBadge tone={isNegative(difference) ? 'bad' : 'warn'}>{text}</StateBadge>;
}

const COLUMNS: readonly LineColumn<CountLine>[] = [
  { label: 'fields.item', cell: (line) => line.itemName },
  { label: 'fields.sku', cell: (line) => line.sku },
  { label: 'fields.lot', cell: (line) => line.lotNumber },
  { label: 'fields.status', cell: (line, { enumLabel }) => enumLabel('stockStatus', line.status) },
  {
    label: 'fields.expected',
    numeric: true,
    cell: (line, format) => (line.expected === null ? '–' : format.quantity(line.expected, line.unit)),
  },
  {
    label: 'fields.counted',
    numeric: true,
    cell: (line, format) => (line.counted === null ? '–' : format.quantity(line.counted, line.unit)),
  },
  {
    label: 'fields.difference',
    numeric: true,
    cell: (line, format) => <Difference line={line} format={format} />,
  },
];

/** What was counted beside what should have been there. */
export function CountLines({ count: { lines } }: { count: Count }) {
  const t = useT();
  const [all, setAll] = useState(false);
  const [onlyDiffering, setOnlyDiffering] = useState(false);
  const wanted = onlyDiffering ? differing(lines) : lines;
  const shown = all ? wanted : wanted.slice(0, SHOWN);
  return (
    <Panel
      title={t('stock.countLines')}
      actions={
        <Checkbox
          size="xs"
          label={t('stock.onlyDiffering')}
          checked={onlyDiffering}
          onChange={(event) => setOnlyDiffering(event.currentTarget.checked)}
        />
      }
    >
      {wanted.length === 0 && (
        <Text c="dimmed">{t(onlyDiffering ? 'stock.nothingDiffers' : 'stock.noCountLines')}</Text>
      )}
      {wanted.length > 0 && (
        <LineTable label={t('stock.countLines')} lines={shown} lineKey={({ id }) => id} columns={COLUMNS} />
      )}
      {shown.length < wanted.length && (
        <Button size="xs" variant="default" mt="sm" onClick={() => setAll(true)}>
          {t('documents.showAll', { count: wanted.length - shown.length })}
        </Button>
      )}
    </Panel>
  );
}
