// `npm start`: sets everything up, then runs the server as it was compiled, in this very process, so that signals reach it.
import { setUp } from './lib/setup.mjs';

setUp();
process.setSourceMapsEnabled(true);
await import('../build/server.mjs');
