import { v7 as uuidv7 } from 'uuid';
import type { TenantContext } from '@/context';
import type { CheckedRow, DoneRow, ImportKind, RowsOf, WrittenRow } from '@/imports';
import { Refusal } from '@/lib/refusal';
import { reverseDocument } from '../documents/documents.actions';
import { statesOf } from '../documents/documents.repo';
import { documents } from '../documents/documents.service';
import { insertNewLots } from '../documents/newLots.repo';
import { readHead } from '../documents/readings.repo';
import { lotKey } from '../lots/namedLots.repo';
import { toldByRow } from './byRow';
import { OPENING_COLUMNS } from './openingColumns';
import { checkOpening } from './openingFaults';
import { hasItem, lineOf, lotNames, type OpeningRow, understood } from './openingRows';

/**
 * Files of what lies where on the day a company begins. They are posted as opening documents in the order of the file, of the
 * rows that are given at once one a location and day: a document may have ten times as many lines, but takes so much memory then that a
 * long file would not do with 200 MB. Taken back, the documents are reversed.
 */
export const openingImport: ImportKind = {
  name: 'opening-stock',
  permission: 'inventory:adjust',
  alsoTakes: ['inventory:move'],
  columns: OPENING_COLUMNS,
  refusesHidden: true,
  ofLocations: true,
  check: checkOpening,
  write,
  undo,
};

async function write(ctx: TenantContext, rows: readonly CheckedRow[]): Promise<WrittenRow[]> {
  const written: WrittenRow[] = [];
  for (const { locationId, effectiveDate, rows: some } of together(await withLots(ctx, rows))) {
    const numbers = some.map(({ row }) => row.rowNumber);
    const lines = some.filter(hasItem).map(lineOf);
    const { id, number, version } = await toldByRow(
      async () => numbers,
      () => documents.create(ctx, { type: 'OPENING', locationId, effectiveDate, post: true, lines }),
    );
    for (const rowNumber of numbers)
      written.push({ rowNumber, outcome: 'MADE', recordId: id, code: number, before: null, madeVersion: version });
  }
  return written;
}

/** The rows with their lots, which are made where they are not there yet: several rows may be of one. */
async function withLots(ctx: TenantContext, rows: readonly CheckedRow[]): Promise<OpeningRow[]> {
  const all = await understood(ctx, rows);
  const fresh = new Map(
    all
      .filter(({ lotId }) => lotId === undefined)
      .flatMap((each) => lotNames(each).map((name) => [lotKey(name), { ...name, asOf: each.asOf }])),
  );
  const [first] = together(all);
  if (fresh.size === 0 || first === undefined) return all;
  const { today } = await readHead(ctx, first);
  const lots = [...fresh].map(([key, { asOf = today, ...name }]) => ({ ...name, key, id: uuidv7(), receivedOn: asOf }));
  const made = await insertNewLots(ctx, lots, null);
  // Somebody else has just made some of them.
  if (made.size < lots.length) return understood(ctx, rows);
  const ids = new Map(lots.map(({ key, id }) => [key, id]));
  return all.map((each) => ({ ...each, lotId: each.lotId ?? lotNames(each).map((name) => ids.get(lotKey(name)))[0] }));
}

type Together = {
  readonly locationId: string;
  readonly effectiveDate: string | undefined;
  readonly rows: OpeningRow[];
};

/** The rows of each location and day, in the order of the file. */
function together(all: readonly OpeningRow[]): readonly Together[] {
  const found = new Map<string, Together>();
  for (const each of all) {
    if (!each.location) throw new Error('a row without a place was checked');
    const key = `${each.location.id} ${each.asOf}`;
    const some = found.get(key);
    if (some) some.rows.push(each);
    else found.set(key, { locationId: each.location.id, effectiveDate: each.asOf, rows: [each] });
  }
  return [...found.values()];
}

/** What somebody has taken back by hand is taken back. */
async function undo(ctx: TenantContext, rows: readonly DoneRow[], rowsOf: RowsOf): Promise<void> {
  const ids = [...new Set(rows.map(({ recordId }) => recordId))];
  const states = await statesOf(ctx, ids);
  if (states.size < ids.length)
    throw new Refusal('FORBIDDEN', 'Some of it lies at a location where you do not work: ask somebody who does.');
  for (const id of ids)
    if (states.get(id) === 'POSTED')
      await toldByRow(
        () => rowsOf(id),
        () => reverseDocument(ctx, id),
      );
}
