/**
 * A way to break the wall: what a superuser does to it, what the proof says, what mends it. `{a}` and `{b}` stand for two
 * companies' schemas and roles, `{id}` for the id of the first.
 */
export type Breach = {
  readonly check: string;
  readonly sql: string;
  readonly says: string;
  /** The mending statement; null where there is none that loses nothing. */
  readonly mend: string | null;
  /** The first `server_version_num` that knows of such a thing. */
  readonly since: number;
};

export const breach = (check: string, sql: string, says: string, mend: string | null, since = 0): Breach => ({
  check,
  sql,
  says,
  mend,
  since,
});

/** Done as the owner of everything, so that the owner is not what is wrong. */
export const asOwner = (sql: string) => `SET LOCAL ROLE lavoro_owner; ${sql}; RESET ROLE`;

export const LARGE_OBJECT = 'SELECT lo_create(4711); ';
