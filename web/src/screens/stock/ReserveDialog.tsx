import type { StockRow } from '@contract';
import { NativeSelect, Radio, Stack, TextInput } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { decimalTyped } from '@web/format/decimalText';
import { useFormat } from '@web/format/useFormat';
import { unitLabel } from '@web/stock/quantities';
import { unitsOf } from '@web/stock/units';
import { tellDone } from '@web/ui/tell';
import { useState } from 'react';
import { useReservationCalls } from './reservations';

/** Through the whole of a day, where whoever says it is. */
const endOf = (day: string) => new Date(`${day}T23:59:59`).toISOString();

/** Promises some of what lies at a place: of the very lot, or of whichever there are. */
export function ReserveDialog({ row, onClose }: { row: StockRow; onClose: () => void }) {
  const format = useFormat();
  const { t, locale } = format;
  const calls = useReservationCalls();
  const { itemId, locationId, lotId, unit } = row;
  const [hard, setHard] = useState(lotId !== null);
  const fields = useFields({ quantity: '', unit: unit as string, reference: '', expiresAt: '' });
  const units = unitsOf(unit, hard).map((value) => ({ value, label: unitLabel(value, format) }));
  const save = async () => {
    const { quantity, reference, expiresAt, ...chosen } = fields.values;
    const reservation = await calls.reserve({
      itemId,
      locationId,
      lotId: hard ? lotId : null,
      quantity: decimalTyped(quantity, locale),
      unit: units.some(({ value }) => value === chosen.unit) ? chosen.unit : unit,
      reference: reference.trim() || null,
      ...(expiresAt !== '' && { expiresAt: endOf(expiresAt) }),
    });
    tellDone(t('stock.reservedNow', { quantity: format.quantity(reservation.quantity, unit) }));
  };
  return (
    <FormDialog
      title={t('stock.reserveTitle', { name: row.itemName })}
      submitLabel={t('stock.reserve')}
      ready={fields.values.quantity.trim() !== ''}
      fields={fields}
      onSubmit={save}
      onClose={onClose}
    >
      {lotId !== null && (
        <Radio.Group
          label={t('stock.reserveWhat')}
          value={hard ? 'hard' : 'soft'}
          onChange={(value) => setHard(value === 'hard')}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="hard" label={t('stock.reserveLot', { lot: row.lotNumber ?? '' })} />
            <Radio value="soft" label={t('stock.reserveAny')} />
          </Stack>
        </Radio.Group>
      )}
      <TextInput
        {...fields.bind('quantity')}
        label={t('fields.quantity')}
        description={t('stock.freeHere', { quantity: format.quantity(row.available, unit) })}
        required
        inputMode="decimal"
        autoComplete="off"
        data-autofocus
      />
      <NativeSelect {...fields.bind('unit')} label={t('fields.unit')} data={units} />
      <TextInput
        {...fields.bind('reference')}
        label={t('fields.reference')}
        placeholder={t('stock.reserveFor')}
        maxLength={120}
        autoComplete="off"
      />
      <TextInput
        {...fields.bind('expiresAt')}
        type="date"
        label={t('fields.expiresAt')}
        description={t('stock.reserveEnds')}
      />
    </FormDialog>
  );
}
