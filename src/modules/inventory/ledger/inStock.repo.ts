import type { TenantContext } from '@/context';
import { Refusal } from '@/lib/refusal';

/**
 * What is archived moves no more: of an item or a lot of which there is some, nobody could take the rest. Throws INVALID_STATE
 * where there is. Where it lies is not said: whoever asks may not work there.
 */
export async function requireOutOfStock(
  { db }: Pick<TenantContext, 'db'>,
  column: 'itemId' | 'lotId',
  id: string,
): Promise<void> {
  const held = await db
    .selectFrom('stockBalances')
    .select('id')
    .where(column, '=', id)
    .where('onHand', '>', '0')
    .executeTakeFirst();
  if (!held) return;
  throw new Refusal('INVALID_STATE', 'There is some of it in stock: post what is left out of stock, then archive it.');
}
