import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SheetCell, sheetRows } from '@/lib/xlsx/read';
import { type Cell, xlsxFile } from '@/lib/xlsx/write';
import type { RandomAccess } from '@/lib/zip/read';
import { type Part, workbook, zip } from '../support/workbooks';

const access = (bytes: Buffer): RandomAccess => ({
  size: bytes.length,
  read: async (at, length) => bytes.subarray(at, at + length),
});

async function rowsOf(bytes: Buffer): Promise<SheetCell[][]> {
  const rows: SheetCell[][] = [];
  for await (const some of sheetRows(access(bytes))) rows.push(...some);
  return rows;
}

async function written(heading: Cell[], rows: Cell[][]): Promise<Buffer> {
  async function* pages() {
    yield rows;
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of xlsxFile('items', heading, pages())) pieces.push(piece);
  return Buffer.concat(pieces);
}

const text = (value: string | null): Cell => ({ text: value, type: 'text' });

describe('an XLSX file', () => {
  it('should be read back as what was written', async () => {
    const cells: Cell[] = [
      text('=1+1'),
      text(null),
      text(' <b>&"\'_x0041_ è 日本\n'),
      { text: '12.5000', type: 'number' },
      { text: '123456789012345.6789', type: 'number' },
      { text: '-0.000001', type: 'number' },
      { text: 'true', type: 'boolean' },
      { text: '2026-03-31', type: 'date' },
      { text: '1890-01-01', type: 'date' },
    ];
    expect(await rowsOf(await written([text('A')], [cells]))).toEqual([
      ['A'],
      [
        '=1+1',
        '',
        ' <b>&"\'_x0041_ è 日本\n',
        { number: '12.5' },
        '123456789012345.6789',
        { number: '-0.000001' },
        'true',
        '2026-03-31',
        '1890-01-01',
      ],
    ]);
  });

  it('should be a ZIP file that others can unpack, with no formula in it', async () => {
    const bytes = await written([text('A')], [[text('=HYPERLINK("http://evil")')]]);
    const script =
      'import io,sys,zipfile; z=zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())); print(z.testzip(), z.read("xl/worksheets/sheet1.xml").decode())';
    const python = spawnSync('python3', ['-c', script], { input: bytes });
    // Where there is no Python the reader here has to do.
    const sheet = python.error ? JSON.stringify(await rowsOf(bytes)) : python.stdout.toString();
    if (!python.error) expect(sheet).toMatch(/^None <\?xml/);
    expect(sheet).toContain('HYPERLINK');
    expect(sheet).not.toMatch(/<f[ >]/);
  });

  it('should keep any text', async () => {
    const any = fc
      .string({ unit: 'binary' })
      .map((value) =>
        value.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '').replaceAll('\r', ''),
      );
    await fc.assert(
      fc.asyncProperty(
        any.filter((value) => value !== ''),
        async (value) => {
          expect(await rowsOf(await written([text('A')], [[text(value)]]))).toEqual([['A'], [value]]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('should be read as other programs write it', async () => {
    const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row><row r="2"/>
      <row r="3"><c r="A3" t="inlineStr"><is><t>x</t></is></c><c r="B3"><f>1+1</f><v>2</v></c><c r="C3" t="str"><f>"a"</f><v>a&amp;b&#x41;</v></c>
      <c r="D3" s="1"><v>46112</v></c><c r="E3" s="2"><v>46112.5</v></c><c r="F3"><v>1.5E-3</v></c><c r="G3"><v>0.30000000000000004</v></c><c r="H3" t="b"><v>0</v></c></row>`;
    expect(await rowsOf(zip(workbook(rows)))).toEqual([
      ['sku', '', 'name'],
      [
        'x',
        { number: '2' },
        'a&bA',
        '2026-03-31',
        '2026-03-31T12:00:00.000Z',
        { number: '0.0015' },
        { number: '0.3' },
        'false',
      ],
    ]);
  });
});

describe('a file that only looks like one', () => {
  const ROW = '<row><c t="inlineStr"><is><t>sku</t></is></c></row>';
  const good = workbook(ROW);
  const sheet = (xml: string | Buffer): Part[] => workbook(ROW, [{ name: 'xl/worksheets/sheet1.xml', text: xml }]);
  const big = (row: string, count: number) => `<worksheet><sheetData>${row.repeat(count)}</sheetData></worksheet>`;
  const [first, ...others] = good as [Part, ...Part[]];
  const same = { name: 'xl/styles.xml', text: '<x/>' };

  it.each<[string, Buffer]>([
    ['I6: has something before its first part', Buffer.concat([Buffer.from('<html>'), zip(good)])],
    ['I6: has something behind its end', Buffer.concat([zip(good), Buffer.from('<script>')])],
    ['I6: is cut off', zip(good).subarray(0, -30)],
    ['I6: begins like a picture', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), zip(good)])],
    ['I6: is no ZIP file at all', Buffer.from('sku,name\n1,2\n')],
    ['I6: is a ZIP file of something else', zip([{ name: 'readme.txt', text: 'x' }])],
    ['I6: unpacks to far more than it should', zip(sheet(big(' ', 20_000_000)))],
    ['I6: says that it is smaller than it is', zip([...others, { ...first, claims: { size: 3 } }])],
    ['I6: has a part twice', zip([...good, same])],
    [
      'I6: has a part that is called otherwise in the directory',
      zip([...others, { ...first, claims: { name: '_rels/.reLs' } }]),
    ],
    ['I6: has parts that overlap', zip([...good, { name: 'xl/other.xml', text: 'x', claims: { at: 0 } }])],
    ['I6: is protected by a password', zip([...others, { ...first, claims: { flags: 1 } }])],
    [
      'I6: has a document type',
      zip(sheet(`<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData>${ROW}</sheetData></worksheet>`)),
    ],
    ['I6: has an entity of its own', zip(sheet(big('<row><c t="str"><v>&xxe;</v></c></row>', 1)))],
    ['I6: is deep', zip(sheet('<a>'.repeat(1000)))],
    ['I6: has a tag without an end', zip(sheet(`<worksheet><sheetData><row ${'a'.repeat(2_000_000)}`))],
    ['I6: has tags that do not fit', zip(sheet('<worksheet><row></worksheet></row>'))],
    ['I6: has a column far to the right', zip(sheet(big('<row><c r="XFD1" t="str"><v>x</v></c></row>', 1)))],
    ['I6: has a number that is none', zip(sheet(big('<row><c><v>=1+1</v></c></row>', 1)))],
    ['I6: names a text that is not', zip(sheet(big('<row><c t="s"><v>99</v></c></row>', 1)))],
    ['I6: is not in UTF-8', zip(sheet(Buffer.from([0x3c, 0xff, 0xfe, 0x3e])))],
  ])('should be refused when it %s', async (_what, bytes) => {
    await expect(rowsOf(bytes)).rejects.toThrow(expect.objectContaining({ name: 'BrokenFileError' }));
  });

  it('should be refused wherever a byte of it is another one, or be read as something', async () => {
    const whole = zip(good);
    for (let at = 0; at < whole.length; at += 7) {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8((bytes.readUInt8(at) + 1) % 256, at);
      const outcome = await rowsOf(bytes).then(
        () => 'BrokenFileError',
        (error: Error) => error.name,
      );
      expect([at, outcome]).toEqual([at, 'BrokenFileError']);
    }
  });
});
