import type { CustomFields } from '@/contract/customFields';
import { Refusal } from '@/lib/refusal';
import { customFieldsOf, rereadCustomFields } from './read';

const UNKNOWN_COLUMN = '42703';
/** What a statement for fields that have changed since can meet: a column that is gone, or one of another type or CHECK. */
const OF_OTHER_FIELDS = new Set([UNKNOWN_COLUMN, '22P02', '22007', '22008', '22003', '23514']);

/**
 * Runs `work` with the fields the company has declared as far as this process has heard. When it fails in a way that says
 * they have changed meanwhile, and they have, it runs once more with those there are: `work` must have undone what it did.
 * Throws UNAVAILABLE when they changed once more.
 */
export async function withCurrentFields<T>(
  tenantId: string,
  shapeVersion: number,
  work: (fields: CustomFields) => Promise<T>,
): Promise<T> {
  const fields = await customFieldsOf(tenantId, shapeVersion);
  try {
    return await work(fields);
  } catch (error) {
    if (shapeVersion === 0 || !OF_OTHER_FIELDS.has(codeOf(error))) throw error;
    const current = await rereadCustomFields(tenantId, shapeVersion);
    if (JSON.stringify(current) === JSON.stringify(fields)) throw error;
    return again(work, current);
  }
}

async function again<T>(work: (fields: CustomFields) => Promise<T>, fields: CustomFields): Promise<T> {
  try {
    return await work(fields);
  } catch (error) {
    if (codeOf(error) !== UNKNOWN_COLUMN) throw error;
    throw new Refusal('UNAVAILABLE', 'The fields of this company have just changed: try again.');
  }
}

const codeOf = (error: unknown) => (error as { code?: string } | undefined)?.code ?? '';
