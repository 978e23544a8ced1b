import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, type Company, makeCompany } from '../support/api';
import { importsBy } from '../support/imports';
import { makeStore, posted } from '../support/mill';
import { makePerson, makeRole } from '../support/people';
import { got, listed, type Made, made, refusal } from './support';

let company: Company;
let owner: Client;
let files: ReturnType<typeof importsBy>;
beforeAll(async () => {
  company = await makeCompany({ country: 'Italy' });
  owner = company.owner;
  files = importsBy(owner, 'lots');
  for (const [sku, tracking] of [
    ['YARN', 'LOT'],
    ['CLOTH', 'ROLL'],
    ['BUTTON', 'NONE'],
    ['OLD', 'LOT'],
  ])
    await made(owner, '/inventory/items', { sku, name: sku, kind: 'RAW_MATERIAL', unit: 'kg', tracking });
  const [old] = await listed(owner, '/inventory/items?q=OLD');
  await owner.call('POST', `/inventory/items/${old?.id}/actions/archive`);
  await made(owner, '/suppliers', { code: 'ALBA', name: 'Filatura Alba', kind: 'YARN' });
  const gone = await made(owner, '/suppliers', { code: 'GONE', name: 'Filatura Gone', kind: 'YARN' });
  await owner.call('POST', `/suppliers/${gone.id}/actions/archive`);
});

const lot = async (number: string, sku: string): Promise<Made> => {
  const found = (await listed(owner, `/inventory/lots?q=${number}&limit=200`)).filter(
    (each) => each.number === number && each.sku === sku,
  );
  if (!found[0]) throw new Error(`There is no lot ${number} of ${sku}`);
  return got(owner, '/inventory/lots', found[0].id);
};

