import { asOwner, type Breach, breach, LARGE_OBJECT } from './breach';

/** A privilege on something that has to be made first, or not. */
const given = (privilege: string, object: string, to: string, says: string, before = '', since = 0): Breach => {
  const who = to === 'PUBLIC' ? 'Everybody (PUBLIC)' : to;
  const grant = `${privilege} ON ${object}`;
  return breach(
    'privileges',
    `${before}GRANT ${grant} TO ${to}`,
    `${who} may ${says}.`,
    `REVOKE ${grant} FROM ${to}`,
    since,
  );
};

const FUNCTION = 'FUNCTION public.f(int) RETURNS int LANGUAGE sql AS $$ SELECT $1 $$';
const SERVER = 'CREATE FOREIGN DATA WRAPPER away; CREATE SERVER elsewhere FOREIGN DATA WRAPPER away; ';

const ofCompanies: Breach[] = [
  // Another's, or the platform's.
  given('USAGE', 'SCHEMA {b}', '{a}', 'use the schema {b}'),
  given('SELECT', 'TABLE {b}.locations', '{a}', 'SELECT {b}.locations'),
  given('SELECT (name)', 'TABLE {b}.locations', '{a}', 'SELECT the column {b}.locations.name'),
  given('USAGE', 'SEQUENCE {b}.audit_log_id_seq', '{a}', 'use the sequence {b}.audit_log_id_seq'),
  given('USAGE', 'SCHEMA public', '{a}', 'use the schema public'),
  given('SELECT', 'TABLE public.users', '{a}', 'SELECT public.users'),
  given('UPDATE', 'TABLE public._prisma_migrations', '{a}', 'UPDATE public._prisma_migrations'),
  given('SELECT', 'TABLE pg_catalog.pg_authid', '{a}', 'SELECT pg_catalog.pg_authid'),
  given(
    'EXECUTE',
    'ROUTINE pg_catalog.pg_read_file(pg_catalog.text)',
    '{a}',
    'EXECUTE the routine pg_catalog.pg_read_file(pg_catalog.text)',
  ),
  given(
    'USAGE',
    'TYPE public.mood',
    '{a}',
    'use the type public.mood',
    `${asOwner("CREATE TYPE public.mood AS ENUM ('calm')")}; `,
  ),
  given('USAGE', 'LANGUAGE plpgsql', '{a}', 'use the language plpgsql'),
  given('USAGE', 'FOREIGN DATA WRAPPER away', '{a}', 'use the foreign data wrapper away', SERVER),
  given('USAGE', 'FOREIGN SERVER elsewhere', '{a}', 'use the foreign server elsewhere', SERVER),
  given('SELECT', 'LARGE OBJECT 4711', '{a}', 'SELECT the large object 4711', LARGE_OBJECT),
  given('CREATE', 'TABLESPACE pg_default', '{a}', 'CREATE in the tablespace pg_default'),
  given('CREATE', 'DATABASE {database}', '{a}', 'CREATE in the database {database}'),
  given('SET', 'PARAMETER log_statement', '{a}', 'SET the parameter log_statement', '', 150_000),
  // Too much of its own.
  given('CREATE', 'SCHEMA {a}', '{a}', 'CREATE in the schema {a}'),
  given('TRUNCATE', 'TABLE {a}.locations', '{a}', 'TRUNCATE {a}.locations'),
  given('REFERENCES', 'TABLE {a}.locations', '{a}', 'REFERENCES {a}.locations'),
  given('TRIGGER', 'TABLE {a}.locations', '{a}', 'TRIGGER {a}.locations'),
  given('MAINTAIN', 'TABLE {a}.locations', '{a}', 'MAINTAIN {a}.locations', '', 170_000),
  given('UPDATE', 'TABLE {a}.audit_log', '{a}', 'UPDATE {a}.audit_log'),
  given('UPDATE (action)', 'TABLE {a}.audit_log', '{a}', 'UPDATE the column {a}.audit_log.action'),
  given('INSERT', 'TABLE {a}.primary_locations', '{a}', 'INSERT {a}.primary_locations'),
  given('SELECT', 'TABLE {a}._prisma_migrations', '{a}', 'SELECT {a}._prisma_migrations'),
  given('UPDATE', 'SEQUENCE {a}.audit_log_id_seq', '{a}', 'UPDATE the sequence {a}.audit_log_id_seq'),
  given('SELECT', 'TABLE {a}.v', '{a}', 'SELECT {a}.v', `${asOwner('CREATE VIEW {a}.v AS SELECT 1 AS one')}; `),
  breach(
    'privileges',
    'GRANT SELECT ON {a}.locations TO {a} WITH GRANT OPTION',
    '{a} may SELECT {a}.locations and pass that on.',
    'REVOKE GRANT OPTION FOR SELECT ON TABLE {a}.locations FROM {a}',
  ),
  given('USAGE', 'SCHEMA {a}', 'lavoro_control', 'use the schema {a}'),
  given('SELECT', 'TABLE {a}.locations', 'lavoro_control', 'SELECT {a}.locations'),
];

