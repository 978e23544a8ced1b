import type { Node } from 'libpg-query';

/** What there is to know of a piece of SQL before it is run. */
export type ExaminedSql = {
  /** The statements that can lose data, each on one line. What a function or a DO block does cannot be seen: it might. */
  readonly destructive: readonly string[];
  /** Why it cannot be a step of a transaction that the runner opens and ends, a sentence each. */
  readonly unfit: readonly string[];
  /** What it does depends on what is there already. */
  readonly conditional: boolean;
};

const known = new Map<string, Promise<ExaminedSql>>();

/** Reads SQL with PostgreSQL's own parser, once each. */
export function examineSql(sql: string): Promise<ExaminedSql> {
  const before = known.get(sql);
  if (before) return before;
  const examined = examine(sql);
  known.set(sql, examined);
  return examined;
}

type Statement = { readonly line: string; readonly node: Node; readonly names: ReadonlySet<string> };

async function examine(sql: string): Promise<ExaminedSql> {
  if (oneLine(sql) === '') return { destructive: [], unfit: [], conditional: false };
  const { parse } = await import('libpg-query');
  let statements: Statement[];
  try {
    const { stmts = [] } = await parse(sql);
    const bytes = Buffer.from(sql);
    statements = stmts.map(({ stmt, stmt_location: at = 0, stmt_len: length }) => {
      const text = bytes.subarray(at, length ? at + length : undefined).toString();
      const node = stmt as Node;
      return { line: oneLine(text), node, names: new Set(namesIn(node)) };
    });
  } catch (error) {
    return { destructive: [], unfit: [`It cannot be read: ${(error as Error).message}.`], conditional: true };
  }
  return {
    destructive: statements.filter(isDestructive).map(({ line }) => line),
    unfit: statements.flatMap((statement) => whyUnfit(statement).map((why) => `${why}: ${statement.line}`)),
    conditional: statements.some(({ names }) => CONDITIONAL.some((name) => names.has(name))),
  };
}

const LEADING = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/;
const oneLine = (text: string) => text.replace(LEADING, '').trim().replace(/\s+/g, ' ');

/** Every key in a parsed statement, and every word that is the value of one. */
function namesIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(namesIn);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string' ? [key, `${key}=${value}`] : [key, ...namesIn(value)],
  );
}

const CONDITIONAL = ['if_not_exists', 'missing_ok', 'DoStmt'];

const LOSES = [
  'TruncateStmt',
  'DeleteStmt',
  'UpdateStmt',
  'DoStmt',
  'CallStmt',
  'subtype=AT_DropColumn',
  'subtype=AT_AlterColumnType',
];
const LOST_WITH = ['TABLE', 'SCHEMA', 'TYPE', 'DOMAIN', 'SEQUENCE', 'FOREIGN_TABLE', 'MATVIEW', 'EXTENSION'];

function isDestructive({ names }: Statement): boolean {
  const drops =
    names.has('DropStmt') &&
    (names.has('behavior=DROP_CASCADE') || LOST_WITH.some((kind) => names.has(`removeType=OBJECT_${kind}`)));
  return drops || LOSES.some((name) => names.has(name));
}

/** What PostgreSQL refuses in a transaction. */
const ALONE = ['VacuumStmt', 'CreatedbStmt', 'DropdbStmt', 'AlterSystemStmt', 'CreateTableSpaceStmt', 'DiscardStmt'];
/** What the runner has set for the step, and what of it the next one would find. */
const RUNNERS = ['search_path', 'role', 'session_authorization'];

function whyUnfit({ node, names }: Statement): string[] {
  if ('TransactionStmt' in node) return ['The runner begins and ends the transaction'];
  if ('VariableSetStmt' in node) {
    const { name = '', is_local: local } = node.VariableSetStmt;
    if (RUNNERS.includes(name)) return [`The runner sets ${name}`];
    return local ? [] : ['A setting must be for the transaction alone (SET LOCAL)'];
  }
  if (ALONE.some((name) => name in node) || names.has('concurrent'))
    return ['It cannot be taken back with the transaction'];
  return [];
}
