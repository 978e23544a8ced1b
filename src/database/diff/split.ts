/** What is written as one migration: its SQL, and the way back. */
export type PlannedSql = { readonly up: string; readonly down: string };

const INDEX = /^CREATE (?:UNIQUE )?INDEX "([^"]+)" ON "([^"]+)"/m;
const DROPPED_INDEX = /^DROP INDEX "([^"]+)"/m;
const NEW_TABLE = /^CREATE TABLE "([^"]+)"/gm;

/**
 * Takes the indexes of tables that exist already out of a migration that also alters tables, into one of their own that
 * follows it: ALTER TABLE holds readers off until its transaction ends, building an index does not, but takes long.
 * Answers one migration, or two.
 */
export function splitIndexes({ up, down }: PlannedSql): PlannedSql[] {
  const fresh = new Set([...up.matchAll(NEW_TABLE)].map(([, table]) => table));
  const isApart = (block: string) => {
    const [, , table] = INDEX.exec(block) ?? [];
    return table !== undefined && !fresh.has(table);
  };
  const blocks = blocksOf(up);
  const indexes = blocks.filter(isApart);
  const rest = blocks.filter((block) => !isApart(block));
  if (indexes.length === 0 || !rest.some((block) => block.includes('ALTER TABLE'))) return [{ up, down }];
  const names = new Set(indexes.map((block) => INDEX.exec(block)?.[1]));
  const drops = (block: string) => names.has(DROPPED_INDEX.exec(block)?.[1]);
  const back = blocksOf(down);
  return [
    { up: joined(rest), down: joined(back.filter((block) => !drops(block))) },
    { up: joined(indexes), down: joined(back.filter(drops)) },
  ];
}

/** Prisma puts a comment above each statement. */
const blocksOf = (sql: string) => sql.trim().split(/\n+(?=-- )/);
const joined = (blocks: readonly string[]) => `${blocks.map((block) => block.trim()).join('\n\n')}\n`;
