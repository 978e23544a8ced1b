import { describe, expect, it } from 'vitest';
import { type Client, type Json, makeCompany } from '../support/api';
import { contentsOf } from '../support/database';
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

  it('should be one, however many rows of the file say it, and however often it is run at once', async () => {
    const { id, owner, files, dye } = await mill();
    const rows = Array.from(
      { length: 1100 },
      (_, n) => `North,${n % 2 ? 'YARN' : 'DYE'},${n % 2 ? 'L-1' : ''},1,2026-01-01\n`,
    );
    const file = `location,sku,lot,quantity,as of\n${rows.join('')}`;
    const sent = await Promise.all([files.staged(file), files.staged(file), files.staged(file)]);
    expect(sent.map(({ faultyCount }) => faultyCount)).toEqual([0, 0, 0]);
    const answers = await atOnce(3, (index) => files.run(sent[index] as Json));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422]);
    expect(await stockOf(owner, dye.id)).toEqual(['North/AVAILABLE 550.0000']);
    expect((await openings(owner)).length).toBe(3);
    await expectRight(owner);
    const before = await contentsOf(id);
    const refused = sent[answers.findIndex(({ status }) => status === 422)] as Json;
    expect((await files.run(refused)).status).toBe(422);
    expect(await contentsOf(id)).toEqual(before);
  });
});
