import type { RolePool } from '@/database/pool';

/** What one release of an application does with the name of a customer's contact. */
export type App = {
  readonly write: (pool: RolePool, id: string, value: string) => Promise<void>;
  readonly read: (pool: RolePool, id: string) => Promise<string | null>;
};

const update = (set: string) => async (pool: RolePool, id: string, value: string) => {
  await pool.query(`UPDATE customers SET ${set} WHERE id = $1`, [id, value]);
};
const select = (column: string) => async (pool: RolePool, id: string) => {
  const { rows } = await pool.query<{ value: string | null }>(
    `SELECT ${column} AS value FROM customers WHERE id = $1`,
    [id],
  );
  return rows[0]?.value ?? null;
};

/** Knows the old name only. */
export const first: App = { write: update('contact_name = $2'), read: select('contact_name') };
/** Writes both, reads the old one, which every release has written. */
export const second: App = { write: update('contact_name = $2, contact_person = $2'), read: select('contact_name') };
/** Writes both still, for the second release reads the old one; reads the new one, which is filled by now. */
export const third: App = { write: update('contact_name = $2, contact_person = $2'), read: select('contact_person') };
/** Knows the new name only. */
export const fourth: App = { write: update('contact_person = $2'), read: select('contact_person') };
