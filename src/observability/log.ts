import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { config } from '@/config';

let logger: Logger | undefined;
let destination: DestinationStream | undefined;

/** The process's log: one JSON object a line on stdout; secrets never reach it. */
export function log(): Logger {
  logger ??= newLogger();
  return logger;
}

/** Sends the lines from now on to `stream` instead of stdout. */
export function logTo(stream: DestinationStream): void {
  destination = stream;
  logger = undefined;
}

function newLogger(): Logger {
  const options: LoggerOptions = {
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
  };
  return pino(options, destination);
}

/** Whether every statement is to be logged: LOG_LEVEL=debug, or lower still. */
export function logsStatements(): boolean {
  return ['debug', 'trace'].includes(config().LOG_LEVEL);
}
