import { sql, type Transaction } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { databaseManager } from '@/database/connection';
import type { TenantTables } from '@/database/tables';
import { mayHope, withTenantTransaction } from '@/database/transaction';
import { makeTenant } from '../support/database';
import { sendsOnPurpose } from '../support/statements';

const GIVE_UP = sendsOnPurpose(`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$`);

const CUT_OFF = sendsOnPurpose(`DO $$ BEGIN RAISE EXCEPTION 'gone' USING ERRCODE = '57P01'; END $$`);
const BREAK_A_RULE = sendsOnPurpose('UPDATE locations SET name = NULL');

describe('withTenantTransaction', () => {
  let ctx: { tenant: { id: string } };
  let locations: string[];
  beforeAll(async () => {
    ctx = { tenant: { id: await makeTenant() } };
    const db = databaseManager.getTenantDb(ctx.tenant.id);
    await db
      .insertInto('locations')
      .values({ id: ctx.tenant.id, tenantId: ctx.tenant.id, name: 'Dye house', locationType: 'FACTORY' })
      .execute();
    locations = (await db.selectFrom('locations').select('id').orderBy('name').execute()).map(({ id }) => id);
  });

  it('should run both of two transactions that lock each other out, each with one effect', async () => {
    let firstTries = 0;
    const bothHold = barrier(2);
    const addOne = (order: readonly string[]) =>
      withTenantTransaction(ctx, async (db) => {
        firstTries += 1;
        for (const [index, id] of order.entries()) {
          await db.updateTable('locations').set({ version: sql`version + 1` }).where('id', '=', id).execute();
          if (index === 0) await bothHold();
        }
      });
    await Promise.all([addOne(locations), addOne([...locations].reverse())]);
    expect(firstTries).toBeGreaterThan(2);
    const rows = await databaseManager.getTenantDb(ctx.tenant.id).selectFrom('locations').select('version').execute();
    expect(rows.map(({ version }) => version)).toEqual([3, 3]);
  });

  it('should try five times and no more', async () => {
    let tries = 0;
    const failing = withTenantTransaction(ctx, async (db) => {
      tries += 1;
      await sql.raw(GIVE_UP).execute(db);
    });
    await expect(failing).rejects.toMatchObject({ code: '40001' });
    expect(tries).toBe(5);
  });

  it('should run once more, and be told to look, when it hoped in vain', async () => {
    const told: boolean[] = [];
    const vain = () =>
      withTenantTransaction(ctx, async (db) => {
        told.push(mayHope(db));
        await db.updateTable('locations').set({ city: 'Biella' }).execute();
        if (told.at(-1)) await sql.raw(BREAK_A_RULE).execute(db);
      });
    await vain();
    expect(told).toEqual([true, false]);
    const failing = withTenantTransaction(ctx, async (db) => {
      told.push(mayHope(db));
      await sql.raw(BREAK_A_RULE).execute(db);
    });
    await expect(failing).rejects.toMatchObject({ code: '23502' });
    expect(told).toEqual([true, false, true, false]);
    await databaseManager.getTenantDb(ctx.tenant.id).updateTable('locations').set({ city: null }).execute();
  });

  it('should try once when a rule is broken that nobody hoped about, or a refusal is thrown by who hoped', async () => {
    let tries = 0;
    const count = async (fails: (db: Transaction<TenantTables>) => Promise<unknown>) => {
      tries = 0;
      await withTenantTransaction(ctx, async (db) => {
        tries += 1;
        await fails(db);
      }).catch(() => undefined);
      return tries;
    };
    expect(await count((db) => sql.raw(BREAK_A_RULE).execute(db))).toBe(1);
    const refused = async (db: object) => {
      expect(mayHope(db)).toBe(true);
      throw new Error('refused');
    };
    expect(await count(refused)).toBe(1);
    const cutOff = (db: Transaction<TenantTables>) => {
      expect(mayHope(db)).toBe(true);
      return sql.raw(CUT_OFF).execute(db);
    };
    // What became of it nobody knows: it may have been committed.
    expect(await count(cutOff)).toBe(1);
    expect(mayHope({})).toBe(false);
  });

  it('should try once when it was refused for another reason, and leave nothing behind', async () => {
    let tries = 0;
    const failing = withTenantTransaction(ctx, async (db) => {
      tries += 1;
      await db.updateTable('locations').set({ city: 'Prato' }).execute();
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(tries).toBe(1);
    const rows = await databaseManager.getTenantDb(ctx.tenant.id).selectFrom('locations').select('city').execute();
    expect(rows.map(({ city }) => city)).toEqual([null, null]);
  });
});

/** Each of the first `count` callers goes on when all of them have come; later ones at once. */
function barrier(count: number): () => Promise<void> {
  let missing = count;
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    missing -= 1;
    if (missing <= 0) open();
    return opened;
  };
}
