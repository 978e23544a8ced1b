import type { Transaction } from 'kysely';
import { CompiledQuery } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { databaseManager } from '@/database/connection';
import { heldBack } from '@/database/heldBack';
import type { TenantTables } from '@/database/tables';
import { tenantSchema } from '@/database/tenantName';
import { asSuperuser, makeTenant } from '../support/database';
import { sendsOnPurpose, statementsOf } from '../support/statements';

/** A row nobody waits for goes with COMMIT, and is as whole as every other. */
const NOTE = heldBack(sendsOnPurpose('INSERT INTO notes (about) VALUES ($1)'));
const PLAIN = sendsOnPurpose("INSERT INTO notes (about) VALUES ('plain ' || $1)");
const BAD = sendsOnPurpose('INSERT INTO notes (about) VALUES ($1) RETURNING about');
type Db = Transaction<TenantTables>;

let tenantId: string;
let notes: string;

beforeAll(async () => {
  tenantId = await makeTenant();
  const schema = tenantSchema(tenantId);
  notes = `${schema}.notes`;
  await asSuperuser(
    `CREATE TABLE ${notes} (about TEXT NOT NULL CHECK (about <> 'bad'),
       unlike TEXT GENERATED ALWAYS AS (left(about, 5)) STORED, UNIQUE (about) DEFERRABLE INITIALLY DEFERRED);
     GRANT INSERT, SELECT ON ${notes} TO ${schema}`,
  );
});

const run = (db: Db, sql: string, value: unknown) => db.executeQuery(CompiledQuery.raw(sql, [value]));
const note = (db: Db, value: unknown) => run(db, NOTE, value);
const inTransaction = (work: (db: Db) => Promise<unknown>) =>
  databaseManager.getTenantDb(tenantId).transaction().execute(work);
const all = async () =>
  (await asSuperuser<{ about: string }>(`SELECT about FROM ${notes} ORDER BY about`)).map(({ about }) => about);
/** What the company's connections are asked, in order. */
const asked = async (work: () => Promise<unknown>) => (await statementsOf(work)).map(({ text }) => text);
const reason = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );

