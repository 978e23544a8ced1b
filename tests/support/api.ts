import { v7 as uuidv7 } from 'uuid';
import { createApp } from '@/app';
import { type OpenedSession, openSession } from '@/auth/sessions/sessions.repo';
import { signAccessToken } from '@/auth/sessions/tokens';
import type { Role } from '@/contract/enums';
import type { Problem } from '@/contract/errors';
import { databaseManager } from '@/database/connection';
import { readerOf, scanAnswer } from './canary';
import { makeTenant, makeUser } from './database';

const app = createApp();

/** What JSON.parse gives. */
// biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of an answer by asserting it.
export type Json = any;

export type Answer<T> = { status: number; body: T; text: string; bytes: Uint8Array; headers: Headers };

export type Client = {
  call<T = Json>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
};

/** A caller of the API in this process, with the given access token or none, from an address or from nowhere. The canary reads every answer. */
export function client(token?: string, address?: string): Client {
  const reader = readerOf(token);
  return {
    async call(method, path, body, headers = {}) {
      const url = /^(https?:\/\/|\/(api|health|\.well))/.test(path) ? path : `/api/v1${path}`;
      const env = address === undefined ? {} : { incoming: { socket: { remoteAddress: address } } };
      const init = {
        method,
        headers: {
          ...(body !== undefined && { 'content-type': body instanceof Uint8Array ? 'image/png' : 'application/json' }),
          ...(token && { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body !== undefined && { body: bodyOf(body) }),
      };
      const response = await app.request(url, init, env);
      const bytes = new Uint8Array(await response.arrayBuffer());
      const text = new TextDecoder().decode(bytes);
      const answer = { status: response.status, body: parse(text), text, bytes, headers: response.headers };
      await scanAnswer(reader, method, new URL(url, 'http://localhost').pathname, answer);
      return answer;
    },
  };
}

/** A text or a file as it is, everything else as JSON. */
function bodyOf(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Signs a user in at a company, without a password. */
export async function tokenFor(userId: string, tenantId: string | null): Promise<string> {
  const { id: sessionId } = await sessionFor(userId, tenantId);
  return signAccessToken({ userId, sessionId, tenantId });
}

/** A session of an active user at a company, without a password. */
export async function sessionFor(userId: string, tenantId: string | null): Promise<OpenedSession> {
  const opened = await openSession({ userId, tenantId, deviceInfo: null, ipAddress: null });
  if (!opened) throw new Error('There is no such active user.');
  return opened;
}

export type Company = { id: string; ownerId: string; owner: Client; as(role: Role): Promise<Client> };

/** A new company with its owner signed in. */
export async function makeCompany(fields: { name?: string; country?: string } = {}): Promise<Company> {
  const ownerId = await makeUser();
  const id = await makeTenant({ ...fields, userId: ownerId });
  return {
    id,
    ownerId,
    owner: client(await tokenFor(ownerId, id)),
    as: async (role) => {
      const userId = await makeUser();
      await databaseManager.control
        .insertInto('userTenants')
        .values({ id: uuidv7(), userId, tenantId: id, role })
        .execute();
      return client(await tokenFor(userId, id));
    },
  };
}

/** The code of a refusal. */
export const codeOf = (answer: Answer<Problem>) => answer.body.code;

/** An answer's text with what must differ from request to request blanked out. */
export const withoutRequestId = (answer: Answer<unknown>) =>
  answer.text.replace(/"requestId":"[^"]*"/, '"requestId":"*"');
