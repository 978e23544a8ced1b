import type { Context } from 'hono';
import type { AppEnv } from '@/context';
import { log } from '@/observability/log';
import type { Download } from './route';

/**
 * Sends a file as it is made, as fast as it is taken. What fails before its first piece is refused like every request; later
 * the connection is cut, so that nobody takes a part for the whole.
 */
export async function sendDownload(c: Context<AppEnv>, { fileName, contentType, chunks }: Download): Promise<Response> {
  const pieces = chunks[Symbol.asyncIterator]();
  let next: IteratorResult<string | Uint8Array> | undefined = await pieces.next();
  const about = { requestId: c.get('requestId'), tenantId: c.get('tenant')?.id, userId: c.get('user')?.userId };
  const encoder = new TextEncoder();
  const headers = {
    'content-type': contentType,
    'content-disposition': `attachment; filename="${fileName.replace(/[^\w.-]/g, '_')}"`,
  };
  if (c.req.method === 'HEAD') {
    await pieces.return?.();
    return c.body(null, 200, headers);
  }
  const stream = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { done, value } = next ?? (await pieces.next());
        next = undefined;
        if (done) controller.close();
        else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value);
      } catch (error) {
        log().error({ ...about, err: error }, 'a download was cut off');
        controller.error(new Error('cut off'));
      }
    },
    cancel: async () => {
      await pieces.return?.();
    },
  });
  return c.body(stream, 200, headers);
}
