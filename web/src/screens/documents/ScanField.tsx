import { Loader, TextInput } from '@mantine/core';
import { decimalField } from '@web/format/decimalText';
import { useFormat } from '@web/format/useFormat';
import { hasCode } from '@web/http/problem';
import { DOCUMENT_KINDS } from '@web/stock/documentKinds';
import { pickedByCode } from '@web/stock/scanned';
import { freeOfLot } from '@web/stock/useStockHere';
import { problemText } from '@web/ui/problemText';
import { type KeyboardEvent, useRef, useState } from 'react';
import classes from './DocumentForm.module.css';
import { emptyLine } from './documentValues';
import type { DocumentFormState } from './useDocumentForm';

/**
 * Takes one code after the other, as a scanner sends them: each is a line, of a lot with all that is free of it. The cursor
 * stays here, so that hands need not go back to the keyboard.
 */
export function ScanField({ state }: { state: DocumentFormState }) {
  const { t, locale, enumLabel } = useFormat();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState('');
  const [fault, setFault] = useState('');
  // What was scanned last may not be drawn yet when the next code comes.
  const waiting = useRef(Promise.resolve());
  const current = useRef(state);
  current.current = state;
  const { type, locationId } = state.head;

  const take = async (scanned: string) => {
    setBusy(true);
    setFault('');
    setTold('');
    try {
      const found = await pickedByCode(scanned);
      if (!found) {
        setFault(t('documents.scanUnknown', { code: scanned }));
        return;
      }
      const { item, lot } = found;
      const at = current.current.lines.findIndex(
        (line) => line.item?.id === item.id && lot !== null && line.lotId === lot.id,
      );
      if (at >= 0) {
        setFault(t('documents.scanTwice', { code: scanned, number: at + 1 }));
        return;
      }
      const takesAll = lot !== null && !DOCUMENT_KINDS[type].bringsIn && locationId !== '';
      const quantity = takesAll && lot ? await freeOfLot({ itemId: item.id, lotId: lot.id, locationId }) : null;
      current.current.addLine({
        ...emptyLine(),
        item,
        itemText: item.name,
        unit: item.unit,
        lotId: lot?.id ?? null,
        lotText: lot?.number ?? '',
        quantity: decimalField(quantity, locale),
      });
      const amount = quantity === null ? '' : `${decimalField(quantity, locale)} ${enumLabel('unit', item.unit)}`;
      setTold(t('documents.scanned', { name: [item.name, lot?.number, amount].filter(Boolean).join(' · ') }));
    } catch (error) {
      const { title, text } = problemText(error, t);
      setFault(hasCode(error, 'RULE_VIOLATED') && text ? text : title);
    } finally {
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const scanned = code.trim();
    if (scanned === '') return;
    setCode('');
    waiting.current = waiting.current.then(() => take(scanned));
  };
  return (
    <TextInput
      className={classes.scan ?? ''}
      size="xs"
      label={t('documents.scan')}
      value={code}
      error={fault}
      description={<span role="status">{told}</span>}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder={t('documents.scanHint')}
      autoComplete="off"
      rightSection={busy ? <Loader size={14} /> : undefined}
      onChange={(event) => setCode(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}
