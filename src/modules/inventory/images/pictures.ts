import type { Sharp, default as sharpModule } from 'sharp';
import { MOST_PIXELS } from '@/contract/images';
import { isWholePicture, pictureType } from '@/lib/pictureFormat';
import { Refusal } from '@/lib/refusal';

/** What is kept of a picture: made anew from its pixels, so nothing comes along that was hidden in the file. */
export type Renditions = {
  readonly width: number;
  readonly height: number;
  readonly full: Buffer;
  readonly thumbnail: Buffer;
};

const FULL_PX = 1600;
const THUMBNAIL_PX = 320;
const QUALITY = 82;
const MOST_SECONDS = 15;

let reader: Promise<typeof sharpModule> | undefined;

/** libvips, which is 20 MB, is read with the first picture. */
const pictureReader = () => {
  reader ??= import('sharp').then(({ default: sharp }) => {
    // Of all that libvips reads, only what pictures may be sent as: no SVG, no PDF, no address it would fetch.
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({
      operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
    });
    sharp.cache(false);
    // Requests are many at once already.
    sharp.concurrency(1);
    return sharp;
  });
  return reader;
};

/**
 * Reads a picture that was sent as `contentType` and makes its renditions: turned upright, without metadata, WebP.
 * Throws UNSUPPORTED_MEDIA_TYPE for what is not wholly such a picture, RULE_VIOLATED for one with too many pixels.
 */
export async function renditionsOf(bytes: Buffer, contentType: string): Promise<Renditions> {
  const type = pictureType(bytes);
  if (type === undefined) throw refused('This is no picture: send a JPEG, PNG or WebP.');
  if (type !== contentType) throw refused(`This is sent as ${contentType} and is ${type}.`);
  if (!isWholePicture(bytes, type)) throw refused('The file is cut off, or holds more than a picture.');
  const sharp = await pictureReader();
  const { width = 0, height = 0 } = await sharp(bytes, { limitInputPixels: false }).metadata().catch(unreadable);
  if (width * height > MOST_PIXELS)
    throw new Refusal('RULE_VIOLATED', `A picture may have at most ${MOST_PIXELS / 1_000_000} million pixels.`);
  const upright = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
    .autoOrient()
    .timeout({ seconds: MOST_SECONDS });
  const { data, info } = await fitted(upright.clone(), FULL_PX).catch(unreadable);
  const thumbnail = await fitted(upright.clone(), THUMBNAIL_PX).catch(unreadable);
  return { width: info.width, height: info.height, full: data, thumbnail: thumbnail.data };
}

const fitted = (picture: Sharp, px: number) =>
  picture
    .resize(px, px, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .webp({ quality: QUALITY })
    .toBuffer({ resolveWithObject: true });

const refused = (message: string) => new Refusal('UNSUPPORTED_MEDIA_TYPE', message);

/** What libvips says of a broken file is about its inside. */
function unreadable(): never {
  throw refused('The picture cannot be read: it is damaged.');
}
