import { PACKAGES, type StockStatus } from '@/contract/enums';
import type { FieldFault } from '@/contract/errors';
import type { StockLineBody } from '@/contract/stockDocuments';
import { compareDecimals, isZero, multiplyDecimals, withPlaces } from '@/lib/decimal';
import { type Converted, contentOf, convertQuantity, QUANTITY_PLACES, unitsLike } from '@/lib/textile/units';
import type { PostedItem } from '../ledger/posting';
import { bringsIn, type Flow, sendsAnything } from './flows';
import type { LineReading } from './readings.repo';

/** A line that was checked, as it is stored and answered. */
export type CheckedLine = {
  readonly item: PostedItem;
  readonly names: Pick<LineReading, 'sku' | 'itemName' | 'unit' | 'secondUnit' | 'tracking'>;
  readonly lotId: string | null;
  readonly lotNumber: string | null;
  readonly newLot: StockLineBody['lot'];
  readonly status: StockStatus;
  readonly toStatus: StockStatus | null;
  readonly quantity: string;
  readonly quantity2: string | null;
  readonly entered: { readonly unit: string; readonly quantity: string; readonly factor: string };
  readonly unitCost: string | null;
  readonly reservationId: string | null;
};

export type LinesChecked = { readonly lines: readonly CheckedLine[]; readonly faults: readonly FieldFault[] };

/** What a line says of its item when it is answered. */
export const namesOf = ({ sku, itemName, unit, secondUnit, tracking }: LineReading): CheckedLine['names'] => ({
  sku,
  itemName,
  unit,
  secondUnit,
  tracking,
});

/** The places of `unit_cost`, and where `numeric(18,4)` and `numeric(20,4)` end. */
const COST_PLACES = 6;
const MOST = '1e14';
const MOST_VALUE = '1e16';
/** The field of a line, and what is wrong with it. */
type Fault = readonly [field: string, message: string];

/** Checks the lines of a document of a kind against what they point at; all faults at once. `currency` is the company's. */
export function checkLines(
  flow: Flow,
  bodies: readonly StockLineBody[],
  readings: readonly LineReading[],
  currency: string,
): LinesChecked {
  const faults: FieldFault[] = [];
  const lines = bodies.map((body, index) => {
    const found: Fault[] = [];
    const line = checkLine(flow, body, readings[index] as LineReading, currency, found);
    const all = found.map(([field, message]) => ({ path: `lines.${index}.${field}`, code: 'RULE_VIOLATED', message }));
    faults.push(...all);
    return line;
  });
  return { lines: lines.filter((line) => line !== undefined), faults: [...faults, ...repeatedLots(bodies)] };
}

function checkLine(
  flow: Flow,
  body: StockLineBody,
  reading: LineReading,
  currency: string,
  faults: Fault[],
): CheckedLine | undefined {
  if (reading.itemId === null) {
    faults.push(['itemId', 'There is no such item']);
    return undefined;
  }
  const measured = measure(body, reading);
  const found = [
    reading.itemArchived ? (['itemId', 'This item is archived: it moves no more'] as const) : undefined,
    lotFault(flow, body, reading),
    statusFault(flow, body),
    extraFault(flow, body, reading),
    'fault' in measured ? measured.fault : costFault(body, measured),
  ];
  faults.push(...found.filter((fault) => fault !== undefined));
  if ('fault' in measured) return undefined;
  return {
    item: postedItem(
      reading.itemId,
      { ...reading, isWatched: reading.isWatched || body.lot?.expiresOn != null },
      currency,
    ),
    names: namesOf(reading),
    lotId: body.lotId ?? null,
    lotNumber: reading.lotNumber,
    newLot: body.lot,
    status: body.status ?? 'AVAILABLE',
    toStatus: body.toStatus ?? null,
    quantity: measured.quantity,
    quantity2: padded(body.quantity2, QUANTITY_PLACES),
    entered: {
      unit: body.unit ?? reading.unit,
      quantity: withPlaces(body.quantity, QUANTITY_PLACES),
      factor: measured.factor,
    },
    unitCost: padded(body.unitCost, COST_PLACES),
    reservationId: body.reservationId ?? null,
  };
}

const padded = (value: string | null | undefined, places: number) => (value == null ? null : withPlaces(value, places));

export function postedItem(
  id: string,
  reading: Pick<LineReading, 'valuation' | 'secondUnit' | 'unitCost' | 'currency' | 'isWatched'>,
  currency: string,
): PostedItem {
  const { valuation, secondUnit, unitCost, isWatched } = reading;
  return {
    id,
    valuation,
    secondUnit,
    standardCost: reading.currency === currency ? (unitCost ?? '0') : '0',
    isWatched,
  };
}

