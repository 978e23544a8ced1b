import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { ImportFault, ImportFaults } from '@/contract/imports';
import type { Batch } from './batches.repo';

/** So many kinds of faults are told. */
const MOST_TOLD = 100;

/** The faults of a file, those of cells that say the same told once: what is to be mended, most of it first. */
export async function faultsOf({ db }: TenantContext, { id, mapping }: Batch): Promise<ImportFaults> {
  const columns = mapping.flatMap((field, column) => (field === null ? [] : [{ field, column }]));
  const { rows } = await sql<ImportFault>`
    WITH cells AS (
      SELECT r.row_number, f.fault, c.column_number, r.cells -> c.column_number AS cell
      FROM import_rows r
      CROSS JOIN LATERAL jsonb_array_elements(r.faults) AS f(fault)
      LEFT JOIN (
        SELECT m.field, m."column" AS column_number
        FROM jsonb_to_recordset(${JSON.stringify(columns)}::jsonb) AS m(field text, "column" integer)
      ) c ON c.field = f.fault ->> 'path'
      WHERE r.batch_id = ${id} AND r.faulty
    )
    SELECT fault ->> 'path' AS field, column_number AS "column", coalesce(cell ->> 'number', cell #>> '{}', '') AS value,
      fault ->> 'code' AS code, min(fault ->> 'message') AS message,
      count(*)::integer AS count, min(row_number) AS "firstRow"
    FROM cells
    GROUP BY 1, 2, 3, 4
    ORDER BY count(*) DESC, min(row_number), 1
    LIMIT ${MOST_TOLD + 1}
  `.execute(db);
  return { data: rows.slice(0, MOST_TOLD), more: rows.length > MOST_TOLD };
}
