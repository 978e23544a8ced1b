import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntryRecord } from '@/contract/audit';
import { mountRoutes } from '@/http/mount';
import { answerError } from '@/http/problem';
import { defineRoute, download } from '@/http/route';
import { createRouter } from '@/http/router';
import { removeMember } from '@/tenants/people/members.service';
import { type Client, type Company, makeCompany, tokenFor } from '../support/api';
import { logOf } from '../support/auditChain';
import { loggedLines } from '../support/canary';
import { asSuperuser, makeUser } from '../support/database';
import { ifMatch, made, refusal } from './support';

const AUDIT = '/tenants/current/audit';
type Entries = { data: AuditEntryRecord[]; nextCursor: string | null };

const entries = async (by: Client, query = ''): Promise<AuditEntryRecord[]> =>
  (await by.call<Entries>('GET', `${AUDIT}?limit=200${query}`)).body.data;

describe('the audit log', () => {
  let company: Company;
  let owner: Client;
  beforeAll(async () => {
    company = await makeCompany();
    owner = company.owner;
    const supplier = await made(owner, '/suppliers', { name: 'Filatura Alba', kind: 'YARN' });
    await owner.call('PATCH', `/suppliers/${supplier.id}`, { city: 'Biella' }, ifMatch(supplier));
    await made(owner, '/customers', { name: '=HYPERLINK("http://evil","Maison")', kind: 'BRAND' });
  });

  it('should tell who did what, newest first, with what it was before and is now', async () => {
    const [newest, changed, first] = await entries(owner);
    expect(newest).toMatchObject({ action: 'create', entity: 'customer' });
    expect(changed).toMatchObject({
      action: 'update',
      entity: 'supplier',
      label: 'Filatura Alba',
      actor: { kind: 'user', id: company.ownerId, name: 'Anna Conti' },
      before: { city: null, version: 1 },
      after: { city: 'Biella', version: 2 },
    });
    expect(first).toMatchObject({ action: 'create', entityId: changed?.entityId, before: null });
  });

  it('should write down the kind of who did it', async () => {
    const rows = await asSuperuser<{ actor: string }>(`SELECT DISTINCT actor FROM ${logOf(company.id)}`);
    expect(rows).toEqual([{ actor: `user:${company.ownerId}` }]);
  });

  it('should read rows that were written before it said who', async () => {
    const { id, ownerId, owner: by } = await makeCompany();
    await asSuperuser(
      `INSERT INTO ${logOf(id)} (actor_user_id, request_id, action, entity, entity_id)
       VALUES ($1, 'r', 'a', 'x', '1'), (NULL, 'cli:bruno', 'a', 'x', '2'), (NULL, 'r', 'a', 'x', '3')`,
      [ownerId],
    );
    expect((await entries(by)).map(({ actor }) => actor)).toEqual([
      { kind: 'system', id: null, name: null },
      { kind: 'cli', id: 'bruno', name: null },
      { kind: 'user', id: ownerId, name: 'Anna Conti' },
    ]);
  });

  it('should be held to a time, a record, an action and a person', async () => {
    const all = await entries(owner);
    const [, changed] = all;
    const at = changed?.at ?? '';
    expect(await entries(owner, `&from=${at}`)).toEqual(all.filter((entry) => entry.at >= at));
    expect(await entries(owner, `&to=${at}`)).toEqual(all.filter((entry) => entry.at < at));
    expect(await entries(owner, `&from=${at}&to=${at}`)).toEqual([]);
    expect(await entries(owner, `&entityId=${changed?.entityId}&action=update`)).toEqual([changed]);
    expect(await entries(owner, `&entry=${changed?.id}`)).toEqual([changed]);
    expect(await entries(owner, `&actor=${company.ownerId}`)).toEqual(all);
    expect(await entries(owner, `&actor=${await makeUser()}`)).toEqual([]);
  });

  it('should name people who have left, and nobody who was never there', async () => {
    const [gone, stranger] = [await makeUser(), await makeUser()];
    await asSuperuser(`INSERT INTO user_tenants (id, user_id, tenant_id, role) VALUES ($1, $2, $3, 'ADMIN')`, [
      gone,
      gone,
      company.id,
    ]);
    await removeMember(company.id, gone, 'cli:anna');
    await asSuperuser(
      `INSERT INTO ${logOf(company.id)} (actor_user_id, action, entity, entity_id) VALUES ($1, 'a', 'x', '1'), ($2, 'a', 'x', '2')`,
      [gone, stranger],
    );
    const [second, first] = await entries(owner);
    expect([first?.actor.name, second?.actor.name]).toEqual(['Anna Conti', null]);
    expect(second?.actor.id).toBe(stranger);
  });

  it('should be shown to owners and administrators', async () => {
    for (const [role, status] of [
      ['ADMIN', 200],
      ['MANAGER', 403],
      ['EMPLOYEE', 403],
    ] as const) {
      const member = await company.as(role);
      for (const path of [AUDIT, `${AUDIT}/export`, `${AUDIT}/status`])
        expect([role, path, (await member.call('GET', path)).status]).toEqual([role, path, status]);
    }
  });

  it('F1: should hold no secret that a record had in it', async () => {
    const { id, owner: by } = await makeCompany();
    const field = { table: 'suppliers', type: 'TEXT' };
    await made(by, '/tenants/current/custom-fields', { ...field, label: 'IBAN' });
    await made(by, '/tenants/current/custom-fields', { ...field, label: 'Portal password' });
    const custom = { iban: 'IT60X0542811101000000123456', portal_password: 'S3CRET-portal' };
    const supplier = await made(by, '/suppliers', { name: 'Filatura', kind: 'YARN', custom });
    await by.call('PATCH', `/suppliers/${supplier.id}`, { custom: { portal_password: 'S3CRET-2' } }, ifMatch(supplier));
    const rows = await asSuperuser<{ text: string }>(`SELECT l::text AS text FROM ${logOf(id)} l`);
    expect(rows.map(({ text }) => text).join()).not.toMatch(/S3CRET|IT60X/);
    const [changed] = await entries(by);
    expect(changed?.after).toMatchObject({ custom: { iban: '[masked]', portal_password: '[masked]' } });
  });

  describe('as a file', () => {
    const columns = [
      'id',
      'at',
      'actor',
      'actorName',
      'action',
      'entity',
      'entityId',
      'label',
      'requestId',
      'ipAddress',
    ];

    it('should be CSV with a heading, newest first, its formulas made harmless', async () => {
      const { status, text, headers } = await owner.call('GET', `${AUDIT}/export?entity=customer,supplier`);
      expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
      expect(headers.get('content-disposition')).toMatch(/^attachment; filename="audit-mill-[\w-]+\.csv"$/);
      const [heading, ...rows] = parse(text) as string[][];
      expect(heading).toEqual([...columns, 'before', 'after']);
      expect(rows.map((row) => [row[4], row[5], row[7]])).toEqual([
        ['create', 'customer', `'=HYPERLINK("http://evil","Maison")`],
        ['update', 'supplier', 'Filatura Alba'],
        ['create', 'supplier', 'Filatura Alba'],
      ]);
      expect(JSON.parse(rows[1]?.[11] ?? '')).toMatchObject({ city: 'Biella' });
    });

    it('should be NDJSON of what the list shows, by the same filters', async () => {
      const { text, headers } = await owner.call('GET', `${AUDIT}/export?format=ndjson&action=update`);
      expect(headers.get('content-type')).toBe('application/x-ndjson');
      const lines = text.trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line))).toEqual(await entries(owner, '&action=update'));
    });

    it('should hold every entry, however many pages they are', async () => {
      const { id, owner: by } = await makeCompany();
      await asSuperuser(
        `INSERT INTO ${logOf(id)} (action, entity, entity_id) SELECT 'made', 'x', n::text FROM generate_series(1, 1234) n`,
      );
      const { text } = await by.call('GET', `${AUDIT}/export?format=ndjson`);
      const numbers = text
        .trimEnd()
        .split('\n')
        .map((line) => Number(JSON.parse(line).entityId));
      expect(numbers).toEqual(Array.from({ length: 1234 }, (_, index) => 1234 - index));
    });

    it('should refuse what the list refuses, like every request', async () => {
      expect(refusal(await owner.call('GET', `${AUDIT}/export?format=xls&limit=3`))).toEqual([
        400,
        'VALIDATION_FAILED',
        'format',
        'limit',
      ]);
    });
  });

  it('should say how far it is sealed', async () => {
    const { sealCompany } = await import('../support/sealing');
    const { id, owner: by } = await makeCompany();
    const status = async () => (await by.call('GET', `${AUDIT}/status`)).body;
    await made(by, '/suppliers', { name: 'A', kind: 'YARN' });
    expect(await status()).toEqual({ seal: null, unsealed: 1 });
    const { last } = await sealCompany(id);
    expect(await status()).toEqual({ seal: { seq: 1, sealedAt: last?.sealedAt }, unsealed: 0 });
    await made(by, '/suppliers', { name: 'B', kind: 'YARN' });
    expect(await status()).toMatchObject({ seal: { seq: 1 }, unsealed: 1 });
  });
});

