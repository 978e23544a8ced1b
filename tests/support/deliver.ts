import { writeSync } from 'node:fs';
import { databaseManager } from '@/database/connection';
import { deliverDue } from '@/messages/delivery';

/** A process that delivers what is due: prints how many messages that were. */
writeSync(1, `delivered ${await deliverDue()}\n`);
await databaseManager.disconnect();
