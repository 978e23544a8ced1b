import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseManager } from '@/database/connection';
import { type Answer, type Client, type Company, client, makeCompany, tokenFor } from '../support/api';
import { asSuperuser, connectAs, makeTenant, makeUser } from '../support/database';
import { makePlace, ORDER, type Place, RECORD, TRANSACTION } from './documentKinds';
import { atOnce, auditLog, ifMatch, listed, made, refusal } from './support';

let company: Company;
let owner: Client;
let place: Place;
let db: pg.Client;

beforeAll(async () => {
  company = await makeCompany({ country: 'Italy' });
  owner = company.owner;
  place = await makePlace(owner);
  db = await connectAs(company.id);
});
afterAll(() => db.end());

const withKey = (key: string) => ({ 'idempotency-key': key });
const post = (key: string, path: string, body?: object, by: Client = owner) =>
  by.call('POST', path, body, withKey(key));
const countOf = async (path: string) => (await listed(owner, `${path}?limit=200`)).length;

const CREATES: [string, () => object][] = [
  ['/locations', () => ({ name: `Store ${uuidv7()}`, locationType: 'STORE' })],
  ['/suppliers', () => ({ name: 'Alba', kind: 'YARN', allowDuplicate: true })],
  ['/customers', () => ({ name: 'Verre', kind: 'BRAND', allowDuplicate: true })],
  [
    '/inventory/items',
    () => ({
      name: 'Yarn',
      kind: 'RAW_MATERIAL',
      unit: 'kg',
      openingStock: [{ locationId: place.locationId, onHand: '5' }],
    }),
  ],
  [ORDER.path, () => ORDER.body(place)],
  [RECORD.path, () => ({ ...RECORD.body(place), defects: [{ category: 'FABRIC', severity: 'MINOR', quantity: '1' }] })],
  [TRANSACTION.path, () => TRANSACTION.body(place)],
  ['/inventory/documents', () => moved('RECEIPT', '3')],
];

const moved = (type: string, ...quantities: string[]) => ({
  type,
  post: true,
  locationId: place.locationId,
  lines: quantities.map((quantity) => ({ itemId: place.itemId, quantity })),
});

describe.each(CREATES)('a key sent with POST %s', (path, bodyOf) => {
  it('should give one record for 20 equal requests at once, and its answer to every later one', async () => {
    const [key, body] = [uuidv7(), bodyOf()];
    const [rows, audit] = [await countOf(path), (await auditLog(db)).length];
    const answers = await atOnce(20, () => post(key, path, body));
    const [inFlight, done] = [
      answers.filter(({ status }) => status === 409),
      answers.filter(({ status }) => status === 201),
    ];
    expect(inFlight.length + done.length).toBe(20);
    for (const answer of inFlight) expect(refusal(answer)).toEqual([409, 'IDEMPOTENCY_IN_FLIGHT']);
    const later = await post(key, path, body);
    expect(later.status).toBe(201);
    expect(new Set([...done, later].map(({ text }) => text))).toEqual(new Set([later.text]));
    expect([await countOf(path), (await auditLog(db)).length]).toEqual([rows + 1, audit + 1]);
  });

  it('should refuse another body', async () => {
    const [key, body] = [uuidv7(), bodyOf()];
    const first = await post(key, path, body);
    const rows = await countOf(path);
    expect(refusal(await post(key, path, { ...body, name: undefined, ...other(path) }))).toEqual([
      422,
      'IDEMPOTENCY_MISMATCH',
    ]);
    expect(await countOf(path)).toBe(rows);
    expect((await post(key, path, body)).text).toBe(first.text);
  });

  it("should be independent of the same key of another user, and of the user's own in another company", async () => {
    const key = uuidv7();
    const [mine, yours] = [await post(key, path, bodyOf()), await post(key, path, bodyOf(), await company.as('ADMIN'))];
    expect([mine.status, yours.status]).toEqual([201, 201]);
    expect(yours.body.id).not.toBe(mine.body.id);
    const elsewhere = client(await tokenFor(company.ownerId, await makeTenant({ userId: company.ownerId })));
    const there = await post(key, '/suppliers', { name: 'Elsewhere', kind: 'YARN' }, elsewhere);
    expect([there.status, there.body.code]).toEqual([201, 'SUP-00001']);
  });
});

