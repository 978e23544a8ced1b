// `npm run docs:permissions`: writes docs/permissions.md anew, below what is written by hand.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '@/config';
import { routes } from '@/routes';
import { permissionsPage } from './lib/permissionsPage';

const file = path.join(PROJECT_ROOT, 'docs', 'permissions.md');
writeFileSync(file, permissionsPage(readFileSync(file, 'utf8'), routes));