const ofEverybody: Breach[] = [
  given('USAGE', 'SCHEMA public', 'PUBLIC', 'use the schema public'),
  given('USAGE', 'SCHEMA {a}', 'PUBLIC', 'use the schema {a}'),
  given('SELECT', 'TABLE public.users', 'PUBLIC', 'SELECT public.users'),
  given('SELECT (email)', 'TABLE public.users', 'PUBLIC', 'SELECT the column public.users.email'),
  given('SELECT', 'TABLE {a}.locations', 'PUBLIC', 'SELECT {a}.locations'),
  given('USAGE', 'SEQUENCE {a}.audit_log_id_seq', 'PUBLIC', 'use the sequence {a}.audit_log_id_seq'),
  breach(
    'privileges',
    asOwner(`CREATE ${FUNCTION}`),
    'Everybody (PUBLIC) may EXECUTE the routine public.f(integer).',
    'REVOKE EXECUTE ON ROUTINE public.f(integer) FROM PUBLIC',
  ),
  breach(
    'privileges',
    asOwner(`CREATE ${FUNCTION.replace('public', '{a}')}`),
    'Everybody (PUBLIC) may EXECUTE the routine {a}.f(integer).',
    'REVOKE EXECUTE ON ROUTINE {a}.f(integer) FROM PUBLIC',
  ),
  given('CREATE', 'DATABASE {database}', 'PUBLIC', 'CREATE in the database {database}'),
  given('TEMPORARY', 'DATABASE {database}', 'PUBLIC', 'TEMPORARY the database {database}'),
  given('CREATE', 'SCHEMA reports', 'PUBLIC', 'CREATE in the schema reports', 'CREATE SCHEMA reports; '),
  given(
    'SELECT',
    'TABLE reports.t',
    'PUBLIC',
    'SELECT reports.t',
    'CREATE SCHEMA reports; CREATE TABLE reports.t (); ',
  ),
  given('SELECT', 'LARGE OBJECT 4711', 'PUBLIC', 'SELECT the large object 4711', LARGE_OBJECT),
  given('USAGE', 'FOREIGN SERVER elsewhere', 'PUBLIC', 'use the foreign server elsewhere', SERVER),
  given('CREATE', 'TABLESPACE pg_default', 'PUBLIC', 'CREATE in the tablespace pg_default'),
  given('SET', 'PARAMETER log_statement', 'PUBLIC', 'SET the parameter log_statement', '', 150_000),
  // More of PostgreSQL's own than it gives.
  given('SELECT', 'TABLE pg_catalog.pg_statistic', 'PUBLIC', 'SELECT pg_catalog.pg_statistic'),
  given(
    'SELECT (rolpassword)',
    'TABLE pg_catalog.pg_authid',
    'PUBLIC',
    'SELECT the column pg_catalog.pg_authid.rolpassword',
  ),
  given('CREATE', 'SCHEMA pg_catalog', 'PUBLIC', 'CREATE in the schema pg_catalog'),
  given(
    'EXECUTE',
    'ROUTINE pg_catalog.pg_read_file(pg_catalog.text)',
    'PUBLIC',
    'EXECUTE the routine pg_catalog.pg_read_file(pg_catalog.text)',
  ),
];

const byDefault = (maker: string, privilege: string, to: string, says: string): Breach => {
  const who = to === 'PUBLIC' ? 'Everybody (PUBLIC)' : to;
  return breach(
    'default privileges',
    `ALTER DEFAULT PRIVILEGES FOR ROLE ${maker} GRANT ${privilege} TO ${to}`,
    `${who} may ${says}.`,
    `ALTER DEFAULT PRIVILEGES FOR ROLE ${maker} REVOKE ${privilege} FROM ${to}`,
  );
};

const defaults: Breach[] = [
  byDefault('lavoro_owner', 'SELECT ON TABLES', '{a}', 'SELECT all tables that lavoro_owner makes'),
  byDefault(
    'lavoro_owner IN SCHEMA {b}',
    'SELECT ON TABLES',
    '{a}',
    'SELECT all tables that lavoro_owner makes in {b}',
  ),
  byDefault('postgres', 'EXECUTE ON FUNCTIONS', '{a}', 'EXECUTE all functions that postgres makes'),
  byDefault('lavoro_owner', 'SELECT ON TABLES', 'lavoro_control', 'SELECT all tables that lavoro_owner makes'),
  byDefault(
    'lavoro_owner IN SCHEMA {a}',
    'USAGE ON SEQUENCES',
    'lavoro_control',
    'USAGE all sequences that lavoro_owner makes in {a}',
  ),
  byDefault('lavoro_owner', 'USAGE ON SCHEMAS', 'PUBLIC', 'USAGE all schemas that lavoro_owner makes'),
  byDefault(
    'lavoro_owner IN SCHEMA public',
    'EXECUTE ON FUNCTIONS',
    'PUBLIC',
    'EXECUTE all functions that lavoro_owner makes in public',
  ),
];

export const privilegeBreaches: readonly Breach[] = [...ofCompanies, ...ofEverybody, ...defaults];