/** A field that makes a body another one, for the paths whose records have no name. */
function other(path: string): object {
  if (path === TRANSACTION.path || path === '/inventory/documents') return { reference: 'other' };
  return path === ORDER.path || path === RECORD.path ? { notes: 'other' } : { name: 'Another name' };
}

describe('a stored answer', () => {
  it('should be the first one to the byte, whatever became of the record since', async () => {
    const [key, body] = [
      uuidv7(),
      { name: 'Bottega dell’Ago ✂', kind: 'RETAILER', notes: 'a "b" \\ \n c', creditLimit: '10' },
    ];
    const first = await post(key, '/customers', body);
    await owner.call('PATCH', `/customers/${first.body.id}`, { name: 'Renamed' }, ifMatch(first.body));
    const again = await post(key, '/customers', body);
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([201, first.text, '"1"']);
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
  });

  it('should be found again when the fields come in another order', async () => {
    const key = uuidv7();
    const first = await post(key, '/suppliers', { name: 'Order', kind: 'YARN', city: 'Prato' });
    const again = await post(key, '/suppliers', { city: 'Prato', kind: 'YARN', name: 'Order' });
    expect([again.status, again.text]).toEqual([201, first.text]);
  });

  it('should be given to a repeated action instead of moving on or refusing', async () => {
    const key = uuidv7();
    const order = await made(owner, ORDER.path, ORDER.body(place));
    const confirm = () => post(key, `${ORDER.path}/${order.id}/actions/confirm`);
    const first = await confirm();
    expect([first.status, first.body.status]).toEqual([200, 'CONFIRMED']);
    await owner.call('POST', `${ORDER.path}/${order.id}/actions/release`);
    const again = await confirm();
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(refusal(await owner.call('POST', `${ORDER.path}/${order.id}/actions/confirm`))).toEqual([
      409,
      'INVALID_STATE',
    ]);
  });

  it('should be forgotten after a day', async () => {
    const [key, body] = [uuidv7(), { name: 'Tomorrow', kind: 'YARN', allowDuplicate: true }];
    const first = await post(key, '/suppliers', body);
    const age = (interval: string) =>
      db.query('UPDATE idempotency_keys SET created_at = now() - $1::interval WHERE key = $2', [interval, key]);
    await age('23 hours 59 minutes');
    expect((await post(key, '/suppliers', body)).text).toBe(first.text);
    await age('24 hours 1 minute');
    const second = await post(key, '/suppliers', body);
    expect([second.status, second.body.id === first.body.id]).toEqual([201, false]);
    expect((await post(key, '/suppliers', body)).text).toBe(second.text);
  });

  it('should be given to all who ask for it at once', async () => {
    const [key, body] = [uuidv7(), { name: 'Again', kind: 'YARN' }];
    const first = await post(key, '/suppliers', body);
    const again = await atOnce(20, () => post(key, '/suppliers', body));
    expect(again.map(({ status, text }) => [status, text])).toEqual(Array(20).fill([201, first.text]));
  });

  it('should be cleared away after a day by any later request, unless another holds it', async () => {
    const [held, free] = [uuidv7(), uuidv7()];
    for (const key of [held, free]) await post(key, '/suppliers', { name: 'Old', kind: 'YARN', allowDuplicate: true });
    await db.query(`UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key IN ($1, $2)`, [
      held,
      free,
    ]);
    const kept = async () =>
      (await db.query('SELECT key FROM idempotency_keys WHERE key IN ($1, $2)', [held, free])).rows;
    await db.query('BEGIN');
    await db.query('SELECT FROM idempotency_keys WHERE key = $1 FOR UPDATE', [held]);
    expect((await post(uuidv7(), '/suppliers', { name: 'New', kind: 'YARN', allowDuplicate: true })).status).toBe(201);
    expect(await kept()).toEqual([{ key: held }]);
    await db.query('ROLLBACK');
    expect((await post(uuidv7(), '/suppliers', { name: 'New', kind: 'YARN', allowDuplicate: true })).status).toBe(201);
    expect(await kept()).toEqual([]);
  });

  it('should not outlive the right to make the request', async () => {
    const [key, userId, body] = [uuidv7(), await makeUser(), { name: 'Once', kind: 'YARN' }];
    const { control } = databaseManager;
    await control
      .insertInto('userTenants')
      .values({ id: uuidv7(), userId, tenantId: company.id, role: 'MANAGER' })
      .execute();
    const asNow = async () => client(await tokenFor(userId, company.id));
    expect((await post(key, '/suppliers', body, await asNow())).status).toBe(201);
    await control.updateTable('userTenants').set({ role: 'EMPLOYEE' }).where('userId', '=', userId).execute();
    expect(refusal(await post(key, '/suppliers', body, await asNow()))).toEqual([403, 'FORBIDDEN']);
  });
});

