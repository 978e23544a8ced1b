import type { Kysely, Transaction } from 'kysely';
import type { CustomFields } from '@/contract/customFields';
import type { Role, SupportLevel } from '@/contract/enums';
import type { ErrorCode } from '@/contract/errors';
import type { Permission } from '@/contract/permissions';
import type { TenantDb, TenantPrisma } from '@/database/connection';
import type { LocationScope } from '@/database/scope';
import type { TenantTables } from '@/database/tables';
import type { Refusal } from '@/lib/refusal';

/** What every handler knows of its request. Services get this, never the request itself. */
export type RequestContext = {
  readonly requestId: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly refreshCookie: TokenCookie;
  /** By which a browser is known again that somebody has signed in from. */
  readonly deviceCookie: TokenCookie;
  /** Who is signed in, where a route that anybody may call wants to know. */
  readonly caller?: { readonly userId: string; readonly sessionId: string } | undefined;
};

export type TokenCookie = {
  read(): string | undefined;
  /** `maxAge` in seconds. */
  write(token: string, maxAge: number): void;
  clear(): void;
};

/** Somebody signed in. */
export type UserContext = RequestContext & {
  readonly userId: string;
  readonly sessionId: string;
  readonly actor: Actor;
};

/** Who does something, as histories name them. */
export type Actor = `user:${string}` | `key:${string}` | `invitation:${string}` | `support:${string}` | `cli:${string}`;

/** The operator's support at work in a company that lets it in. */
export type SupportCaller = {
  /** Who, as the operator calls them. */
  readonly by: string;
  readonly consentId: string;
  readonly level: SupportLevel;
  /** When it ends at the latest. */
  readonly until: string;
};

/** What asks in the place of a person: an API key, or the operator's support, which works with something alike. */
export type KeyCaller = { readonly keyId: string; readonly actor: Actor; readonly support?: SupportCaller };

/** Support that is told of itself. */
export type SupportContext = RequestContext & { readonly support: SupportCaller; readonly tenant: RequestTenant } & {
  readonly accessId: string;
};

/** Who asks in a company: a person in a session, or a program with a key or support, which are nobody's session. */
export type Caller = {
  readonly userId: string | null;
  readonly sessionId: string | null;
  readonly keyId: string | null;
  readonly actor: Actor;
};

export type TenantInfo = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly currency: string;
  readonly country: string | null;
  /** The newest migration its schema has had. */
  readonly schemaVersion: string;
};

/**
 * Somebody at work in a company. `db` is that company's alone; for a writing route it is the open
 * transaction, which also holds the audit row.
 */
export type TenantContext = RequestContext &
  Caller & {
    readonly tenant: TenantInfo;
    /** The fields the company has declared for itself, by table. */
    readonly fields: CustomFields;
    /** Null for a key, which has only permissions. */
    readonly role: Role | null;
    readonly scope: LocationScope;
    readonly db: TenantDb | Transaction<TenantTables>;
    readonly audit: (entry: AuditEvent) => Promise<void>;
    can(permission: Permission): boolean;
  };

/** One change of one record; `before` and `after` are what the API shows of it. */
export type AuditEvent = {
  readonly action: string;
  readonly entity: string;
  readonly entityId: string;
  readonly before?: object | null;
  readonly after?: object | null;
};

export type Access = 'public' | 'user' | 'tenant';
export type ContextOf<A extends Access> = A extends 'tenant'
  ? TenantContext
  : A extends 'user'
    ? UserContext
    : RequestContext;

/** What the middlewares leave in Hono's context. */
export type AppEnv = {
  Variables: {
    requestId: string;
    user: { readonly userId: string; readonly sessionId: string } | undefined;
    /** What asks in the place of a person. */
    key: KeyCaller | undefined;
    /** The company of this request, with its Prisma client, once tenantIsolationMiddleware has found it. */
    tenant: RequestTenant | undefined;
    /** Why the session's company cannot be worked in: to tell those who need it, while the rest of the session goes on. */
    tenantRefusal: Refusal | undefined;
    route: string | undefined;
    refusal: ErrorCode | undefined;
  };
};

export type RequestTenant = TenantInfo & {
  readonly role: Role | null;
  /** What whoever asks may do now. */
  readonly permissions: ReadonlySet<Permission>;
  readonly scope: LocationScope;
  /** Goes up when the company declares a field or removes one; 0 before the first. */
  readonly shapeVersion: number;
  readonly prisma: TenantPrisma;
  readonly db: Kysely<TenantTables>;
};
