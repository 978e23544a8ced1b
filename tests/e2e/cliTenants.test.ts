import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { tenantSchema } from '@/database/tenantName';
import { makeCompany } from '../support/api';
import { until } from '../support/broker';
import { asSuperuser, makeTenant, makeUser } from '../support/database';
import { lavoro, lavoroJson } from '../support/lavoro';
import { forgetDeletions, graceIsOver, NOTHING, remainsOf, slugOf } from '../support/leavingCompany';
import { freePort } from '../support/processes';
import { makeRecords } from '../support/records';

const OWNER = 'carla@mill.test';
const idOf = async (slug: string) =>
  (await asSuperuser<{ id: string }>('SELECT id FROM tenants WHERE slug = $1', [slug]))[0]?.id ?? '';
const statusOf = async (id: string) =>
  (await asSuperuser<{ status: string }>('SELECT status FROM tenants WHERE id = $1', [id]))[0]?.status;
const actorsOf = async (id: string) =>
  (
    await asSuperuser<{ event: string; actor: string }>(
      'SELECT event, actor FROM tenant_events WHERE tenant_id = $1 ORDER BY id',
      [id],
    )
  ).map(({ event, actor }) => `${event} ${actor}`);

let ownerId: string;
beforeAll(async () => {
  ownerId = await makeUser({ email: OWNER });
});

