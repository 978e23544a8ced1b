import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClient } from '@/database/client';
import { initialiseDatabase } from '@/database/initialise';
import { CHECKS, type Finding, IsolationError, proveIsolation } from '@/database/proof';
import { tenantSchema } from '@/database/tenantName';
import { makeTenant } from '../support/database';
import type { Breach } from './breach';
import { breaches } from './breaches';

describe('the proof of the wall between companies', () => {
  let client: pg.Client;
  let version: number;
  let names: { a: string; b: string; id: string; database: string };

  beforeAll(async () => {
    const [one, two] = [await makeTenant(), await makeTenant()];
    await makeTenant();
    client = await openClient({ connectionString: process.env.DATABASE_URL });
    names = { a: tenantSchema(one), b: tenantSchema(two), id: one, database: client.database ?? '' };
    const { rows } = await client.query(`SELECT current_setting('server_version_num')::int AS version`);
    version = rows[0].version;
  });
  afterAll(() => client.end());

  const named = (text: string) =>
    text.replaceAll(/\{(a|b|id|database)\}/g, (_all, key: keyof typeof names) => names[key]);

  /** What is found while `sql` has been done, as superuser; it is taken back afterwards. */
  const whileDone = async (sql: string): Promise<Finding[]> => {
    await client.query('BEGIN');
    try {
      await client.query(named(sql));
      return await proveIsolation(client);
    } finally {
      await client.query('ROLLBACK');
    }
  };
  const sentences = (findings: readonly Finding[]) => findings.map(({ sentence }) => sentence);

  it('should find nothing in a database with several companies', async () => {
    expect(await proveIsolation(client)).toEqual([]);
  });

  it.each(breaches.map((breach) => [breach.says, breach.sql, breach] as const))(
    'should say "%s" after %s, and nothing once it is undone',
    async (_says, _sql, breach: Breach) => {
      if (version < breach.since) return;
      const found = await whileDone(breach.sql);
      expect(sentences(found)).toContain(named(breach.says));
      const finding = found.find(({ sentence }) => sentence === named(breach.says));
      expect([finding?.check, finding?.mend]).toEqual([breach.check, breach.mend && named(breach.mend)]);
      for (const part of [finding?.role, finding?.object, finding?.privilege]) expectNamed(finding?.sentence, part);
      expect(await proveIsolation(client)).toEqual([]);
    },
  );

  it.each(breaches.filter(({ mend }) => mend !== null).map((breach) => [breach.says, breach] as const))(
    'should be content when "%s" is mended as it says',
    async (_says, breach: Breach) => {
      if (version < breach.since) return;
      const mends = (await whileDone(breach.sql)).map(({ mend }) => mend);
      expect(await whileDone([breach.sql, ...mends].join(';\n'))).toEqual([]);
    },
  );

  it('should have a provocation for every check', () => {
    expect([...new Set(breaches.map(({ check }) => check))].sort()).toEqual(CHECKS.map(({ name }) => name).sort());
  });

  it('should find what several companies were given, each by name', async () => {
    expect(sentences(await whileDone('GRANT SELECT ON public.users TO {a}, {b}'))).toEqual(
      [names.a, names.b].sort().map((name) => `${name} may SELECT public.users.`),
    );
  });

  it("should find what another database's company was given here", async () => {
    const stranger = 'tenant_00000000_0000_0000_0000_000000000000';
    expect(sentences(await whileDone(`CREATE ROLE ${stranger}; GRANT SELECT ON {a}.locations TO ${stranger}`))).toEqual(
      [`${stranger} may SELECT ${names.a}.locations.`],
    );
  });

  it('should find what a company owns in another database, and say in which', async () => {
    const elsewhere = await openClient({ connectionString: `${process.env.TEST_CLUSTER}/postgres` });
    try {
      await elsewhere.query(`SELECT lo_create(4712); ALTER LARGE OBJECT 4712 OWNER TO ${names.a}`);
      expect(sentences(await proveIsolation(client))).toEqual([`${names.a} owns something in the database postgres.`]);
    } finally {
      await elsewhere.query('SELECT lo_unlink(4712)');
      await elsewhere.end();
    }
    expect(await proveIsolation(client)).toEqual([]);
  });

  it('should let operators be members: superusers, and logins that make roles', async () => {
    const operators =
      'CREATE ROLE chief SUPERUSER; CREATE ROLE maker CREATEROLE; GRANT lavoro_owner, {a} TO chief, maker';
    expect(await whileDone(operators)).toEqual([]);
  });

  it('should leave alone what an extension brings into the schema public, which is closed', async () => {
    expect(await whileDone('CREATE EXTENSION hstore')).toEqual([]);
  });

  it('should leave alone the default privileges that a company gives for itself, which makes nothing', async () => {
    const own = 'SET LOCAL ROLE {a}; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO {b}; RESET ROLE';
    expect(await whileDone(own)).toEqual([]);
  });

  it('should leave alone that everybody may use functions and types by default, which is seen where they are made', async () => {
    const others = ['EXECUTE ON FUNCTIONS', 'USAGE ON TYPES'].map(
      (what) => `ALTER DEFAULT PRIVILEGES FOR ROLE lavoro_owner GRANT ${what} TO a_stranger`,
    );
    expect(await whileDone(['CREATE ROLE a_stranger', ...others].join(';'))).toEqual([]);
  });

  it('should keep a database with a breach from starting, with what is wrong and what mends it', async () => {
    await client.query(named('GRANT SELECT ON public.users TO {a}'));
    const start = initialiseDatabase();
    await expect(start).rejects.toBeInstanceOf(IsolationError);
    await expect(start).rejects.toThrow(
      named('  {a} may SELECT public.users.\n    mend: REVOKE SELECT ON TABLE public.users FROM {a};'),
    );
    await client.query(named('REVOKE SELECT ON TABLE public.users FROM {a}'));
    await initialiseDatabase();
  });
});

/** Whatever a finding is about stands in its sentence, so that a person needs nothing else. */
function expectNamed(sentence: string | undefined, part: string | null | undefined): void {
  if (part && part !== 'PUBLIC') expect(sentence?.toLowerCase()).toContain(wordOf(part).toLowerCase());
}

const WORDS: Readonly<Record<string, string>> = {
  USAGE: 'us',
  MEMBER: 'member',
  OWNER: 'own',
  'CONNECTION LIMIT': 'connections',
  'SECURITY DEFINER': 'rights of',
};
const wordOf = (part: string) => WORDS[part] ?? part.split(' in ')[0] ?? part;
