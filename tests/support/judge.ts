import { writeSync } from 'node:fs';
import { SIGN_IN_FAILURES } from '@/auth/signIn/rateLimits';
import { countAgainst } from '@/auth/signIn/rateLimits.repo';
import { judgeStranger } from '@/auth/signIn/strangers.repo';
import { databaseManager } from '@/database/connection';

/**
 * A process in which so many wrong sign-ins of an account, or from an address, happen at once, as soon as it is told to go
 * on; prints how many counted: `node … <account|address> <which> <how many>`.
 */
const [kind, which = '', many = '0'] = process.argv.slice(2);
const { control } = databaseManager;
const one = async () =>
  kind === 'account'
    ? judgeStranger(control, which, 'WRONG')
    : (await countAgainst(control, SIGN_IN_FAILURES, which, 1)) === undefined;

await control.selectFrom('users').select('id').limit(1).execute();
writeSync(1, 'ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
const counted = await Promise.all(Array.from({ length: Number(many) }, one));
writeSync(1, `counted ${counted.filter(Boolean).length}\n`);
await databaseManager.disconnect();
process.exit(0);