describe('lavoro tenants', () => {
  it('should make a company for a user, under the name of whoever did', async () => {
    const made = await lavoro([
      'tenants',
      'create',
      '--name',
      'Mill Nord',
      '--owner',
      'Carla@Mill.test',
      '--country',
      'Italy',
      '--time-zone',
      'Europe/Rome',
      '--by',
      'anna',
    ]);
    const id = await idOf('mill-nord');
    expect(made).toEqual({ code: 0, output: `Made mill-nord (${id}).\n` });
    expect(await actorsOf(id)).toEqual(['created cli:anna']);
    expect(await asSuperuser(`SELECT time_zone FROM ${tenantSchema(id)}.company_settings`)).toEqual([
      { time_zone: 'Europe/Rome' },
    ]);
    expect(await asSuperuser('SELECT user_id, role FROM user_tenants WHERE tenant_id = $1', [id])).toEqual([
      { user_id: ownerId, role: 'OWNER' },
    ]);
    const again = await lavoro(['tenants', 'create', '--name', 'X', '--slug', 'mill-nord', '--owner', ownerId]);
    expect(again).toEqual({ code: 1, output: 'The name "mill-nord" is already used by another company.\n' });
    const { code, json } = await lavoroJson(['tenants', 'create', '--name', 'Mill Sud', '--owner', ownerId]);
    expect([code, json]).toMatchObject([0, { changed: true, company: { slug: 'mill-sud', status: 'ACTIVE' } }]);
  });

  it('should list companies in columns, and in one JSON document, by their state', async () => {
    const { owner: _, id } = await makeCompany({ name: 'Listed' });
    const slug = await slugOf(id);
    const text = await lavoro(['tenants', 'list']);
    const lines = text.output.split('\n');
    expect([text.code, lines[0]]).toEqual([0, expect.stringMatching(/^SLUG +NAME +STATUS +MEMBERS +COUNTRY +MADE$/)]);
    const line = lines.find((each) => each.startsWith(slug)) ?? '';
    expect(line.indexOf('Listed')).toBe(lines[0]?.indexOf('NAME'));
    expect(line).toMatch(/Listed +active +1 +Italy +\d{4}-\d\d-\d\d \d\d:\d\d$/);
    await lavoro(['tenants', 'suspend', slug, '--reason', 'Unpaid']);
    const slugsOf = async (status: string) => {
      const { json } = await lavoroJson<{ companies: { slug: string }[] }>(['tenants', 'list', '--status', status]);
      return json.companies.map((each) => each.slug);
    };
    expect([await slugsOf('suspended'), await slugsOf('deleting')]).toEqual([[slug], []]);
    const none = await lavoro(['tenants', 'list', '--status', 'deleting']);
    expect(none).toEqual({ code: 0, output: 'No company is deleting.\n' });
  });

  it('should show a company by its slug and by its id, and say how it is called now', async () => {
    const id = await makeTenant({ name: 'Shown', slug: 'shown', userId: ownerId });
    const [bySlug, byId] = [await lavoro(['tenants', 'show', 'shown']), await lavoro(['tenants', 'show', id])];
    expect(bySlug).toEqual(byId);
    expect(bySlug.code).toBe(0);
    for (const part of [/^name +Shown$/m, /^status +active$/m, /^carla@mill\.test +Anna Conti +owner$/m])
      expect(bySlug.output).toMatch(part);
    const renamed = await lavoro(['tenants', 'rename', 'shown', '--slug', 'shown-now', '--industry', 'Mill']);
    expect(renamed.output).toBe('shown is shown-now now; the old name leads to it for 30 days.\nindustry: Mill\n');
    const former = await lavoro(['tenants', 'show', 'shown']);
    expect(former).toEqual({ code: 1, output: 'The company shown is called shown-now now.\n' });
    const { json } = await lavoroJson(['tenants', 'show', 'shown-now']);
    expect(json).toMatchObject({
      company: { id, slug: 'shown-now', industry: 'Mill' },
      members: [{ userId: ownerId, role: 'OWNER' }],
      formerSlugs: [{ slug: 'shown' }],
    });
    const cleared = await lavoro(['tenants', 'rename', 'shown-now', '--industry', '']);
    expect(cleared).toEqual({ code: 0, output: 'industry: none\n' });
    const same = await lavoro(['tenants', 'rename', 'shown-now', '--name', 'Shown']);
    expect(same).toEqual({ code: 0, output: 'Nothing was changed: it is so already.\n' });
  });

  it('should suspend a company while the server runs, and resume it', async () => {
    const { id, owner } = await makeCompany();
    const slug = await slugOf(id);
    expect((await owner.call('GET', '/locations')).status).toBe(200);
    const suspended = await lavoro(['tenants', 'suspend', slug, '--reason', 'Unpaid', '--by', 'anna']);
    expect(suspended.code).toBe(0);
    await until(async () => (await owner.call('GET', '/locations')).status === 403);
    expect((await lavoro(['tenants', 'suspend', slug, '--reason', 'Again'])).output).toBe(
      `The company ${slug} is suspended: it cannot be suspended.\n`,
    );
    expect(await lavoro(['tenants', 'resume', slug, '--by', 'bruno'])).toEqual({
      code: 0,
      output: `${slug} is open again.\n`,
    });
    await until(async () => (await owner.call('GET', '/locations')).status === 200);
    const events = await lavoro(['tenants', 'events', slug]);
    expect(events.output).toMatch(/suspended +cli:anna +reason Unpaid\n.*resumed +cli:bruno/);
  });

  it('N7: should delete a company only step by step: shown, typed, agreed to by another, after its days', async () => {
    await forgetDeletions();
    const { id, owner } = await makeCompany({ name: 'To be deleted' });
    await makeRecords(owner);
    const slug = await slugOf(id);
    const run = (...args: string[]) => lavoro(['tenants', ...args]);
    const before = await remainsOf(id);

    const shown = await run('delete', slug);
    expect([shown.code, shown.output]).toEqual([0, expect.stringMatching(/\nNothing was changed\.\n$/)]);
    expect(shown.output).toMatch(
      new RegExp(`^${slug} \\(To be deleted\\): 2 members, 1 session, \\d+ [KM]iB\\. Rows:\n`),
    );
    expect(shown.output).toMatch(/^ {2}locations +3$/m);
    const { json } = await lavoroJson(['tenants', 'delete', slug]);
    expect(json).toMatchObject({ changed: false, contents: { members: 2, tables: expect.any(Array) } });
    const wrong = await run('delete', slug, '--confirm', 'another');
    expect(wrong).toEqual({ code: 1, output: `Type the company's own address to confirm: ${slug}.\n` });
    expect(await remainsOf(id)).toEqual(before);

    const asked = await run('delete', slug, '--confirm', slug, '--by', 'anna');
    expect([asked.code, await statusOf(id)]).toEqual([0, 'DELETING']);
    const early = await run('purge', slug, '--confirm', slug);
    expect([early.code, early.output]).toEqual([1, expect.stringContaining('Nobody has agreed to its deletion yet.')]);
    const alone = await run('agree', slug, '--confirm', slug, '--by', 'anna');
    expect([alone.code, alone.output]).toEqual([1, expect.stringContaining('a second person must agree')]);
    const look = await run('agree', slug, '--by', 'bruno');
    expect([look.code, look.output]).toEqual([0, expect.stringContaining('cli:anna has asked for the deletion')]);
    expect((await run('agree', slug, '--confirm', slug, '--by', 'bruno')).code).toBe(0);
    const waiting = await run('purge', slug, '--confirm', slug);
    expect([waiting.code, waiting.output]).toEqual([
      1,
      expect.stringContaining('was not purged. Its data may go after'),
    ]);

    await graceIsOver(id);
    const due = await run('purge', '--due');
    expect(due).toEqual({ code: 0, output: `Due: ${slug}.\nNothing was changed. To purge them: --due --yes\n` });
    expect((await run('purge', slug)).output).toContain('Nothing was changed.');
    expect((await run('purge', slug, '--confirm', 'another')).code).toBe(1);
    expect(await statusOf(id)).toBe('DELETING');
    const purged = await run('purge', slug, '--confirm', slug, '--by', 'carla');
    const backup = /Its last backup: (.+)\n/.exec(purged.output)?.[1] ?? '';
    expect([purged.code, existsSync(backup), await remainsOf(id)]).toEqual([0, true, NOTHING]);
    const history = ['deletion-asked cli:anna', 'deletion-agreed cli:bruno', 'purged cli:carla'];
    expect((await actorsOf(id)).slice(-3)).toEqual(history);
    for (const named of [slug, id]) {
      const events = await lavoroJson<{ events: { event: string }[] }>(['tenants', 'events', named]);
      expect(events.json.events.at(-1)?.event).toBe('purged');
    }
    expect((await run('show', slug)).code).toBe(1);
  });

  it('should restore a company, and purge nothing of it', async () => {
    await forgetDeletions();
    const id = await makeTenant({ slug: 'restored' });
    await lavoro(['tenants', 'delete', 'restored', '--confirm', 'restored']);
    expect(await lavoro(['tenants', 'restore', 'restored'])).toEqual({
      code: 0,
      output: 'restored is open again, with all its people.\n',
    });
    expect([await statusOf(id), (await lavoro(['tenants', 'restore', 'restored'])).code]).toEqual(['ACTIVE', 1]);
  });

  it('should say that a company could not be backed up, keep it, and be told so by the exit code', async () => {
    await forgetDeletions();
    const id = await makeTenant({ slug: 'kept' });
    await lavoro(['tenants', 'delete', 'kept', '--confirm', 'kept', '--by', 'anna']);
    await lavoro(['tenants', 'agree', 'kept', '--confirm', 'kept', '--by', 'bruno']);
    await graceIsOver(id);
    const env = { TENANT_BACKUP_COMMAND: 'echo no space left; exit 4', LOG_LEVEL: 'silent' };
    const { code, json } = await lavoroJson(['tenants', 'purge', '--due', '--yes'], { env });
    const failure = 'TENANT_BACKUP_COMMAND ended with exit code 4: no space left';
    expect([code, json]).toEqual([1, { changed: false, outcomes: [{ tenantId: id, slug: 'kept', failure }] }]);
    expect(await statusOf(id)).toBe('DELETING');
    const killed = { TENANT_BACKUP_COMMAND: 'kill -9 $PPID; sleep 1', LOG_LEVEL: 'silent' };
    const before = await remainsOf(id);
    const dead = await lavoro(['tenants', 'purge', 'kept', '--confirm', 'kept'], { env: killed });
    expect([dead.code, await remainsOf(id)]).toEqual(['SIGKILL', before]);
  });

  it('should take the limits of deletion from the settings', async () => {
    await forgetDeletions();
    const [first, second] = [await makeTenant({ slug: 'limit-1' }), await makeTenant({ slug: 'limit-2' })];
    const env = { TENANT_MAX_DELETIONS: '1', TENANT_GRACE_DAYS: '3' };
    const one = await lavoroJson<{ company: { purgeAfter: string } }>(
      ['tenants', 'delete', 'limit-1', '--confirm', 'limit-1'],
      { env },
    );
    const days = (new Date(one.json.company.purgeAfter).getTime() - Date.now()) / 86_400_000;
    expect(Math.round(days * 10) / 10).toBe(3);
    const two = await lavoro(['tenants', 'delete', 'limit-2', '--confirm', 'limit-2'], { env });
    expect([two.code, two.output]).toEqual([1, expect.stringContaining('more are not allowed')]);
    expect([await statusOf(first), await statusOf(second)]).toEqual(['DELETING', 'ACTIVE']);
  });

  it('should copy a company, with its data and without', async () => {
    const { id, owner } = await makeCompany();
    await makeRecords(owner);
    const slug = await slugOf(id);
    const copy = (as: string, ...more: string[]) =>
      lavoroJson<{ company: { id: string } }>([
        'tenants',
        'clone',
        slug,
        '--name',
        as,
        '--slug',
        as,
        '--owner',
        OWNER,
        ...more,
      ]);
    const [whole, bare] = [await copy('copy-whole', '--with-data'), await copy('copy-bare')];
    expect([whole.code, bare.code]).toEqual([0, 0]);
    const itemsOf = async (of: string) =>
      (await asSuperuser(`SELECT FROM tenant_${of.replaceAll('-', '_')}.inventory_items`)).length;
    expect([await itemsOf(whole.json.company.id), await itemsOf(bare.json.company.id)]).toEqual([2, 0]);
    const taken = await lavoro(['tenants', 'clone', slug, '--name', 'X', '--slug', slug, '--owner', OWNER]);
    expect(taken).toEqual({ code: 1, output: `The name "${slug}" is already used by another company.\n` });
  });
});

