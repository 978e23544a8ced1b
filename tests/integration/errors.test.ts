import { HTTPException } from 'hono/http-exception';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { ZodError, z } from 'zod';
import { createApp } from '@/app';
import { ConfigError, VERSION } from '@/config';
import { ERROR_CODES, type ErrorCode, problemSchema } from '@/contract/errors';
import { DatabaseUnavailableError } from '@/database/errors';
import { TenantInputError } from '@/database/tenantInput';
import { UnknownTenantError } from '@/database/tenantName';
import { Prisma } from '@/generated/tenant/client';
import { Refusal } from '@/lib/refusal';

/** What no answer may show: words of the server, of the host, of the code, of somebody's data. */
const INSIDE = 'inside-7f3a.example secret_table tenant_01a2067e_9b6f_7513_86cb_897d49ea1bdb /srv/lavoro/src/x.ts:12:3';
const LEAKS =
  /inside-7f3a|secret_table|tenant_01a2067e|\/srv\/|\.ts:\d|\n\s*at |node_modules|SELECT|postgres|prisma|zod/i;
/** PostgreSQL's classes of errors (appendix A of its manual), and every code that is told apart somewhere. */
const SQLSTATES = [
  ...['00', '01', '02', '03', '08', '09', '0A', '0B', '0F', '0L', '0P', '0Z', '10', '20', '21', '22', '23', '24', '25'],
  ...['26', '27', '28', '2B', '2D', '2F', '34', '38', '39', '3B', '3D', '3F', '40', '42', '44', '53', '54', '55', '57'],
  ...['58', 'F0', 'HV', 'P0', 'XX'],
]
  .map((of) => `${of}000`)
  .concat(['22003', '22021', '22P02', '22P05', '23001', '23502', '23503', '23505', '23514', '25006', '25P02'])
  .concat(['28P01', '40001', '40P01', '42501', '42601', '42703', '42883', '42P01', '53100', '53200', '53300'])
  .concat(['54000', '55P03', '57014', '57P01', '57P02', '57P03', 'XX001']);

function databaseError(code: string): pg.DatabaseError {
  const error = new pg.DatabaseError(`duplicate key value violates "${INSIDE}"`, 100, 'error');
  const names = { schema: INSIDE, table: INSIDE, column: INSIDE, constraint: INSIDE, where: INSIDE, file: INSIDE };
  return Object.assign(error, { code, detail: `Key (code)=(${INSIDE}) already exists.`, hint: INSIDE, ...names });
}

/** An error of Node's network, as a lost connection gives it. */
const networkError = (code: string) => Object.assign(new Error(`connect ${code} ${INSIDE}`), { code, address: INSIDE });

const PRISMA = { clientVersion: '7.10.0', meta: { modelName: INSIDE, target: [INSIDE], driverAdapterError: INSIDE } };

