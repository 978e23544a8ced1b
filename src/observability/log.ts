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

/** How long a line may wait for others, in milliseconds, and how many bytes are written without waiting any longer. */
const BATCH_MS = 50;
const BATCH_BYTES = 8192;

/**
 * From now on lines are written to stdout some at a time: a write for each is a tenth of what a request takes. They are all
 * written when the process ends, whyever; only one that is killed loses what it had to say in its last moment.
 */
export function logInBatches(): void {
  const stdout = pino.destination({ dest: 1, minLength: BATCH_BYTES, sync: true });
  let waits = false;
  const flush = () => {
    waits = false;
    stdout.flushSync();
  };
  process.on('exit', flush);
  logTo({
    write: (line) => {
      stdout.write(line);
      if (waits) return;
      waits = true;
      setTimeout(flush, BATCH_MS).unref();
    },
  });
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
