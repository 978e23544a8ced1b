import { sql } from 'kysely';
import type { TenantContext } from '@/context';

type Found = { readonly said: string; readonly id: string; readonly name: string; readonly isActive: boolean };
export type NamedLocation = Pick<Found, 'id' | 'isActive'>;

/**
 * The locations that names stand for, capitals or not, among those where whoever asks works; 'several' where it could be
 * more than one.
 */
export async function locationsNamed(
  { db, scope }: Pick<TenantContext, 'db' | 'scope'>,
  names: readonly string[],
): Promise<ReadonlyMap<string, NamedLocation | 'several'>> {
  if (names.length === 0) return new Map();
  const { rows } = await sql<Found>`SELECT g.said, l.id, l.name, l.is_active
    FROM unnest(${[...new Set(names)]}::text[]) AS g(said) JOIN locations l ON lower(l.name) = lower(g.said)
    WHERE ${scope}::uuid[] IS NULL OR l.id = ANY(${scope}::uuid[])`.execute(db);
  const bySaid = new Map<string, Found[]>();
  for (const row of rows) bySaid.set(row.said, [...(bySaid.get(row.said) ?? []), row]);
  return new Map([...bySaid].map(([said, found]) => [said, theOne(said, found)]));
}

function theOne(said: string, found: readonly Found[]): NamedLocation | 'several' {
  const written = found.filter(({ name }) => name === said);
  const [first, second] = written.length > 0 ? written : found;
  return first && !second ? first : 'several';
}
