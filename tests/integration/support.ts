import type pg from 'pg';
import type { Problem } from '@/contract/errors';
import type { Answer, Client, Json } from '../support/api';

export type Made = { id: string; version: number } & Record<string, Json>;

/** Suppliers and customers of a test may look alike. */
const alike = (path: string) => (['/suppliers', '/customers'].includes(path) ? { allowDuplicate: true } : {});

/** One of some values after the other, by the number of a row. */
export const pick = <T>(values: readonly [T, ...T[]], index: number): T => values[index % values.length] ?? values[0];

/** The record a POST makes; throws with the whole answer when it is refused. */
export async function made(by: Client, path: string, body: object): Promise<Made> {
  const answer = await by.call('POST', path, { ...alike(path), ...body });
  if (answer.status !== 201) throw new Error(`${path} ${JSON.stringify(body)}: ${answer.text}`);
  return answer.body;
}

/** The record as it is now. */
export async function got(by: Client, path: string, id: string): Promise<Made> {
  const answer = await by.call('GET', `${path}/${id}`);
  if (answer.status !== 200) throw new Error(`${path}/${id}: ${answer.text}`);
  return answer.body;
}

export const ifMatch = ({ version }: { version: number }) => ({ 'if-match': `"${version}"` });

/** What a caller learns from a refusal: status, code and the fields to blame. */
export function refusal({ status, body }: Answer<Problem>): [number, string, ...string[]] {
  return [status, body.code, ...new Set((body.errors ?? []).map(({ path }) => path))];
}

/** The data of a list's first page. */
export async function listed(by: Client, path: string): Promise<Made[]> {
  const answer = await by.call('GET', path);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
  return answer.body.data;
}

export type AuditRow = {
  action: string;
  entity: string;
  entity_id: string;
  actor_user_id: string;
  before: object | null;
  after: object | null;
};

/** The audit log of a company, oldest first. */
export async function auditLog(db: pg.Client): Promise<AuditRow[]> {
  const { rows } = await db.query(
    'SELECT action, entity, entity_id, actor_user_id, before, after FROM audit_log ORDER BY id',
  );
  return rows;
}

/** `PRD-00003` for ('PRD', 3). */
export const numbered = (prefix: string, value: number) => `${prefix}-${String(value).padStart(5, '0')}`;

/** `count` calls at once, with the index of each. */
export const atOnce = <T>(count: number, call: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => call(index)));