describe('a statement nobody waits for', () => {
  it('should go with COMMIT in one message, each time', async () => {
    const texts = await asked(() => inTransaction((db) => note(db, 'one')));
    expect(texts).toEqual([`begin; ${NOTE}; commit`]);
    await inTransaction((db) => note(db, 'one more'));
    expect(await all()).toEqual(['one', 'one more']);
  });

  it('should leave the connection to the next one as it was', async () => {
    await inTransaction((db) => note(db, 'two'));
    expect(await asked(() => inTransaction(async () => undefined))).toEqual([]);
    const held = databaseManager.stats().open;
    await inTransaction((db) => note(db, 'three'));
    expect(databaseManager.stats().open).toBe(held);
  });

  it('should undo the whole change when it fails, and say why', async () => {
    const work = inTransaction(async (db) => {
      await run(db, PLAIN, 'change');
      await note(db, 'bad');
    });
    expect(await reason(work)).toBe('23514');
    expect(await all()).not.toContain('plain change');
  });

  it('should undo the whole change when its values cannot be sent', async () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const work = inTransaction(async (db) => {
      await run(db, PLAIN, 'change');
      await note(db, circle);
    });
    expect(await reason(work)).toMatch(/circular/i);
    expect(await all()).not.toContain('plain change');
    await inTransaction((db) => note(db, 'after a circle'));
    expect(await all()).toContain('after a circle');
  });

  it('should undo the change when the values of any of a message cannot be sent, and leave the connection fit', async () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const held = databaseManager.stats().open;
    const [first, between, last] = [
      inTransaction((db) => run(db, PLAIN, circle)),
      inTransaction(async (db) => {
        await note(db, 'before a circle');
        await note(db, circle);
        await note(db, 'behind a circle');
      }),
      inTransaction(async (db) => {
        await note(db, 'before a circle');
        await run(db, PLAIN, circle);
      }),
    ];
    expect(await Promise.all([first, between, last].map(reason))).toEqual(
      Array(3).fill(expect.stringMatching(/circular/i)),
    );
    await inTransaction((db) => note(db, 'fit'));
    expect(await all()).toContain('fit');
    expect((await all()).filter((about) => about.includes('a circle') && about !== 'after a circle')).toEqual([]);
    expect(databaseManager.stats().open).toBeLessThanOrEqual(held + 3);
  });

  it('should still be held back, as BEGIN is, where what goes with it cannot be sent', async () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const unsent = (db: Db) => reason(run(db, PLAIN, circle));
    const back = inTransaction(async (db) => {
      await note(db, 'never was');
      expect(await unsent(db)).toMatch(/circular/i);
      await run(db, PLAIN, 'never was');
      throw new Error('taken back');
    });
    expect(await reason(back)).toBe('taken back');
    await inTransaction(async (db) => {
      await run(db, PLAIN, 'stays');
      await note(db, 'stays');
      expect(await unsent(db)).toMatch(/circular/i);
    });
    expect((await all()).filter((about) => /never was|stays/.test(about))).toEqual(['plain stays', 'stays']);
  });

  it('should be sent before whatever follows, and be the reason when it fails', async () => {
    const texts = await asked(() =>
      inTransaction(async (db) => {
        await note(db, 'first');
        await run(db, PLAIN, 'second');
      }),
    );
    expect(texts).toEqual([`begin; ${NOTE}; ${PLAIN}`, 'commit']);
    expect(await all()).toEqual(expect.arrayContaining(['first', 'plain second']));
    const failing = inTransaction(async (db) => {
      await note(db, 'bad');
      await run(db, PLAIN, 'third');
    });
    expect(await reason(failing)).toBe('23514');
    expect(await all()).not.toContain('plain third');
  });

  it('should be sent before the next one of its kind', async () => {
    await inTransaction(async (db) => {
      for (const value of ['a', 'b', 'c']) await note(db, value);
    });
    expect(await all()).toEqual(expect.arrayContaining(['a', 'b', 'c']));
  });

  it('should not be sent at all when the change is taken back', async () => {
    const texts = await asked(() =>
      reason(
        inTransaction(async (db) => {
          await note(db, 'never');
          throw new Error('taken back');
        }),
      ),
    );
    expect(texts).toEqual([]);
    await inTransaction((db) => note(db, 'later'));
    expect(await all()).not.toContain('never');
  });

  it('should tell what COMMIT says', async () => {
    const twice = inTransaction(async (db) => {
      await run(db, PLAIN, 'twice');
      await note(db, 'plain twice');
    });
    expect(await reason(twice)).toBe('23505');
    expect(await all()).not.toContain('plain twice');
  });

  it('should fail the change when a statement before it has failed, whoever has looked away', async () => {
    const looksAway = inTransaction(async (db) => {
      await run(db, PLAIN, 'looked away');
      await run(db, BAD, 'bad').catch(() => undefined);
      await note(db, 'after a failure');
    });
    expect(await reason(looksAway)).toBe('25P02');
    const silent = inTransaction(async (db) => {
      await run(db, PLAIN, 'looked away');
      await run(db, BAD, 'bad').catch(() => undefined);
    });
    expect(await reason(silent)).toContain('nothing of it was committed');
    expect(await all()).not.toContain('plain looked away');
    await inTransaction((db) => note(db, 'after looking away'));
    expect(await all()).toContain('after looking away');
  });

  it('should be sent at once outside a transaction', async () => {
    const db = databaseManager.getTenantDb(tenantId);
    await db.executeQuery(CompiledQuery.raw(NOTE, ['alone']));
    expect(await all()).toContain('alone');
    expect(await reason(db.executeQuery(CompiledQuery.raw(NOTE, ['bad'])))).toBe('23514');
  });

  it('should fail the change when the connection is lost before it', async () => {
    const work = inTransaction(async (db) => {
      const pid = await db.executeQuery<{ pid: number }>(CompiledQuery.raw('SELECT pg_backend_pid() AS pid'));
      await note(db, 'lost');
      await asSuperuser('SELECT pg_terminate_backend($1)', [pid.rows[0]?.pid]);
    });
    expect(await reason(work)).not.toBe('none');
    expect(await all()).not.toContain('lost');
  });
});
