import { sql } from 'kysely';
import type { TenantContext } from '@/context';

export type NamedLocation = { readonly id: string; readonly isActive: boolean };

/** The locations that names stand for, capitals or not, among those where whoever asks works: no two are called alike. */
export async function locationsNamed(
  { db, scope }: Pick<TenantContext, 'db' | 'scope'>,
  names: readonly string[],
): Promise<ReadonlyMap<string, NamedLocation>> {
  if (names.length === 0) return new Map();
  const { rows } = await sql<NamedLocation & { said: string }>`SELECT g.said, l.id, l.is_active
    FROM unnest(${[...new Set(names)]}::text[]) AS g(said) JOIN locations l ON lower(l.name) = lower(g.said)
    WHERE ${scope}::uuid[] IS NULL OR l.id = ANY(${scope}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.said, row]));
}
