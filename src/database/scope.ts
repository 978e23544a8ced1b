import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** The locations somebody is held to; null for all of them. */
export type LocationScope = readonly string[] | null;

/** What must be true of the location in a column; null where all are open, so that no statement says more than it must. */
export type Within = ((ref: string) => RawBuilder<SqlBool>) | null;

/** `locations` is a list of ids, or what will stand for one when the statement runs. `ref` names are ours: `table.column`. */
export const withinLocations =
  (locations: unknown): NonNullable<Within> =>
  (ref) =>
    sql<SqlBool>`${sql.ref(ref)} = ANY(${locations})`;

export const within = (scope: LocationScope): Within => scope && withinLocations(scope);

/** What must be true of one of several columns with a location: what goes from one place to another is seen at both. */
export const withinAny = (held: NonNullable<Within>, refs: readonly string[]): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${sql.join(refs.map(held), sql` OR `)})`;

/** ` AND …`, for the end of a condition; nothing where all are open. */
export const andWithin = (held: Within, ref: string): RawBuilder<unknown> => (held ? sql` AND ${held(ref)}` : sql``);
