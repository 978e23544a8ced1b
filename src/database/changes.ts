import { createHash } from 'node:crypto';
import type pg from 'pg';
import { log } from '@/observability/log';

const KINDS = ['session', 'user', 'tenant', 'keys'] as const;

/**
 * Something the control plane remembers has changed: of a session, of all of a user's or a company's, the keys that sign
 * tokens, or anything at all.
 */
export type Change = { readonly kind: (typeof KINDS)[number]; readonly hash: string } | { readonly kind: 'all' };

const CHANNEL = 'lavoro_changes';
const RETRY_MS = 1000;

/** How an id is named in a change: its SHA-256 in hex. */
export const changeHash = (id: string) => createHash('sha256').update(id).digest('hex');

/**
 * Listens for what other processes change (the triggers on the control plane's tables announce it). While nobody listens,
 * and when the connection is lost, everything may have changed.
 */
export class ChangeFeed {
  #stopped = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly connect: () => Promise<pg.PoolClient>,
    private readonly report: (change: Change) => void,
  ) {}

  /** Starts to listen, now and again after every loss. Never rejects. */
  async start(): Promise<void> {
    let client: pg.PoolClient | undefined;
    try {
      client = await this.connect();
      client.on('notification', ({ payload }) => this.#read(payload ?? ''));
      await client.query(`LISTEN ${CHANNEL}`);
      client.once('end', () => this.#lost());
      // Nobody waits for it; it must not keep the process running.
      (client as unknown as { unref(): void }).unref();
      this.report({ kind: 'all' });
    } catch (error) {
      log().debug({ err: error }, 'listening for changes failed');
      // Else each attempt would keep one, for nobody takes back what was lent for good.
      client?.release(true);
      this.#lost();
    }
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
  }

  #lost(): void {
    if (this.#stopped) return;
    this.report({ kind: 'all' });
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.start(), RETRY_MS).unref();
  }

  #read(payload: string): void {
    const [, named, hash] = /^(\w+):([0-9a-f]{64})$/.exec(payload) ?? [];
    const kind = KINDS.find((each) => each === named);
    if (kind && hash) this.report({ kind, hash });
  }
}
