import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { PROJECT_ROOT } from '@/config';
import type { Router } from './router';

const CONSOLE = path.join(PROJECT_ROOT, 'web', 'dist');
const YEAR_SECONDS = 31_536_000;

const DOCS_PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Lavoro API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head>
<body><div id="swagger-ui"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>`;

/** Closed at first: opened all at once, well over a hundred operations are more than the page draws. */
const DOCS_SCRIPT = `SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#swagger-ui', deepLinking: true, docExpansion: 'none' });`;

/** The pages of the API at /docs. */
export function mountDocs(app: Router): void {
  const assets = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  app.get('/docs', (c) => c.html(DOCS_PAGE));
  app.get('/docs/start.js', (c) => c.body(DOCS_SCRIPT, 200, { 'content-type': 'text/javascript' }));
  app.get(
    '/docs/assets/:file{swagger-ui(-bundle)?\\.(css|js)}',
    serveStatic({
      root: path.relative(process.cwd(), assets) || '.',
      rewriteRequestPath: (url) => url.replace('/docs/assets', ''),
    }),
  );
}

/** The console at /: its files, and its one page for every address of its own. */
export function mountConsole(app: Router): void {
  if (!existsSync(CONSOLE)) return;
  const root = path.relative(process.cwd(), CONSOLE) || '.';
  const isPage = (url: string) => !/^\/(api|assets)(\/|$)/i.test(url);
  app.use('/assets', async (c, next) => {
    await next();
    if (c.res.ok) c.header('cache-control', `public, max-age=${YEAR_SECONDS}, immutable`);
  });
  app.get('*', serveStatic({ root, onFound: (_file, c) => c.header('cache-control', 'no-cache') }));
  const page = serveStatic({ root, path: 'index.html', onFound: (_file, c) => c.header('cache-control', 'no-cache') });
  app.get('*', (c, next) => (isPage(c.req.path) ? page(c, next) : next()));
}
