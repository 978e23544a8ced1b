import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { asOperator } from '@/database/owner';
import { tenantSchema } from '@/database/tenantName';
import { type Client, type Json, makeCompany } from '../support/api';
import { importsBy } from '../support/imports';
import { expectRight, posted, stockOf } from '../support/mill';
import { atOnce, listed, made, refusal } from './support';

/** A company with two places, an item that is kept by nothing and one in lots. */
async function mill() {
  const { id, owner } = await makeCompany({ country: 'Italy' });
  const place = (name: string) => made(owner, '/locations', { name, locationType: 'WAREHOUSE' });
  const item = (sku: string, more: object = {}) =>
    made(owner, '/inventory/items', { sku, name: sku, kind: 'RAW_MATERIAL', unit: 'kg', ...more });
  return {
    id,
    owner,
    files: importsBy(owner, 'opening-stock'),
    north: await place('North'),
    south: await place('South'),
    dye: await item('DYE'),
    yarn: await item('YARN', { tracking: 'LOT' }),
  };
}

const openings = (owner: Client) => listed(owner, '/inventory/documents?type=OPENING&sort=number&limit=200');
const close = (owner: Client, closedThrough: string | null, version: number) =>
  owner.call('PATCH', '/inventory/settings', { closedThrough }, { 'if-match': `"${version}"` });

