import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { asOperator } from '@/database/owner';
import { tenantSchema } from '@/database/tenantName';
import { type Client, type Json, makeCompany } from '../support/api';
import { asSuperuser, contentsOf } from '../support/database';
import { importsBy } from '../support/imports';
import { expectRight, posted, stockOf, worthOf } from '../support/mill';
import { giveAccess, makePerson, makeRole } from '../support/people';
import { got, ifMatch, listed, type Made, made, refusal } from './support';

const KIND = 'opening-stock';

/** A company with two places and an item of each kind of tracking. */
async function mill() {
  const company = await makeCompany({ country: 'Italy' });
  const { owner } = company;
  const location = (name: string) => made(owner, '/locations', { name, locationType: 'WAREHOUSE' });
  const item = (sku: string, more: object = {}) =>
    made(owner, '/inventory/items', { sku, name: sku, kind: 'RAW_MATERIAL', unit: 'kg', ...more });
  return {
    company,
    owner,
    files: importsBy(owner, KIND),
    north: await location('North'),
    south: await location('South'),
    dye: await item('DYE'),
    yarn: await item('YARN', { tracking: 'LOT' }),
    cloth: await item('CLOTH', { tracking: 'ROLL', secondUnit: 'm' }),
    item,
    location,
  };
}
type Mill = Awaited<ReturnType<typeof mill>>;

const openings = (owner: Client) => listed(owner, '/inventory/documents?type=OPENING&sort=number&limit=200');

