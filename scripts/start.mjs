// `npm start`: sets everything up, then runs the server in this very process, so that signals reach it.
import { setUp } from './lib/setup.mjs';

setUp();
const { register } = await import('tsx/esm/api');
register();
await import('../src/index.ts');
