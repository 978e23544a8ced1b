// Logs some lines and ends at once: by itself, on purpose or by a mistake.
import { log, logInBatches } from '@/observability/log';

const [ending, count] = process.argv.slice(2);
logInBatches();
for (let n = 1; n <= Number(count); n += 1) log().info({ n }, 'a line');
if (ending === 'exit') process.exit(0);
if (ending === 'mistake') throw new Error('on purpose');