describe('a file of opening stock', () => {
  let all: Mill;
  let owner: Client;
  beforeAll(async () => {
    all = await mill();
    owner = all.owner;
  });

  it('should be posted as a document a location, in the order of the file, with lots that are made where they are new', async () => {
    const { files, north, south, dye, yarn, cloth } = all;
    const old = await made(owner, '/inventory/lots', { itemId: yarn.id, number: 'L-1', dyeLot: 'D-1' });
    const sent = await files.staged(
      `Magazzino;Articolo;Lotto;Stato;Quantità;UM;Quantità 2;Costo
North;DYE;;;1.250,5;;;3,25
south;DYE;;bloccato;500;g;;
North;YARN;L-1;;20;;;
North;YARN;L-2;;30;;;2
South;YARN;L-2;In controllo;5;lb;;2
North;CLOTH;R-1;;40;kg;100;
`,
    );
    expect([sent.faultyCount, sent.makesCount, sent.columns.map(({ field }) => field)]).toEqual([
      0,
      6,
      ['location', 'item', 'lot', 'status', 'quantity', 'unit', 'quantity2', 'unitCost'],
    ]);
    expect([await openings(owner), await stockOf(owner, dye.id)]).toEqual([[], []]);
    expect((await files.run(sent)).body).toMatchObject({ status: 'DONE', madeCount: 6 });
    const documents = await openings(owner);
    expect(documents.map(({ locationId, status }) => [locationId, status])).toEqual([
      [north.id, 'POSTED'],
      [south.id, 'POSTED'],
    ]);
    const first = await got(owner, '/inventory/documents', documents[0]?.id ?? '');
    expect(first.lines.map((line: Json) => [line.sku, line.lotNumber, line.quantity])).toEqual([
      ['DYE', null, '1250.5000'],
      ['YARN', 'L-1', '20.0000'],
      ['YARN', 'L-2', '30.0000'],
      ['CLOTH', 'R-1', '40.0000'],
    ]);
    expect(first.lines[1].lotId).toBe(old.id);
    expect(await stockOf(owner, dye.id)).toEqual(['North/AVAILABLE 1250.5000', 'South/BLOCKED 0.5000']);
    expect(await stockOf(owner, yarn.id)).toEqual([
      'North/L-1/AVAILABLE 20.0000',
      'North/L-2/AVAILABLE 30.0000',
      'South/L-2/QC_HOLD 2.2680',
    ]);
    expect(await stockOf(owner, cloth.id)).toEqual(['North/R-1/AVAILABLE 40.0000']);
    const [roll] = await listed(owner, '/inventory/lots?q=R-1');
    expect((await got(owner, '/inventory/lots', roll?.id ?? '')).stock[0].onHand2).toBe('100.0000');
    const rows = await files.rows(sent);
    expect(rows.map(({ code }) => code)).toEqual([0, 1, 0, 0, 1, 0].map((index) => documents[index]?.number));
    await expectRight(owner);
  });

  it('should have all its faults told at once, by row and cell', async () => {
    const { files, item, location } = all;
    const gone = await item('GONE');
    await owner.call('POST', `/inventory/items/${gone.id}/actions/archive`);
    const shut = await location('Shut');
    await owner.call('PATCH', `/locations/${shut.id}`, { isActive: false }, ifMatch(shut));
    await location('Twin');
    await made(owner, '/inventory/lots', { itemId: all.cloth.id, number: 'OF-CLOTH' });
    const lot = await made(owner, '/inventory/lots', { itemId: all.yarn.id, number: 'AWAY' });
    await owner.call('POST', `/inventory/lots/${lot.id}/actions/archive`);
    const sent = await files.staged(
      `location,sku,lot,status,quantity,unit,quantity 2,cost
North,DYE,,,0,,,
North,DYE,,,-1,,,
North,DYE,,,12345678901234567890,,,
North,DYE,,,1e3,,,
North,DYE,,,,,,
North,DYE,,,"1.234",,,
North,DYE,,,1.00001,,,
North,DYE,,,1,m,,
North,DYE,,,1,cone,,
North,DYE,L-1,,1,,,
North,DYE,,,1,,5,
North,DYE,,on its way,1,,,-3
North,YARN,,,1,,,
North,YARN,OF-CLOTH,,1,,,
North,YARN,AWAY,,1,,,
North,GONE,,,1,,,
North,NONE,,,1,,,
Shut,DYE,,,1,,,
Nowhere,DYE,,,1,,,
twin,DYE,,,1,,,
Twin,DYE,,,1,,,
,,,,1e3,m,,
`,
      '',
    );
    expect(await files.faults(sent)).toEqual([
      '2 quantity custom',
      '3 quantity invalid_format',
      '4 quantity invalid_format',
      '5 quantity invalid',
      '6 quantity required',
      '7 quantity ambiguous',
      '8 quantity invalid_format',
      '9 unit RULE_VIOLATED',
      '10 unit RULE_VIOLATED',
      '11 lot RULE_VIOLATED',
      '12 quantity2 RULE_VIOLATED',
      '13 status invalid',
      '13 unitCost invalid_format',
      '14 lot RULE_VIOLATED',
      '15 lot RULE_VIOLATED',
      '16 lot RULE_VIOLATED',
      '17 item RULE_VIOLATED',
      '18 item unknown',
      '19 location RULE_VIOLATED',
      '20 location unknown',
      '23 quantity invalid',
      '23 location required',
      '23 item required',
    ]);
    const ofCloth = (await files.rows(sent)).find(({ rowNumber }) => rowNumber === 15)?.faults[0]?.message;
    expect(ofCloth).toBe('This is a lot of CLOTH: if YARN has one of this number, too, enter that lot first');
    const before = await stockOf(owner, all.dye.id);
    expect(refusal(await files.run(sent)).slice(0, 2)).toEqual([422, 'RULE_VIOLATED']);
    expect(await stockOf(owner, all.dye.id)).toEqual(before);
    expect((await files.run(sent, 'valid-only')).body).toMatchObject({ madeCount: 2, skippedCount: 20 });
    expect(await stockOf(owner, all.dye.id)).toContain('Twin/AVAILABLE 2.0000');
  });

  it('should be refused while the stock is closed', async () => {
    const { owner: by, files } = await mill();
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    await by.call('PATCH', '/inventory/settings', { closedThrough: tomorrow }, { 'if-match': '"0"' });
    expect(await files.faults(await files.staged('location,sku,quantity\nNorth,DYE,1\n'))).toEqual([
      '2 asOf RULE_VIOLATED',
    ]);
  });

  it('should give two items of one file lots of the same number', async () => {
    const { owner: by, files, item } = await mill();
    await item('WOOL', { tracking: 'LOT' });
    const rows = Array.from({ length: 1200 }, (_, n) => `North,${n < 600 ? 'YARN' : 'WOOL'},N-${n % 600},1\n`);
    const sent = await files.imported(`location,sku,lot,quantity\n${rows.join('')}`);
    expect(sent.madeCount).toBe(1200);
    await expectRight(by);
  });
});

