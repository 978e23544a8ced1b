import type pg from 'pg';
import { CONTROL_ROLE, OWNER_ROLE } from './owner';

/**
 * What PostgreSQL gives everybody and no company needs: ways to hold up, signal or watch what others do. Functions and views
 * of pg_catalog by regular expression; `keep` may go on. docs/decisions/what-a-tenant-role-can-see.md says what stays open.
 */
const DOORS = [
  { what: 'advisory locks', functions: '^pg_(try_)?advisory_', views: '', keep: [OWNER_ROLE, CONTROL_ROLE] },
  { what: 'large objects', functions: '^(lo_|loread$|lowrite$)', views: '', keep: [] },
  { what: 'notifications', functions: '^pg_notify$', views: '', keep: [OWNER_ROLE, CONTROL_ROLE] },
  { what: 'logical messages', functions: '^pg_logical_emit_message$', views: '', keep: [OWNER_ROLE] },
  {
    what: 'activity',
    functions: '^pg_(stat_get_|stat_have_stats$|lock_status$|(table|indexes|relation|total_relation)_size$)',
    views: '^pg_(stat_|statio_|locks$)',
    keep: [OWNER_ROLE, 'pg_read_all_stats'],
  },
] as const;

export type OpenDoor = { readonly what: string; readonly functions: string[]; readonly views: string[] };

/** Which of those everybody, and so every company's role, can still use in this database. */
export async function openDoors(client: pg.Client): Promise<OpenDoor[]> {
  const { rows } = await client.query<OpenDoor>(
    `SELECT d.what,
            ARRAY(
              SELECT p.oid::regprocedure::text FROM pg_proc p
              CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
              WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname ~ d.functions AND a.grantee = 0) AS functions,
            ARRAY(
              SELECT c.oid::regclass::text FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
              WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'v' AND a.grantee = 0
                AND d.views <> '' AND c.relname ~ d.views) AS views
     FROM jsonb_to_recordset($1) AS d (what text, functions text, views text)`,
    [JSON.stringify(DOORS)],
  );
  return rows.filter(({ functions, views }) => functions.length + views.length > 0);
}

/** Takes all of it from everybody. Only a superuser can; another operator does nothing here, which `lavoro doctor` says. */
export async function closeDoors(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ superuser: boolean }>(
    'SELECT rolsuper AS superuser FROM pg_roles WHERE rolname = current_user',
  );
  if (!rows[0]?.superuser) return;
  const statements = (await openDoors(client)).flatMap(({ what, functions, views }) => {
    const keep = DOORS.find((door) => door.what === what)?.keep.join(', ');
    return [
      ...withoutEverybody('EXECUTE', 'FUNCTION', functions, keep),
      ...withoutEverybody('SELECT', 'TABLE', views, keep),
    ];
  });
  if (statements.length > 0) await client.query(statements.join(';\n'));
}

function withoutEverybody(
  privilege: string,
  kind: string,
  objects: readonly string[],
  keep: string | undefined,
): string[] {
  if (objects.length === 0) return [];
  const revoke = `REVOKE ${privilege} ON ${kind} ${objects.join(', ')} FROM PUBLIC`;
  return keep ? [`GRANT ${privilege} ON ${kind} ${objects.join(', ')} TO ${keep}`, revoke] : [revoke];
}
