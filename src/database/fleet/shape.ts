import { createHash } from 'node:crypto';
import type pg from 'pg';
import { inNamespace } from '../namespace';
import { tenantSchema } from '../tenantName';

/** One thing in a schema: `column customers.name` with its definition. Where it stands among others does not count. */
export type Part = { readonly kind: string; readonly name: string; readonly definition: string };

/** A schema as a set of parts, by kind and name. */
export type Shape = ReadonlyMap<string, Part>;

const HERE = '(SELECT oid FROM here)';

/**
 * Reads everything in the schema on the search path that CREATE, ALTER and GRANT can make, and its history. The first name
 * says that all are text: by themselves PostgreSQL takes them for its type `name`, and cuts them after 63 bytes.
 */
const PARTS = `
  WITH here AS (SELECT oid FROM pg_namespace WHERE nspname = current_schema()),
  rel AS MATERIALIZED (${inNamespace('pg_class', HERE)}),
  types AS MATERIALIZED (${inNamespace('pg_type', HERE)}),
  routines AS MATERIALIZED (${inNamespace('pg_proc', HERE)})
  SELECT 'schema' AS kind, ''::text AS name, concat_ws(' ', pg_get_userbyid(nspowner), nspacl::text) AS definition
  FROM pg_namespace JOIN here USING (oid)
  UNION ALL
  SELECT CASE relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' WHEN 'm' THEN 'view' ELSE 'table' END, relname,
         concat_ws(' ', pg_get_userbyid(relowner), 'persistence ' || relpersistence::text, 'row security ' || relrowsecurity,
           CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
           (SELECT concat_ws(' ', format_type(seqtypid, NULL), seqstart, seqincrement, seqmin, seqmax, seqcycle)
            FROM pg_sequence WHERE seqrelid = c.oid),
           (SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM unnest(relacl) a))
  FROM rel c WHERE relkind IN ('r', 'p', 'S', 'v', 'm', 'f')
  UNION ALL
  SELECT 'column', c.relname || '.' || a.attname,
         concat_ws(' ', format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'not null' END,
           CASE a.attidentity WHEN '' THEN NULL ELSE 'identity ' || a.attidentity::text END,
           CASE a.attgenerated WHEN '' THEN NULL ELSE 'generated' END,
           'default ' || pg_get_expr(d.adbin, d.adrelid, true),
           CASE WHEN a.attcollation <> t.typcollation THEN 'collation ' || a.attcollation::regcollation END, a.attacl::text)
  FROM rel c JOIN pg_attribute a ON a.attrelid = c.oid
  JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT 'constraint', c.relname || '.' || k.conname,
         concat_ws(' ', pg_get_constraintdef(k.oid, true), CASE WHEN NOT k.convalidated THEN 'not validated' END)
  FROM rel c JOIN pg_constraint k ON k.conrelid = c.oid WHERE k.contype <> 'n'
  UNION ALL
  SELECT 'index', x.relname, concat_ws(' ', pg_get_indexdef(i.indexrelid, 0, true), CASE WHEN NOT i.indisvalid THEN 'invalid' END)
  FROM rel c JOIN pg_index i ON i.indrelid = c.oid JOIN pg_class x ON x.oid = i.indexrelid
  UNION ALL
  SELECT 'trigger', c.relname || '.' || t.tgname, concat_ws(' ', pg_get_triggerdef(t.oid, true), t.tgenabled)
  FROM rel c JOIN pg_trigger t ON t.tgrelid = c.oid WHERE NOT t.tgisinternal
  UNION ALL
  SELECT 'rule', c.relname || '.' || r.rulename, pg_get_ruledef(r.oid, true)
  FROM rel c JOIN pg_rewrite r ON r.ev_class = c.oid WHERE r.rulename <> '_RETURN'
  UNION ALL
  SELECT 'policy', c.relname || '.' || p.polname,
         concat_ws(' ', p.polcmd, p.polpermissive, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
  FROM rel c JOIN pg_policy p ON p.polrelid = c.oid
  UNION ALL
  SELECT 'routine', p.oid::regprocedure::text, concat_ws(' ', md5(p.prosrc), p.prosecdef, p.proconfig::text, p.proacl::text)
  FROM routines p
  UNION ALL
  SELECT 'type', t.typname, concat_ws(' ', t.typtype, format_type(t.typbasetype, t.typtypmod),
         (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
  FROM types t WHERE t.typtype IN ('e', 'd', 'r')
  UNION ALL
  SELECT 'migration', migration_name, checksum || CASE WHEN finished_at IS NULL THEN ' unfinished' ELSE '' END
  FROM _prisma_migrations WHERE rolled_back_at IS NULL`;

/**
 * What the schema on the search path is made of, in the caller's transaction; the company's own name and id are left out,
 * so that companies can be compared.
 */
export async function shapeHere(client: pg.Client, tenantId: string): Promise<Shape> {
  const { rows } = await client.query<Part>(PARTS);
  const anonymous = (text: string) => text.replaceAll(tenantSchema(tenantId), 'tenant').replaceAll(tenantId, 'tenant');
  return new Map(
    rows.map(({ kind, name, definition }) => [`${kind} ${name}`, { kind, name, definition: anonymous(definition) }]),
  );
}

/** One value for a shape, in hex: the same for companies that are built the same. */
export function fingerprint(shape: Shape): string {
  const lines = [...shape].map(([key, { definition }]) => `${key}: ${definition}`).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/** Where one shape differs from what it should be; `wanted` or `found` is null where there is nothing. */
export type Difference = {
  readonly kind: string;
  readonly name: string;
  readonly wanted: string | null;
  readonly found: string | null;
};

export function compareShapes(wanted: Shape, found: Shape): Difference[] {
  const keys = [...new Set([...wanted.keys(), ...found.keys()])].sort();
  return keys.flatMap((key) => {
    const [one, other] = [wanted.get(key), found.get(key)];
    if (one?.definition === other?.definition) return [];
    const { kind, name } = one ?? other ?? { kind: '', name: '' };
    return [{ kind, name, wanted: one?.definition ?? null, found: other?.definition ?? null }];
  });
}

/** A difference in a sentence. */
export function describeDifference({ kind, name, wanted, found }: Difference): string {
  const what = name === '' ? `The ${kind}` : `The ${kind} ${name}`;
  if (found === null) return `${what} is missing; it should be: ${wanted}.`;
  if (wanted === null) return `${what} should not be there; it is: ${found}.`;
  return `${what} is: ${found}; it should be: ${wanted}.`;
}
