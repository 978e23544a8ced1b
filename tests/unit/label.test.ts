import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barcodeIn, qrIn } from '@/lib/label/codes';
import { fitted } from '@/lib/label/drawing';
import { LABEL_SIZES, type LabelSize, labelDrawing } from '@/lib/label/label';
import { toPdf } from '@/lib/label/pdf';
import { toSvg } from '@/lib/label/svg';

const SIZES = Object.keys(LABEL_SIZES) as LabelSize[];
const content = {
  title: 'Crew neck <navy> & "co"',
  lines: ['PUL01-NVY-M', '100% wool'],
  code: 'PUL01-NVY-M',
  qr: '01a2',
};
const place = { x: 0, y: 0, width: 60, height: 8 };

describe('a label', () => {
  it('should keep everything inside its edges, whatever stands on it', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.array(text, { maxLength: 6 }),
        text,
        fc.constantFrom(...SIZES),
        async (title, lines, code, size) => {
          const { widthMm, heightMm, boxes, words } = await labelDrawing(
            { title, lines, code, qr: 'x'.repeat(36) },
            size,
          );
          const inside = boxes.every(
            ({ x, y, width, height }) =>
              x >= 0 && y >= 0 && x + width <= widthMm + 1e-6 && y + height <= heightMm + 1e-6,
          );
          return inside && boxes.length > 0 && words.every(({ x, y }) => x < widthMm && y > 0 && y <= heightMm);
        },
      ),
    );
  });

  it('should have bars that begin and end as Code 128 and EAN-13 do, or none', async () => {
    const widths = async (code: string) => (await barcodeIn(code, place)).map(({ width }) => width);
    const bars = await widths('ABC-1');
    const start = bars.slice(0, 3).map((width) => Math.round(width / Math.min(...bars)));
    expect(start).toEqual([2, 1, 1]);
    // 30 bars: guards of 2 each and 12 digits of 2, the first in their parity.
    expect(await widths('4006381333931')).toHaveLength(30);
    expect(await widths('036000291452')).toHaveLength(30);
    expect([await widths('caffè'), await widths(''), await widths('X'.repeat(60))]).toEqual([[], [], []]);
  });

  it('should have a QR code with its three corners', async () => {
    const boxes = await qrIn('ABC-1', { x: 0, y: 0, width: 29, height: 29 });
    const sevens = boxes
      .filter(({ width }) => Math.round(width) === 7)
      .map(({ x, y }) => [Math.round(x) - 4, Math.round(y) - 4]);
    expect(sevens).toEqual(
      expect.arrayContaining([
        [0, 0],
        [14, 0],
        [0, 6],
        [14, 6],
        [0, 14],
        [0, 20],
      ]),
    );
  });

  it('should be SVG in which nothing of its words is markup', async () => {
    const svg = toSvg(await labelDrawing(content, '100x50'));
    expect(svg).toContain('width="100mm" height="50mm" viewBox="0 0 100 50"');
    expect(svg).toContain('Crew neck &lt;navy&gt; &amp; &quot;');
    expect(svg).not.toContain('<navy>');
  });

  it.each(SIZES)('should be a PDF of %s whose table says where its objects are', async (size) => {
    const pdf = toPdf(await labelDrawing({ ...content, title: 'Caffè (50 €) \\ धागा' }, size)).toString('latin1');
    const table = Number(/startxref\n(\d+)/.exec(pdf)?.[1]);
    expect(pdf.slice(table, table + 4)).toBe('xref');
    const places = [...pdf.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, at]) => Number(at));
    expect(places.map((at, index) => pdf.startsWith(`${index + 1} 0 obj\n`, at))).toEqual(Array(6).fill(true));
    const [, length = '', stream = ''] = /\/Length (\d+) >>\nstream\n([\s\S]*)endstream/.exec(pdf) ?? [];
    expect(stream).toHaveLength(Number(length));
    expect(stream).toContain(Buffer.from('Caffè (50 ', 'latin1').toString('hex'));
    const [width = 0] = LABEL_SIZES[size];
    expect(pdf).toContain(`/MediaBox [0 0 ${Number(((width * 72) / 25.4).toFixed(3))} `);
  });

  it('should cut words that do not fit', () => {
    expect([fitted('short', 50, 3), fitted('much too long for it', 10, 3)]).toEqual(['short', 'much…']);
  });
});
