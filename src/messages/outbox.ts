import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { config } from '@/config';
import { log } from '@/observability/log';
import type { Transport } from './transport';

/** Where messages are put that nobody else takes. */
export const outboxFolder = () => path.join(config().dataDir, 'outbox');

/** Each message is a file that only the user of the server reads; written again it is the same file. */
export const outbox: Transport = {
  async send({ id, channel, to, subject, text, createdAt }, signal) {
    const time = new Date(createdAt).toISOString().replace(/[-:]|\.\d+/g, '');
    const file = path.join(outboxFolder(), `${time}-${channel.toLowerCase()}-${id}.txt`);
    await mkdir(outboxFolder(), { recursive: true, mode: 0o700 });
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, `To: ${to}\nSubject: ${subject}\n\n${text}\n`, { mode: 0o600, signal });
    await rename(draft, file);
    log().info({ messageId: id, channel, file }, 'a message is in the outbox');
  },
};
