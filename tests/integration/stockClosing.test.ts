import pg from 'pg';
import { expect, it } from 'vitest';
import { tenantSchema } from '@/database/tenantName';
import { makeCompany } from '../support/api';
import { asSuperuser } from '../support/database';
import { makeStore, post, posted } from '../support/mill';
import { leaveUnwatched } from '../support/statements';
import { refusal } from './support';

it('J9: a day should not be closed before what is on its way into it has come, and then take nothing more', async () => {
  const company = await makeCompany();
  const { owner } = company;
  const { north, yarn } = await makeStore(owner);
  const [day, schema] = ['2026-05-01', tenantSchema(company.id)];
  const receive = () =>
    post(owner, 'RECEIPT', { locationId: north.id, effectiveDate: day }, { itemId: yarn.id, quantity: '5' });
  await posted(owner, 'RECEIPT', { locationId: north.id, effectiveDate: day }, { itemId: yarn.id, quantity: '5' });
  const other = new pg.Client(process.env.DATABASE_URL);
  await other.connect();
  leaveUnwatched(other);
  const ended: string[] = [];
  const note = (what: string) => (): unknown => ended.push(what);
  const waiting = async (many: number) => {
    const locks = `SELECT count(*)::int AS many FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = $1`;
    for (let seen = 0; seen < many && ended.length === 0; )
      seen = (await asSuperuser<{ many: number }>(locks, [schema]))[0]?.many ?? 0;
  };
  await other.query(`BEGIN; SELECT FROM ${schema}.stock_balances FOR UPDATE`);
  const late = receive();
  void late.then(note('receipt'));
  await waiting(1);
  const closing = owner.call('PATCH', '/inventory/settings', { closedThrough: day }, { 'if-match': '"0"' });
  void closing.then(note('closing'));
  await waiting(2);
  const later = receive();
  await other.query('COMMIT');
  expect([(await late).status, (await closing).status]).toEqual([201, 200]);
  expect(ended).toEqual(['receipt', 'closing']);
  expect(refusal(await later).slice(0, 2)).toEqual([422, 'RULE_VIOLATED']);
  await other.end();
});
