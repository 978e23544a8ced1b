// `npm run db:generate`: the typed Prisma clients of both planes, without any download.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { generateClients, root } from './lib/setup.mjs';

rmSync(path.join(root, 'src/generated/.stamp'), { force: true });
generateClients();
console.log('Generated src/generated/control and src/generated/tenant.');
