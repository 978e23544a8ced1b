// `npm run check`: types of server and console, style. `npm run check -- --fix` mends what can be mended.
import { run, setUp } from './lib/setup.mjs';

setUp({ console: false });
const fix = process.argv.includes('--fix') ? ['--write'] : [];
run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.'], {
  failure: 'The types of the server do not fit.',
});
run(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'web'], {
  failure: 'The types of the console do not fit.',
});
run(process.execPath, ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', ...fix, '.'], {
  failure: 'Biome found faults; "npm run check -- --fix" mends some.',
});
console.log('Types and style are in order.');
