import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { isLost } from '@/database/fleet/worker';

const socket = (code: string) => Object.assign(new Error('socket'), { code });
const server = (code: string) => Object.assign(new pg.DatabaseError('server', 0, 'error'), { code });

describe('a failure', () => {
  it.each([
    ...[
      'ECONNREFUSED',
      'ECONNRESET',
      'EPIPE',
      'ETIMEDOUT',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'EAI_AGAIN',
      'ENOTFOUND',
    ].map(socket),
    ...['08006', '53100', '53200', '57P01', '57P02', '57P03'].map(server),
    new Error('Connection terminated unexpectedly'),
    new Error('Client has encountered a connection error and is not queryable'),
    new Error('Client was closed and is not queryable'),
  ])('should be the server’s or the network’s: %s', (error) => {
    expect(isLost(error)).toBe(true);
  });

  it.each([
    socket('ENOENT'),
    socket('EACCES'),
    server('57014'),
    server('23505'),
    server('55P03'),
    new Error('data.ts'),
    undefined,
  ])('should be one company’s: %s', (error) => {
    expect(isLost(error)).toBe(false);
  });
});
