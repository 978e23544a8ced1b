import type { StockDocumentType } from '@/contract/enums';
import type { FieldFault } from '@/contract/errors';
import type { StockDocumentBody } from '@/contract/stockDocuments';
import { FLOWS } from './flows';
import type { HeadReading } from './readings.repo';

/** The head of a document as it is to be: what was left out is null. */
export type Head = Pick<StockDocumentBody, 'locationId'> & {
  readonly type: StockDocumentType;
  readonly toLocationId: string | null;
  readonly viaTransit: boolean;
  readonly supplierId: string | null;
  readonly customerId: string | null;
  readonly reason: NonNullable<StockDocumentBody['reason']> | null;
  readonly effectiveDate: string | undefined;
  readonly orderedOn: string | null;
};

/** What is wrong with the head of a document, all of it. */
export function headFaults(head: Head, reading: HeadReading): FieldFault[] {
  return [
    ...placeFaults(head, reading),
    ...partyFaults(head, reading),
    ...dayFaults(head, reading),
    ...orderFaults(head, reading),
    ...reasonFaults(head),
  ];
}

const fault = (path: string, message: string): FieldFault => ({ path, code: 'RULE_VIOLATED', message });

function placeFaults({ type, locationId, toLocationId, viaTransit }: Head, reading: HeadReading): FieldFault[] {
  const faults: FieldFault[] = [];
  const transfer = type === 'TRANSFER';
  const usable = (path: string, active: boolean | null) => {
    if (active === null) faults.push(fault(path, 'There is no such location'));
    if (active === false) faults.push(fault(path, 'This location is not in use any more'));
  };
  usable('locationId', reading.locationActive);
  if (transfer && toLocationId === null) faults.push(fault('toLocationId', 'Say where the goods go'));
  if (!transfer && toLocationId !== null)
    faults.push(fault('toLocationId', 'Only a transfer goes to another location'));
  if (!transfer && viaTransit) faults.push(fault('viaTransit', 'Only a transfer can be on the way'));
  if (transfer && toLocationId !== null) usable('toLocationId', reading.toLocationActive);
  if (toLocationId === locationId) faults.push(fault('toLocationId', 'The goods are there already'));
  return faults;
}

function partyFaults(head: Head, reading: HeadReading): FieldFault[] {
  const { party } = FLOWS[head.type];
  const parties = [
    ['supplierId', 'supplier', reading.supplierUsable],
    ['customerId', 'customer', reading.customerUsable],
  ] as const;
  return parties.flatMap(([field, word, usable]) => {
    if (head[field] === null) return [];
    if (party !== field) return [fault(field, `This kind of document has no ${word}`)];
    if (usable === null) return [fault(field, `There is no such ${word}`)];
    return usable ? [] : [fault(field, `This ${word} is archived`)];
  });
}

function dayFaults({ effectiveDate }: Head, { closedThrough, latestDay, today }: HeadReading): FieldFault[] {
  const day = effectiveDate ?? today;
  if (day > latestDay) return [fault('effectiveDate', 'Goods cannot move on a day that has not come')];
  if (closedThrough === null || day > closedThrough) return [];
  return [fault('effectiveDate', `The stock is closed through ${closedThrough}: choose a later day`)];
}

function orderFaults({ type, orderedOn, effectiveDate }: Head, { today }: HeadReading): FieldFault[] {
  if (orderedOn === null) return [];
  if (type !== 'RECEIPT') return [fault('orderedOn', 'Only what is received was ordered')];
  return orderedOn > (effectiveDate ?? today) ? [fault('orderedOn', 'Goods cannot come before they are ordered')] : [];
}

function reasonFaults({ type, reason }: Head): FieldFault[] {
  return FLOWS[type].reasoned && reason === null ? [fault('reason', 'Say why')] : [];
}
