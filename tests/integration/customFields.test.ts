import { beforeAll, describe, expect, it } from 'vitest';
import { CUSTOM_FIELD_TABLES } from '@/contract/enums';
import { type Company, makeCompany } from '../support/api';
import { declare, lastAudit, makeRecordOf, PATH_OF_TABLE } from './customFieldCases';
import { got, ifMatch, listed, type Made, refusal } from './support';

const FIELDS = [
  { label: 'Lot note', type: 'TEXT', key: 'lot_note' },
  { label: 'Spindles', type: 'INTEGER', key: 'spindles2' },
  { label: 'Twist', type: 'DECIMAL', key: 'twist' },
  { label: 'Organic', type: 'BOOLEAN', key: 'organic' },
  { label: 'Audited on', type: 'DATE', key: 'audited_on' },
  { label: 'Grade', type: 'CHOICE', key: 'grade', choices: ['A', 'B plus', "O'Hara"] },
] as const;
const VALUES = {
  lot_note: 'Two\nlines',
  spindles2: -12,
  twist: '-3.25',
  organic: false,
  audited_on: '2026-02-28',
  grade: "O'Hara",
};
const ANSWERED = { ...VALUES, twist: '-3.250000' };
const EMPTY = { lot_note: null, spindles2: null, twist: null, organic: null, audited_on: null, grade: null };

describe.each(CUSTOM_FIELD_TABLES)('a field of every type on %s', (table) => {
  const path = PATH_OF_TABLE[table];
  let company: Company;
  let before: Made;
  let record: Made;

  beforeAll(async () => {
    company = await makeCompany();
    before = await makeRecordOf(company.owner, table);
    expect(before.custom).toEqual({});
    for (const field of FIELDS) await declare(company.owner, { table, ...field });
    record = await makeRecordOf(company.owner, table, { custom: VALUES });
  });

  it('should be empty in a record from before it was declared', async () => {
    expect((await got(company.owner, path, before.id)).custom).toEqual(EMPTY);
  });

  it('should be answered as it was given: when made, got and listed', async () => {
    expect(record.custom).toEqual(ANSWERED);
    expect((await got(company.owner, path, record.id)).custom).toEqual(ANSWERED);
    const rows = await listed(company.owner, path);
    expect(rows.find(({ id }) => id === record.id)?.custom).toEqual(ANSWERED);
    expect(rows.find(({ id }) => id === before.id)?.custom).toEqual(EMPTY);
  });

  it.each([
    ['lot_note', 'Two%0Alines', 'Other'],
    ['spindles2', '-12', '12'],
    ['twist', '-3.2500', '3.25'],
    ['organic', 'false', 'true'],
    ['audited_on', '2026-02-28', '2026-02-27'],
    ['grade', "A,O'Hara", 'A,B plus'],
  ])('should hold the list to the records with a value of %s', async (key, having, lacking) => {
    const found = await listed(company.owner, `${path}?custom.${key}=${having}`);
    expect(found.map(({ id }) => id)).toEqual([record.id]);
    expect(await listed(company.owner, `${path}?custom.${key}=${lacking}`)).toEqual([]);
  });

  it('should be changed alone, kept when left out, and cleared by null', async () => {
    const { body: first } = await company.owner.call(
      'PATCH',
      `${path}/${record.id}`,
      { custom: { spindles2: 7, organic: true } },
      ifMatch(record),
    );
    expect([first.version, first.custom]).toEqual([record.version + 1, { ...ANSWERED, spindles2: 7, organic: true }]);
    const { body: second } = await company.owner.call(
      'PATCH',
      `${path}/${record.id}`,
      { custom: EMPTY },
      ifMatch(first),
    );
    expect(second.custom).toEqual(EMPTY);
    const { body: third } = await company.owner.call('PATCH', `${path}/${record.id}`, {}, ifMatch(second));
    expect(third.custom).toEqual(EMPTY);
    record = third;
  });

  it('should stand in the audit log, before and after', async () => {
    const changed = await company.owner.call(
      'PATCH',
      `${path}/${record.id}`,
      { custom: { lot_note: 'Audited' } },
      ifMatch(record),
    );
    expect(changed.status).toBe(200);
    const { before: was, after } = await lastAudit(company.id, record.id);
    expect([was.custom.lot_note, after.custom.lot_note]).toEqual([null, 'Audited']);
  });

  it('should be refused whole, with every fault, when a value is wrong', async () => {
    const wrong = {
      lot_note: 'x'.repeat(2001),
      spindles2: 1.5,
      twist: 1,
      organic: 'true',
      audited_on: '31.3.2026',
      grade: 'C',
      nope: 1,
    };
    const answer = await company.owner.call(
      'PATCH',
      `${path}/${record.id}`,
      { custom: wrong, alsoNo: 1 },
      { 'if-match': '"1"' },
    );
    const paths = Object.keys(wrong).map((key) => `custom.${key}`);
    const [status, code, ...faults] = refusal(answer);
    expect([status, code, faults.sort()]).toEqual([400, 'VALIDATION_FAILED', [...paths, 'alsoNo'].sort()]);
  });
});
