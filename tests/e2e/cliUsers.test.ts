import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMember } from '@/tenants/people/members.service';
import { client, makeCompany, tokenFor } from '../support/api';
import { until } from '../support/broker';
import { asSuperuser, makeTenant, makeUser } from '../support/database';
import { lavoro, lavoroJson } from '../support/lavoro';
import { slugOf } from '../support/leavingCompany';
import { freePort, healthOf, runToEnd, start } from '../support/processes';
import { makePersonWithTotp } from '../support/totp';

const PASSWORD = 'a long enough password';
const login = (identifier: string, password = PASSWORD) =>
  client().call('POST', '/auth/login', { identifier, password });
const actorsOf = async (id: string) =>
  (
    await asSuperuser<{ event: string; actor: string }>(
      'SELECT event, actor FROM tenant_events WHERE tenant_id = $1 ORDER BY id',
      [id],
    )
  ).map(({ event, actor }) => `${event} ${actor}`);

describe('lavoro users', () => {
  it('should make an account whose password comes from standard input, and is seen nowhere', async () => {
    const create = (...more: string[]) =>
      lavoro(['users', 'create', '--first-name', 'Carla', '--last-name', 'Neri', ...more, '--password-stdin'], {
        input: `${PASSWORD}\nnot this line`,
      });
    const made = await create('--email', 'Carla@Example.test', '--phone', '+39 333 123 4567');
    expect([made.code, made.output]).toEqual([
      0,
      expect.stringMatching(/^Made carla@example\.test \([0-9a-f-]{36}\)\.\n$/),
    ]);
    expect((await login('carla@example.test')).status).toBe(200);
    expect(await create('--email', 'carla@example.test')).toEqual({
      code: 1,
      output: 'There is already an account with this one.\n',
    });
    expect(await create()).toEqual({ code: 1, output: 'email: Give an e-mail address or a phone number.\n' });
    expect(await create('--phone', '12')).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^phone: Must be a phone number/),
    });
    for (const named of ['carla@example.test', '+393331234567']) {
      const shown = await lavoro(['users', 'show', named]);
      expect([shown.code, shown.output]).toEqual([0, expect.stringMatching(/^name +Carla Neri$/m)]);
      expect(shown.output).not.toMatch(/argon2|password/);
    }
  });

  it('should take no password as an argument, none that is weak, and ask for none where nobody could answer', async () => {
    const args = ['users', 'create', '--first-name', 'A', '--last-name', 'B', '--email', 'weak@example.test'];
    const argument = await lavoro([...args, '--password', PASSWORD]);
    expect([argument.code, argument.output]).toEqual([2, expect.stringContaining("Unknown option '--password'")]);
    expect(await lavoro([...args, '--password-stdin'], { input: 'short\n' })).toEqual({
      code: 1,
      output: 'At least 15 characters.\n',
    });
    const common = await lavoro([...args, '--password-stdin'], { input: 'correct horse battery staple\n' });
    expect([common.code, common.output]).toEqual([1, expect.stringMatching(/^This is a common password/)]);
    expect(await lavoro([...args, '--password-stdin'], { input: '' })).toMatchObject({ code: 1 });
    expect(await lavoro(args)).toEqual({
      code: 1,
      output: 'There is no terminal to ask for the password at: give it with --password-stdin.\n',
    });
    expect(await asSuperuser(`SELECT FROM users WHERE email = 'weak@example.test'`)).toEqual([]);
  });

  it.skipIf(!existsSync('/usr/bin/script'))(
    'should ask for a password at a terminal and show nothing of it',
    async () => {
      await makeUser({ email: 'typed@example.test' });
      const command = `${process.execPath} build/lavoro.mjs users passwd typed@example.test`;
      const env = {
        DATABASE_URL: process.env.DATABASE_URL ?? '',
        APP_SECRET: process.env.APP_SECRET ?? '',
        LAVORO_DATA_DIR: process.env.LAVORO_DATA_DIR ?? '',
      };
      const asking = start('/usr/bin/script', ['-qec', command, '/dev/null'], { env, stdin: 'open' });
      for (const prompt of ['New password: ', 'The same again: ']) {
        await until(() => asking.output().includes(prompt));
        asking.child.stdin?.write(`${PASSWORD}\r`);
      }
      expect([await asking.ended, asking.output()]).toEqual([
        0,
        expect.stringContaining('typed@example.test has another password; 0 sessions ended.'),
      ]);
      expect(asking.output()).not.toContain(PASSWORD);
      expect((await login('typed@example.test')).status).toBe(200);
    },
  );

  it('should disable a user at once, with all their sessions, and enable them again', async () => {
    const email = `${uuidv7()}@example.test`;
    const userId = await makeUser({ email });
    const tenantId = await makeTenant({ userId });
    const caller = client(await tokenFor(userId, tenantId));
    expect((await caller.call('GET', '/locations')).status).toBe(200);
    await addMember(tenantId, await makeUser(), 'OWNER', 'cli:anna');
    const disabled = await lavoro(['users', 'disable', email]);
    expect(disabled).toEqual({ code: 0, output: `${email} is let in no more; 1 session ended.\n` });
    await until(async () => (await caller.call('GET', '/locations')).status === 401);
    expect(await lavoro(['users', 'disable', email])).toEqual({
      code: 1,
      output: 'That account is disabled already.\n',
    });
    expect((await lavoro(['users', 'show', email])).output).toMatch(/^status +disabled$/m);
    expect(await lavoro(['users', 'enable', userId])).toEqual({ code: 0, output: `${email} is let in again.\n` });
    expect((await lavoro(['users', 'enable', email])).code).toBe(1);
  });

  it('should disable the last owner of a company only when it is forced to, and say of which', async () => {
    const email = `${uuidv7()}@example.test`;
    const userId = await makeUser({ email });
    const slugs = [await slugOf(await makeTenant({ userId })), await slugOf(await makeTenant({ userId }))].sort();
    const shared = await makeTenant({ userId });
    await addMember(shared, await makeUser(), 'OWNER', 'cli:anna');
    expect(await lavoro(['users', 'disable', email])).toEqual({
      code: 1,
      output: `That person is the last owner of ${slugs.join(', ')}: make somebody else an owner first, or add --force.\n`,
    });
    expect(await asSuperuser('SELECT is_active FROM users WHERE id = $1', [userId])).toEqual([{ is_active: true }]);
    expect((await lavoro(['users', 'disable', email, '--force'])).code).toBe(0);
    expect(await asSuperuser('SELECT is_active FROM users WHERE id = $1', [userId])).toEqual([{ is_active: false }]);
  });

  it('should give a user another password and end their sessions', async () => {
    const email = `${uuidv7()}@example.test`;
    const userId = await makeUser({ email });
    const caller = client(await tokenFor(userId, null));
    expect((await caller.call('GET', '/tenants')).status).toBe(200);
    const { code, json } = await lavoroJson(['users', 'passwd', email, '--password-stdin'], { input: PASSWORD });
    expect([code, json]).toEqual([0, { changed: true, user: { id: userId }, sessions: 1 }]);
    await until(async () => (await caller.call('GET', '/tenants')).status === 401);
    expect((await login(email)).status).toBe(200);
    const passwd = (input: string) => lavoro(['users', 'passwd', email, '--password-stdin'], { input });
    for (const [input, said] of [
      ['fourteen chars', 'At least 15 characters.\n'],
      ['anna conti anna conti', 'This is little more than your name, your address or the name of this program.\n'],
    ] as const)
      expect(await passwd(input)).toEqual({ code: 1, output: said });
    expect((await login(email)).status).toBe(200);
  });

  it('should let somebody in again who has lost their second factor', async () => {
    const person = await makePersonWithTotp();
    const shown = async () => (await lavoro(['users', 'show', person.email])).output;
    expect(await shown()).toMatch(/^second factor +code of an authenticator app$/m);
    // Beside it a shorter password will do.
    expect((await lavoro(['users', 'passwd', person.email, '--password-stdin'], { input: 'wool8chr' })).code).toBe(0);
    expect((await login(person.email, 'wool8chr')).status).toBe(401);
    expect(await lavoro(['users', 'disable-totp', person.email])).toEqual({
      code: 0,
      output: `${person.email} signs in by the password alone.\n`,
    });
    expect((await login(person.email, 'wool8chr')).status).toBe(200);
    expect(await shown()).toMatch(/^second factor +none$/m);
    expect(await lavoro(['users', 'disable-totp', person.email])).toEqual({
      code: 1,
      output: 'Signing in takes no code at present.\n',
    });
  });

  it('should make somebody a member, change the role, and end the membership, each as an event', async () => {
    const { id } = await makeCompany();
    const slug = await slugOf(id);
    const email = `${uuidv7()}@example.test`;
    const userId = await makeUser({ email });
    const add = (role: string) => lavoro(['users', 'add', email, slug, '--role', role, '--by', 'anna', '--unverified']);
    expect(await add('manager')).toEqual({ code: 0, output: `${email} is manager of ${slug}.\n` });
    const caller = client(await tokenFor(userId, id));
    expect((await caller.call('GET', '/locations')).status).toBe(200);
    expect(await add('admin')).toEqual({ code: 0, output: `${email} is admin of ${slug}, and was manager.\n` });
    expect((await add('admin')).output).toContain('already: nothing was changed');
    expect((await lavoro(['users', 'show', email])).output).toMatch(
      new RegExp(`^${slug} +Mill \\d+ +admin +active$`, 'm'),
    );
    const { json } = await lavoroJson<{ users: { id: string }[] }>(['users', 'list', '--company', slug]);
    expect(json.users.map((user) => user.id)).toContain(userId);
    expect(json.users).toHaveLength(2);
    expect(await lavoro(['users', 'remove', email, slug, '--by', 'anna'])).toEqual({
      code: 0,
      output: `${email} is no member of ${slug} any more.\n`,
    });
    await until(async () => (await caller.call('GET', '/locations')).status === 401);
    expect((await lavoro(['users', 'remove', email, slug])).output).toBe(`That person is no member of ${slug}.\n`);
    const events = ['member-added cli:anna', 'member-role-changed cli:anna', 'member-removed cli:anna'];
    expect((await actorsOf(id)).slice(1)).toEqual(events);
  });

  it('should take nobody into a company who has not shown to read the address, unless that is said', async () => {
    const { id } = await makeCompany();
    const [slug, email, phone] = [await slugOf(id), `${uuidv7()}@example.test`, '+393339876543'];
    const userId = await makeUser({ email });
    await asSuperuser('UPDATE users SET phone = $2, phone_verified_at = now() WHERE id = $1', [userId, phone]);
    const add = (named: string, ...more: string[]) => lavoro(['users', 'add', named, slug, '--role', 'admin', ...more]);
    expect(await add(email)).toEqual({
      code: 1,
      output: `Nobody has shown yet to read ${email}: somebody else may have made that account. Invite them instead, or add --unverified where you know whose it is.\n`,
    });
    expect((await add(phone)).code).toBe(0);
    expect((await add(userId)).code).toBe(0);
    expect((await add(email, '--unverified')).code).toBe(0);
    await asSuperuser('UPDATE users SET email_verified_at = now() WHERE id = $1', [userId]);
    expect((await add(email.toUpperCase())).code).toBe(0);
  });

  it('should leave no company without an owner', async () => {
    const { id, ownerId } = await makeCompany();
    const slug = await slugOf(id);
    const sentence = `That person is the last owner of ${slug}: make somebody else its owner first.\n`;
    expect(await lavoro(['users', 'remove', ownerId, slug])).toEqual({ code: 1, output: sentence });
    expect(await lavoro(['users', 'add', ownerId, slug, '--role', 'employee', '--unverified'])).toEqual({
      code: 1,
      output: sentence,
    });
    const other = await makeUser();
    expect((await lavoro(['users', 'add', other, slug, '--role', 'owner', '--unverified'])).code).toBe(0);
    expect((await lavoro(['users', 'remove', ownerId, slug])).code).toBe(0);
  });

  it('should list users in columns', async () => {
    const { code, output } = await lavoro(['users', 'list']);
    expect([code, output.split('\n')[0]]).toEqual([0, expect.stringMatching(/^USER +NAME +STATUS +COMPANIES +MADE$/)]);
  });

  it.each([
    ['nobody', ['show', 'no@one.test'], 1, 'There is no user "no@one.test". All there are: npx lavoro users list'],
    [
      'a role there is not',
      ['add', 'a', 'b', '--role', 'king'],
      2,
      "Option '--role <role>' argument 'king' is invalid. Allowed choices are owner, admin, manager, employee. For help: npx lavoro --help",
    ],
    ['no role', ['add', 'a', 'b'], 2, "Required option '--role <role>' not specified. For help: npx lavoro --help"],
    ['no user', ['show'], 2, "Missing required argument 'user'. For help: npx lavoro --help"],
  ])('should refuse %s in a sentence', async (_what, args, code, sentence) => {
    expect(await lavoro(['users', ...args])).toEqual({ code, output: `${sentence}\n` });
  });
});

