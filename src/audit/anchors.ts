import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { id } from '@/contract/fields';

/** What is known of a seal outside the database. */
const anchorLine = z.object({
  seq: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  rows: z.int().positive(),
  sealedAt: z.iso.datetime(),
});

export type Anchor = z.infer<typeof anchorLine>;

/** Where the heads of the chains are kept so that who can change the database cannot change them: lines are only added. */
export type AnchorStore = {
  /** Everything kept for a company, in the order it came; undefined when there is nothing. */
  all(tenantId: string): Promise<Anchor[] | undefined>;
  /** The newest of it. */
  newest(tenantId: string): Promise<Anchor | undefined>;
  /** Adds lines; done when they will outlast a loss of power. */
  add(tenantId: string, anchors: readonly Anchor[]): Promise<void>;
};

/** Enough for several lines. */
const TAIL_BYTES = 4096;
const LINE_FEED = 10;

/** A file a company in `folder`, `<tenant id>.ndjson`, which only its owner may read; each line is one seal. */
export function anchorFiles(folder: string): AnchorStore {
  const fileOf = (tenantId: string) => path.join(folder, `${id.parse(tenantId)}.ndjson`);
  return {
    all: async (tenantId) => {
      const text = await readFile(fileOf(tenantId), 'utf8').catch(noFile);
      return text === undefined ? undefined : linesOf(text);
    },
    newest: async (tenantId) => {
      const handle = await open(fileOf(tenantId), 'r').catch(noFile);
      if (!handle) return undefined;
      try {
        return linesOf(await tailOf(handle)).at(-1);
      } finally {
        await handle.close();
      }
    },
    add: async (tenantId, anchors) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const handle = await open(fileOf(tenantId), 'a+', 0o600);
      try {
        const tail = await tailOf(handle);
        // A line that was cut off by a crash stays one of its own, which says nothing.
        const start = tail === '' || tail.charCodeAt(tail.length - 1) === LINE_FEED ? '' : '\n';
        await handle.appendFile(`${start}${anchors.map((anchor) => `${JSON.stringify(anchor)}\n`).join('')}`);
        await handle.sync();
        if (tail === '') await syncFolder(folder);
      } finally {
        await handle.close();
      }
    },
  };
}

function noFile(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

async function tailOf(handle: FileHandle): Promise<string> {
  const { size } = await handle.stat();
  const length = Math.min(size, TAIL_BYTES);
  const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.toString('utf8');
}

/** The lines that can be read; the first of a tail may be half a line. */
function linesOf(text: string): Anchor[] {
  return text.split('\n').flatMap((line) => {
    const parsed = anchorLine.safeParse(jsonOf(line));
    return parsed.success ? [parsed.data] : [];
  });
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