describe('taking opening stock back', () => {
  it('should reverse its documents, those that somebody has reversed by hand apart', async () => {
    const { owner, files, dye, yarn } = await mill();
    const sent = await files.imported(
      'location,sku,lot,quantity,cost\nNorth,DYE,,5,2\nSouth,DYE,,7,2\nSouth,YARN,L,3,1\n',
    );
    const [first] = await openings(owner);
    await owner.call('POST', `/inventory/documents/${first?.id}/actions/reverse`);
    expect((await files.undo(sent)).body).toMatchObject({ status: 'UNDONE' });
    expect([await stockOf(owner, dye.id), await stockOf(owner, yarn.id)]).toEqual([[], []]);
    expect(await worthOf(owner, dye.id)).toBe('0.0000');
    const documents = await openings(owner);
    expect(documents.map(({ status }) => status).sort()).toEqual(['POSTED', 'POSTED', 'REVERSED', 'REVERSED']);
    expect(refusal(await files.undo(sent))).toEqual([409, 'INVALID_STATE']);
    await expectRight(owner);
  });

  it('should be refused whole, by row, where what came has gone', async () => {
    const { company, owner, files, north, south, dye, yarn } = await mill();
    const sent = await files.imported(
      'location,sku,lot,quantity\nSouth,DYE,,4\nNorth,DYE,,5\nSouth,YARN,L,3\nSouth,YARN,M,3\nNorth,YARN,M,1\n',
    );
    const [lot] = await listed(owner, '/inventory/lots?q=M');
    await posted(owner, 'ISSUE', { locationId: south.id }, { itemId: yarn.id, lotId: lot?.id, quantity: '2' });
    const before = await contentsOf(company.id);
    const answer = await files.undo(sent);
    expect([...refusal(answer), answer.body.detail]).toEqual([
      422,
      'INSUFFICIENT_STOCK',
      'rows.5.quantity',
      'Row 5: South has 1.0000 kg of YARN YARN, lot M, to take, not 3 kg.',
    ]);
    expect(await contentsOf(company.id)).toEqual(before);
    expect([north.id, dye.id]).toBeDefined();
  });
});

describe('who may import opening stock', () => {
  let all: Mill;
  beforeAll(async () => {
    all = await mill();
  });
  const person = async (permissions: Parameters<typeof makeRole>[1], access: object = {}) => {
    const role = await makeRole(all.owner, ['imports:run', 'inventory:read', ...permissions]);
    const { id, caller } = await makePerson(all.company, 'EMPLOYEE', { customRoleId: role.id, ...access });
    return { id, roleId: role.id, caller, ...importsBy(caller, KIND) };
  };
  const FILE = 'location,sku,quantity\nNorth,DYE,1\n';

  it('should be who may post an opening document', async () => {
    for (const lacking of [['inventory:move'], ['inventory:adjust']] as const)
      expect(refusal(await (await person(lacking)).send(FILE))).toEqual([403, 'FORBIDDEN']);
    const files = await person(['inventory:move', 'inventory:adjust']);
    expect((await files.imported(FILE)).madeCount).toBe(1);
  });

  it('H4: should say no cost where costs are hidden from them, and be told so', async () => {
    const files = await person(['inventory:move', 'inventory:adjust']);
    const sent = await files.staged('location,sku,quantity,cost\nNorth,DYE,1,\nNorth,DYE,1,8271.6453\n');
    expect(sent.fields.map(({ field }) => field)).not.toContain('unitCost');
    expect(await files.faults(sent)).toEqual(['3 unitCost FORBIDDEN']);
  });

  it('should find no location where they do not work', async () => {
    const files = await person(['inventory:move', 'inventory:adjust', 'costs:read'], { locationIds: [all.south.id] });
    const sent = await files.staged('location,sku,quantity\nSouth,DYE,1\nNorth,DYE,1\n');
    expect(await files.faults(sent)).toEqual(['3 location unknown']);
  });

  it('should see no file of somebody else where they are held to some locations, nor take back what lies at others', async () => {
    const both = 'location,sku,quantity\nSouth,DYE,1\nNorth,DYE,1\n';
    const files = await person(['inventory:move', 'inventory:adjust', 'costs:read']);
    const theirs = await importsBy(all.owner, KIND).imported(both);
    const mine = await files.imported(both);
    const seen = async ({ id }: { id: string }) =>
      Promise.all(
        ['', '/rows', '/result'].map(async (end) => (await files.caller.call('GET', `/imports/${id}${end}`)).status),
      );
    expect([await seen(theirs), await seen(mine)]).toEqual([
      [200, 200, 200],
      [200, 200, 200],
    ]);
    await giveAccess(all.owner, files.id, { customRoleId: files.roleId, locationIds: [all.south.id] });
    expect([await seen(theirs), await seen(mine)]).toEqual([
      [404, 404, 404],
      [200, 200, 200],
    ]);
    expect(refusal(await files.undo(theirs))).toEqual([404, 'NOT_FOUND']);
    expect(refusal(await files.undo(mine))).toEqual([403, 'FORBIDDEN']);
  });
});

