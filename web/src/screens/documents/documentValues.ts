import type { StockDocument, StockDocumentLine, StockDocumentType, StockStatus } from '@contract';
import { decimalField, decimalTyped } from '@web/format/decimalText';
import { DOCUMENT_KINDS } from '@web/stock/documentKinds';
import type { PickedItem } from '@web/stock/ItemPicker';
import type { PickedParty } from '@web/stock/PartyPicker';

export type HeadValues = {
  readonly type: StockDocumentType;
  readonly locationId: string;
  readonly toLocationId: string;
  readonly viaTransit: boolean;
  readonly party: PickedParty | null;
  readonly partyText: string;
  readonly reason: string;
  readonly effectiveDate: string;
  readonly orderedOn: string;
  readonly reference: string;
  readonly notes: string;
};

/** What is said of a lot that comes with the document. */
export const NO_LOT_DETAILS = {
  supplierLot: '',
  dyeLot: '',
  shadeGroup: '',
  expiresOn: '',
  package: '',
  packageContent: '',
};
export type LotDetails = typeof NO_LOT_DETAILS;

export type LineValues = {
  /** Tells lines apart while they come and go. */
  readonly key: string;
  readonly item: PickedItem | null;
  readonly itemText: string;
  readonly lotId: string | null;
  readonly lotText: string;
  readonly lot: LotDetails;
  readonly status: Exclude<StockStatus, 'IN_TRANSIT'>;
  readonly toStatus: string;
  readonly quantity: string;
  readonly unit: string;
  readonly quantity2: string;
  readonly unitCost: string;
  readonly reservationId: string | null;
};

let lines = 0;
export function emptyLine(): LineValues {
  lines += 1;
  return {
    key: `line${lines}`,
    item: null,
    itemText: '',
    lotId: null,
    lotText: '',
    lot: NO_LOT_DETAILS,
    status: 'AVAILABLE',
    toStatus: '',
    quantity: '',
    unit: '',
    quantity2: '',
    unitCost: '',
    reservationId: null,
  };
}

/** A line nobody has touched is not sent. */
export const isEmpty = (line: LineValues): boolean => line.item === null && line.itemText.trim() === '';

export const noHead = (type: StockDocumentType, locationId: string): HeadValues => ({
  type,
  locationId,
  toLocationId: '',
  viaTransit: false,
  party: null,
  partyText: '',
  reason: '',
  effectiveDate: '',
  orderedOn: '',
  reference: '',
  notes: '',
});

export const headOf = (document: StockDocument, party: PickedParty | null): HeadValues => ({
  type: document.type,
  locationId: document.locationId,
  toLocationId: document.toLocationId ?? '',
  viaTransit: document.viaTransit,
  party,
  partyText: party?.name ?? '',
  reason: document.reason ?? '',
  effectiveDate: document.effectiveDate,
  orderedOn: document.orderedOn ?? '',
  reference: document.reference ?? '',
  notes: document.notes ?? '',
});

const pickedOf = ({ sku, unit, secondUnit, tracking }: StockDocumentLine) => ({ sku, unit, secondUnit, tracking });

export const lineOf = (line: StockDocumentLine, locale: string): LineValues => ({
  ...emptyLine(),
  item: { id: line.itemId, name: line.itemName, ...pickedOf(line) },
  itemText: line.itemName,
  lotId: line.lotId,
  lotText: line.lotNumber ?? '',
  status: line.status === 'IN_TRANSIT' ? 'AVAILABLE' : line.status,
  toStatus: line.toStatus ?? '',
  quantity: decimalField(line.enteredQuantity, locale),
  unit: line.enteredUnit,
  quantity2: decimalField(line.quantity2, locale),
  unitCost: decimalField(line.unitCost, locale),
  reservationId: line.reservationId,
});

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

/** The head as the server takes it: fields its kind does not have are sent as none. */
export function headBody(head: HeadValues): object {
  const { party } = DOCUMENT_KINDS[head.type];
  const transfer = head.type === 'TRANSFER';
  return {
    locationId: head.locationId,
    toLocationId: transfer ? orNull(head.toLocationId) : null,
    viaTransit: transfer && head.viaTransit,
    supplierId: party === 'supplierId' ? (head.party?.id ?? null) : null,
    customerId: party === 'customerId' ? (head.party?.id ?? null) : null,
    reason: orNull(head.reason),
    ...(head.effectiveDate !== '' && { effectiveDate: head.effectiveDate }),
    orderedOn: head.type === 'RECEIPT' ? orNull(head.orderedOn) : null,
    reference: orNull(head.reference),
    notes: orNull(head.notes),
  };
}

/** What was said of a new lot; fields left empty are left out. */
function newLot({ lotText, lot }: LineValues, locale: string): object {
  const said = Object.entries({ number: lotText, ...lot }).flatMap(([name, value]) => {
    if (value.trim() === '') return [];
    return [[name, name === 'packageContent' ? decimalTyped(value, locale) : value.trim()]];
  });
  return Object.fromEntries(said);
}

/** A line as the server takes it. `item` was chosen, and `lotId` looked up, before. */
export function lineBody(line: LineValues, type: StockDocumentType, locale: string): object {
  const kind = DOCUMENT_KINDS[type];
  const number = (text: string) => decimalTyped(text, locale);
  const tracked = line.item !== null && line.item.tracking !== 'NONE';
  return {
    itemId: line.item?.id,
    ...(tracked && line.lotId !== null && { lotId: line.lotId }),
    ...(tracked && line.lotId === null && kind.bringsIn && { lot: newLot(line, locale) }),
    ...(kind.anyStatus && line.status !== 'AVAILABLE' && { status: line.status }),
    ...(type === 'STATUS_CHANGE' && line.toStatus !== '' && { toStatus: line.toStatus }),
    quantity: number(line.quantity),
    ...(line.unit !== '' && line.unit !== line.item?.unit && { unit: line.unit }),
    ...(line.item?.secondUnit && line.quantity2.trim() !== '' && { quantity2: number(line.quantity2) }),
    ...(kind.costed && line.unitCost.trim() !== '' && { unitCost: number(line.unitCost) }),
    ...(line.reservationId !== null && { reservationId: line.reservationId }),
  };
}
