import { beforeAll, describe, expect, it } from 'vitest';
import { migrationManager } from '@/database/migrations';
import { asOperator } from '@/database/owner';
import { proveIsolation } from '@/database/proof';
import { asSuperuser, makeUser, secret } from '../support/database';
import { runToEnd } from '../support/processes';
import { programOf } from '../support/program';

/** Children at the same time. */
const AT_ONCE = 2;
const program = await programOf('killedCreate');

/** What there is of a company, looked up by its slug and by the name of its role. */
const REMAINS = `
  SELECT t.status, t.schema_version, t.is_active,
         (SELECT count(*)::int FROM user_tenants m WHERE m.tenant_id = t.id AND m.role = 'OWNER') AS owners,
         (SELECT rolcanlogin FROM pg_roles WHERE rolname = $2) AS role,
         (SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = $2) AS schema_of,
         (SELECT jsonb_agg(relname || ' ' || relkind::text || ' ' || coalesce(replace(relacl::text, $2, 'ROLE'), '') ORDER BY relname)
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $2) AS relations,
         (SELECT jsonb_agg(conname ORDER BY conname) FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
          WHERE n.nspname = $2) AS constraints
  FROM (SELECT 1) one LEFT JOIN tenants t ON t.slug = $1`;

const NOTHING = {
  status: null,
  schema_version: null,
  is_active: null,
  owners: 0,
  role: null,
  schema_of: null,
  relations: null,
  constraints: null,
};

describe('N8: createTenant, killed', () => {
  let userId: string;
  let statements: number;
  let complete: Record<string, unknown>;

  beforeAll(async () => {
    userId = await makeUser();
    const { output } = await create('before', 0, 'whole');
    statements = Number(/statements (\d+)/.exec(output)?.[1]);
    complete = await remains('whole', roleIn(output));
  });

  const create = (when: 'before' | 'after', nth: number, slug: string) =>
    runToEnd(process.execPath, [program, when, String(nth), slug, userId], {
      env: {
        DATABASE_URL: process.env.DATABASE_URL ?? '',
        APP_SECRET: secret,
        LAVORO_DATA_DIR: process.env.LAVORO_DATA_DIR ?? '',
        LOG_LEVEL: 'silent',
      },
    });
  const roleIn = (output: string) => /role (\w+)/.exec(output)?.[1] ?? 'none was made';
  const remains = async (slug: string, role: string): Promise<Record<string, unknown>> =>
    (await asSuperuser(REMAINS, [slug, role]))[0] ?? {};

  it('N8: should be whole when nobody kills it', () => {
    expect(statements).toBeGreaterThan(8);
    expect(complete).toMatchObject({
      status: 'ACTIVE',
      is_active: true,
      owners: 1,
      role: true,
      schema_of: 'lavoro_owner',
    });
    expect(complete.relations).toHaveLength(new Set(complete.relations as string[]).size);
  });

  it.each(['before', 'after'] as const)(
    'N8: should leave nothing or an active company when it dies %s sending any statement, and be possible again',
    async (when) => {
      const waiting = Array.from({ length: statements }, (_, index) => index + 1);
      const ended: { slug: string; role: string; code: unknown }[] = [];
      const next = async () => {
        for (let nth = waiting.shift(); nth !== undefined; nth = waiting.shift()) {
          const { code, output } = await create(when, nth, `${when}-${nth}`);
          ended.push({ slug: `${when}-${nth}`, role: roleIn(output), code });
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, next));
      await theDeadAreNoticed();

      expect(new Set(ended.map(({ code }) => code))).toEqual(new Set(['SIGKILL']));
      const left = await Promise.all(ended.map(async ({ slug, role }) => ({ slug, state: await remains(slug, role) })));
      // Only the COMMIT makes it, and that one does although its answer never arrives.
      const expected = ({ slug }: { slug: string }) => (slug === `after-${statements}` ? complete : NOTHING);
      expect(left).toEqual(left.map((one) => ({ slug: one.slug, state: expected(one) })));
      expect(await asOperator(proveIsolation)).toEqual([]);

      for (const { slug, state } of left) {
        const again = migrationManager.createTenant({ name: 'Again', slug, country: 'Italy', userId });
        if (state.status === null) await again;
        else await expect(again).rejects.toMatchObject({ code: 'ALREADY_EXISTS', field: 'slug' });
      }
      expect(await asOperator(proveIsolation)).toEqual([]);
    },
  );

  it('N8: should give each of 100 at once its own, and a slug that several want to one of them', async () => {
    const slugs = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? `own-${index}` : `wanted-${index % 5}`));
    const before = await asSuperuser('SELECT slug FROM tenants');
    const results = await Promise.allSettled(
      slugs.map((slug) => migrationManager.createTenant({ name: 'Race', slug, country: 'Italy', userId })),
    );
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(reasons).toHaveLength(100 - new Set(slugs).size);
    for (const reason of reasons) expect(reason).toMatchObject({ code: 'ALREADY_EXISTS', field: 'slug' });
    const made = await asSuperuser<{ slug: string; status: string }>('SELECT slug, status FROM tenants');
    expect(made).toHaveLength(before.length + new Set(slugs).size);
    expect(made.filter(({ status }) => status !== 'ACTIVE')).toEqual([]);
    const ids = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(new Set(ids).size).toBe(new Set(slugs).size);
    expect(await asOperator(proveIsolation)).toEqual([]);
  });
});

/** Until the server has ended every session of a process that is gone, and with it what that left undone. */
async function theDeadAreNoticed(): Promise<void> {
  const sessions = `SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'lavoro:operator' AND pid <> pg_backend_pid()`;
  while ((await asSuperuser(sessions)).length > 0) await new Promise((resolve) => setImmediate(resolve));
}
