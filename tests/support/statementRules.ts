import { parse } from 'libpg-query';
import { CONTROL_ROLE } from '@/database/owner';
import { type SentStatement, sentStatements, statementErrors } from './statements';

/** What the application's own logins may say to PostgreSQL, judged by PostgreSQL's own parser. */

/** Statements that name what they touch; DO, COPY, DDL and the like do not belong in requests. */
const KINDS = new Set([
  'SelectStmt',
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
  'LockStmt',
  'TransactionStmt',
  'VariableSetStmt',
  'VariableShowStmt',
  'ListenStmt',
  'UnlistenStmt',
  'NotifyStmt',
  'DiscardStmt',
  'DeallocateStmt',
]);
/** Settings that say whose data is reached. */
const IDENTITY_SETTINGS = new Set(['role', 'session_authorization', 'search_path']);
/** What a statement may set for itself: how long it waits, never where it looks. */
const HARMLESS_SETTINGS = new Set(['lock_timeout']);
/** Functions that run a text as SQL, reach files or other servers, or change a setting. */
const HIDING_FUNCTIONS =
  /^(set_config|(query|table|cursor|schema|database)_to_xml\w*|dblink\w*|pg_(read|ls|stat)_\w*(file|dir)\w*|lo_\w+)$/;
/** What each plane may read of the server's catalog: nothing so far. */
const CATALOG_READS: Readonly<Record<'control' | 'tenant', readonly string[]>> = { control: [], tenant: [] };
const TENANT_ROLE = /^tenant_[0-9a-f_]{36}$/;
const TENANT_SCHEMA = /tenant_[0-9a-f]{8}(?:_[0-9a-f]{4}){3}_[0-9a-f]{12}/g;

/**
 * What a statement of the control login or of a company's says that it must not: another schema than its own, the
 * server's catalog, a text that is run. Statements of other logins are not judged.
 */
export async function faultsOf({ role, text }: SentStatement): Promise<string[]> {
  if (!isOurs(role) || text.trim() === '') return [];
  const control = role === CONTROL_ROLE;
  const rule = { schema: control ? 'public' : role, catalog: CATALOG_READS[control ? 'control' : 'tenant'] };
  const faults: string[] = [];
  const { stmts = [] } = await parse(text);
  if (stmts.length > 1) faults.push(`${stmts.length} statements in one text`);
  for (const { stmt } of stmts) {
    for (const kind of Object.keys(stmt ?? {})) if (!KINDS.has(kind)) faults.push(`a ${kind}`);
    visit(stmt, rule, faults);
  }
  return [...new Set(faults)];
}

/** The faults of everything this test file has sent, a line each. */
export async function statementFaults(): Promise<string[]> {
  const judged = await Promise.all(
    sentStatements().map(async (statement) => {
      const faults = await faultsOf(statement);
      return faults.map((fault) => `${statement.role} named ${fault}: ${statement.text}`);
    }),
  );
  return judged.flat();
}

/** Errors that only a statement pieced together wrongly can have: of syntax, or a column, table or function that is not. */
const WORDING = new Set(['42601', '42703', '42P01', '42883']);

/** The statements of the application's own logins that the server could not make sense of, a line each. */
export function wordingErrors(): string[] {
  return statementErrors()
    .filter(({ role, code }) => isOurs(role) && WORDING.has(code))
    .map(({ role, code, message, text }) => `${role} ${code} ${message}: ${text}`);
}

const isOurs = (role: string) => role === CONTROL_ROLE || TENANT_ROLE.test(role);

type Rule = { readonly schema: string; readonly catalog: readonly string[] };
type Node = Readonly<Record<string, unknown>>;

function visit(node: unknown, rule: Rule, faults: string[]): void {
  if (Array.isArray(node)) for (const each of node) visit(each, rule, faults);
  if (typeof node !== 'object' || node === null) return;
  judge(node as Node, rule, faults);
  for (const child of Object.values(node)) visit(child, rule, faults);
}

function judge(node: Node, rule: Rule, faults: string[]): void {
  const { relname, schemaname, catalogname, funcname, sval, VariableSetStmt } = node;
  if (typeof relname === 'string') judgeRelation(relname, schemaname as string | undefined, rule, faults);
  if (catalogname !== undefined) faults.push(`database ${catalogname}`);
  for (const names of [node.names, funcname, node.collname, node.name]) judgeName(strings(names), 2, rule, faults);
  judgeName(strings(node.fields), 3, rule, faults);
  const called = strings(funcname).at(-1) ?? '';
  if (HIDING_FUNCTIONS.test(called) && !setsSomethingHarmless(called, node)) faults.push(`function ${called}`);
  const setting = (VariableSetStmt as Node | undefined)?.name;
  if (IDENTITY_SETTINGS.has(setting as string)) faults.push(`setting ${setting}`);
  for (const [schema] of typeof sval === 'string' ? sval.matchAll(TENANT_SCHEMA) : []) {
    if (schema !== rule.schema) faults.push(`schema ${schema} in a text`);
  }
}

/** Whether it is set_config with the name of such a setting written out. */
function setsSomethingHarmless(called: string, { args }: Node): boolean {
  const [first] = (args ?? []) as { A_Const?: { sval?: { sval?: string } } }[];
  return called === 'set_config' && HARMLESS_SETTINGS.has(first?.A_Const?.sval?.sval ?? '');
}

function judgeRelation(name: string, schema: string | undefined, rule: Rule, faults: string[]): void {
  if (schema === rule.schema) return;
  const ofCatalog = schema === 'pg_catalog' || schema === 'information_schema' || /^pg_/.test(name);
  if (ofCatalog && rule.catalog.includes(name)) return;
  if (ofCatalog || schema !== undefined) faults.push(`relation ${schema ? `${schema}.` : ''}${name}`);
}

/** A name of `parts` parts begins with its schema: the own one, or the server's for types, functions and operators. */
function judgeName(name: readonly string[], parts: number, rule: Rule, faults: string[]): void {
  if (name.length < parts || name[0] === rule.schema || name[0] === 'pg_catalog') return;
  faults.push(`name ${name.join('.')}`);
}

function strings(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: { String?: { sval?: string } }) => item.String?.sval ?? []);
}
