import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { publicKeys } from '@/auth/sessions/keys';
import { health } from './http/health';
import { API_BASE, mountRoutes } from './http/mount';
import { openApiDocument } from './http/openapi';
import { answerError, problem, throwOnlyErrors } from './http/problem';
import { requestLog } from './http/requestLog';
import { createRouter, type Router } from './http/router';
import { mountConsole, mountDocs } from './http/static';
import { notFound, Refusal } from './lib/refusal';
import { routes } from './routes';

const BODY_LIMIT_BYTES = 1024 * 1024;
/** No route of these reads a body. */
const BODILESS = new Set(['GET', 'HEAD']);

/** Of those that take a file each says itself how large it may be. */
const FILES = routes
  .filter(({ upload }) => upload)
  .map(({ method, path }) => new RegExp(`^${method} ${API_BASE}${path.replace(/:\w+/g, '[^/]+')}$`));
const takesFile = ({ req }: Context) => FILES.some((route) => route.test(`${req.method} ${req.path}`));

/** How many bytes a request says that its body has. */
function saidLength({ req }: Context): number | undefined {
  const said = req.header('transfer-encoding') === undefined ? req.header('content-length') : undefined;
  return said !== undefined && /^\d+$/.test(said) ? Number(said) : undefined;
}

/** The whole server as one app: API, its pages, health, console. */
export function createApp(): Router {
  const app = createRouter();
  app.onError(answerError);
  app.notFound((c) => problem(c, notFound()));
  app.use(requestLog);
  app.use(throwOnlyErrors);
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'https:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
      referrerPolicy: 'same-origin',
      xFrameOptions: 'DENY',
      strictTransportSecurity: false,
    }),
  );
  app.use('/api', async (c, next) => {
    c.header('cache-control', 'no-store');
    c.header('vary', 'authorization, cookie');
    return next();
  });
  const tooLarge = () => {
    throw new Refusal('PAYLOAD_TOO_LARGE', 'A request may have at most 1 MiB.');
  };
  const limitBody = bodyLimit({ maxSize: BODY_LIMIT_BYTES, onError: tooLarge });
  // Looking at the body of a request makes Hono build the whole of it: wasted where nobody reads one, and where its length is
  // said, which HTTP itself holds it to.
  app.use('/api', (c, next) => {
    if (BODILESS.has(c.req.method) || takesFile(c)) return next();
    const length = saidLength(c);
    if (length === undefined) return limitBody(c, next);
    return length > BODY_LIMIT_BYTES ? tooLarge() : next();
  });

  mountRoutes(app, routes);
  // Made when somebody asks for it: most servers are never asked, and it takes memory for good.
  let document: ReturnType<typeof openApiDocument> | undefined;
  app.get(`${API_BASE}/openapi.json`, (c) => {
    document ??= openApiDocument(routes);
    return c.json(document);
  });
  app.get('/.well-known/jwks.json', async (c) => c.json({ keys: await publicKeys() }));
  app.get('/health', async (c) => {
    const state = await health();
    return c.json(state, state.status === 'down' ? 503 : 200, { 'cache-control': 'no-store' });
  });
  app.get('/health/live', (c) => c.json({ status: 'ok' }));
  app.get('/health/ready', async (c) => {
    const { status } = await health();
    return c.json({ status }, status === 'down' ? 503 : 200);
  });
  mountDocs(app);
  mountConsole(app);
  return app;
}
