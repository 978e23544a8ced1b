import type { TenantContext } from '@/context';
import { log } from '@/observability/log';
import { noteProgress } from './batches.repo';

/** How often others hear how far it is. */
const EVERY_MS = 500;

/** Tells others how many rows are done; never waited for, for it may be the last connection that does the work. */
export class Progress {
  #done = 0;
  #toldAt = 0;
  #telling = false;

  constructor(
    private readonly ctx: Pick<TenantContext, 'tenant'>,
    private readonly batchId: string,
  ) {}

  add(rows: number): void {
    this.#done += rows;
    if (this.#telling || performance.now() - this.#toldAt < EVERY_MS) return;
    this.#telling = true;
    this.#toldAt = performance.now();
    noteProgress(this.ctx.tenant.id, this.batchId, this.#done)
      .catch((error: unknown) => log().warn({ tenantId: this.ctx.tenant.id, err: error }, 'progress was not noted'))
      .finally(() => {
        this.#telling = false;
      });
  }
}