describe('opening stock of a day', () => {
  it('should be posted of that day, a document a location and day, with lots that came on it', async () => {
    const { owner, files, north, south, dye } = await mill();
    await files.imported(`Location;Item;Lot;Quantity;Cost;As of
North;DYE;;10;2;2026-01-01
South;DYE;;4;2;01.02.2026
North;YARN;L-1;3;5;2026-01-01
North;YARN;L-2;3;5;
North;DYE;;5;2;2026-01-01
`);
    const documents = await openings(owner);
    const { body: now } = await owner.call('GET', '/inventory/reports/valuation');
    expect(documents.map(({ locationId, effectiveDate }) => [locationId, effectiveDate])).toEqual([
      [north.id, '2026-01-01'],
      [south.id, '2026-02-01'],
      [north.id, now.on],
    ]);
    const lots = await listed(owner, '/inventory/lots');
    expect(lots.map(({ number, receivedOn }) => [number, receivedOn])).toEqual([
      ['L-1', '2026-01-01'],
      ['L-2', now.on],
    ]);
    const worth = async (on: string) =>
      (await owner.call('GET', `/inventory/reports/valuation?on=${on}`)).body.stockValue;
    expect([await worth('2025-12-31'), await worth('2026-01-01'), await worth('2026-02-01')]).toEqual([
      '0.0000',
      '45.0000',
      '53.0000',
    ]);
    expect(await stockOf(owner, dye.id)).toEqual(['North/AVAILABLE 15.0000', 'South/AVAILABLE 4.0000']);
    await expectRight(owner);
  });

  it('should be a day that has come and is open, and written so that it can be read in one way', async () => {
    const { owner, files } = await mill();
    await close(owner, '2025-12-31', 0);
    const days = [
      '2025-12-31',
      '2026-01-01',
      '2099-01-01',
      '2026-02-30',
      '0026-01-01',
      '01/02/2026',
      '13/02/2026',
      'May',
      '',
    ];
    const sent = await files.staged(
      `location,sku,quantity,as of\n${days.map((day) => `North,DYE,1,${day}\n`).join('')}`,
    );
    expect(await files.faults(sent)).toEqual([
      '2 asOf RULE_VIOLATED',
      '4 asOf RULE_VIOLATED',
      '5 asOf invalid_format',
      '6 asOf custom',
      '7 asOf ambiguous',
      '9 asOf invalid',
    ]);
    // Closed in the meantime.
    const open = await files.staged('location,sku,quantity,as of\nNorth,DYE,1,2026-01-01\n');
    await close(owner, '2026-01-01', 1);
    expect([open.faultyCount, ...refusal(await files.run(open)).slice(0, 2)]).toEqual([0, 422, 'RULE_VIOLATED']);
  });

  it('should be refused where some of it moved before, but for what was taken back', async () => {
    const { owner, files, north, south, dye, yarn } = await mill();
    const receive = (effectiveDate: string, ...lines: object[]) =>
      posted(owner, 'RECEIPT', { locationId: north.id, effectiveDate }, ...lines);
    const wrong = await receive('2025-06-01', { itemId: dye.id, quantity: '1' });
    await owner.call('POST', `/inventory/documents/${wrong.id}/actions/reverse`);
    await receive(
      '2026-02-01',
      { itemId: dye.id, quantity: '5' },
      { itemId: yarn.id, quantity: '5', lot: { number: 'L-1' } },
    );
    const way = { locationId: north.id, toLocationId: south.id, effectiveDate: '2026-03-01' };
    await posted(owner, 'TRANSFER', way, { itemId: dye.id, quantity: '1' });
    const sent = await files.staged(`location,sku,lot,quantity,as of
North,DYE,,1,2026-02-02
North,DYE,,1,2026-02-01
South,DYE,,1,2026-03-02
South,DYE,,1,2026-03-01
North,YARN,L-1,1,2026-02-02
South,YARN,L-1,1,2026-02-02
North,YARN,L-2,1,2026-02-02
North,DYE,,1,
`);
    expect(await files.faults(sent)).toEqual(['2 asOf RULE_VIOLATED', '4 asOf RULE_VIOLATED', '6 asOf RULE_VIOLATED']);
    const [first] = await files.rows(sent);
    expect(first?.faults[0]?.message).toBe(
      'Some of it moved here on 2026-02-01: what was there before is of that day, or an earlier one',
    );
  });

  it('should be said once, of each item, lot, status and place', async () => {
    const { owner, files, dye } = await mill();
    const file = 'location,sku,lot,status,quantity,as of\nNorth,DYE,,,5,2026-01-01\nNorth,YARN,L-1,,5,2026-01-01\n';
    const sent = await files.imported(file);
    const again = await files.staged(
      `${file}South,DYE,,,1,2026-01-01\nNorth,DYE,,QC_HOLD,1,2026-01-01\nNorth,DYE,,,1,\n`,
    );
    expect(await files.faults(again)).toEqual(['2 item RULE_VIOLATED', '3 item RULE_VIOLATED']);
    const [document] = await openings(owner);
    expect((await files.rows(again))[0]?.faults[0]?.message).toBe(
      `What of it lay here at the beginning is entered already, by ${document?.number}: take that back first`,
    );
    expect((await files.undo(sent)).status).toBe(200);
    await files.imported(file);
    expect(await stockOf(owner, dye.id)).toEqual(['North/AVAILABLE 5.0000']);
    await expectRight(owner);
  });

  it('should be one, however many rows of the file say it, and however often it is run', async () => {
    const { owner, files, dye } = await mill();
    const rows = Array.from(
      { length: 1100 },
      (_, n) => `North,${n % 2 ? 'YARN' : 'DYE'},${n % 2 ? 'L-1' : ''},1,2026-01-01\n`,
    );
    const file = `location,sku,lot,quantity,as of\n${rows.join('')}`;
    const sent = await Promise.all([files.staged(file), files.staged(file)]);
    expect(sent.map(({ faultyCount }) => faultyCount)).toEqual([0, 0]);
    const answers = await atOnce(2, (index) => files.run(sent[index] as Json));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(await stockOf(owner, dye.id)).toEqual(['North/AVAILABLE 550.0000']);
    expect((await openings(owner)).length).toBe(3);
    await expectRight(owner);
  });

  it('should see what another process is just saying of the same goods', async () => {
    const { id, owner, files, north, dye } = await mill();
    const schema = tenantSchema(id);
    const sent = await files.staged('location,sku,quantity,as of\nNorth,DYE,5,2026-01-01\n');
    const answer = await asOperator(async (client) => {
      await client.query('BEGIN');
      await client.query(`SELECT FROM ${schema}.inventory_items WHERE id = $1 FOR NO KEY UPDATE`, [dye.id]);
      await client.query(
        `INSERT INTO ${schema}.stock_moves (id, effective_date, movement_type, item_id, from_end, to_location_id, to_status, qty,
           entered_unit, entered_qty, unit_factor, value, currency, source_type, source_id, source_line_id, source_event, created_by)
         VALUES ($1, '2026-01-01', 'OPENING', $2, 'OPENING', $3, 'AVAILABLE', 5, 'kg', 5, 1, 0, 'EUR', 'ITEM', $2, $1, 'OPENING', 'cli:test')`,
        [uuidv7(), dye.id, north.id],
      );
      const running = files.run(sent);
      const isWaiting = () =>
        client.query(`SELECT 1 FROM pg_stat_activity WHERE usename = $1 AND wait_event_type = 'Lock'`, [schema]);
      await expect.poll(async () => (await isWaiting()).rowCount, { timeout: 20_000 }).toBe(1);
      await client.query('COMMIT');
      return running;
    });
    expect(refusal(answer).slice(0, 2)).toEqual([422, 'RULE_VIOLATED']);
    expect(await openings(owner)).toEqual([]);
  });
});