describe('a file of lots', () => {
  it('should make lots with all that is known of them, one number for several items, and a number where there is none', async () => {
    const before = await listed(owner, '/inventory/lots');
    const sent = await files.staged(
      `SKU;Lotto;Codice fornitore;Bagno;Tono;Lotto fornitore;Scadenza;Package;Contenuto;Peso;End bit;Received
YARN;A 1;ALBA;D-7;B;FA-1;31.12.2030;rocche;1,89;120,5;no;2026-03-01
CLOTH;A 1;;;;;;;;;sì;
CLOTH;;;;;;;;;;;
`,
    );
    expect([sent.faultyCount, sent.makesCount, await files.faults(sent)]).toEqual([0, 3, []]);
    expect(await listed(owner, '/inventory/lots')).toEqual(before);
    expect((await files.run(sent)).body).toMatchObject({ status: 'DONE', madeCount: 3 });
    const [alba] = await listed(owner, '/suppliers?q=ALBA');
    expect(await lot('A 1', 'YARN')).toMatchObject({
      supplierId: alba?.id,
      dyeLot: 'D-7',
      shadeGroup: 'B',
      supplierLot: 'FA-1',
      expiresOn: '2030-12-31',
      package: 'CONE',
      packageContent: '1.8900',
      weightKg: '120.5000',
      isEndBit: false,
      receivedOn: '2026-03-01',
      version: 1,
    });
    expect(await lot('A 1', 'CLOTH')).toMatchObject({ isEndBit: true, supplierId: null });
    const rows = await files.rows(sent);
    expect(rows.map(({ code }) => code)).toEqual([
      'YARN / A 1',
      'CLOTH / A 1',
      expect.stringMatching(/^CLOTH \/ LOT-\d+$/),
    ]);
  });

  it('should have all its faults told at once, by row and cell', async () => {
    const sent = await files.staged(
      `item,number,supplier,expiry,package,content,weight
NONE,B-1,,,,,
BUTTON,B-1,,,,,
OLD,B-1,,,,,
YARN,B-1,,31/31/2026,CONE,,-1
YARN,B-1,NOBODY,02/03/2026,BOX,1e3,"1.234"
,B-2,GONE,,,,
YARN,B-3,,,,5,
`,
    );
    expect(await files.faults(sent)).toEqual([
      '2 item unknown',
      '3 item RULE_VIOLATED',
      '4 item inactive',
      '5 expiresOn invalid_format',
      '5 weightKg invalid_format',
      '6 expiresOn ambiguous',
      '6 packageContent invalid',
      '6 weightKg ambiguous',
      '6 number twice',
      '6 supplier unknown',
      '7 item required',
      '7 supplier inactive',
      '8 packageContent RULE_VIOLATED',
    ]);
    expect(refusal(await files.run(sent)).slice(0, 2)).toEqual([422, 'RULE_VIOLATED']);
  });

  it('should change a lot that is there by its item and number, leave what it says nothing of, and take that back', async () => {
    await files.imported('item,number,dyeLot,shade\nYARN,C-1,D-1,A\nCLOTH,C-1,D-2,A\nYARN,C-2,D-3,A\n');
    const changed = await files.imported(
      'item,number,dyeLot,shade,supplier\nYARN,C-1,D-9,,ALBA\nYARN,C-2,D-3,A,\nCLOTH,C-3,,,\n',
    );
    expect(changed).toMatchObject({ madeCount: 1, changedCount: 1, sameCount: 1 });
    expect(await lot('C-1', 'YARN')).toMatchObject({ dyeLot: 'D-9', shadeGroup: 'A', version: 2 });
    expect(await lot('C-1', 'CLOTH')).toMatchObject({ dyeLot: 'D-2', version: 1 });
    const again = await files.staged('item,number,supplier\nYARN,C-1,ALBA\n');
    expect((await files.run(again)).body).toMatchObject({ sameCount: 1 });
    const { text } = await owner.call('GET', `/imports/${changed.id}/result`);
    expect((parse(text) as string[][]).slice(1).map(([row, outcome, code]) => [row, outcome, code])).toEqual([
      ['2', 'CHANGED', 'YARN / C-1'],
      ['3', 'SAME', 'YARN / C-2'],
      ['4', 'MADE', 'CLOTH / C-3'],
    ]);
    expect((await files.undo(changed)).status).toBe(200);
    expect(await lot('C-1', 'YARN')).toMatchObject({ dyeLot: 'D-1', supplierId: null, version: 3 });
    await expect(lot('C-3', 'CLOTH')).rejects.toThrow();
  });

  it('should take only what has no faults when that is asked for', async () => {
    const sent = await files.staged('item,number\nYARN,V-1\nBUTTON,V-1\nCLOTH,V-1\n');
    expect((await files.run(sent, 'valid-only')).body).toMatchObject({ madeCount: 2, skippedCount: 1 });
    expect((await files.rows(sent)).map(({ outcome }) => outcome)).toEqual(['MADE', 'SKIPPED', 'MADE']);
  });

  it('should not be taken back where stock points at a lot, which is named', async () => {
    const sent = await files.imported('item,number\nYARN,S-1\nYARN,S-2\n');
    const { north } = await makeStore(owner);
    const used = await lot('S-2', 'YARN');
    await posted(
      owner,
      'RECEIPT',
      { locationId: north.id },
      { itemId: used.itemId, lotId: used.id, quantity: '1', unitCost: '1' },
    );
    const answer = await files.undo(sent);
    expect([...refusal(answer), answer.body.detail]).toEqual([
      409,
      'IN_USE',
      'The import cannot be taken back: YARN / S-2 was used since.',
    ]);
    expect(await lot('S-1', 'YARN')).toBeDefined();
    expect(await got(owner, '/imports', sent.id)).toMatchObject({ status: 'DONE' });
  });

  it('should be for those who may enter lots', async () => {
    const role = await makeRole(owner, ['imports:run', 'inventory:read', 'inventory:write']);
    const { caller } = await makePerson(company, 'EMPLOYEE', { customRoleId: role.id });
    expect(refusal(await importsBy(caller, 'lots').send('item,number\nYARN,P-1\n'))).toEqual([403, 'FORBIDDEN']);
  });
});