describe('a key that is written with its answer', () => {
  const documents = '/inventory/documents';

  // Of one line it is hoped that there is enough; of two it is looked at, and refused.
  it.each([[['6']], [['2', '4']]])(
    'should give what was answered to a repeat, where there is nothing left to move: %j',
    async (quantities) => {
      const itemId = (await made(owner, '/inventory/items', { name: 'Yarn', kind: 'RAW_MATERIAL', unit: 'kg' })).id;
      const of = (type: string, ...all: string[]) => ({
        ...moved(type),
        lines: all.map((quantity) => ({ itemId, quantity })),
      });
      expect((await post(uuidv7(), documents, of('RECEIPT', '6'))).status).toBe(201);
      const key = uuidv7();
      const first = await post(key, documents, of('ISSUE', ...quantities));
      expect(first.status).toBe(201);
      const again = await post(key, documents, of('ISSUE', ...quantities));
      expect([again.status, again.text]).toEqual([201, first.text]);
      const other = await post(uuidv7(), documents, of('ISSUE', ...quantities));
      expect(refusal(other).slice(0, 2)).toEqual([422, 'INSUFFICIENT_STOCK']);
    },
  );

  it('should be free again after a refusal, and after a day', async () => {
    const [key, body] = [uuidv7(), moved('ISSUE', '700')];
    expect(refusal(await post(key, documents, body))).toEqual([422, 'INSUFFICIENT_STOCK', 'lines.0.quantity']);
    await post(uuidv7(), documents, moved('RECEIPT', '2000'));
    const first = await post(key, documents, body);
    await db.query(`UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = $1`, [key]);
    const second = await post(key, documents, body);
    expect([first.status, second.status, second.body.id === first.body.id]).toEqual([201, 201, false]);
  });

  it('should make a repeat wait for the first request while that still runs, and give it its answer', async () => {
    const [key, body] = [uuidv7(), moved('RECEIPT', '1')];
    await db.query('BEGIN');
    await db.query(
      `INSERT INTO idempotency_keys (user_id, key, request_hash, response_status, response_body) VALUES ($1, $2, 'other', 201, '{}')`,
      [company.ownerId, key],
    );
    const waiting = post(key, documents, body);
    const waiters = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
      AND query LIKE '%INSERT INTO idempotency_keys%'`;
    while ((await asSuperuser(waiters)).length === 0);
    await db.query('COMMIT');
    expect(refusal(await waiting)).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
  });
});

describe('a key whose first request still runs', () => {
  const claimed = async (key: string, createdAt = 'now()') => {
    await db.query('BEGIN');
    await db.query(
      `INSERT INTO idempotency_keys (user_id, key, request_hash, created_at) VALUES ($1, $2, 'other', ${createdAt})`,
      [company.ownerId, key],
    );
  };

  it('should be refused at once, and be free when that one has failed', async () => {
    const [key, body] = [uuidv7(), { name: 'Running', kind: 'YARN', allowDuplicate: true }];
    await claimed(key);
    expect(refusal(await post(key, '/suppliers', body))).toEqual([409, 'IDEMPOTENCY_IN_FLIGHT']);
    await db.query('ROLLBACK');
    expect((await post(key, '/suppliers', body)).status).toBe(201);
  });

  it('should leave the same key of another user alone', async () => {
    const key = uuidv7();
    await claimed(key);
    expect((await post(key, '/suppliers', { name: 'Mine', kind: 'YARN' }, await company.as('ADMIN'))).status).toBe(201);
    await db.query('ROLLBACK');
  });

  it('should be refused while a forgotten one is taken anew', async () => {
    const [key, body] = [uuidv7(), { name: 'Anew', kind: 'YARN', allowDuplicate: true }];
    await post(key, '/suppliers', body);
    await db.query(`UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = $1`, [key]);
    await db.query('BEGIN');
    await db.query('DELETE FROM idempotency_keys WHERE key = $1', [key]);
    expect(refusal(await post(key, '/suppliers', body))).toEqual([409, 'IDEMPOTENCY_IN_FLIGHT']);
    await db.query('ROLLBACK');
    expect((await post(key, '/suppliers', body)).status).toBe(201);
  });

  it('should not make the request itself impatient: it waits for its turn at the number', async () => {
    await db.query('BEGIN');
    await db.query('SELECT FROM number_counters FOR UPDATE');
    const waiting = post(uuidv7(), '/suppliers', { name: 'Patient', kind: 'YARN' });
    const waiters = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
      AND query LIKE '%number_counters%'`;
    let answered = false;
    void waiting.then(() => {
      answered = true;
    });
    while (!answered && (await asSuperuser(waiters)).length === 0);
    await db.query('ROLLBACK');
    expect((await waiting).status).toBe(201);
  });
});

