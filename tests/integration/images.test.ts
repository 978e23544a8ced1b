import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { MOST_IMAGE_BYTES, MOST_IMAGES } from '@/contract/images';
import { tenantSchema } from '@/database/tenantName';
import { type Client, type Company, makeCompany } from '../support/api';
import { asSuperuser } from '../support/database';
import { type Made, made, refusal } from './support';

let company: Company;
let owner: Client;
let item: Made;

beforeAll(async () => {
  company = await makeCompany();
  owner = company.owner;
  item = await newItem();
});

const newItem = () => made(owner, '/inventory/items', { name: 'Pullover', kind: 'FINISHED_GOODS', unit: 'pcs' });
const picture = (width = 40, height = 30) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 60 } } });
const send = (bytes: Uint8Array, type = 'image/png', to = item, by = owner) =>
  by.call('POST', `/inventory/items/${to.id}/images`, bytes, { 'content-type': type });
const stored = async () => {
  const [row] = await asSuperuser<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${tenantSchema(company.id)}.item_image_files`,
  );
  return row?.count;
};

/** A PNG that says it is as large as wanted, and has next to nothing in it. */
function bomb(width: number, height: number): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const whole = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(whole));
    return Buffer.concat([length, whole, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const magic = Buffer.from('89504e470d0a1a0a', 'hex');
  const data = deflateSync(Buffer.alloc(Math.min((Math.ceil(width / 8) + 1) * height, 4_000_000)));
  return Buffer.concat([magic, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

describe('a picture of an item', () => {
  it.each([
    ['image/png', () => picture().png().toBuffer()],
    ['image/jpeg', () => picture().jpeg().toBuffer()],
    ['image/jpeg', () => picture(64, 64).jpeg({ progressive: true }).toBuffer()],
    ['image/webp', () => picture().webp().toBuffer()],
    ['image/webp', () => picture(33, 17).webp({ lossless: true }).toBuffer()],
  ])('may be sent as %s, and is kept and given as WebP', async (type, make) => {
    const answer = await send(await make(), type);
    expect([answer.status, answer.body.itemId]).toEqual([201, item.id]);
    const file = await owner.call('GET', `/inventory/images/${answer.body.id}`);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/webp']);
    expect(await sharp(file.bytes).metadata()).toMatchObject({ format: 'webp', width: answer.body.width });
  });

  it('should be served so that no browser takes it for anything else', async () => {
    const { body } = await send(await picture().png().toBuffer());
    for (const path of ['', '/thumbnail']) {
      const { headers } = await owner.call('GET', `/inventory/images/${body.id}${path}`);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-disposition')).toBe(`attachment; filename="${body.id}.webp"`);
      expect(headers.get('content-security-policy')).toContain("object-src 'none'");
    }
  });

  it('should be made smaller, turned upright, and lose what the camera wrote into it', async () => {
    const shot = await picture(4000, 2000)
      .withExif({ IFD0: { Copyright: 'SECRET-EXIF' }, IFD3: { GPSLatitude: '45/1 27/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(shot).metadata()).exif).toBeDefined();
    const { body } = await send(shot, 'image/jpeg');
    expect([body.width, body.height]).toEqual([800, 1600]);
    const full = await owner.call('GET', `/inventory/images/${body.id}`);
    const { exif, icc, xmp, orientation } = await sharp(full.bytes).metadata();
    expect([exif, icc, xmp, orientation]).toEqual([undefined, undefined, undefined, undefined]);
    expect(Buffer.from(full.bytes).includes('SECRET-EXIF')).toBe(false);
    expect(body.sizeBytes).toBe(full.bytes.length);
    const small = await owner.call('GET', `/inventory/images/${body.id}/thumbnail`);
    expect(await sharp(small.bytes).metadata()).toMatchObject({ width: 160, height: 320 });
  });

  it('should be in the list of its item until it is removed, and its bytes be gone with it', async () => {
    const one = await newItem();
    const [first, second] = [
      (await send(await picture().png().toBuffer(), 'image/png', one)).body,
      (await send(await picture(10, 10).png().toBuffer(), 'image/png', one)).body,
    ];
    const list = async () => (await owner.call('GET', `/inventory/items/${one.id}/images`)).body.data;
    expect(await list()).toEqual([first, second]);
    const before = (await stored()) ?? 0;
    const remove = (version: number) =>
      owner.call('DELETE', `/inventory/images/${first.id}`, undefined, { 'if-match': `"${version}"` });
    expect(refusal(await remove(2))).toEqual([412, 'VERSION_MISMATCH']);
    expect([(await remove(1)).status, (await remove(1)).status]).toEqual([204, 404]);
    expect([await list(), await stored()]).toEqual([[second], before - 2]);
    expect((await owner.call('GET', `/inventory/images/${first.id}`)).status).toBe(404);
  });

  it(`should be one of at most ${MOST_IMAGES}, also when they come at once`, async () => {
    const one = await newItem();
    const dot = await picture(2, 2).png().toBuffer();
    const answers = await Promise.all(Array.from({ length: MOST_IMAGES + 2 }, () => send(dot, 'image/png', one)));
    const refused = answers.filter(({ status }) => status !== 201);
    // Eight files are read at once; who comes later is asked to wait.
    expect(refused.every(({ status }) => [422, 429].includes(status))).toBe(true);
    for (let more = 0; more < 8; more += 1) await send(dot, 'image/png', one);
    expect((await owner.call('GET', `/inventory/items/${one.id}/images`)).body.data).toHaveLength(MOST_IMAGES);
    expect(refusal(await send(dot, 'image/png', one))).toEqual([422, 'RULE_VIOLATED']);
  });

  it('should be seen and changed by nobody of another company, and added by nobody who may not write', async () => {
    const { body } = await send(await picture().png().toBuffer());
    const { owner: stranger } = await makeCompany();
    for (const path of ['', '/thumbnail'])
      expect((await stranger.call('GET', `/inventory/images/${body.id}${path}`)).status).toBe(404);
    expect((await send(await picture().png().toBuffer(), 'image/png', item, stranger)).status).toBe(404);
    const employee = await company.as('EMPLOYEE');
    expect((await employee.call('GET', `/inventory/images/${body.id}`)).status).toBe(200);
    expect(refusal(await send(await picture().png().toBuffer(), 'image/png', item, employee))).toEqual([
      403,
      'FORBIDDEN',
    ]);
  });
});

describe('what is no picture', () => {
  const png = () => picture().png().toBuffer();
  const jpeg = () => picture().jpeg().toBuffer();
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const script = Buffer.from('<script>alert(1)</script>');
  const zip = Buffer.from('504b0304140000000000', 'hex');

  it.each<[string, string, () => Promise<Buffer> | Buffer]>([
    ['an SVG', 'image/svg+xml', () => svg],
    ['an SVG called PNG', 'image/png', () => svg],
    ['HTML called JPEG', 'image/jpeg', () => script],
    ['a GIF', 'image/gif', () => picture().gif().toBuffer()],
    ['a GIF called PNG', 'image/png', () => picture().gif().toBuffer()],
    ['a TIFF called JPEG', 'image/jpeg', () => picture().tiff().toBuffer()],
    ['a PNG called JPEG', 'image/jpeg', png],
    ['JSON', 'application/json', () => Buffer.from('{}')],
    ['the beginning of a PNG', 'image/png', async () => (await png()).subarray(0, 60)],
    ['half a JPEG', 'image/jpeg', async () => (await picture(400, 400).jpeg().toBuffer()).subarray(0, 900)],
    ['a PNG with a script behind it', 'image/png', async () => Buffer.concat([await png(), script])],
    ['a PNG with an archive behind it', 'image/png', async () => Buffer.concat([await png(), zip])],
    ['a JPEG with an archive behind it', 'image/jpeg', async () => Buffer.concat([await jpeg(), zip])],
    [
      'a WebP with a script behind it',
      'image/webp',
      async () => Buffer.concat([await picture().webp().toBuffer(), script]),
    ],
    [
      'two JPEGs with an archive behind them',
      'image/jpeg',
      async () => Buffer.concat([await jpeg(), await jpeg(), zip]),
    ],
    [
      'the magic of a PNG before a script',
      'image/png',
      async () => Buffer.concat([(await png()).subarray(0, 8), script]),
    ],
    [
      'noise behind the magic of a JPEG',
      'image/jpeg',
      () => Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.alloc(500, 7)]),
    ],
    [
      'a PNG with a chunk that is longer than the file',
      'image/png',
      async () => {
        const bytes = await png();
        bytes.writeUInt32BE(0xfffffff0, 8);
        return bytes;
      },
    ],
  ])('I6: should be refused: %s', async (_what, type, make) => {
    const before = await stored();
    expect(refusal(await send(await make(), type))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(await stored()).toBe(before);
  });

  it('I6: should be refused for its pixels before any of them is unpacked', async () => {
    for (const [width, height] of [
      [100_000, 100_000],
      [60_000, 1000],
    ] as const)
      expect(refusal(await send(bomb(width, height)))).toEqual([422, 'RULE_VIOLATED']);
  });

  it('I6: should be refused when it says it is smaller than it is, or is empty or too large', async () => {
    expect(refusal(await send(bomb(9000, 5000)))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(refusal(await send(Buffer.alloc(0)))).toEqual([400, 'BAD_REQUEST']);
    expect(refusal(await send(Buffer.alloc(MOST_IMAGE_BYTES + 1)))).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect((await send(await picture().png().toBuffer(), 'image/png', { ...item, id: uuidv7() })).status).toBe(404);
  });

  it('should not say how the picture was read', async () => {
    const { body } = await send((await picture(400, 400).jpeg().toBuffer()).subarray(0, 900), 'image/jpeg');
    expect(body.detail).not.toMatch(/vips|sharp|libjpeg/i);
  });

  it('should take a second JPEG and zeros behind the first, as telephones write them', async () => {
    const both = Buffer.concat([await jpeg(), await jpeg(), Buffer.alloc(64)]);
    expect((await send(both, 'image/jpeg')).status).toBe(201);
  });
});
