import { exportPKCS8, generateKeyPair, SignJWT } from 'jose';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { hashPassword } from '@/auth/passwords/passwords';
import { signingKey } from '@/auth/sessions/keys';
import { ACCESS_TOKEN_SECONDS, signAccessToken } from '@/auth/sessions/tokens';
import { config } from '@/config';
import { databaseManager } from '@/database/connection';
import { client, codeOf, sessionFor, tokenFor, withoutRequestId } from '../support/api';
import { asSuperuser, makeTenant, makeUser } from '../support/database';
import { letPass } from '../support/sessions';

const PASSWORD = 'a long enough password';
const nobody = client();

describe('signing in', () => {
  let userId: string;
  let email: string;
  beforeAll(async () => {
    email = `${uuidv7()}@example.test`;
    userId = await makeUser({ email, password: await hashPassword(PASSWORD) });
  });

  const login = (body: object) =>
    nobody.call('POST', '/auth/login', { identifier: email, password: PASSWORD, tokenTransport: 'body', ...body });

  it('should register by e-mail or phone, and sign in by either, however it is written', async () => {
    const unique = uuidv7().slice(-10).replace(/\D/g, '7');
    const body = {
      firstName: ' Asha ',
      lastName: 'Raman',
      email: `Asha.${unique}@Example.Test`,
      phone: `+91 98${unique.slice(0, 3)} ${unique.slice(3, 8)}`,
      password: PASSWORD,
      tokenTransport: 'body',
    };
    const made = await nobody.call('POST', '/auth/register', body);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      expiresIn: 600,
      tenants: [],
      tenant: null,
      user: { firstName: 'Asha', email: body.email.toLowerCase() },
    });
    for (const identifier of [body.email.toUpperCase(), body.phone, body.phone.replace(/ /g, '-')]) {
      expect((await nobody.call('POST', '/auth/login', { identifier, password: PASSWORD })).status).toBe(200);
    }
    const again = await nobody.call('POST', '/auth/register', { ...body, phone: null });
    expect([again.status, again.body.errors[0].path]).toEqual([409, 'email']);
  });

  it('should ask for an e-mail address or a phone number', async () => {
    const { status, body } = await nobody.call('POST', '/auth/register', {
      firstName: 'A',
      lastName: 'B',
      password: PASSWORD,
    });
    expect([status, body.errors[0].path]).toEqual([400, 'email']);
  });

  it('should answer a wrong password and an unknown user with the same bytes', async () => {
    const wrong = await login({ password: 'something else' });
    const unknown = await login({ identifier: 'nobody@example.test' });
    const malformed = await login({ identifier: 'not an identifier' });
    expect([wrong.status, withoutRequestId(wrong)]).toEqual([401, withoutRequestId(unknown)]);
    expect(withoutRequestId(malformed)).toBe(withoutRequestId(unknown));
  });

  it('should refuse a user who is not active, with the same bytes', async () => {
    const idle = await makeUser({ email: 'idle@example.test', password: await hashPassword(PASSWORD) });
    await databaseManager.control.updateTable('users').set({ isActive: false }).where('id', '=', idle).execute();
    const answer = await login({ identifier: 'idle@example.test' });
    expect(withoutRequestId(answer)).toBe(withoutRequestId(await login({ password: 'something else' })));
  });

  it('should store neither the password nor a refresh token', async () => {
    const { body } = await login({});
    const stored = JSON.stringify([
      await asSuperuser('SELECT * FROM users'),
      await asSuperuser('SELECT * FROM sessions'),
    ]);
    expect(stored).toContain('$argon2id$');
    expect(stored).not.toContain(PASSWORD);
    expect(stored).not.toContain(body.refreshToken);
  });

  it('should give the one company of a user at once, and let a user of two choose', async () => {
    const tenantId = await makeTenant({ userId });
    expect((await login({})).body.tenant).toMatchObject({
      id: tenantId,
      role: 'OWNER',
      permissions: expect.arrayContaining(['locations:manage']),
    });
    const second = await makeTenant({ userId, slug: 'second-of-two' });
    expect((await login({})).body.tenant).toBeNull();
    expect((await login({ tenantSlug: 'second-of-two' })).body.tenant.id).toBe(second);
    expect((await login({ tenantSlug: 'not-mine' })).status).toBe(403);
  });

  it('should keep the refresh token in a cookie no script can read', async () => {
    const { headers, body } = await nobody.call('POST', '/auth/login', { identifier: email, password: PASSWORD });
    expect(body.refreshToken).toBeUndefined();
    expect(headers.getSetCookie()[0]).toMatch(
      /^lavoro_refresh=[0-9a-f]{32}\.0\.[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Strict$/,
    );
  });
});

