import type { TenantContext } from '@/context';
import type { IMPORT_FORMATS } from '@/contract/enums';
import { fromSnapshot } from '@/database/snapshot';
import { EXPORT_TYPES } from '@/exports/exportList';
import { type Download, download } from '@/http/route';
import { csvLine } from '@/lib/csv';
import { xlsxFile } from '@/lib/xlsx/write';
import { type Kinds, openImport } from './access';
import { textOfCell } from './cells';
import { columnsFor } from './columns';
import type { ImportKind } from './kind';
import { listImportRows } from './rows.repo';

const BYTE_ORDER_MARK = '\ufeff';
const PAGE = 1000;

/** An empty file of a kind: its headings and one row that shows what may stand there. */
export function template(ctx: TenantContext, kind: ImportKind, format: (typeof IMPORT_FORMATS)[number]): Download {
  const columns = columnsFor(ctx, kind);
  const rows = [columns.map(({ label }) => label), columns.map(({ example }) => example)];
  const [heading = [], example = []] = rows.map((texts) => texts.map((text) => ({ text, type: 'text' as const })));
  return download({
    fileName: `${kind.name}.${format}`,
    contentType: EXPORT_TYPES[format],
    chunks:
      format === 'csv'
        ? pieces(BYTE_ORDER_MARK + rows.map(csvLine).join(''))
        : xlsxFile(kind.name, heading, pieces([example])),
  });
}

async function* pieces<T>(piece: T): AsyncGenerator<T> {
  yield piece;
}

/** What has become of each row: the row itself, so that those with faults can be mended and sent again. */
export async function result(ctx: TenantContext, kinds: Kinds, id: string): Promise<Download> {
  const { batch } = await openImport(ctx, kinds, id);
  const heading = ['Row', 'Outcome', 'Code', 'ID', 'Faults', ...batch.headings];
  const lines = fromSnapshot(ctx.tenant.id, async function* (db) {
    let cursor: string | null | undefined;
    yield BYTE_ORDER_MARK + csvLine(heading);
    do {
      const request = { batchId: id, sort: ['rowNumber'], limit: PAGE, ...(cursor && { cursor }) };
      const page = await listImportRows({ ...ctx, db }, request);
      yield page.data
        .map(({ rowNumber, outcome, code, recordId, faults, cells }) => {
          const faulty = (faults ?? []).map(({ path, message }) => `${path}: ${message}`).join('; ');
          return csvLine([String(rowNumber), outcome, code, recordId, faulty, ...cells.map(textOfCell)]);
        })
        .join('');
      cursor = page.nextCursor;
    } while (cursor);
  });
  return download({ fileName: `import-${batch.kind}-result.csv`, contentType: EXPORT_TYPES.csv, chunks: lines });
}
