import type { Format } from '@web/format/format';
import type { TextKey } from '@web/i18n/dictionary';
import { DOCUMENT_KINDS } from '@web/stock/documentKinds';
import { unitLabel } from '@web/stock/quantities';
import { type HeadValues, isEmpty, type LineValues } from './documentValues';

export type Difference = { readonly field: string; readonly theirs: string; readonly mine: string };
type Values = { readonly head: HeadValues; readonly lines: readonly LineValues[] };
type Mine = Values & { readonly touched: { readonly head: boolean; readonly lines: boolean } };

/** Of what one has changed oneself: what stands in the draft now, and what would stand there instead. */
export function differencesOf(
  theirs: Values,
  mine: Mine,
  format: Format,
  placeName: (id: string) => string,
): Difference[] {
  const heads = headTexts(theirs.head, format, placeName).map(([label, text], index) => ({
    field: format.t(label),
    theirs: text,
    mine: headTexts(mine.head, format, placeName)[index]?.[1] ?? '',
  }));
  const own = mine.lines.filter((line) => !isEmpty(line));
  const lines = Array.from({ length: Math.max(own.length, theirs.lines.length) }, (_, index) => ({
    field: format.t('documents.lineOf', { number: index + 1 }),
    theirs: lineText(theirs.lines[index], format),
    mine: lineText(own[index], format),
  }));
  return [...(mine.touched.head ? heads : []), ...(mine.touched.lines ? lines : [])].filter(
    (each) => each.theirs !== each.mine,
  );
}

type Texts = readonly (readonly [TextKey, string])[];

function headTexts(head: HeadValues, { t, date, enumLabel }: Format, placeName: (id: string) => string): Texts {
  return [
    [DOCUMENT_KINDS[head.type].party === 'customerId' ? 'fields.customer' : 'fields.supplier', head.partyText],
    ['fields.location', placeName(head.locationId)],
    ['fields.toLocation', head.toLocationId && placeName(head.toLocationId)],
    ['documents.way', head.viaTransit ? t('documents.through') : ''],
    ['fields.reason', head.reason && enumLabel('stockReason', head.reason)],
    ['fields.effectiveDate', head.effectiveDate && date(head.effectiveDate)],
    ['fields.reference', head.reference],
    ['fields.notes', head.notes],
  ];
}

function lineText(line: LineValues | undefined, format: Format): string {
  if (!line) return '';
  const { item, itemText, lotText, quantity, unit, quantity2, unitCost, status, toStatus } = line;
  const { enumLabel } = format;
  return [
    item?.name ?? itemText,
    lotText,
    quantity && `${quantity} ${unit && unitLabel(unit, format)}`,
    quantity2 && item?.secondUnit && `${quantity2} ${enumLabel('unit', item.secondUnit)}`,
    unitCost && `${format.t('fields.unitCost')} ${unitCost}`,
    status !== 'AVAILABLE' && enumLabel('stockStatus', status),
    toStatus && `→ ${enumLabel('stockStatus', toStatus)}`,
  ]
    .filter(Boolean)
    .join(' · ');
}
