import type { z } from 'zod';
import type { Access, ContextOf, SupportContext } from '@/context';
import type { CustomFieldTable } from '@/contract/enums';
import type { ErrorCode } from '@/contract/errors';
import type { Permission } from '@/contract/permissions';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

/** An answer that what was asked for is at another address of the API, for good. Only of a route with `moves`. */
export type MovedTo = { readonly movedTo: string };

/** `path` is below /api/v1, like a route's. */
export const movedTo = (path: string): MovedTo => ({ movedTo: path });

/** An answer that is a file, made piece by piece while it is sent. Only of a route with `downloads`. */
export type Download = {
  readonly fileName: string;
  readonly contentType: string;
  readonly chunks: AsyncIterable<string | Uint8Array>;
};

/** A file to send; `chunks` is asked for a piece when the one before it has gone. */
export const download = (file: Download): Download => file;

/** A file that was sent as the body: kept in the server's temporary folder under no name, gone with the request. */
export type Upload = {
  readonly contentType: string;
  readonly size: number;
  read(at: number, length: number): Promise<Buffer>;
};

/** What files a route takes as its body. */
export type UploadRule = { readonly types: readonly string[]; readonly mostBytes: number };

/**
 * Whether a route takes Idempotency-Key: the effect happens once for a key, and the first answer is given again. `late` where the
 * work is short and only changes rows: the key is looked for once it is done, and a repeat has done it in vain.
 */
export type Idempotency = boolean | 'late';

type Definition<A extends Access, P, Q, B, R> = {
  readonly method: Method;
  /** Below /api/v1, in Hono's form: `/locations/:id`. */
  readonly path: string;
  /** One short sentence for the reader of the API's pages. */
  readonly summary: string;
  readonly tag: string;
  readonly access: A;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** The answer's body; left out for 204. */
  readonly response?: R;
  /** 200 when left out, or 204 without a response. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Refusals beyond those every route can give. */
  readonly errors?: readonly ErrorCode[];
  readonly idempotent?: Idempotency;
  /** Needs If-Match with the record's version; `input.version` carries it. */
  readonly ifMatch?: boolean;
  /** The table whose records it takes and gives: `custom` in them is checked against the company's own fields. */
  readonly custom?: CustomFieldTable | undefined;
  /** It changes more than a company's role may: the handler makes the transaction, and the audit row in it. */
  readonly ownTransaction?: boolean;
  /** May answer `movedTo(path)`, which is sent as 308 with a Location. */
  readonly moves?: boolean;
  /** Answers `download(file)`, of one of these content types, instead of a document. */
  readonly downloads?: readonly string[];
  /** Takes a file as its body, of one of these content types, and no JSON: `input.upload`. */
  readonly upload?: UploadRule;
  /** It holds a connection for long: in a process a company has few of those at once, and the others wait. */
  readonly long?: boolean;
  /** Of a public route: whoever is signed in is known to it, as `ctx.caller`. */
  readonly knowsCaller?: boolean;
  /** It takes a person: neither a key nor support is let in, whatever they hold. */
  readonly onlyPeople?: boolean;
  /** Of a user's route: what support is answered, to which all others are closed. */
  readonly forSupport?: (ctx: SupportContext) => Promise<R extends z.ZodType ? z.input<R> : undefined>;
  readonly handler: (
    ctx: ContextOf<A>,
    input: { params: Parsed<P>; query: Parsed<Q>; body: Parsed<B>; version: number; upload: Upload | undefined },
  ) => Promise<(R extends z.ZodType ? z.input<R> : undefined) | MovedTo | Download>;
} & (A extends 'tenant'
  ? {
      /** Null for what everybody of the company may do, whatever they hold; then with `onlyPeople`. */
      readonly permission: Permission | null;
    }
  : { readonly permission?: never });

/** A route as the route table holds it, whatever its types were. */
export type Route = {
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly access: Access;
  readonly permission?: Permission | null | undefined;
  readonly params?: z.ZodType | undefined;
  readonly query?: z.ZodType | undefined;
  readonly body?: z.ZodType | undefined;
  readonly response?: z.ZodType | undefined;
  readonly status?: 200 | 201 | 202 | 204;
  readonly errors?: readonly ErrorCode[];
  readonly idempotent?: Idempotency;
  readonly ifMatch?: boolean;
  readonly custom?: CustomFieldTable | undefined;
  readonly ownTransaction?: boolean;
  readonly moves?: boolean;
  readonly downloads?: readonly string[] | undefined;
  readonly upload?: UploadRule | undefined;
  readonly long?: boolean;
  readonly knowsCaller?: boolean;
  readonly onlyPeople?: boolean;
  readonly forSupport?: ((ctx: SupportContext) => Promise<unknown>) | undefined;
  readonly handler: (ctx: never, input: never) => Promise<unknown>;
};

/**
 * The one way to make an endpoint. From the definition come its mounting, validation, permission check, transaction,
 * audit guard, OpenAPI entry and generated tests.
 */
export function defineRoute<
  A extends Access,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  R extends z.ZodType | undefined = undefined,
>(definition: Definition<A, P, Q, B, R>): Route {
  return definition;
}
