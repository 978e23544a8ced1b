/**
 * SQL: the rows of a catalog that are in a namespace, given as an expression of its oid. The catalogs have no index by
 * namespace, and with a thousand companies reading one through takes milliseconds; what depends on a namespace has one.
 */
export const inNamespace = (catalog: 'pg_class' | 'pg_proc' | 'pg_type', oid: string) => `
  SELECT o.* FROM pg_depend d JOIN ${catalog} o ON o.oid = d.objid
  WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = ${oid} AND d.classid = '${catalog}'::regclass`;
