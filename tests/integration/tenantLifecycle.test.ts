import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '@/auth/passwords/passwords';
import * as changes from '@/tenants/companies/changes.service';
import * as deletion from '@/tenants/companies/deletion.service';
import { type Company, client, codeOf, makeCompany, tokenFor } from '../support/api';
import { until } from '../support/broker';
import { asSuperuser, makeTenant, makeUser } from '../support/database';
import { auditOf, eventsOf, lastEvent, slugOf } from '../support/leavingCompany';

const ANNA = 'cli:anna';
const BRUNO = 'cli:bruno';

describe('a company that is asked about itself', () => {
  let company: Company;
  beforeAll(async () => {
    company = await makeCompany({ name: 'Maglificio Uno' });
  });

  it('should answer what it is to every member', async () => {
    for (const role of ['OWNER', 'EMPLOYEE'] as const) {
      const { status, body } = await (await company.as(role)).call('GET', '/tenants/current');
      expect([status, body]).toEqual([
        200,
        {
          id: company.id,
          name: 'Maglificio Uno',
          slug: await slugOf(company.id),
          industry: null,
          description: null,
          country: 'Italy',
          currency: 'EUR',
          status: 'ACTIVE',
          secondFactorRequired: false,
          createdAt: expect.any(String),
        },
      ]);
    }
  });

  it('should say when it was made, and by whom', async () => {
    expect(await eventsOf(company.id)).toEqual([
      {
        event: 'created',
        actor: `user:${company.ownerId}`,
        detail: { name: 'Maglificio Uno', slug: await slugOf(company.id) },
      },
    ]);
  });

  it('should change what it is told to, leave the rest, and say so in its audit log and in its events', async () => {
    const { id, owner, ownerId } = await makeCompany({ name: 'Before' });
    await owner.call('PATCH', '/tenants/current', { industry: 'Knitting mill' });
    const { status, body } = await owner.call('PATCH', '/tenants/current', { name: ' After ', country: null });
    expect([status, body]).toMatchObject([200, { name: 'After', industry: 'Knitting mill', country: null }]);
    expect(await lastEvent(id)).toEqual({
      event: 'renamed',
      actor: `user:${ownerId}`,
      detail: { before: { name: 'Before', country: 'Italy' }, after: { name: 'After', country: null } },
    });
    expect((await auditOf(id)).at(-1)).toMatchObject({
      action: 'update',
      actor: ownerId,
      before: { name: 'Before' },
      after: { name: 'After', country: null },
    });
  });

  it('should write no event when nothing changes', async () => {
    const { id, owner } = await makeCompany({ name: 'Same' });
    expect((await owner.call('PATCH', '/tenants/current', { name: 'Same' })).status).toBe(200);
    expect((await eventsOf(id)).map(({ event }) => event)).toEqual(['created']);
  });

  it.each(['OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE'] as const)(
    'should be changed by those who may: %s',
    async (role) => {
      const caller = await company.as(role);
      const slug = await slugOf(company.id);
      const allowed = role === 'OWNER' ? [200, 200, 422] : [role === 'ADMIN' ? 200 : 403, 403, 403];
      const statuses = [
        await caller.call('PATCH', '/tenants/current', { industry: role }),
        await caller.call('POST', '/tenants/current/actions/change-slug', { slug }),
        await caller.call('POST', '/tenants/current/actions/delete', { slug: 'another-one' }),
      ].map(({ status }) => status);
      expect(statuses).toEqual(allowed);
    },
  );
});

