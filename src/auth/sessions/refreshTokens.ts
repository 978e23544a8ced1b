import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { derivedKey } from '@/config';

/** What a session's refresh tokens are made of: each generation has its own, and the next one follows from it. */
export type TokenChain = { readonly id: string; readonly tokenSeed: string; readonly generation: number };

/** What a refresh token says it is; `proof` shows whether that is so. */
export type ClaimedToken = { readonly sessionId: string; readonly generation: number; readonly proof: string };

/** 256 random bits, new for each session. */
export const newTokenSeed = () => randomBytes(32).toString('base64url');

/**
 * The refresh token of a session's generation: `<session>.<generation>.<proof>`. The proof is an HMAC under a key of the
 * application over the session's random seed, so neither the database nor the secret alone gives one, and whoever asks
 * twice for the successor of a token is given the same.
 */
export function refreshTokenOf({ id, tokenSeed, generation }: TokenChain): string {
  const proof = createHmac('sha256', derivedKey('refresh-token')).update(`${tokenSeed}.${id}.${generation}`);
  return `${id.replaceAll('-', '')}.${generation}.${proof.digest('base64url')}`;
}

/** Reads a token without trusting it; undefined for what has not its form. */
export function readRefreshToken(token: string): ClaimedToken | undefined {
  const [, hex, generation, proof] = /^([0-9a-f]{32})\.(0|[1-9]\d{0,8})\.([\w-]{43})$/.exec(token) ?? [];
  if (!hex || !generation || !proof) return undefined;
  const sessionId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { sessionId, generation: Number(generation), proof };
}

/** Whether it is a token that this session has given out, now or before. */
export function isTokenOf({ generation, proof }: ClaimedToken, session: TokenChain): boolean {
  if (generation > session.generation) return false;
  const right = refreshTokenOf({ ...session, generation }).split('.')[2] ?? '';
  return timingSafeEqual(Buffer.from(right), Buffer.from(proof));
}

/** What of a session decides on its tokens. */
export type ChainState = TokenChain & {
  readonly alive: boolean;
  /** It was left for another company, in a session of the same family. */
  readonly switched: boolean;
  /** It got its last token, or ended, a moment ago: whoever did not hear of it may still ask. */
  readonly lately: boolean;
};

/**
 * What a token of a session is worth: the good one is followed by the next; the one before it gets that one again for a
 * moment, since several may have asked at once, or an answer may have been lost. Any older one was copied.
 */
export function judgeToken(claimed: ClaimedToken, session: ChainState): 'next' | 'again' | 'copied' | 'ended' {
  const { alive, switched, lately } = session;
  if (!alive && !switched) return 'ended';
  const age = session.generation - claimed.generation;
  if (alive && age === 0) return 'next';
  if (age > 1 || !lately) return 'copied';
  return alive ? 'again' : 'ended';
}

/** What is stored of a refresh token. */
export const hashRefreshToken = (token: string) => createHash('sha256').update(token).digest('hex');
