import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { randomFrom } from '../support/random';

/** Two connections for fifty companies: the listener and the control plane have the other two. */
vi.hoisted(() => {
  process.env.DB_MAX_CONNECTIONS = '4';
  process.env.DB_CONNECTION_TIMEOUT = '1000';
});
// The set-up of the test file has read its settings already.
vi.resetModules();
const { createApp } = await import('@/app');
const { databaseManager } = await import('@/database/connection');
const { tenantSchema } = await import('@/database/tenantName');
const { tokenFor } = await import('../support/api');
const { asSuperuser, makeTenant, makeUser } = await import('../support/database');
const { logSink, takeFindings } = await import('../support/canary');
const { logTo } = await import('@/observability/log');
logTo(logSink);

const COMPANIES = 50;
const REQUESTS = 1000;
const AT_ONCE = 60;

type Company = { id: string; token: string; location: string };

const mark = (id: string) => `CNRY_${id}`;

describe('fifty companies on two connections', () => {
  let server: Server;
  let base: string;
  const companies: Company[] = [];

  beforeAll(async () => {
    const userId = await makeUser();
    for (let n = 0; n < COMPANIES; n += 1) {
      const id = await makeTenant({ userId });
      const [location] = await asSuperuser<{ id: string }>(
        `UPDATE ${tenantSchema(id)}.locations SET name = $1, city = $1, state = $1, address_line_1 = $1 RETURNING id`,
        [mark(id)],
      );
      companies.push({ id, token: await tokenFor(userId, id), location: location?.id ?? '' });
    }
    server = createServer(getRequestListener(createApp().fetch));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await databaseManager.disconnect();
  });

  it.each([1, 2, 3])(
    'C1: should never show one company anything of another, whatever is cut off in between (seed %i)',
    async (seed) => {
      const random = randomFrom(seed);
      const foreign: string[] = [];
      const statuses: Record<string, number> = {};
      const one = async () => {
        const company = companies[Math.floor(random() * COMPANIES)] as Company;
        const other = companies[Math.floor(random() * COMPANIES)] as Company;
        const outcome = await ask(company, other, random(), random() * 30);
        statuses[outcome.status] = (statuses[outcome.status] ?? 0) + 1;
        const marks = outcome.text.match(/CNRY_[0-9a-f-]{36}/g) ?? [];
        foreign.push(...marks.filter((each) => each !== mark(company.id)));
      };
      let left = REQUESTS;
      const worker = async () => {
        while (left > 0) {
          left -= 1;
          await one();
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      expect(foreign).toEqual([]);
      expect(takeFindings()).toEqual([]);
      expect(Object.keys(statuses).filter((status) => !EXPECTED.has(status))).toEqual([]);
      expect(statuses['200']).toBeGreaterThan(10);
      expect(statuses['201']).toBeGreaterThan(0);
      expect(statuses.aborted).toBeGreaterThan(20);
      expect(databaseManager.stats().open).toBeLessThanOrEqual(4);
    },
  );

  /** One of the things a caller does; `kind` chooses, `afterMs` is when an impatient one gives up. */
  async function ask(company: Company, other: Company, kind: number, afterMs: number): Promise<Outcome> {
    if (kind < 0.2) return insideTheQuery(company);
    const impatient = kind < 0.5;
    const abort = new AbortController();
    const timer = impatient ? setTimeout(() => abort.abort(), afterMs) : undefined;
    const [path, init] = requestOf(company, other, kind);
    try {
      const response = await fetch(`${base}${path}`, {
        ...init,
        signal: abort.signal,
        headers: { authorization: `Bearer ${company.token}`, 'content-type': 'application/json' },
      });
      const text = `${await response.text()} ${JSON.stringify([...response.headers])}`;
      return { status: String(response.status), text };
    } catch (error) {
      if (!impatient) throw error;
      return { status: 'aborted', text: '' };
    } finally {
      clearTimeout(timer);
    }
  }

  function requestOf(company: Company, other: Company, kind: number): [string, RequestInit] {
    if (kind < 0.6) return ['/locations?limit=5', {}];
    if (kind < 0.7) return [`/locations/${company.location}`, {}];
    if (kind < 0.75) return [`/locations/${other.location}`, {}];
    if (kind < 0.8) return ['/suppliers', { method: 'POST', body: '{"name": 7}' }];
    const supplier = { name: mark(company.id), kind: 'YARN', allowDuplicate: true };
    if (kind < 0.9) return ['/suppliers', { method: 'POST', body: JSON.stringify(supplier) }];
    return ['/suppliers?limit=5', {}];
  }

  /** Asks the connection itself who it is; now and then leaves it in a broken transaction. */
  async function insideTheQuery({ id }: Company): Promise<Outcome> {
    try {
      const client = await databaseManager.getTenantPool(id).connect();
      const { rows } = await client.query(
        'SELECT session_user::text AS who, current_schema()::text AS schema, (SELECT string_agg(name, $1) FROM locations) AS text',
        [' '],
      );
      expect([rows[0].who, rows[0].schema]).toEqual([tenantSchema(id), tenantSchema(id)]);
      await client.query('BEGIN');
      await client.query('SELECT 1 / 0').catch(() => undefined);
      client.release();
      return { status: 'asked', text: rows[0].text };
    } catch (error) {
      if ((error as { code?: string }).code === 'UNAVAILABLE') return { status: '503', text: '' };
      throw error;
    }
  }
});

type Outcome = { status: string; text: string };

const EXPECTED = new Set(['200', '201', '400', '404', '503', 'aborted', 'asked']);
