import { beforeAll, describe, expect, it } from 'vitest';
import { tenantSchema } from '@/database/tenantName';
import * as changes from '@/tenants/companies/changes.service';
import { closeSupport, openSupport } from '@/tenants/support/supportOpening.service';
import { type Company, makeCompany } from '../support/api';
import { asSuperuser } from '../support/database';
import { auditOf, eventsOf, lastEvent } from '../support/leavingCompany';
import { messagesTo } from '../support/messages';
import { makeKey, makePerson, makeRole } from '../support/people';
import { consented, HEARD, openedIn, SUPPORT, supported, WHY } from '../support/supportAccess';
import { refusal } from './support';

const open = (id: string) => openSupport(id, { operator: 'anna', reason: 'To count it' });
const securityOf = (tenantId: string) =>
  asSuperuser<{ kind: string; detail: Record<string, unknown> }>(
    `SELECT kind, detail FROM security_events WHERE tenant_id = $1 AND kind LIKE 'SUPPORT%' ORDER BY id`,
    [tenantId],
  );
const kindsOf = async (tenantId: string) => (await securityOf(tenantId)).map(({ kind }) => kind);

describe('the consent of a company to support', () => {
  let company: Company;
  beforeAll(async () => {
    company = await makeCompany();
  });

  it('should be for four hours and to read, unless the company says more', async () => {
    const made = await consented(company.owner);
    expect(made).toEqual({
      id: expect.any(String),
      level: 'READ',
      reason: WHY,
      grantedBy: { id: company.ownerId, name: 'Anna Conti' },
      state: 'LIVE',
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      endedAt: null,
      accesses: [],
    });
    const hours = (each: { createdAt: string; expiresAt: string }) =>
      (Date.parse(each.expiresAt) - Date.parse(each.createdAt)) / 3_600_000;
    expect(hours(made)).toBeCloseTo(4, 5);
    expect(hours(await consented(company.owner, { hours: 72 }))).toBeCloseTo(72, 5);
    for (const hours of [0, 73, 1.5, -1, '4'])
      expect((await company.owner.call('POST', SUPPORT, { level: 'READ', reason: WHY, hours })).status).toBe(400);
    for (const wrong of [{ level: 'ALL' }, { reason: '' }, { reason: undefined }])
      expect((await company.owner.call('POST', SUPPORT, { level: 'READ', reason: WHY, ...wrong })).status).toBe(400);
  });

  it('should be given, seen and ended by owners and administrators, or who was given that, and by no program', async () => {
    const { id } = await consented(company.owner);
    const admin = await makePerson(company, 'ADMIN');
    const { id: customRoleId } = await makeRole(company.owner, ['support:manage', 'tenant:read']);
    const clerk = await makePerson(company, 'EMPLOYEE', { customRoleId });
    for (const { caller } of [admin, clerk]) expect((await caller.call('GET', SUPPORT)).status).toBe(200);
    const here = await makePerson(company, 'ADMIN', { locationIds: [] });
    const others = [here, await makePerson(company, 'MANAGER'), await makePerson(company, 'EMPLOYEE')];
    others.push(await makeKey(company, ['tenant:read', 'audit:read']));
    for (const { caller } of others) {
      expect((await caller.call('GET', SUPPORT)).status).toBe(403);
      expect((await caller.call('POST', SUPPORT, { level: 'READ', reason: WHY })).status).toBe(403);
      expect((await caller.call('DELETE', `${SUPPORT}/${id}`)).status).toBe(403);
    }
    const key = { name: 'Help', permissions: ['support:manage'] };
    expect((await company.owner.call('POST', '/tenants/current/api-keys', key)).status).toBe(422);
    expect((await clerk.caller.call('DELETE', `${SUPPORT}/${id}`)).status).toBe(204);
    expect(refusal(await clerk.caller.call('DELETE', `${SUPPORT}/${id}`))).toEqual([409, 'INVALID_STATE']);
  });

  it('should be told in the log of the company and in its events, with who gave it', async () => {
    const { id } = await consented(company.owner, { level: 'READ_WRITE' });
    expect((await auditOf(company.id)).at(-1)).toMatchObject({
      action: 'consent',
      actor: company.ownerId,
      after: { level: 'READ_WRITE', reason: WHY },
    });
    expect(await lastEvent(company.id)).toMatchObject({ event: 'support-consented', actor: `user:${company.ownerId}` });
    expect((await company.owner.call('DELETE', `${SUPPORT}/${id}`)).status).toBe(204);
    expect((await auditOf(company.id)).at(-1)).toMatchObject({ action: 'revoke', before: { level: 'READ_WRITE' } });
    expect(await lastEvent(company.id)).toMatchObject({ event: 'support-revoked', detail: { id } });
    expect((await kindsOf(company.id)).slice(-2)).toEqual(['SUPPORT_CONSENTED', 'SUPPORT_REVOKED']);
  });

  it('should be one: a newer takes its place, and who was in by it is out', async () => {
    const { caller, consent } = await supported(company, 'READ_WRITE');
    expect((await caller.call('GET', '/suppliers')).status).toBe(200);
    const newer = await consented(company.owner);
    expect((await caller.call('GET', '/suppliers')).status).toBe(401);
    const { data } = (await company.owner.call('GET', SUPPORT)).body;
    expect(data.slice(0, 2).map(({ id, state }: { id: string; state: string }) => [id, state])).toEqual([
      [newer.id, 'LIVE'],
      [consent.id, 'REPLACED'],
    ]);
    expect(data[1].accesses[0].endedAt).toBe(data[1].endedAt);
    const several = await Promise.all([1, 2, 3].map(() => consented(company.owner)));
    expect(new Set(several.map(({ id }) => id)).size).toBe(3);
    const [count] = await asSuperuser(
      'SELECT count(*)::int AS live FROM support_consents WHERE tenant_id = $1 AND ended_at IS NULL',
      [company.id],
    );
    expect(count).toEqual({ live: 1 });
  });

  it('should be shown with who used it, when and why', async () => {
    const { caller, accessId, until } = await supported(company, 'READ');
    await openedIn(company.id, 'bruno');
    await caller.call('GET', '/suppliers');
    await expect
      .poll(async () => (await company.owner.call('GET', SUPPORT)).body.data[0].accesses[1].lastUsedAt, HEARD)
      .not.toBeNull();
    const { accesses } = (await company.owner.call('GET', SUPPORT)).body.data[0];
    expect(accesses).toEqual([
      expect.objectContaining({ by: 'bruno', endedAt: null, lastUsedAt: null }),
      {
        id: accessId,
        by: 'anna',
        reason: 'To count it',
        openedAt: expect.any(String),
        expiresAt: until,
        endedAt: null,
        lastUsedAt: expect.any(String),
      },
    ]);
    const other = await makeCompany();
    expect((await other.owner.call('GET', SUPPORT)).body.data).toEqual([]);
  });

  it('should be over for good when the company is closed, also once it is open again', async () => {
    const closing = await makeCompany();
    const { caller } = await supported(closing, 'READ_WRITE');
    expect((await caller.call('GET', '/suppliers')).status).toBe(200);
    await changes.suspendCompany(closing.id, 'unpaid', 'cli:anna');
    await expect.poll(async () => (await caller.call('GET', '/suppliers')).status, HEARD).toBe(401);
    await expect(open(closing.id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await changes.resumeCompany(closing.id, 'cli:anna');
    await expect(open(closing.id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await caller.call('GET', '/suppliers')).status).toBe(401);
    expect((await closing.owner.call('GET', SUPPORT)).body.data[0].state).toBe('COMPANY_CLOSED');
  });
});

describe('opening a company to support', () => {
  let company: Company;
  beforeAll(async () => {
    company = await makeCompany();
  });

  it('should be refused in a clear sentence without a consent, and recorded', async () => {
    await expect(open(company.id)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringMatching(/does not let support in now: one of its owners or administrators must consent/),
    });
    expect(await lastEvent(company.id)).toMatchObject({
      event: 'support-refused',
      actor: 'cli:anna',
      detail: { by: 'anna', reason: 'To count it' },
    });
    expect((await securityOf(company.id)).at(-1)).toEqual({
      kind: 'SUPPORT_REFUSED',
      detail: { how: 'open', by: 'anna', reason: 'To count it' },
    });
    expect(await asSuperuser('SELECT FROM support_accesses WHERE tenant_id = $1', [company.id])).toEqual([]);
  });

  it.each([
    ['revoked', 'ended_at = now(), ended_how = $$REVOKED$$'],
    ['over', `created_at = now() - interval '5 hours', expires_at = now() - interval '1 hour'`],
  ])('should be refused where the consent is %s, and where it is that of another company', async (_what, set) => {
    const other = await makeCompany();
    await consented(other.owner);
    const { id } = await consented(company.owner);
    await asSuperuser(`UPDATE support_consents SET ${set} WHERE id = $1`, [id]);
    await expect(open(company.id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('should be told in the log of the company as of support under that consent, and so should closing', async () => {
    const { id: consentId } = await consented(company.owner);
    const { accessId, caller } = await openedIn(company.id);
    expect((await caller.call('GET', '/suppliers')).status).toBe(200);
    await closeSupport(accessId, 'bruno');
    await expect.poll(async () => (await caller.call('GET', '/suppliers')).status, HEARD).toBe(401);
    await expect(closeSupport(accessId, 'bruno')).rejects.toMatchObject({ code: 'INVALID_STATE' });
    await expect(closeSupport(consentId, 'bruno')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const rows = await asSuperuser<{ actor: string }>(
      `SELECT action, actor, after ->> 'by' AS by FROM ${tenantSchema(company.id)}.audit_log WHERE entity_id = $1 ORDER BY id`,
      [accessId],
    );
    expect(rows).toEqual([
      { action: 'open', actor: `support:anna (${consentId})`, by: 'anna' },
      { action: 'close', actor: `support:bruno (${consentId})`, by: 'anna' },
    ]);
    const told = (await eventsOf(company.id)).slice(-2);
    expect(told.map(({ event, actor }) => [event, actor])).toEqual([
      ['support-opened', 'cli:anna'],
      ['support-closed', 'cli:bruno'],
    ]);
    const kinds = await kindsOf(company.id);
    expect(kinds.filter((kind) => kind !== 'SUPPORT_REFUSED').slice(-2)).toEqual(['SUPPORT_OPENED', 'SUPPORT_CLOSED']);
  });

  it('should be told to the owners by a message, and to nobody else', async () => {
    const place = await makeCompany({ name: 'Maglificio Neri' });
    const [second, admin] = [await makePerson(place, 'OWNER'), await makePerson(place, 'ADMIN')];
    await expect(open(place.id)).rejects.toThrow();
    await consented(admin.caller);
    await openedIn(place.id);
    for (const [id, count] of [
      [place.ownerId, 1],
      [second.id, 1],
      [admin.id, 0],
    ] as const) {
      const sent = await messagesTo(`${id}@example.test`);
      expect(sent.map(({ subject }) => subject)).toEqual(Array(count).fill('Support works in your company'));
      expect(JSON.stringify(sent)).not.toMatch(/Neri|anna/);
    }
  });

  it('should last an hour, and not beyond the consent', async () => {
    await consented(company.owner, { hours: 72 });
    const minutes = async () => (Date.parse((await openedIn(company.id)).until) - Date.now()) / 60_000;
    expect(Math.round(await minutes())).toBe(60);
    const { id, expiresAt } = await consented(company.owner, { hours: 1 });
    await asSuperuser(`UPDATE support_consents SET expires_at = expires_at - interval '50 minutes' WHERE id = $1`, [
      id,
    ]);
    const { until } = await openedIn(company.id);
    expect(Date.parse(expiresAt) - Date.parse(until)).toBe(50 * 60_000);
  });

  it('should be kept by the database to a consent that lives, to its company and to its time', async () => {
    const other = await makeCompany();
    const theirs = await consented(other.owner);
    const { id } = await consented(company.owner);
    const { accessId } = await openedIn(company.id);
    const insert = (consent: string, tenant: string, until = `now() + interval '10 minutes'`) =>
      `INSERT INTO support_accesses (id, tenant_id, consent_id, operator, reason, secret_hash, expires_at)
       VALUES (gen_random_uuid(), '${tenant}', '${consent}', 'anna', 'x', repeat('0', 64), ${until})`;
    const statements = [
      insert(theirs.id, company.id),
      insert(id, other.id),
      insert(id, company.id, `now() + interval '61 minutes'`),
      insert(id, company.id, `now() + interval '5 hours'`),
      `UPDATE support_accesses SET consent_id = '${theirs.id}' WHERE id = '${accessId}'`,
      `UPDATE support_accesses SET operator = ' ' WHERE id = '${accessId}'`,
      `UPDATE support_consents SET expires_at = created_at + interval '73 hours' WHERE id = '${id}'`,
      `UPDATE support_consents SET reason = '' WHERE id = '${id}'`,
      `UPDATE support_consents SET ended_at = now() WHERE id = '${id}'`,
      `INSERT INTO support_consents (id, tenant_id, level, reason, expires_at)
       VALUES (gen_random_uuid(), '${company.id}', 'READ', 'x', now() + interval '1 hour')`,
    ];
    for (const sql of statements)
      await expect(asSuperuser(sql), sql).rejects.toMatchObject({ code: expect.stringMatching(/^23/) });
    await asSuperuser(`UPDATE support_consents SET ended_at = now(), ended_how = 'REVOKED' WHERE id = $1`, [id]);
    await expect(asSuperuser(insert(id, company.id))).rejects.toMatchObject({ code: '23514' });
  });
});