function lotFault(flow: Flow, { lotId, lot }: StockLineBody, reading: LineReading): Fault | undefined {
  if (lotId != null && lot) return ['lot', 'Name a lot that is there, or a new one, not both'];
  if (lotId != null && reading.lotItemId !== reading.itemId) return ['lotId', 'There is no such lot of this item'];
  if (lotId != null && reading.lotArchived) return ['lotId', 'This lot is archived: it moves no more'];
  if (lot && !bringsIn(flow)) return ['lot', 'A lot is new only where goods come in'];
  const named = lotId != null || lot !== undefined;
  if (reading.tracking === 'NONE' && named) return [lot ? 'lot' : 'lotId', 'This item is not kept by lots'];
  if (reading.tracking === 'NONE' || named) return undefined;
  return ['lotId', `This item is kept by ${reading.tracking.toLowerCase()}s: name one`];
}

function statusFault(flow: Flow, { status = 'AVAILABLE', toStatus }: StockLineBody): Fault | undefined {
  const changes = flow.movementType === 'STATUS_CHANGE';
  if (changes && toStatus === undefined) return ['toStatus', 'Say what the goods become'];
  if (changes && toStatus === status) return ['toStatus', 'That is what they are already'];
  if (!changes && toStatus !== undefined) return ['toStatus', 'Only a change of status has this'];
  if (flow.from !== 'here' || sendsAnything(flow) || status === 'AVAILABLE') return undefined;
  return ['status', 'Only what is available can go there'];
}

/** What a line says that its kind of document, or its item, has no place for. */
function extraFault(flow: Flow, body: StockLineBody, { secondUnit }: LineReading): Fault | undefined {
  if (body.unitCost != null && !flow.costed)
    return ['unitCost', 'What goods that are there cost is in the books already'];
  if (body.quantity2 != null && secondUnit === null) return ['quantity2', 'This item has no second unit'];
  if (body.reservationId == null || flow.from === 'here') return undefined;
  return ['reservationId', 'Nothing of it is taken from stock'];
}

/** The quantity in the item's unit, or why there is none. */
function measure(body: StockLineBody, reading: LineReading): Converted | { readonly fault: Fault } {
  const { unit = reading.unit, quantity } = body;
  const converted = isPackage(unit) ? packed(body, reading, unit) : convertQuantity(quantity, unit, reading.unit);
  if (!converted) return { fault: unitFault(unit, reading) };
  if (isZero(converted.quantity)) return { fault: ['quantity', `This comes to nothing in ${reading.unit}`] };
  if (compareDecimals(converted.quantity, MOST) < 0) return converted;
  return { fault: ['quantity', `This is more ${reading.unit} than can be kept`] };
}

const isPackage = (unit: string): unit is (typeof PACKAGES)[number] => (PACKAGES as readonly string[]).includes(unit);

/** Packages of the lot, or of the new one: how much is in one is what it says. */
function packed({ quantity, lot }: StockLineBody, reading: LineReading, unit: string): Converted | undefined {
  const content = lot ? lot.packageContent : reading.packageContent;
  return (lot ? lot.package : reading.package) === unit && content != null ? contentOf(quantity, content) : undefined;
}

function unitFault(unit: string, reading: LineReading): Fault {
  if (isPackage(unit))
    return ['unit', `The lot does not say how much ${reading.unit} are in one ${unit.toLowerCase()}`];
  return ['unit', `This item is counted in ${reading.unit}: say it in ${unitsLike(reading.unit).join(', ')}`];
}

function costFault({ unitCost }: StockLineBody, { quantity }: Converted): Fault | undefined {
  if (unitCost == null || compareDecimals(multiplyDecimals(quantity, unitCost, 4), MOST_VALUE) < 0) return undefined;
  return ['unitCost', 'This comes to more than can be kept'];
}

/** New lots of one item with one number. */
function repeatedLots(bodies: readonly StockLineBody[]): FieldFault[] {
  const seen = new Set<string>();
  return bodies.flatMap(({ itemId, lot }, index) => {
    if (lot?.number === undefined) return [];
    const key = `${itemId} ${lot.number}`;
    const repeated = seen.has(key);
    seen.add(key);
    if (!repeated) return [];
    return [{ path: `lines.${index}.lot.number`, code: 'RULE_VIOLATED', message: 'Another line has this number' }];
  });
}
