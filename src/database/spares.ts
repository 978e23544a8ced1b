import { config } from '@/config';
import { log } from '@/observability/log';
import { createSpare } from './provision';

let filling: Promise<void> | undefined;

/**
 * Makes spares until there are TENANT_SPARES of them, one at a time; of several processes one does it. Called again while
 * it runs, it goes on with that. Rejects with what making one rejects with.
 */
export function fillSpares(): Promise<void> {
  if (config().TENANT_SPARES === 0) return Promise.resolve();
  filling ??= fill().finally(() => {
    filling = undefined;
  });
  return filling;
}

/** The same in the background: what goes wrong is logged. */
export function fillSparesLater(): void {
  fillSpares().catch((error: unknown) => log().error({ err: error }, 'making spare companies failed'));
}

async function fill(): Promise<void> {
  let made = true;
  while (made) made = await createSpare(config().TENANT_SPARES);
}
