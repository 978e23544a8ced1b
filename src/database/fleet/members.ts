import type pg from 'pg';
import { Refusal } from '@/lib/refusal';
import { digestOf, type Migration } from '../migrationFiles';
import { isTenantId, tenantSchema } from '../tenantName';
import type { Member } from './fanOut';

type Row = { id: string; slug: string; ring: number; digest: string };

const COLUMNS = 'id, slug, ring, migrations_digest AS digest';
const ORDER = 'ORDER BY ring, created_at, id';
const memberOf = ({ id, ...rest }: Row): Member => ({ ...rest, tenantId: id, schema: tenantSchema(id) });

/**
 * The companies that have not had exactly `wanted`, and where wanted those that are set aside, whatever they have had; those
 * a newer release was at are left to it. One query, whatever their number.
 */
export async function membersBehind(
  client: pg.Client,
  wanted: readonly Migration[],
  which: 'with those aside' | 'without those aside',
): Promise<Member[]> {
  const { rows } = await client.query<Row>(
    `SELECT ${COLUMNS} FROM public.tenants
     WHERE schema_version <= $2 AND CASE WHEN quarantined_at IS NULL THEN migrations_digest <> $1 ELSE $3 END ${ORDER}`,
    [digestOf(wanted), wanted.at(-1)?.name ?? '', which === 'with those aside'],
  );
  return rows.map(memberOf);
}

export async function membersOfAll(client: pg.Client): Promise<Member[]> {
  const { rows } = await client.query<Row>(`SELECT ${COLUMNS} FROM public.tenants ${ORDER}`);
  return rows.map(memberOf);
}

/** The companies in which something stands, finished or not, that is not there when just `target` and all before it are. */
export async function membersBeyond(client: pg.Client, target: string, all: readonly Migration[]): Promise<Member[]> {
  const { rows } = await client.query<Row>(
    `SELECT ${COLUMNS} FROM public.tenants
     WHERE schema_version >= $1 AND (migrations_digest <> $2 OR quarantined_at IS NOT NULL) ${ORDER}`,
    [target, digestOf(all.filter(({ name }) => name <= target))],
  );
  return rows.map(memberOf);
}

/** Companies by slug or id, quarantined or not. Throws a Refusal that names those there are not. */
export async function membersNamed(client: pg.Client, names: readonly string[]): Promise<Member[]> {
  const { rows } = await client.query<Row>(
    `SELECT ${COLUMNS} FROM public.tenants WHERE slug = ANY($1) OR id = ANY($2::uuid[]) ${ORDER}`,
    [names.filter((name) => !isTenantId(name)), names.filter(isTenantId)],
  );
  const found = new Set(rows.flatMap(({ id, slug }) => [id, slug]));
  const missing = names.filter((name) => !found.has(name));
  if (missing.length > 0) throw new Refusal('NOT_FOUND', `There is no company ${missing.join(', ')}.`);
  return rows.map(memberOf);
}

/** How many companies are set aside, and how many of them are canaries: what failed there must not reach the others. */
export async function countAside(client: pg.Client): Promise<{ all: number; canaries: number }> {
  const { rows } = await client.query<{ all: number; canaries: number }>(
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE ring = 0)::int AS canaries
     FROM public.tenants WHERE quarantined_at IS NOT NULL`,
  );
  return rows[0] ?? { all: 0, canaries: 0 };
}