describe('a download that fails', () => {
  const failing = (path: string, good: number) =>
    defineRoute({
      method: 'GET',
      path,
      summary: 'Fails',
      tag: 'Test',
      access: 'tenant',
      permission: 'audit:read',
      downloads: ['text/plain'],
      handler: async () => download({ fileName: 'x.txt', contentType: 'text/plain', chunks: pieces(good) }),
    });
  async function* pieces(good: number): AsyncGenerator<string> {
    for (let index = 0; index < good; index += 1) yield 'piece\n';
    throw new Error('the database is away');
  }
  let base: string;
  let headers: Record<string, string>;
  beforeAll(async () => {
    const { id, ownerId } = await makeCompany();
    headers = { authorization: `Bearer ${await tokenFor(ownerId, id)}` };
    const app = createRouter();
    app.onError(answerError);
    mountRoutes(app, [failing('/at-once', 0), failing('/later', 3)]);
    const server = createAdaptorServer({ fetch: app.fetch });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
    return () => server.close();
  });

  it('should be refused like every request when nothing has been sent yet', async () => {
    const response = await fetch(`${base}/at-once`, { headers });
    expect([response.status, response.headers.get('content-type')]).toEqual([500, 'application/problem+json']);
  });

  it('should be cut off when something has, so that nobody takes a part for the whole', async () => {
    const response = await fetch(`${base}/later`, { headers });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(loggedLines().join()).toContain('a download was cut off');
  });
});
