/** What a file is by its bytes, whatever it is called, and where it ends: what has more in it than a picture is none. */
export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp';

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

/** The type of a picture by its first bytes; undefined for anything else. */
export function pictureType(bytes: Buffer): PictureType | undefined {
  if (bytes.subarray(0, 8).equals(PNG)) return 'image/png';
  if (bytes.length > 3 && bytes.readUIntBE(0, 3) === 0xffd8ff) return 'image/jpeg';
  const riff = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
  return riff ? 'image/webp' : undefined;
}

const ENDS: Readonly<Record<PictureType, (bytes: Buffer) => number | undefined>> = {
  'image/png': endOfPng,
  'image/jpeg': endOfJpeg,
  'image/webp': (bytes) => 8 + bytes.readUInt32LE(4) + (bytes.readUInt32LE(4) % 2),
};

/** Whether a file is the picture and nothing else. Telephones put another JPEG behind the first, and zeros. */
export function isWholePicture(bytes: Buffer, type: PictureType): boolean {
  const end = ENDS[type](bytes);
  if (end === undefined || end > bytes.length) return false;
  const rest = bytes.subarray(end);
  if (rest.every((byte) => byte === 0)) return true;
  return type === 'image/jpeg' && pictureType(rest) === 'image/jpeg' && isWholePicture(rest, type);
}

/** Chunk by chunk: length, name, data, checksum; the last is IEND. */
function endOfPng(bytes: Buffer): number | undefined {
  for (let at = 8; at + 12 <= bytes.length; ) {
    const next = at + 12 + bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') return next;
    at = next;
  }
  return undefined;
}

const EOI = 0xd9;
const SOS = 0xda;
/** Markers without a length: TEM and the restarts. */
const isBare = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/** Marker by marker; behind a start of scan come data in which 0xFF is followed by 0 or a restart. */
function endOfJpeg(bytes: Buffer): number | undefined {
  let at = 2;
  while (at + 4 <= bytes.length || bytes[at + 1] === EOI) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === EOI) return at + 2;
    if (marker === 0xff) at += 1;
    else if (isBare(marker)) at += 2;
    else {
      const segment = at + 2 + bytes.readUInt16BE(at + 2);
      at = marker === SOS ? endOfScan(bytes, segment) : segment;
    }
  }
  return undefined;
}

function endOfScan(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at !== -1 && at + 1 < bytes.length) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !isBare(next)) return at;
    at = bytes.indexOf(0xff, at + (next === 0xff ? 1 : 2));
  }
  return bytes.length;
}
