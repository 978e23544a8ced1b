import { ConfigError, config } from './config';

/** Looks at the settings before anything is loaded that needs them, so that a wrong one is told in a sentence. */
try {
  config();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.faults.join('\n'));
  process.exit(1);
}
await import('./server');
