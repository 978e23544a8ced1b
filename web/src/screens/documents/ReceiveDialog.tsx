import type { StockDocument, StockDocumentLine } from '@contract';
import { List, Text, TextInput } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { decimalField, decimalTyped } from '@web/format/decimalText';
import type { Format } from '@web/format/format';
import { useFormat } from '@web/format/useFormat';
import { ApiError } from '@web/http/problem';
import { isNegative, isZeroQuantity, quantityDifference } from '@web/stock/decimals';
import { tellDone } from '@web/ui/tell';
import { useDocumentCalls } from './useDocumentCalls';

const nameOf = ({ itemName, lotNumber }: StockDocumentLine) => (lotNumber ? `${itemName} · ${lotNumber}` : itemName);

/** How much has not come of a line; null while it is whole, or no quantity. */
function shortOf(line: StockDocumentLine, typed: string, { locale }: Format): string | null {
  const short = quantityDifference(line.quantity, decimalTyped(typed, locale));
  return short === null || isNegative(short) || isZeroQuantity(short) ? null : short;
}

/** What of a transfer has come, line by line; what is short is named before it is written off. */
export function ReceiveDialog({ document, onClose }: { document: StockDocument; onClose: () => void }) {
  const format = useFormat();
  const { t, locale, quantity } = format;
  const calls = useDocumentCalls();
  const { lines, number } = document;
  const fields = useFields(
    Object.fromEntries(lines.map((line) => [line.id, decimalField(line.quantity, locale)])) as Record<string, string>,
  );
  const typedOf = ({ id }: StockDocumentLine) => fields.values[id] ?? '';
  const short = lines.flatMap((line) => {
    const missing = shortOf(line, typedOf(line), format);
    return missing === null ? [] : [{ id: line.id, name: nameOf(line), quantity: quantity(missing, line.unit) }];
  });
  /** The server names lines by their place: here they are fields. */
  const showFaults = (error: unknown) => {
    if (!(error instanceof ApiError)) return fields.showFaults(error);
    const errors = error.errors.map((fault) => {
      const line = lines[Number(/^lines\.(\d+)\./.exec(fault.path)?.[1])];
      return line ? { ...fault, path: line.id } : fault;
    });
    return fields.showFaults(new ApiError(error.code, error.status, error.message, { errors }));
  };
  return (
    <FormDialog
      title={t('documents.receiveTitle', { number })}
      submitLabel={t('documents.receive')}
      size="lg"
      fields={{ ...fields, showFaults }}
      onClose={onClose}
      onSubmit={async () => {
        const came = lines.map((line) => ({ lineId: line.id, quantity: decimalTyped(typedOf(line), locale) }));
        await calls.receive(document.id, came);
        tellDone(t('documents.received', { number }));
      }}
    >
      <Text>{t('documents.receiveText')}</Text>
      {lines.map((line) => (
        <TextInput
          key={line.id}
          {...fields.bind(line.id)}
          label={t('documents.came', { name: nameOf(line) })}
          description={t('documents.sent', { quantity: quantity(line.quantity, line.unit) })}
          inputMode="decimal"
          autoComplete="off"
          onFocus={(event) => event.currentTarget.select()}
        />
      ))}
      <div aria-live="polite">
        {short.length === 0 && <Text c="dimmed">{t('documents.allCame')}</Text>}
        {short.length > 0 && (
          <>
            <Text fw={600}>{t('documents.short')}</Text>
            <List size="sm">
              {short.map(({ id, name, quantity: missing }) => (
                <List.Item key={id}>{t('documents.shortLine', { name, quantity: missing })}</List.Item>
              ))}
            </List>
          </>
        )}
      </div>
    </FormDialog>
  );
}
