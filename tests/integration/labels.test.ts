import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, makeCompany } from '../support/api';
import { type Made, made, refusal } from './support';

let owner: Client;
let item: Made;
beforeAll(async () => {
  ({ owner } = await makeCompany());
  item = await made(owner, '/inventory/items', {
    sku: 'PUL/01',
    name: 'Crew neck <b>',
    kind: 'FINISHED_GOODS',
    unit: 'pcs',
    barcode: '4006381333931',
    composition: '100% lana',
    colour: 'Navy',
    size: 'M',
  });
});

const label = (query = '', by = owner, id = item.id) => by.call('GET', `/inventory/items/${id}/label${query}`);

describe('the label of an item', () => {
  it('should be SVG, or a PDF, in the size that is asked for', async () => {
    const svg = await label();
    expect([svg.status, svg.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
    expect(svg.headers.get('content-disposition')).toBe('attachment; filename="label-PUL_01.svg"');
    expect(svg.headers.get('x-content-type-options')).toBe('nosniff');
    for (const word of ['Crew neck &lt;b&gt;', 'PUL/01', '4006381333931', '100% wool', 'Navy · M', 'width="70mm"'])
      expect(svg.text).toContain(word);
    const pdf = await label('?format=pdf&size=100x150');
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(pdf.text.startsWith('%PDF-1.4')).toBe(true);
  });

  it('should be refused in other formats and sizes, and to other companies', async () => {
    expect(refusal(await label('?format=png&size=10x10'))).toEqual([400, 'VALIDATION_FAILED', 'format', 'size']);
    expect((await label('', (await makeCompany()).owner)).status).toBe(404);
  });
});
