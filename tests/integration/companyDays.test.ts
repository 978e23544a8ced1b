import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { databaseManager } from '@/database/connection';
import { companyDayAt } from '@/records/companyDay.repo';
import { type Client, type Company, type Json, makeCompany } from '../support/api';
import { makeStore, post, posted } from '../support/mill';
import { listed, type Made, made, refusal } from './support';

/** Between the first two it is never the same day, and at any time one of them has another one than UTC. */
const ZONES = [
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Africa/Casablanca',
] as const;

const dayAt = (zone: string, instant: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(instant);
const shifted = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

const settings = '/tenants/current/settings';
const say = (by: Client, timeZone: string | null, version = 0) =>
  by.call('PATCH', settings, { timeZone }, { 'if-match': `"${version}"` });

/** Does something within one day of a zone: once more where midnight came in between. */
async function withinADay(zone: string, work: (today: string) => Promise<void>): Promise<void> {
  const today = dayAt(zone, new Date());
  try {
    await work(today);
  } catch (error) {
    if (dayAt(zone, new Date()) === today) throw error;
    await work(dayAt(zone, new Date()));
  }
}

describe.each(ZONES)('the days of a company in %s', (zone) => {
  let company: Company;
  let owner: Client;
  beforeAll(async () => {
    company = await makeCompany();
    owner = company.owner;
    expect((await say(owner, zone)).status).toBe(200);
  });

  it('I8: should be told with the zone', () =>
    withinADay(zone, async (today) => {
      expect((await owner.call('GET', settings)).body).toMatchObject({ timeZone: zone, today });
    }));

  it('I8: should date documents, and let none be of a day that has not come there', () =>
    withinADay(zone, async (today) => {
      const { north, yarn } = await makeStore(owner);
      const line = { itemId: yarn.id, quantity: '5' };
      const receive = (effectiveDate?: string) => post(owner, 'RECEIPT', { locationId: north.id, effectiveDate }, line);
      expect((await receive()).body.effectiveDate).toBe(today);
      expect((await receive(today)).body.effectiveDate).toBe(today);
      expect(refusal(await receive(shifted(today, 1)))).toEqual([422, 'RULE_VIOLATED', 'effectiveDate']);
      const day = `from=${today}&before=${shifted(today, 1)}&itemId=${yarn.id}`;
      expect(await listed(owner, `/inventory/movements?${day}`)).toHaveLength(2);
      const { text } = await owner.call('GET', `/inventory/movements/export?${day}`);
      expect(text.split('\n').filter((row) => row.includes(today))).toHaveLength(2);
      const count = await made(owner, '/inventory/counts', { locationId: north.id });
      const act = (action: string, body?: object) =>
        owner.call('POST', `/inventory/counts/${count.id}/actions/${action}`, body);
      await act('enter', { lines: [{ itemId: yarn.id, counted: '9' }] });
      await act('submit');
      expect((await act('approve')).status).toBe(200);
      const [newest] = await listed(owner, `/inventory/movements?itemId=${yarn.id}`);
      expect(newest).toMatchObject({ quantity: '1.0000', effectiveDate: today });
    }));

  it('I8: should be those the stock is closed through', async () => {
    const another = await makeCompany();
    await say(another.owner, zone);
    const { north, yarn } = await makeStore(another.owner);
    const line = { itemId: yarn.id, quantity: '5' };
    const close = (closedThrough: string, version: number) =>
      another.owner.call('PATCH', '/inventory/settings', { closedThrough }, { 'if-match': `"${version}"` });
    const today = dayAt(zone, new Date());
    await close(shifted(today, -1), 0);
    await posted(another.owner, 'RECEIPT', { locationId: north.id }, line);
    // One day more than the day it was when the test began: midnight may come.
    await close(dayAt(zone, new Date()), 1);
    const late = await post(another.owner, 'RECEIPT', { locationId: north.id, effectiveDate: today }, line);
    expect(refusal(late)).toEqual([422, 'RULE_VIOLATED', 'effectiveDate']);
    if (dayAt(zone, new Date()) === today)
      expect(refusal(await post(another.owner, 'RECEIPT', { locationId: north.id }, line)).slice(0, 2)).toEqual([
        422,
        'RULE_VIOLATED',
      ]);
  });

  it('I8: should say what expires within thirty days', () =>
    withinADay(zone, async (today) => {
      const { north, yarn } = await makeStore(owner, { tracking: 'LOT' });
      const lot = (days: number) => ({ itemId: yarn.id, quantity: '5', lot: { expiresOn: shifted(today, days) } });
      await posted(owner, 'RECEIPT', { locationId: north.id }, lot(30), lot(31));
      const alerts = await listed(owner, `/inventory/alerts?itemId=${yarn.id}&kind=EXPIRY`);
      expect(alerts.map(({ dueOn }) => dueOn)).toEqual([shifted(today, 30)]);
    }));

  it('I8: should be those reports are of', () =>
    withinADay(zone, async (today) => {
      const { north, yarn } = await makeStore(owner);
      const { yarn: other } = await makeStore(owner);
      const receive = (item: Made, days: number) =>
        posted(
          owner,
          'RECEIPT',
          { locationId: north.id, effectiveDate: shifted(today, -days) },
          { itemId: item.id, quantity: '5', unitCost: '2' },
        );
      await receive(yarn, 31);
      await receive(yarn, 30);
      await receive(other, 29);
      await receive(yarn, 0);
      const at = `locationId=${north.id}`;
      const report = async (path: string) => (await owner.call('GET', `/inventory/reports/${path}${at}`)).body;
      const ofYarn = (rows: Json[]) => rows.find(({ itemId }) => itemId === yarn.id);
      const worth = await report('valuation?');
      expect([worth.on, ofYarn(worth.items)?.quantity]).toEqual([today, '15.0000']);
      expect(ofYarn((await report(`valuation?on=${shifted(today, -1)}&`)).items)?.quantity).toBe('10.0000');
      const aged = await report('ageing?');
      expect(aged.on).toBe(today);
      expect(ofYarn(aged.items)?.ages.slice(0, 2)).toEqual([
        { days: '0-30', quantity: '10.0000' },
        { days: '31-60', quantity: '5.0000' },
      ]);
      const slow = async (days: number) =>
        (await report(`slow-movers?days=${days}&`)).items.map(({ itemId }: Json) => itemId);
      expect([await slow(29), await slow(31), await slow(32)]).toEqual([
        expect.arrayContaining([yarn.id, other.id]),
        [yarn.id],
        [],
      ]);
    }));

  it('I8: should say how certificates stand, and which price holds', () =>
    withinADay(zone, async (today) => {
      const [yesterday, tomorrow] = [shifted(today, -1), shifted(today, 1)];
      const certificate = (number: string, from: string, validUntil: string) => ({
        standard: 'GOTS',
        number,
        validFrom: from,
        validUntil,
      });
      const { id } = await made(owner, '/suppliers', {
        name: 'Filatura Alba',
        kind: 'YARN',
        allowDuplicate: true,
        certificates: [
          certificate('1', '2020-01-01', yesterday),
          certificate('2', '2020-01-01', today),
          certificate('3', today, shifted(today, 31)),
          certificate('4', tomorrow, '2099-12-31'),
        ],
      });
      const states = (await owner.call('GET', `/suppliers/${id}`)).body.certificates.map(({ state }: Json) => state);
      expect(states).toEqual(['EXPIRED', 'EXPIRING', 'VALID', 'NOT_YET_VALID']);
      const soon = await listed(owner, `/certificates?supplierId=${id}&expiresWithin=0`);
      expect(soon.map(({ number }) => number)).toEqual(['2']);
      const { yarn } = await makeStore(owner);
      const price = (of: string, fields: object) =>
        made(owner, '/inventory/prices', { itemId: yarn.id, price: of, ...fields });
      await price('1', { validUntil: yesterday });
      await price('2', { validFrom: today, validUntil: today });
      await price('3', { validFrom: tomorrow });
      const { body } = await owner.call('GET', `/inventory/items/${yarn.id}/price?quantity=1`);
      expect([body.on, Number(body.price)]).toEqual([today, 2]);
    }));
});

describe('the day of an instant', () => {
  /** Around which clocks are put forth or back; in São Paulo that was at midnight, which one day did not have. */
  const CHANGES: readonly (readonly [string, string])[] = [
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
    ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
    ['America/Sao_Paulo', '2018-11-04T03:00:00Z'],
    ['America/Sao_Paulo', '2019-02-17T02:00:00Z'],
    ['Africa/Casablanca', '2026-02-15T02:00:00Z'],
    ['Africa/Casablanca', '2026-03-22T02:00:00Z'],
    // The thirtieth was left out when the line of dates moved.
    ['Pacific/Apia', '2011-12-30T10:00:00Z'],
    ['Asia/Kathmandu', '2024-02-28T18:15:00Z'],
    ['Pacific/Kiritimati', '9999-12-30T10:00:00Z'],
  ];

  it.each(CHANGES)('I8: should be that of the clocks in %s around %s', async (zone, change) => {
    const company = await makeCompany();
    await say(company.owner, zone);
    const db = databaseManager.getTenantDb(company.id);
    const minutes = Array.from({ length: 241 }, (_, index) => (index - 120) * 15);
    const instants = minutes.map((each) => new Date(Date.parse(change) + each * 60_000));
    const { rows } = await sql<{ day: string }>`
      SELECT ${companyDayAt(sql`at`)}::text AS day FROM unnest(${instants.map((each) => each.toISOString())}::timestamptz[])
      WITH ORDINALITY AS given(at, place) ORDER BY place`.execute(db);
    expect(rows.map(({ day }) => day)).toEqual(instants.map((each) => dayAt(zone, each)));
  });
});

describe('the zone of a company', () => {
  it('should be UTC until it is said, and let documents be of the day of the farthest east', async () => {
    const { owner } = await makeCompany();
    await withinADay('UTC', async (today) => {
      expect((await owner.call('GET', settings)).body).toEqual({ timeZone: null, today, version: 0 });
      const { north, yarn } = await makeStore(owner);
      const effectiveDate = dayAt('Pacific/Kiritimati', new Date());
      await posted(owner, 'RECEIPT', { locationId: north.id, effectiveDate }, { itemId: yarn.id, quantity: '5' });
    });
  });

  it('should be one there is, said by whoever knows how it was', async () => {
    const { owner } = await makeCompany();
    for (const bad of ['IST', '+05:30', 'Europe/Atlantis', 'Asia/Kolkata; SELECT 1', 'x'.repeat(61), ''])
      expect([bad, ...refusal(await say(owner, bad))]).toEqual([bad, 400, 'VALIDATION_FAILED', 'timeZone']);
    // Only other programs know this one.
    expect(refusal(await say(owner, 'US/Pacific-New'))).toEqual([422, 'RULE_VIOLATED', 'timeZone']);
    expect((await say(owner, 'Asia/Kolkata')).body).toMatchObject({ timeZone: 'Asia/Kolkata', version: 1 });
    expect(refusal(await say(owner, 'UTC')).slice(0, 2)).toEqual([412, 'VERSION_MISMATCH']);
    expect((await say(owner, null, 1)).body).toMatchObject({ timeZone: null, version: 2 });
  });
});