describe('sessions', () => {
  const register = async () =>
    (
      await nobody.call('POST', '/auth/register', {
        firstName: 'A',
        lastName: 'B',
        email: `${uuidv7()}@example.test`,
        password: PASSWORD,
        tokenTransport: 'body',
      })
    ).body;
  const refresh = (refreshToken: string) => nobody.call('POST', '/auth/refresh', { refreshToken });

  it('should end with logout, the access token too', async () => {
    const { refreshToken, accessToken } = await register();
    expect((await client(accessToken).call('GET', '/auth/me')).status).toBe(200);
    expect((await nobody.call('POST', '/auth/logout', { refreshToken })).status).toBe(204);
    expect((await client(accessToken).call('GET', '/auth/me')).status).toBe(401);
    expect((await refresh(refreshToken)).status).toBe(401);
    expect((await nobody.call('POST', '/auth/logout', { refreshToken })).status).toBe(204);
  });

  it('A6: should need a new token for another company: switching makes one and ends the old session', async () => {
    const { accessToken, user } = await register();
    const [first, second] = [await makeTenant({ userId: user.id }), await makeTenant({ userId: user.id })];
    const foreign = await makeTenant();
    const atFirst = await client(accessToken).call('POST', '/auth/switch-tenant', {
      tenantId: first,
      tokenTransport: 'body',
    });
    expect(atFirst.body.tenant.id).toBe(first);
    expect((await client(accessToken).call('GET', '/auth/me')).status).toBe(401);
    const caller = client(atFirst.body.accessToken);
    expect((await caller.call('GET', '/locations')).body.data[0].tenantId).toBe(first);
    expect(codeOf(await caller.call('POST', '/auth/switch-tenant', { tenantId: foreign }))).toBe('FORBIDDEN');
    const atSecond = await caller.call('POST', '/auth/switch-tenant', { tenantId: second, tokenTransport: 'body' });
    expect((await client(atSecond.body.accessToken).call('GET', '/locations')).body.data[0].tenantId).toBe(second);
  });

  it('should make a company through the API, with a slug of its name, and refuse a taken one', async () => {
    const { accessToken } = await register();
    const made = await client(accessToken).call('POST', '/tenants', { name: 'Lanificio Bìsenzio', country: 'Italy' });
    expect(made.body).toMatchObject({ slug: 'lanificio-bisenzio', currency: 'EUR', status: 'ACTIVE' });
    const again = await client(accessToken).call('POST', '/tenants', { name: 'Lanificio Bìsenzio' });
    expect(again.body.slug).toBe('lanificio-bisenzio-2');
    const taken = await client(accessToken).call('POST', '/tenants', { name: 'X', slug: 'lanificio-bisenzio' });
    expect([taken.status, taken.body.errors[0].path]).toEqual([409, 'slug']);
    expect((await client(accessToken).call('GET', '/tenants')).body.data).toHaveLength(2);
  });
});