describe('the address of a company', () => {
  it('should change, lead from the old one to the new one, and be audited', async () => {
    const { id, owner, ownerId } = await makeCompany();
    const old = await slugOf(id);
    const slug = `moved-${uuidv7().slice(-8)}`;
    const changed = await owner.call('POST', '/tenants/current/actions/change-slug', { slug });
    expect([changed.status, changed.body.slug]).toEqual([200, slug]);
    const now = await owner.call('GET', `/tenants/by-slug/${slug}`);
    expect([now.status, now.body.id]).toEqual([200, id]);
    const before = await owner.call('GET', `/tenants/by-slug/${old}`);
    expect([before.status, before.headers.get('location')]).toEqual([308, `/api/v1/tenants/by-slug/${slug}`]);
    expect(await lastEvent(id)).toEqual({
      event: 'slug-changed',
      actor: `user:${ownerId}`,
      detail: { before: old, after: slug },
    });
    expect((await auditOf(id)).at(-1)).toMatchObject({ action: 'change-slug', before: { slug: old }, after: { slug } });
  });

  it('should be answered to nobody but members, the old one as little as the new one', async () => {
    const { id } = await makeCompany();
    const old = await slugOf(id);
    await changes.changeSlug(id, `${old}-new`, ANNA);
    const stranger = client(await tokenFor(await makeUser(), null));
    for (const slug of [old, `${old}-new`, 'nobody-has-this', 'No Slug'])
      expect((await stranger.call('GET', `/tenants/by-slug/${encodeURIComponent(slug)}`)).status).toBe(404);
  });

  it('should let its people sign in with the old one', async () => {
    const email = `${uuidv7()}@example.test`;
    const userId = await makeUser({ email, password: await hashPassword('a long enough password') });
    const [id] = [await makeTenant({ userId }), await makeTenant({ userId })];
    const old = await slugOf(id);
    await changes.changeSlug(id, `${old}-new`, ANNA);
    const login = (tenantSlug: string) =>
      client().call('POST', '/auth/login', { identifier: email, password: 'a long enough password', tenantSlug });
    for (const slug of [old, `${old}-new`]) expect((await login(slug)).body.tenant?.id).toBe(id);
    const others = await makeTenant();
    const foreign = await slugOf(others);
    await changes.changeSlug(others, `${foreign}-new`, ANNA);
    for (const slug of [foreign, 'nobody-has-this']) expect((await login(slug)).status).toBe(403);
    await asSuperuser(`UPDATE former_slugs SET expires_at = now() WHERE slug = $1`, [old]);
    expect((await login(old)).status).toBe(403);
  });

  it('should be nobody else’s for 30 days, neither of a new company nor of one that changes its own', async () => {
    const id = await makeTenant();
    const other = await makeCompany();
    const old = await slugOf(id);
    await changes.changeSlug(id, `${old}-new`, ANNA);
    await expect(makeTenant({ slug: old })).rejects.toMatchObject({ code: 'ALREADY_EXISTS', field: 'slug' });
    const taken = await other.owner.call('POST', '/tenants/current/actions/change-slug', { slug: old });
    expect([taken.status, codeOf(taken)]).toEqual([409, 'ALREADY_EXISTS']);
    expect(await auditOf(other.id)).toEqual([]);
    const [kept] = await asSuperuser<{ days: number }>(
      `SELECT extract(day FROM expires_at - now())::int AS days FROM former_slugs WHERE slug = $1`,
      [old],
    );
    expect(kept?.days).toBe(29);
    await asSuperuser('UPDATE former_slugs SET expires_at = now() WHERE slug = $1', [old]);
    const heir = await makeTenant({ slug: old });
    expect(await slugOf(heir)).toBe(old);
  });

  it('should not be chosen for a new company by its name while another one keeps it', async () => {
    const id = await makeTenant({ slug: 'filatura-chiusa' });
    await changes.changeSlug(id, 'filatura-aperta', ANNA);
    const { owner } = await makeCompany();
    const made = await owner.call('POST', '/tenants', { name: 'Filatura Chiusa' });
    expect([made.status, made.body.slug]).toEqual([201, 'filatura-chiusa-2']);
  });

  it('should be taken back by the company itself, and lead nowhere else then', async () => {
    const { id, owner } = await makeCompany();
    const old = await slugOf(id);
    await changes.changeSlug(id, `${old}-new`, ANNA);
    await changes.changeSlug(id, old, ANNA);
    expect(await slugOf(id)).toBe(old);
    expect((await owner.call('GET', `/tenants/by-slug/${old}`)).status).toBe(200);
    expect((await owner.call('GET', `/tenants/by-slug/${old}-new`)).status).toBe(308);
  });

  it('should not be collected: five are kept for a company, and taking one of them back is possible still', async () => {
    const id = await makeTenant();
    const first = await slugOf(id);
    for (let step = 1; step <= 5; step += 1) await changes.changeSlug(id, `${first}-${step}`, ANNA);
    await expect(changes.changeSlug(id, `${first}-6`, ANNA)).rejects.toMatchObject({ code: 'RULE_VIOLATED' });
    expect(await slugOf(id)).toBe(`${first}-5`);
    await changes.changeSlug(id, first, ANNA);
    expect(await slugOf(id)).toBe(first);
  });

  it('should be refused in a sentence when another company has it', async () => {
    const [id, other] = [await makeTenant(), await makeTenant()];
    await expect(changes.changeSlug(id, await slugOf(other), ANNA)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
  });
});

describe('a suspended company', () => {
  it('A7: should refuse the live tokens of its members until it is resumed', async () => {
    const { id, owner } = await makeCompany();
    expect((await owner.call('GET', '/locations')).status).toBe(200);
    await changes.suspendCompany(id, 'Unpaid', ANNA);
    await until(async () => (await owner.call('GET', '/locations')).status === 403);
    const refused = await owner.call('GET', '/tenants/current');
    expect([refused.status, refused.body.detail]).toEqual([403, 'This company is suspended.']);
    expect((await owner.call('GET', '/tenants')).body.data).toMatchObject([{ id, status: 'SUSPENDED' }]);
    await changes.resumeCompany(id, BRUNO);
    await until(async () => (await owner.call('GET', '/locations')).status === 200);
    expect((await eventsOf(id)).slice(1)).toEqual([
      { event: 'suspended', actor: ANNA, detail: { reason: 'Unpaid' } },
      { event: 'resumed', actor: BRUNO, detail: { reason: 'Unpaid' } },
    ]);
  });

  it('should not be suspended twice, nor resumed when it is open', async () => {
    const id = await makeTenant();
    await expect(changes.resumeCompany(id, ANNA)).rejects.toMatchObject({ code: 'INVALID_STATE' });
    await changes.suspendCompany(id, 'Unpaid', ANNA);
    await expect(changes.suspendCompany(id, 'Again', ANNA)).rejects.toMatchObject({ code: 'INVALID_STATE' });
  });
});

describe('a spare', () => {
  it('should be no company to anybody', async () => {
    const { id, owner } = await makeCompany();
    const slug = await slugOf(id);
    await asSuperuser(`UPDATE tenants SET status = 'SPARE' WHERE id = $1`, [id]);
    await until(async () => (await owner.call('GET', '/locations')).status === 403);
    expect((await owner.call('GET', '/tenants')).body.data).toEqual([]);
    expect((await owner.call('GET', `/tenants/by-slug/${slug}`)).status).toBe(404);
    for (const attempt of [
      () => changes.renameCompany(id, { name: 'New' }, ANNA),
      () => changes.suspendCompany(id, 'Unpaid', ANNA),
      () => deletion.askDeletion(id, slug, ANNA),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
