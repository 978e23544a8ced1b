import { sql } from 'kysely';
import type { TenantContext } from '@/context';

/** Says of new lots which one they were cut off from, and whether they are its end. */
export async function linkParents(
  { db }: TenantContext,
  parentLotId: string,
  parts: readonly { readonly lotId: string; readonly isEndBit: boolean }[],
): Promise<void> {
  await sql`
    UPDATE lots SET parent_lot_id = ${parentLotId}::uuid, is_end_bit = w.is_end_bit
    FROM unnest(${parts.map(({ lotId }) => lotId)}::uuid[], ${parts.map(({ isEndBit }) => isEndBit)}::boolean[]) AS w (id, is_end_bit)
    WHERE lots.id = w.id`.execute(db);
}