describe('access tokens', () => {
  let userId: string;
  let tenantId: string;
  beforeAll(async () => {
    userId = await makeUser();
    tenantId = await makeTenant({ userId });
  });

  it('should be signed with the published key', async () => {
    const { body } = await nobody.call('GET', '/.well-known/jwks.json');
    expect(body.keys).toContainEqual((await signingKey()).publicJwk);
    expect(JSON.stringify(body)).not.toContain('"d"');
  });

  it('should be refused when changed, unsigned, of another key, issuer, audience or type, or over', async () => {
    const good = await tokenFor(userId, tenantId);
    expect((await client(good).call('GET', '/locations')).status).toBe(200);
    const [head = '', payload = '', signature = ''] = good.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const { kid, privateKey } = await signingKey();
    const sign = (changes: object, header: object = {}, key: Parameters<SignJWT['sign']>[0] = privateKey) =>
      new SignJWT({ ...claims, ...changes })
        .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'at+jwt', ...header })
        .sign(key);
    const stranger = await generateKeyPair('EdDSA', { extractable: true });
    expect(await exportPKCS8(stranger.privateKey)).toContain('PRIVATE KEY');
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
    const wrong = {
      changed: `${head}.${Buffer.from(JSON.stringify({ ...claims, tid: uuidv7() })).toString('base64url')}.${signature}`,
      unsigned: `${none}.${payload}.`,
      'another key': await sign({}, {}, stranger.privateKey),
      'another kid': await sign({}, { kid: 'other' }),
      'another issuer': await sign({ iss: 'other' }),
      'another audience': await sign({ aud: 'other' }),
      'another type': await sign({}, { typ: 'JWT' }),
      over: await sign({ exp: Math.floor(Date.now() / 1000) - 120 }),
      'without end': await sign({ exp: undefined }),
      'another session': await sign({ sid: uuidv7() }),
      'another user': await sign({ sub: uuidv7() }),
      'another company': await sign({ tid: await makeTenant() }),
    };
    for (const [what, token] of Object.entries(wrong))
      expect([what, (await client(token).call('GET', '/locations')).status]).toEqual([what, 401]);
  });

  it('should refuse a token that was good once its time is over', async () => {
    const caller = client(await tokenFor(userId, tenantId));
    expect((await caller.call('GET', '/locations')).status).toBe(200);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + (ACCESS_TOKEN_SECONDS + 31) * 1000 });
    try {
      expect((await caller.call('GET', '/locations')).status).toBe(401);
    } finally {
      vi.useRealTimers();
    }
  });

  it('A9: should ignore headers that claim to be somebody', async () => {
    const other = await makeTenant();
    const token = await tokenFor(userId, tenantId);
    const headers = {
      'x-user-id': uuidv7(),
      'x-tenant-id': other,
      'x-forwarded-user': 'admin',
      'x-forwarded-for': '1.2.3.4',
      host: 'other.example',
    };
    const { body } = await client(token).call('GET', '/locations', undefined, headers);
    expect(body.data.map((row: { tenantId: string }) => row.tenantId)).toEqual([tenantId]);
  });

  it('should give nobody in whose membership has ended or whose company is suspended', async () => {
    const member = await makeUser();
    await databaseManager.control
      .insertInto('userTenants')
      .values({ id: uuidv7(), userId: member, tenantId, role: 'ADMIN' })
      .execute();
    await databaseManager.control
      .updateTable('userTenants')
      .set({ isActive: false })
      .where('userId', '=', member)
      .execute();
    expect((await client(await tokenFor(member, tenantId)).call('GET', '/locations')).status).toBe(403);
    for (const closed of [{ status: 'SUSPENDED' }, { isActive: false }]) {
      const tenant = await makeTenant({ userId });
      await databaseManager.control.updateTable('tenants').set(closed).where('id', '=', tenant).execute();
      expect((await client(await tokenFor(userId, tenant)).call('GET', '/locations')).status).toBe(403);
    }
  });

  it('should let the session go on elsewhere when its company has been closed to it', async () => {
    const person = await makeUser();
    const [closing, other] = [await makeTenant({ userId: person }), await makeTenant({ userId: person })];
    const { id: sessionId, refreshToken } = await sessionFor(person, closing);
    await databaseManager.control
      .updateTable('tenants')
      .set({ status: 'SUSPENDED' })
      .where('id', '=', closing)
      .execute();
    const before = client(await signAccessToken({ userId: person, sessionId, tenantId: closing }));
    expect((await before.call('GET', '/locations')).status).toBe(403);
    expect((await before.call('GET', '/auth/me')).body).toMatchObject({ tenant: null, tenants: [{ id: other }] });
    const refreshed = await nobody.call('POST', '/auth/refresh', { refreshToken });
    expect(refreshed.body.tenant).toBeNull();
    const after = client(refreshed.body.accessToken);
    expect((await after.call('GET', '/auth/me')).status).toBe(200);
    expect((await after.call('POST', '/auth/switch-tenant', { tenantId: other })).body.tenant.id).toBe(other);
  });
});