describe('a key', () => {
  it('should be free again after a refusal, which wrote nothing', async () => {
    const key = uuidv7();
    const bad: [object, number][] = [
      [{ ...place, itemId: uuidv7(), quantity: '1' }, 422],
      [{ ...place, quantity: 1 }, 400],
    ];
    for (const [body, status] of bad) expect((await post(key, ORDER.path, body)).status).toBe(status);
    expect((await post(key, ORDER.path, { ...place, quantity: '1' })).status).toBe(201);
  });

  it('should not serve for another route, nor for the same action of another record', async () => {
    const key = uuidv7();
    const body = { name: 'Both', kind: 'OTHER' };
    expect((await post(key, '/suppliers', body)).status).toBe(201);
    expect(refusal(await post(key, '/customers', body))).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
    const [one, two, actionKey] = [
      await made(owner, ORDER.path, ORDER.body(place)),
      await made(owner, ORDER.path, ORDER.body(place)),
      uuidv7(),
    ];
    expect((await post(actionKey, `${ORDER.path}/${one.id}/actions/confirm`)).status).toBe(200);
    expect(refusal(await post(actionKey, `${ORDER.path}/${two.id}/actions/confirm`))).toEqual([
      422,
      'IDEMPOTENCY_MISMATCH',
    ]);
    expect(refusal(await post(actionKey, `${ORDER.path}/${one.id}/actions/cancel`))).toEqual([
      422,
      'IDEMPOTENCY_MISMATCH',
    ]);
  });

  it('should make one record for each of 20 different ones at once', async () => {
    const answers: Answer<{ id: string }>[] = await atOnce(20, () => post(uuidv7(), ORDER.path, ORDER.body(place)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(20);
  });

  it.each([
    ['of 129 characters', 'x'.repeat(129)],
    ['with a space', 'a b'],
    ['with an accent', 'é'],
    ['that is empty', ''],
  ])('should be refused when it is one %s', async (_what, key) => {
    const rows = await countOf('/suppliers');
    expect(refusal(await post(key, '/suppliers', { name: 'Bad key', kind: 'YARN' }))).toEqual([400, 'BAD_REQUEST']);
    expect(await countOf('/suppliers')).toBe(rows);
  });

  it('should be good with 128 characters', async () => {
    const key = '~!\'";--%_\\$'.padEnd(128, 'k');
    const first = await post(key, '/suppliers', { name: 'Long key', kind: 'YARN' });
    expect([first.status, (await post(key, '/suppliers', { name: 'Long key', kind: 'YARN' })).text]).toEqual([
      201,
      first.text,
    ]);
  });
});
