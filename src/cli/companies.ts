import type { z } from 'zod';
import { id } from '@/contract/fields';
import { Refusal } from '@/lib/refusal';
import { type CompanyRow, findByFormerSlug, findCompany } from '@/tenants/companies/companies.repo';

/** The company of a slug or an id. Throws NOT_FOUND, which says how it is called now if it was called so. */
export async function requireCompany(named: string): Promise<CompanyRow> {
  const asId = id.safeParse(named);
  const found = await findCompany(asId.success ? { id: asId.data } : { slug: named });
  if (found) return found;
  const moved = asId.success ? undefined : await findByFormerSlug(named);
  throw new Refusal(
    'NOT_FOUND',
    moved
      ? `The company ${named} is called ${moved.slug} now.`
      : `There is no company "${named}". All there are: npx lavoro tenants list`,
  );
}

/** What `schema` makes of the options of a command. Throws VALIDATION_FAILED with every fault, one a line. */
export function checked<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) =>
    path.length ? `${path.join('.')}: ${message}` : message,
  );
  throw new Refusal('VALIDATION_FAILED', faults.map((fault) => `${fault}.`).join('\n'));
}

/** An option that was given empty takes the value away; one that was left out leaves it. */
export const orNone = (value: string | undefined) => (value === '' ? null : value);