describe('lavoro tenants that is called wrongly', () => {
  it.each([
    [
      'a company that is not there',
      ['show', 'nobody'],
      1,
      'There is no company "nobody". All there are: npx lavoro tenants list',
    ],
    [
      'an owner who is not there',
      ['create', '--name', 'X', '--owner', 'no@one.test'],
      1,
      'There is no user "no@one.test". All there are: npx lavoro users list',
    ],
    [
      'a name that is too long',
      ['create', '--name', 'x'.repeat(200), '--owner', OWNER],
      1,
      'name: At most 120 characters.',
    ],
    [
      'a slug that is none',
      ['create', '--name', 'X', '--slug', 'No Slug', '--owner', OWNER],
      1,
      'slug: Must be 2 to 48 lower-case letters, digits and single dashes, like garment-industries.',
    ],
    ['nobody who does it', ['resume', 'x', '--by', ''], 1, '--by must be a name of one line, at most 150 characters.'],
    ['no reason', ['suspend', 'x'], 2, "Required option '--reason <text>' not specified. For help: npx lavoro --help"],
    ['nothing to change', ['rename', 'x'], 2, 'Say what to change, such as --name <name>. For help: npx lavoro --help'],
    [
      'a state there is not',
      ['list', '--status', 'spare'],
      2,
      "Option '--status <status>' argument 'spare' is invalid. Allowed choices are active, suspended, deleting. For help: npx lavoro --help",
    ],
    ['neither a company nor --due', ['purge'], 2, 'Name a company, or say --due. For help: npx lavoro --help'],
    ['both', ['purge', 'x', '--due'], 2, 'Name a company, or say --due. For help: npx lavoro --help'],
    [
      '--yes for one company',
      ['purge', 'x', '--yes'],
      2,
      '--most and --yes go with --due. For help: npx lavoro --help',
    ],
    [
      'a number that is none',
      ['events', 'x', '--most', 'many'],
      2,
      "Option '--most <number>' argument 'many' is invalid. It must be a whole number from 1 to 99999. For help: npx lavoro --help",
    ],
    ['an unknown flag', ['list', '--loud'], 2, "Unknown option '--loud'. For help: npx lavoro --help"],
  ])('should refuse %s in a sentence', async (_what, args, code, sentence) => {
    expect(await lavoro(['tenants', ...args])).toEqual({ code, output: `${sentence}\n` });
  });

  it('should document its exit codes, and show its commands without one', async () => {
    const [help, bare] = [await lavoro(['tenants', 'delete', '--help']), await lavoro(['tenants'])];
    expect([help.code, help.output]).toEqual([
      0,
      expect.stringContaining('Exit code: 0 done, 1 refused or something was found, 2 wrong usage.'),
    ]);
    expect([bare.code, bare.output]).toEqual([2, expect.stringContaining('clone [options] <company>')]);
  });

  it('should say that no server answers, or that the database is not ready', async () => {
    const port = await freePort();
    const away = await lavoro(['tenants', 'list'], {
      env: { DATABASE_URL: `postgresql://postgres:x@127.0.0.1:${port}/x` },
    });
    expect([away.code, away.output]).toEqual([
      1,
      expect.stringMatching(/^No PostgreSQL answers at 127\.0\.0\.1:\d+\.[^\n]+\n$/),
    ]);
    const empty = new URL(process.env.DATABASE_URL ?? '');
    empty.pathname = '/postgres';
    const bare = await lavoro(['tenants', 'list'], { env: { DATABASE_URL: empty.href } });
    expect(bare).toEqual({
      code: 1,
      output: 'The database is not initialised. Make it ready with: npm run ts-node src/database/init.ts\n',
    });
  });
});
