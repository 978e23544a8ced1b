import { type Logger, pino } from 'pino';
import { config } from '@/config';

let logger: Logger | undefined;

/** The process's log: one JSON object a line on stdout; secrets never reach it. */
export function log(): Logger {
  logger ??= pino({
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
  return logger;
}

/** Whether every statement is to be logged: LOG_LEVEL=debug, or lower still. */
export function logsStatements(): boolean {
  return ['debug', 'trace'].includes(config().LOG_LEVEL);
}
