import type { Count } from '@contract';
import { TextInput } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { decimalTyped } from '@web/format/decimalText';
import { useFormat } from '@web/format/useFormat';
import { ApiError } from '@web/http/problem';
import { ItemPicker, type PickedItem } from '@web/stock/ItemPicker';
import { lotByNumber } from '@web/stock/lots';
import { tellDone } from '@web/ui/tell';
import { useState } from 'react';
import { useCountCalls } from './useCountCalls';

/** Something that should not be there, and is. */
export function FoundDialog({ count, onClose }: { count: Count; onClose: () => void }) {
  const { t, locale, enumLabel } = useFormat();
  const calls = useCountCalls();
  const [item, setItem] = useState<PickedItem | null>(null);
  const [itemText, setItemText] = useState('');
  const [unknown, setUnknown] = useState('');
  const fields = useFields({ itemId: '', lotId: '', counted: '' });
  const { error: itemFault } = fields.bind('itemId');
  const tracked = item !== null && item.tracking !== 'NONE';
  /** The server names fields of a line: here there is only one. */
  const showFaults = (error: unknown) => {
    if (!(error instanceof ApiError)) return fields.showFaults(error);
    const errors = error.errors.map((fault) => ({ ...fault, path: fault.path.replace(/^lines\.0\./, '') }));
    return fields.showFaults(new ApiError(error.code, error.status, error.message, { errors }));
  };
  const refuse = (path: string, message: string): never => {
    throw new ApiError('RULE_VIOLATED', 422, message, { errors: [{ path, code: 'RULE_VIOLATED', message }] });
  };
  const save = async () => {
    if (item === null) return refuse('itemId', t('documents.itemHelp'));
    const number = fields.values.lotId.trim();
    const lot = tracked && number !== '' ? await lotByNumber(item.id, number) : undefined;
    if (tracked && number !== '' && !lot) return refuse('lotId', t('documents.noSuchLot'));
    const counted = decimalTyped(fields.values.counted, locale);
    await calls.enter(count.id, [{ itemId: item.id, ...(lot && { lotId: lot.id }), counted }]);
    tellDone(t('stock.countsSaved'));
  };
  return (
    <FormDialog
      title={t('stock.addFound')}
      submitLabel={t('common.save')}
      fields={{ ...fields, showFaults }}
      onSubmit={save}
      onClose={onClose}
    >
      <ItemPicker
        label={t('fields.item')}
        required
        text={itemText}
        item={item}
        error={unknown || itemFault}
        onText={(text) => {
          setItemText(text);
          setItem(null);
          setUnknown('');
        }}
        onPick={(picked) => {
          setItem(picked);
          setItemText(picked.name);
          setUnknown('');
        }}
        onUnknown={setUnknown}
        data-autofocus
      />
      {tracked && <TextInput {...fields.bind('lotId')} label={t('fields.lot')} required autoComplete="off" />}
      <TextInput
        {...fields.bind('counted')}
        label={t('fields.counted')}
        required
        inputMode="decimal"
        autoComplete="off"
        rightSection={item && enumLabel('unit', item.unit)}
      />
    </FormDialog>
  );
}