describe('a run of opening stock', () => {
  it('J4: should have one effect, sent twice or run twice', async () => {
    const { owner, files, dye } = await mill();
    const sent = await files.staged('location,sku,quantity\nNorth,DYE,5\n');
    const key = { 'idempotency-key': uuidv7() };
    const ask = () => owner.call('POST', `/imports/${sent.id}/actions/run`, { mode: 'all' }, key);
    const [first, second] = [await ask(), await ask()];
    expect([first.status, second.text]).toEqual([200, first.text]);
    const answers = await Promise.all([files.run(sent), files.run(sent)]);
    for (const answer of answers) expect(refusal(answer)).toEqual([409, 'INVALID_STATE']);
    expect(await stockOf(owner, dye.id)).toEqual(['North/AVAILABLE 5.0000']);
  });

  it('should leave no trace where it is cut off between two documents, and post each row once when it is run again', async () => {
    const { company, owner, files, dye, south } = await mill();
    const schema = tenantSchema(company.id);
    await posted(owner, 'OPENING', { locationId: south.id }, { itemId: dye.id, quantity: '1' });
    const rows = Array.from({ length: 1200 }, () => 'North,DYE,0.5\n').join('');
    const sent = await files.staged(`location,sku,quantity\n${rows}South,DYE,1\n`);
    const before = await contentsOf(company.id);
    await asOperator(async (client) => {
      // It waits for this balance, when the first document is written.
      await client.query('BEGIN');
      await client.query(`SELECT 1 FROM ${schema}.stock_balances WHERE location_id = $1 FOR UPDATE`, [south.id]);
      const running = files.run(sent);
      await expect.poll(() => waiting(schema), { timeout: 60_000 }).toBe(1);
      await asSuperuser(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1 AND wait_event_type = 'Lock'`,
        [schema],
      );
      expect((await running).status).toBe(503);
      await client.query('ROLLBACK');
    });
    expect(await contentsOf(company.id)).toEqual(before);
    expect((await files.run(sent)).body).toMatchObject({ madeCount: 1201 });
    expect(await stockOf(owner, dye.id)).toEqual(['North/AVAILABLE 600.0000', 'South/AVAILABLE 2.0000']);
    const documents: Made[] = await openings(owner);
    const lines = await Promise.all(documents.map(({ id }) => got(owner, '/inventory/documents', id)));
    expect(lines.map((each) => each.lines.length).sort()).toEqual([1, 1, 200, 500, 500].sort());
    await expectRight(owner);
    expect((await files.undo(sent)).status).toBe(200);
    expect(await stockOf(owner, dye.id)).toEqual(['South/AVAILABLE 1.0000']);
  });
});

const waiting = async (schema: string) =>
  (await asSuperuser(`SELECT 1 FROM pg_stat_activity WHERE usename = $1 AND wait_event_type = 'Lock'`, [schema]))
    .length;