describe('the refresh cookie', () => {
  const made = async () => {
    const body = { firstName: 'A', lastName: 'B', email: `${uuidv7()}@example.test`, password: PASSWORD };
    const { headers, body: answer } = await nobody.call('POST', '/auth/register', body);
    return { cookie: (headers.get('set-cookie') ?? '').split(';')[0] ?? '', userId: answer.user.id };
  };
  const own = { host: 'mill.example', origin: 'http://mill.example', 'sec-fetch-site': 'same-origin' };

  it.each([
    ['of another site', { ...own, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['of a neighbouring host', { ...own, 'sec-fetch-site': 'same-site', origin: 'http://other.mill.example' }],
    ['that lies in one header', { ...own, origin: 'https://evil.example' }],
    ['that lies in the other header', { ...own, 'sec-fetch-site': 'cross-site' }],
    ['of no origin', { ...own, origin: 'null' }],
    ['of another port', { ...own, origin: 'http://mill.example:8080' }],
    ['that says nothing of itself', { host: 'mill.example' }],
  ])('G16: should be refused to a page %s, and stay good', async (_what, headers) => {
    const { cookie } = await made();
    const foreign = await nobody.call('POST', '/auth/refresh', {}, { cookie, ...headers });
    expect([foreign.status, foreign.headers.get('set-cookie')]).toEqual([403, null]);
    const signedOut = await nobody.call('POST', '/auth/logout', {}, { cookie, ...headers });
    expect([signedOut.status, signedOut.headers.get('set-cookie')]).toEqual([403, null]);
    expect((await nobody.call('POST', '/auth/refresh', {}, { cookie, ...own })).status).toBe(200);
  });

  it('G16: should not be had by a sign-in that a page of another site sends', async () => {
    const details = { identifier: 'nobody@example.test', password: PASSWORD };
    const foreign = await nobody.call('POST', '/auth/login', details, { 'sec-fetch-site': 'cross-site' });
    expect(foreign.status).toBe(403);
    const asText = { ...own, 'content-type': 'text/plain' };
    expect((await nobody.call('POST', '/auth/login', details, asText)).status).toBe(415);
  });

  it('should be taken from our pages with either header, or under the address that is public', async () => {
    const { cookie } = await made();
    const { origin: _origin, ...bySite } = own;
    const { 'sec-fetch-site': _site, ...byOrigin } = own;
    for (const headers of [bySite, byOrigin]) {
      const answer = await nobody.call('POST', '/auth/refresh', {}, { cookie, ...headers });
      expect(answer.status).toBe(200);
    }
    Object.assign(config(), { PUBLIC_URL: 'https://lavoro.example/mill' });
    try {
      const proxied = { ...own, origin: 'https://lavoro.example' };
      expect((await nobody.call('POST', '/auth/refresh', {}, { cookie, ...proxied })).status).toBe(200);
    } finally {
      Object.assign(config(), { PUBLIC_URL: undefined });
    }
  });

  it('should not be taken away from a tab that lost a race', async () => {
    const { cookie, userId } = await made();
    expect((await nobody.call('POST', '/auth/refresh', {}, { cookie, ...own })).status).toBe(200);
    await letPass(userId, 31);
    const late = await nobody.call('POST', '/auth/refresh', {}, { cookie, ...own });
    expect([late.status, late.headers.get('set-cookie')]).toEqual([401, null]);
  });

  it('G15: should be bound to the host, unreadable and secure over HTTPS, and go with the rest at the end', async () => {
    Object.assign(config(), { cookieSecure: true });
    try {
      const { cookie } = await made();
      expect(cookie).toMatch(/^__Host-lavoro_refresh=/);
      const out = await nobody.call('POST', '/auth/logout', {}, { cookie, ...own });
      expect(out.headers.get('set-cookie')).toMatch(
        /^__Host-lavoro_refresh=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      );
      expect(out.headers.get('clear-site-data')).toBe('"cache"');
    } finally {
      Object.assign(config(), { cookieSecure: false });
    }
  });

  it('G15: should be another one for whoever signs in, whatever was there before', async () => {
    const planted = await made();
    const { cookie } = await made();
    const again = await nobody.call('POST', '/auth/refresh', {}, { cookie: `${cookie}; ${planted.cookie}`, ...own });
    expect(again.status).toBe(401);
    expect(cookie).not.toBe(planted.cookie);
  });
});