/** Everything that can be thrown, by its name. */
const THROWN: Record<string, unknown> = {
  ...Object.fromEntries(
    (Object.keys(ERROR_CODES) as ErrorCode[]).map((code) => [`Refusal ${code}`, new Refusal(code, 'A sentence.')]),
  ),
  ...Object.fromEntries(SQLSTATES.map((code) => [`SQLSTATE ${code}`, databaseError(code)])),
  ...Object.fromEntries(
    ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EMFILE', 'ENOSPC', 'ERR_INVALID_ARG_TYPE'].map(
      (code) => [code, networkError(code)],
    ),
  ),
  ...Object.fromEntries(
    ([400, 401, 403, 404, 405, 413, 414, 415, 429, 431, 500, 501, 503] as const).map((status) => [
      `HTTPException ${status}`,
      new HTTPException(status, { message: INSIDE, res: new Response(INSIDE, { status }) }),
    ]),
  ),
  DatabaseUnavailableError: new DatabaseUnavailableError(`PostgreSQL at ${INSIDE} refuses the login.`),
  UnknownTenantError: new UnknownTenantError(INSIDE),
  TenantInputError: new TenantInputError('VALIDATION_FAILED', 'slug: taken', []),
  ConfigError: new ConfigError([INSIDE]),
  Error: new Error(INSIDE),
  'Error with a cause': new Error('Outside', { cause: databaseError('23505') }),
  AggregateError: new AggregateError([networkError('ECONNREFUSED')], INSIDE),
  TypeError: new TypeError(`Cannot read properties of undefined (reading '${INSIDE}')`),
  RangeError: new RangeError(INSIDE),
  SyntaxError: new SyntaxError(`Unexpected token in JSON: ${INSIDE}`),
  DOMException: new DOMException(INSIDE, 'AbortError'),
  ZodError: z.object({ secret_table: z.string() }).safeParse({}).error ?? new ZodError([]),
  'Prisma P2002': new Prisma.PrismaClientKnownRequestError(INSIDE, { code: 'P2002', ...PRISMA }),
  'Prisma P2003': new Prisma.PrismaClientKnownRequestError(INSIDE, { code: 'P2003', ...PRISMA }),
  'Prisma P2025': new Prisma.PrismaClientKnownRequestError(INSIDE, { code: 'P2025', ...PRISMA }),
  'Prisma unknown': new Prisma.PrismaClientUnknownRequestError(INSIDE, PRISMA),
  'Prisma validation': new Prisma.PrismaClientValidationError(INSIDE, PRISMA),
  'Prisma start': new Prisma.PrismaClientInitializationError(INSIDE, '7.10.0', 'P1001'),
  'a text': INSIDE,
  'a number': 42,
  'an object': { code: '23505', constraint: INSIDE, message: INSIDE },
  null: null,
  undefined,
};

describe('whatever is thrown', () => {
  let ask: (what: string) => Promise<Response>;
  beforeAll(() => {
    const app = createApp();
    app.get('/api/v1/throws/:what', (c) => {
      throw THROWN[c.req.param('what')];
    });
    ask = async (what) => app.request(`/api/v1/throws/${encodeURIComponent(what)}`);
  });

  it.each(Object.keys(THROWN))('F2: should be answered as a problem with nothing of the inside: %s', async (what) => {
    const response = await ask(what);
    const text = await response.text();
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const problem = problemSchema.strict().parse(JSON.parse(text));
    expect(problem.status).toBe(response.status);
    expect([problem.status, problem.title]).toEqual(ERROR_CODES[problem.code].slice());
    expect(problem.type).toBe(`urn:lavoro:error:${problem.code}`);
    expect(problem.requestId).toBe(response.headers.get('x-request-id'));
    expect(text).not.toMatch(LEAKS);
    expect(`${text}${[...response.headers].join()}`).not.toContain(VERSION);
    expect([...response.headers].join()).not.toMatch(LEAKS);
  });

  it.each(Object.keys(ERROR_CODES) as ErrorCode[])('F2: should keep its code and status: %s', async (code) => {
    const response = await ask(`Refusal ${code}`);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([ERROR_CODES[code][0], code]);
    expect(response.headers.get('retry-after')).toBe(ERROR_CODES[code][0] === 503 ? '2' : null);
    expect(response.headers.get('www-authenticate')).toBe(ERROR_CODES[code][0] === 401 ? 'Bearer' : null);
  });

  it('F2: should be a fault of ours when nobody foresaw it, and never one of the caller', async () => {
    const unforeseen = ['Error', 'TypeError', 'ZodError', 'Prisma P2002', 'a text', 'an object', 'null', 'undefined'];
    for (const what of [...unforeseen, 'HTTPException 500', 'SQLSTATE 42601', 'SQLSTATE 42501', 'SQLSTATE XX000']) {
      expect([what, (await ask(what)).status]).toEqual([what, 500]);
    }
  });

  it('F2: should have its request id, whoever threw it, in a line of the log', async () => {
    const { loggedLines } = await import('../support/canary');
    for (const what of ['Error', 'a text']) {
      const requestId = (await ask(what)).headers.get('x-request-id');
      const lines = loggedLines().map((line) => JSON.parse(line) as { requestId?: string; msg: string });
      expect(lines.filter((line) => line.requestId === requestId).map(({ msg }) => msg)).toEqual([
        'unexpected error',
        'request',
      ]);
    }
  });
});
