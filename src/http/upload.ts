import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Context } from 'hono';
import type { AppEnv } from '@/context';
import { RateLimited, Refusal } from '@/lib/refusal';
import type { Upload, UploadRule } from './route';

/** Files that are being read at once in this process: that is how much of the disk they may take. */
const MOST_AT_ONCE = 8;
const RETRY_AFTER_S = 10;
const MIB = 1024 * 1024;

export type SpooledUpload = Upload & { close(): Promise<void> };

let underWay = 0;

/**
 * The body of a request as a file that has no name any more: whatever becomes of the process, it is gone with it.
 * Throws UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE and RATE_LIMITED.
 */
export async function readUpload(c: Context<AppEnv>, rule: UploadRule): Promise<SpooledUpload> {
  const contentType = (c.req.header('content-type') ?? '').replace(/;.*/s, '').trim().toLowerCase();
  if (!rule.types.includes(contentType))
    throw new Refusal(
      'UNSUPPORTED_MEDIA_TYPE',
      `Send the file itself, with one of these types: ${rule.types.join(', ')}.`,
    );
  if (Number(c.req.header('content-length') ?? 0) > rule.mostBytes) throw tooLarge(rule);
  if (underWay >= MOST_AT_ONCE)
    throw new RateLimited('Many files are being read right now. Try again in a moment.', RETRY_AFTER_S);
  underWay += 1;
  let file: FileHandle | undefined;
  const close = async () => {
    const opened = file;
    file = undefined;
    if (opened) await opened.close();
  };
  try {
    file = await nameless();
    const size = await spool(c, file, rule);
    return {
      contentType,
      size,
      read: (at, length) => bytesOf(file, at, length),
      close: async () => {
        underWay -= 1;
        await close();
      },
    };
  } catch (error) {
    underWay -= 1;
    await close();
    throw error;
  }
}

async function nameless(): Promise<FileHandle> {
  const name = path.join(tmpdir(), `lavoro-${randomUUID()}`);
  const file = await open(name, 'wx+', 0o600);
  await unlink(name);
  return file;
}

async function spool(c: Context<AppEnv>, file: FileHandle, rule: UploadRule): Promise<number> {
  if (c.req.raw.bodyUsed)
    throw new Refusal('UNAVAILABLE', 'The fields of this company have just changed: send it again.');
  let size = 0;
  for await (const piece of (c.req.raw.body ?? []) as AsyncIterable<Uint8Array>) {
    size += piece.length;
    if (size > rule.mostBytes) throw tooLarge(rule);
    await file.appendFile(piece);
  }
  if (size === 0) throw new Refusal('BAD_REQUEST', 'The file is empty.');
  return size;
}

async function bytesOf(file: FileHandle | undefined, at: number, length: number): Promise<Buffer> {
  if (!file) throw new Error('The file was closed.');
  const buffer = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, at + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}

const tooLarge = ({ mostBytes }: UploadRule) =>
  new Refusal('PAYLOAD_TOO_LARGE', `A file may have at most ${mostBytes / MIB} MiB.`);