describe('lavoro seed', () => {
  const database = `seeded_${randomBytes(4).toString('hex')}`;
  const url = new URL(process.env.DATABASE_URL ?? '');
  url.pathname = `/${database}`;
  const env = { DATABASE_URL: url.href, LOG_LEVEL: 'silent' };
  beforeAll(() => asSuperuser(`CREATE DATABASE ${database}`));
  afterAll(() => asSuperuser(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`));

  it('should make the samples in an empty database once, and none in production', async () => {
    const production = await lavoro(['seed'], { env: { ...env, NODE_ENV: 'production' } });
    expect([production.code, production.output]).toEqual([1, expect.stringContaining('Add --force')]);
    const first = await lavoroJson<{ changed: boolean; made: string[] }>(['seed'], { env });
    expect([first.code, first.json.changed, first.json.made.length]).toEqual([0, true, 5]);
    const second = await lavoro(['seed'], { env });
    expect(second).toEqual({ code: 0, output: 'The samples are there already; nothing was changed.\n' });
  });
});

describe('lavoro beside a server with its own PostgreSQL', () => {
  it('should use that PostgreSQL, start no other, and leave it running', async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'lavoro-cli-'));
    chmodSync(home, 0o755);
    const port = await freePort();
    const env = { LAVORO_DATA_DIR: home, PORT: String(port), SEED_ON_START: 'false' };
    const server = start(process.execPath, ['build/server.mjs'], { env });
    try {
      await healthOf(server, port);
      const command = ['build/lavoro.mjs'];
      const create = [
        'users',
        'create',
        '--first-name',
        'A',
        '--last-name',
        'B',
        '--email',
        'a@b.test',
        '--password-stdin',
      ];
      const made = await runToEnd(process.execPath, [...command, ...create], { env, input: PASSWORD });
      expect([made.code, made.output]).toEqual([0, expect.stringContaining('Made a@b.test')]);
      const body = JSON.stringify({ identifier: 'a@b.test', password: PASSWORD });
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(answer.status).toBe(200);
      expect(await healthOf(server, port)).toMatchObject({ status: 'ok' });
    } finally {
      server.child.kill('SIGTERM');
      await server.ended;
      rmSync(home, { recursive: true, force: true });
    }
  });
});
