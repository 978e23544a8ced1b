import { pino } from 'pino';
import { config } from '@/config';

/** The process's log: one JSON object a line on stdout; secrets never reach it. */
export const log = pino({
  level: config().LOG_LEVEL,
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: [
      'password',
      'refreshToken',
      'accessToken',
      'authorization',
      'cookie',
      '*.password',
      '*.refreshToken',
      '*.accessToken',
      '*.authorization',
      '*.cookie',
    ],
    censor: '[secret]',
  },
});
