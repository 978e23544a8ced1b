import { writeSync } from 'node:fs';
import { sealCompany } from '@/audit/seal';
import { databaseManager } from '@/database/connection';

/** A process that seals a company's audit log over and over until its input ends; prints how often it did and how many seals it made. */
const [tenantId = ''] = process.argv.slice(2);

let over = false;
process.stdin.on('end', () => {
  over = true;
});
process.stdin.resume();
writeSync(1, 'ready\n');
let tried = 0;
let made = 0;
while (!over) {
  made += (await sealCompany(tenantId)).made.length;
  tried += 1;
}
writeSync(1, `tried ${tried} made ${made}\n`);
await databaseManager.disconnect();
