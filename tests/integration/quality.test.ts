import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, makeCompany } from '../support/api';
import { makePlace, type Place, RECORD } from './documentKinds';
import { got, ifMatch, listed, type Made, made, refusal } from './support';

let owner: Client;
let place: Place;
let supplierId: string;

beforeAll(async () => {
  ({ owner } = await makeCompany());
  place = await makePlace(owner);
  supplierId = (await made(owner, '/suppliers', { name: 'Alba', kind: 'YARN' })).id;
});

describe('a quality record', () => {
  const body = (fields: object = {}) => ({ ...RECORD.body(place), ...fields });
  const create = (fields: object) => owner.call('POST', RECORD.path, body(fields));
  const record = (fields: object = {}) => made(owner, RECORD.path, body(fields));
  const change = (current: Made, fields: object) =>
    owner.call('PATCH', `${RECORD.path}/${current.id}`, fields, ifMatch(current));
  const defect = (fields: object = {}) => ({ category: 'FABRIC', severity: 'MINOR', quantity: '1', ...fields });

  it('should be given back with the names of what it points at', async () => {
    const stored = await record({
      kind: 'INCOMING',
      supplierId,
      inspectedOn: '2026-02-28',
      quantityPassed: '19.5',
      quantityFailed: '0.5',
    });
    expect(stored).toMatchObject({
      status: 'PENDING',
      itemName: 'Single jersey',
      unit: 'kg',
      locationName: 'Knitting hall',
      supplierName: 'Alba',
    });
    expect(stored).toMatchObject({
      quantityInspected: '20.0000',
      quantityPassed: '19.5000',
      quantityFailed: '0.5000',
      inspectedOn: '2026-02-28',
    });
    expect(stored).toMatchObject({ productionOrderId: null, productionOrderNumber: null, defects: [], defectCount: 0 });
  });

  it.each([
    ['20', '0', '20'],
    ['20', '20', undefined],
    ['20', '19.9999', '0.0001'],
    ['99999999999999.9999', '99999999999999.9998', '0.0001'],
  ])(
    'should allow that of %s inspected %s pass and %s fail',
    async (quantityInspected, quantityPassed, quantityFailed) => {
      expect((await create({ quantityInspected, quantityPassed, quantityFailed })).status).toBe(201);
    },
  );

  it.each([
    ['20', '20', '0.0001'],
    ['20', '20.0001', undefined],
    ['99999999999999.9998', '99999999999999.9998', '0.0001'],
  ])(
    'should refuse that of %s inspected %s pass and %s fail',
    async (quantityInspected, quantityPassed, quantityFailed) => {
      expect(refusal(await create({ quantityInspected, quantityPassed, quantityFailed }))).toEqual([
        422,
        'RULE_VIOLATED',
        'quantityInspected',
      ]);
    },
  );

  it('should hold to that when one of the figures is changed', async () => {
    const before = await record({ quantityPassed: '15', quantityFailed: '5' });
    for (const fields of [{ quantityPassed: '15.0001' }, { quantityFailed: '6' }, { quantityInspected: '19' }]) {
      expect(refusal(await change(before, fields))).toEqual([422, 'RULE_VIOLATED', 'quantityInspected']);
    }
    expect(await got(owner, RECORD.path, before.id)).toEqual(before);
    expect((await change(before, { quantityPassed: '10', quantityInspected: '15' })).body).toMatchObject({
      quantityPassed: '10.0000',
      version: 2,
    });
  });

  it('should have its defects replaced as a whole, in the order sent, and kept when none are sent', async () => {
    const before = await record({
      defects: [defect({ position: 'roll 1' }), defect({ position: 'roll 2', severity: 'CRITICAL' })],
    });
    expect(before.defects.map(({ position }: Made) => position)).toEqual(['roll 1', 'roll 2']);
    const defects = [
      defect({ position: 'roll 9', quantity: '0.5' }),
      defect({ category: 'COLOR', position: 'roll 3', resolution: 'Dyed again' }),
      defect(),
    ];
    const replaced = (await change(before, { defects })).body;
    expect(replaced.defects.map(({ id: _, ...rest }: Made) => rest)).toEqual([
      { category: 'FABRIC', severity: 'MINOR', quantity: '0.5000', position: 'roll 9', resolution: null },
      { category: 'COLOR', severity: 'MINOR', quantity: '1.0000', position: 'roll 3', resolution: 'Dyed again' },
      { category: 'FABRIC', severity: 'MINOR', quantity: '1.0000', position: null, resolution: null },
    ]);
    const renamed = (await change(replaced, { notes: 'Second look' })).body;
    expect(renamed.defects).toEqual(replaced.defects);
    expect((await listed(owner, `${RECORD.path}?q=${before.number}`)).map(({ defectCount }) => defectCount)).toEqual([
      3,
    ]);
    expect((await change(renamed, { defects: [] })).body).toMatchObject({ defects: [], defectCount: 0 });
  });

  it('should keep its defects when a change is refused', async () => {
    const before = await record({ defects: [defect()] });
    expect((await change({ ...before, version: 9 }, { defects: [] })).status).toBe(412);
    expect((await change(before, { defects: [], quantityPassed: '21' })).status).toBe(422);
    expect((await change(before, { defects: [], supplierId: uuidv7() })).status).toBe(422);
    const bad = await change(before, { defects: [defect(), defect({ quantity: '0', severity: 'BAD', row: 1 })] });
    expect(refusal(bad)).toEqual([
      400,
      'VALIDATION_FAILED',
      'defects.1.severity',
      'defects.1.quantity',
      'defects.1.row',
    ]);
    expect(await got(owner, RECORD.path, before.id)).toEqual(before);
  });

  it('should be told every record it points at that is not there', async () => {
    const gone = uuidv7();
    const answer = await create({ itemId: gone, locationId: gone, supplierId: gone, productionOrderId: gone });
    expect(refusal(answer)).toEqual([422, 'RULE_VIOLATED', 'itemId', 'locationId', 'supplierId', 'productionOrderId']);
  });
});
