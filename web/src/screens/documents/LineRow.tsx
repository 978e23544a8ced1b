import { STOCK_STATUSES } from '@contract';
import { ActionIcon, NativeSelect, TextInput } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { ItemPicker, type PickedItem } from '@web/stock/ItemPicker';
import { unitLabel } from '@web/stock/quantities';
import type { PickedLot } from '@web/stock/scanned';
import { unitsOf } from '@web/stock/units';
import { useStockHere } from '@web/stock/useStockHere';
import { Icon } from '@web/ui/Icon';
import { memo, useEffect, useRef } from 'react';
import classes from './DocumentForm.module.css';
import type { LineValues } from './documentValues';
import { focusAfter } from './LinesEditor';
import { LotDetailsFields } from './LotDetailsFields';
import { LotPicker } from './LotPicker';

export type LineShape = {
  readonly bringsIn: boolean;
  readonly locationId: string;
  readonly lots: boolean;
  readonly second: boolean;
  readonly cost: boolean;
  readonly status: boolean;
  readonly toStatus: boolean;
};

type Props = {
  line: LineValues;
  number: number;
  shape: LineShape;
  faults: Readonly<Record<string, string>>;
  onChange: (key: string, changes: Partial<LineValues>) => void;
  onRemove: (key: string) => void;
  onFault: (key: string, field: string, message: string) => void;
};

const COUNTABLE = STOCK_STATUSES.filter((status) => status !== 'IN_TRANSIT');

/** One line of a document. Lines that did not change are not drawn again: there may be hundreds. */
export const LineRow = memo(function LineRow({ line, number, shape, faults, onChange, onRemove, onFault }: Props) {
  const format = useFormat();
  const { t, enumLabel } = format;
  const row = useRef<HTMLFieldSetElement>(null);
  const { item, key } = line;
  const tracked = item !== null && item.tracking !== 'NONE';
  const change = (changes: Partial<LineValues>) => onChange(key, changes);
  const statuses = COUNTABLE.map((value) => ({ value, label: enumLabel('stockStatus', value) }));
  const bind = (name: 'quantity' | 'quantity2' | 'unitCost') => ({
    value: line[name],
    error: faults[name],
    inputMode: 'decimal' as const,
    autoComplete: 'off',
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
  });
  // The cursor goes on once what was chosen has been drawn: then it is known whether there is a lot to name.
  const goesOn = useRef(false);
  useEffect(() => {
    if (!goesOn.current) return;
    goesOn.current = false;
    const active = document.activeElement;
    if (active instanceof HTMLElement && row.current?.contains(active)) focusAfter(active);
  }, [item, line.lotId]);
  const pick = (picked: PickedItem, lot: PickedLot | null) => {
    const named = { lotId: lot?.id ?? null, lotText: lot?.number ?? '' };
    change({ item: picked, itemText: picked.name, unit: picked.unit, ...named, quantity2: '' });
    goesOn.current = true;
  };
  return (
    <fieldset ref={row} className={classes.line} aria-label={t('documents.lineOf', { number })} data-line>
      <span className={classes.lineNumber} aria-hidden="true">
        {number}
      </span>
      <ItemPicker
        label={t('fields.item')}
        text={line.itemText}
        item={item}
        error={faults.itemId}
        description={item?.sku}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        onText={(itemText) => change({ itemText, item: null })}
        onPick={pick}
        onUnknown={(message) => onFault(key, 'itemId', message)}
      />
      {shape.lots && (
        <LotPicker
          item={item}
          line={line}
          shape={shape}
          error={faults.lotId}
          onText={(lotText) => change({ lotText, lotId: null })}
          onPick={(lot) => {
            goesOn.current = lot.id !== line.lotId;
            change({ lotId: lot.id, lotText: lot.number });
          }}
        />
      )}
      <TextInput
        {...bind('quantity')}
        label={t('fields.quantity')}
        description={shape.bringsIn ? undefined : <Here line={line} shape={shape} />}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
      />
      <NativeSelect
        label={t('fields.unit')}
        value={line.unit}
        error={faults.unit}
        disabled={item === null}
        onChange={(event) => change({ unit: event.currentTarget.value })}
        data={
          item === null ? [] : unitsOf(item.unit, tracked).map((value) => ({ value, label: unitLabel(value, format) }))
        }
      />
      {shape.second && (
        <TextInput
          {...bind('quantity2')}
          label={t('fields.secondQuantity')}
          disabled={item === null || item.secondUnit === null}
          rightSection={item?.secondUnit && <span className={classes.unit}>{enumLabel('unit', item.secondUnit)}</span>}
        />
      )}
      {shape.cost && <TextInput {...bind('unitCost')} label={t('fields.unitCost')} />}
      {shape.status && (
        <NativeSelect
          label={t('fields.status')}
          value={line.status}
          error={faults.status}
          onChange={(event) => change({ status: event.currentTarget.value as LineValues['status'] })}
          data={statuses}
        />
      )}
      {shape.toStatus && (
        <NativeSelect
          label={t('fields.toStatus')}
          value={line.toStatus}
          error={faults.toStatus}
          onChange={(event) => change({ toStatus: event.currentTarget.value })}
          data={[{ value: '', label: t('documents.choose') }, ...statuses]}
        />
      )}
      <ActionIcon
        className={classes.remove ?? ''}
        size={32}
        aria-label={t('documents.removeLine', { number })}
        onClick={() => onRemove(key)}
      >
        <Icon name="trash" size={16} />
      </ActionIcon>
      {shape.bringsIn && tracked && line.lotId === null && (
        <LotDetailsFields line={line} faults={faults} onChange={(lot) => change({ lot })} />
      )}
    </fieldset>
  );
});

/** How much there is to take, of the lot when one is named. */
function Here({ line, shape }: { line: LineValues; shape: LineShape }) {
  const { t, quantity } = useFormat();
  const { item, lotId, status } = line;
  const { data } = useStockHere({ itemId: item?.id, locationId: shape.locationId, status });
  if (item === null || !data) return null;
  if (item.tracking !== 'NONE' && lotId === null) return null;
  const row = data.find((each) => each.lotId === lotId);
  // What is held can be moved by some; all that is there is said then.
  const there = status === 'AVAILABLE' ? row?.available : row?.onHand;
  return there === undefined
    ? t('documents.nothingHere')
    : t('documents.here', { quantity: quantity(there, item.unit) });
}
