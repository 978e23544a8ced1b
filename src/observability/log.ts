import { type DestinationStream, type LevelWithSilent, type Logger, type LoggerOptions, pino } from 'pino';
import { config } from '@/config';

let logger: Logger | undefined;
let destination: DestinationStream | undefined;
let level: LevelWithSilent | undefined;

/** The process's log: one JSON object a line on stdout; secrets never reach it. */
export function log(): Logger {
  logger ??= newLogger();
  return logger;
}

/** Sends the lines from now on to `stream` instead of stdout; those below `least` nowhere. */
export function logTo(stream: DestinationStream, least?: LevelWithSilent): void {
  destination = stream;
  level = least;
  logger = undefined;
}

function newLogger(): Logger {
  const options: LoggerOptions = {
    level: level ?? config().LOG_LEVEL,
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
