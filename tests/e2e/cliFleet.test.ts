import { beforeAll, describe, expect, it } from 'vitest';
import { latestVersion, readMigrations } from '@/database/migrationFiles';
import { tenantSchema } from '@/database/tenantName';
import { asSuperuser, makeTenant } from '../support/database';
import { lavoro, lavoroJson } from '../support/lavoro';

const newest = latestVersion('tenant');
const OLDER = '20261123090000_claim_idempotency_keys';
const BACK = ['tenants', 'rollback', '--to', OLDER, '--tenant', 'the-mill'];

describe('lavoro tenants, for the schemas', () => {
  let id: string;
  beforeAll(async () => {
    id = await makeTenant({ slug: 'the-mill' });
  });

  it('should show where every company stands, and say by its exit code that all is well', async () => {
    const { code, output } = await lavoro(['tenants', 'status']);
    const lines = output.split('\n');
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^COMPANY +STATUS +RING +VERSION +STATE +DRIFT +LAST ATTEMPT +REASON$/);
    expect(lines.find((line) => line.startsWith('the-mill '))).toMatch(
      new RegExp(`^the-mill +ACTIVE +1 +${newest} +current +\\?`),
    );
  });

  it('should do nothing when there is nothing to do', async () => {
    expect(await lavoro(['tenants', 'migrate'])).toEqual({ code: 0, output: 'Nothing to do.\n' });
    const { code, json } = await lavoroJson(['tenants', 'migrate']);
    expect([code, json]).toMatchObject([0, { type: 'result', applied: [], failures: [], left: [], stopped: null }]);
  });

  it('should take a company back and up again, and ask before it loses anything', async () => {
    const asked = await lavoro(BACK);
    expect(asked.code).toBe(1);
    expect(asked.output).toContain('\n  DROP TABLE "custom_fields"\n');
    expect(asked.output).toContain('Nothing was changed. Add --accept-data-loss if that is meant.\n');
    const shown = await lavoro([...BACK, '--dry-run']);
    expect(shown.output).toContain(`-- companies (1): the-mill\n-- down ${newest}\n`);
    expect(shown.output).toContain('\n-- down 20261123190000_custom_fields\n');
    const done = await lavoro([...BACK, '--accept-data-loss']);
    expect(done).toEqual({ code: 0, output: 'Companies: 1 changed, 0 failed, 0 left.\n' });
    const behind = await lavoroJson(['tenants', 'status']);
    expect(behind.code).toBe(1);
    expect(behind.json).toContainEqual(expect.objectContaining({ slug: 'the-mill', state: 'behind', version: OLDER }));
    const rehearsed = await lavoro(['tenants', 'migrate', '--rehearse', '--tenant', 'the-mill']);
    expect(rehearsed.code).toBe(0);
    expect(rehearsed.output).toMatch(/up 20261123190000_custom_fields: \d+ ms; locks none/);
    expect((await lavoro(['tenants', 'migrate'])).output).toMatch(
      /^Companies: 1 of \d+ changed, 0 failed, 0 left\.\n$/m,
    );
  });

  it('should name every difference by hand, and end with 1', async () => {
    await asSuperuser(`ALTER TABLE ${tenantSchema(id)}.customers ADD COLUMN odd int`);
    const { code, output } = await lavoro(['tenants', 'drift', '--tenant', 'the-mill']);
    expect([code, output]).toEqual([
      1,
      'the-mill:\n  The column customers.odd should not be there; it is: integer.\n1 of 1 companies differ.\n',
    ]);
    await asSuperuser(`ALTER TABLE ${tenantSchema(id)}.customers DROP COLUMN odd`);
    expect((await lavoro(['tenants', 'drift'])).code).toBe(0);
  });

  it('should say which company failed, and go on without it until it is mended', async () => {
    await lavoro([...BACK, '--accept-data-loss']);
    const odd = `${tenantSchema(id)}.custom_fields`;
    await asSuperuser(`CREATE TABLE ${odd} (id int PRIMARY KEY); ALTER TABLE ${odd} OWNER TO lavoro_owner`);
    const run = await lavoro(['tenants', 'migrate']);
    expect(run.code).toBe(1);
    expect(run.output).toContain('the-mill failed and is set aside as it was: relation "custom_fields" already exists');
    await asSuperuser(`DROP TABLE ${odd}`);
    expect((await lavoro(['doctor'])).output).toContain('Set aside, because a migration failed there');
    const again = await lavoro(['tenants', 'migrate']);
    expect(again.code).toBe(1);
    expect(again.output).toBe(
      'Nothing to do.\nCompanies set aside: 1. Why: npx lavoro tenants status. Again: --retry\n',
    );
    expect((await lavoro(['tenants', 'migrate', '--retry'])).code).toBe(0);
    expect((await lavoro(['tenants', 'status'])).code).toBe(0);
  });

  it('should take the global tables back and up again, and show before what it would do', async () => {
    const back = ['tenants', 'rollback', '--global', '--to', readMigrations('control').at(-2)?.name ?? ''];
    const newestGlobal = latestVersion('control');
    expect((await lavoro([...back, '--dry-run'])).output).toMatch(
      new RegExp(`^-- the global tables\n-- down ${newestGlobal}\n[^-]`),
    );
    expect(await lavoro([...back, '--accept-data-loss'])).toEqual({ code: 0, output: `public: ${newestGlobal}\n` });
    expect((await lavoro(['tenants', 'status'])).output).toContain('The global tables wait for a migration.');
    expect((await lavoro(['tenants', 'migrate', '--dry-run'])).output).toMatch(
      new RegExp(`^-- the global tables\n-- up ${newestGlobal}\n`),
    );
    expect(await lavoro(['tenants', 'migrate'])).toEqual({ code: 0, output: `public: ${newestGlobal}\n` });
    const asked = await lavoro(['tenants', 'rollback', '--global', '--to', '20261123000000_init']);
    expect(asked.code).toBe(1);
    expect(asked.output).toContain('The way back would lose data:');
  });

  it('should put a company into a ring', async () => {
    expect((await lavoro(['tenants', 'ring', 'the-mill', '0'])).output).toBe('the-mill is in ring 0.\n');
    expect(await asSuperuser('SELECT ring FROM tenants WHERE id = $1', [id])).toEqual([{ ring: 0 }]);
    expect((await lavoro(['tenants', 'events', 'the-mill'])).output).toContain('ring-changed');
    expect((await lavoroJson(['tenants', 'ring', 'the-mill', '0'])).json).toEqual({ company: 'the-mill', ring: 0 });
    expect((await lavoro(['tenants', 'ring', 'nobody', '0'])).output).toBe('There is no company nobody.\n');
  });

  it.each([
    [['tenants', 'ring', 'the-mill', '10'], 'It must be a whole number from 0 to 9.'],
    [['tenants', 'migrate', '--concurrency', '0'], 'It must be a whole number from 1 to 64.'],
    [['tenants', 'migrate', '--fast'], "Unknown option '--fast'."],
    [['tenants', 'rollback', '--global', '--to', 'x', '--tenant', 'y'], "cannot be used with option '--tenant"],
    [['tenants', 'rollback'], "Required option '--to <migration>' not specified."],
  ])('should refuse %j with a sentence and 2', async (args, sentence) => {
    const { code, output } = await lavoro(args);
    expect(code).toBe(2);
    expect(output).toContain(sentence);
    expect(output).not.toContain(' at ');
  });
});
