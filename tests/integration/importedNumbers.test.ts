import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ImportColumn, ImportKind } from '@/imports';
import { itemImport, lotImport, openingImport } from '@/modules/inventory';
import { customerImport, supplierImport } from '@/modules/partners';
import { type Client, makeCompany } from '../support/api';
import { toCsv } from '../support/csvText';
import { digitsOf, says } from '../support/decimals';
import { importsBy } from '../support/imports';
import { fieldsOf, schemaOf } from '../support/routeInputs';
import { workbook, zip } from '../support/workbooks';
import { made } from './support';

/** Every column of every kind of file that is a number. */
const KINDS: readonly ImportKind[] = [itemImport, supplierImport, customerImport, lotImport, openingImport];
const each = KINDS.flatMap((kind) =>
  kind.columns
    .filter(({ type }) => type === 'number' || type === 'integer')
    .map((column) => [kind.name, column.field, { kind, column }] as const),
);
const DETAIL: Readonly<Record<string, string>> = {
  items: '/inventory/items',
  suppliers: '/suppliers',
  customers: '/customers',
  lots: '/inventory/lots',
  'opening-stock': '/inventory/documents',
};
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const NO_NUMBERS = [
  ...[
    'NaN',
    'Infinity',
    '1e400',
    '1e3',
    '1E+2',
    '-1',
    '-0.01',
    '0x10',
    '１２',
    '٣',
    '½',
    '--1',
    '1.2.3',
    '1/2',
    '=1+1',
  ],
  ...['12345678901234567890', '12345678901234567890.5', `1${'0'.repeat(400)}`, 'one', '1 kg', '1_0'],
];

const digitsIn = ({ schema }: ImportColumn) => fieldsOf(schemaOf(schema)).map((field) => digitsOf(field.schema))[0];

let by: Client;
beforeAll(async () => {
  ({ owner: by } = await makeCompany());
  await made(by, '/locations', { name: 'Yarn store', locationType: 'WAREHOUSE' });
  await made(by, '/inventory/items', {
    sku: 'YRN-030',
    name: 'Cotton yarn',
    kind: 'RAW_MATERIAL',
    unit: 'kg',
    secondUnit: 'm',
    tracking: 'LOT',
  });
});

/** The number of each row that made a record, with its id. */
async function madeBy({ id }: { id: string }): Promise<{ rowNumber: number; recordId: string }[]> {
  const { text } = await by.call('GET', `/imports/${id}/result`);
  const [, ...rows] = parse(text, { bom: true }) as string[][];
  return rows.flatMap(([row, , , recordId]) => (recordId ? [{ rowNumber: Number(row), recordId }] : []));
}

/** What a new record of a kind cannot be without, and what goes with some fields. */
const WITH: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'opening-stock': { location: 'Yarn store', item: 'YRN-030', lot: 'L 1' },
  lots: { item: 'YRN-030', package: 'CONE', packageContent: '2' },
  items: { yarnCount: '30', yarnCountSystem: 'NE' },
};

/** A file of one column of numbers, one a row, with all that each record needs besides. */
function fileOf({ columns, name: kind }: ImportKind, { field }: ImportColumn, values: readonly string[]): string {
  const needed = Object.fromEntries(
    columns.filter(({ required }) => required).map((other) => [other.field, other.example]),
  );
  const others = Object.entries({ ...needed, ...WITH[kind] }).filter(([name]) => name !== field);
  const headings = [...others.map(([name]) => name), field];
  const named = (name: string, text: string, index: number) =>
    name === 'name' || name === 'number' ? `${text} ${field} ${index}` : text;
  return toCsv([
    headings,
    ...values.map((value, index) => [...others.map(([name, text]) => named(name, text, index)), value]),
  ]);
}

describe('numbers of imported cells', () => {
  it('I3: should be tried in every column that is one', () => {
    expect(each.length).toBeGreaterThan(15);
  });

  it.each(each)('I3: should be faults of %s as %s where they are none, or have too many digits', async (...row) => {
    const { kind, column } = row[2];
    const digits = digitsIn(column);
    const values = [
      ...NO_NUMBERS,
      ...(digits ? [`0.${'0'.repeat(digits.places)}1`, `1${'0'.repeat(digits.whole)}`] : ['1.5']),
    ];
    const { staged, rows } = importsBy(by, kind.name);
    const sent = await staged(fileOf(kind, column, values));
    const told = (await rows(sent)).map(({ faults }, index) => [
      values[index],
      faults.some(({ path }) => path === column.field),
    ]);
    expect(told).toEqual(values.map((value) => [value, true]));
  });

  it.each(each)('I3: should be kept by %s to the last digit as %s', async (...row) => {
    const { kind, column } = row[2];
    const digits = digitsIn(column);
    const values = digits
      ? ['0.25', `${'9007199254740993'.slice(0, digits.whole)}.${'1234567891'.slice(0, digits.places)}`]
      : ['7'];
    const { staged, run } = importsBy(by, kind.name);
    const sent = await staged(fileOf(kind, column, values));
    expect((await run(sent, 'valid-only')).status).toBe(200);
    const done = await madeBy(sent);
    expect(done.length).toBeGreaterThan(0);
    for (const { rowNumber, recordId } of done) {
      const { body, text } = await by.call('GET', `${DETAIL[kind.name]}/${recordId}`);
      const value = values[rowNumber - 2] ?? '';
      const isKept = digits ? says(body, column.field, value) : body[column.field] === Number(value);
      expect([value, isKept, isKept ? '' : text]).toEqual([value, true, '']);
    }
  });

  it('I3: should be what a workbook has written down, however it counts', async () => {
    const cells = [
      '9007199254740993',
      '9.007199254740993E+15',
      '0.30000000000000004',
      '1.5E-3',
      '-0',
      '1E400',
      '12345678901234567890',
    ];
    const line = (index: number, value: string) =>
      `<row r="${index + 2}"><c r="A${index + 2}" t="inlineStr"><is><t>Of a workbook ${index}</t></is></c><c r="B${index + 2}" t="inlineStr"><is><t>BRAND</t></is></c><c r="C${index + 2}"><v>${value}</v></c></row>`;
    const heading = ['name', 'kind', 'creditLimit'].map(
      (text, index) => `<c r="${'ABC'[index]}1" t="inlineStr"><is><t>${text}</t></is></c>`,
    );
    const file = zip(
      workbook(`<row r="1">${heading.join('')}</row>${cells.map((value, index) => line(index, value)).join('')}`),
    );
    const { run, faults } = importsBy(by, 'customers');
    const { status, body: sent } = await by.call('POST', '/imports?kind=customers', file, { 'content-type': XLSX });
    expect([status, await faults(sent)]).toEqual([201, ['7 creditLimit invalid', '8 creditLimit invalid_format']]);
    await run(sent, 'valid-only');
    const limits: string[] = [];
    for (const { recordId } of await madeBy(sent))
      limits.push((await by.call('GET', `/customers/${recordId}`)).body.creditLimit);
    expect(limits).toEqual(['9007199254740993.0000', '9007199254740993.0000', '0.3000', '0.0015', '0.0000']);
  });
});
