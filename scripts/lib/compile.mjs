// Each of the two programs as one file of JavaScript: Node.js reads that in a fraction of the time it takes to look up, read
// and translate a thousand files of TypeScript and packages (docs/decisions/compiled-programs.md).
import { bundle } from './bundle.mjs';

const PROGRAMS = { server: 'src/index.ts', lavoro: 'src/cli/index.ts' };

for (const [name, entry] of Object.entries(PROGRAMS)) await bundle(name, entry);
